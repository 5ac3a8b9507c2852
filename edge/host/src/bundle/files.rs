//! The files of a bundle before they are written, and the list of them with their hashes.
//!
//! This file will never know what stands in them. Start with [`Files`].

use accordant_record::sha256;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// The name of the list.
const LIST: &str = "manifest.txt";

/// Files by their names, with `/` between folders.
#[derive(Debug, Default)]
pub(super) struct Files {
    files: BTreeMap<String, Vec<u8>>,
}

impl Files {
    pub(super) fn add(&mut self, name: &str, content: impl Into<Vec<u8>>) {
        self.files.insert(name.to_string(), content.into());
    }

    /// Takes over files into a folder.
    pub(super) fn take(&mut self, folder: &str, files: Files) {
        self.files
            .extend(files.files.into_iter().map(|(name, content)| (format!("{folder}{name}"), content)));
    }

    /// Adds the list of every file but itself, sorted by name, as `sha256sum` writes it.
    pub(super) fn add_list(&mut self) {
        let line = |(name, content): (&String, &Vec<u8>)| format!("{}  {name}\n", sha256(content));
        let list: String = self.files.iter().map(line).collect();
        self.add(LIST, list);
    }

    /// Writes them into a folder that is not there yet, each before the next begins.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir(folder)?;
        for (name, content) in &self.files {
            let path = folder.join(name);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            let mut file = fs::File::create_new(path)?;
            file.write_all(content)?;
            file.sync_all()?;
        }
        Ok(())
    }
}
