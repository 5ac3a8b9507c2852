//! What can be wrong with a folder.

use super::FILES_MAX;
use accordant_agreement::check::MAIN_FILE;
use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Why a folder cannot be read.
#[derive(Debug)]
pub enum FolderProblem {
    /// There is nothing of that name.
    Nothing(PathBuf),
    /// It is a file.
    NoFolder(PathBuf),
    /// It is a folder, a pipe or a device.
    NoFile(PathBuf),
    /// It holds no agreement.
    NoAgreement(PathBuf),
    /// A file ends in `.yml` and would be left out by its name alone.
    CalledYml(PathBuf),
    /// A file has a name that is not UTF-8.
    NameNotUtf8(PathBuf),
    /// It holds more files of one kind than [`FILES_MAX`].
    TooManyFiles(PathBuf),
    /// The system refuses.
    Unreadable(PathBuf, io::Error),
}

impl FolderProblem {
    pub(super) fn unreadable(path: &Path, error: io::Error) -> FolderProblem {
        let path = path.to_path_buf();
        if error.kind() == ErrorKind::NotFound { Self::Nothing(path) } else { Self::Unreadable(path, error) }
    }

    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::Nothing(_) => "see how the name is written; a link must lead to something".to_string(),
            Self::NoFolder(_) => format!("name the folder in which `{MAIN_FILE}` stands"),
            Self::NoFile(_) => {
                "put a file of that name there, or give what stands there another name".to_string()
            }
            Self::NoAgreement(_) => format!("name the folder in which `{MAIN_FILE}` stands"),
            Self::CalledYml(_) => "let its name end in `.yaml`".to_string(),
            Self::NameNotUtf8(_) => "give it a name of plain letters".to_string(),
            Self::TooManyFiles(_) => "put several of them into one file".to_string(),
            Self::Unreadable(..) => "see whether you may read it".to_string(),
        }
    }
}

impl fmt::Display for FolderProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing(path) => write!(out, "there is no `{}`", path.display()),
            Self::NoFolder(path) => write!(out, "`{}` is no folder", path.display()),
            Self::NoFile(path) => write!(out, "`{}` is no file", path.display()),
            Self::NoAgreement(path) => write!(out, "the folder `{}` holds no `{MAIN_FILE}`", path.display()),
            Self::CalledYml(path) => {
                write!(out, "`{}` ends in `.yml`, and only `.yaml` is read", path.display())
            }
            Self::NameNotUtf8(path) => write!(out, "the name of `{}` is not UTF-8", path.display()),
            Self::TooManyFiles(path) => {
                write!(out, "the folder `{}` holds more than {FILES_MAX} files of one kind", path.display())
            }
            Self::Unreadable(path, error) => write!(out, "`{}` cannot be read: {error}", path.display()),
        }
    }
}

impl std::error::Error for FolderProblem {}
