//! Which cells are which service of an agreement, and the facts that they come to.
//!
//! The parties say it in a text of their own ([`Counting`] is what stands there): codes of organisations, which
//! treatment functions, points of delivery and currencies are a service, and which input of the agreement is which
//! sum. Cells that nothing names are told, never dropped. Start with [`Counting::facts`].

mod planned;

pub use planned::{PlanLine, YearPlan};

use crate::price::plus;
use crate::{
    Cell, Key, Latest, Month, Rows, Scaled, Shelf, Side, Sums, TooLarge, Total, Unpriced, Why, price_cell,
};
use accordant_facts::{Fact, FactValue, Facts, RowPlace, Status};
use accordant_money::Exact;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

/// How the activity of files is counted in an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counting {
    /// How far what is counted can be relied on: as far as the agreement says of its own figures.
    pub status: Status,
    /// The party behind each code of an organisation.
    pub organisations: BTreeMap<String, String>,
    /// Which cells are which service; of several that fit, the first.
    pub services: Vec<(String, Fits)>,
    /// Which input is which sum.
    pub inputs: Vec<Counted>,
    /// What is planned for each year.
    pub plans: Vec<YearPlan>,
}

/// Which cells are meant: each list that is not empty must hold the cell's code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fits {
    /// Treatment functions.
    pub functions: Vec<String>,
    /// Points of delivery.
    pub points_of_delivery: Vec<String>,
    /// Currencies.
    pub currencies: Vec<String>,
    /// Sites of treatment.
    pub sites: Vec<String>,
}

/// An input of the agreement as a sum over cells, month by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The input.
    pub input: String,
    /// What it is indexed by, in the order of the agreement.
    pub of: Vec<Dimension>,
    /// What was planned, or what was done.
    pub side: Side,
    /// What is added up.
    pub figure: Figure,
}

/// What a sum is told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// The service.
    Service,
    /// The party that provides.
    Provider,
    /// The party that commissions.
    Commissioner,
}

/// What is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// How much.
    Activity,
    /// What it comes to, as the file says.
    Price,
    /// What it comes to at the prices of the books that hold, with the market forces factor where it comes on top.
    Value,
    /// How much the plan of the year says, spread over its months. No line of a file says it.
    PhasedPlan,
}

/// The facts of cells, and the cells that are in none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Worked {
    /// The facts, month by month.
    pub facts: Facts,
    /// What is counted nowhere, in order.
    pub uncounted: Vec<Uncounted>,
    /// What a value is asked of and has no price, in order: the facts that it would be in are not published.
    pub unpriced: Vec<WithoutPrice>,
}

/// A cell of which a value is asked, and that has no price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithoutPrice {
    /// The cell, with its rows.
    pub cell: Cell,
    /// Of which side a value is asked.
    pub side: Side,
    /// Why it has no price.
    pub why: Why,
    /// The file whose rows they are.
    pub file: String,
}

/// Cells that are counted nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncounted {
    /// The code that nothing names.
    pub code: Unnamed,
    /// The file and its rows.
    pub rows: Vec<(String, Rows)>,
    /// The activity that was done.
    pub activity: Scaled,
    /// The price of what was done, as the files say.
    pub price: Scaled,
}

/// A code that nothing names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unnamed {
    /// An organisation that is no party.
    Organisation(String),
    /// A treatment function, point of delivery and currency that are no service.
    Service(String),
}

/// A sum that is being gathered.
#[derive(Default)]
struct Gathered<'a> {
    sum: Sum,
    /// Files with the rows that it rests on.
    rows: Cited<'a>,
    /// Price books and lists of factors with the lines that it rests on.
    books: BTreeMap<String, BTreeSet<u32>>,
    /// How far what it was priced by can be relied on.
    reliance: Option<Status>,
    /// Parties that provide what is in it.
    providers: BTreeSet<&'a str>,
}

/// The rows of each file, cell by cell: joined once, when all are there.
type Cited<'a> = BTreeMap<&'a str, Vec<&'a Rows>>;

