//! A number that grows past every bound is refused where it is written.
#![expect(clippy::expect_used, reason = "a test stops at its first surprise")]

use accordant_agreement::calendar::periods;
use accordant_agreement::{SourceFile, check};
use accordant_facts::Facts;
use accordant_settlement::series;
use std::fmt::Write as _;

/// How often the number is multiplied by itself: from 2 to a number of 18 million million million bits.
const SQUARES: usize = 64;

/// spec: S2
#[test]
fn a_number_squared_sixty_four_times_is_refused_where_it_passes_the_bits() {
    let mut text = String::from(
        "accordant: 1\n\
         alliance: { name: A, term: { from: 2014-04-01, to: 2015-03-31 }, settles: { every: year, currency: GBP } }\n\
         parties: { owner: { name: O, role: commissioner }, builder: { name: B, role: provider } }\n\
         money:\n  rounding: pennies, half up\n  lines:\n    x0: { is: 2 }\n",
    );
    for number in 1..=SQUARES {
        writeln!(text, "    x{number}: {{ is: x{0} * x{0} }}", number - 1).expect("a text can be added to");
    }
    writeln!(text, "  postings: {{ pay: {{ of: x{SQUARES} * 1 GBP, from: owner, to: builder }} }}")
        .expect("a text can be added to");
    let checked = check(&[SourceFile { name: "alliance.yaml", bytes: text.as_bytes() }]);
    let agreement = checked.agreement.expect("it is well written");
    let first = periods(&agreement.particulars.alliance).next().expect("it settles every year");
    let settled = series(&agreement, &Facts::new(), first.from);
    let refusals: Vec<String> = settled
        .iter()
        .flat_map(|period| period.refusals())
        .map(|refusal| {
            let place =
                refusal.place.as_ref().map(|place| format!("{}:{}:{}", place.file, place.line, place.column));
            format!(
                "{} at {} > {}",
                refusal.what,
                place.unwrap_or_default(),
                refusal.help.clone().unwrap_or_default()
            )
        })
        .collect();
    assert_eq!(
        refusals,
        ["a number here would pass 4,096 bits: x11 × x11 at alliance.yaml:19:16 > \
          round it where it is computed, such as `(x rounded to 0.01, half up)`"]
    );
}
