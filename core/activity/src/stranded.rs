//! The fixed cost that stays where activity was lost, by a share or a figure that the parties state.

use crate::price::{sum, times};
use crate::{Code, Scaled};
use accordant_money::Exact;
use alloc::vec::Vec;

/// How much of the cost of lost activity stays at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StrandedTerm {
    /// A share of what one costs there.
    FixedShare {
        /// What one costs.
        unit_cost: Scaled,
        /// The share of it that stays: 0.6 for 60%.
        share: Scaled,
    },
    /// A figure for the whole of it.
    Stated(Scaled),
}

/// What stays at the sites that lost activity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stranded {
    /// The sites of which a term is known.
    pub costs: Vec<StrandedCost>,
    /// The sites of which none is: their cost is not known, and not nothing.
    pub unstated: Vec<Code>,
}

/// What stays at one site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrandedCost {
    /// The site.
    pub site: Code,
    /// How much activity it lost.
    pub lost: Scaled,
    /// By what its cost is worked out.
    pub term: StrandedTerm,
}

impl Stranded {
    pub(crate) fn of(
        losing: impl Iterator<Item = (Code, Scaled)>,
        term: impl Fn(&str) -> Option<StrandedTerm>,
    ) -> Stranded {
        let mut stranded = Stranded::default();
        for (site, lost) in losing {
            match term(&site) {
                Some(term) => stranded.costs.push(StrandedCost { site, lost, term }),
                None => stranded.unstated.push(site),
            }
        }
        stranded
    }

    /// What stays at all of them; nothing if one is not stated.
    pub fn whole(&self) -> Option<Exact> {
        self.unstated.is_empty().then(|| sum(self.costs.iter().map(StrandedCost::amount)))
    }
}

impl StrandedCost {
    /// Lost activity times unit cost times share, or the stated figure.
    pub fn amount(&self) -> Exact {
        match self.term {
            StrandedTerm::FixedShare { unit_cost, share } => {
                times(&times(&self.lost.to_exact(), &unit_cost.to_exact()), &share.to_exact())
            }
            StrandedTerm::Stated(figure) => figure.to_exact(),
        }
    }
}
