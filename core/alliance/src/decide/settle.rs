//! Settling a period provisionally, settling it again with the difference by cause, and challenging a settlement.

use super::{Proposed, Seated, by, no_period, open, stream_name};
use crate::command::SettleOn;
use crate::event::{
    Challenged, DifferenceLine, EffectLine, Event, PoolLine, PostingLine, Settled, Words, facts_sha256,
    written,
};
use crate::refusal::Refusal;
use crate::state::{InForce, SettledEntry, State};
use accordant_agreement::calendar::Period;
use accordant_agreement::terms::Terms;
use accordant_agreement::{Agreement, EDITION};
use accordant_facts::Facts;
use accordant_money::Posted;
use accordant_settlement::{
    FigureDifference, Restated, SettledPeriod, account_name, difference, series, series_to_date,
};
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use jiff::civil::Date;

pub(super) fn decide(
    state: &State,
    label: &str,
    on: SettleOn,
    seat: &Seated,
) -> Result<Vec<Proposed>, Refusal> {
    let period = state.period(label).ok_or_else(|| no_period(state, label))?;
    let (text, agreement) = state.text_on(period.from).ok_or_else(|| {
        Refusal::rule(format!("no text is in force on {}, when {label} begins", period.from))
    })?;
    let terms = agreement.terms.as_ref().ok_or_else(|| Refusal::rule("the agreement has no money terms"))?;
    let facts = state.facts(on.pick());
    let settled = settled(agreement, &facts, &period, on)?;
    let mut body = body(state, text, terms, &settled, &facts, &period, on)?;
    let before = state.settlement(label, on.basis(), &body.to);
    if let Some(before) = before {
        if rests_on_the_same(&before.body, &body) {
            return Err(Refusal::rule(format!(
                "nothing that this settlement rests on has changed since entry {}",
                before.entry
            ))
            .help(format!("`accordant show {}` shows it", before.entry)));
        }
        body.replaces = Some(before.entry);
        body.difference = by_cause(state, before, agreement, &facts, &period, on)?;
    }
    let cause = before.map(|before| before.entry);
    let mut proposed = Vec::new();
    if !state.kept().periods.contains_key(label) {
        proposed.push(open(state, label, seat)?);
    }
    let event = Event::PeriodSettled(Box::new(body));
    let settled = by(seat, event, format!("period/{}", stream_name(label)));
    proposed.push(Proposed { cause, effective: Some(last_day(&period, on)), ..settled });
    Ok(proposed)
}

const fn last_day(period: &Period, on: SettleOn) -> Date {
    match on {
        SettleOn::ToDate(day) => day,
        SettleOn::Forecast | SettleOn::Whole => period.to,
    }
}

/// The period as far as it is asked for, with every amount known to the penny.
fn settled(
    agreement: &Agreement,
    facts: &Facts,
    period: &Period,
    on: SettleOn,
) -> Result<SettledPeriod, Refusal> {
    let settled = match on {
        SettleOn::ToDate(day) if !period.includes(day) => {
            return Err(Refusal::rule(format!("{day} does not lie in {}", period.label))
                .help(format!("it runs from {} to {}", period.from, period.to)));
        }
        SettleOn::ToDate(day) => series_to_date(agreement, facts, day).pop(),
        SettleOn::Forecast | SettleOn::Whole => series(agreement, facts, period.from).pop(),
    };
    let settled = settled.ok_or_else(|| Refusal::rule(format!("{} cannot be settled", period.label)))?;
    let reasons: Vec<_> = settled.refusals().cloned().collect();
    if !reasons.is_empty() {
        return Err(Refusal::Settlement { period: period.label.clone(), reasons });
    }
    Ok(settled)
}

fn body(
    state: &State,
    text: &InForce,
    terms: &Terms,
    settled: &SettledPeriod,
    facts: &Facts,
    period: &Period,
    on: SettleOn,
) -> Result<Settled, Refusal> {
    Ok(Settled {
        period: period.label.clone(),
        from: period.from.to_string(),
        to: last_day(period, on).to_string(),
        basis: on.basis(),
        text: text.entry,
        known: state.kept().size,
        edition: EDITION.to_string(),
        agreement_sha256: text.sha256.clone(),
        facts_sha256: facts_sha256(facts).map_err(|problem| Refusal::problem(problem.to_string()))?,
        currency: terms.currency.code().to_string(),
        postings: postings(settled)?,
        pools: pools(settled)?,
        replaces: None,
        difference: Vec::new(),
    })
}

fn postings(settled: &SettledPeriod) -> Result<Vec<PostingLine>, Refusal> {
    let mut lines = Vec::new();
    for part in &settled.parts {
        for statement in &part.shares {
            let share = &statement.share;
            let figure = format!("{}/{}", part.setting.label, share.address);
            let Some(posted) = &share.posted else {
                return Err(Refusal::rule(format!("`{figure}` is known within bounds only")).help(
                    "bounds are shown, never posted: `accordant settle` without `--record` shows them",
                ));
            };
            lines.push(PostingLine {
                figure,
                posting: share.posting.clone(),
                from: account_name(&share.from),
                to: account_name(&share.to),
                minor: written(posted),
                status: statement.status.map(|status| status.word().to_string()),
            });
        }
    }
    Ok(lines)
}

