//! `fund`: what the pools hold, and movements of them.

use crate::print::{Face, data};
use crate::recorded::words::{minor, moved};
use crate::recorded::{Reading, actor, day, in_force, open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::record::{called, recorded};
use crate::text::sheet::{Fact, Sheet};
use accordant_agreement::Agreement;
use accordant_alliance::command::MovePool;
use accordant_alliance::event::Move;
use accordant_alliance::{Command, State};
use accordant_ledger::{Account, Ledger, journal};
use accordant_money::Posted;
use clap::ArgMatches;

/// Shows the pools, or moves money of one.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    match asked.subcommand() {
        Some(("paid-in", asked)) => movement(asked, Move::PaidIn, face),
        Some(("commit", asked)) => movement(asked, Move::Committed, face),
        Some(("release", asked)) => movement(asked, Move::Released, face),
        Some(("spend", asked)) => movement(asked, Move::Spent, face),
        Some(("carry", asked)) => movement(asked, Move::Carried, face),
        Some(("journal", asked)) => {
            let state = open(asked)?.state_at(reading.as_at).map_err(told::stop)?;
            data(&journal(ledger(&state)?));
            Ok(Ended::Done)
        }
        _ => shown(asked, face, reading),
    }
}

fn ledger(state: &State) -> Result<&Ledger, Stop> {
    state.ledger().ok_or_else(|| {
        Stop::refusal("there are no pools, or not all of them can be seen")
            .help("pools stand under `money` in the agreement")
    })
}

fn movement(asked: &ArgMatches, movement: Move, face: Face) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state().map_err(told::stop)?;
    let ledger = ledger(&state)?;
    let text = |name: &str| asked.try_get_one::<String>(name).ok().flatten().cloned();
    let amount = text("amount").map(|amount| minor(&amount, ledger.currency())).transpose()?;
    let command = MovePool {
        pool: text("pool").unwrap_or_default(),
        movement,
        minor: amount,
        on: day(&text("day").unwrap_or_default(), "--day")?,
        party: text("party"),
        commitment: asked.try_get_one::<u64>("commitment").ok().flatten().copied(),
        purpose: text("purpose").unwrap_or_default(),
    };
    let answer = actor::submit(&alliance, asked, Command::MovePool(command.clone()))?;
    let state = alliance.state().map_err(told::stop)?;
    let holds = state.ledger().and_then(|ledger| ledger.holding(&command.pool));
    let holds = holds.map_or_else(String::new, |holding| {
        format!(
            " It holds {}, of which {} is committed and {} is free.",
            holding.balance, holding.committed, holding.free
        )
    });
    let said = format!("`{}` {}.{holds}", command.pool, moved(movement));
    data(&recorded(answer.last, &said, face));
    Ok(Ended::Done)
}

fn shown(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state_at(reading.as_at).map_err(told::stop)?;
    let agreement = in_force(&state)?;
    let ledger = ledger(&state)?;
    let ledger = match reading.on {
        Some(day) => ledger.on(day),
        None => ledger.clone(),
    };
    data(&if face.is_json() { as_json(&ledger).document() } else { sheet(&ledger, agreement).shown(face) });
    Ok(Ended::Done)
}

fn sheet(ledger: &Ledger, agreement: &Agreement) -> Sheet {
    let mut sheet = Sheet::default();
    for pool in ledger.pools() {
        let Some(holding) = ledger.holding(&pool.name) else { continue };
        sheet.heading(called(agreement, &pool.name));
        if let Some(party) = &pool.in_books_of {
            let code =
                pool.ledger_code.as_deref().map(|code| format!(", under code {code}")).unwrap_or_default();
            sheet.text(format!("In the books of {}{code}.", called(agreement, party)));
        }
        for entry in ledger.entries().iter().filter(|entry| touches(&pool.name, &entry.from, &entry.to)) {
            let into = entry.to.pool() == Some(pool.name.as_str());
            let out = entry.from.pool() == Some(pool.name.as_str());
            let other = if into { &entry.from } else { &entry.to };
            let what = format!("{}, entry {}: {}", entry.date, entry.reference, entry.what.words());
            let signed = if out && !into { negative(&entry.amount) } else { entry.amount };
            let mut fact = Fact::new(what, signed.to_string());
            if !(into && out) {
                fact.notes.push(side(agreement, other));
            }
            sheet.fact(fact);
        }
        sheet.fact(Fact::new("holds", holding.balance.to_string()));
        if holding.committed.minor() != 0 {
            sheet.fact(Fact::new("of which committed", holding.committed.to_string()));
            for (commitment, left) in ledger.commitments(&pool.name) {
                sheet.fact(Fact::new(format!("commitment of entry {commitment}"), left.to_string()));
            }
        }
        sheet.fact(Fact::new("free", holding.free.to_string()));
    }
    sheet
}

fn touches(pool: &str, from: &Account, to: &Account) -> bool {
    from.pool() == Some(pool) || to.pool() == Some(pool)
}

fn negative(amount: &Posted) -> Posted {
    Posted::new(-amount.minor(), amount.currency())
}

fn side(agreement: &Agreement, account: &Account) -> String {
    match account {
        Account::Opening => "opening balance".to_string(),
        Account::Outside => "outside".to_string(),
        Account::Party(party) => called(agreement, party),
        Account::Pool { pool, .. } => called(agreement, pool),
    }
}

fn as_json(ledger: &Ledger) -> Json {
    let pools = ledger.pools().filter_map(|pool| {
        let holding = ledger.holding(&pool.name)?;
        let entries = ledger.entries().iter().filter(|entry| touches(&pool.name, &entry.from, &entry.to));
        let entries = entries.map(|entry| {
            Json::Map(vec![
                ("date", Json::text(entry.date.to_string())),
                ("entry", Json::Whole(entry.reference)),
                ("what", Json::text(entry.what.words())),
                ("minor", Json::text(entry.amount.minor().to_string())),
            ])
        });
        Some(Json::Map(vec![
            ("pool", Json::text(pool.name.as_str())),
            ("in_books_of", Json::maybe(pool.in_books_of.as_deref())),
            ("ledger_code", Json::maybe(pool.ledger_code.as_deref())),
            ("balance", Json::text(holding.balance.plain())),
            ("committed", Json::text(holding.committed.plain())),
            ("free", Json::text(holding.free.plain())),
            ("entries", Json::List(entries.collect())),
        ]))
    });
    Json::List(pools.collect())
}
