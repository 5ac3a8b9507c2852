//! Rows that nobody wrote, each settled by the quick reader and by the reference: values, reasons and refusals alike.
//!
//! Start with [`Readers::compare`].

mod outcome;
mod random_row;

pub use random_row::RandomRows;

use accordant_money::{Batch, Exact, Number, NumberProblem};
use accordant_settlement::{EachRow, RowReader};
use outcome::Outcome;

/// What a row gives for one fact.
#[derive(Debug, Clone)]
pub enum Given {
    /// Nothing.
    Absent,
    /// A quantity.
    Number(Exact),
    /// A word, by its number in the choice.
    Word(u16),
    /// A value that is not published, and the least and the most that it can be.
    NotPublished(Option<Exact>, Option<Exact>),
}

/// How many rows were settled, and by whom.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All rows.
    pub rows: usize,
    /// Those that the kernel settled.
    pub by_kernel: usize,
    /// Those that were refused, by both.
    pub refused: usize,
    /// Those that only the reference can hold.
    pub too_large: usize,
}

/// Both readers of the same terms.
pub struct Readers<'e> {
    each: &'e EachRow<'e>,
    quick: RowReader<'e, Batch>,
    exact: RowReader<'e, Exact>,
}

impl<'e> Readers<'e> {
    /// Readers for rows of these terms; nothing if a constant of the terms fits the reference only.
    pub fn new(each: &'e EachRow<'e>) -> Option<Readers<'e>> {
        let exact = each.reader::<Exact>().expect("the reference holds every constant");
        match each.quick_reader() {
            Ok(quick) => Some(Readers { each, quick, exact }),
            Err(NumberProblem::TooLarge | NumberProblem::DivisionByZero) => None,
        }
    }

    /// Settles a row both ways, and counts it.
    ///
    /// # Errors
    /// In what they differ.
    pub fn compare(&mut self, row: &[Given], counts: &mut Counts) -> Result<(), String> {
        counts.rows += 1;
        let fits = give(&mut self.quick, row);
        let all_given = give(&mut self.exact, row);
        assert!(all_given, "the reference holds every number");
        if !fits {
            counts.too_large += 1;
            return Ok(());
        }
        let quick = Outcome::of(self.each, &mut self.quick);
        if quick.needs_reference() {
            counts.too_large += 1;
            return Ok(());
        }
        counts.by_kernel += usize::from(self.quick.is_settled_by_kernel());
        counts.refused += usize::from(quick.is_refused());
        let exact = Outcome::of(self.each, &mut self.exact);
        let Some(difference) = quick.difference(&exact) else { return Ok(()) };
        let by = if self.quick.is_settled_by_kernel() { "the kernel" } else { "the evaluator in batches" };
        Err(format!("{by} says {difference}\nof\n{}", self.shown(row)))
    }

    fn shown(&self, row: &[Given]) -> String {
        let slots = self.each.graph().slots().iter().zip(row);
        slots.map(|(slot, given)| format!("{} = {}\n", slot.address, given.shown())).collect()
    }
}

impl Given {
    fn shown(&self) -> String {
        match self {
            Given::Number(number) => number.fraction(),
            other => format!("{other:?}"),
        }
    }
}

/// Gives a reader a row; `false` if it cannot hold a number of it.
fn give<N: Number>(reader: &mut RowReader<'_, N>, row: &[Given]) -> bool {
    reader.begin();
    for (slot, given) in row.iter().enumerate() {
        let held = |number: &Option<Exact>| number.as_ref().map(N::from_exact).transpose();
        match given {
            Given::Absent => reader.absent(slot),
            Given::Word(word) => reader.word(slot, *word),
            Given::Number(number) => match N::from_exact(number) {
                Ok(number) => reader.number(slot, number),
                Err(_) => return false,
            },
            Given::NotPublished(low, high) => match (held(low), held(high)) {
                (Ok(low), Ok(high)) => reader.not_published(slot, low, high),
                _ => return false,
            },
        }
    }
    true
}
