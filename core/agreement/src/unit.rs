//! What a quantity is counted in, and which quantities may meet (M4, M5).

use accordant_money::Currency;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

/// A unit: words with whole powers. Without any it is a ratio, a plain number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Unit(BTreeMap<String, i32>);

impl Unit {
    /// A plain number; percentages are ratios.
    pub fn ratio() -> Unit {
        Unit(BTreeMap::new())
    }

    /// One word, such as `points`; a final `s` does not distinguish.
    pub fn word(word: &str) -> Unit {
        Unit(BTreeMap::from([(singular(word), 1)]))
    }

    /// Days of the calendar, as points in time.
    pub fn date() -> Unit {
        Unit::word("date")
    }

    /// Performance points.
    pub fn points() -> Unit {
        Unit::word("points")
    }

    /// A number of days.
    pub fn days() -> Unit {
        Unit::word("days")
    }

    /// An amount of money.
    pub fn money(currency: Currency) -> Unit {
        Unit::word(currency.code())
    }

    /// Reads `GBP`, `weeks`, `ratio` or `GBP per attendance`; `None` if a part is no word.
    pub fn parse(text: &str) -> Option<Unit> {
        let mut parts = text.split(" per ");
        let mut unit = Unit::factor(parts.next()?)?;
        for part in parts {
            unit = unit.divided_by(&Unit::factor(part)?);
        }
        Some(unit)
    }

    fn factor(word: &str) -> Option<Unit> {
        let word = word.trim();
        let plain = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        match (plain, word) {
            (false, _) => None,
            (true, "ratio") => Some(Unit::ratio()),
            (true, _) => Some(Unit::word(word)),
        }
    }

    /// Whether it is a plain number.
    pub fn is_ratio(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it is a day of the calendar.
    pub fn is_date(&self) -> bool {
        *self == Unit::date()
    }

    /// Whether it is an amount in a currency.
    pub fn is_money(&self) -> bool {
        self.currency().is_some()
    }

    /// The currency of an amount; `None` for anything else, a price per piece too.
    pub fn currency(&self) -> Option<Currency> {
        match self.0.iter().next() {
            Some((word, 1)) if self.0.len() == 1 => Currency::parse(word),
            _ => None,
        }
    }

    /// The currencies that have a part in it, as a price does.
    pub fn currencies(&self) -> impl Iterator<Item = Currency> + '_ {
        self.0.keys().filter_map(|word| Currency::parse(word))
    }

    /// The unit of a product.
    pub fn times(&self, other: &Unit) -> Unit {
        self.combined(other, 1)
    }

    /// The unit of a quotient.
    pub fn divided_by(&self, other: &Unit) -> Unit {
        self.combined(other, -1)
    }

    fn combined(&self, other: &Unit, sign: i32) -> Unit {
        let mut powers = self.0.clone();
        for (word, power) in &other.0 {
            let entry = powers.entry(word.clone()).or_insert(0);
            *entry = entry.saturating_add(sign.saturating_mul(*power));
        }
        powers.retain(|_, power| *power != 0);
        Unit(powers)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let above: Vec<String> = self.0.iter().filter(|(_, power)| **power > 0).map(powered).collect();
        let below: Vec<String> =
            self.0.iter().filter(|(_, power)| **power < 0).map(|(w, p)| powered((w, &-p))).collect();
        let above = if above.is_empty() { "ratio".to_string() } else { above.join(" × ") };
        if below.is_empty() {
            out.write_str(&above)
        } else {
            write!(out, "{above} per {}", below.join(" per "))
        }
    }
}

/// A unit as the end of "this is ...": `in GBP`, `a plain number`.
pub(crate) fn in_words(unit: &Unit) -> String {
    match unit {
        plain if plain.is_ratio() => "a plain number".to_string(),
        date if date.is_date() => "a date".to_string(),
        other => format!("in {other}"),
    }
}

/// What is needed where a quantity in a unit is: `GBP`, `a plain number`.
pub(crate) fn kind_in_words(unit: &Unit) -> String {
    match unit {
        plain if plain.is_ratio() => "a plain number or a percentage".to_string(),
        date if date.is_date() => "a date".to_string(),
        other => other.to_string(),
    }
}

/// How a value in the wrong unit is mended.
pub(crate) fn unit_help(written: &str, needed: &Unit) -> String {
    let suffix = ["k", "m", "bn", "%"].into_iter().find(|suffix| written.ends_with(&format!(" {suffix}")));
    match suffix {
        Some(_) => format!("write it without the space: `{}`", written.replace(' ', "")),
        None => format!("write it in {needed}, or without a unit"),
    }
}

/// Words that are the same for one and for many.
const WITHOUT_PLURAL: &[&str] = &["people", "staff", "date"];

fn powered((word, power): (&String, &i32)) -> String {
    let word =
        if Currency::parse(word).is_some() || WITHOUT_PLURAL.contains(&word.as_str()) || word.contains('_') {
            word.clone()
        } else {
            format!("{word}s")
        };
    if *power == 1 { word } else { format!("{word}^{power}") }
}

/// `week` and `weeks` are one unit; `GBP`, short words and words of several parts stay as they are.
fn singular(word: &str) -> String {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with('s') && !word.contains('_') => stem.to_string(),
        _ => word.to_string(),
    }
}
