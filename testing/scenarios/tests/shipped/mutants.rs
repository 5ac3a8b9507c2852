//! Every rule of the Medicare agreement is pinned: change its text, and a worked example or a published row tells.
//!
//! The test proves the catch that the list names. With `ACCORDANT_DEEP=1` it runs every example and every row
//! against every mutant.

use crate::folder;
use crate::published::{self, PublishedRow};
use accordant_agreement::Agreement;
use accordant_agreement::problem::Problems;
use accordant_agreement::tree::{self, Node};
use accordant_intake::folder::Folder;
use accordant_money::Exact;
use accordant_settlement::run_example;
use std::collections::{BTreeMap, BTreeSet};

const LIST: &str = "testing/mutants/medicare.yaml";
const TERMS: &str = "alliance.yaml";

struct Mutant {
    name: String,
    find: String,
    replace: String,
    caught_by: String,
}

/// What tells on a mutant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Catcher {
    Example(String),
    Row(String),
}

fn mutants() -> Vec<Mutant> {
    let mut problems = Problems::new();
    let list = tree::read("medicare.yaml", folder::text(LIST).as_bytes(), &mut problems);
    assert!(problems.is_empty(), "{}", folder::told(&problems.sorted()));
    let read = |node: &Node| {
        let text = |key: &str| node.entry(key).and_then(|entry| entry.value.as_text()).unwrap().to_string();
        Mutant {
            name: text("name"),
            find: text("find"),
            replace: text("replace"),
            caught_by: text("caught_by"),
        }
    };
    list.unwrap().as_list().unwrap().iter().map(read).collect()
}

/// The agreement with one text in another's place.
fn edited(files: &Folder, mutant: &Mutant) -> Agreement {
    let mut files = files.clone();
    let terms = files.agreement.iter_mut().find(|file| file.name == TERMS).unwrap();
    let text = String::from_utf8(terms.bytes.clone()).unwrap();
    let times = text.matches(&mutant.find).count();
    assert_eq!(times, 1, "`{}`: `{}` stands {times} times in the text", mutant.name, mutant.find);
    terms.bytes = text.replace(&mutant.find, &mutant.replace).into_bytes();
    folder::try_agreement(&files).unwrap_or_else(|_| {
        // An example may give a fact that the edited terms no longer ask for; the rows are settled without examples.
        files.agreement.retain(|file| file.name == TERMS);
        folder::try_agreement(&files)
            .unwrap_or_else(|told| panic!("`{}` does not check:\n{told}", mutant.name))
    })
}

fn rows_by_year(files: &Folder, agreement: &Agreement) -> BTreeMap<&'static str, Vec<PublishedRow>> {
    published::YEARS.into_iter().map(|year| (year, published::rows(files, agreement, year))).collect()
}

/// Which of these published rows are no longer met.
fn missed<'r>(
    agreement: &Agreement,
    year: &str,
    rows: impl Iterator<Item = &'r PublishedRow>,
) -> Vec<String> {
    let terms = agreement.terms.as_ref().unwrap();
    let each = published::compiled(agreement, year);
    let mut reader = each.reader::<Exact>().unwrap();
    let mut meets = |row: &PublishedRow| {
        let settled = published::settle_exactly(&mut reader, &each, terms, row);
        settled.and_then(|outcome| published::compared(row, &outcome)).is_ok()
    };
    rows.filter(|row| !meets(row)).map(|row| row.name.clone()).collect()
}

/// Which of these examples no longer hold.
fn broken(agreement: &Agreement, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let examples = agreement.examples.iter().filter(|example| wanted(&example.name));
    examples
        .filter(|example| !run_example(agreement, example).holds())
        .map(|example| example.name.clone())
        .collect()
}

#[test]
fn every_mutant_is_caught_by_what_the_list_says() {
    let files = folder::files(published::AGREEMENT);
    let original = folder::agreement(&files);
    let rows = rows_by_year(&files, &original);
    let mut catchers: BTreeMap<Catcher, usize> = BTreeMap::new();
    let mut escaped = Vec::new();
    let mutants = mutants();
    for mutant in &mutants {
        let changed = edited(&files, mutant);
        let (catcher, caught) = match mutant.caught_by.split_once('/') {
            Some((year, _)) => {
                let named: Vec<&PublishedRow> =
                    rows[year].iter().filter(|row| row.name == mutant.caught_by).collect();
                assert_eq!(named.len(), 1, "there is no row `{}`", mutant.caught_by);
                (
                    Catcher::Row(mutant.caught_by.clone()),
                    !missed(&changed, year, named.into_iter()).is_empty(),
                )
            }
            None => {
                let exists = original.examples.iter().any(|example| example.name == mutant.caught_by);
                assert!(exists, "there is no example `{}`", mutant.caught_by);
                assert!(
                    !changed.examples.is_empty(),
                    "`{}` is no longer what the examples are about",
                    mutant.name
                );
                let caught = !broken(&changed, |name| name == mutant.caught_by).is_empty();
                (Catcher::Example(mutant.caught_by.clone()), caught)
            }
        };
        if !caught {
            escaped.push(format!("`{}` is not caught by `{}`", mutant.name, mutant.caught_by));
        }
        *catchers.entry(catcher).or_default() += 1;
    }
    assert!(
        escaped.is_empty(),
        "{} of {} mutants escape:\n{}",
        escaped.len(),
        mutants.len(),
        escaped.join("\n")
    );
    assert_eq!(mutants.len(), 137);
    println!("{} mutants, caught by:", mutants.len());
    catchers.iter().for_each(|(catcher, count)| println!("  {catcher:?}: {count}"));
}

#[test]
fn nothing_is_caught_where_nothing_is_changed() {
    let files = folder::files(published::AGREEMENT);
    let agreement = folder::agreement(&files);
    assert_eq!(broken(&agreement, |_| true), Vec::<String>::new());
    for (year, rows) in rows_by_year(&files, &agreement) {
        assert_eq!(missed(&agreement, year, rows.iter()), Vec::<String>::new());
    }
}

#[test]
fn no_mutant_stands_twice() {
    let mutants = mutants();
    let names: BTreeSet<&str> = mutants.iter().map(|mutant| mutant.name.as_str()).collect();
    let edits: BTreeSet<(&str, &str)> =
        mutants.iter().map(|mutant| (mutant.find.as_str(), mutant.replace.as_str())).collect();
    assert_eq!((names.len(), edits.len()), (mutants.len(), mutants.len()));
}

/// How many examples and rows each mutant breaks; the list named in the README of the agreement comes of this.
#[test]
fn every_mutant_against_every_example_and_row() {
    if std::env::var_os("ACCORDANT_DEEP").is_none() {
        return;
    }
    let files = folder::files(published::AGREEMENT);
    let rows = rows_by_year(&files, &folder::agreement(&files));
    for mutant in mutants() {
        let changed = edited(&files, &mutant);
        let examples = broken(&changed, |_| true);
        let published: Vec<String> =
            rows.iter().flat_map(|(year, rows)| missed(&changed, year, rows.iter())).collect();
        let first: Vec<&String> = examples.iter().take(2).chain(published.iter().take(2)).collect();
        println!("{}: {} examples, {} rows, such as {first:?}", mutant.name, examples.len(), published.len());
        assert!(!first.is_empty(), "`{}` is caught by nothing", mutant.name);
    }
}
