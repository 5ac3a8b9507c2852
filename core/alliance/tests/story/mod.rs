//! A record in memory: short words for commands, what was recorded of each, and every fold of it that a reader can meet.
//!
//! Only this file knows how a command is decided and an event kept. It will never know a store, a clock or chance:
//! salts, references and instants are worked out from the number of the event. Start with [`Story`], then [`fold`].

mod long;
pub mod words;

use accordant_alliance::event::{Content, Part};
use accordant_alliance::state::{FoldProblem, Recorded};
use accordant_alliance::{Asked, Command, Event, Fresh, Proposed, Refusal, State, decide};
use accordant_record::{
    Hash, Header, Instant, PartListed, Salt, commitment, leaf_hash, request_hash, sha256,
};
use jiff::civil::{Date, date};

/// The agreement of every story.
pub const AGREEMENT: &str = include_str!("alliance.yaml");

/// The parties of [`AGREEMENT`], in its order.
pub const PARTIES: [&str; 4] = ["board", "council", "hospital", "community"];

const LOG: &str = "records.ferry-lane.example/log/1";
/// 1 June 2025, noon, in microseconds.
const BEGIN: i64 = 1_748_779_200_000_000;
const MINUTE: i64 = 60_000_000;
/// So many references are drawn for each command.
const DRAWN: usize = 8;

/// An event as the record keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its header.
    pub header: Header,
    /// The bytes of its parts, in the order of the header.
    pub parts: Vec<Vec<u8>>,
}

/// What a reader sees of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    Present,
    Withheld,
    Erased,
}

/// An alliance and its record so far.
#[derive(Clone)]
pub struct Story {
    /// What the record has come to.
    pub state: State,
    /// Every event.
    pub held: Vec<Held>,
    /// The day on which the next command is given.
    pub today: Date,
    log: String,
    requests: usize,
}

impl Story {
    /// Nothing has happened.
    pub fn new() -> Story {
        let (state, log) = (State::new(), LOG.to_string());
        Story { state, held: Vec::new(), today: date(2025, 6, 1), log, requests: 0 }
    }

    /// Founded by [`AGREEMENT`], each party with a person of its own.
    pub fn founded() -> Story {
        let mut story = Story::new();
        story.does("nobody", words::found());
        story
    }

    /// Founded, with the terms of the year and April, May and June as they happened.
    pub fn with_spring() -> Story {
        let mut story = Story::founded();
        story.does("board", words::facts("year.csv", words::YEAR));
        for (file, rows) in [("april.csv", words::APRIL), ("may.csv", words::MAY), ("june.csv", words::JUNE)]
        {
            story.does("hospital", words::facts(file, rows));
        }
        story
    }

    /// The first person who may speak for a party; somebody unknown for anyone else.
    pub fn person(&self, party: &str) -> String {
        let given = self.state.kept().mandates.get(party).and_then(|given| given.first());
        given.map_or_else(|| reference(9_999), |mandate| mandate.person.clone())
    }

    /// Who asks when a party does: its first person, for it.
    pub fn asked_by(&self, party: &str) -> Asked {
        self.asked_as(&self.person(party), Some(party))
    }

    /// Who asks when a person does, for a party or for the only one.
    pub fn asked_as(&self, person: &str, seat: Option<&str>) -> Asked {
        let now = instant(self.held.len());
        Asked { actor: person.to_string(), seat: seat.map(ToString::to_string), now, today: self.today }
    }

    /// What would be recorded of a command.
    pub fn decided(&self, asked: &Asked, command: &Command) -> Result<Vec<Proposed>, Refusal> {
        let first = self.requests * DRAWN;
        let drawn = (first..first + DRAWN).rev().map(reference).collect();
        decide(&self.state, command, asked, &mut Fresh::new(drawn))
    }

    /// Asks, and records what is decided: the entries, or the refusal.
    pub fn asks(&mut self, asked: &Asked, command: &Command) -> Result<Vec<u64>, Refusal> {
        let proposed = self.decided(asked, command)?;
        self.requests += 1;
        Ok(proposed.into_iter().map(|proposed| self.record(asked, proposed)).collect())
    }

    /// A party does something that nothing forbids; the last entry of it.
    pub fn does(&mut self, party: &str, command: Command) -> u64 {
        let done = self.asks(&self.asked_by(party), &command);
        let entries = done.unwrap_or_else(|refusal| panic!("refused: {}", told(&refusal)));
        *entries.last().expect("a command that is carried out leads to an event")
    }

    /// Records an event as it stands, whether or not a command leads to it.
    pub fn record(&mut self, asked: &Asked, proposed: Proposed) -> u64 {
        if let Event::Continued(_) = proposed.event {
            self.log = format!("{LOG}/continued");
        }
        let held = self.kept(asked, proposed);
        evolve(&mut self.state, &held, &|_| Sight::Present).expect("what is recorded can be folded");
        self.held.push(held);
        self.state.kept().size - 1
    }

