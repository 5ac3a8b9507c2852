//! What each account receives, pays and keeps.

use super::size;
use accordant_agreement::Agreement;
use accordant_agreement::particulars::Role;
use accordant_agreement::terms::Account;
use accordant_money::{Currency, Posted};
use accordant_settlement::Statement;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A party, or the world outside, over the whole period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    /// Which kind of account.
    pub kind: AccountKind,
    /// Its short name.
    pub name: String,
    /// Its full name.
    pub title: String,
    /// Its roles in words; empty for outside.
    pub roles: String,
    /// What it receives.
    pub receives: Posted,
    /// What it pays.
    pub pays: Posted,
    /// What it receives less what it pays.
    pub net: Posted,
}

/// Which kind of account it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountKind {
    /// A party of the alliance.
    Party,
    /// The world outside.
    Outside,
}

impl AccountView {
    /// The account as postings name it.
    pub fn account(&self) -> Account {
        match self.kind {
            AccountKind::Party => Account::Party(self.name.clone()),
            AccountKind::Outside => Account::Outside,
        }
    }

    /// What it comes to: `receives £2.00 net`, `pays £2.00 net`, `receives and pays nothing`.
    pub fn outcome(&self) -> String {
        match self.net.minor() {
            0 if self.receives.minor() == 0 => "receives and pays nothing".to_string(),
            0 => "receives as much as it pays".to_string(),
            minor if minor > 0 => format!("receives {} net", self.net),
            _ => format!("pays {} net", size(self.net)),
        }
    }
}

/// The parties in the agreement's order, then outside if money comes from there or goes there.
pub(super) fn accounts(agreement: &Agreement, shares: &[&Statement], currency: Currency) -> Vec<AccountView> {
    let mut found: Vec<AccountView> = agreement
        .particulars
        .parties
        .iter()
        .map(|party| {
            let words = party.roles.iter().map(|held| match held.role {
                Role::Commissioner => "commissioner",
                Role::Provider => "provider",
            });
            let mut roles: Vec<&str> = words.collect();
            roles.dedup();
            let kind = AccountKind::Party;
            let account = AccountView::empty(kind, &party.name, &party.title, currency);
            AccountView { roles: roles.join(" and "), ..account }.with(shares)
        })
        .collect();
    if shares
        .iter()
        .any(|statement| statement.share.from == Account::Outside || statement.share.to == Account::Outside)
    {
        found.push(
            AccountView::empty(AccountKind::Outside, "outside", "Outside the alliance", currency)
                .with(shares),
        );
    }
    found
}

impl AccountView {
    fn empty(kind: AccountKind, name: &str, title: &str, currency: Currency) -> AccountView {
        let none = Posted::new(0, currency);
        let (name, title) = (name.to_string(), title.to_string());
        AccountView { kind, name, title, roles: String::new(), receives: none, pays: none, net: none }
    }

    /// A negative posting goes the other way, so what is received and paid is never below zero.
    fn with(mut self, shares: &[&Statement]) -> AccountView {
        let account = self.account();
        for share in shares.iter().map(|statement| &statement.share) {
            let Some(posted) = share.posted else { continue };
            let (payer, payee) =
                if posted.minor() < 0 { (&share.to, &share.from) } else { (&share.from, &share.to) };
            if *payee == account {
                self.receives = self.receives.plus(&size(posted)).unwrap_or(self.receives);
            }
            if *payer == account {
                self.pays = self.pays.plus(&size(posted)).unwrap_or(self.pays);
            }
        }
        self.net = self.receives.minus(&self.pays).unwrap_or(self.net);
        self
    }
}
