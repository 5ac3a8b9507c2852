//! One way to show a value, everywhere: on the page, in words, at a prompt.
//!
//! - Money has its currency's sign and places: `£2,000,000.00`. [`exactly`] tells what lies behind the last penny.
//! - A ratio below 10 in size is a percentage with up to four places: `62.5%`; a larger one a plain number.
//! - Points carry their sign: `+60 points`. A price is `£672.00 per case`. A day is `2014-04-01`.
//! - Anything else is a number with up to four places and its unit: `−8 weeks`.
//!
//! Minus is U+2212. What is shown is never an input to a further figure.

use accordant_agreement::unit::Unit;
use accordant_money::{Currency, Exact, Number, Rounding, format_money, group};
use accordant_settlement::{Loose, SourceValue, Value};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use jiff::Span;
use jiff::civil::{Date, date};

/// The most places that a number which is no money is shown with.
const PLACES: u32 = 4;
/// The most places that anything is shown with.
pub(crate) const PLACES_MAX: u32 = 8;
/// Weights multiply large amounts, so they keep more.
const WEIGHT_PLACES: u32 = 12;
/// The most digits of a fraction that people are shown.
const DIGITS_MAX: usize = 12;
/// A ratio of this size or more is a plain number rather than a percentage.
const PERCENTAGES_BELOW: i128 = 10;
/// Words that are their own plural.
const OWN_PLURAL: [&str; 3] = ["people", "staff", "children"];

/// A value as people read it.
pub fn shown(value: &Exact, unit: Option<&Unit>) -> String {
    let Some(unit) = unit else { return number(value) };
    if let Some(currency) = unit.currency() {
        return format_money(value, currency, currency.minor_digits());
    }
    if unit.is_date() {
        return day(value).map_or_else(|| number(value), |day| day.to_string());
    }
    if unit.is_ratio() {
        return if is_percentage(value) { percentage(value) } else { number(value) };
    }
    let words = unit_words(unit);
    if let Some((currency, piece)) = price(&words) {
        return format!("{} per {piece}", format_money(value, currency, currency.minor_digits()));
    }
    let sign = if *unit == Unit::points() && value.sign().is_gt() { "+" } else { "" };
    let is_one = value.fraction().trim_start_matches('-') == "1/1";
    // One week, but one injury per million hours.
    let words =
        if is_one && !words.starts_with("per ") { words.strip_suffix('s').unwrap_or(&words) } else { &words };
    format!("{sign}{} {words}", number(value))
}

/// A value that may be known within bounds only: `£1.00 as stated, between £0.50 and £1.50`.
pub fn shown_value(value: &Value<Exact>, unit: Option<&Unit>) -> String {
    match value {
        Value::Exact(value) => shown(value, unit),
        Value::Loose(loose) => {
            let bounds = bounds(loose, unit);
            loose
                .stated
                .as_ref()
                .map_or(bounds.clone(), |stated| format!("{} as stated, {bounds}", shown(stated, unit)))
        }
    }
}

/// The bounds alone: `between £1.00 and £2.00`, `at most £2.00`, `at least £1.00`, `not known`.
pub fn bounds(loose: &Loose<Exact>, unit: Option<&Unit>) -> String {
    match (&loose.low, &loose.high) {
        (Some(low), Some(high)) => format!("between {} and {}", shown(low, unit), shown(high, unit)),
        (Some(low), None) => format!("at least {}", shown(low, unit)),
        (None, Some(high)) => format!("at most {}", shown(high, unit)),
        (None, None) => "not known".to_string(),
    }
}

/// What a fact was given as.
pub fn shown_fact(value: Option<&SourceValue>, known_to: Option<&Exact>, unit: Option<&Unit>) -> String {
    match value {
        None => "missing".to_string(),
        Some(SourceValue::Word(word)) => word.replace('_', " "),
        Some(SourceValue::Number(number)) => match known_to.filter(|width| !width.sign().is_eq()) {
            Some(width) => format!("{} (known to {})", shown(number, unit), shown(width, unit)),
            None => shown(number, unit),
        },
        Some(SourceValue::NotPublished(low, high)) => {
            let loose = Loose { stated: None, low: low.clone(), high: high.clone() };
            format!("not published; {}", bounds(&loose, unit))
        }
    }
}

/// What [`shown`] leaves out: further places of a decimal, or a short fraction. Nothing otherwise.
pub fn exactly(value: &Exact, unit: Option<&Unit>) -> Option<String> {
    let currency = unit.and_then(Unit::currency);
    let percentage = unit.is_some_and(Unit::is_ratio) && is_percentage(value);
    let places = currency.map_or(if percentage { PLACES + 2 } else { PLACES }, Currency::minor_digits);
    let short = Exact::parse_decimal(&value.decimal(places, Rounding::HalfAwayFromZero))?;
    if short == *value {
        return None;
    }
    Some(fraction(value).unwrap_or_else(|| decimals(value, currency, PLACES_MAX)))
}

