//! From a state and a command to events, or to a refusal. Pure: the same state, command, moment and references give
//! the same answer, on any machine and in any year.
//!
//! Start with [`decide`].

mod charts;
mod erase;
mod facts;
mod found;
mod money;
mod on_account;
mod prices;
mod queries;
mod settle;

use crate::command::Command;
use crate::event::{ClockBehind, Continued, Event, Named, Opened, Witness};
use crate::refusal::Refusal;
use crate::state::State;
use accordant_record::{Instant, KeyKind, VerifierKey};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use jiff::civil::Date;

/// Who asks, for whom, and when.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The person, as an opaque reference `person/...`, or `system/` and the name of a job.
    pub actor: String,
    /// The party for which the person speaks; without one, the only one for which the person may.
    pub seat: Option<String>,
    /// The moment that will be recorded.
    pub now: Instant,
    /// The day that it is in the zone of the alliance.
    pub today: Date,
}

/// References that nobody could guess, drawn by the host; each serves once.
#[derive(Debug, Clone, Default)]
pub struct Fresh {
    references: Vec<String>,
}

/// An event that is to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// What happens.
    pub event: Event,
    /// What it is about, such as `period/2025-26`.
    pub stream: String,
    /// For whom it is done.
    pub seat: Option<String>,
    /// The entry that gives the authority; the founding gives its own.
    pub authority: Option<u64>,
    /// The entry that it answers.
    pub cause: Option<u64>,
    /// The day from which it holds.
    pub effective: Option<Date>,
}

/// The seat from which somebody speaks, and the entry that gave it.
struct Seated {
    party: String,
    authority: u64,
}

impl Fresh {
    /// These references, to be used from the last.
    pub const fn new(references: Vec<String>) -> Fresh {
        Fresh { references }
    }

    fn next(&mut self) -> Result<String, Refusal> {
        self.references.pop().ok_or_else(|| Refusal::rule("the host drew too few references"))
    }
}

/// Decides a command: the events to be recorded, at least one, or why not.
///
/// # Errors
/// The rule that forbids it, the facts that are missing, or what is wrong with what was given.
pub fn decide(
    state: &State,
    command: &Command,
    asked: &Asked,
    fresh: &mut Fresh,
) -> Result<Vec<Proposed>, Refusal> {
    if let Command::Found(found) = command {
        return found::decide(state, found, &asked.actor, fresh);
    }
    if state.kept().founding.is_none() {
        return Err(Refusal::rule("no alliance has been founded here").help("`accordant found` founds one"));
    }
    match command {
        Command::NoteClock { clock } => return Ok(vec![note_clock(state, clock)]),
        Command::Continue { root, known_size } => return Ok(vec![go_on(state, root, *known_size)]),
        _ => {}
    }
    if let Some(unseen) = state.kept().unseen.first() {
        return Err(Refusal::rule(format!(
            "entry {} cannot be seen here, so nothing is decided here",
            unseen.entry
        ))
        .help("decide where the whole record is held"));
    }
    let seat = seated(state, asked)?;
    match command {
        Command::AddFacts(add) => facts::decide(state, add, &seat),
        Command::WithdrawFacts { entry, reason, again } => {
            facts::withdraw(state, *entry, reason, again, &seat)
        }
        Command::AddPriceBook(add) => prices::decide(state, add, &seat),
        Command::OpenPeriod { period } => Ok(vec![open(state, period, &seat)?]),
        Command::Settle { period, on } => settle::decide(state, period, *on, &seat),
        Command::Challenge { settlement, figure, reason } => {
            settle::challenge(state, *settlement, figure.as_deref(), reason, &seat)
        }
        Command::RaiseQuery(query) => queries::raise(state, query, asked.today, &seat),
        Command::ReplyToQuery { query, reply } => queries::reply(state, *query, reply, asked.today, &seat),
        Command::CloseQuery { query, end } => queries::close(state, *query, *end, asked.today, &seat),
        Command::Rebase(asked_of) => charts::rebase(state, asked_of, asked.today, &seat),
        Command::WithdrawRebase { measure, from, reason } => {
            charts::withdraw(state, (measure, *from), reason, asked.today, &seat)
        }
        Command::PayOnAccount { period, on } => on_account::decide(state, period, *on, &seat),
        Command::MovePool(asked) => money::decide(state, asked, &seat),
        Command::NameWitness { party, key } => name_witness(state, party, key, &seat),
        Command::NamePerson { party, from, to, under } => {
            name_person(party, (*from, *to), under, &seat, fresh)
        }
        Command::Erase { entry, part: _, listed, reason, basis, second } => {
            let wanted = erase::Wanted { entry: *entry, listed, reason, basis, second };
            Ok(vec![erase::decide(state, &wanted, asked, &seat)?])
        }
        Command::Found(_) | Command::NoteClock { .. } | Command::Continue { .. } => {
            Err(Refusal::rule("this command stands alone"))
        }
    }
}

