//! The files of the repository, held in memory, so that a rule can be tested on a tree of two lines.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Every file that is or would be committed, by its path from the root, with `/` between names.
#[derive(Default)]
pub struct Tree {
    files: BTreeMap<String, Vec<u8>>,
}

impl Tree {
    /// Reads what git tracks, and what it would track if added now.
    pub fn of_repository(root: &Path) -> Result<Tree, String> {
        let mut git = Command::new("git");
        git.current_dir(root).args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let listed = git.output().map_err(|error| format!("cannot run `git`: {error}"))?;
        if !listed.status.success() {
            return Err(format!(
                "git cannot list the files: {}",
                String::from_utf8_lossy(&listed.stderr).trim()
            ));
        }
        let mut tree = Tree::default();
        for path in String::from_utf8_lossy(&listed.stdout).split_terminator('\0') {
            // A file that was removed but is still listed has nothing to check.
            if let Ok(bytes) = fs::read(root.join(path)) {
                tree.files.insert(path.to_owned(), bytes);
            }
        }
        Ok(tree)
    }

    /// The same tree with one more file.
    #[cfg(test)]
    pub fn with(mut self, path: &str, content: impl AsRef<[u8]>) -> Tree {
        self.files.insert(path.to_owned(), content.as_ref().to_vec());
        self
    }

    /// Every path, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The content of a file.
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// The content of a file that is text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.bytes(path).and_then(|bytes| str::from_utf8(bytes).ok())
    }

    /// Every file that is text, in order of path.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|(path, bytes)| Some((path.as_str(), str::from_utf8(bytes).ok()?)))
    }

    /// Whether the file is there.
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// The names that stand directly under `folder`, files and folders alike, in order.
    pub fn names_under(&self, folder: &str) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .paths()
            .filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/'))
            .filter_map(|rest| rest.split('/').next())
            .collect();
        names.dedup();
        names
    }
}
