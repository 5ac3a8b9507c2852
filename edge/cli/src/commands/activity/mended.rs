//! Mended rows of a return of costs: they add to what was sent, so a figure comes to what all of its rows say.

use crate::commands::cost::by_hand::last_said;
use crate::commands::cost::ledger::{Counts, Line, ledger};
use crate::stop::Stop;
use accordant_activity::{Rows, TooLarge};
use accordant_agreement::Agreement;
use accordant_alliance::State;
use accordant_facts::{Fact, FactValue, Facts, named};
use accordant_host::Alliance;
use accordant_money::Number;
use std::collections::BTreeMap;

/// The facts of mended rows, each with what the rows that were taken before add to it.
pub fn with_earlier(
    facts: &Facts,
    alliance: &Alliance,
    state: &State,
    agreement: &Agreement,
) -> Result<Facts, Stop> {
    let ledger = ledger(alliance, state, agreement)?;
    let last = last_said(state)?;
    let mut all = Facts::new();
    for fact in facts.iter() {
        let place = (fact.name.clone(), fact.of.clone(), fact.days);
        let is_its = |line: &&Line| line.counts == Counts::Yes && line.figures.contains(&place);
        let lines: Vec<&Line> = ledger.lines.iter().filter(is_its).collect();
        if let (false, Some((entry, true))) = (lines.is_empty(), last.get(&place)) {
            return Err(entered_since(fact, *entry));
        }
        all.replace(if lines.is_empty() { fact.clone() } else { added(fact, &lines)? });
    }
    Ok(all)
}

/// A figure that somebody entered since would be lost unseen.
fn entered_since(fact: &Fact, entry: u64) -> Stop {
    let figure = named(&fact.name, &fact.of);
    Stop::refusal(format!("entry {entry} entered {figure} of {} by hand since", fact.days.in_short()))
        .help("enter it again with these rows in it, with `accordant facts add FILE --restates REASON`")
}

fn added(fact: &Fact, lines: &[&Line]) -> Result<Fact, Stop> {
    let FactValue::Number(mended) = &fact.value else { return Ok(fact.clone()) };
    let too_large = || Stop::problem(TooLarge.to_string());
    let mut sum = mended.clone();
    let mut rows: BTreeMap<&str, Rows> = BTreeMap::new();
    for line in lines {
        sum = sum.plus(&line.cost.amount.to_exact()).map_err(|_| too_large())?;
        rows.entry(&line.file).or_default().add(line.cost.row);
    }
    let own = fact.source.iter().map(String::as_str);
    let files: Vec<&str> = rows.keys().copied().chain(own).collect();
    let cited = rows.iter().map(|(file, rows)| format!("{file} {rows}"));
    let own = fact.source.iter().zip(&fact.row).map(|(file, rows)| format!("{file} {rows}"));
    let cited: Vec<String> = cited.chain(own).collect();
    Ok(Fact {
        value: FactValue::Number(sum),
        source: Some(files.join("; ")),
        row: Some(cited.join("; ")),
        ..fact.clone()
    })
}