/// What was added up so far.
enum Sum {
    /// What lines say.
    Said(Total),
    /// What cells come to at the prices of books; nothing if one of them has no price.
    Worth(Option<Exact>),
}

/// All sums, and what is in none of them.
struct Everything<'a> {
    sums: BTreeMap<Place<'a>, Gathered<'a>>,
    uncounted: Vec<Uncounted>,
    unpriced: Vec<WithoutPrice>,
}

/// Input, elements and month of a sum.
type Place<'a> = (&'a str, Vec<&'a str>, Month);

impl Fits {
    fn holds(&self, key: &Key) -> bool {
        let one = |list: &[String], code: Option<&str>| {
            list.is_empty() || code.is_some_and(|code| list.iter().any(|listed| listed == code))
        };
        one(&self.functions, key.function.as_deref())
            && one(&self.points_of_delivery, Some(&key.point_of_delivery))
            && one(&self.currencies, key.currency.as_deref())
            && one(&self.sites, key.site.as_deref())
    }
}

impl Default for Counting {
    fn default() -> Counting {
        let (organisations, services, inputs) = (BTreeMap::new(), Vec::new(), Vec::new());
        Counting { status: Status::Real, organisations, services, inputs, plans: Vec::new() }
    }
}

impl Counting {
    /// The service that a cell is.
    pub fn service(&self, key: &Key) -> Option<&str> {
        self.services.iter().find(|(_, fits)| fits.holds(key)).map(|(service, _)| service.as_str())
    }

    /// The party behind a code.
    pub fn party(&self, code: &str) -> Option<&str> {
        self.organisations.get(code).map(String::as_str)
    }

    /// The same, of which only the sums at the prices of books are asked.
    #[must_use]
    pub fn of_values(&self) -> Counting {
        let values = self.inputs.iter().filter(|counted| counted.figure == Figure::Value);
        Counting { inputs: values.cloned().collect(), ..self.clone() }
    }

    /// The facts that hold now, at the prices of this shelf. Of a sum that held before, and of which nothing is left in
    /// what was sent since, the fact is none: the later submission is complete, and says nothing of it.
    ///
    /// # Errors
    /// When a sum cannot be held.
    pub fn facts(&self, before: &Latest, now: &Latest, shelf: &Shelf) -> Result<Worked, TooLarge> {
        let Everything { sums, uncounted, unpriced } = self.gathered(now, shelf)?;
        let mut facts = Facts::new();
        for place in self.places(before) {
            let sent = now.scopes().filter(|(scope, _)| scope.month == place.2);
            let rows: Cited<'_> = sent.map(|(_, file)| (file, Vec::new())).collect();
            if !rows.is_empty() && !sums.contains_key(&place) {
                let none = Sum::Said(Total::of(Some(Scaled::ZERO)));
                self.keep(&mut facts, &place, &Gathered { sum: none, rows, ..Gathered::default() });
            }
        }
        for (place, sum) in &sums {
            self.keep(&mut facts, place, sum);
        }
        self.plan_facts(&mut facts)?;
        Ok(Worked { facts, uncounted, unpriced })
    }

    /// The sums that lines of files come to.
    fn of_lines(&self) -> impl Iterator<Item = &Counted> {
        self.inputs.iter().filter(|counted| counted.figure != Figure::PhasedPlan)
    }

    fn keep(&self, facts: &mut Facts, (name, of, month): &Place<'_>, gathered: &Gathered<'_>) {
        // A month has days, save past the end of the calendar.
        let Some(days) = month.days() else { return };
        let rows = joined(&gathered.rows);
        let (source, row) = cited(&rows, &gathered.books);
        let first = rows
            .iter()
            .next()
            .map(|(file, rows)| (*file, rows.ranges().next().map_or(0, |rows| *rows.start())));
        let (file, line) = first.map_or(("", 0), |(file, line)| (file, u64::from(line)));
        let mut providers = gathered.providers.iter();
        let fact = Fact {
            name: (*name).to_string(),
            of: of.iter().map(ToString::to_string).collect(),
            days,
            value: gathered.sum.known().map_or(FactValue::NotPublished, FactValue::Number),
            known_to: None,
            status: Status::weakest([self.status].into_iter().chain(gathered.reliance)),
            // Of several providers none answers for the sum.
            owner: providers.next().filter(|_| providers.next().is_none()).map(ToString::to_string),
            source,
            row,
            at: RowPlace { file: Arc::from(file), line },
        };
        facts.replace(fact);
    }

