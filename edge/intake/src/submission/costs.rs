//! A provider's return of its costs: what each service cost, by element, and what of it may not be counted.

use super::layout::Layout;
use super::profile::Field;
use super::row::Reading;
use super::value::cleaned;
use super::value::code::Form;
use crate::fault::Fault;
use accordant_activity::{Scaled, TooLarge};

/// A line of the return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// Whose cost it is.
    pub party: String,
    /// The service line.
    pub service: String,
    /// The element of cost.
    pub element: String,
    /// The period, as it is written.
    pub period: String,
    /// How it was found, if that is said.
    pub basis: Option<String>,
    /// Who certified it, if that is said.
    pub certified_by: Option<String>,
    /// Whether it may be counted.
    pub standing: Standing,
    /// How much.
    pub amount: Scaled,
    /// The row that says so.
    pub row: u32,
}

impl Cost {
    /// What it is a cost of.
    pub(crate) fn place(&self) -> [&str; 4] {
        [&self.party, &self.service, &self.element, &self.period]
    }
}

/// Whether a cost may be counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The return does not say.
    Unsaid,
    /// It may.
    Allowable,
    /// It may not, for this reason.
    Disallowed(String),
    /// It is a party's own cost of the alliance, which each party bears.
    Own,
}

/// How lines of costs are read.
#[derive(Debug)]
pub(crate) struct CostsLayout;

/// No text of a return is longer.
const TEXT: Form = Form::Text { longest: 200 };

impl Layout for CostsLayout {
    type Gathered = Vec<Cost>;

    fn row(&self, row: &mut Reading<'_>, gathered: &mut Vec<Cost>) -> Result<(), TooLarge> {
        let party = needed_text(row, Field::Party);
        let service = needed_text(row, Field::Service);
        let element = needed_text(row, Field::Element);
        let period = needed_text(row, Field::Period);
        let basis = text(row, Field::Basis);
        let certified_by = text(row, Field::Certified);
        let standing = standing(row);
        let amount = row.amount(Field::Amount);
        if amount.is_none() && !row.is_refused() {
            row.missing(Field::Amount);
        }
        let (Some(party), Some(service), Some(element), Some(period), Some(standing), Some(amount)) =
            (party, service, element, period, standing, amount)
        else {
            return Ok(());
        };
        if !row.is_refused() {
            let row = row.number;
            gathered.push(Cost {
                party,
                service,
                element,
                period,
                basis,
                certified_by,
                standing,
                amount,
                row,
            });
        }
        Ok(())
    }

    fn absorb(all: &mut Vec<Cost>, more: Vec<Cost>) -> Result<(), TooLarge> {
        all.extend(more);
        Ok(())
    }
}

pub(super) fn text(row: &mut Reading<'_>, field: Field) -> Option<String> {
    row.code(field, TEXT).map(|text| String::from_utf8_lossy(&text).into_owned())
}

pub(super) fn needed_text(row: &mut Reading<'_>, field: Field) -> Option<String> {
    row.needed_code(field, TEXT).map(|text| String::from_utf8_lossy(&text).into_owned())
}

fn standing(row: &mut Reading<'_>) -> Option<Standing> {
    let (word, _) = cleaned(row.field(Field::Allowable));
    let reason = text(row, Field::Reason);
    match (word.to_ascii_lowercase().as_str(), reason) {
        ("", None) => Some(Standing::Unsaid),
        ("", Some(_)) => {
            let what = "there is a reason, and it does not say of what".to_string();
            let help = "write `allowable` or `disallowed` beside it".to_string();
            row.refuse(Some(Field::Allowable), Fault::new("allowable-unsaid", what, help));
            None
        }
        ("own" | "own cost" | "own alliance cost", _) => Some(Standing::Own),
        ("allowable" | "allowed" | "yes" | "y", _) => Some(Standing::Allowable),
        ("disallowed" | "not allowable" | "no" | "n", Some(reason)) => Some(Standing::Disallowed(reason)),
        ("disallowed" | "not allowable" | "no" | "n", None) => {
            let what = "a disallowed cost has no reason".to_string();
            let help = "write why it may not be counted".to_string();
            row.refuse(Some(Field::Reason), Fault::new("reason-missing", what, help));
            None
        }
        _ => {
            let what = format!("{} is neither allowable nor disallowed", row.habits.shown(word.as_bytes()));
            let help = "write `allowable`, `disallowed`, or `own` for a party's own cost of the alliance"
                .to_string();
            row.refuse(Some(Field::Allowable), Fault::new("not-allowable-or-disallowed", what, help));
            None
        }
    }
}
