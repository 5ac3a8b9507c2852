//! Bringing a backup back without forking the record. A restored record takes nothing new until those who may know more
//! were asked: if none of them does, it goes on; if one does, what is missing is brought back, or the record goes on
//! under a new name that says what is lost.
//!
//! Start with [`Host::restore`], then [`Host::confirm`].

use crate::compare::{Compared, Told};
use crate::erase::ERASED;
use crate::folder::{
    Engine, KEYS_FILE, MARKER, Marker, PERSON, copy_if_there, empty, is_recorded, make_private, text,
};
use crate::host::{absolute, keys};
use crate::origin::{HELD_FILE, KEY_FILE, Origin};
use crate::request::{Answer, Request};
use crate::signing::Signing;
use crate::{Alliance, Host, HostProblem};
use accordant_alliance::{Command, Refusal};
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

impl Host {
    /// Brings a backup back into an empty folder. It can be read there, and takes nothing new until it is confirmed.
    ///
    /// # Errors
    /// When it is no backup, the folder is not empty, or what came back is not sound.
    pub fn restore(&self, from: &Path, keys_from: &Path, to: &Path) -> Result<Arc<Alliance>, HostProblem> {
        if !is_recorded(from) {
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
        copy_all_like(from, to, HELD_FILE)?;
        copy_all_like(keys_from, to, KEY_FILE)?;
        copy_if_there(&from.join(PERSON), &to.join(PERSON))?;
        copy_if_there(&from.join(ERASED), &to.join(ERASED))?;
        self.found_sound(to, keys_to)
    }

    fn found_sound(&self, folder: &Path, keys_at: &Path) -> Result<(), HostProblem> {
        let keys_at = KeysAt::Place(text(keys_at)?.to_string());
        let store = accordant_store::open(text(folder)?, &keys_at, self.world.draw())?;
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
        let next = Origin::read(&old).next();
        let origin = next.to_string();
        if !folder.join(next.key_file()).exists() {
            Signing::make(&self.world, &folder, &origin)?;
        }
        let going_on = alliance.going_on(&origin)?;
        let command = Command::Continue { root: head.frontier.root().to_string(), known_size: known };
        let begun = going_on.store().head(&origin)?.is_some_and(|head| head.size > 0);
        let answer = match begun {
            // An earlier call came as far as this.
            true => first_answer(&going_on)?,
            false => going_on.submit(Request {
                seat: None,
                seen: None,
                worked_out_from: None,
                command,
                ..request.clone()
            })?,
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

/// Copies the small files that are called like this one, with or without a number before the ending.
fn copy_all_like(from: &Path, to: &Path, (start, ending): (&str, &str)) -> Result<(), HostProblem> {
    let fault =
        |error: std::io::Error| HostProblem::Fault(format!("`{}` cannot be read: {error}", from.display()));
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
