//! `nothing-at-risk` and `no-upside`: whether each party has a stake in the shared result.

use super::sides::{Side, Way, sides};
use super::{Study, advise};
use crate::particulars::{InHouse, Party, Role};
use crate::problem::{Problem, in_backticks};
use crate::terms::Terms;
use alloc::format;
use alloc::vec::Vec;

/// `nothing-at-risk`: a commissioner that is on no side of any posting whose amount or weight depends on a fact.
pub(super) fn nothing_at_risk(study: &Study<'_>) -> Vec<Problem> {
    let terms = study.terms;
    let depends: Vec<Side<'_>> = sides(terms)
        .into_iter()
        .filter(|side| side.quantities().any(|quantity| study.moves(quantity)))
        .collect();
    let has_stake = |party: &Party| depends.iter().any(|side| side.is_of(&party.name, terms));
    let commissioners = study.particulars.parties.iter().filter(|party| party.ever_holds(Role::Commissioner));
    let without = commissioners.filter(|party| !has_stake(party));
    without
        .map(|party| {
            advise(
                "nothing-at-risk",
                (&party.name, &party.citation.place),
                format!("the commissioner {} neither pays nor gets any of the shared result", in_backticks(&party.name)),
                "post its part of gain and pain from or to it by name",
                "LH Alliances, questions and answers: the commissioner is part of the alliance and shares in the risk",
            )
        })
        .collect()
}

/// `no-upside`: a provider to which no posting pays. An in-house team is paid where its party is.
///
/// Only the direction in which the posting is written counts: a posting from a provider that may turn negative is no upside.
pub(super) fn no_upside(study: &Study<'_>) -> Vec<Problem> {
    let sides = sides(study.terms);
    let providers = study.particulars.parties.iter().filter(|party| party.ever_holds(Role::Provider));
    let without = providers.filter(|party| !is_paid(party, &sides, study.terms));
    without
        .map(|party| {
            advise(
                "no-upside",
                (&party.name, &party.citation.place),
                format!("the provider {} is never paid, however well the alliance does", in_backticks(&party.name)),
                "give it a share of the gain",
                "LH Alliances, questions and answers: find win-win, so that success for the whole is success for each",
            )
        })
        .collect()
}

fn is_paid(party: &Party, sides: &[Side<'_>], terms: &Terms) -> bool {
    let paid = |name: &str| sides.iter().any(|side| side.way == Way::Receives && side.is_of(name, terms));
    match &party.in_house {
        InHouse::No => paid(&party.name),
        InHouse::Of(owner) => paid(&party.name) || paid(owner),
        InHouse::Yes => true,
    }
}
