//! Money terms and measures: from the checked tree to [`Terms`], with every name resolved and every unit known.
//!
//! First all names are declared, so that a line may use lines written after it; then each is resolved once, on
//! first use. A term that has a problem is reported where it is written and is quiet wherever it is used.
//! Start with [`resolve`].

mod condition;
mod declare;
mod expr;
mod index;
mod inputs;
mod known;
mod line;
mod measures;
mod name;
mod on_account;
mod order;
mod postings;
mod scope;
mod size;
mod steps;
mod table;
mod value;

pub use known::{Figure, Known};
pub use size::{LINE_DEPTH_MAX, OPERATIONS_DEPTH_MAX, OPERATIONS_MAX};
pub use value::{Given, read_value};

use crate::particulars::Every;
use crate::problem::{Place, Problem, Problems, Severity};
use crate::shape::wrong;
use crate::terms::{Element, Index, Input, InputId, Line, LineId, Pool, Responsibility, Terms};
use crate::tree::{Entry, Node};
use crate::unit::Unit;
use accordant_money::Currency;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use declare::{Draft, Head, Named};
use order::Progress;
use size::Height;

/// What the money terms need to know of the rest of the agreement.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The one currency of the agreement.
    pub currency: Currency,
    /// How long a period is, where the agreement says it.
    pub settles: Option<Every>,
    /// All parties, in the author's order.
    pub parties: Vec<Element>,
    /// The parties that are commissioners, with the time for which they are.
    pub commissioners: Vec<Element>,
    /// The parties that are providers, with the time for which they are.
    pub providers: Vec<Element>,
    /// The services in scope.
    pub services: Vec<Element>,
    /// Who is responsible for which service when.
    pub responsible: Vec<Responsibility>,
}

/// What money terms and measures come to.
#[derive(Debug, Clone, Default)]
pub struct Resolved {
    /// The terms, unless there is any problem in them.
    pub terms: Option<Terms>,
    /// The names of facts and figures, unless some of them cannot be read.
    pub known: Option<Known>,
}

/// Resolves `performance` and `money`.
pub fn resolve(
    around: &Surroundings,
    performance: Option<&Entry>,
    money: Option<&Entry>,
    problems: &mut Problems,
) -> Resolved {
    let mut resolver = Resolver::new(around);
    resolver.declare(performance.map(|entry| &entry.value), money.map(|entry| &entry.value));
    resolver.resolve_lines();
    let rounding = resolver.rounding(money.map(|entry| &entry.value));
    let postings = resolver.postings(money.map(|entry| &entry.value), rounding.is_some());
    let on_account = resolver.on_account(money.map(|entry| &entry.value));
    resolver.carried();
    let sound = resolver.found.is_empty() && !problems.bar_acceptance();
    problems.extend(core::mem::take(&mut resolver.found));
    let known = resolver.known(money.map(|entry| &entry.value));
    let score = resolver.names.get("score").and_then(Named::line);
    let lines = resolver.lines.into_iter().collect::<Option<Vec<Line>>>().filter(|_| sound);
    if sound && lines.is_none() {
        problems.extend(money.or(performance).map(unread));
    }
    let terms = lines.map(|lines| Terms {
        currency: around.currency,
        rounding,
        indexes: resolver.indexes,
        inputs: resolver.inputs,
        lines,
        pools: resolver.pools,
        postings,
        on_account,
        responsible: around.responsible.clone(),
        score,
    });
    Resolved { terms, known }
}

/// The last net: terms that cannot be read are never left out in silence.
fn unread(section: &Entry) -> Problem {
    let what = format!("something in `{}` cannot be read", section.key);
    let help =
        "compare it with an agreement that is shipped, and report the text: the program should say more"
            .to_string();
    wrong::problem("unread", &section.key_place, &section.key, what, help)
}

struct Resolver<'a> {
    around: &'a Surroundings,
    found: Vec<Problem>,
    told: BTreeSet<(Place, String)>,
    indexes: Vec<Index>,
    inputs: Vec<Input>,
    carried_from: Vec<(usize, &'a Node, Option<accordant_money::Exact>)>,
    pools: Vec<Pool>,
    names: BTreeMap<String, Named>,
    heads: Vec<Head>,
    drafts: Vec<Draft<'a>>,
    progress: Vec<Progress>,
    lines: Vec<Option<Line>>,
    heights: Vec<Height>,
    /// Lines on the way to being resolved, each needed by the one before it, and what the last of them needs.
    path: Vec<LineId>,
    needs: Vec<(LineId, Option<Place>)>,
    /// How many operations all lines come to.
    operations: usize,
    measure_rounding: accordant_money::Rounding,
    levels_of_all: Option<&'a Node>,
    missing_of_all: Option<String>,
    /// The units of measured values; a measure whose unit cannot be read has none.
    value_units: BTreeMap<LineId, Unit>,
    /// Inputs of which too little can be read to say anything of what uses them.
    unsure: BTreeSet<InputId>,
    /// Names that are given twice: what uses them says nothing certain.
    ambiguous: BTreeSet<String>,
    /// Whether names may be declared in a part that cannot be read.
    names_lost: bool,
}

impl<'a> Resolver<'a> {
    fn new(around: &'a Surroundings) -> Resolver<'a> {
        Resolver {
            around,
            found: Vec::new(),
            told: BTreeSet::new(),
            indexes: index::built_in(around),
            inputs: Vec::new(),
            carried_from: Vec::new(),
            pools: Vec::new(),
            names: BTreeMap::new(),
            heads: Vec::new(),
            drafts: Vec::new(),
            progress: Vec::new(),
            lines: Vec::new(),
            heights: Vec::new(),
            path: Vec::new(),
            needs: Vec::new(),
            operations: 0,
            measure_rounding: accordant_money::Rounding::HalfUp,
            levels_of_all: None,
            missing_of_all: None,
            value_units: BTreeMap::new(),
            unsure: BTreeSet::new(),
            ambiguous: BTreeSet::new(),
            names_lost: false,
        }
    }

    fn problem(&mut self, code: &'static str, place: Place, words: &str, what: String, help: Option<String>) {
        let words = words.to_string();
        let problem = Problem { severity: Severity::Problem, place, what, words, help, code, source: None };
        // Several lines may be made of one formula, such as the sources of a waterfall.
        if self.told.insert((problem.place.clone(), problem.what.clone())) {
            self.found.push(problem);
        }
    }

    fn problem_at(&mut self, code: &'static str, node: &Node, what: String, help: Option<String>) {
        let words = node.as_text().unwrap_or_default().to_string();
        self.problem(code, node.place.clone(), &words, what, help);
    }
}
