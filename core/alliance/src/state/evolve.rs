//! From a state and an event to the next state. It refuses nothing that was recorded: a rule that says no is asked
//! before, in `decide`. What stops it is only what it cannot understand.

use super::{
    AccountEntry, Batch, BookEntry, ChallengeEntry, Founding, InForce, Mandate, PeriodEntry, Progress,
    SettledEntry, State, UnseenEntry, WitnessEntry,
};
use crate::event::{
    Basis, Content, Event, EventProblem, FactLineProblem, Founded, Given, Part, PriceBook, Read, Settled,
    Standing, Words,
};
use accordant_agreement::SourceFile;
use accordant_facts::{Fact, Facts};
use accordant_record::Header;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt::{self, Write as _};

/// A recorded event as a reader meets it.
#[derive(Debug, Clone, Copy)]
pub struct Recorded<'a> {
    /// Its header.
    pub header: &'a Header,
    /// Its parts, in the order of the header.
    pub parts: &'a [Part<'a>],
}

/// Why a record cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldProblem {
    /// The event.
    pub entry: u64,
    /// What is wrong with it.
    pub what: String,
}

impl Recorded<'_> {
    /// Reads what of the event decides anything: documents do not, and are left aside. It needs no state, so that
    /// events can be read ahead of the state that remembers them.
    ///
    /// # Errors
    /// When this program does not know the kind or version, or a body is not of its shape.
    pub fn read(&self) -> Result<Read, EventProblem> {
        let decisive: Vec<Part<'_>> = self.parts.iter().map(|part| undocumented(*part)).collect();
        Event::read(&self.header.kind, self.header.kind_version, &decisive)
    }
}

impl State {
    /// Reads and remembers an event.
    ///
    /// # Errors
    /// When the event cannot be read, does not follow the one before, or rests on what is not there. The state then
    /// is of no further use.
    pub fn evolve(&mut self, recorded: Recorded<'_>) -> Result<(), FoldProblem> {
        self.remember(recorded.header, recorded.read())
    }

    /// Remembers an event that was read.
    ///
    /// # Errors
    /// When the event could not be read, does not follow the one before, or rests on what is not there. The state then
    /// is of no further use.
    pub fn remember(&mut self, header: &Header, read: Result<Read, EventProblem>) -> Result<(), FoldProblem> {
        let entry = self.kept.size;
        let wrong = |what: String| FoldProblem { entry, what };
        let read = read.map_err(|problem| wrong(problem.to_string()))?;
        if header.log != self.kept.origin {
            self.begin_log(header, &read).map_err(wrong)?;
        } else if header.index != entry.saturating_sub(self.kept.log_from) {
            return Err(wrong(format!("the event has index {}", header.index)));
        }
        match read {
            Read::Seen(event) => self.take_in(entry, header, *event).map_err(wrong)?,
            Read::Unseen(why) => {
                self.kept.unseen.push(UnseenEntry { entry, kind: header.kind.clone(), why });
                self.close_books(&header.kind);
            }
        }
        match self.kept.streams.get_mut(&header.stream) {
            Some(last) => *last = entry,
            None => drop(self.kept.streams.insert(header.stream.clone(), entry)),
        }
        self.kept.size = entry.saturating_add(1);
        // For each of a million events: the room of the last time is written over.
        self.kept.last_at.clear();
        write!(self.kept.last_at, "{}", header.at).map_err(|error| wrong(error.to_string()))?;
        Ok(())
    }

    /// A log begins at index 0: the first with the founding, a later one by continuing.
    fn begin_log(&mut self, header: &Header, read: &Read) -> Result<(), String> {
        let begins = match read {
            Read::Seen(event) => match event.as_ref() {
                Event::Continued(body) => {
                    let held = self.kept.size.saturating_sub(self.kept.log_from);
                    held == body.size && self.kept.origin == body.origin
                }
                Event::Founded { .. } => self.kept.size == 0,
                _ => false,
            },
            // What founds or continues a record is never kept from a party; a reader of less sees the rest.
            Read::Unseen(_) => self.kept.size == 0,
        };
        if header.index != 0 || !begins {
            return Err(format!("the event belongs to another record, `{}`", header.log));
        }
        self.kept.origin.clone_from(&header.log);
        self.kept.log_from = self.kept.size;
        Ok(())
    }

