//! `no-cost-measure` and `not-total-cost`: whether the parties look at what all of it costs.

use super::{Study, advise};
use crate::problem::Problem;
use crate::terms::{Cause, Input, InputKind, TotalCost};
use crate::tree::Entry;
use alloc::string::ToString;
use alloc::vec::Vec;

const SOURCE: &str = "Slides on alliance contracts (2014), lessons: the outcome set must include total costs of the service or to commissioners";

/// `no-cost-measure`: no posting leans, through a line or a measure, on a fact in money. `not-total-cost`: some do, and
/// none of these facts says `total_cost_to: commissioners`. Either is told once, about `money`.
///
/// A cost for each case is in money too; a price (`kind: price`) is agreed and no cost.
pub(super) fn compared(study: &Study<'_>, money: &Entry) -> Option<Problem> {
    let costs: Vec<&Input> = study.paid.facts(study.terms).filter(|input| is_cost(input)).collect();
    let term = (money.key.as_str(), &money.key_place);
    if costs.is_empty() {
        let what = "no payment depends on what anything costs".to_string();
        let mend = "let a measure or a line compare the actual cost with a target";
        return Some(advise("no-cost-measure", term, what, mend, SOURCE));
    }
    let is_total = |input: &&Input| input.total_cost == TotalCost::ToCommissioners;
    if costs.iter().any(is_total) {
        return None;
    }
    let what = "payments depend on costs, but on no total cost to commissioners".to_string();
    let mend = "write `total_cost_to: commissioners` at the inputs that together are all they spend";
    Some(advise("not-total-cost", term, what, mend, SOURCE))
}

fn is_cost(input: &Input) -> bool {
    let InputKind::Quantity(unit) = &input.kind else { return false };
    !matches!(input.cause, Cause::Price | Cause::Value) && unit.currencies().next().is_some()
}
