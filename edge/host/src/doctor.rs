//! Everything that may be wrong with a record and its folder, each with what to do. One ailment never hides another.
//!
//! Start with [`Host::examine`].

use crate::folder::{Marker, keys_file};
use crate::host::{absolute, keys};
use crate::origin::Origin;
use crate::{Alliance, Host, HostProblem, Standing};
use accordant_record::Instant;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ailment {
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub help: String,
}

/// What an examination found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Examined {
    /// What is wrong.
    pub ailments: Vec<Ailment>,
    /// What was looked at and is as it should be.
    pub sound: Vec<String>,
    /// How the record stands, where that could be told.
    pub standing: Option<Standing>,
}

const RESTORE: &str = "restore a backup with `accordant restore`, and keep this folder until that is done";

impl Host {
    /// Looks at everything that may be wrong with the record of a folder.
    ///
    /// # Errors
    /// When the folder is not that of a recorded alliance.
    pub fn examine(&self, folder: &Path) -> Result<Examined, HostProblem> {
        let folder = absolute(folder)?;
        let marker = Marker::read(&folder)?;
        let mut examined = Examined::default();
        examined.keys_are_private(&folder, &marker);
        match self.open(&folder) {
            Err(problem) => examined.problem(&problem),
            Ok(alliance) => examined.record(&alliance, self.world.clock.now()),
        }
        Ok(examined)
    }
}

impl Examined {
    fn record(&mut self, alliance: &Arc<Alliance>, now: Result<Instant, String>) {
        if let Some((why, help)) = alliance.read_only() {
            self.wrong(format!("the record takes nothing new: {why}"), help);
        }
        self.stored(alliance);
        self.signatures(alliance);
        self.cache(alliance);
        self.erased(alliance);
        self.people(alliance);
        self.clock(alliance, now);
    }

    /// Every line hashed again, every part opened, the tree built again, by the store itself.
    fn stored(&mut self, alliance: &Alliance) {
        match alliance.store().check() {
            Err(problem) => self.problem(&problem.into()),
            Ok(findings) if findings.is_empty() => {
                self.sound("every entry and every part is as it was recorded");
            }
            Ok(findings) => {
                findings.iter().for_each(|finding| self.wrong(finding.to_string(), RESTORE));
            }
        }
    }

    fn signatures(&mut self, alliance: &Alliance) {
        match alliance.held() {
            Err(problem) => self.problem(&problem),
            Ok(None) => self.wrong(
                "no signed state is held outside the record".to_string(),
                "whatever is recorded next is signed and held; then ask the parties what they hold",
            ),
            Ok(Some(_)) => self.sound("the record continues the signed state that is held outside it"),
        }
        match alliance.standing() {
            Err(problem) => self.problem(&problem),
            Ok(standing) => {
                let unsigned = standing.size.saturating_sub(standing.signed);
                if unsigned > 0 {
                    let last = match unsigned {
                        1 => "the last entry is".to_string(),
                        _ => format!("the last {unsigned} of {} entries are", standing.size),
                    };
                    self.wrong(
                        format!("{last} not signed"),
                        "what is not is signed with whatever is recorded next",
                    );
                } else {
                    self.sound("everything is signed, and every signature fits");
                }
                self.standing = Some(standing);
            }
        }
    }

    fn cache(&mut self, alliance: &Alliance) {
        match alliance.cache_is_right() {
            Err(problem) => self.problem(&problem),
            Ok(Some(false)) => self.wrong(
                "what is remembered of the record is not what the record says".to_string(),
                "tell those who make this program; figures may be wrong until it is mended",
            ),
            Ok(Some(true) | None) => self.sound("what is remembered of the record is what the record says"),
        }
    }

    fn erased(&mut self, alliance: &Alliance) {
        let opening = alliance.not_destroyed();
        match alliance.not_erased() {
            // What cannot be read now could not be read on opening either, and is told once.
            Err(problem) => self.problem(&problem),
            Ok(0) if opening.is_some() => {}
            Ok(0) => self.sound("what was erased is gone"),
            Ok(count) => self.wrong(
                format!("{count} parts were erased by the record and are still there"),
                "opening the record erases them: run any command that reads it, then this one again",
            ),
        }
        if let Some(problem) = opening {
            self.wrong(
                format!("when the record was opened, what is erased could not all be destroyed: {problem}"),
                "see to what is said there, then open the record again: opening it destroys what is left",
            );
        }
    }

    /// Everyone who may speak for a party has a name in the directory.
    fn people(&mut self, alliance: &Alliance) {
        let known = alliance.people().and_then(|people| Ok((people, alliance.state()?)));
        let (people, state) = match known {
            Ok(known) => known,
            Err(problem) => return self.problem(&problem),
        };
        let speaking: BTreeSet<&str> =
            state.kept().mandates.values().flatten().map(|mandate| mandate.person.as_str()).collect();
        let nameless = speaking.iter().filter(|person| !people.contains_key(**person)).count();
        if nameless == 0 {
            self.sound("everyone who may speak for a party has a name here");
        } else {
            self.wrong(
                format!("{nameless} of those who may speak for a party have no name here"),
                "if a name was not erased on purpose, bring the names back from a backup",
            );
        }
    }

    fn clock(&mut self, alliance: &Alliance, now: Result<Instant, String>) {
        let now = match now {
            Ok(now) => now,
            Err(what) => return self.wrong(what, "set the clock of this machine"),
        };
        match alliance.store().head(alliance.origin()) {
            Err(problem) => self.problem(&problem.into()),
            Ok(head) => match head.and_then(|head| head.last_at) {
                Some(last) if now < last => self.wrong(
                    format!("the clock shows {now}, and the last entry was recorded at {last}"),
                    "set the clock of this machine; entries keep their order meanwhile",
                ),
                _ => self.sound("the clock stands after the last entry"),
            },
        }
    }

    #[cfg(unix)]
    fn keys_are_private(&mut self, folder: &Path, marker: &Marker) {
        use std::os::unix::fs::PermissionsExt;
        let files = [folder.join(Origin::read(&marker.origin).key_file()), keys_file(folder, &keys())];
        let open: Vec<String> = files
            .iter()
            // That one is missing is said when the record is opened.
            .filter(|file| fs::metadata(file).is_ok_and(|file| file.permissions().mode() & 0o077 != 0))
            .map(|file| file.file_name().unwrap_or_default().to_string_lossy().into_owned())
            .collect();
        for name in &open {
            self.wrong(
                format!("others on this machine can read the keys in `{name}`"),
                "take their right away: `chmod 600` and the name of the file",
            );
        }
        if open.is_empty() {
            self.sound("nobody else on this machine can read the keys of the record");
        }
    }

    #[cfg(not(unix))]
    fn keys_are_private(&mut self, _folder: &Path, _marker: &Marker) {}

    fn problem(&mut self, problem: &HostProblem) {
        self.wrong(problem.to_string(), problem.help().unwrap_or(RESTORE));
    }

    fn wrong(&mut self, what: String, help: &str) {
        let ailment = Ailment { what, help: help.to_string() };
        if !self.ailments.contains(&ailment) {
            self.ailments.push(ailment);
        }
    }

    fn sound(&mut self, what: &str) {
        self.sound.push(what.to_string());
    }
}