    fn places<'a>(&'a self, latest: &'a Latest) -> BTreeSet<Place<'a>> {
        let asked = latest.held().flat_map(|(cell, _)| self.of_lines().map(move |counted| (cell, counted)));
        let place = |(cell, counted): (&'a Cell, &'a Counted)| {
            let of = self.elements(&counted.of, &cell.key).ok()?;
            Some((counted.input.as_str(), of, cell.key.month))
        };
        asked.filter_map(place).collect()
    }

    fn gathered<'a>(&'a self, latest: &'a Latest, shelf: &'a Shelf) -> Result<Everything<'a>, TooLarge> {
        let mut sums: BTreeMap<Place<'_>, Gathered<'_>> = BTreeMap::new();
        let mut left_over: BTreeMap<Unnamed, Vec<(&str, &Cell)>> = BTreeMap::new();
        let mut unpriced: BTreeMap<(&Key, Side), WithoutPrice> = BTreeMap::new();
        for (cell, file) in latest.held() {
            for counted in self.of_lines() {
                match self.elements(&counted.of, &cell.key) {
                    Ok(of) => {
                        let gathered = sums.entry((&counted.input, of, cell.key.month)).or_default();
                        gathered.rows.entry(file).or_default().push(&cell.rows);
                        gathered.providers.extend(self.party(&cell.key.provider));
                        if let Err(Unpriced { why, .. }) = gathered.count(counted, cell, shelf)? {
                            let (side, file) = (counted.side, file.to_string());
                            let without = WithoutPrice { cell: cell.clone(), side, why, file };
                            unpriced.insert((&cell.key, side), without);
                        }
                    }
                    Err(code) => left_over.entry(code).or_default().push((file, cell)),
                }
            }
        }
        let uncounted = left_over.into_iter().map(|(code, cells)| uncounted(code, &cells));
        let uncounted = uncounted.collect::<Result<_, _>>()?;
        Ok(Everything { sums, uncounted, unpriced: unpriced.into_values().collect() })
    }

    fn elements<'a>(&'a self, of: &[Dimension], key: &'a Key) -> Result<Vec<&'a str>, Unnamed> {
        let party = |code: &'a str| self.party(code).ok_or_else(|| Unnamed::Organisation(code.to_string()));
        let one = |dimension: &Dimension| match dimension {
            Dimension::Service => self.service(key).ok_or_else(|| Unnamed::Service(described(key))),
            Dimension::Provider => party(&key.provider),
            Dimension::Commissioner => party(&key.commissioner),
        };
        of.iter().map(one).collect()
    }
}

