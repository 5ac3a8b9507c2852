//! The books of all parties, kept together while claims are entered one after another.
//!
//! What a pool holds is remembered by those for whom it is held, so that what it spends is spent by them. Start with
//! [`Books::enter`].

use super::{Claim, ClaimKind, Counterparties, ScheduleProblem, Year};
use crate::Side;
use accordant_money::{Currency, Posted, split_by};
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// Sums between two parties, the one that receives first.
type Between = BTreeMap<(String, String), i128>;
/// For whom a pool holds money; nobody for what came from outside.
type Holder = Option<String>;
/// Sums of one pool and one for whom it holds.
type OfPools = BTreeMap<(String, Holder), i128>;

/// Whether what is earned counts in the year of the schedule.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Earned {
    InTheYear,
    Before,
}

pub(super) struct Books<'a> {
    counterparties: &'a Counterparties,
    year: Year,
    currency: Currency,
    /// What is due and not paid, to the first from the second.
    outstanding: Between,
    /// What the first earned from the second in the year.
    income: Between,
    /// What each pool holds for each.
    held: OfPools,
    /// What each pool has spent for each.
    spent: OfPools,
    /// What each pool has given back to each.
    given_back: OfPools,
}

impl<'a> Books<'a> {
    pub(super) fn new(counterparties: &'a Counterparties, year: Year, currency: Currency) -> Books<'a> {
        Books {
            counterparties,
            year,
            currency,
            outstanding: Between::new(),
            income: Between::new(),
            held: OfPools::new(),
            spent: OfPools::new(),
            given_back: OfPools::new(),
        }
    }

    pub(super) fn enter(&mut self, claim: &Claim) -> Result<(), ScheduleProblem> {
        if claim.amount.currency() != self.currency {
            return Err(ScheduleProblem::DoesNotAdd);
        }
        let amount = claim.amount.minor();
        let (payer, payee) = (self.books_of(&claim.from)?, self.books_of(&claim.to)?);
        let owed = if claim.kind == ClaimKind::Due { amount } else { negated(amount)? };
        if let (Some(payer), Some(payee)) = (&payer, &payee) {
            between(&mut self.outstanding, payee, payer, owed)?;
        }
        if claim.kind == ClaimKind::Paid {
            return Ok(());
        }
        let earned = if self.year.from <= claim.date { Earned::InTheYear } else { Earned::Before };
        match (&claim.from, &claim.to) {
            (Side::Pool(from), Side::Pool(to)) if amount < 0 => self.hand_over(to, from, negated(amount)?),
            (Side::Pool(from), Side::Pool(to)) => self.hand_over(from, to, amount),
            (_, Side::Pool(pool)) => add(&mut self.held, (pool.clone(), payer), amount),
            (Side::Pool(pool), _) if amount < 0 => {
                self.take_back(pool, (payer, payee), negated(amount)?, earned)
            }
            (Side::Pool(pool), _) => self.spend(pool, (payer, payee), amount, earned),
            _ => self.earn(&payer, &payee, amount, earned),
        }
    }

    /// What each has to receive from each other, the one that receives first.
    pub(super) fn receivables(&self) -> Result<Between, ScheduleProblem> {
        let mut receivables = Between::new();
        for ((creditor, debtor), owed) in &self.outstanding {
            owes(&mut receivables, creditor, debtor, *owed)?;
        }
        for ((pool, holder), held) in &self.held {
            let keeper = self.books_of(&Side::Pool(pool.clone()))?;
            if let (Some(holder), Some(keeper)) = (holder, &keeper) {
                owes(&mut receivables, holder, keeper, *held)?;
            }
        }
        Ok(receivables)
    }

    /// What each earned from each other in the year, the one that earned first.
    pub(super) fn income(&self) -> &Between {
        &self.income
    }

    /// What one pool holds is held by another now, for the same.
    fn hand_over(&mut self, from: &str, to: &str, amount: i128) -> Result<(), ScheduleProblem> {
        for (holder, share) in self.draw(from, amount)? {
            add(&mut self.held, (String::from(to), holder), share)?;
        }
        Ok(())
    }

    /// A pool pays: first back to one for whom it holds money, then out of what it holds for all.
    fn spend(
        &mut self,
        pool: &str,
        (keeper, payee): (Holder, Holder),
        amount: i128,
        earned: Earned,
    ) -> Result<(), ScheduleProblem> {
        let back = match &payee {
            Some(_) => crossed(&mut self.held, &mut self.given_back, (pool, &payee), amount)?,
            None => 0,
        };
        let rest = amount.saturating_sub(back);
        for (holder, share) in self.draw(pool, rest)? {
            add(&mut self.spent, (String::from(pool), holder.clone()), share)?;
            self.earn(&holder, &keeper, share, earned)?;
        }
        self.earn(&keeper, &payee, rest, earned)
    }

    /// What a pool paid is corrected: it is held again as it was before.
    fn take_back(
        &mut self,
        pool: &str,
        (keeper, payee): (Holder, Holder),
        amount: i128,
        earned: Earned,
    ) -> Result<(), ScheduleProblem> {
        let back = crossed(&mut self.given_back, &mut self.held, (pool, &payee), amount)?;
        let rest = amount.saturating_sub(back);
        for (holder, share) in shares(&self.spent, pool, rest, self.currency)? {
            let key = (String::from(pool), holder.clone());
            add(&mut self.spent, key.clone(), negated(share)?)?;
            add(&mut self.held, key, share)?;
            self.earn(&holder, &keeper, negated(share)?, earned)?;
        }
        self.earn(&keeper, &payee, negated(rest)?, earned)
    }

    /// Takes an amount from what a pool holds, from each in the share in which it holds for it.
    fn draw(&mut self, pool: &str, amount: i128) -> Result<Vec<(Holder, i128)>, ScheduleProblem> {
        let shares = shares(&self.held, pool, amount, self.currency)?;
        for (holder, share) in &shares {
            add(&mut self.held, (String::from(pool), holder.clone()), negated(*share)?)?;
        }
        Ok(shares)
    }

    fn earn(
        &mut self,
        payer: &Holder,
        payee: &Holder,
        amount: i128,
        earned: Earned,
    ) -> Result<(), ScheduleProblem> {
        match (payer, payee) {
            (Some(payer), Some(payee)) if earned == Earned::InTheYear => {
                between(&mut self.income, payee, payer, amount)
            }
            _ => Ok(()),
        }
    }

    /// The party in whose books a side lies; nobody for what is outside.
    fn books_of(&self, side: &Side) -> Result<Holder, ScheduleProblem> {
        let party = match side {
            Side::Outside => return Ok(None),
            Side::Party(party) => party,
            Side::Pool(pool) => {
                let keeper = self.counterparties.books.get(pool);
                keeper.ok_or_else(|| ScheduleProblem::NoBooks { pool: pool.clone() })?
            }
        };
        match self.counterparties.parties.iter().any(|standing| standing.party == *party) {
            true => Ok(Some(party.clone())),
            false => Err(ScheduleProblem::UnknownParty { party: party.clone() }),
        }
    }
}

/// An amount in the shares of one pool's sums above zero; what they cannot bear is nobody's.
fn shares(
    sums: &OfPools,
    pool: &str,
    amount: i128,
    currency: Currency,
) -> Result<Vec<(Holder, i128)>, ScheduleProblem> {
    let of_pool = sums.iter().filter(|((of, _), sum)| of == pool && **sum > 0);
    let (holders, weights): (Vec<Holder>, Vec<i128>) =
        of_pool.map(|((_, holder), sum)| (holder.clone(), *sum)).unzip();
    let whole = weights.iter().try_fold(0_i128, |sum, weight| sum.checked_add(*weight)).ok_or(TOO_LARGE)?;
    let borne = amount.min(whole);
    let mut shares = Vec::new();
    if borne > 0 {
        let weights: Vec<_> =
            weights.into_iter().map(|weight| Posted::new(weight, currency).to_exact()).collect();
        let split = split_by(Posted::new(borne, currency), &weights).map_err(|_| TOO_LARGE)?;
        shares.extend(holders.into_iter().zip(split.iter().map(Posted::minor)));
    }
    let unborne = amount.saturating_sub(borne);
    if unborne > 0 {
        shares.push((None, unborne));
    }
    Ok(shares)
}

const TOO_LARGE: ScheduleProblem = ScheduleProblem::DoesNotAdd;

fn negated(amount: i128) -> Result<i128, ScheduleProblem> {
    amount.checked_neg().ok_or(TOO_LARGE)
}

fn add<Key: Ord>(sums: &mut BTreeMap<Key, i128>, key: Key, amount: i128) -> Result<(), ScheduleProblem> {
    let sum = sums.entry(key).or_default();
    *sum = sum.checked_add(amount).ok_or(TOO_LARGE)?;
    Ok(())
}

/// Moves an amount, or as much of it as there is, from one sum of a pool to the other; how much that was.
fn crossed(
    from: &mut OfPools,
    to: &mut OfPools,
    (pool, holder): (&str, &Holder),
    amount: i128,
) -> Result<i128, ScheduleProblem> {
    let key = (String::from(pool), holder.clone());
    let crossed = from.get(&key).copied().unwrap_or_default().clamp(0, amount);
    if crossed > 0 {
        add(from, key.clone(), negated(crossed)?)?;
        add(to, key, crossed)?;
    }
    Ok(crossed)
}

/// Nobody owes itself anything.
fn between(sums: &mut Between, one: &str, other: &str, amount: i128) -> Result<(), ScheduleProblem> {
    if one == other { Ok(()) } else { add(sums, (String::from(one), String::from(other)), amount) }
}

/// What is owed below zero is owed the other way.
fn owes(receivables: &mut Between, creditor: &str, debtor: &str, owed: i128) -> Result<(), ScheduleProblem> {
    match owed {
        0.. => between(receivables, creditor, debtor, owed),
        _ => between(receivables, debtor, creditor, negated(owed)?),
    }
}
