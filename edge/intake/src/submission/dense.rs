//! Many millions of rows of a Parquet file as numbers: each code by its place in a dictionary, each quantity as it is.
//!
//! Whoever writes Parquet keeps the few codes of a column in a dictionary, and each row as a number that points into
//! it. Here those numbers are handed on as blocks, so that no code is looked at twice. Nothing is fixed and nothing is
//! refused by row: a file with a missing value, or without dictionaries, is refused as a whole and is read by
//! [`read`](super::read()) instead. Start with [`Dense::open`].

mod bits;
mod column;

use super::table::{Shared, damaged, guarded};
use crate::fault::Fault;
use column::{Keys, Quantities, dictionary_of};
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

/// So many rows are handed on at a time.
const ROWS: usize = 16_384;

/// A file whose columns were found.
pub struct Dense<R: Read + Seek + Send + 'static> {
    file: SerializedFileReader<Shared<R>>,
    keys: Vec<usize>,
    quantity: usize,
}

/// The number by which a code is handed on, for each column of codes.
pub type Numbering = Vec<BTreeMap<Vec<u8>, u32>>;

/// Rows of numbers.
#[derive(Debug, Clone, Copy)]
pub struct NumberedRows<'b> {
    /// For each column of codes, the number of each row.
    pub keys: &'b [Vec<u32>],
    /// The quantity of each row; of decimals, without the point.
    pub quantities: &'b [i64],
}

impl<R: Read + Seek + Send + 'static> Dense<R> {
    /// Finds the columns of codes and the column of quantities by their names.
    ///
    /// # Errors
    /// The file is damaged, or lacks one of them.
    pub fn open(reader: R, keys: &[&str], quantity: &str) -> Result<Dense<R>, Fault> {
        let file = guarded(|| SerializedFileReader::new(Shared::new(reader)?))?;
        let schema = file.metadata().file_metadata().schema_descr();
        let find = |name: &str| {
            let found = schema.columns().iter().position(|column| column.name() == name);
            found.ok_or_else(|| {
                let what = format!("the file has no column `{name}`");
                Fault::new(
                    "missing-column",
                    what,
                    "name the columns as they are named in the file".to_string(),
                )
            })
        };
        let keys = keys.iter().map(|name| find(name)).collect::<Result<_, _>>()?;
        let quantity = find(quantity)?;
        Ok(Dense { file, keys, quantity })
    }

    /// How many groups of rows there are; each can be read by a thread of its own.
    pub fn groups(&self) -> usize {
        self.file.num_row_groups()
    }

    /// Every code of each column of codes, in order.
    ///
    /// # Errors
    /// The file is damaged, or has no dictionaries.
    pub fn codes(&self) -> Result<Vec<BTreeSet<Vec<u8>>>, Fault> {
        let mut codes = vec![BTreeSet::new(); self.keys.len()];
        for group in 0..self.groups() {
            for (column, known) in self.keys.iter().zip(&mut codes) {
                known.extend(dictionary_of(&mut *self.pages(group, *column)?)?);
            }
        }
        Ok(codes)
    }

    /// Hands on the rows of a group, some thousands at a time, in their order.
    ///
    /// # Errors
    /// The file is damaged, has no dictionaries, a code without a number, or a value that is missing; or what `take`
    /// gave, which ends the reading at once.
    pub fn read_group<E: From<Fault>>(
        &self,
        group: usize,
        numbering: &Numbering,
        mut take: impl FnMut(NumberedRows<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut left =
            usize::try_from(self.file.metadata().row_group(group).num_rows()).map_err(|_| damaged())?;
        let mut columns = Vec::with_capacity(self.keys.len());
        for (column, numbers) in self.keys.iter().zip(numbering) {
            columns.push(Keys::new(self.pages(group, *column)?, self.is_optional(*column), numbers)?);
        }
        let mut amounts =
            Quantities::new(self.pages(group, self.quantity)?, self.is_optional(self.quantity))?;
        let mut keys = vec![Vec::with_capacity(ROWS); columns.len()];
        let mut quantities = Vec::with_capacity(ROWS);
        while left > 0 {
            let rows = left.min(ROWS);
            for (column, numbers) in columns.iter_mut().zip(&mut keys) {
                numbers.clear();
                column.read(rows, numbers)?;
            }
            quantities.clear();
            amounts.read(rows, &mut quantities)?;
            take(NumberedRows { keys: &keys, quantities: &quantities })?;
            left -= rows;
        }
        Ok(())
    }

    fn is_optional(&self, column: usize) -> bool {
        self.file.metadata().file_metadata().schema_descr().column(column).max_def_level() > 0
    }

    fn pages(&self, group: usize, column: usize) -> Result<column::Pages, Fault> {
        guarded(|| self.file.get_row_group(group)?.get_column_page_reader(column))
    }
}

impl<R: Read + Seek + Send + 'static> std::fmt::Debug for Dense<R> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "a Parquet file of {} groups of rows", self.groups())
    }
}
