//! A proof that stands alone: with the log's key in hand, it shows without any network that an event was recorded
//! (C2SP `tlog-proof`).
//!
//! This file will never know what the event says. Start with [`ProofFile`].

use crate::encoding::read_number;
use crate::proof_lines::{read_lines, write_lines};
use crate::{
    Checkpoint, CheckpointProblem, ExchangeProblem, Hash, Note, NoteProblem, ProofProblem, Verified,
    VerifierKey, from_base64, to_base64, verify_inclusion,
};
use alloc::vec::Vec;
use core::fmt;

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";
const EXTRA: &str = "extra ";
const INDEX: &str = "index ";

/// The proof that the event at an index is in the log of a signed checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofFile {
    /// What the maker of the file adds; nobody vouches for it.
    pub extra: Option<Vec<u8>>,
    /// The index of the event.
    pub index: u64,
    /// The proof, from the leaf's neighbour up.
    pub hashes: Vec<Hash>,
    /// The signed checkpoint.
    pub note: Note,
}

impl ProofFile {
    /// Reads a file. Nothing in it is verified: see [`ProofFile::check`].
    ///
    /// # Errors
    /// What is wrong with its form.
    pub fn read(text: &str) -> Result<ProofFile, ExchangeProblem> {
        let line = |number| ExchangeProblem::Line { number };
        let (first, rest) = text.split_once('\n').ok_or(ExchangeProblem::Cut)?;
        if first != FIRST_LINE {
            return Err(line(1));
        }
        let (second, after) = rest.split_once('\n').ok_or(ExchangeProblem::Cut)?;
        let (extra, rest, number) = match second.strip_prefix(EXTRA) {
            Some(extra) => (Some(from_base64(extra).ok_or(line(2))?), after, 3),
            None => (None, rest, 2),
        };
        let (index, rest) = rest.split_once('\n').ok_or(ExchangeProblem::Cut)?;
        let index = index.strip_prefix(INDEX).and_then(read_number).ok_or(line(number))?;
        let (hashes, note) = read_lines(rest, number + 1)?;
        Ok(ProofFile { extra, index, hashes, note: Note::read(note).map_err(ExchangeProblem::Note)? })
    }

    /// Checks the signatures, then that the checkpoint is the log's, then the proof: a root that nobody signed is
    /// never relied on.
    ///
    /// # Errors
    /// What is not proven.
    pub fn check(
        &self,
        leaf: &Hash,
        origin: &str,
        known: &[VerifierKey],
    ) -> Result<(Checkpoint, Vec<Verified>), NotProven> {
        let verified = self.note.check(known).map_err(NotProven::Note)?;
        let checkpoint = Checkpoint::read(&self.note.text).map_err(NotProven::Checkpoint)?;
        if checkpoint.origin != origin {
            return Err(NotProven::OtherLog);
        }
        verify_inclusion(leaf, self.index, checkpoint.size, &self.hashes, &checkpoint.root)
            .map_err(NotProven::Proof)?;
        Ok((checkpoint, verified))
    }
}

impl fmt::Display for ProofFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{FIRST_LINE}")?;
        if let Some(extra) = &self.extra {
            writeln!(formatter, "{EXTRA}{}", to_base64(extra))?;
        }
        writeln!(formatter, "{INDEX}{}", self.index)?;
        write_lines(formatter, &self.hashes)?;
        write!(formatter, "\n{}", self.note)
    }
}

/// Why a proof file does not prove what it is to prove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotProven {
    /// The signatures are not to be trusted.
    Note(NoteProblem),
    /// What is signed is no checkpoint.
    Checkpoint(CheckpointProblem),
    /// The checkpoint is that of another log.
    OtherLog,
    /// The proof does not lead from the event to the checkpoint.
    Proof(ProofProblem),
}

impl fmt::Display for NotProven {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Note(problem) => problem.fmt(formatter),
            Self::Checkpoint(problem) => problem.fmt(formatter),
            Self::OtherLog => formatter.write_str("what is signed is another record"),
            Self::Proof(problem) => problem.fmt(formatter),
        }
    }
}

impl core::error::Error for NotProven {}
