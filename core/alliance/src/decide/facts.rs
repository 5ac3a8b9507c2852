//! Facts come in once. What is said otherwise than before is refused, unless it says that it restates, and why.

use super::found::list_sha256;
use super::{Proposed, Seated};
use crate::command::AddFacts;
use crate::event::{
    Beside, Bytes, Event, FactLine, FactsFile, Given, Imported, Received, SentFor, Standing, Total,
    Withdrawn, Words,
};
use crate::refusal::Refusal;
use crate::state::{Batch, State};
use accordant_facts::{Days, Fact, FactValue, Facts, named};
use accordant_money::{Exact, Number};
use accordant_record::sha256;
use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// So many facts that are said otherwise are shown; of more, their number.
const SHOWN: usize = 5;

pub(super) fn decide(state: &State, add: &AddFacts, seat: &Seated) -> Result<Vec<Proposed>, Refusal> {
    if add.facts.is_empty() && add.import.is_none() {
        return Err(Refusal::problem("there is no fact in what was given")
            .help("a file of facts has a heading row and one fact in each further row"));
    }
    let files = listed(&add.files);
    let batch = list_sha256(files.iter().map(|file| ("", &*file.sha256)));
    let totals = Total::of(add.facts.iter());
    as_declared(add)?;
    if let Some(import) = &add.import {
        may_be_sent(state, &batch, (&import.about, &add.facts), seat)?;
    }
    // A figure leads to the rows of the file that was sent last, and stays where an earlier one is undone. What somebody
    // adds again by hand is known already.
    let is_sent = add.import.is_some();
    let sorted = Sorted::against(&add.facts, known(state, add.standing), |_, _| is_sent);
    if add.restated.is_none() && add.standing == Standing::Actual && !sorted.otherwise.is_empty() {
        return Err(said_otherwise(&sorted));
    }
    if let Some(reason) = &add.restated {
        if sorted.otherwise.is_empty() && add.import.is_none() {
            return Err(Refusal::rule("nothing that was known is said otherwise here")
                .help("add new facts without `--restates`"));
        }
        if reason.trim().is_empty() {
            return Err(
                Refusal::rule("facts that are said again need a reason").help("say it with `--reason`")
            );
        }
    }
    if sorted.lines().next().is_none() && add.import.is_none() {
        return Err(all_known(state, &batch, add.standing));
    }
    let given = sorted.written(Received {
        batch: Cow::Owned(batch),
        standing: add.standing,
        source: Cow::Borrowed(&add.source),
        files,
        totals,
        facts: Vec::new(),
        unchanged: sorted.unchanged,
        import: add.import.as_ref().map(|import| import.about.clone()),
    })?;
    let facts = sorted.lines().cloned().collect();
    let keeps_files = add.import.as_ref().is_none_or(|import| import.keeps_files);
    let files =
        add.files.iter().filter(|_| keeps_files).map(|(_, bytes)| Bytes::Given(bytes.clone())).collect();
    let beside = add.import.as_ref().map(|import| Beside {
        activity: Bytes::Given(import.activity.clone()),
        mapping: Bytes::Given(import.mapping.clone()),
        report: Bytes::Given(import.report.clone()),
    });
    // A submission that says nothing otherwise restates nothing, whatever it stands in the place of.
    let event = match add.restated.as_ref().filter(|_| !sorted.otherwise.is_empty()) {
        Some(reason) => {
            let reason = Words::Said(reason.clone());
            Event::FactsRestated { given, facts, files, beside, reason }
        }
        None => Event::FactsReceived { given, facts, files, beside },
    };
    Ok(vec![super::by(seat, event, "facts".to_string())])
}

/// The files that were given, each with its hash.
fn listed(files: &[(String, Vec<u8>)]) -> Vec<FactsFile<'_>> {
    let files = files.iter().map(|(name, bytes)| FactsFile {
        name: Cow::Borrowed(name),
        sha256: Cow::Owned(sha256(bytes).to_string()),
    });
    files.collect()
}

