//! One value of one row.

use super::texts::Texts;
use super::{ElementFrom, From, MappedInput};
use crate::fault::Fault;
use crate::names::value_of;
use crate::number::{Percent, read_batch_number};
use crate::rows::Row;
use accordant_agreement::problem::in_backticks;
use accordant_agreement::terms::{InputId, InputKind};
use accordant_facts::FactValue;
use accordant_money::{Batch, Number as _};

/// An input and the column of a file that it stands in.
#[derive(Debug, Clone)]
pub struct BoundInput<'m> {
    mapped: &'m MappedInput,
    from: BoundSource<'m>,
    /// The columns of its elements, in the order of those indexes that have one.
    apart: Vec<usize>,
    /// The column that says whether a row speaks of it.
    only: Option<usize>,
    /// Whether it is a number of anything but days, which are written in a form of their own.
    is_number: bool,
    texts: Texts,
    /// What any other text means, or what every row has; nothing if it must be read.
    others: Option<Cell>,
}

/// Where a value stands in a row.
#[derive(Debug, Clone, Copy)]
pub(super) enum BoundSource<'m> {
    /// In the column of this number.
    Column(usize),
    /// In every row it is this.
    Constant(&'m FactValue),
}

/// A value of a row, for the quick reading.
#[derive(Debug, Clone, Copy)]
pub enum Cell {
    /// The field is empty or holds a mark that means no value.
    Absent,
    /// A quantity.
    Number(Batch),
    /// The word of this number in the list of the choice.
    Word(usize),
    /// There is a value, but it is not published.
    NotPublished,
    /// A quantity that only the reference can hold: take [`BoundInput::exact`].
    TooLarge,
}

