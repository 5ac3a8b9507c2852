//! The arithmetic alone: the rows are in memory already, and one thread settles them.

use super::plain::{self, Aco, Columns, YEAR_2022, YEAR_2023, Year};
use super::{shipped, spread};
use accordant_intake::columns::{self, Cell, Mapping};
use accordant_intake::rows::{Chunk, Rows};
use accordant_money::{Batch, Exact, Number};
use accordant_settlement::{EachRow, RowAmount, RowReader};
use std::fs::{self, File};
use std::hint::black_box;
use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Instant;

/// How often each way of computing goes over the rows.
const ROUNDS: usize = 5;
/// The plain program is so quick that one pass over the rows is too short to be measured.
const PASSES_OF_PLAIN: usize = 100;
/// The reference is much slower, so it goes over fewer rows.
const ROWS_OF_REFERENCE: usize = 10_000;
/// Both programs must agree this closely, in dollars.
const APART_MAX: f64 = 1.0;

/// Rows as each program takes them.
pub struct InMemory {
    names: Vec<String>,
    plain: Vec<Aco>,
    /// The cells of one row after another.
    cells: Vec<Cell>,
    /// The slot of each cell of a row; none for what the terms do not ask for.
    slots: Vec<Option<usize>>,
}

/// Nanoseconds a row, the least and the middle of the rounds.
pub struct Measured {
    pub engine: (f64, f64),
    pub engine_without_bounds: (f64, f64),
    pub evaluator: (f64, f64),
    pub reference: (f64, f64),
    pub plain: (f64, f64),
}

/// Checks the plain program against the engine on every published row.
///
/// # Errors
/// The rows on which they disagree.
pub fn compare() -> Result<usize, String> {
    let files = shipped::files();
    let agreement = shipped::agreement(&files, |text| text);
    let mappings = shipped::mappings(&files, &agreement);
    let mut compared = 0;
    let mut apart = Vec::new();
    for (year, says) in shipped::YEARS.into_iter().zip([YEAR_2022, YEAR_2023]) {
        let each = shipped::compiled(&agreement, year);
        let rows = read(&shipped::published(year), &mappings, year, &each);
        let mut reader = each.quick_reader().unwrap();
        let mut amounts = Vec::new();
        for ((name, aco), cells) in
            rows.names.iter().zip(&rows.plain).zip(rows.cells.chunks(rows.slots.len()))
        {
            give(&mut reader, &rows.slots, cells, Batch::clone);
            reader.settle(&mut amounts).unwrap();
            let (engine, plain) = (stated(&amounts[0]), plain::settle(aco, says));
            let agree = match (engine, plain) {
                (Some(engine), Some(plain)) => (engine - plain).abs() <= APART_MAX,
                (None, None) => true,
                _ => false,
            };
            if !agree {
                apart.push(format!("{year}/{name}: engine {engine:?}, plain {plain:?}"));
            }
            compared += 1;
        }
    }
    if apart.is_empty() { Ok(compared) } else { Err(apart.join("\n")) }
}

/// Measures all ways of computing on the first rows of a file of the year 2023.
pub fn measure(file: &Path) -> Measured {
    let files = shipped::files();
    let agreement = shipped::agreement(&files, |text| text);
    let exactly_known = shipped::agreement(&files, |text| {
        text.replace(", known_to: 1,", ",").replace(", known_to: 0.01%,", ",")
    });
    let each = shipped::compiled(&agreement, "2023");
    let each_known = shipped::compiled(&exactly_known, "2023");
    let mappings = shipped::mappings(&files, &agreement);
    let rows = read(file, &mappings, "2023", &each);
    let rows_known = read(file, &mappings, "2023", &each_known);
    Measured {
        engine: engine(each.quick_reader().unwrap(), &rows, usize::MAX, Batch::clone),
        engine_without_bounds: engine(
            each_known.quick_reader().unwrap(),
            &rows_known,
            usize::MAX,
            Batch::clone,
        ),
        evaluator: engine(each.reader::<Batch>().unwrap(), &rows, usize::MAX, Batch::clone),
        reference: engine(each.reader::<Exact>().unwrap(), &rows, ROWS_OF_REFERENCE, Batch::to_exact),
        plain: of_plain(&rows.plain, YEAR_2023),
    }
}

