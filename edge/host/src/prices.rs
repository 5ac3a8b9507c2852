//! The price books of a record, as activity is priced from them.
//!
//! The lines of a book are a part of its entry and no part of the state: whoever prices reads them here. Start with
//! [`Alliance::shelf`].

use crate::{Alliance, HostProblem};
use accordant_activity::{
    Book, Code, FactorList, Kind, MarketForces, Month, Months, Particulars, Providers, Shelf, ShelfProblem,
    Standing, Year,
};
use accordant_agreement::problem::Problems;
use accordant_alliance::State;
use accordant_alliance::event::{self, BookKind, Bytes, Event, PriceBook, Read};
use accordant_alliance::state::BookEntry;
use accordant_facts::Status;
use accordant_intake::prices;
use std::collections::BTreeMap;

/// The last year of which there are months: a book without an end holds until then.
const YEAR_LAST: i16 = 9998;

/// What stands on a shelf.
#[derive(Debug, Clone)]
pub enum Listed {
    /// A price book.
    Prices(Book),
    /// A list of market forces factors.
    Factors(FactorList),
}

impl Alliance {
    /// The books and lists that are on the shelf of a state.
    ///
    /// # Errors
    /// When the record cannot be read, or what it holds is not what was decided.
    pub fn shelf(&self, state: &State) -> Result<Shelf, HostProblem> {
        let listed = self.shelved(state)?.into_iter().map(|(_, listed)| listed);
        shelf_of(listed).map_err(|problems| {
            let what = problems.first().map(ToString::to_string).unwrap_or_default();
            HostProblem::Altered { what: format!("two price books contradict each other: {what}") }
        })
    }

    /// The same one by one, each with its entry.
    ///
    /// # Errors
    /// When the record cannot be read, or what it holds is not what was decided.
    pub fn shelved(&self, state: &State) -> Result<Vec<(u64, Listed)>, HostProblem> {
        state.books_on_shelf().map(|book| Ok((book.entry, self.book(state, book)?))).collect()
    }

    /// The lines of one book or list, whether it is on the shelf or not any more.
    ///
    /// # Errors
    /// When the record cannot be read, or what it holds is not what was decided.
    pub fn book(&self, state: &State, book: &BookEntry) -> Result<Listed, HostProblem> {
        let altered = |what: &str| HostProblem::Altered { what: format!("entry {}: {what}", book.entry) };
        let found = self.entry(book.entry)?.ok_or_else(|| altered("there is no such entry"))?;
        let event = found.event().map_err(|problem| altered(&problem.to_string()))?;
        let bytes = match event {
            Read::Seen(event) => match *event {
                Event::PriceBookAdded { book: Bytes::Given(bytes), .. } => bytes,
                _ => return Err(altered("the lines of its price book cannot be seen")),
            },
            Read::Unseen(_) => return Err(altered("its price book cannot be seen")),
        };
        let listed = listed(&book.body, &bytes, reliance(state), &mut Problems::new());
        listed.ok_or_else(|| altered("its price book cannot be read"))
    }
}

/// Reads a book or list of which `about` says what it holds for; nothing if its lines have a problem, or if it would
/// end before it begins.
pub fn listed(about: &PriceBook, bytes: &[u8], status: Status, problems: &mut Problems) -> Option<Listed> {
    let months = months(about)?;
    let (name, source, hash) = (about.name.clone(), about.source.clone(), about.sha256.clone());
    let Some(kind) = kind(about.kind) else {
        let list = FactorList { name, months, status, source, hash, factors: BTreeMap::new() };
        return prices::factors(&about.file, bytes, list, problems).map(Listed::Factors);
    };
    let providers = match about.providers.as_slice() {
        [] => Providers::Every,
        some => Providers::Only(some.iter().map(|code| Code::from(code.as_str())).collect()),
    };
    let market_forces = match about.market_forces? {
        event::MarketForces::OnTop => MarketForces::OnTop,
        event::MarketForces::Within => MarketForces::Within,
    };
    let particulars = Particulars { name, kind, months, providers, market_forces, status, source, hash };
    prices::book(&about.file, bytes, particulars, problems).map(Listed::Prices)
}

/// A shelf with these.
///
/// # Errors
/// Everything that contradicts something else on it.
pub fn shelf_of(all: impl IntoIterator<Item = Listed>) -> Result<Shelf, Vec<ShelfProblem>> {
    let (mut books, mut lists) = (Vec::new(), Vec::new());
    for listed in all {
        match listed {
            Listed::Prices(book) => books.push(book),
            Listed::Factors(list) => lists.push(list),
        }
    }
    Shelf::new(books, lists)
}

/// How far books can be relied on: as far as the agreement says of its own figures.
pub fn reliance(state: &State) -> Status {
    let illustrative =
        state.latest_text().and_then(|(_, agreement)| agreement.particulars.alliance.illustrative.as_ref());
    if illustrative.is_some() { Status::Illustrative } else { Status::Real }
}

fn months(about: &PriceBook) -> Option<Months> {
    let month = |text: &str| text.parse().ok().and_then(Month::of_day);
    let last = match about.to.as_deref() {
        Some(to) => month(to)?,
        None => Month::new(Year::starting(YEAR_LAST)?, 12)?,
    };
    Months::new(month(&about.from)?, last)
}

/// Who set the prices; nothing of a list of factors.
const fn kind(kind: BookKind) -> Option<Kind> {
    Some(match kind {
        BookKind::NationalTariff => Kind::NationalTariff,
        BookKind::PaymentScheme => Kind::PaymentScheme,
        BookKind::LocalBeforeNational => Kind::Local(Standing::BeforeNational),
        BookKind::LocalWhereNoneIsNational => Kind::Local(Standing::WhereNoneIsNational),
        BookKind::MarketForcesFactors => return None,
    })
}