impl<'m> BoundInput<'m> {
    pub(super) fn new(
        mapped: &'m MappedInput,
        from: BoundSource<'m>,
        apart: Vec<usize>,
        only: Option<usize>,
    ) -> BoundInput<'m> {
        let is_number = matches!(&mapped.kind, InputKind::Quantity(unit) if !unit.is_date());
        let mut bound =
            BoundInput { mapped, from, apart, only, is_number, texts: Texts::default(), others: None };
        if let BoundSource::Constant(value) = from {
            bound.others = Some(bound.cell(value));
            return bound;
        }
        bound.texts.push(b"", Cell::Absent);
        for mark in &mapped.absent {
            bound.texts.push(mark.as_bytes(), Cell::Absent);
        }
        for (text, meaning) in mapped.codes.listed() {
            bound.texts.push(text, bound.cell(meaning));
        }
        bound.others = mapped.codes.others().map(|meaning| bound.cell(meaning));
        if let (InputKind::Choice(words), None) = (&mapped.kind, bound.others) {
            for (number, word) in words.iter().enumerate() {
                bound.texts.push(word.as_bytes(), Cell::Word(number));
            }
        }
        bound
    }

    /// The number of the input; none for the opening balance of a pool.
    pub fn input(&self) -> Option<InputId> {
        self.mapped.input
    }

    /// The name of the input.
    pub fn name(&self) -> &'m str {
        &self.mapped.name
    }

    /// The column that it stands in; nothing if it is the same in every row.
    pub fn column(&self) -> Option<&'m str> {
        match &self.mapped.from {
            From::Column(column) => Some(column.name.as_str()),
            From::Constant(_) => None,
        }
    }

    /// Its kind.
    pub(crate) const fn kind(&self) -> &'m InputKind {
        &self.mapped.kind
    }

    /// The column of its values, by its place in the file.
    pub(crate) const fn value_column(&self) -> Option<usize> {
        match self.from {
            BoundSource::Column(column) => Some(column),
            BoundSource::Constant(_) => None,
        }
    }

    /// The value that it has in every row, if it is the same.
    pub(crate) const fn constant(&self) -> Option<&'m FactValue> {
        match self.from {
            BoundSource::Column(_) => None,
            BoundSource::Constant(value) => Some(value),
        }
    }

    /// Every column that is read for it.
    pub(super) fn columns(&self) -> impl Iterator<Item = usize> {
        self.value_column().into_iter().chain(self.apart.iter().copied()).chain(self.only)
    }

    /// Whether a row speaks of it; `at` gives what stands in a column.
    pub(crate) fn is_spoken_of<'r>(&self, at: impl Fn(usize) -> &'r [u8]) -> bool {
        self.mapped.only.as_ref().zip(self.only).is_none_or(|(only, column)| {
            let said = at(column).trim_ascii();
            only.is.iter().any(|text| text.as_bytes() == said)
        })
    }

    /// Whether rows themselves say of what they speak.
    pub(super) fn is_told_by_rows(&self) -> bool {
        !self.mapped.apart.is_empty() || self.mapped.only.is_some()
    }

    /// The elements that a row says, one for each index; `at` gives what stands in a column.
    ///
    /// # Errors
    /// The column, and what is wrong with it.
    pub(crate) fn elements<'r>(&self, at: impl Fn(usize) -> &'r [u8]) -> Result<Vec<String>, (usize, Fault)> {
        let mut columns = self.apart.iter();
        let mut found = Vec::new();
        for from in &self.mapped.apart {
            found.push(match from {
                ElementFrom::Same(element) => element.clone(),
                ElementFrom::Column(of) => {
                    let column = columns.next().copied().unwrap_or_default();
                    of.element(&String::from_utf8_lossy(at(column))).map_err(|fault| (column, fault))?
                }
            });
        }
        Ok(if self.mapped.apart.is_empty() { self.mapped.of.clone() } else { found })
    }

    /// Its elements.
    pub fn of(&self) -> &'m [String] {
        &self.mapped.of
    }

    /// The value in a row; nothing if it is absent.
    ///
    /// # Errors
    /// When it cannot be read; the fault names the column.
    pub fn exact(&self, row: &Row<'_>) -> Result<Option<FactValue>, Fault> {
        match self.from {
            BoundSource::Constant(value) => Ok(Some(value.clone())),
            BoundSource::Column(column) => self.exact_of(row.field(column).unwrap_or_default()),
        }
    }

    /// The value in a row, the same as [`BoundInput::exact`] gives, read quickly.
    ///
    /// A field that the row does not have is absent: ask [`Row::ragged`] first.
    ///
    /// # Errors
    /// When it cannot be read; the fault names the column.
    #[inline]
    pub fn quick(&self, row: &Row<'_>) -> Result<Cell, Fault> {
        let text = match self.from {
            BoundSource::Column(column) => row.field(column).unwrap_or_default().trim_ascii(),
            BoundSource::Constant(_) => b"",
        };
        if let Some(known) = self.texts.cell(text).or(self.others) {
            return Ok(known);
        }
        self.plain_number(text).map_or_else(|| self.slow(row), |number| Ok(Cell::Number(number)))
    }

    #[cold]
    fn slow(&self, row: &Row<'_>) -> Result<Cell, Fault> {
        Ok(self.exact(row)?.map_or(Cell::Absent, |value| self.cell(&value)))
    }

    fn cell(&self, value: &FactValue) -> Cell {
        match (value, &self.mapped.kind) {
            (FactValue::Number(number), _) => Batch::from_exact(number).map_or(Cell::TooLarge, Cell::Number),
            (FactValue::Word(word), InputKind::Choice(words)) => {
                // A word is taken only if it is one of the choice.
                Cell::Word(words.iter().position(|known| known == word).unwrap_or_default())
            }
            (FactValue::Word(_) | FactValue::NotPublished, _) => Cell::NotPublished,
        }
    }

    fn exact_of(&self, field: &[u8]) -> Result<Option<FactValue>, Fault> {
        self.read(field).map_err(|fault| self.fault(fault))
    }

    /// The value of a field; nothing if it is absent.
    ///
    /// # Errors
    /// When it cannot be read; the fault does not name the column.
    pub(crate) fn read(&self, field: &[u8]) -> Result<Option<FactValue>, Fault> {
        let text = str::from_utf8(field).map_err(|_| not_utf_8())?.trim_ascii();
        if self.is_absent(text.as_bytes()) {
            return Ok(None);
        }
        if let Some(meaning) = self.mapped.codes.meaning(text.as_bytes()) {
            return Ok(Some(meaning.clone()));
        }
        if let Some(number) = self.plain_number(text.as_bytes()) {
            return Ok(Some(FactValue::Number(number.to_exact())));
        }
        let is_in_percent = text.ends_with('%');
        let written = match (self.mapped.percent, is_in_percent) {
            (Percent::AsWritten, _) | (Percent::Text, true) => value_of(&self.mapped.kind, text),
            (Percent::Number, false) => value_of(&self.mapped.kind, &format!("{text}%")),
            (Percent::Text, false) => Err(wrong_sign(text, "has no percent sign", "percent: text")),
            (Percent::Number, true) => Err(wrong_sign(text, "has a percent sign", "percent: number")),
        };
        written.map(Some)
    }

    /// Whether a field is a mark or a code whose meaning is listed, or empty.
    pub(crate) fn is_marked(&self, field: &[u8]) -> bool {
        let text = field.trim_ascii();
        self.is_absent(text) || self.mapped.codes.meaning(text).is_some()
    }

    #[inline]
    fn is_absent(&self, text: &[u8]) -> bool {
        text.is_empty() || self.mapped.absent.iter().any(|mark| mark.as_bytes() == text)
    }

    /// The number, if it is written as most are; which needs no reading of units.
    #[inline]
    fn plain_number(&self, text: &[u8]) -> Option<Batch> {
        let may_be_percentage = matches!(&self.mapped.kind, InputKind::Quantity(unit) if unit.is_ratio());
        let fits_unit = self.is_number && (may_be_percentage || text.last() != Some(&b'%'));
        if fits_unit { read_batch_number(text, self.mapped.percent) } else { None }
    }

    /// The fault with the name of the column.
    fn fault(&self, fault: Fault) -> Fault {
        let From::Column(column) = &self.mapped.from else { return fault };
        Fault { what: format!("column {}: {}", in_backticks(&column.name), fault.what), ..fault }
    }
}

fn not_utf_8() -> Fault {
    let help = "save the file again with the encoding UTF-8 (spreadsheets call it `CSV UTF-8`)".to_string();
    Fault::new("not-utf-8", "a byte that is not UTF-8".to_string(), help)
}

fn wrong_sign(text: &str, has: &str, rule: &str) -> Fault {
    let help = format!("the mapping says `{rule}` for this column");
    Fault::new("percent", format!("{} {has}", in_backticks(text)), help)
}
