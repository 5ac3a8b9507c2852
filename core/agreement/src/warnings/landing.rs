//! `no-soft-landing`: a party that loses activity, and nothing that lets it land softly.

use super::reach;
use super::sides::{Side, Way, sides};
use super::{Study, advise};
use crate::particulars::{AllocationRow, Party, Role};
use crate::problem::{Problem, in_backticks};
use crate::terms::{SoftLanding, Subject, Terms};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// `no-soft-landing`: a provider loses activity, and no posting pays it by a line marked `soft_landing: yes`.
///
/// It loses activity if it says `loses_activity: yes`, or if `work_allocation` takes a service from it: its last row of
/// the service ends, and a later row makes another party responsible, in whatever setting.
pub(super) fn missing(study: &Study<'_>) -> Vec<Problem> {
    let cushioned = soft_landings(study.terms);
    let providers = study.particulars.parties.iter().filter(|party| party.ever_holds(Role::Provider));
    let bare = providers.filter(|party| !cushioned.iter().any(|side| side.is_of(&party.name, study.terms)));
    bare.filter_map(|party| Some(drawn(party, &loses(party, study)?))).collect()
}

fn drawn(party: &Party, what_is_lost: &str) -> Problem {
    advise(
        "no-soft-landing",
        (&party.name, &party.citation.place),
        format!("{} loses {what_is_lost}, and no soft landing is paid to it", in_backticks(&party.name)),
        "mark the line that cushions it with `soft_landing: yes`, and post it to this party",
        "LH Alliances, questions and answers: the gain may be weighted to the hospital, for a soft landing as its activity falls",
    )
}

/// The sides on which a party is paid by a soft landing.
fn soft_landings<'a>(terms: &'a Terms) -> Vec<Side<'a>> {
    let is_marked = |subject: Subject| match subject {
        Subject::Line(id) => {
            terms.lines.get(id.0).is_some_and(|line| line.soft_landing == SoftLanding::Marked)
        }
        _ => false,
    };
    let leaning = reach::leaning_on(terms, is_marked);
    let leans = |subject: Subject| match subject {
        Subject::Line(id) => is_marked(subject) || leaning.contains(&id),
        _ => false,
    };
    let is_paid_by_one =
        |side: &Side<'_>| side.way == Way::Receives && side.quantities().flat_map(reach::named).any(leans);
    sides(terms).into_iter().filter(is_paid_by_one).collect()
}

/// What a party loses, in words.
fn loses(party: &Party, study: &Study<'_>) -> Option<String> {
    if party.loses_activity {
        return Some("activity".to_string());
    }
    let rows = &study.particulars.allocation;
    let own = rows.iter().filter(|row| row.responsible == party.name);
    let lost = own.filter(|row| is_last(row, rows)).find(|row| rows.iter().any(|next| takes_over(next, row)));
    lost.map(|row| in_backticks(&row.service))
}

/// Whether a row ends, and the party has no later one for that service.
fn is_last(row: &AllocationRow, rows: &[AllocationRow]) -> bool {
    let is_same =
        |other: &AllocationRow| other.service == row.service && other.responsible == row.responsible;
    let outlasts = |other: &AllocationRow| other.to.is_none_or(|to| row.to.is_some_and(|end| end < to));
    row.to.is_some() && !rows.iter().any(|other| is_same(other) && outlasts(other))
}

/// Whether another party becomes responsible after a row began.
fn takes_over(next: &AllocationRow, row: &AllocationRow) -> bool {
    let is_later = next.from.is_some_and(|from| row.from.is_none_or(|began| began < from));
    let outlasts = next.to.is_none_or(|to| row.to.is_some_and(|end| end < to));
    next.service == row.service && next.responsible != row.responsible && is_later && outlasts
}
