//! The alliance itself: its name, its term, and when it settles.

use super::field::{child, citation, date, entries, text, values};
use super::{Citation, Days};
use crate::problem::{FileName, Place};
use crate::shape::{day_of_year, scalar_date};
use crate::tree::{Entry, Node, NodeKind};
use accordant_money::Currency;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use jiff::civil::Date;

/// What the alliance is and when it settles.
#[derive(Debug, Clone)]
pub struct Alliance {
    /// Its name.
    pub name: String,
    /// From when to when it holds.
    pub term: Term,
    /// When money is settled; absent where nothing is.
    pub settles: Option<Settles>,
    /// The time zone by its IANA name.
    pub zone: Option<String>,
    /// The days on which business is done.
    pub business_days: Option<BusinessDays>,
    /// What this alliance calls things.
    pub words: Vec<LocalWord>,
    /// The first line of every statement.
    pub notice: Option<String>,
    /// That the alliance is invented, and for what.
    pub illustrative: Option<String>,
    /// Where it stands and what it cites.
    pub citation: Citation,
}

/// From when to when an agreement holds, both days included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The first day.
    pub from: Date,
    /// The last day; without one, the term has no end.
    pub to: Option<Date>,
    /// How it may be extended.
    pub extension: Option<String>,
    /// Where it stands and what it cites.
    pub citation: Citation,
}

impl Term {
    /// Its days.
    pub fn days(&self) -> Days {
        Days { from: Some(self.from), to: self.to }
    }
}

/// When money is settled, and in what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settles {
    /// The length of a period.
    pub every: Every,
    /// The month in which a year of periods begins, from 1 to 12.
    pub from_month: i8,
    /// The day of that month.
    pub from_day: i8,
    /// The one currency of the agreement, if it names one.
    pub currency: Option<Currency>,
    /// Where it stands and what it cites.
    pub citation: Citation,
}

/// The length of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// Twelve months.
    Year,
    /// Three months.
    Quarter,
    /// One month.
    Month,
}

impl Every {
    /// How many months a period has.
    pub const fn months(self) -> u8 {
        match self {
            Self::Year => 12,
            Self::Quarter => 3,
            Self::Month => 1,
        }
    }
}

/// The days on which business is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusinessDays {
    /// The days of the week, in the author's words: Monday to Friday.
    pub week: Option<String>,
    /// Days on which no business is done.
    pub closed: Vec<Date>,
}

/// What this alliance calls something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalWord {
    /// The word of the language, such as `leadership_team`.
    pub of: String,
    /// The word of the alliance.
    pub local: String,
}

/// Reads the section. Where it has no name or no term that can be read, which is told elsewhere, the name is empty and
/// the term is all time.
pub(super) fn read(entry: Option<&Entry>) -> Alliance {
    let nowhere = Place { file: FileName::new("alliance.yaml"), line: 1, column: 1, length: 0 };
    let nothing = Node { place: nowhere.clone(), kind: NodeKind::Refused };
    let node = entry.map_or(&nothing, |entry| &entry.value);
    let all_time = || {
        let place = entry.map_or(&nowhere, |entry| &entry.key_place);
        Term {
            from: jiff::civil::date(1, 1, 1),
            to: None,
            extension: None,
            citation: citation(place, &nothing),
        }
    };
    Alliance {
        name: text(node, "name").unwrap_or_default(),
        term: node.entry("term").and_then(term).unwrap_or_else(all_time),
        settles: node.entry("settles").and_then(settles),
        zone: text(node, "zone"),
        business_days: child(node, "business_days").map(business_days),
        words: entries(child(node, "words")).iter().filter_map(local_word).collect(),
        notice: text(node, "notice"),
        illustrative: text(node, "illustrative"),
        citation: citation(&node.place, node),
    }
}

fn term(entry: &Entry) -> Option<Term> {
    let node = &entry.value;
    Some(Term {
        from: date(node, "from")?,
        to: date(node, "to"),
        extension: text(node, "extension"),
        citation: citation(&entry.key_place, node),
    })
}

/// Without `from`, a year of periods begins on 1 April, as financial years of the public sector do.
fn settles(entry: &Entry) -> Option<Settles> {
    let node = &entry.value;
    let every = match text(node, "every")?.as_str() {
        "year" => Every::Year,
        "quarter" => Every::Quarter,
        "month" => Every::Month,
        _ => return None,
    };
    let (from_month, from_day) = match text(node, "from") {
        Some(day) => day_of_year(&day)?,
        None => (4, 1),
    };
    let currency = text(node, "currency").and_then(|code| Currency::parse(&code));
    Some(Settles { every, from_month, from_day, currency, citation: citation(&entry.key_place, node) })
}

fn business_days(node: &Node) -> BusinessDays {
    let closed =
        values(node, "closed").into_iter().filter_map(Node::as_text).filter_map(scalar_date).collect();
    BusinessDays { week: text(node, "week"), closed }
}

fn local_word(entry: &Entry) -> Option<LocalWord> {
    Some(LocalWord { of: entry.key.clone(), local: entry.value.as_text()?.to_string() })
}
