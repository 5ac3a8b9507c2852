//! Steps of a pathway that may be duplicate or unnecessary, as far as figures without identifiers can tell.
//!
//! Nothing here knows a patient, so nothing here is proof: a finding says where more was done than the parties planned
//! or agreed, how many steps it can be at most, what they cost, and which rows say so. Start with [`mixes`] and
//! [`overlaps`].

use crate::price::{minus, plus, times};
use crate::{Cell, Code, Evidence, Key, Month, Scaled, TooLarge, Valued};
use accordant_money::{Exact, Number};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::cmp::Reverse;

/// What a cell is in a pathway. The caller knows which points of delivery are which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A first appointment.
    First,
    /// A follow-up appointment.
    FollowUp,
    /// A diagnostic test.
    Diagnostic,
}

/// The appointments of one provider and treatment function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mix<'a> {
    /// The organisation that provides.
    pub provider: Code,
    /// The treatment function; nothing where it was not said.
    pub function: Option<Code>,
    /// The first appointments.
    pub firsts: Evidence<'a>,
    /// The follow-ups.
    pub follow_ups: Evidence<'a>,
}

/// Mixes against the follow-ups that were agreed for each first appointment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUps<'m, 'a> {
    /// Where there are more than agreed.
    pub beyond: Vec<Beyond<'m, 'a>>,
    /// Where nothing was agreed.
    pub unstated: Vec<&'m Mix<'a>>,
    /// Where a line does not say how many.
    pub unsaid: Vec<&'m Mix<'a>>,
}

/// More follow-ups than agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beyond<'m, 'a> {
    /// The appointments.
    pub mix: &'m Mix<'a>,
    /// How many follow-ups were agreed for each first appointment.
    pub agreed: Scaled,
    /// How many first appointments there were.
    pub firsts: Scaled,
    /// How many follow-ups there were.
    pub follow_ups: Scaled,
}

/// Steps for which more than one organisation was above its plan at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlaps<'a> {
    /// What was found.
    pub found: Vec<Overlap<'a>>,
    /// What could not be judged, since a line does not say what was planned or done.
    pub unsaid: Vec<Overlap<'a>>,
    /// Cells that do not say their treatment function, or for a test their currency.
    pub unnamed: Vec<&'a Cell>,
}

/// One kind of step in one month, for the patients of one commissioner, at two organisations or more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap<'a> {
    /// The commissioner whose patients they are.
    pub commissioner: Code,
    /// The month.
    pub month: Month,
    /// The treatment function, or the currency of a test.
    pub what: Code,
    /// Each organisation, with the cells that say so.
    pub at: BTreeMap<Code, Evidence<'a>>,
}

/// First and follow-up appointments by provider and function.
///
/// # Errors
/// When a sum cannot be held.
pub fn mixes<'a>(valued: &Valued<'a>, step: impl Fn(&Key) -> Option<Step>) -> Result<Vec<Mix<'a>>, TooLarge> {
    let mut all: BTreeMap<(Code, Option<Code>), Mix<'a>> = BTreeMap::new();
    for (cell, worth) in valued.cells() {
        let Some(step @ (Step::First | Step::FollowUp)) = step(&cell.key) else { continue };
        let (provider, function) = (cell.key.provider.clone(), cell.key.function.clone());
        let mix = all.entry((provider, function)).or_insert_with_key(|(provider, function)| Mix {
            provider: provider.clone(),
            function: function.clone(),
            firsts: Evidence::none(),
            follow_ups: Evidence::none(),
        });
        let appointments = if step == Step::First { &mut mix.firsts } else { &mut mix.follow_ups };
        appointments.add((cell, worth), valued.side())?;
    }
    Ok(all.into_values().collect())
}

/// Where there were more follow-ups than agreed for each first appointment.
pub fn follow_ups_beyond<'m, 'a>(
    mixes: &'m [Mix<'a>],
    agreed: impl Fn(&Mix<'a>) -> Option<Scaled>,
) -> FollowUps<'m, 'a> {
    let mut all = FollowUps { beyond: Vec::new(), unstated: Vec::new(), unsaid: Vec::new() };
    for mix in mixes.iter().filter(|mix| !mix.follow_ups.cells().is_empty()) {
        let Some(agreed) = agreed(mix) else {
            all.unstated.push(mix);
            continue;
        };
        let Some((firsts, follow_ups)) = mix.counts() else {
            all.unsaid.push(mix);
            continue;
        };
        let beyond = Beyond { mix, agreed, firsts, follow_ups };
        if beyond.count() > Exact::zero() {
            all.beyond.push(beyond);
        }
    }
    all
}

