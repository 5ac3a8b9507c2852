//! An answer that was given survives a loss of power, at every write and at every sync.

use std::path::Path;

use accordant_faults::work::{
    Answer, LONG_BYTES, Opening, Request, SHORT_BYTES, erase, opened_wrongs, seal, wrongs,
};
use accordant_faults::{Counts, Disk, Fault, Lasts, SyncFault, WriteFault, rounds};
use accordant_store::{Mechanism, StoreProblem};

/// Works on the disk until it fails or the work is done.
fn work(folder: &Path, disk: &Disk, off: Option<Mechanism>, answers: &mut Vec<Answer>) -> Result<(), String> {
    let said = |problem: StoreProblem| problem.to_string();
    let store = Opening::new(&folder.to_string_lossy()).on(disk).without(off).open().map_err(said)?;
    for number in 0..6 {
        let long = number == 3;
        let part_bytes = if long { LONG_BYTES } else { SHORT_BYTES };
        let request = Request { key: number.to_string(), events: 1 + number % 3, part_bytes };
        answers.extend(request.make(store.as_ref())?);
        if number == 4 {
            answers.push(seal(store.as_ref())?);
            answers.push(erase(store.as_ref(), 1)?);
        }
    }
    // While the store is still open, as at a loss of power.
    disk.power_loss(answers.len() as u64).map(drop).map_err(|error| error.to_string())
}

/// One life that ends with a loss of power, ordered or at the end of the work; what is wrong afterwards.
fn life(off: Option<Mechanism>, fault: Option<Fault>, seed: u64) -> (Vec<String>, Counts) {
    let folder = tempfile::tempdir().expect("a folder");
    let disk = Disk::new(seed);
    if let Some(fault) = fault {
        disk.fail(fault);
    }
    let mut answers = Vec::new();
    let ended = work(folder.path(), &disk, off, &mut answers);
    assert!(disk.is_dead(), "the store gave up while the disk was well: {ended:?}");
    if fault.is_some() {
        disk.power_loss(seed).expect("files laid down");
    }
    let mut found = opened_wrongs(Opening::new(&folder.path().to_string_lossy()).open(), &answers);
    if found.is_empty() {
        found.extend(goes_on(folder.path(), &answers));
    }
    (found, disk.counts())
}

/// What is wrong when work goes on after the power came back.
fn goes_on(folder: &Path, answers: &[Answer]) -> Vec<String> {
    let store = match Opening::new(&folder.to_string_lossy()).open() {
        Ok(store) => store,
        Err(problem) => return vec![problem.to_string()],
    };
    match Request::small("after").make(store.as_ref()) {
        Ok(more) => wrongs(store.as_ref(), &[answers, &more].concat()),
        Err(why) => vec![why],
    }
}

/// A loss at every write and every sync, or at so many of them; the wrongs of the first life that has any.
fn lose_power(off: Option<Mechanism>, lives_max: u64) -> Vec<String> {
    let (wrongs, counts) = life(off, None, 0);
    if !wrongs.is_empty() {
        return wrongs;
    }
    let at_write = (1..=counts.writes).map(|nth| {
        let how = WriteFault::PowerLoss { kept: (nth * 701 % 4200) as usize };
        Fault::Write { nth, how, lasts: Lasts::Once }
    });
    let at_sync =
        (1..=counts.syncs).map(|nth| Fault::Sync { nth, how: SyncFault::PowerLoss, lasts: Lasts::Once });
    let faults: Vec<Fault> = at_write.chain(at_sync).collect();
    println!("{} writes and {} syncs", counts.writes, counts.syncs);
    let stride = faults.len().div_ceil(lives_max as usize).max(1);
    for (fault, place) in faults.into_iter().zip(0u64..).step_by(stride) {
        for seed in 0..rounds(1, 2) {
            let seed = place * 5 + seed;
            let (wrongs, _) = life(off, Some(fault), seed);
            if !wrongs.is_empty() {
                return wrongs.into_iter().map(|wrong| format!("{fault:?}, seed {seed}: {wrong}")).collect();
            }
        }
    }
    Vec::new()
}

#[test]
fn every_answer_survives_a_loss_of_power() {
    assert_eq!(lose_power(None, rounds(60, u64::MAX)), [""; 0]);
}

#[test]
fn not_waiting_for_the_disk_is_caught() {
    assert_ne!(lose_power(Some(Mechanism::WaitForDisk), 60), [""; 0]);
}