/// An amount of money with every place that it has, up to eight; a longer one ends in `…`.
pub fn in_full(value: &Exact, currency: Currency) -> String {
    let short = value.decimal(currency.minor_digits(), Rounding::TowardZero);
    if Exact::parse_decimal(&short).as_ref() == Some(value) {
        return format_money(value, currency, currency.minor_digits());
    }
    decimals(value, Some(currency), PLACES_MAX)
}

/// A weight as it can be computed with: a decimal, a short fraction, or twelve places and `…`.
pub fn weight_in_full(value: &Exact) -> String {
    fraction(value).unwrap_or_else(|| decimals(value, None, WEIGHT_PLACES))
}

/// So many places, never rounded up, so that what stands before `…` is what a calculator shows too.
fn decimals(value: &Exact, currency: Option<Currency>, places: u32) -> String {
    let cut = value.decimal(places, Rounding::TowardZero);
    let whole = Exact::parse_decimal(&cut);
    let more = if whole.as_ref() == Some(value) { "" } else { "…" };
    let plain = if more.is_empty() { trimmed(&cut) } else { &cut };
    match (currency, whole) {
        (Some(currency), Some(whole)) => {
            let places = plain.split_once('.').map_or(0, |(_, fraction)| fraction.len());
            let places = u32::try_from(places).unwrap_or(PLACES_MAX).max(currency.minor_digits());
            format!("{}{more}", format_money(&whole, currency, places))
        }
        _ => format!("{}{more}", with_minus(&group(plain))),
    }
}

/// A number without a unit, with up to four places.
pub fn number(value: &Exact) -> String {
    with_minus(&group(trimmed(&value.decimal(PLACES, Rounding::HalfAwayFromZero))))
}

/// `1/3`, with groups of three digits, where no decimal says it and it is short enough to be read.
fn fraction(value: &Exact) -> Option<String> {
    let text = value.fraction();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let (above, below) = text.split_once('/')?;
    if value.terminating().is_some() || digits > DIGITS_MAX {
        return None;
    }
    Some(with_minus(&format!("{}/{}", group(above), group(below))))
}

/// Whether a unit is one that people do not count in, such as points of money: what stands between says nothing then.
pub(crate) fn is_compound(unit: &Unit) -> bool {
    unit.to_string().contains(['×', '^'])
}

/// The day that a value counts from 1970-01-01.
pub fn day(value: &Exact) -> Option<Date> {
    let days: i64 = value.fraction().strip_suffix("/1")?.parse().ok()?;
    let span: Span = Span::new().try_days(days).ok()?;
    date(1970, 1, 1).checked_add(span).ok()
}

/// A day as people write it: `1 April 2014`.
pub fn long_date(day: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = usize::try_from(day.month()).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
    format!("{} {} {}", day.day(), month.copied().unwrap_or_default(), day.year())
}

/// How a unit reads after a number: `weeks`, `per million hours`.
pub fn unit_words(unit: &Unit) -> String {
    unit_name(unit).replace('_', " ")
}

/// The name of a unit, in the plural: `people`, `GBP per cases`, `bed_days`.
pub(crate) fn unit_name(unit: &Unit) -> String {
    let name = unit.to_string();
    let words: Vec<String> = name.split(' ').map(plural).collect();
    words.join(" ")
}

/// A unit keeps neither the plural of a compound word nor that a word is its own plural.
fn plural(word: &str) -> String {
    match word.strip_suffix('s') {
        Some(stem) if OWN_PLURAL.contains(&stem) => stem.to_string(),
        Some(_) => word.to_string(),
        None if OWN_PLURAL.iter().any(|own| word.ends_with(&format!("_{own}"))) => word.to_string(),
        None if word.contains('_') => format!("{word}s"),
        None => word.to_string(),
    }
}

/// The currency of a price, and the piece that it is for.
fn price(words: &str) -> Option<(Currency, &str)> {
    let (code, piece) = words.split_once(" per ")?;
    let piece = if piece == "people" { "person" } else { piece.strip_suffix('s').unwrap_or(piece) };
    Some((Currency::parse(code)?, piece))
}

fn is_percentage(value: &Exact) -> bool {
    let limit = Exact::from_i128(PERCENTAGES_BELOW);
    *value < limit && limit.negated().is_ok_and(|limit| *value > limit)
}

/// Four places of a percentage are six of its ratio.
fn percentage(value: &Exact) -> String {
    let hundredfold = value.times(&Exact::from_i128(100)).unwrap_or_else(|_| value.clone());
    format!("{}%", number(&hundredfold))
}

/// Without the zeros at the end of a fraction.
pub(crate) fn trimmed(plain: &str) -> &str {
    if plain.contains('.') { plain.trim_end_matches('0').trim_end_matches('.') } else { plain }
}

fn with_minus(plain: &str) -> String {
    plain.strip_prefix('-').map_or_else(|| plain.to_string(), |size| format!("\u{2212}{size}"))
}

/// From a first day to a last one: `1 April 2014 to 31 March 2015`.
pub fn long_days(from: Date, to: Date) -> String {
    let whole_month = from.day() == 1 && to == from.last_of_month();
    if whole_month {
        let text = long_date(from);
        return text.strip_prefix("1 ").unwrap_or(&text).to_string();
    }
    format!("{} to {}", long_date(from), long_date(to))
}