/// A submission is recorded once, save to close the months that it was sent for; and none follows one that closed its month,
/// or says a figure that a final return said.
fn may_be_sent(
    state: &State,
    batch: &str,
    (about, facts): (&Imported<'_>, &Facts),
    seat: &Seated,
) -> Result<(), Refusal> {
    let is_same =
        |earlier: &&Batch| earlier.given.import.as_ref().is_some_and(|import| import.freeze || !about.freeze);
    if let Some(earlier) = state.batch(batch).filter(is_same) {
        return Err(Refusal::rule(format!("entry {} holds these very files already", earlier.entry))
            .help("nothing was added: the same content is recorded once"));
    }
    let counting = state.kept().batches.iter().filter(|earlier| earlier.withdrawn.is_none());
    for earlier in counting {
        let Some(import) = earlier.given.import.as_ref().filter(|import| import.freeze) else { continue };
        let sent_by = earlier.seat.as_deref().unwrap_or_default();
        let closed = match closed(about, seat.party.as_str(), import, sent_by) {
            None if import.scopes.is_empty() && import.kind == about.kind => closed_figure(earlier, facts)?,
            closed => closed,
        };
        if let Some(closed) = closed {
            return Err(Refusal::rule(format!("entry {} closed {closed}", earlier.entry))
                .help("raise a query, or undo that import with its reason, and send it again"));
        }
    }
    Ok(())
}

/// What a final import has closed of what is sent now; each with the party that sends it.
fn closed(about: &Imported<'_>, sends: &str, last: &Imported<'_>, sent: &str) -> Option<String> {
    if let Some(closed) = about.scopes.iter().find(|scope| last.scopes.contains(scope)) {
        let SentFor { provider, commissioner, month } = closed;
        return Some(format!("{month} of {provider} for {commissioner}"));
    }
    let closing: BTreeSet<_> = last.covers.iter().map(|covered| covered.whole(sent)).collect();
    let mut covers = about.covers.iter().map(|covered| covered.whole(sends));
    let (party, days, of) = covers.find(|covered| last.kind == about.kind && closing.contains(covered))?;
    let days = Days::parse(days).map_or_else(|| days.to_string(), Days::in_short);
    Some(format!("{days} of {party}: {of}"))
}

/// A figure that a final return said: whatever it was said of, a later one would say it otherwise.
fn closed_figure(last: &Batch, facts: &Facts) -> Result<Option<String>, Refusal> {
    let said = last.given.facts().map_err(|problem| Refusal::problem(problem.to_string()))?;
    let closing: BTreeSet<_> = said.iter().map(|fact| (&fact.name, &fact.of, fact.days)).collect();
    let found = facts.iter().find(|fact| closing.contains(&(&fact.name, &fact.of, fact.days)));
    Ok(found.map(|fact| format!("{} of {}", named(&fact.name, &fact.of), fact.days.in_short())))
}

/// Withdrawing a batch, and saying again what is worked out from others too.
pub(super) fn withdraw(
    state: &State,
    entry: u64,
    reason: &str,
    again: &Facts,
    seat: &Seated,
) -> Result<Vec<Proposed>, Refusal> {
    let Some(batch) = state.batch_of(entry) else {
        return Err(Refusal::rule(format!("entry {entry} gave no facts"))
            .help("`accordant imports list` shows which did"));
    };
    if let Some((by, _)) = &batch.withdrawn {
        return Err(Refusal::rule(format!("entry {entry} was withdrawn already, with entry {by}")));
    }
    if reason.trim().is_empty() {
        return Err(Refusal::rule("facts are withdrawn with a reason").help("say it with `--reason`"));
    }
    let words = Words::Said(reason.to_string());
    let event = Event::FactsWithdrawn { body: Withdrawn { entry }, reason: words };
    let withdrawn = super::by(seat, event, "facts".to_string());
    let without = state.facts_without(entry).map_err(|problem| Refusal::problem(problem.to_string()))?;
    let source = format!("worked out again without entry {entry}");
    let why = Why { standing: batch.given.standing, source: &source, reason };
    let again = said_again(&without, again, &why, seat)?;
    Ok(vec![withdrawn].into_iter().chain(again).collect())
}

/// Of what facts are worked out again.
pub(super) struct Why<'a> {
    pub(super) standing: Standing,
    /// What they are worked out from.
    pub(super) source: &'a str,
    pub(super) reason: &'a str,
}

/// What is worked out again and comes to something else than is known, or to the same from elsewhere; nothing if
/// nothing does.
pub(super) fn said_again(
    known: &Facts,
    again: &Facts,
    why: &Why<'_>,
    seat: &Seated,
) -> Result<Option<Proposed>, Refusal> {
    let sorted = Sorted::against(again, known, |before, fact| !before.cites_as(fact));
    if sorted.lines().next().is_none() {
        return Ok(None);
    }
    let given = sorted.written(Received {
        batch: Cow::Owned(list_sha256(core::iter::empty())),
        standing: why.standing,
        source: Cow::Borrowed(why.source),
        files: Vec::new(),
        totals: Total::of(sorted.lines()),
        facts: Vec::new(),
        unchanged: sorted.unchanged,
        import: None,
    })?;
    let facts = sorted.lines().cloned().collect();
    let reason = Words::Said(why.reason.to_string());
    let event = Event::FactsRestated { given, facts, files: Vec::new(), beside: None, reason };
    Ok(Some(super::by(seat, event, "facts".to_string())))
}

