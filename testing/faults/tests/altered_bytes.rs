//! Bytes that were torn or flipped on the disk are found or mended, and never served nor signed as if they were right.

use std::fs;
use std::path::{Path, PathBuf};

use accordant_faults::work::{Answer, LOG, Opening, Request, erase, is_signed, seal};
use accordant_faults::{Disk, Random, rounds};
use accordant_record::{Checkpoint, Note, root_of, sha256};
use accordant_store::{
    Locked, Mechanism, Outcome, Refused, Sealed, Store, StoreProblem, StoredCheckpoint, StoredEvent,
    Submission,
};

/// A store as it was left, and all that it serves when nothing is altered.
struct Original {
    folder: tempfile::TempDir,
    events: Vec<StoredEvent>,
    checkpoints: Vec<StoredCheckpoint>,
}

/// What is at rest when the store is altered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    /// Everything stands in the database itself.
    Closed,
    /// The last requests stand in the log that is written ahead.
    InTheLogAhead,
}

const REQUESTS: u64 = 5;

fn request(number: u64) -> Request {
    Request::small(format!("request {number}"))
}

impl Original {
    fn new(left: Left) -> Original {
        let folder = tempfile::tempdir().expect("a folder");
        let opened = Opening::new(&folder.path().to_string_lossy());
        let first = opened.open().expect("a store");
        for number in 0..REQUESTS - 1 {
            request(number).make(first.as_ref()).expect("an answer");
        }
        seal(first.as_ref()).expect("a checkpoint");
        erase(first.as_ref(), 1).expect("gone");
        first.directory_put("person/1", b"a name").expect("kept");
        drop(first);
        let second = opened.open().expect("a store");
        request(REQUESTS - 1).make(second.as_ref()).expect("an answer");
        let events = second.read_range(LOG, 0..1000).expect("events");
        let checkpoints = second.checkpoints(LOG).expect("checkpoints");
        let copied = copy(folder.path());
        drop(second);
        let folder = if left == Left::Closed { folder } else { copied };
        Original { folder, events, checkpoints }
    }

    fn files(&self, left: Left) -> Vec<PathBuf> {
        let all = files(self.folder.path());
        let ahead = |path: &PathBuf| path.to_string_lossy().ends_with("-wal");
        let picked: Vec<PathBuf> =
            all.into_iter().filter(|path| ahead(path) == (left != Left::Closed)).collect();
        assert!(!picked.is_empty(), "{left:?}: there is no file to alter");
        picked
    }
}

/// Every file but the index in shared memory, which is built anew.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = entries
        .filter(|path| path.is_file() && !path.to_string_lossy().ends_with("-shm"))
        .filter(|path| fs::metadata(path).is_ok_and(|data| data.len() > 0))
        .collect();
    files.sort();
    files
}

fn copy(from: &Path) -> tempfile::TempDir {
    let to = tempfile::tempdir().expect("a folder");
    for file in files(from) {
        fs::copy(&file, to.path().join(file.file_name().expect("a name"))).expect("copied");
    }
    to
}

/// What came of an alteration.
#[derive(Debug, PartialEq, Eq)]
enum Came {
    /// Nothing that is served is any different.
    Harmless,
    /// The store says so itself.
    Found,
    /// The last requests are gone as if they had never been, and what is left is right.
    Shortened,
    /// What is served or signed is wrong, and nobody was told.
    Silent(String),
}

/// Opens what was altered, and has everything served that it serves.
fn came(original: &Original, altered: &Path, off: Option<Mechanism>) -> Came {
    // A disk that works, and does not make a test wait.
    let disk = Disk::new(1);
    let opening = Opening::new(&altered.to_string_lossy()).on(&disk).without(off);
    let Ok(store) = opening.open() else { return Came::Found };
    if let Err(wrong) = answered_rightly(original, store.as_ref()) {
        return Came::Silent(wrong);
    }
    let findings = store.check();
    let is_found = !matches!(&findings, Ok(findings) if findings.is_empty());
    if let Err(wrong) = served_rightly(original, store.as_ref()) {
        return Came::Silent(wrong);
    }
    match served_as_before(original, store.as_ref()) {
        Err(_) | Ok(_) if is_found => Came::Found,
        Err(wrong) => Came::Silent(wrong),
        Ok(size) if size < original.events.len() as u64 => Came::Shortened,
        Ok(_) => match answered_as_before(original, store.as_ref()) {
            Ok(()) => Came::Harmless,
            Err(wrong) => Came::Silent(wrong),
        },
    }
}

