//! The books and lists that hold together, and which of them says the price of a cell.
//!
//! A shelf on which two books of equal standing name a price for the same item, month and provider is refused, so a
//! cell has one price or none. Start with [`Shelf::find`].

use crate::{
    Book, Code, Factor, FactorList, Item, Key, Kind, MarketForces, Month, Price, Scaled, Standing, Tariff,
};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// Books and lists of factors, of which no two contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shelf {
    books: Vec<Book>,
    factors: Vec<FactorList>,
}

/// The unit price that applies, and all that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied<'a> {
    /// The book.
    pub book: &'a Book,
    /// The item of the book, which may be for one function or for each.
    pub item: &'a Item,
    /// The price, with its line.
    pub price: &'a Price,
    /// The market forces factor, where the book says that it comes on top.
    pub factor: Option<AppliedFactor<'a>>,
}

/// The market forces factor that applies, and what says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AppliedFactor<'a> {
    /// The list.
    pub list: &'a FactorList,
    /// The factor, with its line.
    pub factor: &'a Factor,
}

/// Why a cell has no price. It is then never taken to cost nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// A line of it does not say how much was done.
    ActivityUnsaid,
    /// It does not say what is counted.
    CurrencyUnsaid,
    /// No book holds for its month and provider.
    NoBook,
    /// The books that hold do not name its item.
    NotInTheBooks,
    /// The price lacks the market forces factor of the provider.
    NoFactor,
}

/// Two of a shelf that contradict each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShelfProblem {
    /// Two books of equal standing price the same item.
    Prices {
        /// What has two prices.
        item: Item,
        /// The one book and its line.
        one: (String, u32),
        /// The other book and its line.
        another: (String, u32),
    },
    /// Two lists name a factor for the same provider and month.
    Factors {
        /// The provider.
        provider: Code,
        /// The one list and its line.
        one: (String, u32),
        /// The other list and its line.
        another: (String, u32),
    },
}

/// In which order books are asked: the place of a local one is what the book says of itself.
const RANKS: [u8; 3] = [0, 1, 2];

impl Shelf {
    /// A shelf with these books and lists.
    ///
    /// # Errors
    /// Everything that contradicts something else on it.
    pub fn new(books: Vec<Book>, factors: Vec<FactorList>) -> Result<Shelf, Vec<ShelfProblem>> {
        let mut problems = Vec::new();
        for (at, one) in books.iter().enumerate() {
            for another in books.iter().skip(at + 1).filter(|another| may_contradict(one, another)) {
                problems.extend(priced_by_both(one, another));
            }
        }
        for (at, one) in factors.iter().enumerate() {
            for another in factors.iter().skip(at + 1).filter(|list| list.months.overlaps(one.months)) {
                problems.extend(named_by_both(one, another));
            }
        }
        if problems.is_empty() { Ok(Shelf { books, factors }) } else { Err(problems) }
    }

    /// The books.
    pub fn books(&self) -> &[Book] {
        &self.books
    }

    /// The lists of factors.
    pub fn factors(&self) -> &[FactorList] {
        &self.factors
    }

    /// The price of one of what the cell counts: local or national as the books say of themselves, and among equals
    /// a price for the cell's own function before a price for each.
    ///
    /// # Errors
    /// Why there is none.
    pub fn find(&self, key: &Key) -> Result<Applied<'_>, Why> {
        let item = Item::of(key).ok_or(Why::CurrencyUnsaid)?;
        self.find_item(&item, key.tariff, &key.provider, key.month)
    }

    pub(crate) fn find_item(
        &self,
        item: &Item,
        tariff: Tariff,
        provider: &str,
        month: Month,
    ) -> Result<Applied<'_>, Why> {
        let holding: Vec<(u8, &Book)> = self
            .holding(provider, month)
            .filter_map(|(_, book)| Some((rank(book.particulars().kind, tariff)?, book)))
            .collect();
        if holding.is_empty() {
            return Err(Why::NoBook);
        }
        let general = item.of_every_function();
        let asked = RANKS.into_iter().flat_map(|rank| [(rank, item), (rank, &general)]);
        let found = asked.into_iter().find_map(|(rank, item)| {
            let equals = holding.iter().filter(move |(other, _)| *other == rank);
            equals.into_iter().find_map(|(_, book)| book.price(item).map(|price| (*book, price)))
        });
        let (book, (item, price)) = found.ok_or(Why::NotInTheBooks)?;
        let factor = match book.particulars().market_forces {
            MarketForces::Within => None,
            MarketForces::OnTop => Some(self.factor(provider, month).ok_or(Why::NoFactor)?),
        };
        Ok(Applied { book, item, price, factor })
    }

    /// The market forces factor of a provider in a month.
    pub fn factor(&self, provider: &str, month: Month) -> Option<AppliedFactor<'_>> {
        let lists = self.factors.iter().filter(|list| list.months.contains(month));
        lists
            .into_iter()
            .find_map(|list| list.factors.get(provider).map(|factor| AppliedFactor { list, factor }))
    }

    /// The books that hold for a provider in a month, each with its place on the shelf.
    pub(crate) fn holding(&self, provider: &str, month: Month) -> impl Iterator<Item = (usize, &Book)> {
        self.books.iter().enumerate().filter(move |(_, book)| {
            let particulars = book.particulars();
            particulars.months.contains(month) && particulars.providers.include(provider)
        })
    }
}

