//! The published rows of the Medicare Shared Savings Program, settled row by row.

use crate::folder;
use accordant_agreement::Agreement;
use accordant_agreement::calendar;
use accordant_agreement::problem::Problems;
use accordant_agreement::terms::{InputId, Terms};
use accordant_facts::{FactValue, Facts};
use accordant_intake::columns::{self, BoundMapping, Cell};
use accordant_intake::folder::Folder;
use accordant_intake::rows::{Chunk, Rows};
use accordant_money::{Batch, Exact, Number, Rounding};
use accordant_settlement::{EachRow, RowAmount, RowReader, Value, code, whole};
use std::fs::File;
use std::num::NonZeroUsize;

/// The agreement that the rows are settled by.
pub const AGREEMENT: &str = "medicare-shared-savings";
/// The years whose rows are published in the folder.
pub const YEARS: [&str; 2] = ["2022", "2023"];
/// Losses that a limit by revenue cut, which is not published: they come out as bounds.
pub const REVENUE_LIMITED: [&str; 4] = ["2022/A1070", "2023/A1241", "2023/A4627", "2023/A5293"];
/// The result, which is compared and never read as a fact.
const RESULT: &str = "EarnSaveLoss";

/// One published row: what it gives, and what came of it.
pub struct PublishedRow {
    /// Year and organisation, `2022/A1001`.
    pub name: String,
    /// What was published as earned or, if negative, owed.
    pub earned: Exact,
    /// Each mapped input, as the reference and as the quick reading take it.
    given: Vec<Given>,
}

struct Given {
    input: String,
    exact: Option<FactValue>,
    quick: Cell,
}

/// What a row comes to.
#[derive(Debug, PartialEq)]
pub struct Outcome {
    /// What the ACO earns or owes.
    pub amount: Known,
    /// Why it is nothing, if it is.
    pub because: Option<String>,
    /// Conditions that the bounds leave open.
    pub undecided: Vec<String>,
}

/// A row settled, or why it cannot be.
pub type Settled = Result<Outcome, String>;

/// An amount, exactly or within bounds, as fractions of whole numbers.
#[derive(Debug, PartialEq)]
pub struct Known {
    pub stated: Option<Exact>,
    pub low: Option<Exact>,
    pub high: Option<Exact>,
}

/// Every published row of a year, read as `columns.yaml` says.
pub fn rows(files: &Folder, agreement: &Agreement, year: &str) -> Vec<PublishedRow> {
    let terms = agreement.terms.as_ref().unwrap();
    let columns = files.columns.as_ref().unwrap();
    let mut problems = Problems::new();
    let days = folder::named_days(agreement);
    let mappings = columns::read(&columns.name, &columns.bytes, terms, &days, &mut problems);
    assert!(!problems.bar_acceptance(), "{}", folder::told(&problems.sorted()));
    let data = folder::path("agreements").join(AGREEMENT).join(format!("data/py{year}.csv"));
    let rows = Rows::open(File::open(data).unwrap()).unwrap();
    let bound = columns::choose(&mappings, Some(&format!("py{year}")), rows.heading()).unwrap();
    let result = rows.heading().iter().position(|name| name == RESULT).unwrap();
    let mut all = Vec::new();
    let work = |chunk: Chunk<'_>| of_chunk(chunk, &bound, year, result);
    let sink = |found: Vec<PublishedRow>| -> Result<(), ()> {
        all.extend(found);
        Ok(())
    };
    rows.each_chunk(NonZeroUsize::MIN, work, sink).unwrap();
    all
}

fn of_chunk(mut chunk: Chunk<'_>, bound: &BoundMapping<'_>, year: &str, result: usize) -> Vec<PublishedRow> {
    let mut found = Vec::new();
    while let Some(row) = chunk.next_row() {
        assert_eq!(row.ragged(), None, "line {}", row.line());
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let given = bound.inputs().iter().map(|input| Given {
            input: input.name().to_string(),
            exact: input.exact(&row).unwrap(),
            quick: input.quick(&row).unwrap(),
        });
        found.push(PublishedRow {
            name: format!("{year}/{}", text(bound.identity(&row))),
            earned: Exact::parse_decimal(&text(row.field(result).unwrap())).unwrap(),
            given: given.collect(),
        });
    }
    found
}

/// The terms of a year, ready for its rows.
pub fn compiled<'t>(agreement: &'t Agreement, year: &str) -> EachRow<'t> {
    let period = calendar::parse_period(&agreement.particulars.alliance, year).unwrap();
    let setting = whole(agreement, &period).unwrap();
    EachRow::new(agreement.terms.as_ref().unwrap(), &setting, &Facts::new()).unwrap()
}

