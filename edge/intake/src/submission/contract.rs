//! Lines of contract monitoring, gathered into cells.
//!
//! A line about one patient becomes part of a cell here, and nothing else of it is kept.

use super::Known;
use super::layout::Layout;
use super::profile::Field;
use super::row::Reading;
use super::rule::{Rule, Warning};
use super::value::amount::PARTS_OF_ONE;
use super::value::calendar::{self, YearStart};
use super::value::code::Form;
use super::value::{cleaned, date, is_blank};
use crate::fault::{Fault, instead};
use accordant_activity::{Amounts, Cell, Cells, Line, Month, Rows, Said, Scaled, Tariff, TooLarge, Year};
use std::collections::{BTreeSet, HashMap};

/// The cells of some rows, by the bytes of their keys. A cell is large and the map has free places, so each lies apart.
pub(crate) type Gathered = HashMap<Vec<u8>, Box<Cell>>;

/// How lines of contract monitoring are read.
#[derive(Debug)]
pub(crate) struct Contract<'a> {
    pub(crate) known: &'a Known,
    /// Whether each line is about one patient: activity and cost, and no plan.
    pub(crate) is_of_patients: bool,
}

/// What stands between the codes of a key.
const BETWEEN: u8 = 0x1f;

impl Layout for Contract<'_> {
    type Gathered = Gathered;

    fn row(&self, row: &mut Reading<'_>, gathered: &mut Gathered) -> Result<(), TooLarge> {
        let month = self.month(row);
        let provider = row.needed_code(Field::Provider, Form::Organisation { shortest: 3, longest: 6 });
        let site = row.code(Field::Site, Form::Organisation { shortest: 5, longest: 9 });
        let commissioner =
            row.needed_code(Field::Commissioner, Form::Organisation { shortest: 3, longest: 5 });
        let function = row.code(Field::Function, Form::TreatmentFunction);
        let point = row.needed_code(Field::PointOfDelivery, Form::PointOfDelivery);
        let currency = row.code(Field::Tariff, Form::Tariff);
        let tariff = self.tariff(row);
        let (planned, actual) = self.amounts(row);
        self.created(row, month, &actual);
        not_kept(row, &actual);
        let (Some(month), Some(provider), Some(commissioner), Some(point), Some(tariff)) =
            (month, provider.as_deref(), commissioner.as_deref(), point.as_deref(), tariff)
        else {
            return Ok(());
        };
        let text = |code| str::from_utf8(code).unwrap_or_default();
        let line = Line {
            provider: text(provider),
            month,
            commissioner: text(commissioner),
            site: site.as_deref().map(text),
            function: function.as_deref().map(text),
            point_of_delivery: text(point),
            currency: currency.as_deref().map(text),
            tariff,
            planned,
            actual,
        };
        self.check(row, &line);
        if row.is_refused() { Ok(()) } else { gather(row, &line, gathered) }
    }

    fn absorb(all: &mut Gathered, more: Gathered) -> Result<(), TooLarge> {
        if all.is_empty() {
            *all = more;
            return Ok(());
        }
        for (key, cell) in more {
            match all.get_mut(&key) {
                None => {
                    all.insert(key, cell);
                }
                Some(held) => {
                    held.amounts = held.amounts.plus(&cell.amounts)?;
                    held.rows.add_all(&cell.rows);
                }
            }
        }
        Ok(())
    }
}

/// The cells in the order of their keys.
///
/// # Errors
/// When a sum cannot be held.
pub(crate) fn cells(gathered: Gathered) -> Result<Cells, TooLarge> {
    Cells::of(gathered.into_values().map(|cell| *cell).collect())
}

#[inline]
fn gather(row: &mut Reading<'_>, line: &Line<'_>, gathered: &mut Gathered) -> Result<(), TooLarge> {
    let number = row.number;
    let key = row.key();
    let codes = [
        line.provider,
        line.commissioner,
        line.site.unwrap_or_default(),
        line.function.unwrap_or_default(),
        line.point_of_delivery,
        line.currency.unwrap_or_default(),
    ];
    for code in codes {
        key.extend_from_slice(code.as_bytes());
        key.push(BETWEEN);
    }
    key.extend_from_slice(&line.month.year().starts().to_be_bytes());
    key.extend([line.month.number(), u8::from(line.tariff == Tariff::National)]);
    let amounts = Amounts::of_line(line);
    match gathered.get_mut(key.as_slice()) {
        Some(cell) => {
            cell.amounts = cell.amounts.plus(&amounts)?;
            cell.rows.add(number);
        }
        None => {
            let cell = Cell { key: line.key(), amounts, rows: Rows::one(number) };
            gathered.insert(key.clone(), Box::new(cell));
        }
    }
    Ok(())
}

