//! A file as chunks of whole rows.

use super::{Cutter, RowsProblem};
use csv::ByteRecord;
use std::io::Read;

/// No row is longer, in bytes: 16 MiB.
pub const ROW_BYTES_MAX: usize = 16 * 1024 * 1024;
/// How many bytes are read at a time.
pub(super) const CHUNK_BYTES: usize = 64 * 1024;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads whole rows, some tens of kilobytes at a time, so that what is written of a chunk stays small too.
#[derive(Debug)]
pub(super) struct Source<R> {
    reader: R,
    /// What was read behind the last whole row.
    carried: Vec<u8>,
    /// The line on which the next chunk begins.
    line: u64,
    has_ended: bool,
    form: Form,
}

/// How a file is cut into rows and fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form {
    /// What stands between two fields.
    pub(crate) delimiter: u8,
    /// How many bytes are worked on at a time.
    pub(crate) chunk_bytes: usize,
}

impl Form {
    /// Fields with commas between them.
    pub(super) const COMMAS: Form = Form { delimiter: b',', chunk_bytes: CHUNK_BYTES };
}

impl<R: Read> Source<R> {
    /// Reads the heading; the source then stands behind it.
    pub(super) fn open(reader: R, form: Form) -> Result<(Source<R>, ByteRecord), RowsProblem> {
        let mut source = Source { reader, carried: Vec::new(), line: 1, has_ended: false, form };
        let mut bytes = Vec::new();
        source.read_more(&mut bytes)?;
        if bytes.starts_with(BYTE_ORDER_MARK) {
            bytes.drain(..BYTE_ORDER_MARK.len());
        }
        source.carried = bytes;
        let heading = source.heading()?;
        Ok((source, heading))
    }

    /// Reads the first row in which something stands, and carries what was read behind it.
    pub(super) fn heading(&mut self) -> Result<ByteRecord, RowsProblem> {
        let mut bytes = Vec::new();
        while let Some(line) = self.fill(&mut bytes)? {
            let mut csv = reader_of(&bytes, self.form.delimiter);
            let mut heading = ByteRecord::new();
            // Reading from memory cannot fail, and ragged rows are allowed.
            if csv.read_byte_record(&mut heading).unwrap_or(false) {
                let behind = usize::try_from(csv.position().byte()).unwrap_or(bytes.len());
                self.line = line + csv.position().line() - 1;
                let mut carried = bytes.split_off(behind.min(bytes.len()));
                carried.append(&mut self.carried);
                self.carried = carried;
                return Ok(heading);
            }
        }
        Err(RowsProblem::NoHeading)
    }

    /// Fills the buffer with whole rows, and gives the line on which they begin; `None` at the end of the file.
    pub(super) fn fill(&mut self, bytes: &mut Vec<u8>) -> Result<Option<u64>, RowsProblem> {
        bytes.clear();
        bytes.append(&mut self.carried);
        let mut cutter = Cutter::new(self.form.delimiter);
        loop {
            cutter.advance(bytes);
            let open_quote = cutter.open_quote(bytes).filter(|_| self.has_ended);
            if self.has_ended && open_quote.is_none() {
                let line = self.pass(cutter.line_feeds());
                return Ok((!bytes.is_empty()).then_some(line));
            }
            let is_enough = self.has_ended || bytes.len() >= self.form.chunk_bytes;
            if let Some((end, line_feeds)) = cutter.last_row_end().filter(|_| is_enough) {
                self.carried.extend_from_slice(bytes.get(end..).unwrap_or_default());
                bytes.truncate(end);
                return Ok(Some(self.pass(line_feeds)));
            }
            if let Some(line_feeds) = open_quote {
                return Err(RowsProblem::QuoteNotClosed(self.line + line_feeds));
            }
            if bytes.len() > ROW_BYTES_MAX {
                return Err(RowsProblem::RowTooLong(self.line));
            }
            self.read_more(bytes)?;
        }
    }

    /// The line on which the chunk begins that has so many line feeds.
    fn pass(&mut self, line_feeds: u64) -> u64 {
        let line = self.line;
        self.line += line_feeds;
        line
    }

    fn read_more(&mut self, bytes: &mut Vec<u8>) -> Result<(), RowsProblem> {
        let wanted = self.form.chunk_bytes;
        bytes.reserve(wanted);
        let read =
            self.reader.by_ref().take(wanted as u64).read_to_end(bytes).map_err(RowsProblem::Unreadable)?;
        self.has_ended = read < wanted;
        Ok(())
    }
}

/// A reader of rows as they stand, without a heading.
pub(super) fn reader_of(bytes: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).flexible(true).from_reader(bytes)
}
