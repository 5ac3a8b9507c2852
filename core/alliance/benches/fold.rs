//! How long it takes to fold a million events into a state, beside the least that any reader of their bodies would do.
//!
//! `cargo bench -p accordant-alliance` runs it. `ACCORDANT_BENCH_EVENTS` is the number of events. Six events in ten are
//! small batches of facts, one says a fact again, and three move money of a pool. The baseline parses the same bodies
//! with `serde_json` into a `Value` and remembers nothing. Events are made in chunks, and making them is not measured;
//! nor is reading headers, which `cargo bench -p accordant-record` measures. It refuses to report unless the state has
//! seen every event and its pools hold what was moved.
#![expect(clippy::expect_used, reason = "a benchmark stops at what it cannot make")]

use accordant_alliance::event::{
    Bytes, Content, EventProblem, FactLine, FactsFile, Founded, Given, Move, Moved, NewPart, Part, Read,
    Received, Standing, Text, TextFile, Total, Words,
};
use accordant_alliance::state::Recorded;
use accordant_alliance::{Event, State};
use accordant_facts::{Days, Fact, FactValue, RowPlace, Status};
use accordant_money::Exact;
use accordant_record::{Hash, Header, Instant, request_hash, sha256};
use std::borrow::Cow;
use std::env;
use std::fs;
use std::hint::black_box;
use std::ops::AddAssign;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant as Clock};

/// That of the binary `accordant`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const LOG: &str = "records.ferry-lane.example/log/1";
const PERSON: &str = "person/0123456789abcdef0123456789abcdef";
const AGREEMENT: &str = include_str!("../tests/story/alliance.yaml");
/// How many events the second thread reads before it hands them over.
const READ_AT_ONCE: usize = 1_000;
/// How many events are made at a time.
const CHUNK: u64 = 100_000;
const OPENING_PENCE: i128 = 100_000;
const PAID_IN_PENCE: i128 = 5_000;
const COMMITTED_PENCE: i128 = 4_000;

fn main() {
    let asked = env::var("ACCORDANT_BENCH_EVENTS").ok().and_then(|count| count.parse().ok());
    let count: u64 = asked.unwrap_or(1_000_000);
    let mut state = State::new();
    let (mut folding, mut parsing, mut bytes) = (Took::default(), Took::default(), 0);
    let mut next = 0;
    let (mut on_two, mut ahead) = (State::new(), Took::default());
    while next < count {
        let until = count.min(next + CHUNK);
        let made: Vec<Made> = (next..until).map(made).collect();
        bytes += made.iter().map(|event| event.body().len()).sum::<usize>();
        parsing += timed(|| parsed(&made));
        folding += timed(|| made.iter().for_each(|event| event.fold_into(&mut state)));
        ahead += read_ahead(&made, &mut on_two);
        next = until;
    }
    all_is_there(&state, count);
    all_is_there(&on_two, count);
    println!("{count} events with bodies of {} bytes, release build", bytes / as_size(count));
    println!("                                                      wall  at work");
    let line = |what: &str, took: Took| {
        let ratio = took.at_work.as_millis() * 100 / parsing.at_work.as_millis().max(1);
        let each = took.at_work.as_nanos() / u128::from(count);
        let (whole, rest) = (ratio / 100, ratio % 100);
        println!(
            "  {what:<48} {} {} {each:>6} ns an event, ratio {whole}.{rest:02}",
            seconds(took.wall),
            seconds(took.at_work)
        );
    };
    line("baseline: each body by serde_json into a Value", parsing);
    line("folded: read, remembered, booked, facts in place", folding);
    line("folded, with the reading ahead on a second thread", ahead);
}

