//! `measure rebase`: the recorded decision that from a month on a chart is that of another process, and its withdrawal.
//!
//! Start with [`run`]; [`in_force`] is what charts are drawn with.

use super::series::{Monthly, what};
use crate::load::Alliance;
use crate::print::{Face, data};
use crate::recorded::{actor, folder, load, open, told};
use crate::stop::{Ended, Stop};
use crate::text::record::recorded;
use accordant_alliance::Command;
use accordant_alliance::command;
use accordant_alliance::event::Words;
use accordant_alliance::state::{Pick, RebaseEntry};
use accordant_documents::chart::long_month;
use accordant_measures::spc::Rebase;
use clap::ArgMatches;
use jiff::civil::Date;

/// Records a rebase, or withdraws one.
pub fn run(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let text = |name: &str| asked.get_one::<String>(name).map(String::as_str).unwrap_or_default();
    let (name, reason, from) = (text("measure"), text("reason").to_string(), month(text("from"))?);
    let alliance = open(asked)?;
    let state = alliance.state().map_err(told::stop)?;
    let known = load::of_state(&state, folder(asked), None, Pick::Actual)?;
    let what = what(&known, name)?;
    let measure = what.key.clone().unwrap_or_else(|| name.to_string());
    let when = long_month(from);
    let (command, said) = if asked.get_flag("withdraw") {
        let said = format!("the chart of {measure} is no longer read anew from {when}.");
        (Command::WithdrawRebase { measure, from, reason }, said)
    } else {
        let months = Monthly::of(&known, what)?.months.iter().map(|month| month.first).collect();
        let said = format!("the chart of {measure} is read anew from {when}.");
        (Command::Rebase(command::Rebase { measure, from, months, reason }), said)
    };
    let answer = actor::submit(&alliance, asked, command)?;
    data(&recorded(answer.last, &said, face));
    Ok(Ended::Done)
}

/// The first day of `2026-04`.
fn month(text: &str) -> Result<Date, Stop> {
    let first = format!("{}-01", text.trim()).parse();
    first.map_err(|_| Stop::wrong_use(format!("`{text}` is no month")).help("write `--from` as 2026-04"))
}

/// What was decided on a chart, as far as this reading knows.
#[derive(Debug, Clone, Default)]
pub struct Decided<'a> {
    /// The decisions whose month the chart has.
    pub drawn: Vec<(Date, &'a RebaseEntry)>,
    /// In words, those whose month it has not: facts may be withdrawn after a decision.
    pub lost: Vec<String>,
}

/// The rebases in force of what is charted.
pub fn in_force<'a>(alliance: &'a Alliance, monthly: &Monthly<'_>) -> Decided<'a> {
    let mut decided = Decided::default();
    let (Some(record), Some(key)) = (&alliance.recorded, &monthly.what.key) else { return decided };
    for rebase in record.rebases.iter().filter(|rebase| &rebase.body.measure == key) {
        let Ok(from) = rebase.body.from.parse::<Date>() else { continue };
        if monthly.months.iter().any(|month| month.first == from) {
            decided.drawn.push((from, rebase));
        } else {
            let (month, entry) = (long_month(from), rebase.entry);
            decided
                .lost
                .push(format!("Not drawn: the rebase from {month} (entry {entry}), a month without a fact"));
        }
    }
    decided.drawn.sort_by_key(|(from, _)| *from);
    decided
}

impl Decided<'_> {
    /// As a chart is read by them, each named by its entry.
    pub fn rebases(&self) -> Vec<Rebase> {
        let one = |(date, rebase): &(Date, &RebaseEntry)| {
            let reason = format!("{} (entry {})", reason(&rebase.reason), rebase.entry);
            Rebase { date: *date, reason }
        };
        self.drawn.iter().map(one).collect()
    }
}

/// The reason, or why it is not there.
pub fn reason(words: &Words) -> &str {
    match words {
        Words::Said(text) => text.trim(),
        Words::Withheld => "reason withheld",
        Words::Erased => "reason erased",
    }
}
