//! A period settled again: what changed, by how much, and which cause made which part of it (S22-S25).

use crate::posting::account_name;
use crate::series::{SettledPeriod, series, series_to_date};
use accordant_agreement::Agreement;
use accordant_agreement::calendar::Period;
use accordant_agreement::terms::{Account, Cause, Terms};
use accordant_facts::{Change, Fact, Facts};
use accordant_money::Posted;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use jiff::civil::Date;

/// The causes of a difference, in the order in which they are replaced.
pub const CAUSES: [CauseKind; 5] =
    [CauseKind::Data, CauseKind::Price, CauseKind::Activity, CauseKind::Allocation, CauseKind::Text];

/// One kind of cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CauseKind {
    /// Facts that are neither prices nor activity.
    Data,
    /// Prices.
    Price,
    /// Activity.
    Activity,
    /// Who is responsible, and who holds which role.
    Allocation,
    /// The rest of the agreement's text.
    Text,
}

impl CauseKind {
    /// The kind that facts of a cause are; nothing for values, which are of two.
    const fn of(cause: Cause) -> Option<CauseKind> {
        match cause {
            Cause::Data => Some(CauseKind::Data),
            Cause::Price => Some(CauseKind::Price),
            Cause::Activity => Some(CauseKind::Activity),
            Cause::Value => None,
        }
    }

    /// The cause in a word.
    pub fn word(self) -> &'static str {
        match self {
            CauseKind::Data => "data",
            CauseKind::Price => "price",
            CauseKind::Activity => "activity",
            CauseKind::Allocation => "allocation",
            CauseKind::Text => "text",
        }
    }
}

/// The difference between two settlements of one period.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The period before.
    pub before: SettledPeriod,
    /// The period after.
    pub after: SettledPeriod,
    /// The facts that changed.
    pub changes: Vec<Change>,
    /// Each posted figure that changed.
    pub figures: Vec<FigureDifference>,
}

/// One posted figure, before and after, and what each cause made of it.
#[derive(Debug, Clone)]
pub struct FigureDifference {
    /// The figure, with the name of its part.
    pub figure: String,
    /// Who pays.
    pub from: Account,
    /// Who receives.
    pub to: Account,
    /// Posted before; zero if it was not.
    pub before: Posted,
    /// Posted after; zero if it is not.
    pub after: Posted,
    /// After less before: what is to be posted now.
    pub difference: Posted,
    /// The effect of each cause in turn; those that there are sum to the difference.
    pub effects: Vec<Effect>,
}

/// What one cause made of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The cause.
    pub cause: CauseKind,
    /// The change when it is replaced in turn; nothing if that cannot be settled, and then it counts with the next.
    pub in_turn: Option<Posted>,
    /// The change if it alone is replaced; nothing if that cannot be settled.
    pub alone: Option<Posted>,
}

/// What became of the facts that are values, activity at its prices, when each step is told by what brought it.
#[derive(Debug, Clone, PartialEq)]
pub struct Values {
    /// As they would be if only price books had changed them.
    pub by_price: Facts,
    /// As they would be if only what else came had changed them.
    pub by_activity: Facts,
}

/// The old and the new state of an alliance.
pub struct Restated<'a> {
    /// The text before.
    pub old: &'a Agreement,
    /// The text after; the same if it did not change.
    pub new: &'a Agreement,
    /// The facts before.
    pub facts: &'a Facts,
    /// The facts after, all of them: what is not among them is said no longer.
    pub later: &'a Facts,
    /// How the values among the facts changed; nothing where no price book can have changed one.
    pub values: Option<&'a Values>,
    /// The last day that is settled, where the period is settled to date; nothing for the whole of it.
    pub to_date: Option<Date>,
}

