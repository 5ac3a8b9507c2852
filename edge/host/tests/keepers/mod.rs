//! A recorded alliance in a temporary folder, and parties that keep matching copies of it: short words for the tests of
//! witnesses, backups and the doctor.
#![allow(dead_code, reason = "each test binary uses some of it")]

#[path = "../fixed/mod.rs"]
mod fixed;

use accordant_alliance::Command;
use accordant_alliance::command::{AddFacts, Found, SettleOn, Signatory};
use accordant_alliance::event::Standing;
use accordant_facts::{Days, Fact, FactValue, Facts, RowPlace, Status};
use accordant_host::{Alliance, Answer, Host, HostProblem, Request, SystemRandomness, Witness, World, serve};
use accordant_money::Exact;
use fixed::Ticking;
use jiff::civil::date;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub const PARTIES: [&str; 2] = ["board", "hospital"];
pub const PERIOD: &str = "2025-26";
/// 22 November 2026, in microseconds.
const BEGIN: i64 = 1_795_305_600_000_000;
const SECOND: i64 = 1_000_000;

const AGREEMENT: &str = r#"
accordant: 1
alliance:
  name: Mill Lane Alliance
  term: { from: 2025-04-01, to: 2028-03-31 }
  settles: { every: year, from: 1 April, currency: GBP }
  zone: Europe/London
  illustrative: An invented alliance; no figure in it describes a real organisation.
parties:
  board: { name: Mill Lane Care Board, role: commissioner }
  hospital: { name: Mill Lane Hospital, role: provider }
money:
  inputs:
    budget: { unit: GBP, over: by days, says: What is set aside for the year, clause: "4.1" }
    visits: { unit: visits, kind: activity, over: as dated, says: Visits made, clause: "4.2" }
    price: { unit: GBP per visit, kind: price, over: same, says: What a visit costs, clause: "4.2" }
  rounding: pennies, half away from zero
  lines:
    cost: { is: visits * price, says: What the visits cost, clause: "4.2" }
    gain: { is: budget - cost, says: What is left, clause: "4.3" }
  postings:
    service: { of: cost, from: board, to: hospital, clause: "4.2" }
"#;

pub fn world() -> World {
    world_from(0)
}

/// A world whose clock is so many seconds ahead.
pub fn world_from(seconds: i64) -> World {
    World {
        clock: Arc::new(Ticking::from(BEGIN + seconds * SECOND, SECOND)),
        randomness: Arc::new(SystemRandomness),
        software: "accordant test".to_string(),
    }
}

/// Founds an alliance in a folder, with facts to settle on.
pub fn founded(folder: &Path) -> Arc<Alliance> {
    let signatory = |(person, party): (usize, &str)| Signatory {
        party: party.to_string(),
        signed_copy: format!("signed on 28 March 2025, kept by {party}"),
        document: None,
        person,
    };
    let command = Command::Found(Found {
        files: vec![("alliance.yaml".to_string(), AGREEMENT.as_bytes().to_vec())],
        effective: date(2025, 4, 1),
        signatories: PARTIES.into_iter().enumerate().map(signatory).collect(),
        founder: 0,
    });
    let request = Request {
        key: "founding".to_string(),
        actor: "system/founding".to_string(),
        assurance: "operating-system".to_string(),
        seat: None,
        seen: None,
        worked_out_from: None,
        command,
    };
    let (alliance, _) = Host::new(world()).found(folder, "mill-lane", &request).expect("it is founded");
    does(&alliance, "board", facts("year.csv", "budget", "2025-26", "36500", None));
    does(&alliance, "board", facts("price.csv", "price", "2025-26", "10", None));
    does(&alliance, "hospital", facts("april.csv", "visits", "2025-04", "120", None));
    alliance.seal().expect("it is signed");
    alliance
}

