//! The shipped agreements, and the wrong ones that show what is refused.

use super::Finding;
use super::tree::Tree;

/// Every folder under `agreements/` is an agreement; every wrong twin says what must be found in it.
pub fn are_whole(tree: &Tree) -> Vec<Finding> {
    let agreements = missing(tree, "agreements", "alliance.yaml", "write it, or move the folder elsewhere");
    let twins =
        missing(tree, "testing/wrong", "expected.txt", "run `cargo xtask bless` and read what it wrote");
    agreements.into_iter().chain(twins).collect()
}

fn missing(tree: &Tree, folder: &str, file: &str, remedy: &str) -> Vec<Finding> {
    let is_folder = |name: &&str| !tree.has(&format!("{folder}/{name}"));
    let names = tree.names_under(folder).into_iter().filter(is_folder);
    let paths = names.map(|name| format!("{folder}/{name}/{file}")).filter(|path| !tree.has(path));
    paths.map(|path| Finding::new(&path, 1, "the file is missing", remedy)).collect()
}
