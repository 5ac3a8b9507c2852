//! Bringing a backup back without forking the record. A restored record takes nothing new until those who may know more
//! were asked: if none of them does, it goes on; if one does, what is missing is brought back, or the record goes on
//! under a new name that says what is lost.
//!
//! Start with [`Host::restore`], then [`Host::confirm`].

use crate::backup::{PERSON, copy_if_there, empty, holds_record, text};
use crate::erase::ERASED;
use crate::folder::{Engine, KEYS_FILE, MARKER, Marker, make_private};
use crate::host::{absolute, keys};
use crate::request::{Answer, Request};
use crate::signing::{Held, Signing, held_file, key_file};
use crate::{Alliance, Heard, Host, HostProblem};
use accordant_alliance::{Command, Refusal};
use accordant_record::{Checkpoint, Note};
use accordant_store::KeysAt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

const RECORD_FILE: &str = "record.db";
/// What SQLite has not moved into its file yet.
const LOG_FILE: &str = "record.db-wal";

/// From where to where a backup is brought.
struct Places<'a> {
    from: &'a Path,
    keys_from: &'a Path,
    to: &'a Path,
    keys_to: &'a Path,
}

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

impl Host {
    /// Brings a backup back into an empty folder. It can be read there, and takes nothing new until it is confirmed.
    ///
    /// # Errors
    /// When it is no backup, the folder is not empty, or what came back is not sound.
    pub fn restore(&self, from: &Path, keys_from: &Path, to: &Path) -> Result<Arc<Alliance>, HostProblem> {
        if !holds_record(from) {
            return Err(HostProblem::Folder {
                what: format!("`{}` is no backup: it has no `{MARKER}`", from.display()),
                help: "name a folder that `accordant backup` filled".to_string(),
            });
        }
        let log = from.join(LOG_FILE);
        if fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
            return Err(HostProblem::Folder {
                what: format!(
                    "`{}` is a copied folder and no backup: its newest entries may be missing",
                    from.display()
                ),
                help: "name a folder that `accordant backup` filled".to_string(),
            });
        }
        let marker = Marker::read(from)?;
        let keys_to = match keys() {
            KeysAt::Beside => to.to_path_buf(),
            KeysAt::Place(place) => PathBuf::from(place),
        };
        empty(to)?;
        if keys_to.join(KEYS_FILE).exists() {
            return Err(HostProblem::Folder {
                what: format!("`{}` holds keys already", keys_to.display()),
                help: "name an empty place for the keys: nothing is ever written over".to_string(),
            });
        }
        let done = self.brought_back(&Places { from, keys_from, to, keys_to: &keys_to });
        if let Err(problem) = done {
            // Nothing of it was there before.
            let _ = fs::remove_dir_all(to);
            let _ = fs::remove_file(keys_to.join(KEYS_FILE));
            return Err(problem);
        }
        Marker { engine: Engine::Sqlite, restored: true, ..marker }.write(to)?;
        self.open(to)
    }

    fn brought_back(&self, places: &Places<'_>) -> Result<(), HostProblem> {
        let Places { from, keys_from, to, keys_to } = places;
        copy(&from.join(RECORD_FILE), &to.join(RECORD_FILE))?;
        copy(&keys_from.join(KEYS_FILE), &keys_to.join(KEYS_FILE))?;
        make_private(&keys_to.join(KEYS_FILE))?;
        // One of each for every log that the record went on under.
        copy_all_like(from, to, held_file(""))?;
        copy_all_like(keys_from, to, key_file(""))?;
        copy_if_there(&from.join(PERSON), &to.join(PERSON))?;
        copy_if_there(&from.join(ERASED), &to.join(ERASED))?;
        self.found_sound(to, keys_to)
    }

    fn found_sound(&self, folder: &Path, keys_at: &Path) -> Result<(), HostProblem> {
        let randomness = Arc::clone(&self.world.randomness);
        let draw: accordant_store::Randomness = Arc::new(move |bytes: &mut [u8]| randomness.fill(bytes));
        let keys_at = KeysAt::Place(text(keys_at)?.to_string());
        let store = accordant_store::open(text(folder)?, &keys_at, draw)?;
        match store.check()?.first() {
            None => Ok(()),
            Some(finding) => Err(HostProblem::Altered { what: format!("in the backup, {finding}") }),
        }
    }

    /// Compares the record of a folder with what others know of it, and lets it take new entries again if nobody knows
    /// of more.
    ///
    /// # Errors
    /// When somebody knows of other entries, or nobody was asked who holds a matching copy.
    pub fn confirm(&self, folder: &Path, told: &[Told]) -> Result<Compared, HostProblem> {
        let folder = absolute(folder)?;
        let alliance = self.open(&folder)?;
        let compared = alliance.compared(told)?;
        if let Compared::Latest { by, .. } = &compared
            && alliance.marker().restored
        {
            let holders = alliance.holders()?;
            if by.is_empty() && !holders.is_empty() {
                return Err(Refusal::rule(format!(
                    "nobody was asked who may know more: {} may hold a matching copy",
                    holders.join(", ")
                ))
                .help("ask one with `--ask`, or hand over what one holds, or the last printed copy, with `--checkpoint`")
                .into());
            }
            Marker { restored: false, ..alliance.marker().clone() }.write(&folder)?;
            self.let_go(&folder);
        }
        Ok(compared)
    }

    /// Goes on with a record that is behind what others know: under a new name and key, beginning with an entry that
    /// says which entries are held and up to where others know of more. After an interruption the same call ends it.
    ///
    /// # Errors
    /// When the record is not behind, or somebody knows of other entries than it holds.
    pub fn go_on(
        &self,
        folder: &Path,
        told: &[Told],
        request: &Request,
    ) -> Result<(Arc<Alliance>, Answer), HostProblem> {
        let folder = absolute(folder)?;
        let alliance = self.open(&folder)?;
        let Compared::Behind { known, .. } = alliance.compared(told)? else {
            return Err(Refusal::rule("nobody knows of more entries than there are here")
                .help("`accordant restore --confirm` lets the record take new entries")
                .into());
        };
        let old = alliance.origin().to_string();
        let head = alliance.store().head(&old)?;
        let head = head.ok_or_else(|| HostProblem::Fault(format!("there is no record `{old}`")))?;
        let now = self.world.clock.now().map_err(HostProblem::Fault)?;
        if head.last_at.is_some_and(|last| now <= last) {
            return Err(HostProblem::Fault(
                "the clock of this machine stands before the last entry".to_string(),
            ));
        }
        let origin = numbered(&old, number(&old).saturating_add(1));
        if !folder.join(key_file(&origin)).exists() {
            Signing::make(&self.world, &folder, &origin)?;
        }
        let going_on = alliance.going_on(&origin)?;
        let command = Command::Continue { root: head.frontier.root().to_string(), known_size: known };
        let begun = going_on.store().head(&origin)?.is_some_and(|head| head.size > 0);
        let answer = match begun {
            // An earlier call came as far as this.
            true => first_answer(&going_on)?,
            false => going_on.submit(Request { seat: None, seen: None, command, ..request.clone() })?,
        };
        going_on.store().close(&old)?;
        Marker { origin, restored: false, ..alliance.marker().clone() }.write(&folder)?;
        self.let_go(&folder);
        let alliance = self.open(&folder)?;
        alliance.seal()?;
        Ok((alliance, answer))
    }

    /// Opens the folder anew when it is next asked for.
    fn let_go(&self, folder: &Path) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(folder);
    }
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
    fn holders(&self) -> Result<Vec<String>, HostProblem> {
        let state = self.state()?;
        let mut parties: Vec<String> =
            state.kept().witnesses.iter().map(|witness| witness.party.clone()).collect();
        parties.sort();
        parties.dedup();
        Ok(parties)
    }
}