/// Settles a row with reference numbers.
pub fn settle_exactly(
    reader: &mut RowReader<'_, Exact>,
    each: &EachRow<'_>,
    terms: &Terms,
    row: &PublishedRow,
) -> Settled {
    settle(reader, each, terms, row, |reader, slot, given| match &given.exact {
        None => reader.absent(slot),
        Some(FactValue::Number(number)) => reader.number(slot, number.clone()),
        Some(FactValue::Word(word)) => {
            let input = terms.inputs.iter().find(|input| input.name == given.input);
            reader.word(slot, code(input, word).unwrap());
        }
        Some(FactValue::NotPublished) => reader.not_published(slot, None, None),
    })
}

/// Settles a row with batch numbers.
pub fn settle_quickly(
    reader: &mut RowReader<'_, Batch>,
    each: &EachRow<'_>,
    terms: &Terms,
    row: &PublishedRow,
) -> Settled {
    settle(reader, each, terms, row, |reader, slot, given| match given.quick {
        Cell::Absent => reader.absent(slot),
        Cell::Number(number) => reader.number(slot, number),
        Cell::Word(word) => reader.word(slot, u16::try_from(word).unwrap()),
        Cell::NotPublished => reader.not_published(slot, None, None),
        Cell::TooLarge => panic!("`{}` does not fit", given.input),
    })
}

fn settle<'e, N: Number>(
    reader: &mut RowReader<'e, N>,
    each: &EachRow<'_>,
    terms: &Terms,
    row: &PublishedRow,
    give: impl Fn(&mut RowReader<'e, N>, usize, &Given),
) -> Settled {
    reader.begin();
    for given in &row.given {
        // The mapping knows every input; edited terms may ask for fewer.
        let id = terms.inputs.iter().position(|input| input.name == given.input);
        if let Some(slot) = id.and_then(|id| each.slot(InputId(id), &[])) {
            give(reader, slot, given);
        }
    }
    let mut amounts = Vec::new();
    if reader.settle(&mut amounts).is_err() {
        let refusals: Vec<&str> = reader.refusals().iter().map(|refusal| refusal.what.as_str()).collect();
        return Err(format!("{}: refused: {}", row.name, refusals.join("; ")));
    }
    let at = each.shares().iter().position(|share| share.address == "settlement").unwrap();
    let amount = known(&amounts[at]);
    let nothing = amount.stated.as_ref().is_some_and(|stated| stated.sign().is_eq());
    let because = if nothing { reader.because(at).map(|because| because.into_owned()) } else { None };
    Ok(Outcome { amount, because, undecided: reader.undecided().map(str::to_string).collect() })
}

fn known<N: Number>(amount: &RowAmount<N>) -> Known {
    let value = amount
        .posted
        .as_ref()
        .map_or_else(|| amount.exact.to_exact(), |posted| Value::Exact(posted.to_exact()));
    Known { stated: value.stated().cloned(), low: value.low().cloned(), high: value.high().cloned() }
}

/// Whether a row came out as it was published, or what is wrong with it.
///
/// A stated amount is within 1.24 dollars of what was published: 75% of 98% of one dollar, and the half dollar to
/// which the published figure itself is rounded. A row limited by revenue is within bounds, and has no stated amount.
pub fn compared(row: &PublishedRow, outcome: &Outcome) -> Result<(), String> {
    let Known { stated, low, high } = &outcome.amount;
    let half = Exact::ratio(1, 2).unwrap();
    let above_low = low.as_ref().is_none_or(|low| low.minus(&half).unwrap() <= row.earned);
    let below_high = high.as_ref().is_none_or(|high| row.earned <= high.plus(&half).unwrap());
    let shown = || format!("{}: published {}, {:?}", row.name, cents(&row.earned), shown(&outcome.amount));
    if !(above_low && below_high) {
        return Err(format!("{}: outside the bounds", shown()));
    }
    match (stated, REVENUE_LIMITED.contains(&row.name.as_str())) {
        (None, true) => Ok(()),
        (None, false) => Err(format!("{}: has no stated amount", shown())),
        (Some(_), true) => {
            Err(format!("{}: is limited by a revenue that nobody knows, and has an amount", shown()))
        }
        (Some(stated), false) => {
            let apart = distance(&row.earned, stated);
            let near = apart <= Exact::ratio(124, 100).unwrap();
            if near { Ok(()) } else { Err(format!("{}: {} dollars apart", shown(), cents(&apart))) }
        }
    }
}

/// How far apart two amounts are.
pub fn distance(one: &Exact, other: &Exact) -> Exact {
    let apart = one.minus(other).unwrap();
    if apart.sign().is_lt() { apart.negated().unwrap() } else { apart }
}

fn shown(known: &Known) -> (Option<String>, Option<String>, Option<String>) {
    let end = |bound: &Option<Exact>| bound.as_ref().map(cents);
    (end(&known.stated), end(&known.low), end(&known.high))
}

fn cents(value: &Exact) -> String {
    value.decimal(2, Rounding::HalfEven)
}
