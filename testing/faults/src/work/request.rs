//! One piece of work: a request of several events that belong together, a checkpoint, an erasure.
//!
//! What a request appends follows from its key alone, so that whoever looks later knows what should be there.

use accordant_record::{
    Checkpoint, Hash, Header, Instant, KeyKind, Note, PartListed, Salt, SigningKey, commitment, leaf_hash,
    request_hash, sha256,
};
use accordant_store::{Decided, Draft, DraftPart, Head, Outcome, Sealed, Store, StoreProblem, Submission};

use super::Answer;

/// The log that all the work goes into.
pub const LOG: &str = "faults.example/log/1";
/// The kind of an event that another of its request follows.
pub const MORE: &str = "more";
/// The kind of the last event of a request.
pub const LAST: &str = "last";
/// The bytes of an ordinary part.
pub const SHORT_BYTES: usize = 100;
/// The bytes of a part that does not fit into its row.
pub const LONG_BYTES: usize = 70_000;
/// Before anything that is recorded: the beginning of 2026.
const BEGINNING_MICROS: i64 = 1_767_225_600_000_000;
const ACTOR: &str = "system/writer";

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Its key; no two requests share one, in any life of the store.
    pub key: String,
    /// How many events it appends.
    pub events: u64,
    /// How many bytes the part of its first event has; the others are short.
    pub part_bytes: usize,
}

impl Request {
    /// The small request of this key.
    pub fn small(key: impl Into<String>) -> Request {
        Request { key: key.into(), events: 2, part_bytes: SHORT_BYTES }
    }

    /// Has the store append it. A request that was answered before gives the same answers.
    ///
    /// # Errors
    /// What the store says; and anything but an answer, in its words.
    pub fn make(&self, store: &dyn Store) -> Result<Vec<Answer>, String> {
        self.submit(store).map_err(|problem| problem.to_string()).and_then(|outcome| answers(&outcome))
    }

    /// Has the store append it, and hands back what the store says.
    ///
    /// # Errors
    /// What the store says.
    pub fn submit(&self, store: &dyn Store) -> Result<Outcome, StoreProblem> {
        let mut decide = |locked: &mut dyn accordant_store::Locked| {
            let seen = locked.stream_version(&self.stream())?;
            Ok(self.decided(locked.head(), seen))
        };
        let mut queue = [Submission {
            request: request_hash(LOG, ACTOR, &self.key),
            fingerprint: sha256(self.key.as_bytes()),
            decide: &mut decide,
        }];
        let mut outcomes = store.append(LOG, &mut queue)?;
        assert_eq!(outcomes.len(), 1, "one submission, one outcome");
        Ok(outcomes.remove(0))
    }

    /// What it is about: a stream of its own.
    pub fn stream(&self) -> String {
        format!("request/{}", self.key)
    }

    fn decided(&self, head: &Head, seen: u64) -> Decided {
        let mut previous = head.last_hash;
        let mut at = head.last_at;
        let mut events = Vec::new();
        let mut answer = Vec::new();
        for number in 0..self.events {
            let index = head.size + number;
            let (salt, bytes) =
                part_of(&self.key, number, if number == 0 { self.part_bytes } else { SHORT_BYTES });
            let now = at.and_then(Instant::next).or_else(|| Instant::from_micros(BEGINNING_MICROS));
            let header =
                self.header(index, number, previous, now.expect("years to go"), commitment(&salt, &bytes));
            let line = header.to_line().expect("a header that can be written");
            previous = leaf_hash(&line);
            at = Some(header.at);
            answer.extend(format!("{}\n", Answer::Recorded { index, hash: previous }).into_bytes());
            events.push(Draft { line, parts: vec![DraftPart { salt, bytes }] });
        }
        Decided { expected: vec![(self.stream(), seen)], events, answer }
    }

    fn header(&self, index: u64, number: u64, previous: Hash, at: Instant, commitment: Hash) -> Header {
        let kind = if number + 1 == self.events { LAST } else { MORE };
        Header {
            log: LOG.to_owned(),
            index,
            previous,
            stream: self.stream(),
            version: number + 1,
            kind: kind.to_owned(),
            kind_version: 1,
            at,
            effective: None,
            actor: ACTOR.to_owned(),
            assurance: "none".to_owned(),
            seat: None,
            authority: 0,
            rules: 0,
            cause: None,
            request: request_hash(LOG, ACTOR, &self.key),
            parts: vec![PartListed {
                name: "body".to_owned(),
                compartment: "alliance".to_owned(),
                commitment,
            }],
            software: "faults".to_owned(),
        }
    }
}

/// What the part of an event must hold, by the stream and the version of the event.
pub fn part_of(key: &str, number: u64, bytes: usize) -> (Salt, Vec<u8>) {
    let salt = sha256(format!("{key}\n{number}").as_bytes());
    let text = format!("event {number} of request {key}; ");
    let mut part = text.repeat(bytes / text.len() + 1).into_bytes();
    part.truncate(bytes);
    (Salt(*salt.as_bytes()), part)
}

/// Has every event since the last checkpoint sealed.
///
/// # Errors
/// What the store says.
pub fn seal(store: &dyn Store) -> Result<Answer, String> {
    let mut sign = |checkpoint: &Checkpoint| Ok(signed(checkpoint));
    let (Sealed::Signed(kept) | Sealed::Already(kept)) =
        store.seal(LOG, &mut sign).map_err(|problem| problem.to_string())?;
    Ok(Answer::Sealed { size: kept.size })
}

/// A checkpoint, signed by the log.
pub fn signed(checkpoint: &Checkpoint) -> Note {
    let text = checkpoint.text().expect("a checkpoint that can be written");
    let signature = log_key().sign(&text).expect("a signature");
    Note { text, signatures: vec![signature] }
}

/// The key of the log: everyone may know it, for nothing of worth is signed with it.
pub fn log_key() -> SigningKey {
    SigningKey::new(LOG, KeyKind::Log, [7; 32]).expect("a name for a key")
}

/// Erases the part of an event.
///
/// # Errors
/// What the store says.
pub fn erase(store: &dyn Store, index: u64) -> Result<Answer, String> {
    store.erase(LOG, index, 0).map_err(|problem| problem.to_string())?;
    Ok(Answer::Erased { index })
}

fn answers(outcome: &Outcome) -> Result<Vec<Answer>, String> {
    match outcome {
        Outcome::Appended { answer, .. } | Outcome::Repeated { answer, .. } => {
            String::from_utf8_lossy(answer).lines().map(str::parse).collect()
        }
        other => Err(format!("the request was not answered: {other:?}")),
    }
}
