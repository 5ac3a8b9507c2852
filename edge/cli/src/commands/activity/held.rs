//! The activity that a record holds, with how it is counted and what it comes to: what `shift` and `steps` read.

use super::counted_by;
use crate::load::counted;
use crate::recorded::{Reading, in_force, open, told};
use crate::stop::Stop;
use crate::text::json::Json;
use accordant_activity::{Cell, Cells, Latest, Months, Rows, Scaled, Shelf, Side, Valued, price};
use accordant_agreement::Agreement;
use accordant_alliance::State;
use accordant_documents::figures;
use accordant_facts::rows_in_short;
use accordant_host::Which;
use accordant_intake::counting::CountingText;
use accordant_intake::folder::NamedBytes;
use accordant_money::{Currency, Exact, format_money};
use clap::ArgMatches;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// So many files are named one by one.
const FILES_SHOWN: usize = 2;

/// The activity of a record.
pub struct Held {
    /// How its lines are counted.
    pub counting: CountingText,
    /// What the latest submissions say.
    pub latest: Latest,
    /// Every cell that counts.
    pub cells: Cells,
    /// The price books; nothing where what files state is asked for, or the record holds no book.
    books: Option<Shelf>,
    state: Arc<State>,
}

impl Held {
    /// The activity that was known then, counted as the last import was or as a file says.
    pub fn of(asked: &ArgMatches, reading: Reading) -> Result<Held, Stop> {
        let alliance = open(asked)?;
        let state = alliance.state_at(reading.as_at).map_err(told::stop)?;
        let last = counted_by(&alliance, &state)?.ok_or_else(|| {
            Stop::refusal("no activity has been imported").help("`accordant import FILE` imports it")
        })?;
        let counting = match asked.get_one::<PathBuf>("counting") {
            Some(path) => {
                let bytes = std::fs::read(path).map_err(|error| {
                    Stop::problem(format!("`{}` cannot be read: {error}", path.display()))
                        .help("name a file that says how lines are counted")
                })?;
                let text = NamedBytes { name: path.display().to_string(), bytes };
                super::import::checked(&text, in_force(&state)?, "nothing was read with it")?
            }
            None => last,
        };
        let from_files = asked.get_one::<String>("money").is_some_and(|word| word == "files");
        let has_books = state.books_on_shelf().next().is_some();
        let books =
            (has_books && !from_files).then(|| alliance.shelf(&state).map_err(told::stop)).transpose()?;
        let latest = alliance.latest(&state, &Which::ALL).map_err(told::stop)?;
        let cells = latest.cells();
        Ok(Held { counting, latest, cells, books, state })
    }

