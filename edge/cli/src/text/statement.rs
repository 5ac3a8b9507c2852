//! A settled period as a statement: on what the money rests, who receives and pays what, and what else was found.

use super::sheet::{Fact, Sheet};
use super::{clause, value};
use crate::load::{Alliance, counted};
use accordant_agreement::particulars::{Party, Role};
use accordant_agreement::terms::{Account, Origin};
use accordant_facts::{Days, Status};
use accordant_money::{Currency, Exact, Number, Posted, Rounding};
use accordant_settlement::{Settlement, SettledPeriod, Statement, Value, money_by_status};
use std::collections::BTreeSet;

/// The statement of a period; only one party's block if one is named.
pub fn statement(alliance: &Alliance, settled: &SettledPeriod, party: Option<&Party>) -> Sheet {
    let mut sheet = Sheet::default();
    opening(alliance, settled, &mut sheet);
    resting(settled, &mut sheet);
    let parties = &alliance.agreement.particulars.parties;
    for one in parties.iter().filter(|one| party.is_none_or(|party| party.name == one.name)) {
        block(alliance, settled, one, &mut sheet);
    }
    if party.is_none() {
        between_pools(alliance, settled, &mut sheet);
        for part in &settled.parts {
            particulars(part, settled.parts.len(), &mut sheet);
        }
    }
    next(alliance, settled, party, &mut sheet);
    sheet
}

/// The notice comes before everything else (S27).
fn opening(alliance: &Alliance, settled: &SettledPeriod, sheet: &mut Sheet) {
    let about = &alliance.agreement.particulars.alliance;
    if let Some(notice) = &about.notice {
        sheet.text(notice.clone());
    }
    let period = &settled.period;
    sheet.heading(format!("{}: settlement of {} ({} to {})", about.name, period.label, period.from, period.to));
    if let Some(illustrative) = &about.illustrative {
        sheet.text(format!("Illustrative. {illustrative}"));
    }
    if settled.parts.len() > 1 {
        let parts: Vec<&str> = settled.parts.iter().map(|part| part.setting.label.as_str()).collect();
        sheet.text(format!("Changes cut the period into parts, each settled by itself: {}", parts.join(", ")));
    }
    sheet.text(facts_used(alliance, settled));
}

/// No fact is dropped in silence: those of other periods and those outside the term are counted (F10).
fn facts_used(alliance: &Alliance, settled: &SettledPeriod) -> String {
    let days = Days::new(settled.period.from, settled.period.to);
    let within = alliance.facts.iter().filter(|fact| days.is_some_and(|days| days.overlaps(fact.days))).count();
    let outside = alliance.outside_term.len();
    let other = alliance.facts.len().saturating_sub(within + outside);
    let mut text = format!("It rests on {} of this period", counted(within, "fact"));
    if other > 0 {
        text.push_str(&format!("; {other} are of other periods"));
    }
    if outside > 0 {
        let names: BTreeSet<&str> = alliance.outside_term.iter().map(|row| row.name.as_str()).collect();
        let names: Vec<&str> = names.into_iter().collect();
        text.push_str(&format!("; {outside} lie outside the term ({})", names.join(", ")));
    }
    text
}

/// What share of the money rests on each status (S27).
fn resting(settled: &SettledPeriod, sheet: &mut Sheet) {
    let all: Vec<Statement> = settled.parts.iter().flat_map(|part| part.shares.iter().cloned()).collect();
    let Some(currency) = all.iter().find_map(|statement| statement.share.posted).map(|posted| posted.currency()) else {
        return;
    };
    let money = money_by_status(&all);
    let total = money.values().try_fold(Exact::zero(), |sum, one| sum.plus(one)).unwrap_or_else(|_| Exact::zero());
    sheet.heading("What the money posted rests on");
    for (status, amount) in money.iter().filter(|(_, amount)| !amount.sign().is_eq() || total.sign().is_eq()) {
        let words = status.map_or("the agreement alone", Status::word);
        let shown = accordant_money::format_money(amount, currency, currency.minor_digits());
        let share = amount.divided_by(&total).and_then(|share| share.times(&Exact::from_i128(100)));
        let label = share.map_or(words.to_string(), |share| {
            format!("{}% {words}", share.decimal(1, Rounding::HalfAwayFromZero))
        });
        sheet.fact(Fact::new(label, shown));
    }
}

