//! Events of the usual size.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, fs, process};

use accordant_record::{Hash, Header, Instant, PartListed, Salt, commitment, sha256};
use accordant_store::{Decided, Draft, DraftPart, Locked, Outcome, Randomness, Refused, Store, Submission};

pub const LOG: &str = "records.example/log/1";
const PART_BYTES: usize = 300;

static COUNTER: AtomicU64 = AtomicU64::new(0);

fn next() -> u64 {
    COUNTER.fetch_add(1, Ordering::Relaxed)
}

pub fn randomness() -> Randomness {
    Arc::new(|bytes: &mut [u8]| {
        for chunk in bytes.chunks_mut(32) {
            chunk.copy_from_slice(&sha256(&next().to_be_bytes()).as_bytes()[..chunk.len()]);
        }
        Ok(())
    })
}

/// A folder that is removed at the end.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Folder {
        Folder(env::temp_dir().join(format!("accordant-bench-{name}-{}", process::id())))
    }

    pub fn place(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Appends one event for each of `writers`, all in one queue.
pub fn append(store: &dyn Store, writers: u64) {
    let requests: Vec<Hash> = (0..writers).map(|_| sha256(&next().to_le_bytes())).collect();
    let mut decisions: Vec<_> = requests.iter().map(|request| decide(*request)).collect();
    let mut queue: Vec<Submission<'_>> = requests
        .iter()
        .zip(&mut decisions)
        .map(|(request, decide)| Submission { request: *request, fingerprint: *request, decide })
        .collect();
    for outcome in store.append(LOG, &mut queue).unwrap_or_else(|problem| panic!("{problem}")) {
        assert!(matches!(outcome, Outcome::Appended { .. }), "{outcome:?}");
    }
}

fn decide(request: Hash) -> impl FnMut(&mut dyn Locked) -> Result<Decided, Refused> {
    move |locked| {
        let version = locked.stream_version("decision/1")?;
        let salt = Salt(*sha256(&next().to_be_bytes()).as_bytes());
        let bytes = vec![b'a'; PART_BYTES];
        let head = locked.head();
        let header = Header {
            log: LOG.to_owned(),
            index: head.size,
            previous: head.last_hash,
            stream: "decision/1".to_owned(),
            version: version + 1,
            kind: "comment".to_owned(),
            kind_version: 1,
            at: Instant::from_micros(head.last_at.map_or(1, |at| at.micros() + 1)).unwrap(),
            effective: None,
            actor: "person/0123456789abcdef0123456789abcdef".to_owned(),
            assurance: "operating-system".to_owned(),
            seat: Some("builder".to_owned()),
            authority: 0,
            rules: 0,
            cause: None,
            request,
            parts: vec![PartListed {
                name: "body".to_owned(),
                compartment: "alliance".to_owned(),
                commitment: commitment(&salt, &bytes),
            }],
            software: "accordant/0.1.0".to_owned(),
        };
        let draft = Draft { line: header.to_line().unwrap(), parts: vec![DraftPart { salt, bytes }] };
        let expected = vec![("decision/1".to_owned(), version)];
        Ok(Decided { expected, events: vec![draft], answer: b"answer".to_vec() })
    }
}