/// What became of each pool over all parts of the period.
fn pools(settled: &SettledPeriod) -> Result<Vec<PoolLine>, Refusal> {
    let mut lines: Vec<(String, Posted, Posted, Posted, Posted)> = Vec::new();
    let too_large = || Refusal::rule("a balance is too large");
    for movement in settled.parts.iter().flat_map(|part| &part.pools) {
        match lines.iter_mut().find(|line| line.0 == movement.pool) {
            Some((_, _, paid_in, paid_out, closing)) => {
                *paid_in = paid_in.plus(&movement.paid_in).ok_or_else(too_large)?;
                *paid_out = paid_out.plus(&movement.paid_out).ok_or_else(too_large)?;
                *closing = movement.closing;
            }
            None => lines.push((
                movement.pool.clone(),
                movement.opening,
                movement.paid_in,
                movement.paid_out,
                movement.closing,
            )),
        }
    }
    let line =
        |(pool, opening, paid_in, paid_out, closing): (String, Posted, Posted, Posted, Posted)| PoolLine {
            pool,
            opening: written(&opening),
            paid_in: written(&paid_in),
            paid_out: written(&paid_out),
            closing: written(&closing),
        };
    Ok(lines.into_iter().map(line).collect())
}

fn rests_on_the_same(before: &Settled, now: &Settled) -> bool {
    before.agreement_sha256 == now.agreement_sha256
        && before.facts_sha256 == now.facts_sha256
        && before.postings == now.postings
}

/// What differs from the settlement before, which knew fewer facts or another text.
fn by_cause(
    state: &State,
    before: &SettledEntry,
    agreement: &Agreement,
    facts: &Facts,
    period: &Period,
    on: SettleOn,
) -> Result<Vec<DifferenceLine>, Refusal> {
    let known = state
        .facts_at(before.body.known, on.pick())
        .map_err(|problem| Refusal::problem(problem.to_string()))?;
    let (_, old) = state
        .text_of(before.body.text)
        .ok_or_else(|| Refusal::rule(format!("the text of entry {} is not known", before.body.text)))?;
    let to_date = match on {
        SettleOn::ToDate(day) => Some(day),
        SettleOn::Forecast | SettleOn::Whole => None,
    };
    let values = agreement
        .terms
        .as_ref()
        .map(|terms| state.values_since(before.body.known, on.pick(), terms))
        .transpose();
    let values = values.map_err(|problem| Refusal::problem(problem.to_string()))?.flatten();
    let restated =
        Restated { old, new: agreement, facts: &known, later: facts, values: values.as_ref(), to_date };
    let found = difference(&restated, period)
        .ok_or_else(|| Refusal::rule(format!("{} was not settled before", period.label)))?;
    Ok(found.figures.iter().map(difference_line).collect())
}

fn difference_line(figure: &FigureDifference) -> DifferenceLine {
    let did = |effect: &&accordant_settlement::Effect| {
        let changed = |amount: &Option<Posted>| amount.is_none_or(|amount| amount.minor() != 0);
        changed(&effect.in_turn) || changed(&effect.alone)
    };
    let effect = |effect: &accordant_settlement::Effect| EffectLine {
        cause: effect.cause.word().to_string(),
        in_turn: effect.in_turn.as_ref().map(written),
        alone: effect.alone.as_ref().map(written),
    };
    DifferenceLine {
        figure: figure.figure.clone(),
        from: account_name(&figure.from),
        to: account_name(&figure.to),
        before: written(&figure.before),
        after: written(&figure.after),
        difference: written(&figure.difference),
        effects: figure.effects.iter().filter(did).map(effect).collect(),
    }
}

pub(super) fn challenge(
    state: &State,
    settlement: u64,
    figure: Option<&str>,
    reason: &str,
    seat: &Seated,
) -> Result<Vec<Proposed>, Refusal> {
    let challenged = state.settlement_of(settlement).ok_or_else(|| {
        Refusal::rule(format!("entry {settlement} is no settlement"))
            .help("`accordant log` lists every entry with what it is")
    })?;
    let body = &challenged.body;
    if let Some(later) = state.settlement(&body.period, body.basis, &body.to)
        && later.entry != settlement
    {
        return Err(Refusal::rule(format!(
            "entry {} has taken the place of entry {settlement}",
            later.entry
        ))
        .help("challenge the later one"));
    }
    if let Some(figure) = figure
        && !body
            .postings
            .iter()
            .any(|posting| posting.figure == figure || posting.figure.ends_with(&format!("/{figure}")))
    {
        return Err(Refusal::rule(format!("entry {settlement} has no posting `{figure}`")));
    }
    if reason.trim().is_empty() {
        return Err(Refusal::rule("a challenge says why").help("say it with `--reason`"));
    }
    let happened = Event::SettlementChallenged {
        body: Challenged { settlement, figure: figure.map(ToString::to_string) },
        reason: Words::Said(reason.to_string()),
    };
    let stream = format!("period/{}", stream_name(&body.period));
    Ok(vec![Proposed { cause: Some(settlement), ..by(seat, happened, stream) }])
}
