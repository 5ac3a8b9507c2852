//! Sealing: everything since the last checkpoint is read from the disk and worked out again before anyone signs.
//!
//! A stored hash that went bad would otherwise be signed, and no data could ever match it. It will never know who signs.
//! Start with `seal_log`.

use accordant_record::{
    Checkpoint, Frontier, HASH_BYTES, Hash, Last, Note, SIGNATURES_MAX, SignatureLine, Tip,
};

use super::fit::nodes_completed;
use super::{Kept, log_of};
use crate::engine::{Change, Checkpoints, Ending, Engine, LogNumber, NodeRow, RawCheckpoint, peaks_to_bytes};
use crate::switches::{Mechanism, Step};
use crate::{Head, Sealed, Sign, StoreProblem, StoredCheckpoint};

/// How many events are read at a time.
pub(super) const PAGE: u64 = 1_000;

impl<E: Engine> Kept<E> {
    pub(super) fn seal_log(&self, log: &str, sign: &mut Sign<'_>) -> Result<Sealed, StoreProblem> {
        self.change("sealing", Some(log), |change| {
            let (number, head) = log_of(change, log)?;
            let last = change.checkpoints(number, Checkpoints::Last)?.pop();
            if let Some(last) = last.as_ref().filter(|last| last.size == head.size) {
                return Ok((Ending::RollBack, Sealed::Already(merged(last))));
            }
            let frontier = match self.switches.holds(Mechanism::HashAgain) {
                true => self.work_out_again(change, log, number, &head, last.as_ref())?,
                false => head.frontier.clone(),
            };
            let checkpoint = Checkpoint { origin: log.to_owned(), size: head.size, root: frontier.root() };
            let note = signed(&checkpoint, sign)?;
            self.switches.at(Step::Signed)?;
            let row = RawCheckpoint {
                size: head.size,
                note: note.to_string(),
                frontier: peaks_to_bytes(&frontier),
                cosignatures: Vec::new(),
            };
            change.write_checkpoint(number, &row)?;
            Ok((Ending::Commit, Sealed::Signed(merged(&row))))
        })
    }

    /// The tree over all events, from that of the last signed checkpoint and every line since.
    fn work_out_again(
        &self,
        change: &mut dyn Change,
        log: &str,
        number: LogNumber,
        head: &Head,
        last: Option<&RawCheckpoint>,
    ) -> Result<Frontier, StoreProblem> {
        let reading = self.reading(log);
        let altered = |index: u64, why: &str| reading.altered(index, why);
        let signed = last
            .map(|last| tree_of(last).map_err(|why| altered(last.size, &why)))
            .transpose()?
            .unwrap_or_default();
        let mut index = signed.size();
        if index > head.size {
            return Err(altered(index, "a checkpoint was signed of more events than there are"));
        }
        let before = match index.checked_sub(1) {
            None => None,
            Some(before) => reading.leaves(change, number, before..index)?.pop(),
        };
        let last = before.map(|leaf| Last { hash: leaf.hash, at: leaf.header.at });
        let mut tip = Tip::at(log, signed, last)
            .ok_or_else(|| altered(index, "the last checkpoint does not fit the log"))?;
        while index < head.size {
            let page = index..head.size.min(index + PAGE);
            let mut nodes = Vec::new();
            for leaf in reading.leaves(change, number, page.clone())? {
                nodes.extend(nodes_completed(tip.frontier(), leaf.hash));
                tip.follow_leaf(&leaf).map_err(|problem| altered(leaf.header.index, &problem.to_string()))?;
            }
            for node in &nodes {
                same_node(change, number, node)?
                    .then_some(())
                    .ok_or_else(|| altered(node.number << node.level, "a hash above it was altered"))?;
            }
            index = page.end;
        }
        let last = (tip.last().map(|last| last.hash), tip.last().map(|last| last.at));
        let same = *tip.frontier() == head.frontier
            && last.0.unwrap_or(Hash::ZERO) == head.last_hash
            && last.1 == head.last_at;
        if !same {
            return Err(altered(head.size, "the head of the log is not that of its events"));
        }
        Ok(tip.frontier().clone())
    }

    pub(super) fn cosign(&self, log: &str, size: u64, line: &str) -> Result<(), StoreProblem> {
        let line =
            SignatureLine::read(line).map_err(|problem| StoreProblem::Unfit { why: problem.to_string() })?;
        self.change("keeping a cosignature", Some(log), |change| {
            let (number, _) = log_of(change, log)?;
            let row = change
                .checkpoints(number, Checkpoints::OfSize(size))?
                .pop()
                .ok_or_else(|| StoreProblem::NoCheckpoint { log: log.to_owned(), size })?;
            let note = Note::read(&merged(&row).note)
                .map_err(|problem| StoreProblem::Failed { doing: "reading", why: problem.to_string() })?;
            if note.signatures.contains(&line) {
                return Ok((Ending::RollBack, ()));
            }
            if note.signatures.len() >= SIGNATURES_MAX {
                let why = format!("the checkpoint has {SIGNATURES_MAX} signatures already");
                return Err(StoreProblem::Unfit { why });
            }
            change.write_cosignature(number, size, row.cosignatures.len() as u64, &line.to_string())?;
            Ok((Ending::Commit, ()))
        })
    }
}

/// Whether a subtree that was worked out again has the hash that is stored.
fn same_node(change: &mut dyn Change, log: LogNumber, node: &NodeRow) -> Result<bool, StoreProblem> {
    let stored = change.node_hashes(log, node.level, node.number..node.number + 1)?;
    Ok(stored.iter().any(|(_, hash)| hash.as_slice() == node.hash.as_bytes()))
}

/// The note, when it is of this checkpoint and nothing else.
fn signed(checkpoint: &Checkpoint, sign: &mut Sign<'_>) -> Result<Note, StoreProblem> {
    let unsigned = |why: String| StoreProblem::Unsigned { why };
    let text = checkpoint.text().map_err(|problem| unsigned(problem.to_string()))?;
    let note = sign(checkpoint).map_err(unsigned)?;
    if note.text != text {
        return Err(unsigned("what was signed is not the checkpoint".to_owned()));
    }
    if note.signatures.is_empty() {
        return Err(unsigned("there is no signature".to_owned()));
    }
    Ok(note)
}

/// The tree at a checkpoint: the peaks that are kept beside it, when their root is the one that was signed.
pub(super) fn tree_of(row: &RawCheckpoint) -> Result<Frontier, String> {
    let note = Note::read(&row.note).map_err(|problem| problem.to_string())?;
    let checkpoint = Checkpoint::read(&note.text).map_err(|problem| problem.to_string())?;
    let (peaks, rest) = row.frontier.as_chunks::<HASH_BYTES>();
    let peaks = peaks.iter().map(|peak| Hash::from_bytes(*peak)).collect();
    let tree = Frontier::from_peaks(row.size, peaks).filter(|_| rest.is_empty());
    match tree {
        Some(tree) if tree.root() == checkpoint.root && checkpoint.size == row.size => Ok(tree),
        _ => Err("the tree kept beside the checkpoint is not the one that was signed".to_owned()),
    }
}

/// The note with every cosignature under it.
pub(super) fn merged(row: &RawCheckpoint) -> StoredCheckpoint {
    let mut note = row.note.clone();
    for line in &row.cosignatures {
        note.push_str(line);
        note.push('\n');
    }
    StoredCheckpoint { size: row.size, note }
}
