//! `own-performance`: money of one party that depends on a fact about that party alone.

use super::sides::{Side, Way, Whose, sides};
use super::{Study, advise};
use crate::particulars::Role;
use crate::problem::{Problem, in_backticks};
use crate::terms::parts::{self, Part};
use crate::terms::{
    At, Cause, Expr, ExprKind, IndexId, Input, InputId, InputKind, LineId, SoftLanding, Subject, Terms,
};
use crate::unit::Unit;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;

/// `own-performance`: a provider pays or is paid by a fact about itself, not about the alliance. Told once for each side
/// of a posting, by the name of the share, where there are at least two providers.
///
/// What one provider alone pays or is paid leans on its own fact if that fact is indexed by parties and is taken at this
/// provider, unless it is a price; or if it is activity (`kind: activity`) of the service for which the provider is
/// responsible; or, where it is paid, if it is activity without an index of which it is the `owner`. What several
/// providers divide leans on own facts only by its weight, and only on activity and points: they may divide by any
/// agreed share, margin or price. A sum over all parties is nobody's own, and a line marked `soft_landing: yes` makes
/// good a loss and rewards nothing.
pub(super) fn performance(study: &Study<'_>) -> Vec<Problem> {
    let providers = study.particulars.parties.iter().filter(|party| party.ever_holds(Role::Provider));
    if providers.count() < 2 {
        return Vec::new();
    }
    let mut told = BTreeSet::new();
    let of_providers =
        sides(study.terms).into_iter().filter(|side| side.is_of_providers(study.particulars, study.terms));
    of_providers
        .filter_map(|side| drawn(&side, study.terms))
        .filter(|found| told.insert(found.words.clone()))
        .collect()
}

fn drawn(side: &Side<'_>, terms: &Terms) -> Option<Problem> {
    let fact = terms.inputs.get(own_fact(side, terms)?.0)?;
    let (name, fact) = (in_backticks(side.name), in_backticks(&fact.name));
    let what = match side.whose {
        Whose::Party(party) => {
            format!("{name} depends on {fact}, a fact about {} alone", in_backticks(party))
        }
        Whose::Responsible(_) => {
            format!("{name} depends, for each service, on {fact} of the responsible provider alone")
        }
        _ => format!("{name} depends, for each provider, on {fact} of that provider alone"),
    };
    Some(advise(
        "own-performance",
        (side.name, side.place),
        what,
        "let gain and pain depend on what all achieve together",
        "Slides on alliance contracts (2014), key features: gain and pain follow performance overall, not that of individual parties",
    ))
}

fn own_fact(side: &Side<'_>, terms: &Terms) -> Option<InputId> {
    let (party, index) = match side.whose {
        Whose::Party(name) => (Some(name), None),
        Whose::Together(index) | Whose::Each(index) | Whose::Responsible(index) => (None, Some(index)),
        Whose::Nobody => return None,
    };
    let quantities: Vec<&Expr> = match side.whose {
        Whose::Together(_) => side.weight.into_iter().collect(),
        _ => side.amounts.clone(),
    };
    let mut search = Search { terms, side, party, seen: BTreeSet::new() };
    let own: BTreeSet<IndexId> = index.into_iter().collect();
    quantities.into_iter().find_map(|quantity| search.quantity(quantity, &own))
}

/// The search for a fact of the side's own, from line to line.
struct Search<'a> {
    terms: &'a Terms,
    side: &'a Side<'a>,
    party: Option<&'a str>,
    seen: BTreeSet<(LineId, BTreeSet<IndexId>)>,
}

impl Search<'_> {
    /// `own` holds the indexes whose current element is the side's own.
    fn quantity(&mut self, expr: &Expr, own: &BTreeSet<IndexId>) -> Option<InputId> {
        if own.is_empty() && self.party.is_none() {
            return None;
        }
        if let ExprKind::Aggregate(_, over, inner) = &expr.kind {
            let left: BTreeSet<IndexId> = own.iter().filter(|index| !over.contains(index)).copied().collect();
            return self.quantity(inner, &left);
        }
        self.parts(parts::of_part(Part::Quantity(expr)), own)
    }

    fn parts(&mut self, of: Vec<Part<'_>>, own: &BTreeSet<IndexId>) -> Option<InputId> {
        of.into_iter().find_map(|part| match part {
            Part::Quantity(expr) => self.quantity(expr, own),
            Part::Decides(_) => self.parts(parts::of_part(part), own),
            Part::Uses(subject, at) => self.used(subject, at, own),
        })
    }

    fn used(&mut self, subject: Subject, at: &[At], own: &BTreeSet<IndexId>) -> Option<InputId> {
        match subject {
            Subject::Input(id) => {
                let input = self.terms.inputs.get(id.0)?;
                let taken = self.own_indexes(&input.by, at, own);
                self.is_own(input, &taken).then_some(id)
            }
            Subject::Line(id) => {
                let line = self.terms.lines.get(id.0)?;
                let taken = self.own_indexes(&line.by, at, own);
                let is_new = self.seen.insert((id, taken.clone()));
                let is_searched = is_new && line.soft_landing == SoftLanding::NotMarked;
                if is_searched { self.parts(parts::of_rule(&line.rule), &taken) } else { None }
            }
            _ => None,
        }
    }

    /// Of the indexes of something named, those at which the side's own element is taken.
    fn own_indexes(&self, by: &[IndexId], at: &[At], own: &BTreeSet<IndexId>) -> BTreeSet<IndexId> {
        let is_own = |at: &At| match at {
            At::Index(index) => own.contains(index),
            At::Named(name) => self.party == Some(name.as_str()),
        };
        by.iter().zip(at).filter(|(_, at)| is_own(at)).map(|(index, _)| *index).collect()
    }

    fn is_own(&self, input: &Input, taken: &BTreeSet<IndexId>) -> bool {
        let is_activity = matches!(input.cause, Cause::Activity | Cause::Value);
        let is_of_party =
            taken.iter().any(|index| self.terms.indexes.get(index.0).is_some_and(|index| index.of_parties));
        match self.side.whose {
            Whose::Together(_) => is_of_party && (is_activity || is_points(input)),
            Whose::Responsible(_) => is_activity && !taken.is_empty(),
            _ if is_of_party => input.cause != Cause::Price,
            Whose::Party(party) => {
                let is_owner = input.by.is_empty() && input.owner.as_deref() == Some(party);
                is_activity && is_owner && self.side.way == Way::Receives
            }
            _ => false,
        }
    }
}

fn is_points(input: &Input) -> bool {
    input.kind == InputKind::Quantity(Unit::points())
}
