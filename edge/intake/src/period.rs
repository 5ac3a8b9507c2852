//! Days as people write them in files.

use crate::fault::{Fault, instead};
use accordant_agreement::problem::in_backticks;
use accordant_facts::Days;

/// A period of the agreement: its name, such as `2014-15`, and its days.
pub type Period = (String, Days);

/// Reads a period's name, `2014-04` as the month, or `2014-04-01..2014-09-30` (F4).
///
/// What is both the name of a period and a month, such as `2011-12`, is the period.
///
/// # Errors
/// When it is nothing of these.
pub fn read_period(written: &str, periods: &[Period]) -> Result<Days, Fault> {
    let text = written.trim();
    let named = periods.iter().find(|(name, _)| name == text).map(|(_, days)| *days);
    named.or_else(|| month(text)).or_else(|| Days::parse(text)).ok_or_else(|| fault(text, periods))
}

fn month(text: &str) -> Option<Days> {
    let (year, month) = text.split_once('-')?;
    let is_formed =
        year.len() == 4 && month.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_formed { Days::month(year.parse().ok()?, month.parse().ok()?) } else { None }
}

fn fault(text: &str, periods: &[Period]) -> Fault {
    let shown = in_backticks(text);
    if let Some((from, to)) = text.split_once("..")
        && Days::parse(&format!("{to}..{from}")).is_some()
    {
        let help = "write the first day, two points, and the last day".to_string();
        return Fault::new("bad-period", format!("{shown} ends before it begins"), help);
    }
    let known = instead(text, periods.iter().map(|(name, _)| name.as_str()));
    let forms =
        "a period is the name of one, a month such as `2014-04`, or days such as `2014-04-01..2014-09-30`";
    Fault::new("bad-period", format!("{shown} is no period of the agreement"), format!("{known} {forms}"))
}
