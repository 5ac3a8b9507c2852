//! The folder of an alliance: its agreement, its facts, and what the columns of other files mean.
//!
//! Start with [`read`].

mod problem;

pub use problem::FolderProblem;

use crate::counting::COUNTING_FILE;
use crate::facts_csv::FACTS_BYTES_MAX;
use accordant_agreement::check::MAIN_FILE;
use accordant_agreement::tree;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The file that says what the columns of other files mean (F8).
pub const COLUMNS_FILE: &str = "columns.yaml";
const FACTS_FILE: &str = "facts.csv";
const FACTS_FOLDER: &str = "facts";
/// No folder may hold more files of one kind.
pub const FILES_MAX: usize = 256;

/// What stands in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// The agreement: `alliance.yaml` first, then the other files by name.
    pub agreement: Vec<NamedBytes>,
    /// `facts.csv`, then the files in `facts` by name.
    pub facts: Vec<NamedBytes>,
    /// `columns.yaml`, if there is one.
    pub columns: Option<NamedBytes>,
    /// `counting.yaml`, if there is one.
    pub counting: Option<NamedBytes>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedBytes {
    /// Its name within the folder, with `/` between folder and file.
    pub name: String,
    /// Its bytes. Of a file that is too long, just enough for its reader to see that.
    pub bytes: Vec<u8>,
}

/// Reads the folder of an alliance. Files whose names begin with a point are left alone.
///
/// # Errors
/// When it is no folder, has no `alliance.yaml`, or something in it cannot be read.
pub fn read(folder: &Path) -> Result<Folder, FolderProblem> {
    let found = fs::metadata(folder).map_err(|error| FolderProblem::unreadable(folder, error))?;
    if !found.is_dir() {
        return Err(FolderProblem::NoFolder(folder.to_path_buf()));
    }
    let names = list(folder)?;
    if let Some(name) = names.iter().find(|name| name.ends_with(".yml")) {
        return Err(FolderProblem::CalledYml(folder.join(name)));
    }
    let has = |file: &str| names.iter().any(|name| name == file).then(|| file.to_string());
    let main = has(MAIN_FILE).ok_or_else(|| FolderProblem::NoAgreement(folder.to_path_buf()))?;
    let others = [MAIN_FILE, COLUMNS_FILE, COUNTING_FILE];
    let is_schedule = |name: &&String| name.ends_with(".yaml") && !others.contains(&name.as_str());
    let agreement = [main].into_iter().chain(names.iter().filter(is_schedule).cloned());
    let further = if has(FACTS_FOLDER).is_some() { list(&folder.join(FACTS_FOLDER))? } else { Vec::new() };
    let further = further.iter().filter(|name| name.ends_with(".csv"));
    let facts = has(FACTS_FILE).into_iter().chain(further.map(|name| format!("{FACTS_FOLDER}/{name}")));
    Ok(Folder {
        agreement: read_all(folder, agreement, tree::BYTES_MAX)?,
        facts: read_all(folder, facts, FACTS_BYTES_MAX)?,
        columns: read_all(folder, has(COLUMNS_FILE).into_iter(), tree::BYTES_MAX)?.pop(),
        counting: read_all(folder, has(COUNTING_FILE).into_iter(), tree::BYTES_MAX)?.pop(),
    })
}

/// Reads one file of at most so many bytes; of a longer one, one byte more than that.
///
/// # Errors
/// When it is no file or cannot be read.
pub fn read_file(path: &Path, bytes_max: usize) -> Result<Vec<u8>, FolderProblem> {
    let unreadable = |error: io::Error| FolderProblem::unreadable(path, error);
    // A pipe or a device would be waited for, so what it is comes first.
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(FolderProblem::NoFile(path.to_path_buf()));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(bytes_max as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

fn read_all(
    folder: &Path,
    names: impl Iterator<Item = String>,
    bytes_max: usize,
) -> Result<Vec<NamedBytes>, FolderProblem> {
    let mut files = Vec::new();
    for name in names {
        if files.len() == FILES_MAX {
            return Err(FolderProblem::TooManyFiles(folder.to_path_buf()));
        }
        let bytes = read_file(&folder.join(&name), bytes_max)?;
        files.push(NamedBytes { name, bytes });
    }
    Ok(files)
}

/// The names in a folder, in order.
fn list(folder: &Path) -> Result<Vec<String>, FolderProblem> {
    let unreadable = |error: io::Error| FolderProblem::unreadable(folder, error);
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name();
        let Some(name) = name.to_str() else {
            return Err(FolderProblem::NameNotUtf8(folder.join(PathBuf::from(name))));
        };
        if !name.starts_with('.') {
            names.push(name.to_string());
        }
    }
    names.sort();
    Ok(names)
}
