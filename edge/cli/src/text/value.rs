//! Values as people read them.

use accordant_agreement::unit::Unit;
use accordant_money::{Exact, Number, Rounding, format_money, group};
use accordant_settlement::{SourceValue, Value};
use jiff::ToSpan;
use jiff::civil::Date;

/// How many decimal places of an endless decimal are shown.
const PLACES: u32 = 6;

/// A value with its unit; a value known within bounds as its bounds.
pub fn value(value: &Value<Exact>, unit: Option<&Unit>) -> String {
    match value {
        Value::Exact(exact) => number(exact, unit),
        Value::Loose(loose) => bounds(loose.low.as_ref(), loose.high.as_ref(), unit),
    }
}

/// What a fact says.
pub fn source(value: Option<&SourceValue>, known_to: Option<&Exact>, unit: Option<&Unit>) -> String {
    match value {
        None => "missing".to_string(),
        Some(SourceValue::Number(exact)) => match known_to.filter(|width| !width.sign().is_eq()) {
            Some(width) => format!("{} (known to {})", number(exact, unit), number(width, unit)),
            None => number(exact, unit),
        },
        Some(SourceValue::Word(word)) => word.clone(),
        Some(SourceValue::NotPublished(None, None)) => "not published".to_string(),
        Some(SourceValue::NotPublished(low, high)) => {
            format!("not published, {}", bounds(low.as_ref(), high.as_ref(), unit))
        }
    }
}

fn bounds(low: Option<&Exact>, high: Option<&Exact>, unit: Option<&Unit>) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("between {} and {}", number(low, unit), number(high, unit)),
        (Some(low), None) => format!("at least {}", number(low, unit)),
        (None, Some(high)) => format!("at most {}", number(high, unit)),
        (None, None) => "anything: no bound is known".to_string(),
    }
}

/// A number with its unit: money with its symbol, a share as a percentage, a day as a date.
pub fn number(exact: &Exact, unit: Option<&Unit>) -> String {
    let Some(unit) = unit else { return plain(exact) };
    if let Some(currency) = unit.currency() {
        return format_money(exact, currency, currency.minor_digits());
    }
    if unit.is_ratio() {
        return ratio(exact);
    }
    if unit.is_date() {
        return day(exact).unwrap_or_else(|| plain(exact));
    }
    let signed = if *unit == Unit::points() && exact.sign().is_gt() { "+" } else { "" };
    format!("{signed}{} {}", plain(exact), unit.to_string().replace('_', " "))
}

/// Whole numbers count something; what lies between is a share.
fn ratio(exact: &Exact) -> String {
    let hundredfold = exact.times(&Exact::from_i128(100));
    match hundredfold {
        Ok(percent) if exact.terminating().is_none_or(|text| text.contains('.')) => format!("{}%", plain(&percent)),
        _ => plain(exact),
    }
}

fn day(exact: &Exact) -> Option<String> {
    let days: i64 = exact.terminating()?.parse().ok()?;
    let epoch = Date::new(1970, 1, 1).ok()?;
    Some(epoch.checked_add(days.days()).ok()?.to_string())
}

/// The whole value where [`number`] leaves something out.
pub fn exactly(exact: &Exact, unit: Option<&Unit>) -> Option<String> {
    let places = unit.and_then(Unit::currency).map_or(PLACES, |currency| currency.minor_digits());
    let short = Exact::parse_decimal(&exact.decimal(places, Rounding::HalfAwayFromZero))?;
    (short != *exact).then(|| exact.terminating().map_or_else(|| exact.fraction(), |text| group(&text)))
}

fn plain(exact: &Exact) -> String {
    let decimal = exact.terminating().filter(|text| text.len() <= 24);
    group(&decimal.unwrap_or_else(|| exact.decimal(PLACES, Rounding::HalfAwayFromZero)))
}