    fn kept(&self, asked: &Asked, proposed: Proposed) -> Held {
        let entry = self.held.len();
        let in_log = self.held.iter().filter(|held| held.header.log == self.log);
        let index = in_log.clone().count() as u64;
        let last =
            in_log.clone().next_back().map(|held| leaf_hash(&held.header.to_line().expect("it was kept")));
        let stream = in_log.filter(|held| held.header.stream == proposed.stream);
        let parts = proposed.event.parts().expect("a body is JSON");
        let listed = parts.iter().enumerate().map(|(place, part)| PartListed {
            name: part.name.to_string(),
            compartment: part.compartment.to_string(),
            commitment: commitment(&salt(entry, place), &part.bytes),
        });
        let header = Header {
            log: self.log.clone(),
            index,
            previous: last.unwrap_or(Hash::ZERO),
            version: stream.count() as u64 + 1,
            stream: proposed.stream,
            kind: proposed.event.kind().to_string(),
            kind_version: proposed.event.kind_version(),
            at: instant(entry),
            effective: proposed.effective,
            actor: if proposed.seat.is_none() && entry > 0 {
                "system/host".to_string()
            } else {
                asked.actor.clone()
            },
            assurance: "operating-system".to_string(),
            seat: proposed.seat,
            authority: proposed.authority.unwrap_or(index),
            rules: 0,
            cause: proposed.cause,
            request: request_hash(&self.log, &asked.actor, &self.requests.to_string()),
            parts: listed.collect(),
            software: "accordant 0.1.0".to_string(),
        };
        header.to_line().expect("the header can be written");
        Held { header, parts: parts.into_iter().map(|part| part.bytes).collect() }
    }

    /// What is said when a party asks for what a rule forbids: the rule, then the help. Nothing may change by it.
    pub fn refused(&mut self, party: &str, command: Command) -> String {
        self.refused_as(&self.asked_by(party), &command)
    }

    /// As [`Story::refused`], for whoever asks.
    pub fn refused_as(&mut self, asked: &Asked, command: &Command) -> String {
        let (before, events) = (cache(&self.state), self.held.len());
        let refusal = self.asks(asked, command).expect_err("a rule forbids it");
        assert_eq!((cache(&self.state), self.held.len()), (before, events), "a refusal changes nothing");
        told(&refusal)
    }
}

/// A refusal as it is told: what, then the help, then every reason.
pub fn told(refusal: &Refusal) -> String {
    let with_help = |what: String, help: &Option<String>| match help {
        Some(help) => format!("{what}\n{help}"),
        None => what,
    };
    match refusal {
        Refusal::Rule { help, .. } | Refusal::Problem { help, .. } => with_help(refusal.to_string(), help),
        Refusal::Settlement { reasons, .. } => {
            let reasons = reasons.iter().map(|reason| with_help(reason.what.clone(), &reason.help));
            [refusal.to_string()].into_iter().chain(reasons).collect::<Vec<_>>().join("\n")
        }
    }
}

/// The state after these events, as a reader meets them: of each part, by entry and place, what can be seen.
pub fn fold(held: &[Held], sight: &dyn Fn(usize, usize) -> Sight) -> Result<State, FoldProblem> {
    let mut state = State::new();
    for (entry, event) in held.iter().enumerate() {
        evolve(&mut state, event, &|place| sight(entry, place))?;
    }
    Ok(state)
}

/// The state after these events, all of which can be seen.
pub fn folded(held: &[Held]) -> State {
    fold(held, &|_, _| Sight::Present).expect("what was recorded can be folded")
}

fn evolve(state: &mut State, held: &Held, sight: &dyn Fn(usize) -> Sight) -> Result<(), FoldProblem> {
    let met = held.header.parts.iter().zip(&held.parts).enumerate().map(|(place, (listed, bytes))| {
        let content = match sight(place) {
            Sight::Present => Content::Present(bytes),
            Sight::Withheld => Content::Withheld,
            Sight::Erased => Content::Erased,
        };
        Part { name: &listed.name, content }
    });
    let parts: Vec<Part<'_>> = met.collect();
    state.evolve(Recorded { header: &held.header, parts: &parts })
}

/// The bytes of a state's cache.
pub fn cache(state: &State) -> Vec<u8> {
    state.to_cache().expect("a state can be written down")
}

/// The salt of a part.
pub fn salt(entry: usize, place: usize) -> Salt {
    Salt(*sha256(format!("salt {entry} {place}").as_bytes()).as_bytes())
}

fn reference(number: usize) -> String {
    format!("person/{number:032x}")
}

fn instant(entry: usize) -> Instant {
    let minutes = i64::try_from(entry).expect("a story is short");
    Instant::from_micros(BEGIN + minutes * MINUTE).expect("a story is told in this century")
}