impl Applied<'_> {
    /// By what the unit price is multiplied; one where no factor comes on top.
    pub fn factor_value(&self) -> Scaled {
        self.factor.map_or(Scaled::ONE, |applied| applied.factor.value)
    }
}

/// In which place a book is asked for a line of that tariff; never, if it has no price for such lines.
const fn rank(kind: Kind, tariff: Tariff) -> Option<u8> {
    match (kind, tariff) {
        (Kind::Local(Standing::BeforeNational), _) => Some(0),
        (Kind::NationalTariff | Kind::PaymentScheme, Tariff::National) => Some(1),
        (Kind::NationalTariff | Kind::PaymentScheme, Tariff::Local) => None,
        (Kind::Local(Standing::WhereNoneIsNational), _) => Some(2),
    }
}

fn may_contradict(one: &Book, another: &Book) -> bool {
    let (one, another) = (one.particulars(), another.particulars());
    let equals = rank(one.kind, Tariff::National) == rank(another.kind, Tariff::National);
    equals && one.months.overlaps(another.months) && one.providers.meet(&another.providers)
}

fn priced_by_both<'a>(one: &'a Book, another: &'a Book) -> impl Iterator<Item = ShelfProblem> + 'a {
    let named = |book: &Book, price: &Price| (book.particulars().name.clone(), price.line);
    one.prices().filter_map(move |(item, price)| {
        let (_, other) = another.price(item)?;
        Some(ShelfProblem::Prices {
            item: item.clone(),
            one: named(one, price),
            another: named(another, other),
        })
    })
}

fn named_by_both<'a>(
    one: &'a FactorList,
    another: &'a FactorList,
) -> impl Iterator<Item = ShelfProblem> + 'a {
    one.factors.iter().filter_map(move |(provider, factor)| {
        let other = another.factors.get(provider)?;
        Some(ShelfProblem::Factors {
            provider: provider.clone(),
            one: (one.name.clone(), factor.line),
            another: (another.name.clone(), other.line),
        })
    })
}

impl Why {
    /// What to do about it.
    pub const fn help(self) -> &'static str {
        match self {
            Why::ActivityUnsaid => "ask the provider for the activity, and send the file again",
            Why::CurrencyUnsaid => "ask for the tariff code, or settle the line by the price that it states",
            Why::NoBook => "put a price book that holds for this month and provider on the shelf",
            Why::NotInTheBooks => "agree a local price and issue a local book with it",
            Why::NoFactor => "put a list of market forces factors that names the provider on the shelf",
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Why::ActivityUnsaid => "a line does not say how much",
            Why::CurrencyUnsaid => "a line does not say what is counted",
            Why::NoBook => "no price book holds for the month and provider",
            Why::NotInTheBooks => "no price book that holds names it",
            Why::NoFactor => "the market forces factor of the provider is not known",
        })
    }
}

impl fmt::Display for ShelfProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, one, another) = match self {
            ShelfProblem::Prices { item, one, another } => (alloc::format!("{item}"), one, another),
            ShelfProblem::Factors { provider, one, another } => {
                (alloc::format!("the factor of `{provider}`"), one, another)
            }
        };
        let ((one, one_line), (another, another_line)) = (one, another);
        write!(out, "{what} stands in `{one}` line {one_line} and in `{another}` line {another_line}")
    }
}

impl ShelfProblem {
    /// What to do about it.
    pub const fn help(&self) -> &'static str {
        "let the months or providers of the two not overlap, or take the one that was replaced off the shelf"
    }
}

impl core::error::Error for ShelfProblem {}
