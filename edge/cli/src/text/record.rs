//! What stands in a record, for people and as JSON.

use super::json::Json;
use super::sheet::{Fact, Sheet};
use super::wrapped;
use crate::load::{Alliance, entries};
use crate::print::Face;
use crate::recorded::words::{long, moment, money};
use crate::stop::Stop;
use accordant_agreement::Agreement;
use accordant_alliance::event::{Basis, DifferenceLine, PostingLine, Settled};
use accordant_alliance::state::SettledEntry;
use accordant_documents::view::{pool_title, sentence_case};
use std::collections::BTreeMap;

/// A settlement as it was recorded, and what differs from the one before by cause.
pub fn settlement(alliance: &Alliance, entry: &SettledEntry, is_new: bool) -> Result<Sheet, Stop> {
    let body = &entry.body;
    let mut sheet = Sheet::default();
    if let Some(notice) = &alliance.agreement.particulars.alliance.notice {
        sheet.text(notice.clone());
    }
    let lead = if is_new { "Recorded as entry" } else { "Entry" };
    sheet.heading(format!(
        "{lead} {}: {} settled provisionally, {}, {} to {}",
        entry.entry,
        body.period,
        body.basis.words(),
        long(&body.from),
        long(&body.to)
    ));
    sheet.text(format!(
        "On what was known after {}; recorded {} UTC.",
        entries(body.known),
        moment(&entry.at)
    ));
    sheet.heading("Who receives what, all postings together");
    for (account, minor) in nets(&body.postings)? {
        sheet.fact(Fact::new(
            sentence_case(&called(&alliance.agreement, &account)),
            money(&minor.to_string(), &body.currency),
        ));
    }
    if let Some(before) = body.replaces {
        difference(body, before, &alliance.agreement, &mut sheet);
    }
    sheet.heading("What to ask next");
    let (settle, show) = again(alliance, entry);
    sheet.command(settle);
    sheet.command(show);
    Ok(sheet)
}

/// The commands that show the whole statement and the settlement as data.
fn again(alliance: &Alliance, entry: &SettledEntry) -> (String, String) {
    let SettledEntry { entry, body, .. } = entry;
    let days = match body.basis {
        Basis::ToDate => format!(" --to {}", body.to),
        Basis::Forecast => " --forecast".to_string(),
        Basis::Whole => String::new(),
    };
    let folder = alliance.path.display().to_string();
    let (of, within) = match folder.as_str() {
        "" | "." => (String::new(), String::new()),
        folder if folder.contains(' ') => (format!(" '{folder}'"), format!(" --in '{folder}'")),
        folder => (format!(" {folder}"), format!(" --in {folder}")),
    };
    (
        format!("accordant settle{of} --period {}{days} --as-at {entry}", body.period),
        format!("accordant show {entry} --json{within}"),
    )
}

/// What each receives less what it pays. A posting that is no money, or a sum that is too large, is told: it never
/// counts as nothing.
fn nets(postings: &[PostingLine]) -> Result<BTreeMap<String, i128>, Stop> {
    let mut nets: BTreeMap<String, i128> = BTreeMap::new();
    for posting in postings {
        let wrong = |what: &str| {
            Stop::fault(format!("the posting of `{}`, `{}`, {what}", posting.figure, posting.minor))
                .help("`accordant verify` tells whether the record was altered")
        };
        let minor: i128 = posting.minor.parse().map_err(|_| wrong("is no money"))?;
        let too_large = || wrong("adds up to more than can be counted");
        let received = nets.entry(posting.to.clone()).or_default();
        *received = received.checked_add(minor).ok_or_else(too_large)?;
        let paid = nets.entry(posting.from.clone()).or_default();
        *paid = paid.checked_sub(minor).ok_or_else(too_large)?;
    }
    Ok(nets)
}

fn difference(body: &Settled, before: u64, agreement: &Agreement, sheet: &mut Sheet) {
    sheet.heading(format!("What differs from entry {before}, by cause"));
    if body.difference.is_empty() {
        sheet.text("Nothing that is posted.");
    }
    for line in &body.difference {
        let mut fact = Fact::new(
            between(agreement, [&line.figure, &line.from, &line.to]),
            money(&line.difference, &body.currency),
        );
        let was = money(&line.before, &body.currency);
        fact.notes.push(format!("{was} before, {} after", money(&line.after, &body.currency)));
        fact.notes.extend(causes(line, &body.currency));
        sheet.fact(fact);
    }
}

