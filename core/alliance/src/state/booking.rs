//! Movements of money as entries of the ledger.

use super::{AccountEntry, InForce, Kept, State};
use crate::event::{Move, Moved, OnAccount};
use accordant_agreement::particulars::{Party, Role};
use accordant_agreement::terms::{self, Contributors, Terms};
use accordant_ledger::{Carriage, Event, Ledger, Pool, Refusal, Side, Transfer, YearEnd};
use accordant_money::{Currency, Posted};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use jiff::civil::Date;

/// The kinds of event that change what pools hold.
const MOVES_MONEY: [&str; 3] = ["alliance_founded", "paid_on_account", "pool_moved"];

/// Somebody who is no party and no pool.
pub(crate) const OUTSIDE: &str = "outside";

impl State {
    /// Opens the pools of the text that is being adopted, or takes over their amended terms.
    pub(super) fn open_pools(&mut self, text: &InForce) -> Result<(), String> {
        let Some(agreement) = self.agreements.last().cloned() else { return Ok(()) };
        let Some(terms) = &agreement.terms else { return Ok(()) };
        let day = day(&text.effective)?;
        let ledger = self.ledger.get_or_insert_with(|| Ledger::new(terms.currency));
        for pool in &terms.pools {
            let is_new = ledger.holding(&pool.name).is_none();
            ledger.agree(pool_terms(pool, &agreement.particulars.parties));
            if let (true, Some(opening)) = (is_new, opening(pool, terms)?) {
                let event = Event::Opened { pool: pool.name.clone(), amount: opening };
                ledger.record(day, text.entry, &event).map_err(|refusal: Refusal| refusal.to_string())?;
            }
        }
        Ok(())
    }

    pub(super) fn book_on_account(&mut self, paid: &AccountEntry<OnAccount>) -> Result<(), String> {
        let event = self.posted(&paid.body)?;
        let on = paid.effective.as_deref().ok_or("a payment on account without its day")?;
        self.book(day(on)?, paid.entry, &event)
    }

    pub(super) fn book_movement(&mut self, moved: &AccountEntry<Moved>) -> Result<(), String> {
        let event = movement(&moved.body, moved.entry)?;
        self.book(day(&moved.body.on)?, moved.entry, &event)
    }

    /// Books every movement of a cache, in the order of the entries.
    pub(super) fn book_again(&mut self, kept: &Kept) -> Result<(), String> {
        let mut paid = kept.on_account.iter().peekable();
        for moved in &kept.movements {
            while let Some(earlier) = paid.next_if(|paid| paid.entry < moved.entry) {
                self.book_on_account(earlier)?;
            }
            self.book_movement(moved)?;
        }
        paid.try_for_each(|later| self.book_on_account(later))
    }

    /// Where an event that moves money cannot be seen, no balance is known any longer, and there is no ledger.
    pub(super) fn close_books(&mut self, unseen_kind: &str) {
        if MOVES_MONEY.contains(&unseen_kind) {
            self.ledger = None;
        }
    }

    /// Books an event. A reader from whom something is kept may miss what it rests on: then the balances are not known,
    /// and there is no ledger any more.
    fn book(&mut self, day: Date, entry: u64, event: &Event) -> Result<(), String> {
        let sees_all = self.kept.unseen.is_empty();
        let booked = match self.ledger.as_mut() {
            Some(ledger) => ledger.record(day, entry, event).map_err(|refusal| refusal.to_string()),
            None => Err("no agreement with money terms is in force".to_string()),
        };
        if booked.is_err() && !sees_all {
            self.ledger = None;
            return Ok(());
        }
        booked
    }

    /// What is paid on account, as one posting: only its outcome may not overdraw a pool.
    pub(crate) fn posted(&self, paid: &OnAccount) -> Result<Event, String> {
        let currency = currency(&paid.currency)?;
        let transfer = |line: &crate::event::OnAccountLine| {
            Ok(Transfer {
                from: self.side(&line.from),
                to: self.side(&line.to),
                amount: amount(&line.now, currency)?,
            })
        };
        paid.lines.iter().map(transfer).collect::<Result<Vec<_>, String>>().map(Event::Posted)
    }

