//! A settled period as a statement: on what the money rests, who receives and pays what, and what else was found.

use super::sheet::{Fact, Sheet};
use crate::load::{Alliance, counted};
use accordant_agreement::particulars::Party;
use accordant_agreement::terms::{Account, Origin};
use accordant_agreement::unit::Unit;
use accordant_documents::figures::shown_value;
use accordant_documents::view::{
    AccountView, Evidence, KEY_OF_STATUSES, PartView, ScoreKind, StatementView, evidence_sentence,
    pool_title, sentence_case,
};
use accordant_documents::words;
use accordant_facts::Days;
use accordant_money::Posted;
use accordant_settlement::{SettledPeriod, Statement};
use std::collections::BTreeSet;

/// The statement of a period; only one party's block if one is named. What was asked for beside the period is asked
/// again of what stands under `Next`.
pub fn statement(
    alliance: &Alliance,
    settled: &SettledPeriod,
    view: &StatementView<'_>,
    party: Option<&Party>,
    asked: &str,
) -> Sheet {
    let mut sheet = Sheet::default();
    opening(alliance, settled, view, &mut sheet);
    resting(view, &mut sheet);
    for account in view.accounts.iter().filter(|one| party.is_none_or(|party| party.name == one.name)) {
        block(view, account, &mut sheet);
    }
    if party.is_none() {
        cash(view, &mut sheet);
        pools(view, &mut sheet);
        for part in &view.parts {
            let of_part = if view.parts.len() > 1 { format!(", {}", part.days) } else { String::new() };
            measures(part, &of_part, &mut sheet);
            information(view, part, &of_part, &mut sheet);
            unknown(part, &of_part, &mut sheet);
        }
        closing(view, &mut sheet);
    }
    next(alliance, view, party, asked, &mut sheet);
    sheet
}

/// The notice comes before everything else (S27).
fn opening(alliance: &Alliance, settled: &SettledPeriod, view: &StatementView<'_>, sheet: &mut Sheet) {
    if let Some(notice) = view.notice {
        sheet.text(notice);
    }
    sheet.heading(format!("{}: statement for {}, {}", view.alliance, view.of_what(), view.days));
    if let Some(illustrative) = view.illustrative {
        sheet.text(format!("Illustrative. {illustrative}"));
    }
    view.expected().into_iter().for_each(|expected| sheet.text(expected));
    if view.parts.len() > 1 {
        let parts: Vec<&str> = view.parts.iter().map(|part| part.days.as_str()).collect();
        sheet.text(format!(
            "Changes cut the period into parts, each settled by itself: {}.",
            parts.join("; ")
        ));
    }
    sheet.text(facts_used(alliance, settled));
    view.scope().into_iter().for_each(|scope| sheet.text(scope));
}

/// No fact is dropped in silence: those of other periods and those outside the term are counted (F10).
fn facts_used(alliance: &Alliance, settled: &SettledPeriod) -> String {
    let days = Days::new(settled.period.from, settled.period.to);
    let within =
        alliance.facts.iter().filter(|fact| days.is_some_and(|days| days.overlaps(fact.days))).count();
    let outside = alliance.outside_term.len();
    let other = alliance.facts.len().saturating_sub(within + outside);
    let mut text = format!("{} given for this period", counted(within, "fact"));
    if other > 0 {
        text.push_str(&format!("; {other} for other periods"));
    }
    if outside > 0 {
        let names: BTreeSet<&str> = alliance.outside_term.iter().map(|row| row.name.as_str()).collect();
        let names: Vec<&str> = names.into_iter().collect();
        text.push_str(&format!("; {outside} outside the term ({})", names.join(", ")));
    }
    text.push('.');
    text
}

/// What share of the money rests on each status (S27).
fn resting(view: &StatementView<'_>, sheet: &mut Sheet) {
    let Some(currency) = view.currency else { return };
    sheet.heading("What the money rests on");
    sheet.text(evidence_sentence(&view.evidence, currency));
    let fact =
        |one: &Evidence| Fact::new(format!("{} {}", one.percentage(), one.word()), one.amount.to_string());
    if view.evidence.len() > 1 {
        view.evidence.iter().for_each(|one| sheet.fact(fact(one)));
    }
    sheet.text("Each transfer counts, in and out of pools too.");
    sheet.text(KEY_OF_STATUSES);
}

/// What one account receives and pays.
fn block(view: &StatementView<'_>, account: &AccountView, sheet: &mut Sheet) {
    let known = if account.roles.is_empty() {
        String::new()
    } else {
        format!(" [{}], {}", account.name, account.roles)
    };
    sheet.heading(format!("{}{known}", account.title));
    words::account(account, view).into_iter().for_each(|sentence| sheet.text(sentence));
    let this = account.account();
    let mut some = false;
    for part in &view.parts {
        for statement in part.postings.iter().filter(|one| one.share.to == this || one.share.from == this) {
            some = true;
            let mut fact = posting(view, part, statement, &this);
            if view.parts.len() > 1 {
                fact.notes.push(format!("for {}", part.days));
            }
            sheet.fact(fact);
        }
    }
    if !some {
        sheet.text("Nothing is posted to or from this account.");
        return;
    }
    sheet.fact(Fact::new("receives in all", account.receives.to_string()));
    sheet.fact(Fact::new("pays in all", account.pays.to_string()));
    let net = match account.net.minor() {
        0 => "net",
        ..0 => "net, to pay",
        _ => "net, to receive",
    };
    sheet.fact(Fact::new(net, account.net.to_string()));
    if let Some((label, amount)) = words::in_cash(account, &view.cash) {
        sheet.fact(Fact::new(label, amount.to_string()));
    }
}