/// Where two organisations or more were above their plans for the same step in the same month: first appointments and
/// follow-ups of one function, tests of one currency.
///
/// # Errors
/// When a sum cannot be held.
pub fn overlaps<'a>(
    valued: &Valued<'a>,
    of: Step,
    step: impl Fn(&Key) -> Option<Step>,
) -> Result<Overlaps<'a>, TooLarge> {
    let mut all = Overlaps { found: Vec::new(), unsaid: Vec::new(), unnamed: Vec::new() };
    let mut groups: BTreeMap<(Code, Month, Code), BTreeMap<Code, Evidence<'a>>> = BTreeMap::new();
    for (cell, worth) in valued.cells().filter(|(cell, _)| step(&cell.key) == Some(of)) {
        let key = &cell.key;
        let what = if of == Step::Diagnostic { &key.currency } else { &key.function };
        let Some(what) = what else {
            all.unnamed.push(cell);
            continue;
        };
        let at = groups.entry((key.commissioner.clone(), key.month, what.clone())).or_default();
        let evidence = at.entry(key.provider.clone()).or_insert_with(Evidence::none);
        evidence.add((cell, worth), valued.side())?;
    }
    for ((commissioner, month, what), at) in groups.into_iter().filter(|(_, at)| at.len() > 1) {
        let overlap = Overlap { commissioner, month, what, at };
        match overlap.above_plan() {
            None => all.unsaid.push(overlap),
            Some(above) if above.len() > 1 => all.found.push(overlap),
            Some(_) => {}
        }
    }
    Ok(all)
}

impl Mix<'_> {
    /// How many follow-ups there are for each first appointment; nothing if that is not known, or there is none.
    pub fn ratio(&self) -> Option<Exact> {
        let (firsts, follow_ups) = self.counts()?;
        follow_ups.to_exact().divided_by(&firsts.to_exact()).ok()
    }

    /// First appointments and follow-ups. Where a provider has no line of one, it did none.
    fn counts(&self) -> Option<(Scaled, Scaled)> {
        let count = |evidence: &Evidence<'_>| {
            if evidence.cells().is_empty() { Some(Scaled::ZERO) } else { evidence.activity() }
        };
        count(&self.firsts).zip(count(&self.follow_ups))
    }
}

impl Beyond<'_, '_> {
    /// How many are more than agreed: follow-ups less first appointments times what was agreed for each.
    pub fn count(&self) -> Exact {
        minus(&self.follow_ups.to_exact(), &times(&self.firsts.to_exact(), &self.agreed.to_exact()))
    }

    /// What they cost at the average of the provider's follow-ups; nothing where one has no price.
    pub fn cost(&self) -> Option<Exact> {
        self.mix.follow_ups.cost_of(&self.count())
    }
}

impl<'a> Overlap<'a> {
    /// How many steps may be duplicates at most: what is above plan at all organisations but the one with the most.
    /// A patient who was seen twice was seen at two of them. Nothing if a line does not say what was planned or done.
    pub fn at_most(&self) -> Option<Exact> {
        let above = self.above_plan()?;
        Some(above.iter().skip(1).fold(Exact::zero(), |all, (_, excess)| plus(&all, &excess.to_exact())))
    }

    /// What so many cost where they were done; nothing where one has no price.
    pub fn cost(&self) -> Option<Exact> {
        let mut above = self.above_plan()?.into_iter().skip(1);
        above.try_fold(Exact::zero(), |all, (evidence, excess)| {
            all.plus(&evidence.cost_of(&excess.to_exact())?).ok()
        })
    }

    /// Each organisation above its plan, with by how much: the most first. Nothing if a line does not say.
    fn above_plan(&self) -> Option<Vec<(&Evidence<'a>, Scaled)>> {
        let mut above = Vec::new();
        for evidence in self.at.values() {
            let excess = evidence.activity()?.minus(evidence.planned()?).ok()?;
            if excess > Scaled::ZERO {
                above.push((evidence, excess));
            }
        }
        above.sort_by_key(|(_, excess)| Reverse(*excess));
        Some(above)
    }
}