fn all_known(state: &State, batch: &str, standing: Standing) -> Refusal {
    match state.batch(batch).filter(|earlier| earlier.given.standing == standing) {
        Some(earlier) => Refusal::rule(format!("entry {} holds these very files already", earlier.entry))
            .help("nothing was added: the same content is recorded once"),
        None => {
            Refusal::rule("every fact in it is known already, with the same value").help("nothing was added")
        }
    }
}

fn known(state: &State, standing: Standing) -> &Facts {
    match standing {
        Standing::Actual => state.actual(),
        Standing::Forecast => state.expected(),
    }
}

/// The facts that were given, by how they stand to what is known.
#[derive(Default)]
struct Sorted<'a> {
    new: Vec<&'a Fact>,
    /// Given and known, with another value, precision or status.
    otherwise: Vec<(&'a Fact, &'a Fact)>,
    /// Given and known alike, and said again nevertheless.
    alike: Vec<&'a Fact>,
    unchanged: u64,
}

impl<'a> Sorted<'a> {
    /// What is known alike counts as unchanged, unless it is to be repeated.
    fn against(given: &'a Facts, known: &'a Facts, is_repeated: impl Fn(&Fact, &Fact) -> bool) -> Sorted<'a> {
        let mut sorted = Sorted::default();
        for fact in given.iter() {
            match known.exact(&fact.name, &fact.of, fact.days) {
                None => sorted.new.push(fact),
                Some(before) if before.agrees_with(fact) && is_repeated(before, fact) => {
                    sorted.alike.push(fact);
                }
                Some(before) if before.agrees_with(fact) => {
                    sorted.unchanged = sorted.unchanged.saturating_add(1);
                }
                Some(before) => sorted.otherwise.push((fact, before)),
            }
        }
        sorted
    }

    /// The batch with the facts that are new, said otherwise or said again.
    fn written(&self, batch: Received<'a>) -> Result<Given, Refusal> {
        let facts: Result<Vec<FactLine<'a>>, _> = self.lines().map(FactLine::write).collect();
        let given = facts.and_then(|facts| Given::write(&Received { facts, ..batch }));
        given.map_err(|problem| Refusal::problem(problem.to_string()))
    }

    fn lines(&self) -> impl Iterator<Item = &'a Fact> {
        let otherwise = self.otherwise.iter().map(|(fact, _)| *fact);
        self.new.iter().copied().chain(otherwise).chain(self.alike.iter().copied())
    }
}

/// Every control total of the sender is held against what was read.
fn as_declared(add: &AddFacts) -> Result<(), Refusal> {
    let mut wrong = Vec::new();
    for (name, declared) in &add.declared {
        let of_name: Vec<&Fact> = add.facts.iter().filter(|fact| fact.name == *name).collect();
        if of_name.is_empty() {
            wrong.push(format!("there is no fact `{name}`, and its total was to be {}", shown(declared)));
            continue;
        }
        let sum = of_name.iter().try_fold(Exact::zero(), |sum, fact| match &fact.value {
            FactValue::Number(number) => sum.plus(number),
            FactValue::Word(_) | FactValue::NotPublished => Ok(sum),
        });
        let sum = sum.map_err(|problem| Refusal::problem(problem.to_string()))?;
        if sum != *declared {
            wrong.push(format!("`{name}` comes to {}, not to {}", shown(&sum), shown(declared)));
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Refusal::problem(wrong.join("; ")).help("ask the sender for the file that the total is of"))
}

fn said_otherwise(sorted: &Sorted<'_>) -> Refusal {
    let one = |(fact, before): &(&Fact, &Fact)| {
        let (is, was) = (value(fact), value(before));
        format!(
            "{} of {} was {was} ({}) and is {is} ({})",
            named(&fact.name, &fact.of),
            fact.days,
            before.at,
            fact.at
        )
    };
    let mut said: Vec<String> = sorted.otherwise.iter().take(SHOWN).map(one).collect();
    let more = sorted.otherwise.len().saturating_sub(SHOWN);
    if more > 0 {
        said.push(format!("and {more} more"));
    }
    Refusal::rule(format!("facts are said otherwise than before: {}", said.join("; ")))
        .help("say them again with `--restates` and the reason, and the difference will be shown by cause")
}

fn value(fact: &Fact) -> String {
    match &fact.value {
        FactValue::Number(number) => shown(number),
        FactValue::Word(word) => format!("`{word}`"),
        FactValue::NotPublished => "not published".to_string(),
    }
}

fn shown(number: &Exact) -> String {
    number.terminating().unwrap_or_else(|| number.fraction())
}
