//! The files of a bundle, and the list that must name each of them.
//!
//! This file will never know what stands in them. Start with [`Bundle::read`].

use crate::what::OfFile;
use crate::{Finding, Report, What};
use accordant_record::{Hash, sha256};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io::{self, BufRead};
use std::path::Path;

pub(crate) const HEADERS: &str = "headers.jsonl";
pub(crate) const PARTS: &str = "parts.jsonl";
pub(crate) const WITHHELD: &str = "withheld.jsonl";
pub(crate) const CHECKPOINTS: &str = "checkpoints.txt";
const LIST: &str = "manifest.txt";

/// Without these nothing can be checked.
const NEEDED: [&str; 5] = [HEADERS, PARTS, WITHHELD, CHECKPOINTS, LIST];
/// These belong to a bundle, though no check rests on them.
const PROMISED: [&str; 2] = ["index.html", "keys.txt"];

/// The length of a hash in hexadecimal digits.
const DIGITS: usize = 64;

/// The files of a folder, by their names.
pub(crate) struct Bundle {
    files: BTreeMap<String, Vec<u8>>,
}

/// Why a folder is no bundle.
#[derive(Debug)]
pub enum Unreadable {
    /// A file that every bundle has is not there.
    Missing {
        /// Its name.
        name: &'static str,
    },
    /// The folder or a file of it cannot be read.
    Unread {
        /// Which.
        path: String,
        /// What the machine says.
        error: io::Error,
    },
}

impl fmt::Display for Unreadable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { name } => {
                write!(out, "`{name}` is missing: a bundle is a folder with {}", NEEDED.join(", "))
            }
            Self::Unread { path, error } => write!(out, "`{path}` cannot be read: {error}"),
        }
    }
}

impl std::error::Error for Unreadable {}

impl Bundle {
    /// Reads every file of the folder. What is neither a file nor a folder is a problem, and is not followed.
    pub(crate) fn read(folder: &Path, report: &mut Report) -> Result<Bundle, Unreadable> {
        let mut bundle = Bundle { files: BTreeMap::new() };
        bundle.gather(folder, "", report)?;
        match NEEDED.into_iter().find(|name| !bundle.files.contains_key(*name)) {
            Some(name) => Err(Unreadable::Missing { name }),
            None => Ok(bundle),
        }
    }

    fn gather(&mut self, folder: &Path, prefix: &str, report: &mut Report) -> Result<(), Unreadable> {
        let unread = |error| Unreadable::Unread { path: folder.display().to_string(), error };
        for entry in fs::read_dir(folder).map_err(unread)? {
            let entry = entry.map_err(unread)?;
            let path = entry.path();
            let name = format!("{prefix}{}", shown(&entry.file_name()));
            let kind = entry.file_type().map_err(unread)?;
            if kind.is_dir() {
                self.gather(&path, &format!("{name}/"), report)?;
            } else if kind.is_file() {
                let read = fs::read(&path);
                let unread = |error| Unreadable::Unread { path: path.display().to_string(), error };
                self.files.insert(name, read.map_err(unread)?);
            } else {
                report.problems.push(Finding::of(&name, What::File(OfFile::Neither)));
            }
        }
        Ok(())
    }

    /// The content of one of the files that every bundle has.
    pub(crate) fn file(&self, name: &str) -> &[u8] {
        self.files.get(name).map_or(&[], Vec::as_slice)
    }

    /// Every file is listed with its hash, and every listed file is there.
    pub(crate) fn check_list(&self, report: &mut Report) {
        let mut listed: BTreeMap<&str, usize> = BTreeMap::new();
        let mut before = "";
        for (line, number) in lines(LIST, self.file(LIST), report).into_iter().zip(1..) {
            match read_listed(line).filter(|(_, name)| *name != LIST) {
                None => report.problems.push(Finding::at(LIST, number, What::File(OfFile::NoLine))),
                Some((_, name)) if name <= before => {
                    report.problems.push(Finding::at(LIST, number, What::File(OfFile::OutOfOrder)));
                }
                Some((hash, name)) => {
                    before = name;
                    listed.insert(name, number);
                    report.problems.extend(self.against(hash, name, number));
                }
            }
        }
        let unlisted = self.files.keys().map(String::as_str).filter(|name| *name != LIST);
        for name in unlisted.filter(|name| !listed.contains_key(name)) {
            report.problems.push(Finding::of(name, What::File(OfFile::NotListed)));
        }
        let known = |name: &&str| listed.contains_key(name) || self.files.contains_key(*name);
        for name in PROMISED.into_iter().filter(|name| !known(name)) {
            report.problems.push(Finding::of(name, What::File(OfFile::Missing)));
        }
    }

    fn against(&self, hash: Hash, name: &str, listed_on: usize) -> Option<Finding> {
        let what = match self.files.get(name) {
            None => What::File(OfFile::ListedAndMissing { listed_on }),
            Some(content) if sha256(content) != hash => What::File(OfFile::Altered { listed_on }),
            Some(_) => return None,
        };
        Some(Finding::of(name, what))
    }
}

/// A name as the list writes it; one that is no text cannot be listed at all.
fn shown(name: &OsStr) -> String {
    name.to_string_lossy().into_owned()
}

fn read_listed(line: &[u8]) -> Option<(Hash, &str)> {
    let (hash, rest) = line.split_at_checked(DIGITS)?;
    let hash = str::from_utf8(hash).ok()?.parse().ok()?;
    let name = str::from_utf8(rest).ok()?.strip_prefix("  ")?;
    (!name.is_empty()).then_some((hash, name))
}

/// The lines of a file; each must end with a line feed.
pub(crate) fn lines<'a>(file: &str, content: &'a [u8], report: &mut Report) -> Vec<&'a [u8]> {
    let mut lines = Vec::new();
    let mut rest = content;
    while !rest.is_empty() {
        let from_here = rest;
        // Bytes in memory can always be read.
        let Ok(length) = rest.skip_until(b'\n') else { break };
        let line = from_here.get(..length).unwrap_or_default();
        lines.push(line.strip_suffix(b"\n").unwrap_or(line));
    }
    if !content.is_empty() && !content.ends_with(b"\n") {
        report.problems.push(Finding::at(file, lines.len(), What::File(OfFile::CutOff)));
    }
    lines
}
