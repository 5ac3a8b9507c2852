//! Interim payment: what a settlement makes due, less what is kept back of gain, less what was paid before. When the
//! whole period is settled nothing is kept back, and the payment trues up, either way (M16).

use super::{Proposed, Seated, by, stream_name};
use crate::event::{Basis, Event, OnAccount, OnAccountLine, Settled};
use crate::refusal::Refusal;
use crate::state::{State, amount, currency};
use accordant_agreement::Agreement;
use accordant_agreement::terms::{MoneyRounding, OnAccount as Terms};
use accordant_money::{Number, Posted};
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use jiff::civil::Date;

pub(super) fn decide(state: &State, label: &str, on: Date, seat: &Seated) -> Result<Vec<Proposed>, Refusal> {
    let settled = state.latest_settlement(label).ok_or_else(|| {
        Refusal::rule(format!("{label} has not been settled"))
            .help(format!("`accordant settle --record --period {label}` settles it"))
    })?;
    let (_, agreement) = state
        .text_of(settled.body.text)
        .ok_or_else(|| Refusal::rule(format!("the text of entry {} is not known", settled.body.text)))?;
    let lines = lines(state, &settled.body, agreement)?;
    if lines.iter().all(|line| line.now == "0") {
        return Err(Refusal::rule(format!("nothing more is due on account of entry {}", settled.entry))
            .help("settle the period to a later day"));
    }
    let body = OnAccount {
        period: label.to_string(),
        settlement: settled.entry,
        trued_up: settled.body.basis == Basis::Whole,
        currency: settled.body.currency.clone(),
        lines,
    };
    let event = state.posted(&body).map_err(Refusal::rule)?;
    if let Some(ledger) = state.ledger() {
        ledger.entries_of(on, state.kept().size, &event).map_err(super::by_the_ledger)?;
    }
    let stream = format!("period/{}", stream_name(label));
    let paid = by(seat, Event::PaidOnAccount(body), stream);
    Ok(vec![Proposed { cause: Some(settled.entry), effective: Some(on), ..paid }])
}

/// A figure and the two between whom it is paid.
type Key = (String, String, String);

fn lines(state: &State, settled: &Settled, agreement: &Agreement) -> Result<Vec<OnAccountLine>, Refusal> {
    let terms = agreement.terms.as_ref().ok_or_else(|| Refusal::rule("the agreement has no money terms"))?;
    let agreed = terms.on_account.as_ref();
    if agreed.is_none() && settled.basis != Basis::Whole {
        return Err(Refusal::rule("the agreement does not say that anything is paid on account")
            .help("write `on_account` under `money`, or settle the whole period"));
    }
    let currency = currency(&settled.currency).map_err(Refusal::rule)?;
    let paid = state.paid(&settled.period);
    let mut due: Vec<(Key, String, i128)> = Vec::new();
    for posting in &settled.postings {
        let figure = posting.figure.split_once('/').map_or(posting.figure.as_str(), |(_, figure)| figure);
        let key = (figure.to_string(), posting.from.clone(), posting.to.clone());
        let minor = amount(&posting.minor, currency).map_err(Refusal::rule)?.minor();
        match due.iter_mut().find(|(known, _, _)| *known == key) {
            Some((_, _, sum)) => *sum = sum.saturating_add(minor),
            None => due.push((key, posting.posting.clone(), minor)),
        }
    }
    // What was paid of a figure that is no longer posted comes back.
    let named: BTreeSet<Key> = due.iter().map(|(key, _, _)| key.clone()).collect();
    due.extend(paid.keys().filter(|key| !named.contains(*key)).map(|key| (key.clone(), String::new(), 0)));
    let mut lines = Vec::new();
    for (key, posting, minor) in due {
        let kept_back = match (agreed, settled.basis, &terms.rounding) {
            (Some(agreed), Basis::ToDate, Some(rounding)) => {
                retained(agreed, rounding, &posting, Posted::new(minor, currency))?
            }
            _ => 0,
        };
        let before = paid.get(&key).copied().unwrap_or_default();
        let now = minor.saturating_sub(kept_back).saturating_sub(before);
        let (figure, from, to) = key;
        lines.push(OnAccountLine {
            figure,
            from,
            to,
            due: minor.to_string(),
            retained: kept_back.to_string(),
            before: before.to_string(),
            now: now.to_string(),
        });
    }
    Ok(lines)
}

/// What is kept back of a share: of gain alone, and rounded as money is.
fn retained(agreed: &Terms, rounding: &MoneyRounding, posting: &str, share: Posted) -> Result<i128, Refusal> {
    let is_gain = agreed.retained_from.iter().any(|name| name == posting) && share.minor() > 0;
    if !is_gain {
        return Ok(0);
    }
    let exact = share
        .to_exact()
        .times(&agreed.retention)
        .map_err(|problem| Refusal::rule(format!("the retention cannot be worked out: {problem}")))?;
    let kept = Posted::round(&exact, share.currency(), rounding.rule)
        .ok_or_else(|| Refusal::rule("the retention is too large"))?;
    Ok(kept.minor())
}
