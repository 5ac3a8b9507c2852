//! A record of Harbour, made through the host with a clock and chance of its own, so that it is the same in every run.
//!
//! This file will never know what a bundle holds. Start with [`Story::told`].

use super::fixed::{Drawn, Ticking};
use accordant_agreement::calendar::periods;
use accordant_agreement::problem::Problems;
use accordant_agreement::{Agreement, SourceFile, check};
use accordant_alliance::Command;
use accordant_alliance::command::{AddFacts, Found, SettleOn, Signatory};
use accordant_alliance::event::Standing;
use accordant_facts::{Days, Status};
use accordant_host::{Alliance, BundleAsked, Host, HostProblem, Person, Request, World};
use accordant_intake::facts_csv::FactsReader;
use accordant_record::{
    Header, KeyKind, Note, PartListed, Salt, SigningKey, commitment, request_hash, sha256,
};
use accordant_store::{Decided, Draft, DraftPart, Locked, Refused, Submission};
use jiff::civil::date;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const MINUTE: i64 = 60_000_000;
/// 1 June 2026, nine in the morning.
const BEGIN: i64 = 1_780_304_400_000_000;
/// The year of the story.
pub const PERIOD: &str = "2025-26";

pub struct Story {
    pub folder: tempfile::TempDir,
    pub host: Host,
    pub alliance: Arc<Alliance>,
    agreement: Agreement,
    /// The first authorised person of each party, as an opaque reference.
    pub people: BTreeMap<String, String>,
    asked: u64,
}

pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn harbour(name: &str) -> String {
    let path = repository().join("agreements/harbour").join(name);
    fs::read_to_string(path).expect("the agreement is shipped")
}

impl Story {
    /// Harbour, founded.
    pub fn founded() -> Story {
        Story::founded_on(|text| text)
    }

    /// Harbour, founded on its text with changes.
    pub fn founded_on(changed: impl Fn(String) -> String) -> Story {
        let names = ["alliance.yaml", "examples.yaml", "governance.yaml", "money.yaml", "performance.yaml"];
        let text: Vec<(String, Vec<u8>)> =
            names.into_iter().map(|name| (name.to_string(), changed(harbour(name)).into_bytes())).collect();
        let sources: Vec<SourceFile<'_>> =
            text.iter().map(|(name, bytes)| SourceFile { name, bytes }).collect();
        let checked = check(&sources);
        let agreement = checked.agreement.expect("harbour checks");
        let parties: Vec<String> =
            agreement.particulars.parties.iter().map(|party| party.name.clone()).collect();
        let signatory = |(person, party): (usize, &String)| Signatory {
            party: party.clone(),
            signed_copy: format!("signed on 28 March 2025, kept by the secretary of {party}"),
            document: None,
            person,
        };
        let found = Command::Found(Found {
            files: text.clone(),
            founder: 0,
            effective: date(2025, 4, 1),
            signatories: parties.iter().enumerate().map(signatory).collect(),
        });
        let world = World {
            clock: Arc::new(Ticking::from(BEGIN, MINUTE)),
            randomness: Arc::new(Drawn::from(0)),
            software: "accordant 0.1.0".to_string(),
        };
        let folder = tempfile::tempdir().expect("a folder can be made");
        let request = Request {
            key: "founding".to_string(),
            actor: format!("person/{}", "0".repeat(32)),
            assurance: "operating-system".to_string(),
            seat: None,
            seen: None,
            worked_out_from: None,
            command: found,
        };
        let record = folder.path().join("record");
        let host = Host::new(world);
        let (alliance, _) = host.found(&record, "harbour", &request).expect("it is founded");
        let state = alliance.state().expect("it can be read");
        let person = |party: &String| {
            let given = state.kept().mandates.get(party).and_then(|given| given.first());
            (party.clone(), given.expect("every party has a person").person.clone())
        };
        let people: BTreeMap<String, String> = parties.iter().map(person).collect();
        for (party, reference) in &people {
            let person = Person { name: format!("Robin of {party}"), role: None, email: None };
            alliance.keep_person(reference, &person).expect("a name can be kept");
        }
        Story { folder, host, alliance, agreement, people, asked: 0 }
    }

    /// Harbour with a year that is settled to date, paid on, settled whole, challenged, said again and settled again.
    pub fn told() -> Story {
        Story::founded().goes_on()
    }

    /// What happens in [`Story::told`] after the founding.
    pub fn goes_on(self) -> Story {
        let mut story = self;
        let facts = |name: &str| (name.to_string(), harbour(&format!("facts/{name}")));
        story.adds(&[facts("agreed.csv")], None);
        story.adds(&["activity.csv", "spend.csv", "measures.csv"].map(facts), None);
        let on = SettleOn::ToDate(date(2025, 9, 30));
        story.does("icb", Command::Settle { period: PERIOD.to_string(), on });
        story.does("icb", Command::PayOnAccount { period: PERIOD.to_string(), on: date(2025, 11, 14) });
        let settled = story.does("icb", Command::Settle { period: PERIOD.to_string(), on: SettleOn::Whole });
        let reason = "two months of diagnostics were counted twice".to_string();
        story.does("acute", Command::Challenge { settlement: settled, figure: None, reason });
        let restated = [("2025-26.csv".to_string(), harbour("restated/2025-26.csv"))];
        story.adds(&restated, Some("the ledger of month 12 was corrected"));
        story.does("icb", Command::Settle { period: PERIOD.to_string(), on: SettleOn::Whole });
        story.named_witness("icb", 7);
        story.named_witness("acute", 8);
        story
    }