/// Every request once more, before anyone has asked for a check, and without anything new for one that is not known: it
/// must be answered as it was, or refused.
fn answered_rightly(original: &Original, store: &dyn Store) -> Result<(), String> {
    for number in 0..REQUESTS {
        let Some(event) =
            original.events.iter().find(|event| event.header.stream == request(number).stream())
        else {
            return Err(format!("request {number} was never made"));
        };
        let mut decide = |_: &mut dyn Locked| Err(Refused::Decision);
        let fingerprint = sha256(request(number).key.as_bytes());
        let mut queue = [Submission { request: event.header.request, fingerprint, decide: &mut decide }];
        match store.append(LOG, &mut queue).as_deref() {
            Err(_) | Ok([Outcome::Refused]) => {}
            Ok([Outcome::Repeated { events, answer }]) if promises(original, events, answer) => {}
            Ok(other) => return Err(format!("request {number} is answered otherwise: {other:?}")),
        }
    }
    Ok(())
}

/// What is served as verified: it must be right or refused, whether anyone has asked for a check or not.
fn served_rightly(original: &Original, store: &dyn Store) -> Result<(), String> {
    if let Ok(events) = store.read_range(LOG, 0..1000)
        && !original.events.starts_with(&events)
    {
        return Err("an event is served that was not recorded".to_owned());
    }
    if let Ok(headers) = store.read_headers(LOG, 0..1000) {
        let lines = headers.iter().map(|header| &header.line);
        if !lines.zip(&original.events).all(|(line, event)| *line == event.line) {
            return Err("a header is served that was not recorded".to_owned());
        }
    }
    let mut signed = None;
    let sealed = store.seal(LOG, &mut |checkpoint: &Checkpoint| {
        signed = Some((checkpoint.size, checkpoint.root));
        Ok(accordant_faults::work::signed(checkpoint))
    });
    if let (Some((size, root)), Ok(Sealed::Signed(_))) = (signed, sealed) {
        let leaves = original.events.iter().take(size as usize).map(|event| event.hash);
        if root_of(&leaves.collect::<Vec<_>>()) != root {
            return Err("a root is signed that is not that of the events".to_owned());
        }
    }
    if let Ok(Some(name)) = store.directory_get("person/1")
        && name != b"a name"
    {
        return Err("another name is served".to_owned());
    }
    Ok(())
}

/// What is served besides, and the size of the log: it must be as before, or a check must have told.
fn served_as_before(original: &Original, store: &dyn Store) -> Result<u64, String> {
    let said = |problem: StoreProblem| format!("the check tells nothing, and then: {problem}");
    let size = store.head(LOG).map_err(said)?.map_or(0, |head| head.size);
    let count = original.events.len() as u64;
    let events = store.read_range(LOG, 0..count).map_err(said)?;
    if events.len() as u64 != size.min(count) {
        return Err(format!("the head says {size}, and {} events are served", events.len()));
    }
    let hashes = store.hashes(LOG, 0, 0, size).map_err(said)?;
    if !hashes.iter().zip(&original.events).all(|(hash, event)| *hash == event.hash) {
        return Err("a hash is served that is not that of its event".to_owned());
    }
    let checkpoints = store.checkpoints(LOG).map_err(said)?;
    for kept in &original.checkpoints {
        let same = checkpoints.iter().find(|checkpoint| checkpoint.size == kept.size);
        match same {
            Some(found) if found == kept => {}
            Some(found) if Note::read(&found.note).is_ok_and(|note| is_signed(&note)) => {
                return Err("a checkpoint is another, and still signed".to_owned());
            }
            // Whoever is shown it sees that the signature does not verify.
            Some(_) => {}
            None if size < count => {}
            None => return Err("a checkpoint is gone".to_owned()),
        }
    }
    Ok(size)
}

/// Every request once more: it must be answered as it was.
fn answered_as_before(original: &Original, store: &dyn Store) -> Result<(), String> {
    for number in 0..REQUESTS {
        let answered = request(number).submit(store).map_err(|problem| problem.to_string())?;
        match answered {
            Outcome::Repeated { events, answer } if promises(original, &events, &answer) => {}
            other => return Err(format!("request {number} is answered otherwise: {other:?}")),
        }
    }
    Ok(())
}

fn promises(original: &Original, events: &std::ops::Range<u64>, answer: &[u8]) -> bool {
    let of = |index: u64| original.events.get(index as usize).map(|event| event.hash);
    let expected: String = events
        .clone()
        .filter_map(|index| of(index).map(|hash| format!("{}\n", Answer::Recorded { index, hash })))
        .collect();
    !events.is_empty() && expected.as_bytes() == answer
}

/// How bytes are altered.
#[derive(Debug, Clone, Copy)]
enum Altered {
    /// One bit is another.
    Bit { at: usize, bit: u8 },
    /// A sector was never written.
    Sector { at: usize },
}

impl Altered {
    fn apply(self, bytes: &mut [u8]) {
        match self {
            Altered::Bit { at, bit } => bytes[at] ^= 1 << bit,
            Altered::Sector { at } => {
                let end = bytes.len().min(at + 512);
                bytes[at..end].fill(0);
            }
        }
    }
}