/// The answer to a continuing that was recorded before.
fn first_answer(going_on: &Alliance) -> Result<Answer, HostProblem> {
    let state = going_on.state()?;
    let first = state.kept().log_from;
    let events = going_on.store().read_range(going_on.origin(), 0..1)?;
    let begun = events.first().ok_or_else(|| {
        HostProblem::Fault(format!("`{}` was begun, and its first entry is not there", going_on.origin()))
    })?;
    Ok(Answer { first, last: first, at: begun.header.at.to_string() })
}

/// The number that ends an origin: 1 of a record that was never continued.
fn number(origin: &str) -> u64 {
    origin.rsplit_once('/').and_then(|(_, number)| number.parse().ok()).unwrap_or(1)
}

/// The same origin with another number.
fn numbered(origin: &str, number: u64) -> String {
    let name = origin.rsplit_once('/').map_or(origin, |(name, _)| name);
    format!("{name}/{number}")
}

/// Copies the small files that are called like this one, with or without a number before the ending.
fn copy_all_like(from: &Path, to: &Path, name: String) -> Result<(), HostProblem> {
    let fault =
        |error: std::io::Error| HostProblem::Fault(format!("`{}` cannot be read: {error}", from.display()));
    let (start, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    for entry in fs::read_dir(from).map_err(fault)? {
        let found = entry.map_err(fault)?.file_name();
        let is_like = found.to_str().is_some_and(|found| found.starts_with(start) && found.ends_with(ending));
        if is_like {
            copy_if_there(&from.join(&found), &to.join(&found))?;
        }
    }
    Ok(())
}

/// Copies a file of a store, durably.
fn copy(from: &Path, to: &Path) -> Result<(), HostProblem> {
    let fault = |error: std::io::Error| HostProblem::Folder {
        what: format!("`{}` cannot be brought back: {error}", from.display()),
        help: "name the folder that `accordant backup` filled, and with `--keys` that of its keys"
            .to_string(),
    };
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(fault)?;
    }
    fs::copy(from, to).and_then(|_| File::open(to)?.sync_all()).map_err(fault)
}