/// A fact in a file.
pub fn facts(file: &str, name: &str, period: &str, value: &str, restated: Option<&str>) -> Command {
    let mut facts = Facts::new();
    let fact = Fact {
        name: name.to_string(),
        of: Vec::new(),
        days: days(period),
        value: FactValue::Number(Exact::parse_decimal(value).expect("a number")),
        known_to: None,
        status: Status::Illustrative,
        owner: None,
        source: None,
        row: None,
        at: RowPlace { file: Arc::from(file), line: 1 },
    };
    facts.insert(fact).expect("a fact is said once");
    Command::AddFacts(AddFacts {
        files: vec![(file.to_string(), format!("{name},{period},{value}\n").into_bytes())],
        facts,
        standing: Standing::Actual,
        source: "the analyst of the hospital".to_string(),
        restated: restated.map(ToString::to_string),
        declared: Vec::new(),
        import: None,
    })
}

fn days(period: &str) -> Days {
    let (year, month) = period.split_once('-').expect("a year or a month");
    let (year, month): (i16, i8) = (year.parse().expect("a year"), month.parse().expect("a month"));
    match month {
        ..=12 => Days::month(year, month).expect("a month"),
        _ => Days::new(date(year, 4, 1), date(year + 1, 3, 31)).expect("a year"),
    }
}

pub fn settle_april() -> Command {
    Command::Settle { period: PERIOD.to_string(), on: SettleOn::ToDate(date(2025, 4, 30)) }
}

/// The first person of a party.
pub fn person(alliance: &Alliance, party: &str) -> String {
    let state = alliance.state().expect("a state");
    state.kept().mandates[party][0].person.clone()
}

/// What a party asks for.
pub fn asks(alliance: &Alliance, party: &str, command: Command) -> Request {
    Request {
        key: accordant_host::new_key().expect("a key"),
        actor: person(alliance, party),
        assurance: "operating-system".to_string(),
        seat: Some(party.to_string()),
        seen: None,
        worked_out_from: None,
        command,
    }
}

pub fn tries(alliance: &Alliance, party: &str, command: Command) -> Result<Answer, HostProblem> {
    alliance.submit(asks(alliance, party, command))
}

pub fn does(alliance: &Alliance, party: &str, command: Command) -> Answer {
    tries(alliance, party, command).expect("nothing forbids it")
}

/// One more month of visits, signed.
pub fn goes_on(alliance: &Alliance, month: &str, visits: &str) {
    does(alliance, "hospital", facts(&format!("{month}.csv"), "visits", month, visits, None));
    alliance.seal().expect("it is signed");
}

/// Erases the reason that an entry gives, as two persons agreed.
pub fn erasing(alliance: &Alliance, entry: u64) -> Command {
    let found = alliance.entry(entry).expect("it is read").expect("it is there");
    let place = found.header.parts.iter().position(|part| part.name == "reason").expect("it gives a reason");
    let listed = &found.header.parts[place];
    Command::Erase {
        entry,
        part: place as u64,
        listed: (listed.name.clone(), listed.compartment.clone()),
        reason: "spill".to_string(),
        basis: "data protection law".to_string(),
        second: person(alliance, "board"),
    }
}

/// The hospital keeps matching copies in a folder, and has named its key.
pub fn witness(alliance: &Alliance, folder: &Path) -> Witness {
    let witness = Witness::make(world_from(5_000), folder, "hospital").expect("a key");
    witness.trust(&alliance.verifier().to_string()).expect("the key of the record");
    let key = witness.verifier().to_string();
    does(alliance, "hospital", Command::NameWitness { party: "hospital".to_string(), key });
    alliance.seal().expect("it is signed");
    witness
}

/// Answers on a free port of this machine; the address.
pub fn served(witness: Witness) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || serve(Arc::new(witness), listener));
    format!("http://{address}")
}

/// Opens a folder as another process would.
pub fn opened(folder: &Path) -> Arc<Alliance> {
    Host::new(world_from(10_000)).open(folder).expect("it opens")
}

/// Copies a folder as it is.
pub fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a copy");
        }
    }
}

/// Every file below a folder that holds these bytes.
pub fn files_with(folder: &Path, wanted: &[u8]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files_with(&path, wanted));
        } else if fs::read(&path).expect("bytes").windows(wanted.len()).any(|window| window == wanted) {
            found.push(path);
        }
    }
    found
}
