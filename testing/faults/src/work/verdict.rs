//! What must hold of a store after anything: every promise kept, nothing half done, and nothing wrong that it does
//! not say itself.
//!
//! The store's own check is asked, and not believed: order, hashes, root and parts are worked out here again.

use accordant_record::{Checkpoint, Frontier, Hash, Note, Salt, leaf_hash};
use accordant_store::{Store, StoreProblem, StoredEvent, StoredPart};

use super::Answer;
use super::request::{LAST, LOG, log_key, part_of};

/// Everything that is wrong with what a store holds, after it has made these promises.
pub fn wrongs(store: &dyn Store, promised: &[Answer]) -> Vec<String> {
    match found(store, promised) {
        Ok(wrongs) => wrongs,
        Err(problem) => vec![format!("it cannot be read: {problem}")],
    }
}

/// As [`wrongs`]; a store that does not open is wrong altogether.
pub fn opened_wrongs(opened: Result<Box<dyn Store>, StoreProblem>, promised: &[Answer]) -> Vec<String> {
    match opened {
        Ok(store) => wrongs(store.as_ref(), promised),
        Err(problem) => vec![format!("it does not open: {problem}")],
    }
}

fn found(store: &dyn Store, promised: &[Answer]) -> Result<Vec<String>, StoreProblem> {
    let mut wrongs: Vec<String> = store.check()?.iter().map(ToString::to_string).collect();
    let Some(head) = store.head(LOG)? else {
        wrongs.extend(promised.iter().map(|answer| format!("there is no log, and promised was: {answer}")));
        return Ok(wrongs);
    };
    let events = store.read_range(LOG, 0..head.size)?;
    if events.len() as u64 != head.size {
        wrongs.push(format!("{} events, and the head says {}", events.len(), head.size));
    }
    let root = follow(&events, &mut wrongs);
    if root != head.frontier.root() {
        wrongs.push("the root of the events is not that of the head".to_owned());
    }
    checkpoints(store, &events, &mut wrongs)?;
    let sealed = store.checkpoints(LOG)?;
    for answer in promised {
        let is_kept = match *answer {
            Answer::Recorded { index, hash } => {
                events.get(index as usize).is_some_and(|event| event.hash == hash)
            }
            Answer::Sealed { size } => size == 0 || sealed.iter().any(|checkpoint| checkpoint.size == size),
            Answer::Erased { index } => events
                .get(index as usize)
                .is_some_and(|event| event.parts.iter().all(|part| *part == StoredPart::Erased)),
        };
        if !is_kept {
            wrongs.push(format!("promised and not kept: {answer}"));
        }
    }
    Ok(wrongs)
}

/// Order, hashes, parts, and requests that are there as a whole.
fn follow(events: &[StoredEvent], wrongs: &mut Vec<String>) -> Hash {
    let mut frontier = Frontier::new();
    let mut previous = Hash::ZERO;
    let mut last_at = None;
    for (event, index) in events.iter().zip(0..) {
        let header = &event.header;
        let is_in_place = header.index == index && header.previous == previous && header.log == LOG;
        if !is_in_place || last_at.is_some_and(|last| last >= header.at) {
            wrongs.push(format!("event {index} does not follow the one before"));
        }
        if leaf_hash(&event.line) != event.hash {
            wrongs.push(format!("event {index} is served with the hash of another"));
        }
        if !parts_are_whole(event) {
            wrongs.push(format!("a part of event {index} is not what was recorded"));
        }
        let next = events.get(index as usize + 1);
        let is_followed = next.is_some_and(|next| next.header.stream == header.stream);
        if is_followed == (header.kind == LAST) {
            wrongs.push(format!("the request of event {index} is there in part"));
        }
        previous = event.hash;
        last_at = Some(header.at);
        frontier.push(event.hash);
    }
    frontier.root()
}

fn parts_are_whole(event: &StoredEvent) -> bool {
    let Some(key) = event.header.stream.strip_prefix("request/") else { return false };
    event.parts.iter().all(|part| match part {
        StoredPart::Erased => true,
        StoredPart::Present { salt: Salt(salt), bytes } => {
            let (expected_salt, expected) = part_of(key, event.header.version - 1, bytes.len());
            !bytes.is_empty() && *salt == expected_salt.0 && *bytes == expected
        }
    })
}

/// Each checkpoint is signed, and speaks of the events that are there.
fn checkpoints(
    store: &dyn Store,
    events: &[StoredEvent],
    wrongs: &mut Vec<String>,
) -> Result<(), StoreProblem> {
    for checkpoint in store.checkpoints(LOG)? {
        let size = checkpoint.size;
        let leaves: Option<Vec<Hash>> =
            events.get(..size as usize).map(|events| events.iter().map(|event| event.hash).collect());
        let root = leaves.map(|leaves| accordant_record::root_of(&leaves));
        let read = Note::read(&checkpoint.note).ok().filter(is_signed);
        let read = read.and_then(|note| Checkpoint::read(&note.text).ok());
        if !read.is_some_and(|read| read.size == size && Some(read.root) == root) {
            wrongs.push(format!("the checkpoint of size {size} is not one of these events"));
        }
    }
    Ok(())
}

/// Whether the log has signed the note.
pub fn is_signed(note: &Note) -> bool {
    note.check(&[log_key().verifier()]).is_ok_and(|verified| verified.len() == 1)
}
