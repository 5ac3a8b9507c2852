//! Who sends whom cash, as far as the postings tell: each pair once, net.
//!
//! A pool counts as the party in whose books it lies, so what passes within one party's books is no cash.

use super::{AccountView, Names, PoolView, sentence_case, size};
use accordant_agreement::terms::Account;
use accordant_money::{Currency, Posted};
use accordant_settlement::Statement;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// What passes between two, or within the books of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashLine {
    /// Who sends.
    pub from: Account,
    /// The name of who sends.
    pub from_title: String,
    /// Who is sent; the sender itself for what is set aside in its own books.
    pub to: Account,
    /// The name of who is sent.
    pub to_title: String,
    /// How much, never below zero.
    pub amount: Posted,
}

/// Who sends whom cash over the whole period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cash {
    /// One line for each pair between whom anything is left to pay, in the order of the accounts.
    pub between: Vec<CashLine>,
    /// What is set aside or released within the books of each, no cash moving.
    pub within: Vec<CashLine>,
    /// Whether the lines of each come to its net with that of the pools in its books.
    pub adds_up: bool,
}

impl Cash {
    /// What an account is sent less what it sends; nothing if it cannot be held.
    pub fn of(&self, account: &Account, currency: Currency) -> Option<Posted> {
        self.between.iter().try_fold(Posted::new(0, currency), |sum, line| {
            match (line.from == *account, line.to == *account) {
                (true, _) => sum.minus(&line.amount),
                (_, true) => sum.plus(&line.amount),
                _ => Some(sum),
            }
        })
    }
}

/// The cash of all postings.
pub(super) fn cash(
    accounts: &[AccountView],
    pools: &[PoolView<'_>],
    shares: &[&Statement],
    names: &Names<'_>,
    currency: Currency,
) -> Cash {
    let mut order: Vec<Account> = accounts.iter().map(AccountView::account).collect();
    let of_pools = pools.iter().map(|pool| Account::Pool(pool.name.into()));
    order.extend(of_pools.filter(|pool| names.holder(pool) == *pool));
    let place = |account: &Account| order.iter().position(|known| known == account);
    let none = Posted::new(0, currency);
    let mut between: BTreeMap<(usize, usize), Posted> = BTreeMap::new();
    let mut within: BTreeMap<usize, Posted> = BTreeMap::new();
    for share in shares.iter().map(|statement| &statement.share) {
        let Some(posted) = share.posted.filter(|posted| posted.minor() != 0) else { continue };
        let (from, to) = (place(&names.holder(&share.from)), place(&names.holder(&share.to)));
        let (Some(from), Some(to)) = (from, to) else { continue };
        if from == to {
            let sum = within.entry(from).or_insert(none);
            *sum = sum.plus(&size(posted)).unwrap_or(*sum);
            continue;
        }
        // The pair is kept in one order, and what goes the other way counts against it.
        let sum = between.entry((from.min(to), from.max(to))).or_insert(none);
        let added = if from < to { sum.plus(&posted) } else { sum.minus(&posted) };
        *sum = added.unwrap_or(*sum);
    }
    let line = |from: usize, to: usize, amount: Posted| {
        let (from, to) = (order.get(from)?.clone(), order.get(to)?.clone());
        let title = |account: &Account| {
            let known = accounts.iter().find(|one| one.account() == *account);
            known.map_or_else(|| sentence_case(&names.pool(account)), |one| one.title.clone())
        };
        let (from_title, to_title) = (title(&from), title(&to));
        Some(CashLine { from, from_title, to, to_title, amount })
    };
    let between = between.iter().filter(|(_, amount)| amount.minor() != 0);
    let between = between.filter_map(|((one, other), amount)| match amount.minor() {
        0.. => line(*one, *other, *amount),
        _ => line(*other, *one, size(*amount)),
    });
    let within = within.iter().filter_map(|(at, amount)| line(*at, *at, *amount));
    let mut cash = Cash { between: between.collect(), within: within.collect(), adds_up: false };
    cash.adds_up = order.iter().all(|own| {
        let net = accounts.iter().find(|one| one.account() == *own).map_or(none, |one| one.net);
        let mut held = pools.iter().filter(|pool| names.holder(&Account::Pool(pool.name.into())) == *own);
        let change = |sum: Posted, pool: &PoolView<'_>| sum.plus(&pool.closing.minus(&pool.opening)?);
        cash.of(own, currency) == held.try_fold(net, change)
    });
    cash
}
