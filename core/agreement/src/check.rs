//! The whole way from the files of a folder to a checked agreement, with all problems.

use crate::examples::{Example, examples};
use crate::particulars::{Days, Particulars, Role};
use crate::problem::{FileName, Place, Problem, Problems, Severity};
use crate::resolve::{Resolved, Surroundings, resolve};
use crate::shape::Extent;
use crate::terms::{Element, Responsibility, Terms};
use crate::tree::{Entry, Node, NodeKind};
use crate::{particulars, references, shape, tree, warnings};
use accordant_money::Currency;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The edition of the language that this program reads.
pub const EDITION: &str = "1";
/// The file with which an agreement begins.
pub const MAIN_FILE: &str = "alliance.yaml";

/// One file of an agreement, as it lies in the folder.
#[derive(Debug, Clone, Copy)]
pub struct SourceFile<'a> {
    /// Its name within the folder.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// An agreement without problems.
#[derive(Debug, Clone)]
pub struct Agreement {
    /// What it says beside money and measures.
    pub particulars: Particulars,
    /// Money terms and measures, if it has any.
    pub terms: Option<Terms>,
    /// Its worked examples.
    pub examples: Vec<Example>,
}

/// What a check finds: an agreement only if nothing bars it, and all that is to be said.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The agreement, unless a problem bars it.
    pub agreement: Option<Agreement>,
    /// Problems and open warnings, by place.
    pub findings: Vec<Problem>,
    /// Warnings that the author has answered, with the reason given.
    pub answered: Vec<(Problem, String)>,
}

