//! Waiting times: the weekly bands of each month, provider, commissioner, part and treatment function.
//!
//! In this layout nothing in a band means nil, a ready-made total stands among the functions, and the bands of a row
//! add up to its total. All three are checked, and the ready-made totals are left out.

use super::layout::Layout;
use super::notes::{Example, Group};
use super::profile::Field;
use super::row::Reading;
use super::value::amount::PARTS_OF_ONE;
use super::value::calendar;
use super::value::code::{Form, is_function, total_row};
use super::value::date::month_of_name;
use super::value::{cleaned, is_blank};
use crate::fault::Fault;
use accordant_activity::{Code, Month, TooLarge, Year};
use std::collections::BTreeMap;

/// A part of the return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Pathways completed with an admission.
    CompletedAdmitted,
    /// Pathways completed without one.
    CompletedNotAdmitted,
    /// Pathways that are not complete.
    Incomplete,
    /// Those of them with a decision to admit.
    IncompleteDecided,
    /// New pathways, whose waits have just begun.
    New,
}

impl Part {
    /// Its name in the return.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CompletedAdmitted => "Part_1A",
            Self::CompletedNotAdmitted => "Part_1B",
            Self::Incomplete => "Part_2",
            Self::IncompleteDecided => "Part_2A",
            Self::New => "Part_3",
        }
    }

    const ALL: [Part; 5] = [
        Part::CompletedAdmitted,
        Part::CompletedNotAdmitted,
        Part::Incomplete,
        Part::IncompleteDecided,
        Part::New,
    ];

    fn parse(text: &str) -> Option<Part> {
        let same = |part: &Part| {
            let bare = |text: &str| text.replace(['_', ' '], "").to_ascii_uppercase();
            bare(part.name()) == bare(text)
        };
        Self::ALL.into_iter().find(same)
    }
}

/// Whose waits a row tells.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WaitsKey {
    /// The month.
    pub month: Month,
    /// The organisation that provides.
    pub provider: Code,
    /// The organisation that commissions.
    pub commissioner: Code,
    /// The part of the return.
    pub part: Part,
    /// The treatment function.
    pub function: Code,
}

/// How long they wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waits {
    /// How many wait more than so many weeks, by the place in the list, and not more than one week longer; in the last
    /// place, any time longer. Empty for new pathways.
    pub bands: Vec<u64>,
    /// How many have waited an unknown time.
    pub unknown: u64,
    /// All of them.
    pub all: u64,
    /// The row that says so.
    pub row: u32,
}

/// The waits of some rows.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    parts: BTreeMap<WaitsKey, Waits>,
    /// The ready-made totals, under the function `999`.
    totals: BTreeMap<WaitsKey, Waits>,
    /// Two rows that say the same waits.
    twice: Option<(u32, u32)>,
}

/// The function under which the total of all functions stands.
const ALL_FUNCTIONS: &str = "999";

/// How rows of waiting times are read.
#[derive(Debug)]
pub(crate) struct WaitsLayout;

impl Layout for WaitsLayout {
    type Gathered = Gathered;

    fn row(&self, row: &mut Reading<'_>, gathered: &mut Gathered) -> Result<(), TooLarge> {
        let month = period(row);
        let provider = organisation(row, Field::Provider);
        let commissioner = organisation(row, Field::Commissioner);
        let part = part(row);
        let function = function(row);
        let waits = waits(row, part);
        let (Some(month), Some(provider), Some(commissioner), Some(part), Some(function), Some(waits)) =
            (month, provider, commissioner, part, function, waits)
        else {
            return Ok(());
        };
        if &*function == ALL_FUNCTIONS {
            row.leave_out();
        }
        if !row.is_refused() {
            gathered.insert(WaitsKey { month, provider, commissioner, part, function }, waits);
        }
        Ok(())
    }

    fn absorb(all: &mut Gathered, more: Gathered) -> Result<(), TooLarge> {
        all.see_twice(more.twice);
        for (key, waits) in more.parts.into_iter().chain(more.totals) {
            all.insert(key, waits);
        }
        Ok(())
    }
}

