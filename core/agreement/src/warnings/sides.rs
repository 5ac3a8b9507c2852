//! Who pays and who is paid in a posting, and what decides how much.

use crate::particulars::{Particulars, Role};
use crate::problem::Place;
use crate::terms::{Account, Amount, Direction, Expr, IndexId, Payees, Posting, Share, Terms};
use alloc::vec;
use alloc::vec::Vec;

/// One side of money that changes hands: the pot of a posting, or one share of it.
#[derive(Debug)]
pub(super) struct Side<'a> {
    /// The name of the share; that of the posting for its pot, and where it has one share without a name.
    pub(super) name: &'a str,
    pub(super) place: &'a Place,
    pub(super) whose: Whose<'a>,
    pub(super) way: Way,
    /// The quantities of which the amount is made.
    pub(super) amounts: Vec<&'a Expr>,
    /// The weight by which several parties divide it.
    pub(super) weight: Option<&'a Expr>,
}

/// Whose side it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose<'a> {
    /// This party's.
    Party(&'a str),
    /// That of all parties of an index together.
    Together(IndexId),
    /// That of each party of an index by itself.
    Each(IndexId),
    /// That of the provider responsible for each service.
    Responsible(IndexId),
    /// No party's: a pool's, or outside.
    Nobody,
}

/// Whether a side pays or is paid; a negative amount goes the other way, which the terms alone do not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Pays,
    Receives,
}

impl<'a> Side<'a> {
    /// All quantities that decide what a party on this side pays or is paid.
    pub(super) fn quantities(&self) -> impl Iterator<Item = &'a Expr> {
        self.amounts.iter().copied().chain(self.weight)
    }

    /// Whether a party is on this side, alone or with others.
    pub(super) fn is_of(&self, party: &str, terms: &Terms) -> bool {
        match self.whose {
            Whose::Party(name) => name == party,
            Whose::Together(index) | Whose::Each(index) => elements(terms, index).any(|name| name == party),
            Whose::Responsible(_) => terms.responsible.iter().any(|row| row.party == party),
            Whose::Nobody => false,
        }
    }

    /// Whether some provider is on this side as a provider.
    pub(super) fn is_of_providers(&self, particulars: &Particulars, terms: &Terms) -> bool {
        let as_commissioners = match self.whose {
            Whose::Together(index) | Whose::Each(index) => {
                terms.indexes.get(index.0).is_some_and(|index| index.name == "commissioner")
            }
            _ => false,
        };
        let mut providers = particulars.parties.iter().filter(|party| party.ever_holds(Role::Provider));
        !as_commissioners && providers.any(|party| self.is_of(&party.name, terms))
    }
}

/// All sides of all postings, in the author's order.
pub(super) fn sides(terms: &Terms) -> Vec<Side<'_>> {
    terms.postings.iter().flat_map(of_posting).collect()
}

/// All quantities of a posting.
pub(super) fn quantities(posting: &Posting) -> Vec<&Expr> {
    let of_shares = posting.shares.iter().flat_map(|share| exact(share).into_iter().chain(&share.weight));
    posting.of.iter().chain(of_shares).collect()
}

fn of_posting(posting: &Posting) -> Vec<Side<'_>> {
    let (pot_way, share_way) = match posting.direction {
        Direction::PotPays => (Way::Pays, Way::Receives),
        Direction::PotReceives => (Way::Receives, Way::Pays),
    };
    let total = match &posting.of {
        Some(of) => vec![of],
        None => posting.shares.iter().filter_map(exact).collect(),
    };
    let mut sides = vec![Side {
        name: &posting.name,
        place: &posting.place,
        whose: whose(&posting.pot),
        way: pot_way,
        amounts: total,
        weight: None,
    }];
    sides.extend(posting.shares.iter().map(|share| Side {
        name: &share.name,
        place: &share.place,
        whose: match &share.payees {
            Payees::One(account) => whose(account),
            Payees::Each(index) => Whose::Together(*index),
        },
        way: share_way,
        amounts: exact(share).or(posting.of.as_ref()).into_iter().collect(),
        weight: share.weight.as_ref(),
    }));
    sides
}

fn exact(share: &Share) -> Option<&Expr> {
    if let Amount::Exact(amount) = &share.amount { Some(amount) } else { None }
}

fn whose(account: &Account) -> Whose<'_> {
    match account {
        Account::Party(name) => Whose::Party(name),
        Account::Current(index) => Whose::Each(*index),
        Account::Responsible(index) => Whose::Responsible(*index),
        Account::Pool(_) | Account::Outside => Whose::Nobody,
    }
}

fn elements(terms: &Terms, index: IndexId) -> impl Iterator<Item = &str> {
    let elements = terms.indexes.get(index.0).map(|index| index.elements.as_slice());
    elements.unwrap_or_default().iter().map(|element| element.name.as_str())
}
