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
mod postings;
mod scope;
mod steps;
mod table;
mod value;

pub use known::{Figure, Known};
pub use value::{Given, read_value};

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

/// How deep lines may lean on one another.
pub const LINE_DEPTH_MAX: usize = 256;

/// What the money terms need to know of the rest of the agreement.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The one currency of the agreement.
    pub currency: Currency,
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
    for id in 0..resolver.drafts.len() {
        resolver.ensure(LineId(id), None);
    }
    let rounding = resolver.rounding(money.map(|entry| &entry.value));
    let postings = resolver.postings(money.map(|entry| &entry.value), rounding.is_some());
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

/// Where a line stands on its way to being resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    Waiting,
    Begun,
    Done,
    Failed,
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
    depths: Vec<usize>,
    path: Vec<LineId>,
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
            depths: Vec::new(),
            path: Vec::new(),
            measure_rounding: accordant_money::Rounding::HalfUp,
            levels_of_all: None,
            missing_of_all: None,
            value_units: BTreeMap::new(),
            unsure: BTreeSet::new(),
            ambiguous: BTreeSet::new(),
            names_lost: false,
        }
    }

    /// Resolves a line once; says whether it can be used. `from` is where it is asked for.
    fn ensure(&mut self, id: LineId, from: Option<&Place>) -> bool {
        match self.progress.get(id.0) {
            Some(Progress::Done) => {
                self.lean(id);
                true
            }
            Some(Progress::Begun) => {
                self.circle(id, from);
                false
            }
            Some(Progress::Waiting) => self.begin(id),
            Some(Progress::Failed) | None => false,
        }
    }

    fn begin(&mut self, id: LineId) -> bool {
        self.set_progress(id, Progress::Begun);
        self.path.push(id);
        let too_deep = self.path.len() > LINE_DEPTH_MAX;
        let line = if too_deep { self.too_deep(id) } else { self.line(id) };
        self.path.pop();
        let done = line.is_some() && self.progress.get(id.0) == Some(&Progress::Begun);
        self.set_progress(id, if done { Progress::Done } else { Progress::Failed });
        if let Some(slot) = self.lines.get_mut(id.0) {
            *slot = line;
        }
        self.lean(id);
        done
    }

    /// The line being resolved stands at least one above the line that it uses.
    fn lean(&mut self, on: LineId) {
        let below = self.depths.get(on.0).copied().unwrap_or(0);
        let Some(user) = self.path.last().copied() else { return };
        let Some(depth) = self.depths.get_mut(user.0) else { return };
        *depth = (*depth).max(below + 1);
        if *depth == LINE_DEPTH_MAX {
            self.too_deep(user);
        }
    }

    fn too_deep(&mut self, id: LineId) -> Option<Line> {
        let head = self.heads.get(id.0)?;
        let (place, name) = (head.place.clone(), head.name.clone());
        let what = format!("`{name}` leans on more than {LINE_DEPTH_MAX} lines one behind another");
        self.problem("too-deep", place, &name, what, Some("shorten the chain".to_string()));
        None
    }

    fn circle(&mut self, id: LineId, from: Option<&Place>) {
        let begin = self.path.iter().position(|step| *step == id).unwrap_or(0);
        let mut names: Vec<String> = Vec::new();
        for step in self.path.iter().skip(begin).chain(core::iter::once(&id)) {
            names.extend(self.heads.get(step.0).map(|head| format!("`{}`", head.name)));
        }
        let round = names.join(" needs ");
        let members: Vec<LineId> = self.path.iter().skip(begin).copied().collect();
        let Some(place) = from.cloned().or_else(|| self.heads.get(id.0).map(|head| head.place.clone()))
        else {
            return;
        };
        let words = self.heads.get(id.0).map(|head| head.name.clone()).unwrap_or_default();
        let help = Some("break the circle: one of these must not need the next".to_string());
        self.problem("circle", place, &words, format!("these lines go round in a circle: {round}"), help);
        for member in members {
            self.set_progress(member, Progress::Failed);
        }
    }

    fn set_progress(&mut self, id: LineId, progress: Progress) {
        if let Some(slot) = self.progress.get_mut(id.0) {
            *slot = progress;
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