    pub fn does(&mut self, party: &str, command: Command) -> u64 {
        let request = self.request(party, command);
        self.alliance.submit(request).expect("nothing forbids it").last
    }

    pub fn request(&mut self, party: &str, command: Command) -> Request {
        self.asked += 1;
        Request {
            key: self.asked.to_string(),
            actor: self.people[party].clone(),
            assurance: "operating-system".to_string(),
            seat: Some(party.to_string()),
            seen: None,
            worked_out_from: None,
            command,
        }
    }

    fn adds(&mut self, files: &[(String, String)], restated: Option<&str>) {
        let terms = self.agreement.terms.as_ref().expect("harbour has money terms");
        let named = periods(&self.agreement.particulars.alliance)
            .take(12)
            .filter_map(|period| Some((period.label.clone(), Days::new(period.from, period.to)?)));
        let named: Vec<(String, Days)> = named.collect();
        let mut problems = Problems::new();
        let mut reader = FactsReader::new(terms, &named, Status::Illustrative);
        for (name, text) in files {
            reader.read(name, text.as_bytes(), &mut problems);
        }
        assert!(!problems.bar_acceptance(), "the facts can be read");
        let add = AddFacts {
            files: files.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect(),
            facts: reader.finish().facts,
            standing: Standing::Actual,
            source: "the returns of Harbour".to_string(),
            restated: restated.map(ToString::to_string),
            declared: Vec::new(),
            import: None,
        };
        self.does("icb", Command::AddFacts(add));
    }

    pub fn named_witness(&mut self, party: &str, seed: u8) {
        let key = witness(party, seed).verifier().to_string();
        self.does(party, Command::NameWitness { party: party.to_string(), key });
    }

    /// Has what is recorded signed by the host, then by those who hold matching copies.
    pub fn countersigned(&self, parties: &[(&str, u8)]) {
        let signed = self.alliance.seal().expect("it can be signed");
        let note = Note::read(&signed.note).expect("it is a note");
        for (party, seed) in parties {
            let line = witness(party, *seed).cosign(&note.text, 1_780_400_000).expect("it can be signed");
            let store = self.alliance.store();
            store
                .add_cosignature(self.alliance.origin(), signed.size, &line.to_string())
                .expect("it is kept");
        }
    }

    pub fn bundle(&self, name: &str, asked: &BundleAsked) -> Result<PathBuf, HostProblem> {
        let to = self.folder.path().join(name);
        self.alliance.bundle(&to, asked).map(|report| report.folder)
    }

    /// The keys as an auditor would have pinned them.
    pub fn keys(&self) -> String {
        let mut lines = format!("origin {}\nlog {}\n", self.alliance.origin(), self.alliance.verifier());
        for witness in &self.alliance.state().expect("it can be read").kept().witnesses {
            let role = if witness.party == "icb" { "commissioner" } else { "provider" };
            lines.push_str(&format!("{role} {} {}\n", witness.key, witness.party));
        }
        lines
    }

    /// A challenge whose reason is kept between the acute trust and the commissioners. No command does so yet, so it is
    /// put into the store by hand.
    pub fn walled(&self, reason: &str) {
        let origin = self.alliance.origin().to_string();
        let state = self.alliance.state().expect("it can be read");
        let settlement = state.kept().settlements.last().expect("something is settled").entry;
        let actor = self.people["acute"].clone();
        let request = request_hash(&origin, &actor, "by hand");
        let mut decide = |locked: &mut dyn Locked| {
            let stream = "period/2025-26".to_string();
            let version = locked.stream_version(&stream)?;
            let head = locked.head();
            let parts = [
                ("body", "alliance", format!("{{\"settlement\":{settlement}}}")),
                ("reason", "party/acute", reason.to_string()),
            ];
            let salt = |place: usize| Salt(*sha256(format!("salt {place}").as_bytes()).as_bytes());
            let parts: Vec<(Salt, (&str, &str, String))> =
                parts.into_iter().enumerate().map(|(place, part)| (salt(place), part)).collect();
            let listed = parts.iter().map(|(salt, (name, compartment, text))| PartListed {
                name: (*name).to_string(),
                compartment: (*compartment).to_string(),
                commitment: commitment(salt, text.as_bytes()),
            });
            let last = head.last_at.expect("something is recorded");
            let header = Header {
                log: origin.clone(),
                index: head.size,
                previous: head.last_hash,
                stream: stream.clone(),
                version: version + 1,
                kind: "settlement_challenged".to_string(),
                kind_version: 1,
                at: last.next().expect("time goes on"),
                effective: None,
                actor: actor.clone(),
                assurance: "operating-system".to_string(),
                seat: Some("acute".to_string()),
                authority: 0,
                rules: 0,
                cause: Some(settlement),
                request,
                parts: listed.collect(),
                software: "accordant 0.1.0".to_string(),
            };
            let line = header.to_line().expect("it can be written");
            let parts =
                parts.into_iter().map(|(salt, (_, _, text))| DraftPart { salt, bytes: text.into_bytes() });
            let draft = Draft { line, parts: parts.collect() };
            Ok::<_, Refused>(Decided {
                expected: vec![(stream, version)],
                events: vec![draft],
                answer: b"{}".to_vec(),
            })
        };
        let mut queue = [Submission { request, fingerprint: request, decide: &mut decide }];
        self.alliance.store().append(self.alliance.origin(), &mut queue).expect("it is kept");
    }
}

pub fn witness(party: &str, seed: u8) -> SigningKey {
    SigningKey::new(&format!("{party}.example/witness"), KeyKind::Witness, [seed; 32]).expect("it is a key")
}
