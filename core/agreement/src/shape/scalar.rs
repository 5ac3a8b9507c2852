//! Whether one scalar is written as its form wants it.

use super::names::{is_figure, is_name, made_into_name};
use super::wrong::either;
use super::{RESERVED_WORDS, Shape};
use crate::problem::{in_backticks, nearest};
use accordant_money::Currency;
use alloc::format;
use alloc::string::{String, ToString};
use jiff::civil::Date;

/// The edition that this program reads.
const EDITION: &str = "1";
/// A year without a 29 February: a day of every year must exist in it.
const COMMON_YEAR: i16 = 2001;
/// About so many working days has a year; nothing is agreed by more of them.
const WORKING_DAYS_MAX: u16 = 250;
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

/// What is wrong with a scalar, and what to do about it.
pub(super) struct Fault {
    pub(super) code: &'static str,
    pub(super) what: String,
    pub(super) help: String,
}

/// What is wrong with the text as a value of that form; nothing if it is right, or no scalar is wanted.
pub(super) fn fault(shape: &Shape, text: &str) -> Option<Fault> {
    if text.trim().is_empty() {
        return Some(fault_of(
            "empty",
            "there is nothing between the quotes".into(),
            "write the value".into(),
        ));
    }
    match shape {
        Shape::Name => form_fault(text).or_else(|| reserved_fault(text)),
        Shape::Label => form_fault(text),
        Shape::Figure if !is_figure(text) => {
            Some(unlike(text, "the name of a figure", "gain` or `gain[builder]"))
        }
        Shape::Weight if !text.starts_with("by ") => Some(unlike(text, "a weight", "by margin")),
        Shape::Date => date_fault(text),
        Shape::DayOfYear if day_of_year(text).is_none() => Some(unlike(text, "a day of the year", "1 April")),
        Shape::WorkingDays if working_days(text).is_none() => {
            Some(unlike(text, "a number of working days from 1 to 250", "10 working days"))
        }
        Shape::YesNo if yes_or_no(text).is_none() => Some(word_fault(text, &["yes", "no"])),
        Shape::Percent if !is_percent(text) => Some(unlike(text, "a percentage", "60%")),
        Shape::Edition if text != EDITION => Some(edition_fault(text)),
        Shape::Currency if Currency::parse(text).is_none() => Some(currency_fault(text)),
        Shape::Word(words) if !words.contains(&text) => Some(word_fault(text, words)),
        _ => None,
    }
}

/// Reads a day of every year, such as `1 April`: month and day.
pub fn day_of_year(text: &str) -> Option<(i8, i8)> {
    let (day, month) = text.trim().split_once(' ')?;
    let day: i8 = if day.len() <= 2 { day.parse().ok()? } else { return None };
    let position = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month.trim()))?;
    let month = i8::try_from(position + 1).ok()?;
    Date::new(COMMON_YEAR, month, day).ok()?;
    Some((month, day))
}

/// Reads `10 working days` or `1 working day`, up to a year of them.
pub fn working_days(text: &str) -> Option<u16> {
    let (number, unit) = text.trim().split_once(' ')?;
    let count: u16 = if number.len() <= 3 { number.parse().ok()? } else { return None };
    let is_unit = unit.trim() == if count == 1 { "working day" } else { "working days" };
    (is_unit && (1..=WORKING_DAYS_MAX).contains(&count)).then_some(count)
}

/// Reads `yes` or `no`.
pub fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// Reads a day written `2014-04-01` and in no other way.
pub fn scalar_date(text: &str) -> Option<Date> {
    let is_formed = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if is_formed { text.parse().ok() } else { None }
}

fn is_percent(text: &str) -> bool {
    let number = text.strip_suffix('%').unwrap_or(text).trim_end();
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    [whole, fraction]
        .iter()
        .all(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn fault_of(code: &'static str, what: String, help: String) -> Fault {
    Fault { code, what, help }
}

fn unlike(text: &str, wanted: &str, example: &str) -> Fault {
    let what = format!("{} is not {wanted}", in_backticks(text));
    fault_of("badly-written", what, format!("write it like `{example}`"))
}

fn form_fault(text: &str) -> Option<Fault> {
    (!is_name(text)).then(|| {
        let what = format!("{} is not a name", in_backticks(text));
        let help = format!(
            "write it with the letters a to z, digits and `_` only, and no digit first, such as `{}`",
            made_into_name(text)
        );
        fault_of("bad-name", what, help)
    })
}

fn reserved_fault(text: &str) -> Option<Fault> {
    RESERVED_WORDS.contains(&text).then(|| {
        let what = format!("{} is a word of the formula language, and cannot be a name", in_backticks(text));
        fault_of("reserved-name", what, format!("call it `{}`, for example", made_into_name(text)))
    })
}

fn date_fault(text: &str) -> Option<Fault> {
    if scalar_date(text).is_some() {
        return None;
    }
    let what = format!("{} is not a day", in_backticks(text));
    let is_formed = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let help = if is_formed {
        "write year, month and day as they stand in the calendar, such as `2026-04-01`"
    } else {
        "write year, month and day with hyphens between, such as `2026-04-01`"
    };
    Some(fault_of("bad-date", what, help.to_string()))
}

fn edition_fault(text: &str) -> Fault {
    let what = format!(
        "the agreement is written in edition {}; this program reads edition `{EDITION}`",
        in_backticks(text)
    );
    let help = format!(
        "write `accordant: {EDITION}`, or install the program `accordant` that reads edition {}",
        in_backticks(text)
    );
    fault_of("unknown-edition", what, help)
}

fn currency_fault(text: &str) -> Fault {
    let codes = Currency::ALL.map(Currency::code);
    fault_of(
        "unknown-currency",
        format!("unknown currency {}", in_backticks(text)),
        format!("write one of {}", either(codes)),
    )
}

fn word_fault(text: &str, words: &[&str]) -> Fault {
    let help = match nearest(text, words.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? it is one of {}", either(words.iter().copied())),
        None => format!("write {}", either(words.iter().copied())),
    };
    fault_of("unknown-word", format!("{} is none of the words that can stand here", in_backticks(text)), help)
}
