//! `calendar`: what is owed for each month, by which working day, and whether it came.

use super::arrivals::arrivals;
use super::by_hand::Hand;
use super::day_or_not;
use crate::commands::settle::party as party_named;
use crate::print::{Face, data};
use crate::recorded::{Reading, in_force, open, told};
use crate::stop::{Ended, Stop};
use crate::text::columns::columns;
use crate::text::json::Json;
use crate::text::wrapped;
use accordant_agreement::Agreement;
use accordant_agreement::calendar::Period;
use accordant_agreement::working_days::WorkingDays;
use accordant_alliance::returns::{Due, Stage, Standing, due};
use clap::ArgMatches;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Shows what is owed.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state_at(reading.as_at).map_err(told::stop)?;
    let agreement = in_force(&state)?;
    if agreement.particulars.reporting.returns.is_empty() {
        return Err(Stop::refusal("the agreement does not say which returns are owed").help(
            "it says so under `reporting`: `returns: [{ party: acute, kind: acm, freeze: 20 working days }]`",
        ));
    }
    let today = alliance.today(&state, reading.as_at).map_err(told::stop)?;
    let within = within(asked, agreement, today)?;
    let arrivals = arrivals(&alliance, &state)?;
    let mut all = due(&agreement.particulars, &within, &arrivals, today);
    if let Some(name) = asked.get_one::<String>("party") {
        let party = party_named(agreement, name)?;
        all.retain(|due| due.party == party.name);
    }
    let known_to = WorkingDays::of(&agreement.particulars.alliance).known_to();
    let people = alliance.people().map_err(told::stop)?;
    let entered: BTreeSet<u64> =
        all.iter().filter_map(|due| due.came).filter(|came| came.by_hand).map(|came| came.entry).collect();
    let hands = entered.into_iter().filter_map(|entry| Some((entry, Hand::of(&state, &people, entry)?)));
    let calendar = Calendar { today, within: &within, known_to, all: &all, hands: hands.collect() };
    data(&if face.is_json() { calendar.json().document() } else { calendar.text(face) });
    Ok(Ended::Done)
}

/// The months that are asked for: from the first of the term to the present one.
fn within(asked: &ArgMatches, agreement: &Agreement, today: Date) -> Result<Period, Stop> {
    let month = |name: &str| {
        let text = asked.get_one::<String>(name);
        let read = |text: &String| {
            format!("{text}-01").parse::<Date>().map_err(|_| {
                Stop::wrong_use(format!("`{text}` is no month")).help(format!("write `--{name}` as 2025-04"))
            })
        };
        text.map(read).transpose()
    };
    let term = &agreement.particulars.alliance.term;
    let from = month("from")?.unwrap_or(term.from);
    let present = term.to.map_or(today, |last| last.min(today));
    let to = month("to")?.unwrap_or(present).last_of_month();
    Period::of_days(from, to).ok_or_else(|| {
        let (from, to) = (from.strftime("%Y-%m"), to.strftime("%Y-%m"));
        Stop::wrong_use(format!("{to} comes before {from}")).help("say the earlier month with `--from`")
    })
}

struct Calendar<'a> {
    today: Date,
    within: &'a Period,
    known_to: Option<Date>,
    all: &'a [Due<'a>],
    /// Who entered the figures of an entry by hand.
    hands: BTreeMap<u64, Hand>,
}

/// Which returns are meant.
type Is = fn(Standing) -> bool;

const HEADS: [&str; 6] = ["due", "month", "return", "came", "how it stands", "from"];
/// What is still to come has no day on which it came.
const HEADS_TO_COME: [&str; 5] = ["due", "month", "return", "how it stands", "from"];

