//! Signed states of the record: which of them may be used, and whether the events are those that were signed.
//!
//! A state is used only when a key of the log that the auditor pinned has signed it; what the bundle says of keys is
//! never asked. This file will never know what happened in the events. Start with [`read`].

use crate::events::Followed;
use crate::files::{CHECKPOINTS, HEADERS};
use crate::what::{OfEvent, OfState};
use crate::{Asked, Confirmation, Finding, Pinned, PinnedKey, Report, Role, Wanted, What};
use accordant_record::{Checkpoint, Note, NoteProblem};
use std::slice;

/// What stands between two signed states.
const BETWEEN: &[u8] = b"\n\n----\n";
/// The lines that it takes: the empty one and its own.
const LINES_BETWEEN: usize = 2;

/// Whether a state may come without a signature.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It may not.
    Signed,
    /// It may, for the auditor itself has kept it on paper.
    SignedOrOnPaper,
}

/// A state of the record that may be used.
pub(crate) struct State<'a> {
    pub(crate) checkpoint: Checkpoint,
    file: String,
    line: usize,
    /// The parties that confirm it, and when they did.
    confirmed_by: Vec<(&'a PinnedKey, u64)>,
}

impl State<'_> {
    fn finding(&self, what: What) -> Finding {
        Finding::at(&self.file, self.line, what)
    }

    fn is_witnessed(&self) -> bool {
        let by = |role| self.confirmed_by.iter().any(|(key, _)| key.role == role);
        by(Role::Commissioner) && by(Role::Provider)
    }

    /// Why the events are not those that were signed.
    fn against(&self, followed: &Followed) -> Option<What> {
        let size = self.checkpoint.size;
        match followed.roots.get(&size) {
            None => Some(What::State(OfState::EndMissing { size, events: followed.events.len() })),
            Some(root) if *root != self.checkpoint.root => Some(What::State(OfState::OtherHistory { size })),
            Some(_) => None,
        }
    }
}

/// The states of a file that may be used; why the others may not is told.
pub(crate) fn read<'a>(
    file: &str,
    content: &[u8],
    pinned: &'a Pinned,
    mode: Mode,
    report: &mut Report,
) -> Vec<State<'a>> {
    let mut states = Vec::new();
    let mut line = 1;
    for piece in pieces(content) {
        match read_state(file, line, &piece, pinned, mode, report) {
            Ok(state) => states.push(state),
            Err(what) => report.problems.push(Finding::at(file, line, what)),
        }
        line += piece.iter().filter(|byte| **byte == b'\n').count() + LINES_BETWEEN;
    }
    states
}

/// The notes of a file, each with the line feed that ends it.
fn pieces(content: &[u8]) -> Vec<Vec<u8>> {
    let mut pieces = Vec::new();
    let mut rest = content;
    while let Some(at) = rest.windows(BETWEEN.len()).position(|window| window == BETWEEN) {
        let (piece, after) = rest.split_at(at);
        pieces.push([piece, b"\n"].concat());
        rest = after.get(BETWEEN.len()..).unwrap_or_default();
    }
    pieces.push(rest.to_vec());
    pieces
}

fn read_state<'a>(
    file: &str,
    line: usize,
    piece: &[u8],
    pinned: &'a Pinned,
    mode: Mode,
    report: &mut Report,
) -> Result<State<'a>, What> {
    let text = str::from_utf8(piece).map_err(|_| What::State(OfState::NotText))?;
    let state = |checkpoint, confirmed_by| State { checkpoint, file: file.to_string(), line, confirmed_by };
    if mode == Mode::SignedOrOnPaper && !text.contains("\n\n") {
        let checkpoint = read_checkpoint(text, pinned)?;
        report.remarks.push(Finding::at(file, line, What::State(OfState::OnPaper)));
        return Ok(state(checkpoint, Vec::new()));
    }
    let note = Note::read(text).map_err(|problem| What::State(OfState::Note(problem)))?;
    let checkpoint = read_checkpoint(&note.text, pinned)?;
    for name in strange(&note, pinned) {
        report.remarks.push(Finding::at(file, line, What::State(OfState::UnknownKey { name })));
    }
    let mut is_signed_by_log = false;
    let mut confirmed_by = Vec::new();
    for key in pinned.keys() {
        match note.check(slice::from_ref(&key.key)) {
            Err(NoteProblem::NotSignedByKnownKey) => {}
            Err(problem) => return Err(What::State(OfState::Note(problem))),
            Ok(verified) => {
                is_signed_by_log |= key.role == Role::Log;
                confirmed_by.extend(verified.iter().filter_map(|by| Some((key, by.time?))));
            }
        }
    }
    if is_signed_by_log {
        Ok(state(checkpoint, confirmed_by))
    } else {
        Err(What::State(OfState::NotSignedByLog))
    }
}

