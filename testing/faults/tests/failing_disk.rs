//! A full disk, a write or a sync that fails: nothing that was answered is lost, writing stops, reading goes on, and the
//! message says what happened.

use std::path::Path;

use accordant_faults::work::{Answer, LOG, Opening, Request, opened_wrongs};
use accordant_faults::{Counts, Disk, Fault, Lasts, SyncFault, WriteFault, rounds};
use accordant_store::{Mechanism, Store, StoreProblem};

/// A store with some promises in it, on the ordinary disk.
fn prepared(folder: &Path) -> Vec<Answer> {
    let store = Opening::new(&folder.to_string_lossy()).open().expect("a store");
    (0..3)
        .flat_map(|number| {
            Request::small(format!("before {number}")).make(store.as_ref()).expect("an answer")
        })
        .collect()
}

/// How the fault is looked at afterwards.
#[derive(Debug, Clone, Copy)]
enum Afterwards {
    /// The process ends, and the store is opened with what the cache has.
    Opened,
    /// The power fails, and it is opened with what is durable.
    PowerLoss,
}

/// What an append asks of the disk, without any fault.
fn one_append() -> Counts {
    let folder = tempfile::tempdir().expect("a folder");
    prepared(folder.path());
    let disk = Disk::new(1);
    let store = Opening::new(&folder.path().to_string_lossy()).on(&disk).open().expect("a store");
    let before = disk.counts();
    Request::small("under attack").make(store.as_ref()).expect("an answer");
    let after = disk.counts();
    Counts { writes: after.writes - before.writes, syncs: after.syncs - before.syncs, ..Counts::default() }
}

/// What is wrong with how the store takes a fault in an append.
fn taken(fault: Fault, afterwards: Afterwards, off: Option<Mechanism>) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut promised = prepared(folder.path());
    let disk = Disk::new(promised.len() as u64);
    let place = folder.path().to_string_lossy();
    let store = Opening::new(&place).on(&disk).without(off).open().expect("a store");
    disk.fail(fault);
    let mut wrongs = Vec::new();
    let under_attack = Request::small("under attack");
    match under_attack.submit(store.as_ref()) {
        Err(problem) => {
            wrongs.extend(message(fault, &problem));
            wrongs.extend(stops(store.as_ref(), &disk, &mut promised));
        }
        Ok(_) => promised.extend(under_attack.make(store.as_ref()).unwrap_or_default()),
    }
    if disk.counts().faults == 0 {
        wrongs.push("the fault never happened".to_owned());
    }
    wrongs.extend(reads(store.as_ref(), &promised));
    disk.heal();
    match afterwards {
        Afterwards::Opened => drop(store),
        Afterwards::PowerLoss => drop(disk.power_loss(3).expect("files laid down")),
    }
    if disk.counts().syncs_after_a_failed_one > 0 {
        wrongs.push("a file was synced again after a sync of it had failed".to_owned());
    }
    wrongs.extend(opened_wrongs(Opening::new(&place).open(), &promised));
    wrongs
}

/// The message tells a full disk from a broken one.
fn message(fault: Fault, problem: &StoreProblem) -> Option<String> {
    let is_full = matches!(fault, Fault::Write { how: WriteFault::Full, .. });
    let is_told = match problem {
        StoreProblem::Full { why, .. } => is_full && !why.is_empty() && problem.help().is_some(),
        StoreProblem::Failed { why, .. } => !is_full && !why.is_empty(),
        _ => false,
    };
    (!is_told).then(|| format!("the fault is told as: {problem}"))
}

/// Writing stops: the next request is refused for that reason, and the disk hears nothing of it.
fn stops(store: &dyn Store, disk: &Disk, promised: &mut Vec<Answer>) -> Vec<String> {
    let mut wrongs = Vec::new();
    let before = disk.counts();
    let next = Request::small("next");
    match next.submit(store) {
        Err(StoreProblem::Stopped { why }) if !why.is_empty() => {}
        Err(problem) => wrongs.push(format!("after a failure the store says: {problem}")),
        Ok(_) => {
            wrongs.push("after a failure the store goes on writing".to_owned());
            promised.extend(next.make(store).unwrap_or_default());
        }
    }
    let after = disk.counts();
    if (after.writes, after.syncs) != (before.writes, before.syncs) {
        wrongs.push("after a failure the disk is written to".to_owned());
    }
    wrongs
}

/// Reading goes on: every promise is still told.
fn reads(store: &dyn Store, promised: &[Answer]) -> Vec<String> {
    let events = match store.read_range(LOG, 0..1000) {
        Ok(events) => events,
        Err(problem) => return vec![format!("after a failure the store cannot be read: {problem}")],
    };
    let told = |answer: &&Answer| match answer {
        Answer::Recorded { index, hash } => {
            events.get(*index as usize).is_none_or(|event| event.hash != *hash)
        }
        Answer::Sealed { .. } | Answer::Erased { .. } => false,
    };
    promised
        .iter()
        .filter(told)
        .map(|answer| format!("after a failure it is not read any more: {answer}"))
        .collect()
}

/// Every fault at every write and every sync of one append, with how it is looked at afterwards.
fn every_fault() -> Vec<(Fault, Afterwards)> {
    let asked = one_append();
    assert!(asked.writes > 1 && asked.syncs > 0, "{asked:?}");
    println!("{} writes and {} syncs in one append", asked.writes, asked.syncs);
    let mut faults = Vec::new();
    for lasts in [Lasts::Once, Lasts::UntilHealed] {
        for afterwards in [Afterwards::Opened, Afterwards::PowerLoss] {
            for how in [WriteFault::Refused, WriteFault::Full, WriteFault::Torn { kept: 100 }] {
                faults.extend((1..=asked.writes).map(|nth| (Fault::Write { nth, how, lasts }, afterwards)));
            }
            let how = SyncFault::Refused;
            faults.extend((1..=asked.syncs).map(|nth| (Fault::Sync { nth, how, lasts }, afterwards)));
        }
    }
    faults
}

#[test]
fn after_any_fault_of_the_disk_nothing_is_lost_writing_stops_and_reading_goes_on() {
    let mut found = Vec::new();
    // In a seldom round each place fails at least once in some way, for their number and the step have no common factor.
    for (fault, afterwards) in every_fault().into_iter().step_by(rounds(5, 1) as usize) {
        let wrongs = taken(fault, afterwards, None);
        found.extend(wrongs.into_iter().map(|wrong| format!("{fault:?}, {afterwards:?}: {wrong}")));
    }
    assert!(found.is_empty(), "{} wrongs:\n{}", found.len(), found.join("\n"));
}

#[test]
fn going_on_after_a_failure_is_caught() {
    let off = Some(Mechanism::StopAfterFailure);
    let is_caught = |(fault, afterwards)| {
        taken(fault, afterwards, off).iter().any(|wrong| wrong.contains("goes on writing"))
    };
    assert!(every_fault().into_iter().any(is_caught));
}
