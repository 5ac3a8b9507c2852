//! `query list|show`: what was asked about rows that were sent, and how far it is.

use super::clock::{answer, open_for};
use crate::print::{Face, data};
use crate::recorded::words::{money, name, said};
use crate::recorded::{Reading, in_force, open, told};
use crate::stop::{Ended, Stop};
use crate::text::columns::columns;
use crate::text::json::Json;
use crate::text::record::called;
use crate::text::sheet::{Fact, Sheet};
use accordant_agreement::Agreement;
use accordant_alliance::State;
use accordant_alliance::event::{QueryOutcome, Words};
use accordant_alliance::returns::{QueryClock, clock};
use accordant_alliance::state::QueryEntry;
use accordant_host::{Person, submissions};
use clap::ArgMatches;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What is needed to tell of queries.
struct Told<'a> {
    state: &'a State,
    agreement: &'a Agreement,
    today: Date,
}

const HEADS: [&str; 7] = ["query", "raised", "row", "asked of", "in question", "days", "answer"];
const HEADS_CLOSED: [&str; 7] = ["query", "raised", "row", "asked of", "in question", "days", "outcome"];

/// Lists the queries, open ones first.
pub fn list(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state_at(reading.as_at).map_err(told::stop)?;
    let today = alliance.today(&state, reading.as_at).map_err(told::stop)?;
    let told = Told { state: &state, agreement: in_force(&state)?, today };
    let only_open = asked.get_flag("open");
    let (open, closed): (Vec<_>, Vec<_>) = state.kept().queries.iter().partition(|query| query.is_open());
    let closed = if only_open { Vec::new() } else { closed };
    if face.is_json() {
        let list = open.iter().chain(&closed).map(|query| Json::Map(told.line_json(query)));
        data(&Json::List(list.collect()).document());
        return Ok(Ended::Done);
    }
    let rows = |list: &[&QueryEntry]| list.iter().map(|query| told.row(query)).collect::<Vec<_>>();
    if face.is_plain() {
        data(&columns(&HEADS, &[rows(&open), rows(&closed)].concat(), face));
        return Ok(Ended::Done);
    }
    let mut text = match (open.is_empty(), closed.is_empty()) {
        (true, true) if only_open => "No query is open.\n".to_string(),
        (true, true) => "No query has been raised.\n".to_string(),
        _ => String::new(),
    };
    for (word, list, heads) in [("open", &open, &HEADS), ("closed", &closed, &HEADS_CLOSED)] {
        if !list.is_empty() {
            let gap = if text.is_empty() { "" } else { "\n" };
            let heading = format!(
                "{} {word}",
                if list.len() == 1 { "1 query".to_string() } else { format!("{} queries", list.len()) }
            );
            text += &format!("{gap}{}\n{}", face.heading(&heading), columns(heads, &rows(list), face));
        }
    }
    if !(open.is_empty() && closed.is_empty()) {
        text += "\nThe days are working days that a query is or was open.\n";
    }
    data(&text);
    Ok(Ended::Done)
}

/// Shows one query.
pub fn show(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state_at(reading.as_at).map_err(told::stop)?;
    let today = alliance.today(&state, reading.as_at).map_err(told::stop)?;
    let people = alliance.people().map_err(told::stop)?;
    let wanted = asked.get_one::<u64>("query").copied().unwrap_or_default();
    let query = state.query(wanted).ok_or_else(|| {
        Stop::refusal(format!("entry {wanted} raised no query"))
            .help("`accordant query list` shows which did")
    })?;
    let told = Told { state: &state, agreement: in_force(&state)?, today };
    let text =
        if face.is_json() { told.json(query).document() } else { told.sheet(query, &people).shown(face) };
    data(&text);
    Ok(Ended::Done)
}