impl<'a> Restated<'a> {
    /// Facts that are said otherwise under one text, of which whole periods are settled and no value has a price.
    pub const fn of_facts(agreement: &'a Agreement, facts: &'a Facts, later: &'a Facts) -> Restated<'a> {
        Restated { old: agreement, new: agreement, facts, later, values: None, to_date: None }
    }
}

/// Settles a period before and after, and finds what each cause made of the difference.
///
/// Nothing if either text has no money terms, or the period is not settled. Where either settlement is refused, no
/// figure has a difference.
pub fn difference(state: &Restated<'_>, period: &Period) -> Option<Difference> {
    let terms = state.old.terms.as_ref()?;
    state.new.terms.as_ref()?;
    let settled = |causes: &[CauseKind]| replaced(state, terms, causes, period);
    let before = settled(&[])?;
    let after = settled(&CAUSES)?;
    let changes = state.facts.changes_to(state.later);
    let mut turns = Vec::new();
    for (end, cause) in (1..).zip(CAUSES) {
        turns.push(if is_replaced(state, terms, &changes, cause) {
            let in_turn = posted_whole(&settled(CAUSES.get(..end)?)?);
            Turn::Replaced { in_turn, alone: posted_whole(&settled(&[cause])?) }
        } else {
            Turn::Same
        });
    }
    let figures = match (posted_whole(&before), posted_whole(&after)) {
        (Some(old), Some(new)) => figures(&old, &new, &turns),
        _ => Vec::new(),
    };
    Some(Difference { before, after, changes, figures })
}

/// What replacing one kind of cause leads to; each is nothing where the period is then refused.
enum Turn {
    /// Nothing of that kind is said again.
    Same,
    /// What is posted when it is replaced in turn, and when it alone is.
    Replaced { in_turn: Option<Ledger>, alone: Option<Ledger> },
}

impl Turn {
    fn posted(&self) -> Option<&Ledger> {
        if let Turn::Replaced { in_turn, .. } = self { in_turn.as_ref() } else { None }
    }
}

/// Whether something of this kind is said again.
fn is_replaced(state: &Restated<'_>, terms: &Terms, changes: &[Change], cause: CauseKind) -> bool {
    match cause {
        CauseKind::Data | CauseKind::Price | CauseKind::Activity => {
            changes.iter().any(|change| match kind(terms, &change.latest().name) {
                Cause::Value => state.moves_values(change.latest(), cause),
                of_fact => Some(cause) == CauseKind::of(of_fact),
            })
        }
        CauseKind::Allocation => state.new.terms.as_ref().is_some_and(|new| {
            let parties = |terms: &Terms| -> Vec<_> {
                let of_parties = terms.indexes.iter().filter(|index| index.of_parties);
                of_parties.map(|index| (index.name.clone(), index.elements.clone())).collect()
            };
            new.responsible != terms.responsible || parties(new) != parties(terms)
        }),
        CauseKind::Text => !core::ptr::eq(state.old, state.new),
    }
}

/// The kind of cause that a fact is.
fn kind(terms: &Terms, fact: &str) -> Cause {
    let input = terms.inputs.iter().find(|input| input.name == fact);
    input.map_or(Cause::Data, |input| input.cause)
}

impl<'a> Restated<'a> {
    /// The facts from which one is taken when these causes are replaced.
    fn source(&self, cause: Cause, causes: &[CauseKind]) -> &'a Facts {
        if cause != Cause::Value {
            let is_replaced = CauseKind::of(cause).is_some_and(|cause| causes.contains(&cause));
            return if is_replaced { self.later } else { self.facts };
        }
        match (causes.contains(&CauseKind::Price), causes.contains(&CauseKind::Activity)) {
            (false, false) => self.facts,
            (true, true) => self.later,
            (true, false) => self.values.map_or(self.facts, |values| &values.by_price),
            (false, true) => self.values.map_or(self.later, |values| &values.by_activity),
        }
    }

    /// Whether replacing that cause alone changes what is said of a value.
    fn moves_values(&self, value: &Fact, cause: CauseKind) -> bool {
        let said =
            |facts: &Facts| facts.exact(&value.name, &value.of, value.days).map(|fact| fact.value.clone());
        said(self.source(Cause::Value, &[cause])) != said(self.facts)
    }
}

