//! Reasons in sentences, the same on the page and in a terminal.
//!
//! Start with [`rule`] for a figure and [`posting`] for money that changes hands.

mod account;
mod cash;
mod pennies;
mod posting;
mod scale;
mod zero;

pub use account::account;
pub use cash::{
    NO_CASH, SETS_ASIDE, TAKES_OUT, WITHIN, cash_check, cash_note, in_cash, nets_and_cash, outcome,
};
pub(crate) use pennies::has_tie;
pub use posting::{direction, is_turned, limits, posting, short_rule};
pub use scale::scales;
pub use zero::{zero_of_figure, zero_of_posting};

use crate::figures::{PLACES_MAX, exactly, in_full, is_compound, shown, shown_fact, shown_value};
use crate::view::{Names, PoolView, Weight};
use accordant_agreement::unit::Unit;
use accordant_facts::{rows_in_short, rows_name_their_files};
use accordant_money::{Currency, Exact, Number, group};
use accordant_settlement::{
    CLOSING_BALANCE, FactUsed, Held, Reason, Source, Stated, Statement, Summand, Truth, Value, Working,
};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The rule of a figure: `= 25% of under run`.
pub fn rule(reason: &Reason) -> String {
    format!("= {}", plain(&reason.words))
}

/// Steps as people say them; the order of the steps is that of the words.
const STEPS: [(&str, &str); 4] = [
    (", then less ", ", then minus "),
    (", then times ", ", then multiplied by "),
    (", then at most ", ", then no more than "),
    (", then at least ", ", then no less than "),
];
/// The words that begin a step, which say nothing of the amount that stood before it.
const BEGINNINGS: [&str; 6] = ["less ", "plus ", "times ", "divided by ", "at most ", "at least "];

/// Elements as people say them: `margin of builder` for `margin[builder]`.
pub fn plain(words: &str) -> String {
    let words = words.replace(" [", " of ").replace('[', " of ").replace(']', "").replace('_', " ");
    let words = STEPS.iter().fold(words, |words, (step, said)| words.replace(step, said));
    Currency::ALL.iter().fold(words, |words, currency| signed(&words, *currency))
}

/// An amount within a rule as people write it: `£300,000` for `300,000 GBP`.
fn signed(words: &str, currency: Currency) -> String {
    let code = format!(" {}", currency.code());
    let mut pieces = words.split(code.as_str()).peekable();
    let mut found = String::new();
    while let Some(piece) = pieces.next() {
        let start = piece.rfind([' ', '(']).map_or(0, |at| at + 1);
        let (before, number) = piece.split_at_checked(start).unwrap_or((piece, ""));
        let is_amount = number.starts_with(|first: char| first.is_ascii_digit());
        let number = if is_amount && !number.contains(',') { group(number) } else { number.to_string() };
        match (pieces.peek().is_some(), is_amount) {
            (false, _) => found.push_str(piece),
            (true, true) => found.push_str(&format!("{before}{}{number}", currency.symbol())),
            (true, false) => found.push_str(&format!("{piece}{code}")),
        }
    }
    found
}

/// What lies behind the places that are shown: `exactly £1,234.565`, or eight places of what no decimal says.
pub fn exact(value: &Value<Exact>, unit: Option<&Unit>) -> Option<String> {
    let exact = value.exact().and_then(|value| exactly(value, unit))?;
    Some(match exact.strip_suffix('…') {
        Some(cut) => format!("to {PLACES_MAX} places, not rounded: {cut}"),
        None => format!("exactly {exact}"),
    })
}

/// What a limit did: `held to £8,300,000.00 (sum of margin), for 50% of overrun is £9,200,000.00`.
///
/// What was held on the way to a value is told as that.
pub fn held(held: &Held, value: &Value<Exact>) -> String {
    let unit = held.unit.as_ref();
    let is_step = BEGINNINGS.iter().any(|beginning| held.words.starts_with(beginning));
    let what = if is_step { "what stood before".to_string() } else { plain(&held.words) };
    let (to, would_be) = (shown(&held.to, unit), shown(&held.would_be, unit));
    let on_the_way = if value.exact() == Some(&held.to) { "" } else { "on the way " };
    let limit = plain(&held.limit);
    // A limit that is a number says nothing more than the amount.
    let is_number = limit.chars().all(|character| !character.is_alphabetic());
    let limit = if is_number { String::new() } else { format!(" ({limit})") };
    format!("{on_the_way}held to {to}{limit}, for {what} is {would_be}")
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn enumerated(all: &[String]) -> String {
    match all.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

/// A value between: `target cost − actual cost = £8,000,000.00`.
pub fn workings(reason: &Reason) -> impl Iterator<Item = String> + '_ {
    // What a figure is after its last step is the figure itself, and stands above already.
    between(&reason.workings, Some(&reason.words))
}

/// A value between on the way to a posting whose amount is worked out in the posting.
pub fn workings_of_posting(statement: &Statement) -> impl Iterator<Item = String> + '_ {
    between(&statement.workings, statement.of.as_deref())
}

fn between<'s>(workings: &'s [Working], last: Option<&'s str>) -> impl Iterator<Item = String> + 's {
    let between = workings.iter().filter(move |working| {
        Some(working.words.as_str()) != last && !working.unit.as_ref().is_some_and(is_compound)
    });
    between.map(|working| format!("{} = {}", plain(&working.words), between_value(working)))
}

/// Money between keeps the places that it has, so that the next step comes to the same when it is done again.
fn between_value(working: &Working) -> String {
    let currency = working.unit.as_ref().and_then(Unit::currency);
    let full = currency.zip(working.value.exact()).map(|(currency, value)| in_full(value, currency));
    full.filter(|full| !full.ends_with('…'))
        .unwrap_or_else(|| shown_value(&working.value, working.unit.as_ref()))
}