impl Gathered {
    fn insert(&mut self, key: WaitsKey, waits: Waits) {
        let place = if &*key.function == ALL_FUNCTIONS { &mut self.totals } else { &mut self.parts };
        let row = waits.row;
        if let Some(before) = place.insert(key, waits) {
            self.see_twice(Some((before.row.min(row), before.row.max(row))));
        }
    }

    /// Of all such rows, those that stand first are told.
    fn see_twice(&mut self, rows: Option<(u32, u32)>) {
        self.twice = self.twice.into_iter().chain(rows).min();
    }

    /// The waits without the ready-made totals, and those totals that their functions do not come to.
    ///
    /// # Errors
    /// When two rows say the waits of the same people.
    pub(crate) fn finish(self) -> Result<(BTreeMap<WaitsKey, Waits>, Group), Fault> {
        if let Some((first, second)) = self.twice {
            let what = format!("the rows {first} and {second} tell the waits of the same function");
            let help = "leave one of them out: which of them holds cannot be known".to_string();
            return Err(Fault::new("same-waits-twice", what, help));
        }
        let mut sums: BTreeMap<WaitsKey, (Vec<u64>, u64)> = BTreeMap::new();
        for (key, waits) in &self.parts {
            let whole = WaitsKey { function: Code::from(ALL_FUNCTIONS), ..key.clone() };
            let (bands, all) = sums.entry(whole).or_default();
            bands.resize(bands.len().max(waits.bands.len()), 0);
            bands.iter_mut().zip(&waits.bands).for_each(|(sum, band)| *sum += band);
            *all += waits.all;
        }
        let mut unlike = Group::default();
        let none = (Vec::new(), 0);
        for (key, total) in &self.totals {
            let (bands, all) = sums.get(key).unwrap_or(&none);
            let is_nothing = total.all == 0 && *all == 0;
            if !is_nothing && (*bands != total.bands || *all != total.all) {
                let stood = format!("{} for the parts of {}", all, total.all);
                unlike.add(total.row, || Example { row: total.row, stood, read: String::new() });
            }
        }
        Ok((self.parts, unlike))
    }
}

/// `RTT-April-2024`.
fn period(row: &mut Reading<'_>) -> Option<Month> {
    let (text, _) = cleaned(row.field(Field::Period));
    let read = || {
        let text = text.strip_prefix("RTT-").or_else(|| text.strip_prefix("rtt-")).unwrap_or(&text);
        let (name, year) = text.rsplit_once(['-', ' '])?;
        let (month, year) = (month_of_name(name)?, year.parse::<i16>().ok()?);
        let start = i16::try_from(calendar::financial_year(year, month)).ok()?;
        Month::new(Year::starting(start)?, calendar::financial(month))
    };
    let month = read();
    if month.is_none() {
        let what = format!("{} is no month", row.habits.shown(text.as_bytes()));
        let help = "write it as `RTT-April-2024`".to_string();
        row.refuse(Some(Field::Period), Fault::new("not-a-period", what, help));
    }
    month
}

/// Words that stand for everybody, where a total stands among its parts.
const EVERYBODY: [&str; 5] = ["ENG", "ENGLAND", "ALL", "NATIONAL", "-"];

fn organisation(row: &mut Reading<'_>, field: Field) -> Option<Code> {
    let (text, _) = cleaned(row.field(field));
    if text.is_empty() {
        let what = "no organisation stands here, as in a row that adds up others".to_string();
        let help = "leave the row out if it is a total; put the code in if it is not".to_string();
        row.refuse(Some(field), Fault::new("total-row", what, help));
        return None;
    }
    if EVERYBODY.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        let shown = row.habits.shown(text.as_bytes());
        row.refuse(Some(field), total_row(&shown));
        return None;
    }
    let code = row.needed_code(field, Form::Organisation { shortest: 3, longest: 6 })?;
    str::from_utf8(&code).ok().map(Code::from)
}