impl Contract<'_> {
    /// The month, by the year that the row states or the name of the file.
    fn month(&self, row: &mut Reading<'_>) -> Option<Month> {
        let habits = row.habits;
        let column = row.binding.column(Field::Year);
        let year = match calendar::read_year(row.field(Field::Year), habits).transpose() {
            Some(read) => {
                let year = row.take(column, read, |year| written(*year))?;
                Self::check_year(row, year)?;
                year
            }
            None => {
                let (year, rule) = match row.habits.year_of_name {
                    Some(year) => (year, Rule::YearFromFileName),
                    None => (year_of_activity(row)?, Rule::YearFromActivityDate),
                };
                row.fix(column, rule, written(year));
                year
            }
        };
        let column = row.binding.column(Field::Month);
        let month = match calendar::read_month(row.field(Field::Month), Some(year), habits).transpose() {
            Some(read) => row.take(column, read, u8::to_string)?,
            None => self.month_of_activity(row, year)?,
        };
        Month::new(Year::starting(i16::try_from(year).ok()?)?, month)
    }

    fn check_year(row: &mut Reading<'_>, year: YearStart) -> Option<()> {
        match row.habits.year_of_name {
            Some(named) if named != year => {
                let what = format!(
                    "the row is of {}, and the name of the file says {}",
                    written(year),
                    written(named)
                );
                let help = "correct the year of the row, or the name of the file".to_string();
                row.refuse(Some(Field::Year), Fault::new("year-unlike-name", what, help));
                None
            }
            _ => Some(()),
        }
    }

    /// Where a row does not say its month: the month of the first day of the activity.
    fn month_of_activity(&self, row: &mut Reading<'_>, year: YearStart) -> Option<u8> {
        let column = row.binding.column(Field::ActivityStart);
        let Some(read) = date::read_date(row.field(Field::ActivityStart), row.habits).transpose() else {
            row.missing(Field::Month);
            return None;
        };
        let read = read.or_else(|fault| match fault.code {
            date::AMBIGUOUS => {
                let field = row.field(Field::ActivityStart);
                calendar::day_of_year(field, Some(year), row.habits).ok_or(fault)
            }
            _ => Err(fault),
        });
        let day = row.take(column, read, ToString::to_string)?;
        if calendar::financial_year(day.year(), day.month()) != year {
            let what = "the activity is not in the financial year of its row".to_string();
            let help = "correct the day or the year of the row".to_string();
            row.refuse(Some(Field::ActivityStart), Fault::new(calendar::ANOTHER_YEAR, what, help));
            return None;
        }
        let month = calendar::financial(day.month());
        row.fix(row.binding.column(Field::Month), Rule::MonthFromActivityDate, month.to_string());
        Some(month)
    }

    fn tariff(&self, row: &mut Reading<'_>) -> Option<Tariff> {
        // Drugs and devices for which a return says nothing of it are outside the national prices.
        if row.binding.column(Field::National).is_none() {
            return Some(Tariff::Local);
        }
        let letter = row.needed_code(Field::National, Form::YesOrNo)?;
        Some(if *letter == *b"Y" { Tariff::National } else { Tariff::Local })
    }

    fn amounts(&self, row: &mut Reading<'_>) -> (Said, Said) {
        let planned = Said {
            activity: row.amount(Field::PlannedActivity),
            price: row.amount(Field::PlannedPrice),
            market_forces_factor: row.amount(Field::PlannedFactor),
        };
        let actual = Said {
            activity: row.amount(Field::ActualActivity),
            price: row.amount(Field::ActualPrice),
            market_forces_factor: row.amount(Field::ActualFactor),
        };
        (planned, actual)
    }

    /// When the file was made: not kept, and looked at for what cannot have happened yet.
    fn created(&self, row: &mut Reading<'_>, month: Option<Month>, actual: &Said) {
        let column = row.binding.column(Field::Created);
        let Some(read) = date::read_moment(row.field(Field::Created), row.habits).transpose() else {
            if column.is_some() {
                row.warn(Warning::MandatoryEmpty, Some(Field::Created));
            }
            return;
        };
        if read.as_ref().is_err_and(|fault| fault.code == date::AMBIGUOUS) {
            row.warn(Warning::MadeOnTwoDays, Some(Field::Created));
            return;
        }
        let Some(created) = row.take(column, read, ToString::to_string) else { return };
        row.made(created);
        let is_done = actual.activity.is_some_and(|activity| activity != Scaled::ZERO);
        let first = month.and_then(Month::days);
        if is_done && first.is_some_and(|days| days.from() > created.date()) {
            row.warn(Warning::AfterCreation, Some(Field::Created));
        }
    }

    fn check(&self, row: &mut Reading<'_>, line: &Line<'_>) {
        moved(row, line);
        known_provider(row, line.provider, &self.known.providers);
        let known = &self.known;
        let listed = [
            (Field::Commissioner, line.commissioner, &known.commissioners),
            (Field::PointOfDelivery, line.point_of_delivery, &known.points_of_delivery),
        ];
        for (field, code, known) in listed {
            if !known.is_empty() && !known.contains(code) {
                row.warn(Warning::CodeNotListed, Some(field));
            }
        }
        let (planned, actual) = (&line.planned, &line.actual);
        let said = [planned.activity, planned.price, actual.activity, actual.price];
        if !row.is_refused() && said.iter().all(Option::is_none) {
            let what = "the row says no activity and no price".to_string();
            let help = "put the amounts in, or leave the row out".to_string();
            row.refuse(None, Fault::new("no-amounts", what, help));
        }
        let fields = [Field::PlannedActivity, Field::PlannedPrice, Field::ActualActivity, Field::ActualPrice];
        for (amount, field) in said.into_iter().zip(fields) {
            if amount.is_some_and(|amount| amount < Scaled::ZERO) {
                row.warn(Warning::Negative, Some(field));
            }
        }
        let is_some = |amount: Option<Scaled>| amount.is_some_and(|amount| amount != Scaled::ZERO);
        match (is_some(actual.activity), is_some(actual.price)) {
            (true, false) => row.warn(Warning::ActivityWithoutPrice, Some(Field::ActualPrice)),
            (false, true) if row.binding.column(Field::ActualActivity).is_some() => {
                row.warn(Warning::PriceWithoutActivity, Some(Field::ActualActivity))
            }
            _ => {}
        }
        if is_some(actual.activity) && !is_some(planned.activity) && !self.is_of_patients {
            row.warn(Warning::ActualWithoutPlan, Some(Field::PlannedActivity));
        }
    }
}

