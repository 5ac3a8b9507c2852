//! Bundles for the tests: read from `tests/bundles`, altered, written to a folder of their own, checked.

use accordant_record::sha256;
use accordant_verify::{Asked, Held, Mechanism, Pinned, Report, Unreadable, Wanted, verify};
use std::collections::BTreeMap;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub const LIST: &str = "manifest.txt";

/// Where the committed bundles lie.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bundles")
}

pub fn pinned() -> &'static Pinned {
    static PINNED: OnceLock<Pinned> = OnceLock::new();
    PINNED.get_or_init(|| Pinned::read(&fs::read_to_string(folder().join("pinned.txt")).unwrap()).unwrap())
}

pub fn held(names: &[&str]) -> Vec<Held> {
    let read =
        |name: &&str| Held { name: (*name).to_string(), content: fs::read(folder().join(name)).unwrap() };
    names.iter().map(read).collect()
}

/// How a bundle is checked.
#[derive(Default)]
pub struct How<'a> {
    pub held: &'a [&'a str],
    pub confirmed: bool,
    pub without: Option<Mechanism>,
}

pub fn checked(bundle: &Path, how: &How<'_>) -> Result<Report, Unreadable> {
    let held = held(how.held);
    let confirmation = if how.confirmed { Wanted::Required } else { Wanted::Told };
    let threads = NonZeroUsize::new(2).unwrap();
    let asked = Asked::of(bundle, pinned());
    verify(&Asked { held: &held, confirmation, threads, without: how.without, ..asked })
}

/// The places that a report names as wrong.
pub fn named(report: &Report) -> Vec<(String, usize)> {
    let places = report.problems.iter().map(|found| (found.file.clone(), found.line.unwrap_or(0)));
    let mut places: Vec<_> = places.collect();
    places.sort();
    places.dedup();
    places
}

/// The files of a bundle.
#[derive(Clone)]
pub struct Files(pub BTreeMap<String, Vec<u8>>);

impl Files {
    pub fn of(bundle: &str) -> Files {
        let mut files = BTreeMap::new();
        gather(&folder().join(bundle), "", &mut files);
        Files(files)
    }

    pub fn write(&self, folder: &Path) {
        for (name, content) in &self.0 {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
    }

    /// The same files, with a list that fits them.
    pub fn listed_again(mut self) -> Files {
        self.0.remove(LIST);
        let lines = self.0.iter().map(|(name, content)| format!("{}  {name}\n", sha256(content)));
        let list: String = lines.collect();
        self.0.insert(LIST.to_string(), list.into_bytes());
        self
    }
}

pub fn gather(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            gather(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}