/// What one party receives and pays.
fn block(alliance: &Alliance, settled: &SettledPeriod, party: &Party, sheet: &mut Sheet) {
    sheet.heading(format!("{} ({}{})", party.title, party.name, roles(party)));
    let account = Account::Party(party.name.clone());
    let mut sums: Option<(Posted, Posted)> = None;
    let parts = settled.parts.len();
    let mut some = false;
    for part in &settled.parts {
        for statement in &part.shares {
            let share = &statement.share;
            let receives = share.to == account;
            if !receives && share.from != account {
                continue;
            }
            some = true;
            let mut fact = posting(alliance, statement, if receives { Way::In } else { Way::Out });
            if parts > 1 {
                fact.label = format!("{}: {}", part.setting.label, fact.label);
            }
            sheet.fact(fact);
            if let Some(posted) = share.posted {
                sums = Some(added(sums, posted, if receives { Way::In } else { Way::Out }));
            }
        }
    }
    match sums {
        Some((received, paid)) => totals(received, paid, sheet),
        None if some => {}
        None => sheet.text("Nothing is posted to or from this party."),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    In,
    Out,
}

fn added(sums: Option<(Posted, Posted)>, posted: Posted, way: Way) -> (Posted, Posted) {
    let zero = Posted::new(0, posted.currency());
    let (received, paid) = sums.unwrap_or((zero, zero));
    let size = if posted.minor() < 0 { zero.minus(&posted).unwrap_or(posted) } else { posted };
    // A posting below zero goes the other way.
    match (way, posted.minor() < 0) {
        (Way::In, false) | (Way::Out, true) => (received.plus(&size).unwrap_or(received), paid),
        _ => (received, paid.plus(&size).unwrap_or(paid)),
    }
}

fn totals(received: Posted, paid: Posted, sheet: &mut Sheet) {
    sheet.fact(Fact::new("receives in all", received.to_string()));
    sheet.fact(Fact::new("pays in all", paid.to_string()));
    if let Some(net) = received.minus(&paid) {
        let word = match net.minor() {
            0 => "net",
            ..0 => "net, to pay",
            _ => "net, to receive",
        };
        sheet.fact(Fact::new(word, net.to_string()));
    }
}

fn posting(alliance: &Alliance, statement: &Statement, way: Way) -> Fact {
    let share = &statement.share;
    let negative = share.posted.is_some_and(|posted| posted.minor() < 0);
    let direction = match (way, negative) {
        (Way::In, false) => format!("receives from {}", account(alliance, &share.from)),
        (Way::In, true) => format!("pays to {}", account(alliance, &share.from)),
        (Way::Out, false) => format!("pays to {}", account(alliance, &share.to)),
        (Way::Out, true) => format!("receives from {}", account(alliance, &share.to)),
    };
    let amount = match share.posted {
        Some(posted) => size(posted).to_string(),
        None => bounds(&share.exact, alliance),
    };
    let mut notes = vec![share.says.clone().unwrap_or_else(|| share.words.clone())];
    if let Some(because) = &statement.because {
        notes.push(format!("it is zero because {because}"));
    }
    if share.posted.is_none() {
        notes.push("not posted: it is known within bounds only".to_string());
    }
    Fact { label: format!("{direction}: {}", share.address), amount, clause: clause(share.clause.as_deref()), notes }
}

fn size(posted: Posted) -> Posted {
    if posted.minor() < 0 { Posted::new(0, posted.currency()).minus(&posted).unwrap_or(posted) } else { posted }
}

fn bounds(exact: &Value<Exact>, alliance: &Alliance) -> String {
    let currency = alliance.agreement.terms.as_ref().map_or(Currency::Gbp, |terms| terms.currency);
    value::value(exact, Some(&accordant_agreement::unit::Unit::money(currency)))
}

/// How an account reads: a party by its title.
pub fn account(alliance: &Alliance, account: &Account) -> String {
    match account {
        Account::Party(name) => {
            let parties = &alliance.agreement.particulars.parties;
            parties.iter().find(|party| party.name == *name).map_or(name.clone(), |party| party.title.clone())
        }
        Account::Pool(name) => format!("the pool {name}"),
        Account::Outside => "outside the alliance".to_string(),
        other => accordant_settlement::account_name(other),
    }
}

fn roles(party: &Party) -> String {
    let words = party.roles.iter().map(|held| match held.role {
        Role::Commissioner => ", commissioner",
        Role::Provider => ", provider",
    });
    let unique: BTreeSet<&str> = words.collect();
    unique.into_iter().collect()
}

/// What passes between pools and the outside, and so concerns no party's own account.
fn between_pools(alliance: &Alliance, settled: &SettledPeriod, sheet: &mut Sheet) {
    let is_party = |account: &Account| matches!(account, Account::Party(_));
    let mut titled = false;
    for part in &settled.parts {
        for statement in part.shares.iter().filter(|one| !is_party(&one.share.from) && !is_party(&one.share.to)) {
            if !titled {
                sheet.heading("Between pools and the outside");
                titled = true;
            }
            let mut fact = posting(alliance, statement, Way::Out);
            fact.label = format!("{} {}", account(alliance, &statement.share.from), fact.label);
            sheet.fact(fact);
        }
    }
}

/// What was found beside the postings: pools, scores, undecided conditions, information.
fn particulars(part: &Settlement, parts: usize, sheet: &mut Sheet) {
    let of_part = if parts > 1 { format!(", {}", part.setting.label) } else { String::new() };
    if !part.pools.is_empty() {
        sheet.heading(format!("Pools{of_part}"));
    }
    for pool in &part.pools {
        sheet.fact(Fact::new(format!("{}: opens with", pool.pool), pool.opening.to_string()));
        sheet.fact(Fact::new(format!("{}: is paid", pool.pool), pool.paid_in.to_string()));
        sheet.fact(Fact::new(format!("{}: pays out", pool.pool), pool.paid_out.to_string()));
        sheet.fact(Fact::new(format!("{}: closes with", pool.pool), pool.closing.to_string()));
    }
    let used = used(part);
    reasons(part, &format!("Measures and scores{of_part}"), sheet, |reason| {
        matches!(reason.origin, Origin::Value | Origin::Score)
    });
    reasons(part, &format!("For information: no posting rests on these{of_part}"), sheet, |reason| {
        !matches!(reason.origin, Origin::Value | Origin::Score) && !used.contains(&reason.address)
    });
    if !part.undecided.is_empty() {
        sheet.heading(format!("Not decided, because a figure is known within bounds only{of_part}"));
    }
    part.undecided.iter().for_each(|words| sheet.fact(Fact::new(words.clone(), "")));
    if !part.open.is_empty() {
        sheet.heading(format!("Cannot be given; no posting rests on these{of_part}"));
    }
    for (figure, why) in &part.open {
        sheet.fact(Fact { label: figure.clone(), notes: vec![why.clone()], ..Fact::default() });
    }
}

fn reasons(part: &Settlement, title: &str, sheet: &mut Sheet, wanted: impl Fn(&accordant_settlement::Reason) -> bool) {
    let mut titled = false;
    for reason in part.reasons.iter().filter(|reason| wanted(reason)) {
        if !titled {
            sheet.heading(title);
            titled = true;
        }
        let label = match &reason.says {
            Some(says) => format!("{}: {says}", reason.address),
            None => reason.address.clone(),
        };
        sheet.fact(Fact {
            label,
            amount: value::value(&reason.value, reason.unit.as_ref()),
            clause: clause(reason.clause.as_deref()),
            notes: Vec::new(),
        });
    }
}

/// Every figure that a posting rests on, directly or through others.
fn used(part: &Settlement) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    let mut open: Vec<&str> =
        part.shares.iter().flat_map(|one| one.uses.iter().map(|figure| figure.address.as_str())).collect();
    while let Some(address) = open.pop() {
        if !found.insert(address.to_string()) {
            continue;
        }
        let reason = part.reasons.iter().find(|reason| reason.address == address);
        open.extend(reason.into_iter().flat_map(|reason| reason.uses.iter().map(|figure| figure.address.as_str())));
    }
    found
}

/// What to run next: the largest posting is what people ask about first.
fn next(alliance: &Alliance, settled: &SettledPeriod, party: Option<&Party>, sheet: &mut Sheet) {
    let concerns = |statement: &&(&Settlement, &Statement)| {
        party.is_none_or(|party| {
            let account = Account::Party(party.name.clone());
            statement.1.share.from == account || statement.1.share.to == account
        })
    };
    let all: Vec<(&Settlement, &Statement)> =
        settled.parts.iter().flat_map(|part| part.shares.iter().map(move |one| (part, one))).collect();
    let largest = all.iter().filter(concerns).max_by_key(|(_, one)| {
        one.share.posted.map_or(0, |posted| posted.minor().unsigned_abs())
    });
    if let Some((part, one)) = largest {
        sheet.heading("Next");
        let figure = format!("{}/{}", part.setting.label, one.share.address);
        sheet.command(format!("accordant explain {} {}", alliance.path.display(), quoted(&figure)));
    }
}

/// A figure as a shell takes it.
fn quoted(figure: &str) -> String {
    if figure.contains(['[', ' ']) { format!("'{figure}'") } else { figure.to_string() }
}