/// Bits and sectors all over the file.
fn everywhere(bytes: &[u8], stride: usize) -> Vec<Altered> {
    let mut random = Random::new(bytes.len() as u64);
    let bits = (0..bytes.len()).step_by(stride).map(|at| {
        let at = (at + random.below(stride as u64) as usize).min(bytes.len() - 1);
        Altered::Bit { at, bit: random.below(8) as u8 }
    });
    let bits: Vec<Altered> = bits.collect();
    let sectors = (0..bytes.len()).step_by(512).step_by(stride.div_ceil(40)).map(|at| Altered::Sector { at });
    bits.into_iter().chain(sectors).collect()
}

/// The bytes of a row of an answered request that stand before the answer.
const STANDS_BEFORE: usize = 112;

/// Bits of the answers that are kept, and of what stands before each in its row.
fn in_answers(bytes: &[u8], stride: usize) -> Vec<Altered> {
    let begins = |at: &usize| bytes[*at..].starts_with(b"recorded ");
    let answers = (STANDS_BEFORE..bytes.len()).filter(begins);
    let bits = answers.flat_map(|at| (at - STANDS_BEFORE..(at + 76).min(bytes.len())).step_by(stride));
    bits.map(|at| Altered::Bit { at, bit: 2 }).collect()
}

/// What came of many alterations, one at a time.
#[derive(Debug, Default)]
struct Tally {
    harmless: usize,
    found: usize,
    shortened: usize,
    silent: Vec<String>,
}

impl Tally {
    fn add(&mut self, came: Came, what: &str) {
        match came {
            Came::Harmless => self.harmless += 1,
            Came::Found => self.found += 1,
            Came::Shortened => self.shortened += 1,
            Came::Silent(wrong) => self.silent.push(format!("{what}: {wrong}")),
        }
    }

    fn told(&self) -> String {
        let Tally { harmless, found, shortened, silent } = self;
        format!("{harmless} harmless, {found} found, {shortened} shortened, {} silent", silent.len())
    }
}

/// Alters the files one bit or sector at a time, as picked from the bytes of each.
fn alter(left: Left, off: Option<Mechanism>, pick: impl Fn(&[u8]) -> Vec<Altered>) -> Tally {
    let original = Original::new(left);
    let intact = copy(original.folder.path());
    assert_eq!(came(&original, intact.path(), off), Came::Harmless, "nothing is altered yet");
    let mut tally = Tally::default();
    for file in original.files(left) {
        let name = file.file_name().expect("a name").to_owned();
        let bytes = fs::read(&file).expect("bytes");
        for altered in pick(&bytes) {
            let folder = copy(original.folder.path());
            let mut bytes = bytes.clone();
            altered.apply(&mut bytes);
            fs::write(folder.path().join(&name), bytes).expect("written");
            tally.add(came(&original, folder.path(), off), &format!("{name:?}, {altered:?}"));
        }
    }
    println!("{left:?}: {}", tally.told());
    tally
}

#[test]
fn no_altered_byte_of_a_store_that_is_closed_is_served_in_silence() {
    let tally = alter(Left::Closed, None, |bytes| everywhere(bytes, rounds(997, 41) as usize));
    assert_eq!(tally.silent, [""; 0]);
    assert_eq!(tally.shortened, 0, "requests are gone as if they had never been");
    assert!(tally.found > 0);
}

#[test]
fn no_altered_byte_of_what_is_written_ahead_is_served_in_silence() {
    let tally = alter(Left::InTheLogAhead, None, |bytes| everywhere(bytes, rounds(997, 41) as usize));
    assert_eq!(tally.silent, [""; 0]);
    assert!(tally.shortened > 0);
}

#[test]
fn no_altered_answer_is_given_again_in_silence() {
    let tally = alter(Left::Closed, None, |bytes| in_answers(bytes, rounds(9, 1) as usize));
    assert_eq!(tally.silent, [""; 0]);
    assert!(tally.found > 0);
}

#[test]
fn serving_without_hashing_again_is_caught() {
    // The bytes of the first header, wherever they stand.
    let in_a_header = |bytes: &[u8]| {
        let at = bytes.windows(9).position(|bytes| bytes == b"{\"actor\":");
        at.map(|at| Altered::Bit { at: at + 20, bit: 0 }).into_iter().collect()
    };
    let tally = alter(Left::Closed, Some(Mechanism::HashAgain), in_a_header);
    assert!(tally.silent.iter().any(|wrong| wrong.contains("that was not recorded")), "{tally:?}");
    assert_eq!(alter(Left::Closed, None, in_a_header).silent, [""; 0]);
}

#[test]
fn answering_without_hashing_again_is_caught() {
    let tally = alter(Left::Closed, Some(Mechanism::HashAgain), |bytes| in_answers(bytes, 31));
    assert!(tally.silent.iter().any(|wrong| wrong.contains("is answered otherwise")), "{tally:?}");
}