fn causes(line: &DifferenceLine, currency: &str) -> Vec<String> {
    let one = |effect: &accordant_alliance::event::EffectLine| {
        let alone = effect.alone.as_deref();
        match (effect.in_turn.as_deref(), alone) {
            (Some(turn), Some(alone)) if turn == alone => {
                format!("{}: {}", effect.cause, money(turn, currency))
            }
            (Some(turn), Some(alone)) => format!(
                "{}: {} together with the causes before it, {} alone",
                effect.cause,
                money(turn, currency),
                money(alone, currency)
            ),
            (Some(turn), None) => {
                format!("{}: {} together with the causes before it", effect.cause, money(turn, currency))
            }
            (None, _) => format!("{}: counts with the next cause", effect.cause),
        }
    };
    line.effects.iter().map(one).collect()
}

/// A settlement as JSON.
pub fn settlement_json(entry: &SettledEntry) -> Json {
    let body = &entry.body;
    let postings = body.postings.iter().map(|line| {
        let said =
            vec![("minor", Json::text(line.minor.as_str())), ("status", Json::maybe(line.status.as_deref()))];
        between_json([&line.figure, &line.from, &line.to], said)
    });
    let difference = body.difference.iter().map(|line| {
        let effects = line.effects.iter().map(|effect| {
            Json::Map(vec![
                ("cause", Json::text(effect.cause.as_str())),
                ("in_turn", Json::maybe(effect.in_turn.as_deref())),
                ("alone", Json::maybe(effect.alone.as_deref())),
            ])
        });
        let said = vec![
            ("before", Json::text(line.before.as_str())),
            ("after", Json::text(line.after.as_str())),
            ("difference", Json::text(line.difference.as_str())),
            ("effects", Json::List(effects.collect())),
        ];
        between_json([&line.figure, &line.from, &line.to], said)
    });
    Json::Map(vec![
        ("entry", Json::Whole(entry.entry)),
        ("at", Json::text(entry.at.as_str())),
        ("period", Json::text(body.period.as_str())),
        ("basis", Json::text(body.basis.words())),
        ("from", Json::text(body.from.as_str())),
        ("to", Json::text(body.to.as_str())),
        ("known", Json::Whole(body.known)),
        ("agreement_sha256", Json::text(body.agreement_sha256.as_str())),
        ("facts_sha256", Json::text(body.facts_sha256.as_str())),
        ("currency", Json::text(body.currency.as_str())),
        ("postings", Json::List(postings.collect())),
        ("replaces", body.replaces.map_or(Json::Null, Json::Whole)),
        ("difference", Json::List(difference.collect())),
    ])
}

/// What a figure moves between two accounts, in words.
pub fn between(agreement: &Agreement, [figure, from, to]: [&str; 3]) -> String {
    format!("{figure}: {} pays {}", called(agreement, from), called(agreement, to))
}

/// What a figure moves between two accounts, as JSON: these three, then what else is said of it.
pub fn between_json([figure, from, to]: [&str; 3], said: Vec<(&'static str, Json)>) -> Json {
    let head = [("figure", Json::text(figure)), ("from", Json::text(from)), ("to", Json::text(to))];
    Json::Map(head.into_iter().chain(said).collect())
}

/// That something was recorded, where there is no more to show of it than a sentence.
pub fn recorded(entry: u64, said: &str, face: Face) -> String {
    if face.is_json() {
        return Json::Map(vec![("entry", Json::Whole(entry))]).document();
    }
    wrapped("", &format!("Recorded as entry {entry}: {said}"))
}

/// How people call an account that the record names: a party, a pool, or outside.
pub fn called(agreement: &Agreement, account: &str) -> String {
    let party = agreement.particulars.parties.iter().find(|party| party.name == account);
    let is_pool =
        agreement.terms.as_ref().is_some_and(|terms| terms.pools.iter().any(|pool| pool.name == account));
    match party {
        Some(party) => party.title.clone(),
        None if is_pool => pool_title(account),
        None => account.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::nets;
    use accordant_alliance::event::PostingLine;

    fn posting(minor: &str) -> PostingLine {
        PostingLine {
            figure: "2025-26/service".to_string(),
            posting: "service".to_string(),
            from: "board".to_string(),
            to: "hospital".to_string(),
            minor: minor.to_string(),
            status: None,
        }
    }

    #[test]
    fn what_one_receives_another_pays() {
        let nets = nets(&[posting("120"), posting("-20")]).expect("they are money");
        assert_eq!(
            nets.into_iter().collect::<Vec<_>>(),
            [("board".to_string(), -100), ("hospital".to_string(), 100)]
        );
    }

    #[test]
    fn a_posting_that_is_no_money_never_counts_as_nothing() {
        let told = format!("{:?}", nets(&[posting("120"), posting("12O")]));
        assert!(told.contains("`12O`, is no money"), "{told}");
    }

    #[test]
    fn a_sum_that_cannot_be_counted_is_told() {
        let most = i128::MAX.to_string();
        let told = format!("{:?}", nets(&[posting(&most), posting("1")]));
        assert!(told.contains("more than can be counted"), "{told}");
    }
}
