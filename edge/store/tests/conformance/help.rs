//! What every check needs: a ground to open a store on, and events to append.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, fs, process};

use accordant_record::{
    Checkpoint, Hash, Header, Instant, KeyKind, Note, PartListed, Salt, SigningKey, commitment, leaf_hash,
    sha256,
};
use accordant_store::{
    Decided, Draft, DraftPart, Head, KeysAt, Locked, Outcome, Randomness, Refused, Store, StoreProblem,
    Submission, Switches, open_switched,
};

pub const LOG: &str = "records.example/log/1";

static COUNTER: AtomicU64 = AtomicU64::new(0);

pub fn next_number() -> u64 {
    COUNTER.fetch_add(1, Ordering::Relaxed)
}

/// Random enough that no two stores of any test run share a key.
pub fn randomness() -> Randomness {
    let begun = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    Arc::new(move |bytes: &mut [u8]| {
        for chunk in bytes.chunks_mut(32) {
            let seed = format!("{begun} {} {}", process::id(), next_number());
            chunk.copy_from_slice(&sha256(seed.as_bytes()).as_bytes()[..chunk.len()]);
        }
        Ok(())
    })
}

/// A folder that is removed at the end.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Folder {
        let folder = env::temp_dir().join(format!("accordant-store-{}-{}", process::id(), next_number()));
        fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Every file in it and below.
    pub fn files(&self) -> Vec<PathBuf> {
        files_of(&self.0)
    }
}