/// Folds with a second thread that reads the events ahead, as the host folds a long record: what it leaves unread when
/// the state has nothing to do, the state's thread reads.
fn read_ahead(made: &[Made], state: &mut State) -> Took {
    let begin = Clock::now();
    let waiting = AtomicUsize::new(0);
    let (reading, remembering) = thread::scope(|scope| {
        let (ahead, chunks) = mpsc::sync_channel(2);
        let waits = &waiting;
        let reader = scope.spawn(move || {
            timed(|| {
                for chunk in made.chunks(READ_AT_ONCE) {
                    let in_time = |event: &Made| (waits.load(Ordering::Relaxed) > 1).then(|| event.read());
                    let read: Vec<_> = chunk.iter().map(in_time).collect();
                    waits.fetch_add(1, Ordering::Relaxed);
                    ahead.send((chunk, read)).expect("the other thread takes it");
                }
            })
        });
        let remembering = timed(|| {
            for (chunk, read) in chunks {
                for (event, read) in chunk.iter().zip(read) {
                    let read = read.unwrap_or_else(|| event.read());
                    state.remember(&event.header, read).expect("it can be folded");
                }
                waiting.fetch_sub(1, Ordering::Relaxed);
            }
        });
        (reader.join().expect("the reader comes to its end"), remembering)
    });
    Took { wall: begin.elapsed(), at_work: reading.at_work + remembering.at_work }
}

/// How long something took: by the clock on the wall, and while this thread was at work.
#[derive(Clone, Copy, Default)]
struct Took {
    wall: Duration,
    at_work: Duration,
}

impl AddAssign for Took {
    fn add_assign(&mut self, more: Took) {
        self.wall += more.wall;
        self.at_work += more.at_work;
    }
}

fn timed(work: impl FnOnce()) -> Took {
    let (begin, busy) = (Clock::now(), at_work());
    work();
    let wall = begin.elapsed();
    let at_work = at_work().zip(busy).map_or(wall, |(now, before)| now - before);
    Took { wall, at_work }
}

