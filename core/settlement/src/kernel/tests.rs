//! What only shows after more rows than a test can settle.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use super::{ALWAYS, Kernel};
use crate::each::plan;
use crate::{Brought, compile, sources, whole};
use accordant_agreement::calendar::periods;
use accordant_agreement::{SourceFile, check};
use accordant_facts::Facts;
use accordant_money::{Exact, Number};

const TEXT: &str = "
accordant: 1
alliance: { name: A, term: { from: 2014-04-01, to: 2015-03-31 }, settles: { every: year, currency: GBP } }
parties: { owner: { name: O, role: commissioner }, builder: { name: B, role: provider } }
money:
  rounding: pennies, half up
  inputs: { a: { unit: GBP } }
  lines: { paid: { when: a > 5 GBP, is: a * 2, otherwise: it is little } }
  postings: { pay: { of: paid, from: owner, to: builder } }
";

// spec: F9
#[test]
fn rows_are_told_apart_when_their_numbers_begin_again() {
    let checked = check(&[SourceFile { name: "alliance.yaml", bytes: TEXT.as_bytes() }]);
    let agreement = checked.agreement.unwrap();
    let terms = agreement.terms.as_ref().unwrap();
    let period = periods(&agreement.particulars.alliance).next().unwrap();
    let setting = whole(&agreement, &period).unwrap();
    let graph = compile(terms, &setting);
    let sources = sources(terms, &graph, &setting, &Facts::new(), &Brought::default());
    let plan = plan(terms, &graph, &sources);
    let mut kernel = Kernel::new(&plan);
    let paid = graph.named(graph.figure("paid").unwrap()).unwrap().node;
    let first = kernel.stamp;
    let settle = |kernel: &mut Kernel<'_>, a: i128| {
        assert!(kernel.known(paid).is_none(), "the value of another row is known");
        kernel.number(0, a, 1);
        kernel.compute(paid).unwrap();
        kernel.known(paid).unwrap().exact().unwrap().to_exact()
    };
    assert_eq!(settle(&mut kernel, 7), Exact::from_i128(14));
    kernel.stamp = ALWAYS - 2;
    kernel.begin();
    assert_eq!(kernel.stamp, ALWAYS - 1);
    kernel.begin();
    assert_eq!(kernel.stamp, first);
    assert_eq!(settle(&mut kernel, 3), Exact::zero());
    kernel.begin();
    assert_eq!(settle(&mut kernel, 8), Exact::from_i128(16));
}