/// A posting as the account sees it; one below zero goes the other way.
fn posting<'a>(
    view: &StatementView<'a>,
    part: &PartView<'a>,
    statement: &'a Statement,
    account: &Account,
) -> Fact {
    let share = &statement.share;
    let turned = share.posted.is_some_and(|posted| posted.minor() < 0);
    let (receives, other) = match (share.to == *account, turned) {
        (true, _) => (!turned, &share.from),
        (false, _) => (turned, &share.to),
    };
    let (stays, other) = (within(view, statement), view.names.account(other));
    let is_party = matches!(account, Account::Party(_));
    let back = if turned { " back" } else { "" };
    let direction = match (receives, other.starts_with("outside")) {
        (true, _) if stays.is_some() && is_party => format!("takes out of {other}"),
        (false, _) if stays.is_some() && is_party => format!("sets aside in {other}"),
        (true, _) => format!("receives{back} from {other}"),
        (false, true) => format!("pays{back} {other}"),
        (false, false) => format!("pays{back} to {other}"),
    };
    let mut notes: Vec<String> = words::short_rule(statement).into_iter().collect();
    notes.extend(words::limits(statement, part));
    notes.extend(stays.map(str::to_string));
    notes.extend(words::zero_of_posting(statement, part));
    let amount = match share.posted {
        Some(posted) => size(posted).to_string(),
        None => {
            notes.push("known within bounds only, so nothing of it is posted".to_string());
            shown_value(&share.exact, view.currency.map(Unit::money).as_ref())
        }
    };
    notes.push(share.address.clone());
    Fact {
        label: format!("{direction}: {}", view.names.posting_of(statement, account)),
        amount,
        clause: cited(share.clause.as_deref()),
        notes,
    }
}