/// Where neither a row nor the name of the file says a financial year: that of the first day of the activity.
fn year_of_activity(row: &mut Reading<'_>) -> Option<YearStart> {
    let column = row.binding.column(Field::ActivityStart);
    let Some(read) = date::read_date(row.field(Field::ActivityStart), row.habits).transpose() else {
        row.missing(Field::Year);
        return None;
    };
    let day = row.take(column, read, ToString::to_string)?;
    Some(calendar::financial_year(day.year(), day.month()))
}

/// What the layout asks for and nothing here keeps: looked at for what would be odd.
fn not_kept(row: &mut Reading<'_>, actual: &Said) {
    if row.binding.column(Field::Category).is_some() {
        let is_code =
            |code: &[u8]| matches!(code, [a, b] if a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric());
        let field = row.field(Field::Category);
        if is_blank(field) {
            row.warn(Warning::MandatoryEmpty, Some(Field::Category));
        } else if !is_code(field) && !is_code(cleaned(field).0.as_bytes()) {
            row.warn(Warning::CodeUnlikeLayout, Some(Field::Category));
        }
    }
    if row.binding.column(Field::Reporting).is_some() {
        row.reports();
    }
    // A total is as many times the price of one, to the penny.
    let (Some(count), Some(total), Some(one)) =
        (actual.activity, actual.price, row.amount_if(Field::UnitPrice))
    else {
        return;
    };
    let product = count.units().checked_mul(one.units()).map(|units| units / PARTS_OF_ONE);
    if product.is_none_or(|product| (product - total.units()).abs() > PARTS_OF_ONE / 100) {
        row.warn(Warning::PartsUnlikeTotal, Some(Field::ActualPrice));
    }
}

/// Between these lies every market forces factor.
const FACTORS: std::ops::RangeInclusive<i128> = PARTS_OF_ONE / 2..=PARTS_OF_ONE * 2;

/// Whether an amount that is said can be no market forces factor.
#[inline]
pub(crate) fn is_no_factor(units: i128) -> bool {
    units != 0 && !FACTORS.contains(&units)
}

/// Refuses a row whose last columns seem to have moved, for what stands in the place of a factor cannot be one. Where
/// the whole file states something else there, such as percentages or amounts, that is warned of.
#[inline]
fn moved(row: &mut Reading<'_>, line: &Line<'_>) {
    let sides = [(Field::PlannedFactor, &line.planned), (Field::ActualFactor, &line.actual)];
    for (field, said) in sides {
        let Some(factor) = said.market_forces_factor.filter(|factor| is_no_factor(factor.units())) else {
            continue;
        };
        if row.habits.states_no_factors {
            row.warn(Warning::NoFactor, Some(field));
            continue;
        }
        let what = format!("{factor} can be no market forces factor, which lies between 0.5 and 2");
        let help =
            "see whether a comma without quotes has moved the columns; write a factor such as `1.0283`";
        row.refuse(Some(field), Fault::new("not-a-factor", what, help.to_string()));
    }
}

/// Refuses the code of a provider that nobody knows, if it is said who is known: its file belongs to no party.
#[inline]
fn known_provider(row: &mut Reading<'_>, code: &str, known: &BTreeSet<String>) {
    if known.is_empty() || known.contains(code) {
        return;
    }
    let shown = row.habits.shown(code.as_bytes());
    let help = instead(code, known.iter().map(String::as_str));
    let fault = Fault::new("unknown-organisation", format!("{shown} is no provider here"), help);
    row.refuse(Some(Field::Provider), fault);
}

/// `202526`.
pub(crate) fn written(year: YearStart) -> String {
    format!("{year}{:02}", (year + 1) % 100)
}