fn read_checkpoint(text: &str, pinned: &Pinned) -> Result<Checkpoint, What> {
    let checkpoint = Checkpoint::read(text).map_err(|problem| What::State(OfState::Checkpoint(problem)))?;
    if checkpoint.origin == pinned.origin {
        return Ok(checkpoint);
    }
    Err(What::State(OfState::OtherOrigin { origin: checkpoint.origin, expected: pinned.origin.clone() }))
}

/// Names of the keys under a note on which the auditor does not rely.
fn strange(note: &Note, pinned: &Pinned) -> Vec<String> {
    let known = |name: &str, id| {
        pinned.keys().iter().any(|pinned| pinned.key.name() == name && pinned.key.key_id() == id)
    };
    let unknown = note.signatures.iter().filter(|line| !known(&line.name, line.key_id));
    unknown.map(|line| line.name.clone()).collect()
}

/// Every state is the beginning of these events; so any two of them agree with each other too.
pub(crate) fn check_roots(
    signed: &[State<'_>],
    held: &[State<'_>],
    followed: &Followed,
    report: &mut Report,
) {
    for state in signed.iter().chain(held) {
        report.problems.extend(state.against(followed).map(|what| state.finding(what)));
    }
    report.held_matching = held.iter().filter(|state| state.against(followed).is_none()).count();
}

/// The states of the bundle rise; what they leave open is told.
pub(crate) fn check_signed(
    signed: &[State<'_>],
    followed: &Followed,
    asked: &Asked<'_>,
    report: &mut Report,
) {
    for pair in signed.windows(2) {
        let [before, after] = pair else { continue };
        let (size, before) = (after.checkpoint.size, before.checkpoint.size);
        if size <= before {
            report.problems.push(after.finding(What::State(OfState::NotRising { size, before })));
        }
    }
    // Of two that are equally large, the first: the second is a problem of its own.
    let Some(largest) = signed.iter().rev().max_by_key(|state| state.checkpoint.size) else { return };
    report.signed_size = Some(largest.checkpoint.size);
    let witnessed = signed.iter().filter(|state| state.is_witnessed());
    report.witnessed_size = witnessed.map(|state| state.checkpoint.size).max();
    report.confirmations = confirmations(signed, followed);

    let events = followed.events.len() as u64;
    if let Some(unsigned) = events.checked_sub(largest.checkpoint.size).filter(|unsigned| *unsigned > 0) {
        let from = usize::try_from(largest.checkpoint.size).map_or(usize::MAX, |size| size + 1);
        report.remarks.push(Finding::at(
            HEADERS,
            from,
            What::Event(OfEvent::NotYetSigned { events: unsigned }),
        ));
    }
    if !largest.is_witnessed() {
        let findings = match asked.confirmation {
            Wanted::Required => &mut report.problems,
            Wanted::Told => &mut report.remarks,
        };
        findings.push(Finding::at(CHECKPOINTS, largest.line, What::State(OfState::NotConfirmed)));
    }
}

/// For each party the largest copy that it confirms, in the order of the auditor's keys.
fn confirmations(signed: &[State<'_>], followed: &Followed) -> Vec<Confirmation> {
    let mut confirmations: Vec<Confirmation> = Vec::new();
    for state in signed.iter().filter(|state| state.against(followed).is_none()) {
        for (key, at) in &state.confirmed_by {
            confirmations.retain(|earlier| earlier.party != key.party);
            let size = state.checkpoint.size;
            confirmations.push(Confirmation { party: key.party.clone(), role: key.role, size, at: *at });
        }
    }
    confirmations
}
