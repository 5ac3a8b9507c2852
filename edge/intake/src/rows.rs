//! A long file of rows, read by several threads in flat memory, its results in the order of the rows.
//!
//! The file is cut into chunks of whole rows. A chunk is worked on by one thread; no thread runs far ahead of what
//! has been delivered. Where a chunk ends depends on the file alone, so the results do not depend on the number of
//! threads. Start with [`Rows::open`].

mod chunk;
mod cut;
mod order;
mod problem;
mod source;

pub use chunk::{Chunk, Row};
pub(crate) use chunk::{is_blank, is_ragged, row_start};
pub(crate) use cut::Cutter;
pub use order::Stopped;
pub use problem::RowsProblem;
pub(crate) use source::Form;
pub use source::ROW_BYTES_MAX;

use source::Source;
use std::io::Read;
use std::num::NonZeroUsize;

/// A file of rows whose heading has been read.
#[derive(Debug)]
pub struct Rows<R> {
    source: Source<R>,
    heading: Vec<String>,
    delimiter: u8,
}

impl<R: Read + Send> Rows<R> {
    /// Reads the heading. A byte-order mark and blank lines before it do not count.
    ///
    /// # Errors
    /// When the file cannot be read, has no heading, or has one that is not UTF-8.
    pub fn open(reader: R) -> Result<Rows<R>, RowsProblem> {
        let (source, heading) = Source::open(reader, Form::COMMAS)?;
        let heading = heading.iter().map(heading_text).collect::<Result<_, _>>()?;
        Ok(Rows { source, heading, delimiter: Form::COMMAS.delimiter })
    }

    /// Passes over so many rows before the heading, which the caller has read already.
    ///
    /// # Errors
    /// When the file cannot be read, or ends before its heading.
    pub(crate) fn open_at(
        reader: R,
        form: Form,
        rows_above: usize,
        heading: Vec<String>,
    ) -> Result<Rows<R>, RowsProblem> {
        let (mut source, _) = Source::open(reader, form)?;
        for _ in 0..rows_above {
            source.heading()?;
        }
        Ok(Rows { source, heading, delimiter: form.delimiter })
    }

    /// The names of the columns, in order, without spaces around them.
    pub fn heading(&self) -> &[String] {
        &self.heading
    }

    /// Works on every chunk of rows in so many threads, and hands the results on in the order of the rows.
    ///
    /// # Errors
    /// The first problem of the file, after the results of all rows before it; or what `sink` gave, which ends the
    /// work at once.
    pub fn each_chunk<T: Send, E>(
        self,
        threads: NonZeroUsize,
        work: impl Fn(Chunk<'_>) -> T + Sync,
        sink: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), Stopped<E>> {
        let (columns, delimiter) = (self.heading.len(), self.delimiter);
        let work = |line, bytes: &[u8]| work(Chunk::new(line, bytes, columns, delimiter));
        order::in_order(self.source, threads, work, sink)
    }
}

fn heading_text(field: &[u8]) -> Result<String, RowsProblem> {
    let text = str::from_utf8(field).map_err(|_| RowsProblem::HeadingNotUtf8)?;
    Ok(text.trim().to_string())
}