    fn side(&self, name: &str) -> Side {
        let is_pool = self.ledger.as_ref().is_some_and(|ledger| ledger.holding(name).is_some());
        match name {
            OUTSIDE => Side::Outside,
            name if is_pool => Side::Pool(name.to_string()),
            name => Side::Party(name.to_string()),
        }
    }
}

/// A movement as the ledger's event; a commitment is named by the entry that made it.
pub(crate) fn movement(moved: &Moved, entry: u64) -> Result<Event, String> {
    let amount = amount(&moved.minor, currency(&moved.currency)?)?;
    let pool = moved.pool.clone();
    let party =
        || moved.party.as_deref().map(other_side).ok_or_else(|| format!("nobody is named beside `{pool}`"));
    let commitment = || moved.commitment.map(|entry| entry.to_string());
    let needed = || commitment().ok_or_else(|| format!("no commitment of `{pool}` is named"));
    Ok(match moved.movement {
        Move::PaidIn => Event::PaidIn { from: party()?, pool, amount },
        Move::Committed => Event::Committed { pool, commitment: entry.to_string(), amount },
        Move::Released => Event::Released { commitment: needed()?, pool, amount },
        Move::Spent => match commitment() {
            Some(commitment) => Event::SpentUnder { to: party()?, pool, commitment, amount },
            None => Event::Spent { to: party()?, pool, amount },
        },
        Move::Carried => {
            let from = moved.year_from.as_deref().ok_or("no year is named")?;
            Event::YearEnded { pool, from: day(from)? }
        }
    })
}

fn other_side(name: &str) -> Side {
    if name == OUTSIDE { Side::Outside } else { Side::Party(name.to_string()) }
}

fn pool_terms(pool: &terms::Pool, parties: &[Party]) -> Pool {
    let of_role = |role: Option<Role>| {
        let holds = |party: &&Party| role.is_none_or(|role| party.roles.iter().any(|held| held.role == role));
        parties.iter().filter(holds).map(|party| party.name.clone()).collect()
    };
    let year_end = pool.year_end.map(|agreed| match agreed {
        terms::YearEnd::DeferredIncome => YearEnd::Carry(Carriage::DeferredIncome),
        terms::YearEnd::Accrual => YearEnd::Carry(Carriage::Accrual),
        terms::YearEnd::Return(Contributors::Parties) => YearEnd::Return(of_role(None)),
        terms::YearEnd::Return(Contributors::Commissioners) => {
            YearEnd::Return(of_role(Some(Role::Commissioner)))
        }
        terms::YearEnd::Return(Contributors::Providers) => YearEnd::Return(of_role(Some(Role::Provider))),
    });
    Pool {
        name: pool.name.clone(),
        in_books_of: pool.in_books_of.clone(),
        ledger_code: pool.ledger_code.clone(),
        year_end,
    }
}

/// What a pool opens with; nothing if that is nothing.
fn opening(pool: &terms::Pool, terms: &Terms) -> Result<Option<Posted>, String> {
    let Some(exact) = &pool.opening else { return Ok(None) };
    let rounding = terms.rounding.as_ref().ok_or("the agreement does not say how money is rounded")?;
    let posted = Posted::round(exact, terms.currency, rounding.rule)
        .ok_or_else(|| format!("the opening balance of `{}` is too large", pool.name))?;
    Ok((posted.minor() > 0).then_some(posted))
}

pub(crate) fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("`{text}` is no day"))
}

pub(crate) fn currency(code: &str) -> Result<Currency, String> {
    Currency::parse(code).ok_or_else(|| format!("`{code}` is no currency"))
}

pub(crate) fn amount(minor: &str, currency: Currency) -> Result<Posted, String> {
    crate::event::read_minor(minor, currency).ok_or_else(|| format!("`{minor}` is no amount of money"))
}
