//! What became of the fraction of a penny, so that the pennies of a split add up on the line.

use super::enumerated;
use crate::figures::{exactly, in_full};
use crate::view::{PartView, humanised, minor_units, size};
use accordant_agreement::terms::Terms;
use accordant_agreement::unit::Unit;
use accordant_money::{Exact, Number, Posted};
use accordant_settlement::Statement;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What became of the fraction of a penny.
pub(super) fn rounded(statement: &Statement, part: &PartView<'_>, terms: &Terms) -> Option<String> {
    let share = &statement.share;
    let rounding = terms.rounding.as_ref()?;
    let (Some(exact), Some(posted)) = (share.exact.exact(), share.posted) else {
        return Some("known within bounds only, so nothing of it is posted".to_string());
    };
    if *exact == posted.to_exact() && share.leftover == 0 {
        return None;
    }
    let sign = if posted.minor() < 0 { exact.negated().ok()? } else { exact.clone() };
    let outcome = match exactly(&sign, Some(&Unit::money(terms.currency))) {
        Some(_) => format!("{} posted as {}", in_full(&sign, terms.currency), size(posted)),
        None => format!("posted as {}", size(posted)),
    };
    let units = minor_units(terms, &rounding.to);
    let split: Vec<&Statement> =
        part.postings.iter().filter(|other| other.share.posting == share.posting).collect();
    if split.len() < 2 {
        return Some(format!("{outcome}: to {units}, {}", rounding.rule.words()));
    }
    let split = Split { statement, parts: split, unit: &rounding.to };
    Some(format!("{outcome}; {}", split.left_over(units)))
}

/// Whether any unit that was left over came to one of several that had lost the same.
pub(crate) fn has_tie(shares: &[Statement], unit: &Exact) -> bool {
    shares.chunk_by(|one, other| one.share.posting == other.share.posting).any(|parts| {
        let parts: Vec<&Statement> = parts.iter().collect();
        let tie = |statement: &&Statement| Split { statement, parts: parts.clone(), unit }.tie().is_some();
        parts.iter().any(tie)
    })
}

/// A share among all that come out of one amount.
struct Split<'s> {
    statement: &'s Statement,
    parts: Vec<&'s Statement>,
    unit: &'s Exact,
}

impl Split<'_> {
    /// `the 4 parts of £684,624.07, each rounded down, leave 2 pennies over; none of them came here`.
    fn left_over(&self, units: &str) -> String {
        let left: i128 = self.parts.iter().map(|other| other.share.leftover.abs()).sum();
        let units = units.strip_prefix("whole ").unwrap_or(units);
        let unit = match units {
            "pennies" => "penny",
            "yen" => "yen",
            other => other.strip_suffix('s').unwrap_or(other),
        };
        let leave = match left {
            0 => "leave nothing over".to_string(),
            1 => format!("leave 1 {unit} over"),
            more => format!("leave {more} {units} over"),
        };
        let all = format!("the {} parts of {}, each rounded down, {leave}", self.parts.len(), self.whole());
        let here = match (self.statement.share.leftover.abs(), left) {
            (_, 0) => return all,
            (0, 1) => "it did not come here",
            (0, _) => "none of them came here",
            (1, 1) => "it came here",
            (_, _) => "one of them came here",
        };
        let tie = self.tie().map(|why| format!(", {why}")).unwrap_or_default();
        format!("{all}; {here}{tie}")
    }

    /// The amount that the units were left over of, with the shares that come out of it where there are several.
    fn whole(&self) -> String {
        let posted = self.parts.iter().filter_map(|other| other.share.posted);
        let total = posted.reduce(|sum, one| sum.plus(&one).unwrap_or(sum)).map(size);
        let total = total.map(|total| total.to_string()).unwrap_or_default();
        let mut names: Vec<String> = Vec::new();
        for other in &self.parts {
            let address = &other.share.address;
            let name = humanised(address.split_once('[').map_or(address.as_str(), |(name, _)| name));
            if !names.contains(&name) {
                names.push(name);
            }
        }
        if names.len() > 1 { format!("{total} ({})", enumerated(&names)) } else { total }
    }

    /// Where two lost the same and only one was served: the rule that decided (S14).
    fn tie(&self) -> Option<String> {
        let (own, served) = (lost(self.statement, self.unit)?, self.statement.share.leftover != 0);
        let rival = |other: &&Statement| {
            (other.share.leftover != 0) != served && lost(other, self.unit).as_ref() == Some(&own)
        };
        self.parts.iter().find(|other| rival(other))?;
        Some(if served {
            "because another lost as much and the agreement names this one first".to_string()
        } else {
            "because one that it came to lost as much and the agreement names that one first".to_string()
        })
    }
}

/// What a share lost when it was rounded down, before any unit was left over.
fn lost(statement: &Statement, unit: &Exact) -> Option<Exact> {
    let (exact, posted): (&Exact, Posted) = (statement.share.exact.exact()?, statement.share.posted?);
    let given = Exact::from_i128(statement.share.leftover).times(unit).ok()?;
    let lost = exact.minus(&posted.to_exact().minus(&given).ok()?).ok()?;
    if lost.sign().is_lt() { lost.negated().ok() } else { Some(lost) }
}
