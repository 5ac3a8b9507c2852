//! The small change of JSON: texts in quotes, numbers as strings, fields.

use crate::figures::trimmed;
use accordant_agreement::unit::Unit;
use accordant_money::{Number, NumberProblem, Rounding};
use accordant_settlement::Value;
use alloc::string::{String, ToString};

/// The most places of a decimal that is no money; the fraction beside it is exact.
const PLACES: u32 = 6;

/// How a value of some unit is written as a decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// Money: always with so many places.
    Money(u32),
    /// A day: `2014-04-01`.
    Day,
    /// Anything else: up to six places, without zeros at the end.
    Plain,
}

impl Written {
    pub(crate) fn of(unit: Option<&Unit>) -> Written {
        match unit {
            Some(unit) if unit.is_date() => Written::Day,
            Some(unit) => {
                unit.currency().map_or(Written::Plain, |currency| Written::Money(currency.minor_digits()))
            }
            None => Written::Plain,
        }
    }
}

/// Appends a text in quotes.
pub(crate) fn push_text(text: &str, out: &mut String) {
    out.push('"');
    // No short cut: without one, the compiler looks at many bytes at once.
    if text.bytes().fold(false, |found, byte| found | (byte < 0x20) | (byte == b'"') | (byte == b'\\')) {
        text.chars().for_each(|character| push_escaped(character, out));
    } else {
        out.push_str(text);
    }
    out.push('"');
}

fn push_escaped(character: char, out: &mut String) {
    const HEXADECIMAL: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    match character {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        control if (control as u32) < 0x20 => {
            out.push_str("\\u00");
            for digit in [control as usize / 16, control as usize % 16] {
                out.push(HEXADECIMAL.get(digit).copied().unwrap_or('0'));
            }
        }
        other => out.push(other),
    }
}

/// Appends `"name":"text",`, the name given with its quotes and colon.
pub(crate) fn push_keyed(key: &str, text: Option<&str>, out: &mut String) {
    if let Some(text) = text {
        out.push_str(key);
        push_text(text, out);
        out.push(',');
    }
}

/// Appends `"name":"text",`.
pub(crate) fn push_field(name: &str, text: &str, out: &mut String) {
    out.push('"');
    out.push_str(name);
    out.push_str("\":");
    push_text(text, out);
    out.push(',');
}

/// Appends `"name":"text",`, or nothing if there is no text.
pub(crate) fn push_said(name: &str, text: Option<&str>, out: &mut String) {
    if let Some(text) = text {
        push_field(name, text, out);
    }
}

/// Appends what `each` writes of every item, with commas between, in brackets.
pub(crate) fn push_list<T>(
    items: impl IntoIterator<Item = T>,
    out: &mut String,
    mut each: impl FnMut(T, &mut String),
) {
    out.push('[');
    let start = out.len();
    for item in items {
        if out.len() > start {
            out.push(',');
        }
        each(item, out);
    }
    out.push(']');
}

/// Ends an object whose last field may have left a comma.
pub(crate) fn end_object(out: &mut String) {
    if out.ends_with(',') {
        out.pop();
    }
    out.push('}');
}

/// Appends `"exact":"1/3","value":"0.33",`, and `low` and `high` where bounds differ.
pub(crate) fn push_value<N: Number>(value: &Value<N>, written: Written, out: &mut String) {
    const STATED: [&str; 2] = ["\"exact\":\"", "\",\"value\":\""];
    match value {
        Value::Exact(value) => push_number(STATED, value, written, out),
        Value::Loose(loose) => {
            match &loose.stated {
                Some(stated) => push_number(STATED, stated, written, out),
                None => out.push_str("\"exact\":null,\"value\":null,"),
            }
            push_bound("\"low\":", loose.low.as_ref(), written, Rounding::Down, out);
            push_bound("\"high\":", loose.high.as_ref(), written, Rounding::Up, out);
        }
    }
}

/// A bound is cut outwards to the places that are shown, so that it still contains every possible value.
fn push_bound<N: Number>(
    key: &str,
    bound: Option<&N>,
    written: Written,
    outwards: Rounding,
    out: &mut String,
) {
    out.push_str(key);
    match bound {
        None => out.push_str("null,"),
        Some(bound) => {
            out.push('"');
            push_decimal(bound, written, outwards, out);
            out.push_str("\",");
        }
    }
}

/// Before the fraction, and between it and the decimal, stand these texts.
fn push_number<N: Number>([before, between]: [&str; 2], value: &N, written: Written, out: &mut String) {
    out.push_str(before);
    let start = out.len();
    let value = &value.fraction_into(out);
    let end = out.len();
    let is_whole = out.ends_with("/1");
    out.push_str(between);
    // Most numbers are whole, and the fraction already holds all their digits.
    match written {
        Written::Plain | Written::Money(0) if is_whole => out.extend_from_within(start..end - 2),
        Written::Money(2) if is_whole => {
            out.extend_from_within(start..end - 2);
            out.push_str(".00");
        }
        _ => push_decimal(value, written, Rounding::HalfAwayFromZero, out),
    }
    out.push_str("\",");
}

fn push_decimal<N: Number>(value: &N, written: Written, rounding: Rounding, out: &mut String) {
    match written {
        Written::Money(places) => push_places(value, places, rounding, out),
        Written::Plain => {
            let start = out.len();
            push_places(value, PLACES, rounding, out);
            let kept = out.get(start..).map_or(0, |text| trimmed(text).len());
            out.truncate(start + kept);
        }
        Written::Day => match crate::figures::day(&value.to_exact()) {
            Some(day) => out.push_str(&day.to_string()),
            None => push_places(value, 0, rounding, out),
        },
    }
}

/// A number too large for the quick way is written in the slow one, to the same digits.
fn push_places<N: Number>(value: &N, places: u32, rounding: Rounding, out: &mut String) {
    if let Err(NumberProblem::TooLarge | NumberProblem::DivisionByZero) =
        value.decimal_into(places, rounding, out)
    {
        out.push_str(&value.to_exact().decimal(places, rounding));
    }
}
