//! The host's side: what is sent to a party, and what is taken up from it.
//!
//! A line is taken up only when a key that a party named in the record verifies it. Start with
//! [`Alliance::add_checkpoint_for`].

use super::{Reply, post};
use crate::signed::{Signed, witness_keys};
use crate::{Alliance, HostProblem, MatchingCopy};
use accordant_alliance::Refusal;
use accordant_record::{
    AddCheckpoint, NoProof, Note, SignatureLine, VerifierKey, consistency_proof, read_signatures,
};
use accordant_store::StoredHashes;

/// What asking a party came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// It holds a matching copy from now on.
    Holds(MatchingCopy),
    /// It holds a copy with more entries than there are here.
    KnowsMore(u64),
    /// It would not countersign.
    Refused {
        /// The status of its answer.
        status: u16,
        /// What it said.
        said: String,
    },
}

/// What was heard from somebody who may know how far the record went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// Nothing is held there.
    Nothing,
    /// So many entries are held there, and the record here continues them or has the same.
    Continued(u64),
    /// More entries are held there than here.
    More(u64),
    /// So many entries are held there, and they are not those that stand here.
    Other(u64),
}

impl Alliance {
    /// What a party is to countersign: the record as it was last signed, and that it continues what the party
    /// countersigned before.
    ///
    /// # Errors
    /// When the party has named no key, or nothing was signed yet.
    pub fn add_checkpoint_for(&self, party: &str) -> Result<AddCheckpoint, HostProblem> {
        if self.read_only().is_none() {
            self.seal()?;
        }
        let state = self.state()?;
        let keys = witness_keys(&state)?;
        // The latest key is the one that the party has now; a new one remembers nothing.
        let Some((_, key)) = keys.iter().rev().find(|(of, _)| of == party) else {
            return Err(Refusal::rule(format!("`{party}` has named no key for matching copies"))
                .help("a person of that party names it with `accordant witness name`")
                .into());
        };
        for signed in self.signed()?.iter().rev() {
            if signed.countersigned(key)?.is_some() {
                return self.add_checkpoint_from(signed.checkpoint.size);
            }
        }
        self.add_checkpoint_from(0)
    }

    /// What anybody is to countersign who holds so many entries.
    ///
    /// # Errors
    /// When nothing was signed yet, or fewer entries.
    pub fn add_checkpoint_from(&self, old: u64) -> Result<AddCheckpoint, HostProblem> {
        let Some(Signed { checkpoint, note }) = self.signed()?.pop() else {
            return Err(Refusal::rule("nothing of the record has been signed yet")
                .help("whatever is recorded next is signed")
                .into());
        };
        let mut hashes = StoredHashes::new(self.store(), self.origin());
        let proof = match consistency_proof(&mut hashes, old, checkpoint.size) {
            Ok(proof) => proof,
            Err(NoProof::Unread(problem)) => return Err(problem.into()),
            Err(problem) => return Err(Refusal::rule(problem.to_string()).into()),
        };
        Ok(AddCheckpoint { old, proof, note: with_own_line_alone(note, self) })
    }

    /// Takes up what a party countersigned, from the text in which it came.
    ///
    /// # Errors
    /// When the text holds no such lines, or they cannot be taken up.
    pub fn take_matching_text(&self, text: &str) -> Result<MatchingCopy, HostProblem> {
        let lines = read_signatures(text).map_err(|problem| {
            Refusal::problem(format!("this is not what a party countersigned: {problem}"))
                .help("hand over the file that `accordant witness sign` wrote")
        })?;
        self.take_matching(&lines)
    }