/// How long this thread has been at work, where the machine tells (Linux).
fn at_work() -> Option<Duration> {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

fn seconds(time: Duration) -> String {
    format!("{:>4}.{:03} s", time.as_secs(), time.subsec_millis())
}

/// An event as a store hands it over.
struct Made {
    header: Header,
    parts: Vec<NewPart>,
}

impl Made {
    fn body(&self) -> &[u8] {
        self.parts.first().map(|part| part.bytes.as_slice()).expect("every event has a body")
    }

    fn read(&self) -> Result<Read, EventProblem> {
        let mut parts = Vec::with_capacity(self.parts.len());
        for kept in &self.parts {
            parts.push(Part { name: &kept.name, content: Content::Present(&kept.bytes) });
        }
        Recorded { header: &self.header, parts: &parts }.read()
    }

    fn fold_into(&self, state: &mut State) {
        state.remember(&self.header, self.read()).expect("it can be folded");
    }
}

fn parsed(made: &[Made]) {
    for event in made {
        let value: serde_json::Value = serde_json::from_slice(event.body()).expect("it is JSON");
        black_box(value);
    }
}

fn made(index: u64) -> Made {
    let (event, stream) = match (index, index % 10) {
        (0, _) => (founded(), "alliance"),
        (_, 7) => (moved(Move::PaidIn, PAID_IN_PENCE, None), "pool/fund"),
        (_, 8) => (moved(Move::Committed, COMMITTED_PENCE, None), "pool/fund"),
        (_, 9) => (moved(Move::Spent, COMMITTED_PENCE, Some(index - 1)), "pool/fund"),
        (_, 6) => (facts(index, Some("counted again from the returns of the month")), "facts"),
        _ => (facts(index, None), "facts"),
    };
    let micros = 1_795_344_093_000_000 + i64::try_from(index).expect("it is small") * 60_000_001;
    let header = Header {
        log: LOG.to_string(),
        index,
        previous: Hash::ZERO,
        stream: stream.to_string(),
        version: index + 1,
        kind: event.kind().to_string(),
        kind_version: event.kind_version(),
        at: Instant::from_micros(micros).expect("it is in this century"),
        effective: None,
        actor: PERSON.to_string(),
        assurance: "operating-system".to_string(),
        seat: Some("hospital".to_string()),
        authority: 0,
        rules: 0,
        cause: None,
        request: request_hash(LOG, PERSON, "bench"),
        parts: Vec::new(),
        software: "accordant 0.1.0".to_string(),
    };
    Made { header, parts: event.parts().expect("a body is JSON") }
}

fn founded() -> Event {
    let sha256 = sha256(AGREEMENT.as_bytes()).to_string();
    let files = vec![TextFile { name: "alliance.yaml".to_string(), sha256: sha256.clone() }];
    let effective = "2025-04-01".to_string();
    let text = Text { edition: "1".to_string(), sha256, files, effective };
    let body = Founded { alliance: "Ferry Lane Alliance".to_string(), text, seats: Vec::new() };
    Event::Founded { body, files: vec![AGREEMENT.as_bytes().to_vec()], documents: Vec::new() }
}

/// Two facts of a month, of one of sixteen years and two hundred services, in a file of their own.
fn facts(index: u64, restated: Option<&str>) -> Event {
    let rows = format!("visits,service-{},{},{}\n", index % 200, index % 192, index);
    let file = format!("returns-{index}.csv");
    let fact = |name: &str, line: u64| Fact {
        name: name.to_string(),
        of: vec![format!("service-{}", index % 200)],
        days: month(index % 192),
        value: FactValue::Number(Exact::from_i128(i128::from(index % 9_973))),
        known_to: None,
        status: Status::Real,
        owner: Some("hospital".to_string()),
        source: Some("contract monitoring return".to_string()),
        row: Some(line.to_string()),
        at: RowPlace { file: Arc::from(file.as_str()), line },
    };
    let facts = [fact("visits", 2), fact("cost", 3)];
    let sha256 = sha256(rows.as_bytes()).to_string();
    let given = Given::write(&Received {
        batch: Cow::Borrowed(&sha256),
        standing: Standing::Actual,
        source: Cow::Borrowed("the analyst of the hospital"),
        files: vec![FactsFile { name: Cow::Borrowed(&file), sha256: Cow::Borrowed(&sha256) }],
        totals: Total::of(facts.iter()),
        facts: facts.iter().map(|fact| FactLine::write(fact).expect("it is a decimal")).collect(),
        unchanged: 0,
        import: None,
    });
    let (given, facts) = (given.expect("it can be written"), facts.to_vec());
    let files = vec![Bytes::Given(rows.into_bytes())];
    match restated {
        Some(reason) => {
            let reason = Words::Said(reason.to_string());
            Event::FactsRestated { given, facts, files, beside: None, reason }
        }
        None => Event::FactsReceived { given, facts, files, beside: None },
    }
}

fn month(number: u64) -> Days {
    let number = i16::try_from(number).expect("it is small");
    let month = i8::try_from(number % 12 + 1).expect("it is small");
    Days::month(2025 + number / 12, month).expect("it is a month")
}

fn moved(movement: Move, minor: i128, commitment: Option<u64>) -> Event {
    let body = Moved {
        pool: "fund".to_string(),
        movement,
        minor: minor.to_string(),
        currency: "GBP".to_string(),
        on: "2025-06-10".to_string(),
        party: Some("board".to_string()),
        commitment,
        year_from: None,
    };
    Event::PoolMoved { body, purpose: Words::Said("as the leadership team agreed in June".to_string()) }
}

fn all_is_there(state: &State, count: u64) {
    let of = |place: u64| i128::from(count / 10 + u64::from(count % 10 > place));
    let held = OPENING_PENCE + of(7) * PAID_IN_PENCE - of(9) * COMMITTED_PENCE;
    let fund = state.ledger().and_then(|ledger| ledger.holding("fund"));
    assert_eq!(fund.map(|fund| fund.balance.minor()), Some(held), "the fund holds what was moved");
    let kept = state.kept();
    let events = 1 + kept.batches.len() + kept.movements.len();
    assert_eq!((kept.size, events), (count, as_size(count)), "every event is remembered");
    assert!(kept.unseen.is_empty() && !state.actual().is_empty());
}

fn as_size(count: u64) -> usize {
    usize::try_from(count).expect("it fits into memory")
}