fn engine<N: Number>(
    mut reader: RowReader<'_, N>,
    rows: &InMemory,
    most: usize,
    held: impl Fn(&Batch) -> N,
) -> (f64, f64) {
    let mut amounts = Vec::new();
    let count = rows.plain.len().min(most);
    per_row(count, || {
        for cells in rows.cells.chunks(rows.slots.len()).take(count) {
            give(&mut reader, &rows.slots, cells, &held);
            reader.settle(&mut amounts).unwrap();
            black_box(&amounts);
        }
    })
}

fn of_plain(rows: &[Aco], year: Year) -> (f64, f64) {
    per_row(rows.len() * PASSES_OF_PLAIN, || {
        for aco in (0..PASSES_OF_PLAIN).flat_map(|_| rows) {
            black_box(plain::settle(black_box(aco), year));
        }
    })
}

fn per_row(rows: usize, mut settle: impl FnMut()) -> (f64, f64) {
    let rounds = (0..ROUNDS).map(|_| {
        let start = Clock::start();
        settle();
        start.nanoseconds() / rows as f64
    });
    spread(rounds.collect())
}

/// The time that this thread was at work, where the machine tells (Linux); else the time of the wall.
///
/// What others do on the machine then lengthens it less.
struct Clock {
    at_work: Option<f64>,
    start: Instant,
}

impl Clock {
    fn start() -> Clock {
        Clock { at_work: Clock::at_work(), start: Instant::now() }
    }

    fn nanoseconds(&self) -> f64 {
        let at_work = Clock::at_work().zip(self.at_work).map(|(end, start)| end - start);
        at_work.unwrap_or_else(|| self.start.elapsed().as_secs_f64() * 1e9)
    }

    fn at_work() -> Option<f64> {
        let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        told.split(' ').next()?.parse().ok()
    }
}

fn give<N: Number>(
    reader: &mut RowReader<'_, N>,
    slots: &[Option<usize>],
    cells: &[Cell],
    held: impl Fn(&Batch) -> N,
) {
    reader.begin();
    for (slot, cell) in slots.iter().zip(cells) {
        let Some(slot) = *slot else { continue };
        match cell {
            Cell::Absent => reader.absent(slot),
            Cell::Number(number) => reader.number(slot, held(number)),
            Cell::Word(word) => reader.word(slot, u16::try_from(*word).unwrap()),
            Cell::NotPublished | Cell::TooLarge => panic!("no published row holds such a cell"),
        }
    }
}

fn stated(amount: &RowAmount<Batch>) -> Option<f64> {
    let value = amount.exact.stated()?;
    Some(value.numerator() as f64 / value.denominator() as f64)
}

fn read(file: &Path, mappings: &[Mapping], year: &str, each: &EachRow<'_>) -> InMemory {
    let rows = Rows::open(File::open(file).unwrap()).unwrap();
    let bound = columns::choose(mappings, Some(&format!("py{year}")), rows.heading()).unwrap();
    let columns = Columns::of(rows.heading());
    let slots = bound.inputs().iter().map(|input| each.slot(input.input()?, input.of())).collect();
    let mut all = InMemory { names: Vec::new(), plain: Vec::new(), cells: Vec::new(), slots };
    let work = |mut chunk: Chunk<'_>| {
        let mut found = (Vec::new(), Vec::new(), Vec::new());
        while let Some(row) = chunk.next_row() {
            found.0.push(columns.identity(&row).to_string());
            found.1.push(columns.read(&row));
            found.2.extend(bound.inputs().iter().map(|input| input.quick(&row).unwrap()));
        }
        found
    };
    let sink = |(names, plain, cells): (Vec<String>, Vec<Aco>, Vec<Cell>)| -> Result<(), ()> {
        all.names.extend(names);
        all.plain.extend(plain);
        all.cells.extend(cells);
        Ok(())
    };
    rows.each_chunk(NonZeroUsize::MIN, work, sink).unwrap();
    all
}