    /// Takes up what a party countersigned.
    ///
    /// # Errors
    /// When no named key made a line, or it fits nothing that was signed here.
    pub fn take_matching(&self, lines: &[SignatureLine]) -> Result<MatchingCopy, HostProblem> {
        let state = self.state()?;
        let keys = witness_keys(&state)?;
        let signed = self.signed()?;
        for line in lines {
            let named = |(_, key): &&(String, VerifierKey)| key.is_named_by(line);
            let Some((party, key)) = keys.iter().find(named) else { continue };
            for signed in signed.iter().rev() {
                let alone = Signed {
                    checkpoint: signed.checkpoint.clone(),
                    note: Note { text: signed.note.text.clone(), signatures: vec![line.clone()] },
                };
                // A line that does not fit this checkpoint may fit an earlier one.
                let Ok(Some(at)) = alone.countersigned(key) else { continue };
                let size = signed.checkpoint.size;
                self.store().add_cosignature(self.origin(), size, &line.to_string())?;
                let entries = state.kept().log_from.saturating_add(size);
                return Ok(MatchingCopy { party: party.clone(), size: entries, at });
            }
            return Err(Refusal::problem(format!(
                "what `{party}` countersigned is nothing that was signed here"
            ))
            .help("send that party a new request, and see that it trusts the key of this record")
            .into());
        }
        Err(Refusal::problem("no key that a party has named made these lines")
            .help("the party names its key with `accordant witness name` first")
            .into())
    }

    /// Asks a party's witness over HTTP to countersign, and takes up what it answers.
    ///
    /// # Errors
    /// When it cannot be asked, or what it answers cannot be taken up.
    pub fn ask_for_matching_copy(&self, url: &str, party: &str) -> Result<Asked, HostProblem> {
        let mut request = self.add_checkpoint_for(party)?;
        let size = self.signed()?.last().map_or(0, |signed| signed.checkpoint.size);
        let mut reply = post(url, &request)?;
        if let Reply::Holds(held) = reply {
            if held > size {
                return Ok(Asked::KnowsMore(held));
            }
            if held != request.old {
                request = self.add_checkpoint_from(held)?;
                reply = post(url, &request)?;
            }
        }
        match reply {
            Reply::Signed(lines) => self.take_matching(&lines).map(Asked::Holds),
            Reply::Holds(held) => {
                let said = format!("it holds {held} entries, and they are other ones");
                Ok(Asked::Refused { status: 409, said })
            }
            Reply::Refused { status, said } => Ok(Asked::Refused { status, said }),
        }
    }

    /// Asks a witness how far it knows the record, without telling it of entries that it does not know.
    ///
    /// # Errors
    /// When it cannot be asked, or does not follow this record.
    pub fn ask_how_far(&self, url: &str) -> Result<Heard, HostProblem> {
        let size = self.signed()?.last().map_or(0, |signed| signed.checkpoint.size);
        let held = match post(url, &self.add_checkpoint_from(size)?)? {
            Reply::Signed(_) => return Ok(Heard::Continued(size)),
            Reply::Holds(held) => held,
            Reply::Refused { status, said } => return Err(unheard(url, status, &said)),
        };
        if held == 0 {
            return Ok(Heard::Nothing);
        }
        if held > size {
            return Ok(Heard::More(held));
        }
        if held == size {
            return Ok(Heard::Other(held));
        }
        match post(url, &self.add_checkpoint_from(held)?)? {
            Reply::Signed(_) => Ok(Heard::Continued(held)),
            Reply::Holds(_) | Reply::Refused { status: 422, .. } => Ok(Heard::Other(held)),
            Reply::Refused { status, said } => Err(unheard(url, status, &said)),
        }
    }
}

fn unheard(url: &str, status: u16, said: &str) -> HostProblem {
    HostProblem::Folder {
        what: format!("`{url}` answers with status {status}: {said}"),
        help: "the party must trust the key of this record: `accordant witness trust`".to_string(),
    }
}

/// The note with the log's own line alone: what others signed is no business of this party.
fn with_own_line_alone(note: Note, alliance: &Alliance) -> Note {
    let key = alliance.verifier();
    let signatures = note.signatures.into_iter().filter(|line| key.is_named_by(line)).collect();
    Note { text: note.text, signatures }
}
