//! A folder with everything that a reader may see of a record, to be read in a browser and checked without the host.
//!
//! Its files are laid down in `docs/decisions/0009`; the pages are made by `accordant-documents` from a state that has
//! seen no more than the reader may. The folder appears whole or not at all. Start with [`Alliance::bundle`].

mod files;
mod gathered;
mod notes;
mod own;
mod told;
mod wall;

pub use own::Verified;

use crate::alliance::Alliance;
use crate::as_at::{day_in, zone_of};
use crate::folder::empty;
use crate::signing::Signing;
use crate::{HostProblem, new_key};
use accordant_alliance::{Refusal, State};
use accordant_documents::bundle::{Page, earlier_page, pages};
use accordant_record::{Checkpoint, VerifierKey};
use files::Files;
use gathered::{Gathered, LogFiles};
use jiff::civil::Date;
use notes::Notes;
use std::fs;
use std::path::{Path, PathBuf};
use wall::Wall;

/// What is asked of a bundle.
#[derive(Debug, Clone, Default)]
pub struct BundleAsked {
    /// The party for which it is made; for all parties without one.
    pub for_party: Option<String>,
    /// Whether the pages show the names that the directory holds.
    pub names: ShownNames,
    /// A mechanism that is switched off, for a test that shows what it is for.
    #[cfg(feature = "switches")]
    pub without: Option<BundleMechanism>,
}

impl BundleAsked {
    /// A bundle for a party or for all of them, with names on its pages or without.
    pub fn new(for_party: Option<String>, names: ShownNames) -> BundleAsked {
        BundleAsked {
            for_party,
            names,
            #[cfg(feature = "switches")]
            without: None,
        }
    }
}

/// Whether names of persons stand on the pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ShownNames {
    /// A person is known by the entry that gave the authority.
    #[default]
    None,
    /// The directory says who stands behind a reference.
    OfTheDirectory,
}

/// What the guarantee of a bundle rests on.
#[cfg(feature = "switches")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BundleMechanism {
    /// G17: what is kept between a party and the commissioners is withheld from all others.
    Wall,
}

/// What a bundle came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleReport {
    /// The folder.
    pub folder: PathBuf,
    /// How many entries it holds.
    pub entries: u64,
    /// How many parts are shown.
    pub disclosed: u64,
    /// How many are withheld from the reader.
    pub withheld: u64,
    /// How many were erased.
    pub erased: u64,
    /// How many settlements were worked out again and explained.
    pub explained: u64,
    /// What was signed of the log.
    pub checkpoint: Checkpoint,
}

impl Alliance {
    /// Writes a bundle into a folder that is empty or not there. What was recorded is signed first.
    ///
    /// # Errors
    /// When the folder holds something, the party is none, or what is stored is not what was signed; then nothing is
    /// left behind.
    pub fn bundle(&self, to: &Path, asked: &BundleAsked) -> Result<BundleReport, HostProblem> {
        empty(to)?;
        let sealed = self.seal()?;
        let state = self.state()?;
        let wall = Wall::new(&state, self.day_of_last_entry(&state)?, asked)?;
        let gathered = self.gather(&wall, &sealed)?;
        let people = match asked.names {
            ShownNames::None => None,
            ShownNames::OfTheDirectory => Some(self.people()?),
        };
        let notes = Notes::of(self, &gathered)?;
        let checkpoint = notes.confirmed(sealed.size, &gathered)?;
        let told = told::view(self, &gathered, asked, people, &notes, &checkpoint)?;
        let pages = pages(&told.view(&gathered.state))
            .map_err(|problem| HostProblem::Altered { what: problem.to_string() })?;
        let report = gathered.report(to, &pages, checkpoint);
        let files = self.laid_out(gathered, pages, &notes)?;
        written(to, &files)?;
        Ok(report)
    }

    /// The day on which the last entry was recorded, where the alliance is.
    fn day_of_last_entry(&self, state: &State) -> Result<Date, HostProblem> {
        let last = self.store().head(self.origin())?.and_then(|head| head.last_at);
        let last = last.ok_or_else(|| Refusal::rule("nothing has been recorded yet"))?;
        day_in(last, &zone_of(state)?)
    }

    /// Every file by its name: the current log at the top, earlier ones in folders of their own, the list last.
    fn laid_out(
        &self,
        mut gathered: Gathered,
        pages: Vec<Page>,
        notes: &Notes,
    ) -> Result<Files, HostProblem> {
        let mut files = Files::default();
        let alliance = gathered.alliance();
        let witnesses: Vec<String> =
            gathered.state.kept().witnesses.iter().map(|witness| witness.key.clone()).collect();
        let current = gathered.logs.pop();
        for (number, log) in gathered.logs.into_iter().enumerate() {
            let key = Signing::read(self.folder(), &log.origin)?.verifier();
            let notes = Notes::texts_of(self.store(), &log.origin, &key)?;
            let mut earlier = Files::default();
            earlier.add("index.html", earlier_page(&alliance, &log.origin));
            add_log(log, &notes, &key, &witnesses, &mut earlier);
            earlier.add_list();
            files.take(&earlier_folder(number), earlier);
        }
        if let Some(log) = current {
            add_log(log, &notes.texts(), &self.verifier(), &witnesses, &mut files);
        }
        for page in pages {
            files.add(&page.name, page.html);
        }
        files.add_list();
        Ok(files)
    }
}

/// The files of one log, with what was signed of it and the keys that signed.
fn add_log(log: LogFiles, notes: &[String], key: &VerifierKey, witnesses: &[String], files: &mut Files) {
    let LogFiles { headers, parts, withheld, .. } = log;
    files.add("headers.jsonl", headers);
    files.add("parts.jsonl", parts);
    files.add("withheld.jsonl", withheld);
    files.add("checkpoints.txt", notes.join("\n----\n"));
    let keys = [key.to_string()].into_iter().chain(witnesses.iter().cloned());
    files.add("keys.txt", keys.map(|key| format!("{key}\n")).collect::<String>());
}

/// Where an earlier log stands in a bundle.
fn earlier_folder(number: usize) -> String {
    format!("earlier/{}/", number + 1)
}

/// Writes the files beside the place where they belong, and moves them there when they are whole.
fn written(to: &Path, files: &Files) -> Result<(), HostProblem> {
    let fault = |error: std::io::Error| {
        HostProblem::Fault(format!("the bundle `{}` cannot be written: {error}", to.display()))
    };
    let name = to.file_name().ok_or_else(|| HostProblem::Folder {
        what: format!("`{}` names no folder that can be made", to.display()),
        help: "name a folder that is not there yet".to_string(),
    })?;
    let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let token = new_key().map_err(HostProblem::Fault)?;
    let beside = parent.join(format!(".{}-{token}", name.to_string_lossy()));
    fs::create_dir_all(parent).map_err(fault)?;
    let laid = files.write(&beside).and_then(|()| {
        if to.exists() {
            fs::remove_dir(to)?;
        }
        fs::rename(&beside, to)
    });
    laid.map_err(|error| {
        // What was begun is taken away again; that this fails too would say nothing more.
        let _ = fs::remove_dir_all(&beside);
        fault(error)
    })
}