    fn take_in(&mut self, entry: u64, header: &Header, event: Event) -> Result<(), String> {
        match event {
            Event::Founded { body, files, .. } => self.found(entry, header, &body, files)?,
            Event::Continued(_) | Event::ClockBehind(_) => {}
            Event::FactsReceived { given, facts, .. } => self.receive(entry, header, (given, facts), None),
            Event::FactsRestated { given, facts, reason, .. } => {
                self.receive(entry, header, (given, facts), Some(reason));
            }
            Event::FactsWithdrawn { body, reason } => self.withdraw(entry, body.entry, reason)?,
            Event::PriceBookAdded { body, .. } => self.put_on_shelf(entry, header, body),
            Event::PeriodOpened(body) => {
                let opened = PeriodEntry { entry, from: body.from, to: body.to, progress: Progress::Open };
                self.kept.periods.insert(body.period, opened);
            }
            Event::PeriodSettled(body) => self.settled(entry, header, *body),
            Event::SettlementChallenged { body, reason } => {
                self.challenged(body.settlement);
                let seat = header.seat.clone();
                self.kept.challenges.push(ChallengeEntry { entry, seat, body, reason });
            }
            Event::QueryRaised { body, reason } => self.asked(entry, header, body, reason),
            Event::QueryAnswered { body, reply } => self.answered(entry, header, body, reply)?,
            Event::QueryClosed(body) => self.query_closed(entry, header, body)?,
            Event::ChartRebased { body, reason } => self.rebased(entry, header, body, reason),
            Event::RebaseWithdrawn { body, reason } => self.rebase_withdrawn(entry, &body, reason)?,
            Event::PaidOnAccount(body) => {
                let paid = account(entry, header, body, None);
                self.book_on_account(&paid)?;
                self.kept.on_account.push(paid);
            }
            Event::PoolMoved { body, purpose } => {
                let moved = account(entry, header, body, Some(purpose));
                self.book_movement(&moved)?;
                self.kept.movements.push(moved);
            }
            Event::WitnessNamed(body) => {
                self.kept.witnesses.push(WitnessEntry { entry, party: body.party, key: body.key });
            }
            Event::PartErased(body) => {
                let of = self.kept.log_from.saturating_add(body.index);
                self.kept.erased.insert((of, body.part));
                self.kept.forget_words(of);
            }
            Event::PersonNamed(body) => {
                let mandate = Mandate {
                    entry,
                    person: body.person,
                    from: Some(body.from),
                    to: body.to,
                    under: body.under,
                };
                self.kept.mandates.entry(body.party).or_default().push(mandate);
            }
        }
        Ok(())
    }

    fn found(
        &mut self,
        entry: u64,
        header: &Header,
        body: &Founded,
        files: Vec<Vec<u8>>,
    ) -> Result<(), String> {
        for seat in &body.seats {
            let mandate = Mandate {
                entry,
                person: seat.person.clone(),
                from: None,
                to: None,
                under: seat.signed_copy.clone(),
            };
            self.kept.mandates.entry(seat.party.clone()).or_default().push(mandate);
        }
        let signed = |seat: &crate::event::Seat| (seat.party.clone(), seat.signed_copy.clone());
        self.kept.founding = Some(Founding {
            entry,
            at: header.at.to_string(),
            alliance: body.alliance.clone(),
            signed_copies: body.seats.iter().map(signed).collect(),
        });
        let mut texts = Vec::new();
        for (file, bytes) in body.text.files.iter().zip(files) {
            let text = String::from_utf8(bytes).map_err(|_| format!("`{}` is not UTF-8", file.name))?;
            texts.push((file.name.clone(), text));
        }
        self.adopt(InForce {
            entry,
            effective: body.text.effective.clone(),
            sha256: body.text.sha256.clone(),
            files: texts,
        })
    }

    /// Puts a text in force. It was checked when it was adopted; a program that finds it wrong now does not read it.
    pub(super) fn adopt(&mut self, text: InForce) -> Result<(), String> {
        let files: Vec<SourceFile<'_>> =
            text.files.iter().map(|(name, text)| SourceFile { name, bytes: text.as_bytes() }).collect();
        let checked = accordant_agreement::check(&files);
        let agreement = checked.agreement.ok_or_else(|| {
            let first = checked.findings.first().map(|problem| problem.what.clone()).unwrap_or_default();
            format!("the adopted text cannot be read by this version: {first}")
        })?;
        self.agreements.push(Arc::new(agreement));
        self.open_pools(&text)?;
        self.kept.texts.push(text);
        Ok(())
    }

