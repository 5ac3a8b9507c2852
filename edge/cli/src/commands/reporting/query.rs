//! `query`: a party asks about a row that another sent, that party answers, and one of the two closes it.

pub use super::queries::{list, show};
use super::sent::{Sent, sent};
use crate::print::{Face, data};
use crate::recorded::words::{minor, money};
use crate::recorded::{actor, in_force, open, told};
use crate::stop::{Ended, Stop};
use crate::text::record::{called, recorded};
use accordant_alliance::command::{QueryEnd, RaiseQuery};
use accordant_alliance::{Command, State};
use accordant_host::Alliance;
use clap::ArgMatches;

/// Raises a query.
pub fn raise(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state().map_err(told::stop)?;
    let (import, row) = (number(asked, "file-entry"), number(asked, "row"));
    let Sent { fields, of } = sent(&alliance, &state, import, row)?;
    let amount = text(asked, "amount").map(|amount| in_minor(&amount, &state)).transpose()?;
    let reason = text(asked, "reason").unwrap_or_default();
    let command = RaiseQuery { import, row, of, sent: fields, minor: amount, reason };
    let answer = actor::submit(&alliance, asked, Command::RaiseQuery(command))?;
    let state = alliance.state().map_err(told::stop)?;
    let of = state.query(answer.last).map(|query| called_of(&state, &query.body.of)).unwrap_or_default();
    let said = format!("query {} about row {row} of entry {import}, which {of} answers.", answer.last);
    data(&recorded(answer.last, &said, face));
    Ok(Ended::Done)
}

/// Answers a query.
pub fn reply(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let query = number(asked, "query");
    let command = Command::ReplyToQuery { query, reply: text(asked, "text").unwrap_or_default() };
    let answer = actor::submit(&alliance, asked, command)?;
    data(&recorded(answer.last, &format!("query {query} is answered."), face));
    Ok(Ended::Done)
}

/// Closes a query.
pub fn close(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let query = number(asked, "query");
    let end = end(asked, &alliance)?;
    let answer = actor::submit(&alliance, asked, Command::CloseQuery { query, end })?;
    let state = alliance.state().map_err(told::stop)?;
    let how = match end {
        QueryEnd::Credit(credit) => {
            let currency = state.currency().map(|currency| currency.code()).unwrap_or_default();
            let credit = money(&credit.to_string(), currency);
            format!(
                "with a credit of {credit}. It moves no figure: send it with a later file, or say the facts again."
            )
        }
        QueryEnd::Withdrawn => "taken back.".to_string(),
        QueryEnd::Accepted => "with its answer accepted.".to_string(),
    };
    data(&recorded(answer.last, &format!("query {query} is closed, {how}"), face));
    Ok(Ended::Done)
}

fn end(asked: &ArgMatches, alliance: &Alliance) -> Result<QueryEnd, Stop> {
    if let Some(credit) = text(asked, "credit") {
        let state = alliance.state().map_err(told::stop)?;
        return Ok(QueryEnd::Credit(in_minor(&credit, &state)?));
    }
    Ok(if asked.get_flag("withdrawn") { QueryEnd::Withdrawn } else { QueryEnd::Accepted })
}

fn in_minor(amount: &str, state: &State) -> Result<i128, Stop> {
    let currency = state.currency().ok_or_else(|| {
        Stop::refusal("the agreement names no currency")
            .help("it does under `alliance`: `settles: { currency: GBP }`")
    })?;
    minor(amount, currency)
}

fn called_of(state: &State, party: &str) -> String {
    in_force(state).map_or_else(|_| party.to_string(), |agreement| called(agreement, party))
}

fn number(asked: &ArgMatches, name: &str) -> u64 {
    asked.get_one::<u64>(name).copied().unwrap_or_default()
}

fn text(asked: &ArgMatches, name: &str) -> Option<String> {
    asked.get_one::<String>(name).cloned()
}