    /// What was done, with what it comes to.
    pub fn valued(&self) -> Valued<'_> {
        match &self.books {
            Some(shelf) => price(&self.cells, shelf, Side::Actual).valued(),
            None => Valued::as_stated(&self.cells, Side::Actual),
        }
    }

    /// Whose prices the money is at, in a sentence.
    pub fn money_is(&self) -> &'static str {
        match &self.books {
            Some(_) => "Money is activity at the prices of the books that hold for each month.",
            None => "Money is what the files state.",
        }
    }

    /// The same in a word.
    pub fn money_word(&self) -> &'static str {
        if self.books.is_some() { "books" } else { "files" }
    }

    /// The agreement of that time.
    pub fn agreement(&self) -> Result<&Agreement, Stop> {
        in_force(&self.state)
    }

    /// The services that lines are counted as, each once and in order, with their titles.
    pub fn services(&self) -> Result<Vec<(String, String)>, Stop> {
        let agreed = &self.agreement()?.particulars.services;
        let mut services: Vec<(String, String)> = Vec::new();
        for (name, _) in &self.counting.activity.services {
            if services.iter().all(|(known, _)| known != name) {
                let title =
                    agreed.iter().find(|service| service.name == *name).map(|service| service.title.clone());
                services.push((name.clone(), title.unwrap_or_else(|| name.clone())));
            }
        }
        Ok(services)
    }

    /// From the first month of which something is held to the last.
    pub fn months(&self) -> Option<Months> {
        let months = || self.cells.iter().map(|cell| cell.key.month);
        Months::new(months().min()?, months().max()?)
    }

    /// The latest financial year of which something is held, as far as it is.
    pub fn latest_year(&self) -> Result<Months, Stop> {
        let all = self.months().ok_or_else(|| {
            Stop::refusal("no contract monitoring has been imported")
                .help("`accordant import FILE` imports it")
        })?;
        let april = all.last().year().months().next().unwrap_or(all.last());
        Ok(Months::new(april.max(all.first()), all.last()).unwrap_or(all))
    }

    /// An amount of money, to the penny.
    pub fn money(&self, amount: &Exact) -> String {
        match self.currency() {
            Some(currency) => format_money(amount, currency, currency.minor_digits()),
            None => figures::number(amount),
        }
    }

    fn currency(&self) -> Option<Currency> {
        let agreement = in_force(&self.state).ok()?;
        agreement.particulars.alliance.settles.as_ref().and_then(|settles| settles.currency)
    }

    /// The files and rows that cells were gathered from.
    pub fn rows(&self, cells: &[&Cell]) -> BTreeMap<String, Rows> {
        let mut files: BTreeMap<String, Rows> = BTreeMap::new();
        for cell in cells {
            let file = self.latest.source(&cell.key.scope()).unwrap_or_default();
            files.entry(file.to_string()).or_default().add_all(&cell.rows);
        }
        files
    }

    /// The same in words: the first files, and how many more there are.
    pub fn rows_in_words(&self, cells: &[&Cell]) -> String {
        let files = self.rows(cells);
        let named: Vec<String> =
            files.iter().take(FILES_SHOWN).map(|(file, rows)| cited(file, rows)).collect();
        let more = files.len().saturating_sub(FILES_SHOWN);
        match (named.is_empty(), more) {
            (true, _) => "no row".to_string(),
            (false, 0) => format!("rows: {}", named.join("; ")),
            (false, more) => format!("rows: {}; and {}", named.join("; "), counted(more, "more file")),
        }
    }

    /// The same as JSON.
    pub fn rows_json(&self, cells: &[&Cell]) -> Json {
        let one = |(file, rows): (String, Rows)| {
            Json::Map(vec![("file", Json::text(file)), ("rows", Json::text(rows.to_string()))])
        };
        Json::List(self.rows(cells).into_iter().map(one).collect())
    }

    /// How many rows within some months no service takes, if there are any.
    pub fn counted_nowhere(&self, within: &[Months]) -> Option<String> {
        let asked = |cell: &&Cell| within.iter().any(|months| months.contains(cell.key.month));
        let left = self
            .cells
            .iter()
            .filter(asked)
            .filter(|cell| self.counting.activity.service(&cell.key).is_none());
        let rows: u64 = left.map(|cell| cell.rows.count()).sum();
        let told = counted(usize::try_from(rows).unwrap_or(usize::MAX), "row");
        (rows > 0).then(|| {
            format!("{told} of no service, and in nothing here: `accordant activity show` has them.")
        })
    }
}

/// A number as people read it.
pub fn number(value: Scaled) -> String {
    figures::number(&value.to_exact())
}

/// By how much, with its sign.
pub fn signed(value: Scaled) -> String {
    if value > Scaled::ZERO { format!("+{}", number(value)) } else { number(value) }
}

/// An exact amount in JSON: a decimal, or a fraction where none is long enough.
pub fn exact(amount: &Exact) -> String {
    amount.terminating().unwrap_or_else(|| amount.fraction())
}

/// Months that an option names.
pub fn months(asked: &ArgMatches, option: &str) -> Result<Option<Months>, Stop> {
    let Some(text) = asked.get_one::<String>(option) else { return Ok(None) };
    Months::parse(text).map(Some).ok_or_else(|| {
        Stop::wrong_use(format!("`{text}` are no months")).help(format!(
            "write `--{option} 2025-04..2025-09`, `--{option} 2025-04`, or `--{option} 2025-26` for a year"
        ))
    })
}

/// A file and the first of its rows.
fn cited(file: &str, rows: &Rows) -> String {
    rows_in_short(&format!("{file} {rows}")).into_owned()
}
