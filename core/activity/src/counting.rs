//! Which cells are which service of an agreement, and the facts that they come to.
//!
//! The parties say it in a text of their own ([`Counting`] is what stands there): codes of organisations, which
//! treatment functions, points of delivery and currencies are a service, and which input of the agreement is which
//! sum. Cells that nothing names are told, never dropped. Start with [`Counting::facts`].

use crate::{Cell, Cells, Key, Latest, Month, Rows, Scaled, Side, TooLarge, Total};
use accordant_facts::{Fact, FactValue, Facts, RowPlace, Status};
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
}

/// The facts of cells, and the cells that are in none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Worked {
    /// The facts, month by month.
    pub facts: Facts,
    /// What is counted nowhere, in order.
    pub uncounted: Vec<Uncounted>,
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
struct Gathered {
    total: Total,
    /// Files with the rows that it rests on.
    rows: BTreeMap<String, Rows>,
    /// Parties that provide what is in it.
    providers: BTreeSet<String>,
}

/// Input, elements and month of a sum.
type Place = (String, Vec<String>, Month);

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
        Counting { status: Status::Real, organisations, services, inputs }
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

    /// The facts that hold now. Of a sum that held before, and of which nothing is left in what was sent since, the
    /// fact is none: the later submission is complete, and says nothing of it.
    ///
    /// # Errors
    /// When a sum cannot be held.
    pub fn facts(&self, before: &Latest, now: &Latest) -> Result<Worked, TooLarge> {
        let (gathered, uncounted) = self.gathered(now)?;
        let mut facts = Facts::new();
        for (place, _) in self.gathered(before)?.0 {
            let sent = now.scopes().any(|(scope, _)| scope.month == place.2);
            if sent && !gathered.contains_key(&place) {
                self.keep(
                    &mut facts,
                    &place,
                    &Gathered { total: Total::of(Some(Scaled::whole(0))), ..Gathered::default() },
                );
            }
        }
        for (place, sum) in &gathered {
            self.keep(&mut facts, place, sum);
        }
        Ok(Worked { facts, uncounted })
    }

    fn keep(&self, facts: &mut Facts, (name, of, month): &Place, sum: &Gathered) {
        // A month has days, save past the end of the calendar.
        let Some(days) = month.days() else { return };
        let value =
            sum.total.known().map_or(FactValue::NotPublished, |known| FactValue::Number(known.to_exact()));
        let (source, row) = cited(&sum.rows);
        let first =
            sum.rows.iter().next().and_then(|(file, rows)| Some((file, *rows.ranges().next()?.start())));
        let (file, line) = first.map_or(("", 0), |(file, line)| (file.as_str(), u64::from(line)));
        let mut providers = sum.providers.iter();
        let fact = Fact {
            name: name.clone(),
            of: of.clone(),
            days,
            value,
            known_to: None,
            status: self.status,
            // Of several providers none answers for the sum.
            owner: providers.next().filter(|_| providers.next().is_none()).cloned(),
            source,
            row,
            at: RowPlace { file: Arc::from(file), line },
        };
        facts.replace(fact);
    }

    fn gathered(&self, latest: &Latest) -> Result<(BTreeMap<Place, Gathered>, Vec<Uncounted>), TooLarge> {
        let mut gathered: BTreeMap<Place, Gathered> = BTreeMap::new();
        let mut left_over: BTreeMap<Unnamed, Vec<(String, Cell)>> = BTreeMap::new();
        for cell in &latest.cells() {
            let file = latest.source(&cell.key.scope()).unwrap_or_default();
            for counted in &self.inputs {
                match self.elements(&counted.of, &cell.key) {
                    Ok(of) => {
                        let place = (counted.input.clone(), of, cell.key.month);
                        let sum = gathered.entry(place).or_default();
                        sum.total = sum.total.plus(&counted.of_cell(cell))?;
                        sum.rows.entry(file.to_string()).or_default().add_all(&cell.rows);
                        sum.providers.extend(self.party(&cell.key.provider).map(ToString::to_string));
                    }
                    Err(code) => left_over.entry(code).or_default().push((file.to_string(), cell.clone())),
                }
            }
        }
        let uncounted = left_over.into_iter().map(|(code, cells)| uncounted(code, cells));
        Ok((gathered, uncounted.collect::<Result<_, _>>()?))
    }

    fn elements(&self, of: &[Dimension], key: &Key) -> Result<Vec<String>, Unnamed> {
        let party = |code: &str| {
            self.party(code).map(ToString::to_string).ok_or_else(|| Unnamed::Organisation(code.to_string()))
        };
        let one = |dimension: &Dimension| match dimension {
            Dimension::Service => {
                self.service(key).map(ToString::to_string).ok_or_else(|| Unnamed::Service(described(key)))
            }
            Dimension::Provider => party(&key.provider),
            Dimension::Commissioner => party(&key.commissioner),
        };
        of.iter().map(one).collect()
    }
}

impl Counted {
    fn of_cell(&self, cell: &Cell) -> Total {
        let sums = cell.amounts.side(self.side);
        match self.figure {
            Figure::Activity => sums.activity,
            Figure::Price => sums.price,
        }
    }
}

fn described(key: &Key) -> String {
    let said = |code: Option<&str>| code.unwrap_or("not said").to_string();
    let (function, currency) = (said(key.function.as_deref()), said(key.currency.as_deref()));
    format!("function {function}, point of delivery {}, currency {currency}", key.point_of_delivery)
}

fn uncounted(code: Unnamed, cells: Vec<(String, Cell)>) -> Result<Uncounted, TooLarge> {
    let mut rows: BTreeMap<String, Rows> = BTreeMap::new();
    let mut seen: BTreeSet<Key> = BTreeSet::new();
    let mut alone = Vec::new();
    for (file, cell) in cells {
        // A cell that several inputs would count is left over once.
        if seen.insert(cell.key.clone()) {
            rows.entry(file).or_default().add_all(&cell.rows);
            alone.push(cell);
        }
    }
    let total = Cells::of(alone)?.total()?.actual;
    let said = |total: Total| total.said().unwrap_or_default();
    let (activity, price) = (said(total.activity), said(total.price));
    Ok(Uncounted { code, rows: rows.into_iter().collect(), activity, price })
}

/// The files and their rows: of one file its name and its rows, of several the rows of each behind its name.
fn cited(rows: &BTreeMap<String, Rows>) -> (Option<String>, Option<String>) {
    let mut each = rows.iter();
    match (each.next(), each.next()) {
        (None, _) => (None, None),
        (Some((file, rows)), None) => (Some(file.clone()), Some(rows.to_string())),
        _ => {
            let files: Vec<&str> = rows.keys().map(String::as_str).collect();
            let cited: Vec<String> = rows.iter().map(|(file, rows)| format!("{file} {rows}")).collect();
            (Some(files.join("; ")), Some(cited.join("; ")))
        }
    }
}
