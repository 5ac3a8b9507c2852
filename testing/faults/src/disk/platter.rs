//! What is durable, and what is not yet: the model of a disk with a cache in front of it.
//!
//! A file is its content at the last sync and the changes since. A name is the file that it durably stands for and
//! what it has stood for since: a new file, or none. Nothing here touches a real file, and nothing here knows SQLite.
//!
//! Start with [`Platter`]; the rule of what survives is [`Content::after_power_loss`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Loss;
use crate::random::Random;

/// What a disk writes as one: a loss of power tears a write between sectors, never inside one.
pub const SECTOR_BYTES: usize = 512;

/// Every file that was opened through the disk.
#[derive(Debug, Default)]
pub struct Platter {
    files: Vec<Content>,
    names: BTreeMap<PathBuf, Name>,
}

/// Which file: it stays the same file when its name is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileId(usize);

/// A file as it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub id: FileId,
    pub is_new: bool,
}

/// What a loss of power has left of a name: the bytes of its file, or no file.
#[derive(Debug)]
pub struct Left<'a> {
    pub path: &'a Path,
    pub bytes: Option<Vec<u8>>,
}

#[derive(Debug, Default)]
struct Name {
    durable: Option<FileId>,
    /// Each change of what the name stands for, since its directory was last synced.
    since: Vec<Option<FileId>>,
}

impl Name {
    fn now(&self) -> Option<FileId> {
        self.since.last().copied().unwrap_or(self.durable)
    }
}

#[derive(Debug, Default)]
struct Content {
    durable: Vec<u8>,
    since: Vec<Change>,
}

#[derive(Debug)]
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Resize { bytes: usize },
}

/// What became of a change when the power failed.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Kept,
    Lost,
    /// Each sector for itself.
    Torn,
}

impl Platter {
    /// Whether the name was ever opened here.
    pub fn knows(&self, path: &Path) -> bool {
        self.names.contains_key(path)
    }

    /// Opens a name. `stored` is what the file of a name that is not known yet holds, if there is one.
    pub fn open(&mut self, path: &Path, stored: Option<Vec<u8>>) -> Found {
        let files = &mut self.files;
        let name = self.names.entry(path.to_owned()).or_insert_with(|| {
            let durable = stored.map(|durable| add(files, durable));
            Name { durable, since: Vec::new() }
        });
        match name.now() {
            Some(id) => Found { id, is_new: false },
            None => {
                let id = add(files, Vec::new());
                name.since.push(Some(id));
                Found { id, is_new: true }
            }
        }
    }

    /// Takes the name away; the file is gone only when its directory is synced.
    pub fn remove(&mut self, path: &Path) {
        if let Some(name) = self.names.get_mut(path)
            && name.now().is_some()
        {
            name.since.push(None);
        }
    }

    pub fn write(&mut self, FileId(file): FileId, at: usize, bytes: &[u8]) {
        self.files[file].since.push(Change::Write { at, bytes: bytes.to_vec() });
    }

    pub fn resize(&mut self, FileId(file): FileId, bytes: usize) {
        self.files[file].since.push(Change::Resize { bytes });
    }

    /// All that the file holds is durable.
    pub fn sync(&mut self, FileId(file): FileId) {
        let content = &mut self.files[file];
        for change in content.since.drain(..) {
            change.apply(&mut content.durable);
        }
    }

    /// A sync that failed: some of the changes reached the disk, and the cache has forgotten about the others. A
    /// later sync will not bring them, although every reader still sees them.
    pub fn sync_failed(&mut self, FileId(file): FileId, random: &mut Random) {
        let content = &mut self.files[file];
        content.durable = content.after_power_loss(random, &mut Loss::default());
        content.since.clear();
    }

    /// Every name in the directory durably stands for what it stands for now.
    pub fn sync_directory(&mut self, directory: &Path) {
        let inside = |path: &Path| path.parent() == Some(directory);
        for (_, name) in self.names.iter_mut().filter(|(path, _)| inside(path)) {
            name.durable = name.now();
            name.since.clear();
        }
    }

    /// What each name holds when the power comes back, or none.
    pub fn after_power_loss(&self, random: &mut Random) -> (Vec<Left<'_>>, Loss) {
        let mut loss = Loss::default();
        let mut left = Vec::new();
        for (path, name) in &self.names {
            // One directory entry changes in order; two entries have nothing to do with one another.
            let kept = random.below(name.since.len() as u64 + 1) as usize;
            loss.names_lost += name.since.len() - kept;
            let file = if kept == 0 { name.durable } else { name.since[kept - 1] };
            let bytes = file.map(|FileId(file)| self.files[file].after_power_loss(random, &mut loss));
            left.push(Left { path, bytes });
        }
        (left, loss)
    }
}

fn add(files: &mut Vec<Content>, durable: Vec<u8>) -> FileId {
    files.push(Content { durable, since: Vec::new() });
    FileId(files.len() - 1)
}

impl Content {
    /// The durable bytes and any of the changes since.
    ///
    /// What is kept is applied in the order of writing. Another order shows nothing more: of two writes to one sector the
    /// later wins or was lost, and both cases are drawn here.
    fn after_power_loss(&self, random: &mut Random, loss: &mut Loss) -> Vec<u8> {
        let mut bytes = self.durable.clone();
        // A tear everywhere would never show what one lost write among many kept ones does, so each file has its odds.
        let lost_of_eight = random.below(9);
        for change in &self.since {
            match fate(random, lost_of_eight, change) {
                Fate::Kept => change.apply(&mut bytes),
                Fate::Lost => loss.changes_lost += 1,
                Fate::Torn => {
                    loss.changes_torn += 1;
                    change.apply_torn(&mut bytes, random);
                }
            }
        }
        bytes
    }
}

fn fate(random: &mut Random, lost_of_eight: u64, change: &Change) -> Fate {
    let lost = random.below(8) < lost_of_eight;
    match change {
        Change::Write { .. } if random.below(4) == 0 => Fate::Torn,
        _ if lost => Fate::Lost,
        _ => Fate::Kept,
    }
}

impl Change {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Change::Write { at, bytes } => overwrite(content, *at, bytes),
            Change::Resize { bytes } => content.resize(*bytes, 0),
        }
    }

    /// Some sectors; in place of a lost one at the end of the file stands anything, for the file may have grown first.
    fn apply_torn(&self, content: &mut Vec<u8>, random: &mut Random) {
        let Change::Write { at, bytes } = self else { return };
        let mut at = *at;
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let (sector, after) = rest.split_at(rest.len().min(SECTOR_BYTES - at % SECTOR_BYTES));
            let is_growth = at >= content.len();
            match (random.coin(), is_growth && random.coin()) {
                (true, _) => overwrite(content, at, sector),
                (false, true) => {
                    let noise: Vec<u8> = sector.iter().map(|_| random.number() as u8).collect();
                    overwrite(content, at, &noise);
                }
                (false, false) => {}
            }
            at += sector.len();
            rest = after;
        }
    }
}

fn overwrite(content: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    let end = at + bytes.len();
    if content.len() < end {
        content.resize(end, 0);
    }
    content[at..end].copy_from_slice(bytes);
}

#[cfg(test)]
#[path = "platter_tests.rs"]
mod tests;