/// The period settled with only these causes replaced.
fn replaced(
    state: &Restated<'_>,
    terms: &Terms,
    causes: &[CauseKind],
    period: &Period,
) -> Option<SettledPeriod> {
    let mut facts = Facts::new();
    for cause in [Cause::Data, Cause::Price, Cause::Activity, Cause::Value] {
        let of_cause = state.source(cause, causes).iter().filter(|fact| kind(terms, &fact.name) == cause);
        // Each name is of one cause, so no two are of the same name, index and days.
        of_cause.for_each(|fact| drop(facts.replace(fact.clone())));
    }
    let mut agreement = if causes.contains(&CauseKind::Text) { state.new.clone() } else { state.old.clone() };
    let allocation = if causes.contains(&CauseKind::Allocation) { state.new } else { state.old };
    if let (Some(terms), Some(from)) = (agreement.terms.as_mut(), allocation.terms.as_ref()) {
        terms.responsible = from.responsible.clone();
        for index in terms.indexes.iter_mut().filter(|index| index.of_parties) {
            if let Some(other) = from.indexes.iter().find(|other| other.name == index.name) {
                index.elements = other.elements.clone();
            }
        }
    }
    let settled = match state.to_date {
        Some(day) => series_to_date(&agreement, &facts, day),
        None => series(&agreement, &facts, period.from),
    };
    settled.into_iter().find(|settled| settled.period.from == period.from)
}

/// Money posted, by figure with its part and by who pays whom: what one no longer receives is not what another now does.
type Ledger = BTreeMap<(String, String, String), (Account, Account, Posted)>;

/// Everything posted in a period; nothing if it is refused, for then none of it is posted.
fn posted_whole(settled: &SettledPeriod) -> Option<Ledger> {
    settled.refusals().next().is_none().then(|| posted(settled))
}

fn posted(settled: &SettledPeriod) -> Ledger {
    let mut found = Ledger::new();
    for part in &settled.parts {
        for statement in &part.shares {
            let share = &statement.share;
            if let Some(posted) = share.posted {
                let figure = alloc::format!("{}/{}", part.setting.label, share.address);
                let pair = (account_name(&share.from), account_name(&share.to));
                found.insert((figure, pair.0, pair.1), (share.from.clone(), share.to.clone(), posted));
            }
        }
    }
    found
}

fn figures(old: &Ledger, new: &Ledger, turns: &[Turn]) -> Vec<FigureDifference> {
    let mut found = Vec::new();
    let ledgers = || turns.iter().filter_map(Turn::posted);
    let mut names: Vec<&(String, String, String)> =
        ledgers().chain([old, new]).flat_map(|ledger| ledger.keys()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let row = [new, old].into_iter().chain(ledgers()).find_map(|ledger| ledger.get(name));
        let Some((from, to, known)) = row else { continue };
        let zero = Posted::new(0, known.currency());
        let at = |ledger: &Ledger| ledger.get(name).map_or(zero, |(_, _, posted)| *posted);
        let (was, is) = (at(old), at(new));
        let Some(difference) = is.minus(&was) else { continue };
        let mut effects = Vec::new();
        let mut so_far = was;
        for (cause, turn) in CAUSES.into_iter().zip(turns) {
            let (in_turn, alone) = match turn {
                Turn::Same => (Some(zero), Some(zero)),
                Turn::Replaced { in_turn, alone } => {
                    let change = in_turn.as_ref().and_then(|turn| at(turn).minus(&so_far));
                    so_far = in_turn.as_ref().map_or(so_far, at);
                    (change, alone.as_ref().and_then(|alone| at(alone).minus(&was)))
                }
            };
            effects.push(Effect { cause, in_turn, alone });
        }
        let changes = |effect: Option<Posted>| effect.is_some_and(|effect| effect.minor() != 0);
        let moved = difference.minor() != 0
            || effects.iter().any(|effect| changes(effect.in_turn) || changes(effect.alone));
        if moved {
            let (from, to) = (from.clone(), to.clone());
            found.push(FigureDifference {
                figure: name.0.clone(),
                from,
                to,
                before: was,
                after: is,
                difference,
                effects,
            });
        }
    }
    found
}