impl Gathered<'_> {
    /// Counts a cell in; says within if it has no price.
    fn count<'a>(
        &mut self,
        counted: &Counted,
        cell: &'a Cell,
        shelf: &'a Shelf,
    ) -> Result<Result<(), Unpriced<'a>>, TooLarge> {
        let sums = cell.amounts.side(counted.side);
        match counted.figure {
            Figure::Activity => self.add_said(&sums.activity)?,
            Figure::Price => self.add_said(&sums.price)?,
            Figure::Value => return Ok(self.add_worth(counted.side, cell, shelf)),
            // No line says it, so none is ever asked for it.
            Figure::PhasedPlan => {}
        }
        Ok(Ok(()))
    }

    fn add_said(&mut self, more: &Total) -> Result<(), TooLarge> {
        let so_far = match &self.sum {
            Sum::Said(total) => *total,
            Sum::Worth(_) => Total::default(),
        };
        self.sum = Sum::Said(so_far.plus(more)?);
        Ok(())
    }

    fn add_worth<'a>(&mut self, side: Side, cell: &'a Cell, shelf: &'a Shelf) -> Result<(), Unpriced<'a>> {
        let so_far = match &self.sum {
            Sum::Said(_) => Some(Exact::zero()),
            Sum::Worth(worth) => worth.clone(),
        };
        self.sum = Sum::Worth(None);
        let figure = price_cell(cell, shelf, side)?;
        self.sum = Sum::Worth(so_far.map(|so_far| plus(&so_far, &figure.amount())));
        self.reliance = Some(Status::weakest(self.reliance.into_iter().chain([figure.status()])));
        let applied = &figure.applied;
        self.rests_on(&applied.book.particulars().name, applied.price.line);
        if let Some(applied) = applied.factor {
            self.rests_on(&applied.list.name, applied.factor.line);
        }
        Ok(())
    }

    fn rests_on(&mut self, book: &str, line: u32) {
        match self.books.get_mut(book) {
            Some(lines) => drop(lines.insert(line)),
            None => drop(self.books.insert(book.to_string(), BTreeSet::from([line]))),
        }
    }
}

impl Sum {
    /// The sum, if all of it is known.
    fn known(&self) -> Option<Exact> {
        match self {
            Sum::Said(total) => total.known().map(Scaled::to_exact),
            Sum::Worth(worth) => worth.clone(),
        }
    }
}

impl Default for Sum {
    fn default() -> Sum {
        Sum::Said(Total::default())
    }
}

fn described(key: &Key) -> String {
    let said = |code: Option<&str>| code.unwrap_or("not said").to_string();
    let (function, currency) = (said(key.function.as_deref()), said(key.currency.as_deref()));
    format!("function {function}, point of delivery {}, currency {currency}", key.point_of_delivery)
}

fn uncounted(code: Unnamed, cells: &[(&str, &Cell)]) -> Result<Uncounted, TooLarge> {
    let mut rows = Cited::new();
    let mut seen: BTreeSet<&Key> = BTreeSet::new();
    let mut sums = Sums::default();
    for (file, cell) in cells {
        // A cell that several inputs would count is left over once.
        if seen.insert(&cell.key) {
            rows.entry(*file).or_default().push(&cell.rows);
            sums = sums.plus(&cell.amounts.actual)?;
        }
    }
    let said = |total: Total| total.said().unwrap_or_default();
    let rows = joined(&rows).into_iter().map(|(file, rows)| (file.to_string(), rows)).collect();
    Ok(Uncounted { code, rows, activity: said(sums.activity), price: said(sums.price) })
}

/// The rows of each file.
fn joined<'a>(cited: &Cited<'a>) -> BTreeMap<&'a str, Rows> {
    cited.iter().map(|(file, rows)| (*file, rows.iter().copied().collect())).collect()
}

/// The files and their rows: of one file its name and its rows, of several the rows of each behind its name; behind them
/// price books and lists of factors, with their lines.
fn cited(
    rows: &BTreeMap<&str, Rows>,
    books: &BTreeMap<String, BTreeSet<u32>>,
) -> (Option<String>, Option<String>) {
    let mut each = rows.iter();
    match (each.next(), each.next()) {
        (None, _) => (None, None),
        (Some((file, rows)), None) if books.is_empty() => {
            (Some((*file).to_string()), (!rows.is_empty()).then(|| rows.to_string()))
        }
        _ => {
            let names: Vec<&str> = rows.keys().copied().chain(books.keys().map(String::as_str)).collect();
            let rows = rows.iter().filter(|(_, rows)| !rows.is_empty());
            let rows = rows.map(|(file, rows)| format!("{file} {rows}"));
            let lines = books.iter().map(|(book, lines)| {
                let word = if lines.len() == 1 { "line" } else { "lines" };
                format!("{book} {word} {}", lines.iter().copied().collect::<Rows>())
            });
            let cited: Vec<String> = rows.chain(lines).collect();
            (Some(names.join("; ")), (!cited.is_empty()).then(|| cited.join("; ")))
        }
    }
}