/// That a posting leaves nobody's books.
fn within(view: &StatementView<'_>, statement: &Statement) -> Option<&'static str> {
    let (from, to) = (view.names.holder(&statement.share.from), view.names.holder(&statement.share.to));
    (from == to).then_some(words::NO_CASH)
}

/// The clause as it is cited beside a figure; nothing for none.
pub fn cited(clause: Option<&str>) -> String {
    clause.map(StatementView::clause).unwrap_or_default()
}

/// The amount without its sign.
pub fn size(posted: Posted) -> Posted {
    Posted::new(posted.minor().abs(), posted.currency())
}

/// Who sends whom cash, and what only moves within one party's books.
fn cash(view: &StatementView<'_>, sheet: &mut Sheet) {
    if !view.has_postings() {
        return;
    }
    sheet.heading("Who sends whom cash");
    sheet.text(words::cash_note(&view.cash));
    for line in &view.cash.between {
        sheet.fact(Fact::new(format!("{} to {}", line.from_title, line.to_title), line.amount.to_string()));
    }
    for line in &view.cash.within {
        sheet.fact(Fact::new(format!("{}, {}", line.from_title, words::WITHIN), line.amount.to_string()));
    }
    if !view.cash.between.is_empty() || !view.cash.within.is_empty() {
        sheet.text(words::cash_check(&view.cash));
    }
}

fn pools(view: &StatementView<'_>, sheet: &mut Sheet) {
    for pool in &view.pools {
        let title = sentence_case(&pool_title(pool.name));
        sheet.heading(format!("{title} [{}]", pool.name));
        pool.says.into_iter().for_each(|says| sheet.text(says));
        if let Some(party) = &pool.in_books_of {
            sheet.text(format!("In the books of {party}."));
        }
        let clause = cited(pool.clause);
        let notes = vec![words::opening(pool, &view.names)];
        sheet.fact(Fact { clause, notes, ..Fact::new("opens with", pool.opening.to_string()) });
        sheet.fact(Fact::new("is paid", pool.paid_in.to_string()));
        sheet.fact(Fact::new("pays out", pool.paid_out.to_string()));
        sheet.fact(Fact::new("closes with", pool.closing.to_string()));
    }
    let is_pool = |account: &Account| matches!(account, Account::Pool(_));
    let all = view.parts.iter().flat_map(|part| part.postings.iter().map(move |one| (part, one)));
    let between: Vec<(&PartView<'_>, &Statement)> =
        all.filter(|(_, one)| is_pool(&one.share.from) && is_pool(&one.share.to)).collect();
    if !between.is_empty() {
        sheet.heading("From pool to pool");
    }
    for (part, statement) in between {
        let mut fact = posting(view, part, statement, &statement.share.from);
        fact.label = format!("{} {}", view.names.account(&statement.share.from), fact.label);
        sheet.fact(fact);
    }
}

fn measures(part: &PartView<'_>, of_part: &str, sheet: &mut Sheet) {
    if !part.measures.is_empty() {
        sheet.heading(format!("Measures and scores{of_part}"));
        if part.scores_matter() == Some(false) {
            sheet.text(words::NO_SCORE_PAYS);
        }
    }
    for measure in &part.measures {
        let score = measure.score.map(|score| shown_value(&score.value, score.unit.as_ref()));
        let mut found: Vec<String> = Vec::new();
        found.extend(measure.value.map(|value| shown_value(&value.value, value.unit.as_ref())));
        found.extend(measure.level.clone());
        let mut notes = if found.is_empty() { Vec::new() } else { vec![found.join(": ")] };
        notes.extend(measure.weight.as_ref().map(words::weight));
        notes.extend(measure.standing.note().map(str::to_string));
        let label = match measure.kind {
            ScoreKind::Measure => measure.title.clone(),
            ScoreKind::Mean => format!("{}: weighted mean", measure.title),
        };
        let amount = score.unwrap_or_else(|| "no score".to_string());
        sheet.fact(Fact { label, amount, clause: cited(measure.clause), notes });
    }
}

/// Figures that no posting rests on.
fn information(view: &StatementView<'_>, part: &PartView<'_>, of_part: &str, sheet: &mut Sheet) {
    let used = part.behind_postings();
    let is_line = |origin: Origin| !matches!(origin, Origin::Value | Origin::Score);
    let mut titled = false;
    for reason in
        part.figures.iter().filter(|one| is_line(one.origin) && !used.contains(one.address.as_str()))
    {
        if !titled {
            sheet.heading(format!("For information: no posting rests on these{of_part}"));
            titled = true;
        }
        sheet.fact(Fact {
            label: format!("{} [{}]", view.names.figure(reason), reason.address),
            amount: shown_value(&reason.value, reason.unit.as_ref()),
            clause: cited(reason.clause.as_deref()),
            notes: Vec::new(),
        });
    }
}

/// What the bounds do not decide, and what cannot be given.
fn unknown(part: &PartView<'_>, of_part: &str, sheet: &mut Sheet) {
    if !part.undecided.is_empty() {
        sheet.heading(format!("Not decided, because a figure is known within bounds only{of_part}"));
    }
    part.undecided.iter().for_each(|words| sheet.fact(Fact::new(words.clone(), "")));
    if !part.open.is_empty() {
        sheet.heading(format!("Cannot be given; no posting rests on these{of_part}"));
    }
    part.open.iter().for_each(|one| sheet.fact(lacking(one)));
    if !part.left_out.is_empty() {
        sheet.heading(format!("Measures without their facts{of_part}"));
    }
    part.left_out.iter().for_each(|one| sheet.fact(lacking(one)));
}

/// A figure without a value, and why.
fn lacking((figure, why): &(String, String)) -> Fact {
    Fact { label: figure.clone(), notes: vec![why.clone()], ..Fact::default() }
}

/// That nothing is lost, how it was rounded, and by what anyone can tell this statement from another (S17, S26).
fn closing(view: &StatementView<'_>, sheet: &mut Sheet) {
    sheet.heading("This statement");
    if view.parts.iter().any(|part| !part.postings.is_empty()) {
        sheet.text(words::sums_to_zero(view.sum_of_nets()));
    }
    view.rounding.iter().for_each(|rounding| sheet.text(rounding.clone()));
    sheet.text(format!("Edition {} of the language, accordant {}.", view.edition, view.stamp.version));
    sheet.text(format!("SHA-256 of the agreement: {}", view.stamp.agreement_sha256));
    sheet.text(format!("SHA-256 of the facts:     {}", view.stamp.facts_sha256));
    view.stamp.standing.iter().for_each(|line| sheet.text(line.clone()));
}

/// What to run next: the largest posting is what people ask about first.
fn next(
    alliance: &Alliance,
    view: &StatementView<'_>,
    party: Option<&Party>,
    asked: &str,
    sheet: &mut Sheet,
) {
    let account = party.map(|party| Account::Party(party.name.clone()));
    let concerns = |one: &Statement| {
        account.as_ref().is_none_or(|account| one.share.from == *account || one.share.to == *account)
    };
    let all = view.parts.iter().flat_map(|part| part.postings.iter().map(move |one| (part.label, one)));
    let size = |one: &Statement| one.share.posted.map_or(0, |posted| posted.minor().unsigned_abs());
    let largest = all.filter(|(_, one)| concerns(one)).max_by_key(|(_, one)| size(one));
    if let Some((label, one)) = largest {
        sheet.heading("Next");
        // The days of a period that is not cut follow from what is asked for.
        let label = if view.parts.len() > 1 { label } else { &view.period };
        sheet.command(format!(
            "accordant explain {} {}{asked}",
            alliance.path.display(),
            quoted(label, &one.share.address)
        ));
    }
}

/// A figure as a shell takes it.
fn quoted(label: &str, address: &str) -> String {
    let figure = format!("{label}/{address}");
    if figure.contains(['[', ' ']) { format!("'{figure}'") } else { figure }
}