pub fn files_of(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_of(&path)) } else { files.push(path) }
    }
    files
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A place where a store is opened, on one of the engines.
pub struct Ground {
    pub place: String,
    pub engine: Engine,
    _folder: Option<Folder>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Ground {
    pub fn new(engine: Engine) -> Ground {
        match engine {
            Engine::Sqlite => {
                let folder = Folder::new();
                let place = folder.0.display().to_string();
                Ground { place, engine, _folder: Some(folder) }
            }
            Engine::Postgres => {
                let place = crate::server().database().unwrap();
                Ground { place, engine, _folder: None }
            }
        }
    }

    pub fn open(&self) -> Box<dyn Store> {
        self.open_with(Switches::default()).unwrap_or_else(|problem| panic!("{problem}"))
    }

    pub fn open_with(&self, switches: Switches) -> Result<Box<dyn Store>, StoreProblem> {
        open_switched(&self.place, &KeysAt::Beside, randomness(), switches)
    }

    /// Runs statements past the store, as an intruder would; triggers do not stop an owner.
    pub fn tamper(&self, statements: &str) {
        match self.engine {
            Engine::Sqlite => {
                let file = Path::new(&self.place).join("record.db");
                let connection = rusqlite::Connection::open(file).unwrap();
                connection.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
                let names: Vec<String> = connection
                    .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
                    .unwrap()
                    .query_map([], |row| row.get(0))
                    .unwrap()
                    .map(Result::unwrap)
                    .collect();
                for name in names {
                    connection.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
                }
                connection.execute_batch(&format!("PRAGMA foreign_keys = OFF; {statements}")).unwrap();
            }
            Engine::Postgres => {
                let mut client = postgres::Client::connect(&self.place, postgres::NoTls).unwrap();
                let all = format!(
                    "SET search_path TO accordant; SET session_replication_role TO replica; {statements}"
                );
                client.batch_execute(&all).unwrap();
            }
        }
    }

    /// Runs one statement as an ordinary program would, and says why it was refused.
    pub fn refused(&self, statement: &str) -> Option<String> {
        match self.engine {
            Engine::Sqlite => {
                let file = Path::new(&self.place).join("record.db");
                let connection = rusqlite::Connection::open(file).unwrap();
                connection.execute_batch(statement).err().map(|error| error.to_string())
            }
            Engine::Postgres => {
                let mut client = postgres::Client::connect(&self.place, postgres::NoTls).unwrap();
                client.batch_execute("SET search_path TO accordant").unwrap();
                let error = client.batch_execute(statement).err()?;
                Some(
                    error.as_db_error().map_or_else(|| error.to_string(), |error| error.message().to_owned()),
                )
            }
        }
    }
}

/// An event that a test wants.
#[derive(Clone)]
pub struct Wanted {
    pub stream: String,
    pub parts: Vec<Vec<u8>>,
}

pub fn event(stream: &str, parts: &[&[u8]]) -> Wanted {
    Wanted { stream: stream.to_owned(), parts: parts.iter().map(|part| part.to_vec()).collect() }
}

pub fn request(key: &str) -> Hash {
    sha256(key.as_bytes())
}

pub fn header(head: &Head, stream: &str, version: u64, request: Hash) -> Header {
    let micros = head.last_at.map_or(1_793_000_000_000_000, |at| at.micros() + 1);
    Header {
        log: LOG.to_owned(),
        index: head.size,
        previous: head.last_hash,
        stream: stream.to_owned(),
        version,
        kind: "comment".to_owned(),
        kind_version: 1,
        at: Instant::from_micros(micros).unwrap(),
        effective: None,
        actor: "system/test".to_owned(),
        assurance: "none".to_owned(),
        seat: None,
        authority: 0,
        rules: 0,
        cause: None,
        request,
        parts: Vec::new(),
        software: "accordant-store-test/1".to_owned(),
    }
}

/// Drafts one behind the other.
pub fn drafts(
    head: &Head,
    request: Hash,
    wanted: &[Wanted],
    version_of: &mut dyn FnMut(&str) -> u64,
) -> Vec<Draft> {
    let mut head = head.clone();
    let mut versions = std::collections::BTreeMap::new();
    let mut drafts = Vec::new();
    for wanted in wanted {
        let version = versions.entry(&wanted.stream).or_insert_with(|| version_of(&wanted.stream));
        *version += 1;
        let mut header = header(&head, &wanted.stream, *version, request);
        let mut parts = Vec::new();
        for bytes in &wanted.parts {
            let salt = Salt(*sha256(&next_number().to_be_bytes()).as_bytes());
            header.parts.push(PartListed {
                name: "body".to_owned(),
                compartment: "alliance".to_owned(),
                commitment: commitment(&salt, bytes),
            });
            parts.push(DraftPart { salt, bytes: bytes.clone() });
        }
        let line = header.to_line().unwrap();
        head.last_at = Some(header.at);
        head.last_hash = leaf_hash(&line);
        head.size += 1;
        head.frontier.push(head.last_hash);
        drafts.push(Draft { line, parts });
    }
    drafts
}

/// A decision that appends these events whatever the state.
pub fn appends(
    request: Hash,
    wanted: Vec<Wanted>,
    answer: Vec<u8>,
) -> impl FnMut(&mut dyn Locked) -> Result<Decided, Refused> {
    move |locked| {
        let head = locked.head().clone();
        let events = drafts(&head, request, &wanted, &mut |stream| locked.stream_version(stream).unwrap());
        Ok(Decided { expected: Vec::new(), events, answer: answer.clone() })
    }
}

/// Appends these events as one request.
pub fn append(store: &dyn Store, key: &str, wanted: &[Wanted]) -> Result<Outcome, StoreProblem> {
    let request = request(key);
    let mut decide = appends(request, wanted.to_vec(), key.as_bytes().to_vec());
    let mut queue = [Submission { request, fingerprint: request, decide: &mut decide }];
    Ok(store.append(LOG, &mut queue)?.remove(0))
}

/// Appends `count` events with one part each, one request each.
pub fn append_many(store: &dyn Store, count: u64) -> Range<u64> {
    let from = store.head(LOG).unwrap().map_or(0, |head| head.size);
    for index in from..from + count {
        let body = format!("body of event {index}");
        let outcome = append(store, &format!("many {index}"), &[event("notes", &[body.as_bytes()])]).unwrap();
        assert!(matches!(outcome, Outcome::Appended { .. }), "{outcome:?}");
    }
    from..from + count
}

pub fn appended(outcome: &Outcome) -> Range<u64> {
    match outcome {
        Outcome::Appended { events, .. } => events.clone(),
        other => panic!("{other:?}"),
    }
}

pub fn log_key() -> SigningKey {
    SigningKey::new("records.example", KeyKind::Log, [5; 32]).unwrap()
}

pub fn sign(checkpoint: &Checkpoint) -> Result<Note, String> {
    let text = checkpoint.text().map_err(|problem| problem.to_string())?;
    let line = log_key().sign(&text).map_err(|problem| problem.to_string())?;
    Ok(Note { text, signatures: vec![line] })
}

/// Every line of the log.
pub fn lines(store: &dyn Store) -> Vec<Vec<u8>> {
    store.read_headers(LOG, 0..u64::MAX).unwrap().into_iter().map(|header| header.line).collect()
}

/// The store is sound.
pub fn sound(store: &dyn Store) {
    let findings = store.check().unwrap();
    let words: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(words.is_empty(), "{words:#?}");
}
