//! Random rows of generated terms, whose every amount of money is posted to one payee.

use accordant_agreement::calendar::periods;
use accordant_agreement::terms::Origin;
use accordant_agreement::{Agreement, SourceFile, check};
use accordant_facts::Facts;
use accordant_scenarios::case::{Block, Case, Section};
use accordant_scenarios::generate::case;
use accordant_scenarios::rows::{Counts, RandomRows, Readers};
use accordant_settlement::{EachRow, whole};

const CASES: u64 = 150;
const CASES_DEEP: u64 = 10_000;
const ROWS: usize = 30;

// spec: F9
#[test]
fn random_rows_of_generated_terms_come_out_alike() {
    let deep = std::env::var("ACCORDANT_DEEP").is_ok_and(|deep| deep == "1");
    let mut counts = Counts::default();
    for seed in 0..if deep { CASES_DEEP } else { CASES } {
        if let Some((text, agreement)) = of_plain_postings(case(seed)) {
            compare(seed, &text, &agreement, &mut counts)
                .unwrap_or_else(|difference| panic!("seed {seed}: {difference}\n{text}"));
        }
    }
    println!("{counts:?}");
    assert!(counts.by_kernel > counts.rows / 10, "{counts:?}");
}

fn compare(seed: u64, text: &str, agreement: &Agreement, counts: &mut Counts) -> Result<(), String> {
    let terms = agreement.terms.as_ref().unwrap();
    let period = periods(&agreement.particulars.alliance).nth(1).unwrap();
    let each = EachRow::new(terms, &whole(agreement, &period).unwrap(), &Facts::new()).unwrap();
    let Some(mut readers) = Readers::new(&each) else { return Ok(()) };
    let mut random = RandomRows::new(seed, terms, &each, text);
    (0..ROWS).try_for_each(|_| readers.compare(&random.row(), counts))
}

/// The same case with a posting of each line of money, to one payee; nothing if that does not check.
fn of_plain_postings(mut case: Case) -> Option<(String, Agreement)> {
    case.blocks.retain(|block| !matches!(block.section, Section::Postings | Section::Pools));
    let agreement = checked(&case)?;
    let period = periods(&agreement.particulars.alliance).nth(1)?;
    let each = EachRow::new(agreement.terms.as_ref()?, &whole(&agreement, &period)?, &Facts::new()).ok()?;
    let money = each.graph().figures().iter().filter(|figure| {
        figure.origin == Origin::Line && figure.unit.as_ref().is_some_and(|unit| unit.currency().is_some())
    });
    let posted = money.enumerate().map(|(number, figure)| Block {
        section: Section::Postings,
        text: format!("pay{number}: {{ of: \"{}\", from: ann, to: bob }}", figure.address),
    });
    case.blocks.extend(posted);
    let agreement = checked(&case)?;
    Some((case.text(), agreement))
}

fn checked(case: &Case) -> Option<Agreement> {
    check(&[SourceFile { name: "alliance.yaml", bytes: case.text().as_bytes() }]).agreement
}