/// Reads and checks all files of an agreement; all problems are told in one run (L4).
pub fn check(files: &[SourceFile<'_>]) -> Checked {
    let mut problems = Problems::new();
    let read = sections(files, &mut problems);
    let Some((sections, extent)) = read.filter(|(sections, _)| edition(sections, &mut problems)) else {
        return refused(&problems);
    };
    let mut form = shape::check(&sections, extent, &mut problems);
    if extent == Extent::Part {
        return refused(&problems);
    }
    references::check(&sections, &mut form, &mut problems);
    let sections = form.repairs.applied(&sections);
    let particulars = particulars::read(&sections, &mut problems);
    let find = |key: &str| sections.iter().find(|entry| entry.key == key);
    let resolved = match (find("performance"), find("money")) {
        (None, None) => Resolved::default(),
        (performance, money) => resolve(&surroundings(&particulars), performance, money, &mut problems),
    };
    let written = find("examples").map(|entry| &entry.value);
    let examples = examples(written, resolved.known.as_ref(), &particulars, &mut problems);
    if problems.bar_acceptance() {
        return refused(&problems);
    }
    let terms = resolved.terms;
    let found = warnings::find(&particulars, terms.as_ref(), examples.len(), &sections);
    let early = problems.sorted();
    let advice =
        warnings::answer(early.into_iter().chain(found).collect(), find("answers").map(|entry| &entry.value));
    let mut all = Problems::new();
    all.extend(advice.open);
    let agreement = Some(Agreement { particulars, terms, examples });
    Checked { agreement, findings: all.sorted(), answered: advice.answered }
}

fn refused(problems: &Problems) -> Checked {
    Checked { agreement: None, findings: problems.sorted(), answered: Vec::new() }
}

/// The top-level entries of all files; the same key in two files is a problem (L1).
fn sections(files: &[SourceFile<'_>], problems: &mut Problems) -> Option<(Vec<Entry>, Extent)> {
    let mut all: Vec<Entry> = Vec::new();
    let mut extent = Extent::Whole;
    if !files.iter().any(|file| file.name == MAIN_FILE) {
        let place = Place { file: FileName::new(MAIN_FILE), line: 1, column: 1, length: 0 };
        let help = "an agreement begins with this file; `accordant init` writes one to start from";
        problems.push(finding(
            "no-agreement",
            place,
            MAIN_FILE,
            format!("there is no `{MAIN_FILE}` in this folder"),
            help,
        ));
        return None;
    }
    for file in files {
        let Some(node) = tree::read(file.name, file.bytes, problems) else {
            extent = Extent::Part;
            continue;
        };
        let NodeKind::Map(entries) = node.kind else {
            problems.extend(no_sections(&node));
            extent = Extent::Part;
            continue;
        };
        for entry in entries {
            match all.iter().find(|earlier| earlier.key == entry.key) {
                Some(earlier) => problems.push(twice(&entry, earlier)),
                None => all.push(entry),
            }
        }
    }
    Some((all, extent))
}

/// A file that holds a list or a single value; nothing is said of one that is refused already.
fn no_sections(node: &Node) -> Option<Problem> {
    let help = "write `key: value`, such as `accordant: 1` on the first line, each key at column 1";
    let what = "a file of an agreement is a map of sections".to_string();
    (!node.is_refused()).then(|| finding("wrong-kind", node.place.clone(), "", what, help))
}

fn twice(entry: &Entry, earlier: &Entry) -> Problem {
    let first = &earlier.key_place;
    let what = format!("`{}` stands in {} too, on line {}", entry.key, first.file, first.line);
    finding(
        "duplicate-key",
        entry.key_place.clone(),
        &entry.key,
        what,
        "each section stands in one file: join the two",
    )
}

/// Whether the text may be read in this edition (L5). One that names none is told so when its form is checked.
fn edition(sections: &[Entry], problems: &mut Problems) -> bool {
    let Some(entry) = sections.iter().find(|entry| entry.key == "accordant") else { return true };
    match entry.value.as_text() {
        Some(EDITION) | None => true,
        Some(other) => {
            let what = format!("this text is in edition {other}; this program reads edition {EDITION}");
            let help = format!("install a version of accordant that reads edition {other}");
            problems.push(finding("edition", entry.value.place.clone(), other, what, &help));
            false
        }
    }
}

fn surroundings(particulars: &Particulars) -> Surroundings {
    let settles = particulars.alliance.settles.as_ref();
    let element = |name: &str, days: &Days| Element { name: name.to_string(), from: days.from, to: days.to };
    Surroundings {
        currency: settles.and_then(|settles| settles.currency).unwrap_or(Currency::Gbp),
        settles: settles.map(|settles| settles.every),
        parties: particulars.parties.iter().map(|party| element(&party.name, &party.days)).collect(),
        commissioners: with_role(particulars, Role::Commissioner),
        providers: with_role(particulars, Role::Provider),
        services: particulars.services.iter().map(|service| element(&service.name, &service.days)).collect(),
        responsible: particulars
            .allocation
            .iter()
            .map(|row| Responsibility {
                service: row.service.clone(),
                party: row.responsible.clone(),
                from: row.from,
                to: row.to,
            })
            .collect(),
    }
}

/// The parties that ever hold a role, each from the first to the last day on which it does.
fn with_role(particulars: &Particulars, role: Role) -> Vec<Element> {
    let mut found = Vec::new();
    for party in &particulars.parties {
        if party.roles.is_empty() && !party.third_party {
            // A problem tells that its role is missing; it shall not be missed once more in every list of parties.
            found.push(Element { name: party.name.clone(), from: party.days.from, to: party.days.to });
        }
        for held in party.roles.iter().filter(|held| held.role == role) {
            let from = held.days.from.max(party.days.from);
            let to = match (held.days.to, party.days.to) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            found.push(Element { name: party.name.clone(), from, to });
        }
    }
    found
}

/// A problem of the text as a whole.
pub(crate) fn finding(code: &'static str, place: Place, words: &str, what: String, help: &str) -> Problem {
    let (words, help) = (words.to_string(), Some(help.to_string()));
    Problem { severity: Severity::Problem, place, what, words, help, code, source: None }
}

/// The node of a key within a node, however deep.
pub(crate) fn at<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    node.entry(key).map(|entry| &entry.value)
}

/// A text node's words.
pub(crate) fn text_at(node: &Node, key: &str) -> Option<String> {
    at(node, key).and_then(Node::as_text).map(ToString::to_string)
}
