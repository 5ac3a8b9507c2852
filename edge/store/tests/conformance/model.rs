//! Random histories, against a model that is nothing but lists.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use accordant_record::sha256;
use accordant_store::{Locked, Outcome, Sealed, Store, StoredPart, Submission};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::help::{Engine, Ground, LOG, appends, event, request, sign, sound};

/// What may happen. Few keys and few streams, so that they meet.
#[derive(Debug, Clone)]
enum Happening {
    /// A queue of requests.
    Queue(Vec<Asked>),
    Erase(usize),
    Seal,
    Reopen,
}

#[derive(Debug, Clone)]
struct Asked {
    key: u8,
    stream: u8,
    events: usize,
    /// How far the caller's version is from the true one.
    behind: u64,
    fingerprint: u8,
}

fn happening() -> impl Strategy<Value = Happening> {
    let asked = (0..12_u8, 0..3_u8, 0..4_usize, 0..5_u64, 0..4_u8).prop_map(
        |(key, stream, events, behind, fingerprint)| Asked {
            key,
            stream,
            events,
            behind: u64::from(behind == 0),
            fingerprint: u8::from(fingerprint == 0),
        },
    );
    prop_oneof![
        6 => vec(asked, 1..4).prop_map(Happening::Queue),
        2 => (0..20_usize).prop_map(Happening::Erase),
        1 => Just(Happening::Seal),
        1 => Just(Happening::Reopen),
    ]
}

#[derive(Default)]
struct Model {
    /// The body of each event; nothing once it is erased.
    bodies: Vec<Option<Vec<u8>>>,
    versions: BTreeMap<u8, u64>,
    answered: BTreeMap<u8, (u8, Range<u64>, Vec<u8>)>,
    sealed: BTreeSet<u64>,
}

impl Model {
    fn expect(&mut self, asked: &Asked, bodies: &[Vec<u8>], answer: &[u8]) -> Outcome {
        if let Some((fingerprint, events, answer)) = self.answered.get(&asked.key) {
            return match *fingerprint == asked.fingerprint {
                true => Outcome::Repeated { events: events.clone(), answer: answer.clone() },
                false => Outcome::OtherRequest,
            };
        }
        let version = self.versions.entry(asked.stream).or_default();
        if asked.behind > 0 {
            let (expected, found) = (*version + asked.behind, *version);
            return Outcome::Moved { stream: asked.stream.to_string(), expected, found };
        }
        *version += bodies.len() as u64;
        let first = self.bodies.len() as u64;
        self.bodies.extend(bodies.iter().cloned().map(Some));
        let events = first..self.bodies.len() as u64;
        self.answered.insert(asked.key, (asked.fingerprint, events.clone(), answer.to_vec()));
        Outcome::Appended { events, answer: answer.to_vec() }
    }
}

pub fn random_histories_follow_the_model(ground: &Ground) {
    let cases = match ground.engine {
        Engine::Sqlite => 24,
        Engine::Postgres => 6,
    };
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let history = vec(happening(), 1..25);
    TestRunner::new_with_rng(config, rng)
        .run(&history, |history| {
            follow(&Ground::new(ground.engine), &history);
            Ok(())
        })
        .unwrap();
}

fn follow(ground: &Ground, history: &[Happening]) {
    let mut store = ground.open();
    let mut model = Model::default();
    for (happening, number) in history.iter().zip(0..) {
        match happening {
            Happening::Queue(queue) => ask(&*store, &mut model, queue, number),
            Happening::Erase(index) if *index < model.bodies.len() => {
                store.erase(LOG, *index as u64, 0).unwrap();
                model.bodies[*index] = None;
            }
            Happening::Seal if !model.answered.is_empty() => {
                let sealed = store.seal(LOG, &mut |checkpoint| sign(checkpoint)).unwrap();
                let new = model.sealed.insert(model.bodies.len() as u64);
                assert_eq!(matches!(sealed, Sealed::Signed(_)), new);
            }
            Happening::Reopen => {
                drop(store);
                store = ground.open();
            }
            Happening::Erase(_) | Happening::Seal => (),
        }
    }
    compare(&*store, &model);
}

fn ask(store: &dyn Store, model: &mut Model, queue: &[Asked], number: u32) {
    let mut expected = Vec::new();
    let mut decisions = Vec::new();
    for (asked, place) in queue.iter().zip(0..) {
        let bodies: Vec<Vec<u8>> =
            (0..asked.events).map(|event| format!("{number} {place} {event}").into_bytes()).collect();
        let answer = format!("answer {number} {place}").into_bytes();
        expected.push(model.expect(asked, &bodies, &answer));
        let stream = asked.stream.to_string();
        let wanted = bodies.iter().map(|body| event(&stream, &[body])).collect();
        let mut inner = appends(request(&asked.key.to_string()), wanted, answer);
        let behind = asked.behind;
        decisions.push(move |locked: &mut dyn Locked| {
            let version = locked.stream_version(&stream)?;
            let mut decided = inner(locked)?;
            decided.expected = vec![(stream.clone(), version + behind)];
            Ok(decided)
        });
    }
    let mut submissions: Vec<Submission<'_>> = queue
        .iter()
        .zip(&mut decisions)
        .map(|(asked, decide)| Submission {
            request: request(&asked.key.to_string()),
            fingerprint: sha256(&[asked.fingerprint]),
            decide,
        })
        .collect();
    assert_eq!(store.append(LOG, &mut submissions).unwrap(), expected);
}

fn compare(store: &dyn Store, model: &Model) {
    if model.answered.is_empty() {
        return assert_eq!(store.logs().unwrap(), Vec::<String>::new());
    }
    let found: Vec<Option<Vec<u8>>> = store
        .read_range(LOG, 0..u64::MAX)
        .unwrap()
        .into_iter()
        .map(|event| match event.parts.into_iter().next() {
            Some(StoredPart::Present { bytes, .. }) => Some(bytes),
            Some(StoredPart::Erased) => None,
            None => panic!("every event has a part"),
        })
        .collect();
    assert_eq!(found, model.bodies);
    let sizes: BTreeSet<u64> =
        store.checkpoints(LOG).unwrap().iter().map(|checkpoint| checkpoint.size).collect();
    assert_eq!(sizes, model.sealed);
    sound(store);
}