/// The seat from which the actor speaks: identity says who, only the record says for whom.
fn seated(state: &State, asked: &Asked) -> Result<Seated, Refusal> {
    let Asked { actor, seat, today, .. } = asked;
    let party = match seat {
        Some(party) => party.clone(),
        None => match state.seats_of(actor, *today).as_slice() {
            [one] => (*one).to_string(),
            [] => {
                return Err(Refusal::rule("this person may speak for no party").help(
                    "a person with authority for the party names further ones with `accordant person add`",
                ));
            }
            several => {
                let list = several.join(", ");
                return Err(Refusal::rule(format!("this person may speak for {list}"))
                    .help("say for which with `--for`"));
            }
        },
    };
    let mandate = state.authority(actor, &party, *today).ok_or_else(|| {
        Refusal::rule(format!("this person may not speak for `{party}` on {today}"))
            .help("`accordant show people` lists who may")
    })?;
    Ok(Seated { party, authority: mandate.entry })
}

fn open(state: &State, label: &str, seat: &Seated) -> Result<Proposed, Refusal> {
    let period = state.period(label).ok_or_else(|| no_period(state, label))?;
    if let Some(open) = state.kept().periods.get(label) {
        return Err(Refusal::rule(format!("{label} was opened by entry {}", open.entry)));
    }
    let body = Opened { period: label.to_string(), from: period.from.to_string(), to: period.to.to_string() };
    Ok(Proposed {
        event: Event::PeriodOpened(body),
        stream: format!("period/{}", stream_name(label)),
        seat: Some(seat.party.clone()),
        authority: Some(seat.authority),
        cause: None,
        effective: Some(period.from),
    })
}

fn no_period(state: &State, label: &str) -> Refusal {
    let first = state.latest_text().and_then(|(_, agreement)| {
        accordant_agreement::calendar::periods(&agreement.particulars.alliance).next()
    });
    let help = match first {
        Some(first) => format!("the first period of the term is {}", first.label),
        None => "the agreement does not say when it settles".to_string(),
    };
    Refusal::rule(format!("the agreement has no period `{label}`")).help(help)
}

fn name_witness(state: &State, party: &str, key: &str, seat: &Seated) -> Result<Vec<Proposed>, Refusal> {
    if seat.party != party {
        return Err(Refusal::rule(format!("`{}` cannot name the key of `{party}`", seat.party))
            .help("a party's own person names its key"));
    }
    let is_witness = VerifierKey::read(key).is_ok_and(|key| key.kind() == KeyKind::Witness);
    if !is_witness {
        return Err(Refusal::problem("this is no key for matching copies")
            .help("`accordant witness key` makes one and prints what to give here"));
    }
    if state.kept().witnesses.iter().any(|witness| witness.key == key) {
        return Err(Refusal::rule("this key has been named before"));
    }
    let body = Witness { party: party.to_string(), key: key.to_string() };
    Ok(vec![by(seat, Event::WitnessNamed(body), format!("party/{party}"))])
}

fn name_person(
    party: &str,
    (from, to): (Date, Option<Date>),
    under: &str,
    seat: &Seated,
    fresh: &mut Fresh,
) -> Result<Vec<Proposed>, Refusal> {
    if seat.party != party {
        return Err(Refusal::rule(format!("`{}` cannot give authority for `{party}`", seat.party))
            .help("a person with authority for that party does"));
    }
    if to.is_some_and(|to| to < from) {
        return Err(Refusal::rule("the authority would end before it begins"));
    }
    if under.trim().is_empty() {
        return Err(
            Refusal::rule("nothing is named that gives the authority").help("name the letter or the minute")
        );
    }
    let body = Named {
        party: party.to_string(),
        person: fresh.next()?,
        from: from.to_string(),
        to: to.map(|day| day.to_string()),
        under: under.to_string(),
    };
    let named = by(seat, Event::PersonNamed(body), format!("party/{party}"));
    Ok(vec![Proposed { effective: Some(from), ..named }])
}

/// An event done from a seat.
fn by(seat: &Seated, event: Event, stream: String) -> Proposed {
    Proposed {
        event,
        stream,
        seat: Some(seat.party.clone()),
        authority: Some(seat.authority),
        cause: None,
        effective: None,
    }
}

fn note_clock(state: &State, clock: &str) -> Proposed {
    let body = ClockBehind { clock: clock.to_string(), last: state.kept().last_at.clone() };
    job(Event::ClockBehind(body))
}

fn go_on(state: &State, root: &str, known_size: u64) -> Proposed {
    let kept = state.kept();
    job(Event::Continued(Continued {
        origin: kept.origin.clone(),
        size: kept.size.saturating_sub(kept.log_from),
        root: root.to_string(),
        known_size,
    }))
}

/// An event that a job of the host does; the rules of the host give it authority, so it names itself.
fn job(event: Event) -> Proposed {
    Proposed {
        event,
        stream: "record".to_string(),
        seat: None,
        authority: None,
        cause: None,
        effective: None,
    }
}

/// What the rules of the ledger forbid.
fn by_the_ledger(refusal: accordant_ledger::Refusal) -> Refusal {
    Refusal::rule(refusal.to_string()).help(refusal.help())
}

/// A label as the name of a stream: ASCII, so that a header can hold it.
fn stream_name(label: &str) -> String {
    label.chars().map(|character| if character == ' ' { '_' } else { character }).collect()
}
