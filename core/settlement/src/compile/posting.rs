//! Postings, once for each element of the index that they are made by.

use super::{Bound, Compiler, address, meant};
use crate::graph::{AmountPlan, PayeePlan, PostingPlan, SharePlan};
use accordant_agreement::terms::{Account, Amount, At, Payees, Posting, Share};
use alloc::string::String;
use alloc::vec::Vec;

impl Compiler<'_> {
    pub(super) fn postings(&mut self) {
        let postings: &[Posting] = &self.terms.postings;
        for posting in postings {
            let by: Vec<_> = posting.by.into_iter().collect();
            for elements in self.combinations(&by) {
                let bound: Bound = by.iter().copied().zip(elements.iter().cloned()).collect();
                let plan = self.posting(posting, &elements, &bound);
                self.graph.postings.push(plan);
            }
        }
    }

    fn posting(&mut self, posting: &Posting, elements: &[String], bound: &Bound) -> PostingPlan {
        let of = posting.of.as_ref().map(|of| self.expr(of, bound));
        let shares = posting.shares.iter().map(|share| self.share(share, elements, bound)).collect();
        PostingPlan {
            name: address(&posting.name, elements),
            says: posting.says.clone(),
            clause: posting.clause.clone(),
            place: posting.place.clone(),
            of,
            pot: self.account(&posting.pot, bound),
            direction: posting.direction,
            shares,
        }
    }

    fn share(&mut self, share: &Share, elements: &[String], bound: &Bound) -> SharePlan {
        let amount = match &share.amount {
            Amount::Whole => AmountPlan::Whole,
            Amount::Exact(expr) => AmountPlan::Exact(self.expr(expr, bound)),
            Amount::Rest => AmountPlan::Rest,
        };
        let payees = match &share.payees {
            Payees::One(account) => {
                let account = self.account(account, bound);
                alloc::vec![PayeePlan { account, address: address(&share.name, elements), weight: None }]
            }
            Payees::Each(index) => {
                let mut payees = Vec::new();
                for party in self.elements(*index) {
                    let mut inner = bound.clone();
                    inner.push((*index, party.clone()));
                    let weight = share.weight.as_ref().map(|weight| self.expr(weight, &inner));
                    let mut at = elements.to_vec();
                    at.push(party.clone());
                    payees.push(PayeePlan {
                        account: Account::Party(party),
                        address: address(&share.name, &at),
                        weight,
                    });
                }
                payees
            }
        };
        SharePlan {
            name: share.name.clone(),
            says: share.says.clone(),
            clause: share.clause.clone(),
            words: share.words.clone(),
            amount,
            payees,
        }
    }

    /// The account that is meant at the elements of the surroundings.
    fn account(&self, account: &Account, bound: &Bound) -> Account {
        match account {
            Account::Current(index) => {
                let party = meant(&[At::Index(*index)], bound).into_iter().next().unwrap_or_default();
                Account::Party(party)
            }
            Account::Responsible(index) => {
                let service = meant(&[At::Index(*index)], bound).into_iter().next().unwrap_or_default();
                self.responsible(&service).map_or(Account::Responsible(*index), Account::Party)
            }
            other => other.clone(),
        }
    }
}