    fn receive(
        &mut self,
        entry: u64,
        header: &Header,
        (given, facts): (Given, Vec<Fact>),
        restated: Option<Words>,
    ) {
        self.know(facts, given.standing);
        self.kept.batches.push(Batch {
            entry,
            at: header.at.to_string(),
            actor: header.actor.clone(),
            seat: header.seat.clone(),
            given,
            restated,
            withdrawn: None,
        });
    }

    /// Lets a batch count no longer, and works out what is known from those that do.
    fn withdraw(&mut self, entry: u64, of: u64, reason: Words) -> Result<(), String> {
        let at = self.kept.batches.binary_search_by_key(&of, |batch| batch.entry);
        let batch = at.ok().and_then(|at| self.kept.batches.get_mut(at));
        // Of what this reader never saw, nothing was known that could cease to be.
        if batch.is_none() && self.kept.unseen.iter().any(|unseen| unseen.entry == of) {
            return Ok(());
        }
        let batch = batch.ok_or_else(|| format!("entry {of} gave no facts"))?;
        batch.withdrawn = Some((entry, reason));
        self.know_again().map_err(|problem| problem.to_string())
    }

    /// Remembers a price book; what it takes the place of is on the shelf no longer.
    fn put_on_shelf(&mut self, entry: u64, header: &Header, body: PriceBook) {
        let before = self.kept.books.iter_mut();
        for book in before.filter(|book| Some(&book.body.name) == body.replaces.as_ref()) {
            book.replaced = Some(entry);
        }
        let (at, actor, seat) = (header.at.to_string(), header.actor.clone(), header.seat.clone());
        self.kept.books.push(BookEntry { entry, at, actor, seat, body, replaced: None });
    }

    /// Works out what is known from the batches that count.
    pub(super) fn know_again(&mut self) -> Result<(), FactLineProblem> {
        (self.facts, self.forecast) = (Facts::new(), Facts::new());
        let counting = self.kept.batches.iter().filter(|batch| batch.withdrawn.is_none());
        for batch in counting {
            let known = match batch.given.standing {
                Standing::Actual => &mut self.facts,
                Standing::Forecast => &mut self.forecast,
            };
            take_up(known, batch.given.facts()?);
        }
        Ok(())
    }

    /// Takes up what a batch says, in the place of what was said before.
    pub(super) fn know(&mut self, facts: Vec<Fact>, standing: Standing) {
        let known = match standing {
            Standing::Actual => &mut self.facts,
            Standing::Forecast => &mut self.forecast,
        };
        take_up(known, facts);
    }

    fn settled(&mut self, entry: u64, header: &Header, body: Settled) {
        // A forecast settles nothing: it says what would be settled if all came as expected.
        if body.basis != Basis::Forecast
            && let Some(period) = self.kept.periods.get_mut(&body.period)
        {
            period.progress = Progress::Provisional;
        }
        self.kept.settlements.push(SettledEntry {
            entry,
            at: header.at.to_string(),
            actor: header.actor.clone(),
            seat: header.seat.clone(),
            body,
        });
    }

    fn challenged(&mut self, settlement: u64) {
        let of = self.settlement_of(settlement).filter(|settled| settled.body.basis != Basis::Forecast);
        let period = of.map(|settled| settled.body.period.clone());
        if let Some(period) = period.and_then(|label| self.kept.periods.get_mut(&label)) {
            period.progress = Progress::Challenged;
        }
    }
}

/// Takes up facts in the place of what was said before of the same name, index and days.
pub(super) fn take_up(known: &mut Facts, facts: Vec<Fact>) {
    facts.into_iter().for_each(|fact| drop(known.replace(fact)));
}

/// The part, without its bytes where they are a document's.
fn undocumented(part: Part<'_>) -> Part<'_> {
    let documents = ["file", "document", "activity", "mapping", "report", "book"];
    let is_document = documents.iter().any(|document| part.name.starts_with(document));
    if is_document { Part { content: Content::Withheld, ..part } } else { part }
}

fn account<T>(entry: u64, header: &Header, body: T, purpose: Option<Words>) -> AccountEntry<T> {
    AccountEntry {
        entry,
        at: header.at.to_string(),
        effective: header.effective.map(|day| day.to_string()),
        seat: header.seat.clone(),
        body,
        purpose,
    }
}

impl fmt::Display for FoldProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "entry {} cannot be understood: {}", self.entry, self.what)
    }
}

impl core::error::Error for FoldProblem {}