/// A condition and what it turned out to be: `the headcount is below 5,000: no`.
pub fn conditions(reason: &Reason) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for (words, truth) in &reason.conditions {
        let sentence = format!("{}: {}", plain(words), answer(*truth));
        if !said.contains(&sentence) {
            said.push(sentence);
        }
    }
    said
}

fn answer(truth: Truth) -> &'static str {
    match truth {
        Truth::Holds => "yes",
        Truth::Fails => "no",
        Truth::Undecided(Some(Stated::Holds)) => "not decided by what is known; yes as stated",
        Truth::Undecided(Some(Stated::Fails)) => "not decided by what is known; no as stated",
        Truth::Undecided(None) => "not decided by what is known",
    }
}

/// The value of a fact as it was given.
pub fn fact_value(fact: &FactUsed) -> String {
    shown_fact(fact.source.value.as_ref(), fact.source.known_to.as_ref(), fact.unit.as_ref())
}

/// Where a fact came from: `returns.pdf, row 7; read on line 3 of facts.csv; supplied by the owner; real`.
pub fn origin<'a>(source: &'a Source, names: &Names<'a>) -> String {
    let mut said: Vec<String> = place(source);
    // A note that only says what the status says is not said twice.
    let status = source.status.map(crate::view::meaning);
    said.retain(|words| Some(words.as_str()) != status);
    said.extend(
        source
            .owner
            .as_deref()
            .map(|owner| format!("supplied by {}", crate::view::within_sentence(names.party(owner)))),
    );
    said.extend(source.status.map(|status| status.to_string()));
    said.join("; ")
}

/// The file or publication, its rows, and how the fact was made of them.
fn place(source: &Source) -> Vec<String> {
    let note = source.note.as_deref().map(|note| match note.strip_prefix("no fact; ") {
        Some(taken) => format!("nothing supplied; {taken}"),
        None => note.to_string(),
    });
    match (&source.source, &source.row, note) {
        (Some(file), row, note) => [rows_of(file, row.as_deref())].into_iter().chain(note).collect(),
        (None, _, note) => note.into_iter().collect(),
    }
}

/// `return.pdf, row 7`.
fn rows_of(file: &str, row: Option<&str>) -> String {
    match row {
        Some(rows) if rows_name_their_files(file, rows) => rows_in_short(rows).into_owned(),
        Some(row) => format!("{file}, {}", row_words(row)),
        None => file.to_string(),
    }
}

/// Each dated fact of a sum, with its days, its value and where it came from; nothing for a fact that is no sum.
pub fn summed(fact: &FactUsed) -> Vec<String> {
    let one = |one: &Summand| {
        let value =
            one.value.as_ref().map_or("not published".to_string(), |value| shown(value, fact.unit.as_ref()));
        let from = one.source.as_deref().map(|file| format!(", from {}", rows_of(file, one.row.as_deref())));
        format!("{}: {value}{}", one.days.in_short(), from.unwrap_or_default())
    };
    fact.source.summed.iter().map(one).collect()
}

/// A bare number of a row is called one, and so are rows from one number to another: `61-72:cost`.
fn row_words(row: &str) -> String {
    let (rows, column) = match row.split_once(':') {
        Some((rows, column)) => (rows, format!(", column {column}")),
        None => (row, String::new()),
    };
    match rows.split_once('-') {
        Some((first, last)) if is_number(first) && is_number(last) => {
            format!("rows {first} to {last}{column}")
        }
        None if is_number(rows) => format!("row {rows}{column}"),
        _ => rows_in_short(row).into_owned(),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a statement says of the whole of its money: that nothing is lost between the lines.
pub fn sums_to_zero(sum: Option<accordant_money::Posted>) -> String {
    match sum {
        Some(sum) if sum.minor() == 0 => {
            format!("What all receive less what all pay comes to {sum}: nothing is lost between the lines.")
        }
        Some(sum) => {
            format!("What all receive less what all pay comes to {sum}, and should come to nothing.")
        }
        None => String::new(),
    }
}

/// What is said above the scores where they decide nothing.
pub const NO_SCORE_PAYS: &str = "Another score would change no payment of this period. What was measured may: each payment says what it rests on.";

/// What a measure counts for: `weight 40%`, `weight 33.3333%, one of 3 that count equally`.
pub fn weight(weight: &Weight) -> String {
    let unit = Unit::ratio();
    let effective = format!("weight {}", shown(&weight.effective, Some(&unit)));
    match (weight.equal_among, weight.effective == weight.stated) {
        (2.., _) => format!("{effective}, one of {} that count equally", weight.equal_among),
        (_, true) => effective,
        _ => format!(
            "{effective}: {} of the {} that count",
            shown(&weight.stated, Some(&unit)),
            shown(&weight.of, Some(&unit))
        ),
    }
}

/// Where the opening balance of a pool comes from: `brought forward, the closing balance of the period before`.
pub fn opening<'a>(pool: &PoolView<'a>, names: &Names<'a>) -> String {
    let Some(source) = pool.opening_source else { return "of unknown origin".to_string() };
    if source.status.is_some() {
        return format!("given as a fact ({})", origin(source, names));
    }
    match (source.note.as_deref(), pool.clause) {
        (Some(CLOSING_BALANCE), _) => format!("brought forward, the {CLOSING_BALANCE}"),
        (_, Some(clause)) => {
            format!("as the agreement says ({})", crate::view::StatementView::clause(clause))
        }
        (_, None) => "as the agreement says".to_string(),
    }
}

/// Whether a value is exactly zero.
pub fn is_zero(value: &Value<Exact>) -> bool {
    value.exact().is_some_and(|value| value.sign().is_eq())
}
