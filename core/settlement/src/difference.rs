//! A period settled again: what changed, by how much, and which cause made which part of it (S22-S25).

use crate::posting::account_name;
use crate::series::{SettledPeriod, series};
use accordant_agreement::Agreement;
use accordant_agreement::calendar::Period;
use accordant_agreement::terms::{Account, Cause, Terms};
use accordant_facts::{Change, Facts};
use accordant_money::Posted;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

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
    /// The effect of each cause in turn; they sum to the difference.
    pub effects: Vec<Effect>,
}

/// What one cause made of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The cause.
    pub cause: CauseKind,
    /// The change when it is replaced in turn.
    pub in_turn: Posted,
    /// The change if it alone is replaced.
    pub alone: Posted,
}

/// The old and the new state of an alliance.
pub struct Restated<'a> {
    /// The text before.
    pub old: &'a Agreement,
    /// The text after; the same if it did not change.
    pub new: &'a Agreement,
    /// The facts before.
    pub facts: &'a Facts,
    /// The facts that are said again, or for the first time.
    pub restated: &'a Facts,
}

/// Settles a period before and after, and finds what each cause made of the difference.
///
/// Nothing if either text has no money terms, or the period is not settled.
pub fn difference(state: &Restated<'_>, period: &Period) -> Option<Difference> {
    let terms = state.old.terms.as_ref()?;
    state.new.terms.as_ref()?;
    let settled = |causes: &[CauseKind]| replaced(state, terms, causes, period);
    let before = settled(&[])?;
    let after = settled(&CAUSES)?;
    let mut turns = Vec::new();
    for end in 1..=CAUSES.len() {
        turns.push(posted(&settled(CAUSES.get(..end)?)?));
    }
    let mut alone = Vec::new();
    for cause in CAUSES {
        alone.push(posted(&settled(&[cause])?));
    }
    let (_, changes) = state.facts.replaced_by(state.restated);
    let figures = figures(&before, &after, &turns, &alone);
    Some(Difference { before, after, changes, figures })
}

/// The period settled with only these causes replaced.
fn replaced(
    state: &Restated<'_>,
    terms: &Terms,
    causes: &[CauseKind],
    period: &Period,
) -> Option<SettledPeriod> {
    let mut partial = Facts::new();
    for fact in state.restated.iter() {
        let cause = terms
            .inputs
            .iter()
            .find(|input| input.name == fact.name)
            .map_or(Cause::Data, |input| input.cause);
        let kind = match cause {
            Cause::Data => CauseKind::Data,
            Cause::Price => CauseKind::Price,
            Cause::Activity => CauseKind::Activity,
        };
        if causes.contains(&kind) {
            // Restated facts are each said once, so nothing is lost here.
            let _earlier = partial.insert(fact.clone());
        }
    }
    let (facts, _) = state.facts.replaced_by(&partial);
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
    series(&agreement, &facts, period.from).into_iter().find(|settled| settled.period.from == period.from)
}

/// Money posted, by figure with its part and by who pays whom: what one no longer receives is not what another now does.
type Ledger = BTreeMap<(String, String, String), (Account, Account, Posted)>;

/// Everything posted in a period.
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

fn figures(
    before: &SettledPeriod,
    after: &SettledPeriod,
    turns: &[Ledger],
    alone: &[Ledger],
) -> Vec<FigureDifference> {
    let (old, new) = (posted(before), posted(after));
    let mut found = Vec::new();
    let mut names: Vec<&(String, String, String)> =
        turns.iter().chain([&old, &new]).flat_map(|ledger| ledger.keys()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let row = new
            .get(name)
            .or_else(|| old.get(name))
            .or_else(|| turns.iter().find_map(|ledger| ledger.get(name)));
        let Some((from, to, known)) = row else { continue };
        let zero = Posted::new(0, known.currency());
        let at = |ledger: &Ledger| ledger.get(name).map_or(zero, |(_, _, posted)| *posted);
        let (was, is) = (at(&old), at(&new));
        let Some(difference) = is.minus(&was) else { continue };
        let mut effects = Vec::new();
        let mut so_far = was;
        for ((cause, turn), lone) in CAUSES.iter().zip(turns).zip(alone) {
            let (Some(in_turn), Some(lone)) = (at(turn).minus(&so_far), at(lone).minus(&was)) else {
                continue;
            };
            so_far = at(turn);
            effects.push(Effect { cause: *cause, in_turn, alone: lone });
        }
        let moved = difference.minor() != 0
            || effects.iter().any(|effect| effect.in_turn.minor() != 0 || effect.alone.minor() != 0);
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
