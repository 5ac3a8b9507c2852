//! How a record compares with what others know of it: those who countersigned it, the printed copies, and the state that
//! is held beside it. It will never know what becomes of the record then.
//!
//! Start with [`Alliance::compared`].

use crate::signing::Held;
use crate::{Alliance, Heard, HostProblem};
use accordant_record::{Checkpoint, Note};

/// What somebody says of how far the record went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Who says it, in words: a party, an address, a file.
    pub by: String,
    /// What is said.
    pub what: Knows,
}

/// What somebody knows of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Knows {
    /// A state that was signed, or printed.
    State(Checkpoint),
    /// What a witness answered.
    Heard(Heard),
}

/// How a record compares with what others know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compared {
    /// It has all that anybody told of.
    Latest {
        /// How many entries its last log has.
        size: u64,
        /// Who told of it from outside.
        by: Vec<String>,
    },
    /// Somebody knows of more.
    Behind {
        /// How many entries its last log has.
        size: u64,
        /// How many are known of.
        known: u64,
        /// Who knows.
        by: String,
    },
}

impl Alliance {
    /// Reads what somebody hands over: a signed state, or the three lines that were printed.
    ///
    /// # Errors
    /// When it is neither, or its signature is not that of this record.
    pub fn read_state(&self, text: &str) -> Result<Checkpoint, HostProblem> {
        let wrong = |what: String| {
            HostProblem::Folder {
            what: format!("this is no state of the record: {what}"),
            help: "hand over a signed copy, or the three printed lines: the name, the number of entries, and the line of letters".to_string(),
        }
        };
        // Of a list of signed states, as a bundle has it, the last is the largest.
        let text = text.rsplit("\n----\n").next().unwrap_or(text);
        let Ok(note) = Note::read(text) else {
            let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            return Checkpoint::read(&format!("{}\n", lines.join("\n")))
                .map_err(|problem| wrong(problem.to_string()));
        };
        let checkpoint = Checkpoint::read(&note.text).map_err(|problem| wrong(problem.to_string()))?;
        if checkpoint.origin == self.origin() {
            note.check(&[self.verifier()]).map_err(|problem| wrong(problem.to_string()))?;
        }
        Ok(checkpoint)
    }

    /// How the record compares with what is held beside it and with what others tell of it.
    ///
    /// # Errors
    /// When somebody knows of other entries than stand here, or speaks of another record.
    pub fn compared(&self, told: &[Told]) -> Result<Compared, HostProblem> {
        let size = self.store().head(self.origin())?.map_or(0, |head| head.size);
        let mut most: Option<(u64, &str)> = None;
        let mut by = Vec::new();
        let held = self.held()?.map(|held| Told {
            by: "what is held beside the record".to_string(),
            what: Knows::State(held.checkpoint),
        });
        for (told, from_outside) in
            held.iter().map(|held| (held, false)).chain(told.iter().map(|told| (told, true)))
        {
            let known = match &told.what {
                Knows::Heard(Heard::Nothing) => continue,
                Knows::Heard(Heard::Other(size)) => return Err(self.other_entries(&told.by, *size)),
                Knows::Heard(Heard::Continued(size) | Heard::More(size)) => *size,
                Knows::State(state) => self.known_of(state, &told.by)?,
            };
            if from_outside {
                by.push(told.by.clone());
            }
            if known > size && most.is_none_or(|(most, _)| known > most) {
                most = Some((known, &told.by));
            }
        }
        Ok(match most {
            Some((known, by)) => Compared::Behind { size, known, by: by.to_string() },
            None => Compared::Latest { size, by },
        })
    }

    /// The size of a state, if what it has in common with this record is the same.
    fn known_of(&self, state: &Checkpoint, by: &str) -> Result<u64, HostProblem> {
        if !self.logs().contains(&state.origin) {
            return Err(HostProblem::Folder {
                what: format!(
                    "{by} speaks of the record `{}`, and this one is `{}`",
                    state.origin,
                    self.origin()
                ),
                help: "see that it is the same alliance".to_string(),
            });
        }
        let size = self.store().head(&state.origin)?.map_or(0, |head| head.size);
        let held = Held { checkpoint: state.clone(), note: String::new() };
        if state.size <= size && !self.continues(&held)? {
            return Err(self.other_entries(by, state.size));
        }
        // What an earlier log lost was said when the record went on.
        Ok(if state.origin == self.origin() { state.size } else { 0 })
    }

    fn other_entries(&self, by: &str, size: u64) -> HostProblem {
        HostProblem::Altered {
            what: format!("{by} knows {size} entries, and they are not those that stand here"),
        }
    }

    /// The parties that have named a key for matching copies.
    pub(crate) fn holders(&self) -> Result<Vec<String>, HostProblem> {
        let state = self.state()?;
        let mut parties: Vec<String> =
            state.kept().witnesses.iter().map(|witness| witness.party.clone()).collect();
        parties.sort();
        parties.dedup();
        Ok(parties)
    }
}
