//! What is signed of a log: its origin, how many events it has, and the root of the tree over them.
//!
//! The form is that of C2SP `tlog-checkpoint`, with three lines and never a fourth: what nobody can check is not
//! signed. This file will never know who signs. Start with [`Checkpoint`].

use crate::encoding::read_number;
use crate::header::is_origin;
use crate::{EMPTY_ROOT, Hash};
use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

/// A log as it was when it had `size` events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The origin of the log.
    pub origin: String,
    /// How many events it had.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
}

impl Checkpoint {
    /// The three lines that are signed.
    ///
    /// # Errors
    /// When the origin would not stand on one line, or the root is not that of an empty log and should be.
    pub fn text(&self) -> Result<String, CheckpointProblem> {
        self.checked()?;
        Ok(format!("{}\n{}\n{}\n", self.origin, self.size, self.root.to_base64()))
    }

    /// Reads the three lines, and nothing else.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn read(text: &str) -> Result<Checkpoint, CheckpointProblem> {
        let lines = text.strip_suffix('\n').ok_or(CheckpointProblem::Lines)?;
        let mut lines = lines.split('\n');
        let (Some(origin), Some(size), Some(root), None) =
            (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(CheckpointProblem::Lines);
        };
        let checkpoint = Checkpoint {
            origin: origin.to_string(),
            size: read_number(size).ok_or(CheckpointProblem::Size)?,
            root: Hash::from_base64(root).ok_or(CheckpointProblem::Root)?,
        };
        checkpoint.checked()?;
        Ok(checkpoint)
    }

    fn checked(&self) -> Result<(), CheckpointProblem> {
        if !is_origin(&self.origin) {
            return Err(CheckpointProblem::Origin);
        }
        if self.size == 0 && self.root != EMPTY_ROOT {
            return Err(CheckpointProblem::NotTheEmptyRoot);
        }
        Ok(())
    }
}

/// Why a text is no checkpoint of ours, or a checkpoint has no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckpointProblem {
    /// It has not exactly three lines, each with its line feed.
    Lines,
    /// The first line is no origin.
    Origin,
    /// The second line is no size.
    Size,
    /// The third line is no root.
    Root,
    /// It has no events, and a root that only events can give.
    NotTheEmptyRoot,
}

impl fmt::Display for CheckpointProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Lines => "a checkpoint has three lines: origin, size and root",
            Self::Origin => "line 1 of a checkpoint is an origin, without spaces and without +",
            Self::Size => "line 2 of a checkpoint is a whole number, without zeros before it",
            Self::Root => "line 3 of a checkpoint is a hash in base64",
            Self::NotTheEmptyRoot => "a record without events has another root",
        })
    }
}

impl core::error::Error for CheckpointProblem {}