fn part(row: &mut Reading<'_>) -> Option<Part> {
    let (text, _) = cleaned(row.field(Field::Part));
    let part = Part::parse(&text);
    if part.is_none() {
        let what = format!("{} is no part of the return", row.habits.shown(text.as_bytes()));
        let help = "write `Part_1A`, `Part_1B`, `Part_2`, `Part_2A` or `Part_3`".to_string();
        row.refuse(Some(Field::Part), Fault::new("not-a-part", what, help));
    }
    part
}

/// `C_100` is 100, and `C_999` the total of all, which is not refused here but checked and left out.
fn function(row: &mut Reading<'_>) -> Option<Code> {
    let field = row.field(Field::Function).trim_ascii();
    let bare = field.strip_prefix(b"C_").unwrap_or(field);
    let is_group = matches!(bare, [b'X', b'0', b'0'..=b'9']);
    if is_group || is_function(bare) {
        return str::from_utf8(bare).ok().map(Code::from);
    }
    let code = row.needed_code(Field::Function, Form::TreatmentFunction)?;
    str::from_utf8(&code).ok().map(Code::from)
}

fn waits(row: &mut Reading<'_>, part: Option<Part>) -> Option<Waits> {
    let all = row.amount(Field::TotalAll);
    let all = count(row, Field::TotalAll, all.map(|amount| amount.units()))?;
    let number = row.number;
    if part == Some(Part::New) {
        return Some(Waits { bands: Vec::new(), unknown: 0, all, row: number });
    }
    let unknown = amount_or_nil(row, Field::Unknown)?;
    let binding = row.binding;
    let mut bands = Vec::with_capacity(binding.bands.len());
    for column in &binding.bands {
        let band = row.amount_at(*column)?.map_or(0, |amount| amount.units());
        bands.push(whole(band).or_else(|| {
            let what = format!("{} is no number of people", row.habits.shown(row.at(*column)));
            let help = "write a whole number".to_string();
            row.refuse_at(*column, Fault::new("not-a-count", what, help));
            None
        })?);
    }
    let known: u64 = bands.iter().sum();
    if known + unknown != all {
        let what = format!("the bands and the unknown come to {}, and the total says {all}", known + unknown);
        let help = "correct the band or the total; ask whoever made the file".to_string();
        row.refuse(Some(Field::TotalAll), Fault::new("bands-unlike-total", what, help));
        return None;
    }
    // Blank in the parts of incomplete pathways, where the total of all holds.
    if !is_blank(row.field(Field::Total)) {
        let total = amount_or_nil(row, Field::Total)?;
        if total != known {
            let what = format!("the bands come to {known}, and their total says {total}");
            let help = "correct the band or the total; ask whoever made the file".to_string();
            row.refuse(Some(Field::Total), Fault::new("bands-unlike-total", what, help));
            return None;
        }
    }
    Some(Waits { bands, unknown, all, row: number })
}

fn amount_or_nil(row: &mut Reading<'_>, field: Field) -> Option<u64> {
    let Some(column) = row.binding.column(field) else { return Some(0) };
    let amount = row.amount_at(column)?.map_or(0, |amount| amount.units());
    count(row, field, Some(amount))
}

fn count(row: &mut Reading<'_>, field: Field, units: Option<i128>) -> Option<u64> {
    let Some(units) = units else {
        if !row.is_refused() {
            row.missing(field);
        }
        return None;
    };
    let count = whole(units);
    if count.is_none() {
        let what = format!("{} is no number of people", row.habits.shown(row.field(field)));
        row.refuse(Some(field), Fault::new("not-a-count", what, "write a whole number".to_string()));
    }
    count
}

/// More people than that are no waiting list, and sums of fewer cannot grow too large.
const PEOPLE_MAX: u64 = 1_000_000_000;

fn whole(units: i128) -> Option<u64> {
    let count = u64::try_from(units / PARTS_OF_ONE).ok()?;
    (units % PARTS_OF_ONE == 0 && count <= PEOPLE_MAX).then_some(count)
}
