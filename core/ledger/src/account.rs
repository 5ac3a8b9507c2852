//! The accounts between which money moves.
//!
//! An account has a name and nothing else: what it holds is told by the entries. Start with [`Account`].

use alloc::string::String;

/// One side of an entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Account {
    /// What the pools held before the first entry.
    Opening,
    /// Those who are no party to the agreement.
    Outside,
    /// A party's own money: below zero by what it has paid, above by what it has received.
    Party(String),
    /// A part of a pool; together its parts are what the pool holds.
    Pool {
        /// The pool.
        pool: String,
        /// The part of it.
        part: Part,
    },
}

/// A part of what a pool holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What nobody has a claim on yet.
    Free,
    /// What is set aside under the commitment of that name.
    Committed(String),
    /// What stands in the accounts of a year that has ended, until the next morning.
    Carried(Carriage),
}

/// As what a balance stands in the accounts of the year that ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Carriage {
    /// Received and not yet earned: it counts when it is spent.
    DeferredIncome,
    /// Owed and not yet paid: it counts as spent in the year that ends.
    Accrual,
}

/// Who gives or receives, as those who record an event say it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// A party.
    Party(String),
    /// A pool, out of and into what is free in it.
    Pool(String),
    /// One that is no party.
    Outside,
}

impl Account {
    /// The account of what is free in a pool.
    pub fn free(pool: &str) -> Account {
        Account::Pool { pool: pool.into(), part: Part::Free }
    }

    /// The account of a commitment of a pool.
    pub fn committed(pool: &str, commitment: &str) -> Account {
        Account::Pool { pool: pool.into(), part: Part::Committed(commitment.into()) }
    }

    /// The pool of which it is a part.
    pub fn pool(&self) -> Option<&str> {
        if let Account::Pool { pool, .. } = self { Some(pool) } else { None }
    }
}

impl Side {
    /// The account that it gives from or receives into.
    pub fn account(&self) -> Account {
        match self {
            Side::Party(party) => Account::Party(party.clone()),
            Side::Pool(pool) => Account::free(pool),
            Side::Outside => Account::Outside,
        }
    }
}

impl Carriage {
    /// How finance people call it.
    pub const fn word(self) -> &'static str {
        match self {
            Carriage::DeferredIncome => "deferred income",
            Carriage::Accrual => "accrual",
        }
    }
}
