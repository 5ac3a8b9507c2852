//! What a log asks of a witness, and what the witness answers (C2SP `tlog-witness`, `add-checkpoint`).
//!
//! These are the texts alone: this file will never know how they travel, nor what the witness saw before. Start with
//! [`AddCheckpoint`].

use crate::encoding::read_number;
use crate::note::read_signatures;
use crate::proof_lines::{read_lines, write_lines};
use crate::{Hash, Note, NoteProblem, SignatureLine};
use alloc::vec::Vec;
use core::fmt;

const OLD: &str = "old ";

/// A new checkpoint, and the proof that it continues the one that the witness holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// How many events the witness's checkpoint has; 0 where it has none.
    pub old: u64,
    /// The proof from there.
    pub proof: Vec<Hash>,
    /// The new checkpoint, signed by the log.
    pub note: Note,
}

impl AddCheckpoint {
    /// Reads a request. Nothing in it is verified.
    ///
    /// # Errors
    /// What is wrong with its form.
    pub fn read(text: &str) -> Result<AddCheckpoint, ExchangeProblem> {
        let (old, rest) = text.split_once('\n').ok_or(ExchangeProblem::Cut)?;
        let old = old.strip_prefix(OLD).and_then(read_number).ok_or(ExchangeProblem::Line { number: 1 })?;
        let (proof, note) = read_lines(rest, 2)?;
        Ok(AddCheckpoint { old, proof, note: Note::read(note).map_err(ExchangeProblem::Note)? })
    }
}

impl fmt::Display for AddCheckpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{OLD}{}", self.old)?;
        write_lines(formatter, &self.proof)?;
        write!(formatter, "\n{}", self.note)
    }
}

/// What a witness answers to a request that it does not refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WitnessAnswer {
    /// It signed: these lines go under the checkpoint (answered with status 200).
    Signed(Vec<SignatureLine>),
    /// It holds a checkpoint of another size, from which the proof must lead (answered with status 409).
    Holds(u64),
}

impl WitnessAnswer {
    /// Reads an answer. Nothing in it is verified.
    ///
    /// # Errors
    /// When it is neither lines with signatures nor a size.
    pub fn read(text: &str) -> Result<WitnessAnswer, ExchangeProblem> {
        match text.strip_suffix('\n').and_then(read_number) {
            Some(size) => Ok(Self::Holds(size)),
            None => read_signatures(text).map(Self::Signed).map_err(ExchangeProblem::Note),
        }
    }
}

impl fmt::Display for WitnessAnswer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signed(lines) => lines.iter().try_for_each(|line| writeln!(formatter, "{line}")),
            Self::Holds(size) => writeln!(formatter, "{size}"),
        }
    }
}

/// Why a text is no request, no answer or no proof file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExchangeProblem {
    /// It ends too early.
    Cut,
    /// A line is not what must stand there.
    Line {
        /// Which, from 1.
        number: usize,
    },
    /// It has more hashes than any proof needs.
    TooManyHashes,
    /// What is wrong with the signed checkpoint, or with the signatures.
    Note(NoteProblem),
}

impl fmt::Display for ExchangeProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cut => formatter.write_str("the text ends too early"),
            Self::Line { number } => write!(formatter, "line {number} is not what must stand there"),
            Self::TooManyHashes => formatter.write_str("a proof has at most 63 hashes"),
            Self::Note(problem) => problem.fmt(formatter),
        }
    }
}

impl core::error::Error for ExchangeProblem {}