impl Told<'_> {
    fn clock(&self, query: &QueryEntry) -> QueryClock {
        clock(&self.agreement.particulars, query, self.today)
    }

    fn party(&self, party: Option<&str>) -> String {
        party.map_or_else(|| "nobody".to_string(), |party| called(self.agreement, party))
    }

    fn row(&self, query: &QueryEntry) -> Vec<String> {
        let clock = self.clock(query);
        let last = match &query.closed {
            None => answer(&clock),
            Some(_) => outcome(query),
        };
        vec![
            query.entry.to_string(),
            query.body.day.clone(),
            format!("row {} of entry {}", query.body.row, query.body.import),
            query.body.of.clone(),
            in_question(query),
            clock.open.map_or_else(|| "?".to_string(), |days| days.to_string()),
            last,
        ]
    }

    fn sheet(&self, query: &QueryEntry, people: &BTreeMap<String, Person>) -> Sheet {
        let body = &query.body;
        let mut sheet = Sheet::default();
        let state = if query.is_open() { "open" } else { "closed" };
        sheet.heading(format!(
            "Query {}, {state}: row {} of {}",
            query.entry,
            body.row,
            self.file(body.import)
        ));
        sheet.fact(Fact::new(format!("Asked of {}", self.party(Some(&body.of))), body.day.clone()));
        sheet.fact(Fact::new("In question", in_question(query)));
        let clock = self.clock(query);
        sheet.fact(Fact::new("Answer", answer(&clock)));
        sheet.fact(Fact::new(if query.is_open() { "Open for" } else { "Was open for" }, open_for(&clock)));
        sheet.heading("What was sent");
        for field in &body.sent {
            sheet.fact(Fact::new(field.column.clone(), field.value.clone()));
        }
        sheet.heading("What was said");
        let mut says = |day: &str, actor: &str, seat: Option<&str>, words: &Words| {
            let mut fact = Fact::new(format!("{} for {}", name(people, actor), self.party(seat)), day);
            fact.notes.push(said(words));
            sheet.fact(fact);
        };
        says(&body.day, &query.actor, query.seat.as_deref(), &query.reason);
        for reply in &query.replies {
            says(&reply.day, &reply.actor, reply.seat.as_deref(), &reply.reply);
        }
        self.end(query, people, &mut sheet);
        sheet
    }

    fn end(&self, query: &QueryEntry, people: &BTreeMap<String, Person>, sheet: &mut Sheet) {
        let Some(closed) = &query.closed else { return };
        sheet.heading("How it ended");
        let who = format!("{} for {}", name(people, &closed.actor), self.party(closed.seat.as_deref()));
        let mut fact = Fact::new(
            format!("{}, entry {}", capital(&outcome(query)), closed.entry),
            closed.body.day.clone(),
        );
        fact.notes.push(who);
        if closed.body.outcome == QueryOutcome::Credit {
            fact.notes.push(
                "It moves no figure: it is sent with a later file of the month, or with facts that are said again."
                    .to_string(),
            );
            let later = self.sent_again(query);
            if !later.is_empty() {
                let entries: Vec<String> = later.iter().map(u64::to_string).collect();
                let (last, import) = (entries.last().cloned().unwrap_or_default(), query.body.import);
                fact.notes.push(format!(
                    "Sent again since with {}: `accordant imports diff {import} {last}` shows whether the credit is in it.",
                    counted_entries(&entries)
                ));
            }
        }
        sheet.fact(fact);
    }

    /// The imports since the end of the query that were sent for the same.
    fn sent_again(&self, query: &QueryEntry) -> Vec<u64> {
        let own = submissions(self.state).find(|(batch, _)| batch.entry == query.body.import);
        let Some((_, own)) = own else { return Vec::new() };
        let ended = query.closed.as_ref().map_or(u64::MAX, |closed| closed.entry);
        let later = submissions(self.state).filter(|(batch, import)| {
            let same =
                import.kind == own.kind && import.scopes.iter().any(|scope| own.scopes.contains(scope));
            batch.entry > ended && batch.withdrawn.is_none() && same
        });
        later.map(|(batch, _)| batch.entry).collect()
    }

    /// `entry 12, acm_april.csv`.
    fn file(&self, import: u64) -> String {
        let batch = self.state.batch_of(import);
        let files = batch.map(|batch| batch.given.files.join(", ")).unwrap_or_default();
        if files.is_empty() { format!("entry {import}") } else { format!("entry {import}, {files}") }
    }

    fn line_json(&self, query: &QueryEntry) -> Vec<(&'static str, Json)> {
        let (body, clock) = (&query.body, self.clock(query));
        let closed = query.closed.as_ref().map(|closed| &closed.body);
        vec![
            ("query", Json::Whole(query.entry)),
            ("open", Json::Flag(query.is_open())),
            ("import", Json::Whole(body.import)),
            ("row", Json::Whole(body.row)),
            ("raised", Json::text(body.day.as_str())),
            ("for", Json::maybe(query.seat.as_deref())),
            ("asked_of", Json::text(body.of.as_str())),
            ("minor", Json::maybe(body.minor.as_deref())),
            ("currency", Json::maybe(body.currency.as_deref())),
            ("answer_due", Json::maybe(clock.due.map(|day| day.to_string()))),
            ("answered", Json::maybe(clock.answered.map(|day| day.to_string()))),
            ("answer", Json::maybe(clock.standing.map(|standing| standing.word()))),
            ("working_days_open", clock.open.map_or(Json::Null, |days| Json::Whole(u64::from(days)))),
            ("outcome", Json::maybe(closed.map(|closed| closed.outcome.word()))),
            ("credit_minor", Json::maybe(closed.and_then(|closed| closed.minor.as_deref()))),
            ("closed", Json::maybe(closed.map(|closed| closed.day.as_str()))),
        ]
    }

    fn json(&self, query: &QueryEntry) -> Json {
        let field = |field: &accordant_alliance::event::SentValue| {
            Json::Map(vec![("column", Json::text(&*field.column)), ("value", Json::text(&*field.value))])
        };
        let reply = |reply: &accordant_alliance::state::Reply| {
            Json::Map(vec![
                ("entry", Json::Whole(reply.entry)),
                ("day", Json::text(reply.day.as_str())),
                ("for", Json::maybe(reply.seat.as_deref())),
                ("text", words_json(&reply.reply)),
            ])
        };
        let mut said = self.line_json(query);
        said.push(("sent", Json::List(query.body.sent.iter().map(field).collect())));
        said.push(("reason", words_json(&query.reason)));
        said.push(("replies", Json::List(query.replies.iter().map(reply).collect())));
        said.push(("sent_again", Json::List(self.sent_again(query).into_iter().map(Json::Whole).collect())));
        Json::Map(said)
    }
}

/// What was said; nothing where it is withheld or erased.
fn words_json(words: &Words) -> Json {
    match words {
        Words::Said(text) => Json::text(text.as_str()),
        Words::Withheld | Words::Erased => Json::Null,
    }
}

fn in_question(query: &QueryEntry) -> String {
    let amount = query.body.minor.as_deref().zip(query.body.currency.as_deref());
    amount.map_or_else(|| "not said".to_string(), |(minor, currency)| money(minor, currency))
}

/// How a query ended, in words.
fn outcome(query: &QueryEntry) -> String {
    let Some(closed) = &query.closed else { return "open".to_string() };
    let credit = closed.body.minor.as_deref().zip(closed.body.currency.as_deref());
    match (closed.body.outcome, credit) {
        (QueryOutcome::Credit, Some((minor, currency))) => format!("credit of {}", money(minor, currency)),
        (QueryOutcome::Credit, None) => "credit".to_string(),
        (QueryOutcome::Withdrawn, _) => "withdrawn".to_string(),
        (QueryOutcome::Accepted, _) => "answer accepted".to_string(),
    }
}

fn counted_entries(entries: &[String]) -> String {
    match entries {
        [one] => format!("entry {one}"),
        several => format!("entries {}", several.join(", ")),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