impl Calendar<'_> {
    /// What is missing or late stands first.
    fn text(&self, face: Face) -> String {
        if face.is_plain() {
            let rows: Vec<Vec<String>> =
                self.all.iter().map(|due| row(due, due.party.to_string(), true)).collect();
            return columns(&HEADS, &rows, face);
        }
        let months =
            format!("{} to {}", self.within.from.strftime("%Y-%m"), self.within.to.strftime("%Y-%m"));
        let heading = format!("Returns for {months}, as they stand on {}", self.today);
        let mut out = format!("{}\n{}", face.heading(&heading), wrapped("", &self.counts()));
        out += &self.missing_by_party().map_or_else(String::new, |words| wrapped("", &words));
        let sections: [(&str, Is, bool); 5] = [
            ("Missing", is_missing, false),
            ("Late", is_late, true),
            ("Not yet due", is_to_come, false),
            ("Due on a day that is not known", |standing| standing == Standing::NotKnown, true),
            ("In time", is_in_time, true),
        ];
        for (heading, is, came) in sections {
            let rows = self.rows(is, came);
            let heads: &[&str] = if came { &HEADS } else { &HEADS_TO_COME };
            if !rows.is_empty() {
                out += &format!("\n{}\n{}", face.heading(heading), columns(heads, &rows, face));
            }
        }
        out + &self.by_hand(face) + &self.not_known()
    }

    /// Who entered by hand what came so, and when.
    fn by_hand(&self, face: Face) -> String {
        let one = |(entry, hand): (&u64, &Hand)| wrapped("  ", &format!("Entry {entry}: {}", hand.words()));
        let hands: String = self.hands.iter().map(one).collect();
        if hands.is_empty() { hands } else { format!("\n{}\n{hands}", face.heading("Entered by hand")) }
    }

    fn counts(&self) -> String {
        let count = |is: Is| self.all.iter().filter(|due| is(due.standing)).count();
        let unknown = match count(|standing| standing == Standing::NotKnown) {
            0 => String::new(),
            unknown => format!(", {unknown} due on a day that is not known"),
        };
        let (missing, late, in_time) = (count(is_missing), count(is_late), count(is_in_time));
        let to_come = count(is_to_come);
        format!(
            "{missing} missing, {late} late, {in_time} in time, {to_come} not yet due{unknown}. Days are working days."
        )
    }

    /// `Missing: acute 12, community 9.`; nothing where nobody's is missing, or only one party's is shown.
    fn missing_by_party(&self) -> Option<String> {
        let mut missing: BTreeMap<&str, usize> = BTreeMap::new();
        for due in self.all.iter().filter(|due| is_missing(due.standing)) {
            *missing.entry(due.party).or_default() += 1;
        }
        let each: Vec<String> = missing.iter().map(|(party, count)| format!("{party} {count}")).collect();
        (each.len() > 1).then(|| format!("Missing: {}.", each.join(", ")))
    }

    /// One line for all parties of which the same is to be said.
    fn rows(&self, is: Is, came: bool) -> Vec<Vec<String>> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        for due in self.all.iter().filter(|due| is(due.standing)) {
            let next = row(due, due.party.to_string(), came);
            match rows.last_mut().and_then(|last| last.split_last_mut()) {
                Some((parties, said)) if next.split_last().is_some_and(|(_, next)| next == said) => {
                    parties.push_str(&format!(", {}", due.party));
                }
                _ => rows.push(next),
            }
        }
        rows
    }

    /// Up to when working days are known, where something depends on later ones.
    fn not_known(&self) -> String {
        let lacks = |due: &Due<'_>| {
            let counts =
                matches!(due.standing, Standing::Missing(_) | Standing::Late(_) | Standing::Early(_));
            due.standing == Standing::NotKnown || counts && due.standing.working_days().is_none()
        };
        if !self.all.iter().any(lacks) {
            return String::new();
        }
        let known = match self.known_to {
            Some(day) => format!(
                "The agreement lists closed days up to {}: later working days are not known.",
                day.year()
            ),
            None => "The agreement lists no closed days, so working days are not known.".to_string(),
        };
        format!("\n{}", wrapped("", &format!("{known} They stand under `business_days`.")))
    }

    fn json(&self) -> Json {
        let by_hand = |due: &Due<'_>| {
            let came = due.came.filter(|came| came.by_hand);
            came.and_then(|came| self.hands.get(&came.entry)).map_or(Json::Null, Hand::json)
        };
        let one = |due: &Due<'_>| {
            Json::Map(vec![
                ("month", Json::text(due.month.strftime("%Y-%m").to_string())),
                ("kind", Json::text(due.owed.kind.as_str())),
                ("stage", Json::text(due.stage.word())),
                ("party", Json::text(due.party)),
                ("due", Json::maybe(due.by.map(|day| day.to_string()))),
                ("came", Json::maybe(due.came.map(|came| came.day.to_string()))),
                ("entry", due.came.map_or(Json::Null, |came| Json::Whole(came.entry))),
                ("by_hand", by_hand(due)),
                ("standing", Json::text(due.standing.word())),
                (
                    "working_days",
                    due.standing.working_days().map_or(Json::Null, |days| Json::Whole(u64::from(days))),
                ),
                ("closed", Json::Flag(closes(due))),
                ("clause", Json::maybe(due.owed.citation.clause.as_deref())),
            ])
        };
        Json::Map(vec![
            ("today", Json::text(self.today.to_string())),
            ("from", Json::text(self.within.from.strftime("%Y-%m").to_string())),
            ("to", Json::text(self.within.to.strftime("%Y-%m").to_string())),
            ("working_days_known_to", Json::maybe(self.known_to.map(|day| day.to_string()))),
            ("returns", Json::List(self.all.iter().map(one).collect())),
        ])
    }
}

const fn is_missing(standing: Standing) -> bool {
    matches!(standing, Standing::Missing(_))
}

const fn is_to_come(standing: Standing) -> bool {
    matches!(standing, Standing::NotYetDue(_))
}

const fn is_late(standing: Standing) -> bool {
    matches!(standing, Standing::Late(_))
}

const fn is_in_time(standing: Standing) -> bool {
    matches!(standing, Standing::OnTime | Standing::Early(_))
}

/// Whether the month is closed by it.
fn closes(due: &Due<'_>) -> bool {
    due.stage == Stage::Freeze && due.came.is_some()
}

fn row(due: &Due<'_>, from: String, came: bool) -> Vec<String> {
    let stage = if due.stage == Stage::Once { String::new() } else { format!(" {}", due.stage.word()) };
    let arrived = due.came.map_or_else(
        || "-".to_string(),
        |came| {
            let hand = if came.by_hand { ", by hand" } else { "" };
            format!("{}, entry {}{hand}", came.day, came.entry)
        },
    );
    let head =
        [day_or_not(due.by), due.month.strftime("%Y-%m").to_string(), format!("{}{stage}", due.owed.kind)];
    head.into_iter().chain(came.then_some(arrived)).chain([in_words(due), from]).collect()
}

/// `3 days late, closed`; the days are working days.
fn in_words(due: &Due<'_>) -> String {
    let days = due
        .standing
        .working_days()
        .map(|days| if days == 1 { "1 day".to_string() } else { format!("{days} days") });
    let standing = match (due.standing, days) {
        (Standing::Missing(Some(1..)), Some(days)) => format!("{days} overdue"),
        (Standing::Late(_), Some(days)) => format!("{days} late"),
        (Standing::Early(_), Some(days)) => format!("{days} early"),
        (Standing::NotYetDue(Some(0)), _) => "due today".to_string(),
        (Standing::NotYetDue(_), Some(days)) => format!("{days} left"),
        (Standing::Missing(_), _) => "overdue".to_string(),
        (standing, _) => standing.word().to_string(),
    };
    if closes(due) { format!("{standing}, closed") } else { standing }
}
