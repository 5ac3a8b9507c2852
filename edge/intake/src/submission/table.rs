//! Parquet files, read as the text that their values are written as.
//!
//! Whole numbers, decimals, days, moments and texts are exact and are taken; a binary fraction is not exact and is
//! refused in a column that is needed. The file is read a few thousand rows at a time. A file that was altered on purpose
//! may lead its decoder astray: a panic there is caught, and the file is damaged. Start with [`Table::open`].

mod column;
mod source;

pub(crate) use source::Shared;

use crate::fault::Fault;
use crate::submission::sniff::COLUMNS_MAX;
use column::Column;
use csv::ByteRecord;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::io::{Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// So many rows are read at a time.
const ROWS: usize = 4096;
/// A file does not unpack to more than so many bytes for each group of rows.
const GROUP_BYTES_MAX: i64 = 4 << 30;

/// A Parquet file while it is read.
pub(crate) struct Table<R: Read + Seek + Send + 'static> {
    file: SerializedFileReader<Shared<R>>,
    names: Vec<String>,
    group: usize,
    columns: Vec<Column>,
    /// How many rows of the group are left.
    left: usize,
    /// The number of the next row, as if the names stood in the first.
    row: u64,
}

impl<R: Read + Seek + Send + 'static> Table<R> {
    /// Reads what the file says of its columns.
    ///
    /// # Errors
    /// It is damaged or cut off, has too many columns, or lists within its rows.
    pub(crate) fn open(reader: R) -> Result<Table<R>, Fault> {
        let file = guarded(|| SerializedFileReader::new(Shared::new(reader)?))?;
        let schema = file.metadata().file_metadata().schema_descr();
        if schema.num_columns() > COLUMNS_MAX {
            let what = format!("the file has {} columns", schema.num_columns());
            let help = format!("leave out what no layout asks for; {COLUMNS_MAX} columns are read at most");
            return Err(Fault::new("too-many-columns", what, help));
        }
        if let Some(list) = schema.columns().iter().find(|column| column.max_rep_level() > 0) {
            let what = format!("the column `{}` holds lists", list.name());
            return Err(Fault::new("lists", what, "write one value in each field of a row".to_string()));
        }
        if let Some(packing) = packing(&file) {
            let what = format!("the file is packed by {packing}, which is not read here");
            let help = "write it packed by Snappy, LZ4 or gzip, or not packed".to_string();
            return Err(Fault::new("another-packing", what, help));
        }
        let schema = file.metadata().file_metadata().schema_descr();
        let names = schema.columns().iter().map(|column| column.name().to_string()).collect();
        Ok(Table { file, names, group: 0, columns: Vec::new(), left: 0, row: 2 })
    }

    /// The names of the columns.
    pub(crate) fn names(&self) -> ByteRecord {
        self.names.iter().map(String::as_bytes).collect()
    }

    /// The first of these columns that holds binary fractions, which are not exact.
    pub(crate) fn fraction(&self, mut is_needed: impl FnMut(usize) -> bool) -> Option<Fault> {
        let schema = self.file.metadata().file_metadata().schema_descr();
        let columns = schema.columns().iter().enumerate();
        let mut unfit = columns.filter(|(at, column)| is_needed(*at) && !column::is_exact(column));
        unfit.next().map(|(_, column)| {
            let what = format!("the column `{}` holds values that are not exact", column.name());
            let help = "write it as `DECIMAL(18, 8)`, as whole numbers or as text".to_string();
            Fault::new("not-exact", what, help)
        })
    }

    /// The next rows, each with its number; none behind the last.
    ///
    /// # Errors
    /// The file is damaged or cut off.
    pub(crate) fn next_rows(&mut self) -> Result<Vec<(u64, ByteRecord)>, Fault> {
        let mut records = Vec::new();
        while records.is_empty() {
            if self.left == 0 {
                if self.group >= self.file.num_row_groups() {
                    break;
                }
                self.open_group()?;
                continue;
            }
            let rows = self.left.min(ROWS);
            let columns = &mut self.columns;
            guarded(|| columns.iter_mut().try_for_each(|column| column.read(rows)))?;
            self.left -= rows;
            for at in 0..rows {
                let record: ByteRecord = self.columns.iter().map(|column| column.text(at)).collect();
                if record.iter().any(|field| !field.is_empty()) {
                    records.push((self.row, record));
                }
                self.row += 1;
            }
        }
        Ok(records)
    }

    fn open_group(&mut self) -> Result<(), Fault> {
        let (file, group) = (&self.file, self.group);
        let metadata = file.metadata().row_group(group);
        if metadata.total_byte_size() > GROUP_BYTES_MAX {
            let help = "write the file with smaller groups of rows".to_string();
            return Err(Fault::new("table-too-large", "a group of rows is too large".to_string(), help));
        }
        self.left = usize::try_from(metadata.num_rows()).map_err(|_| damaged())?;
        self.columns = guarded(|| {
            let reader = file.get_row_group(group)?;
            let schema = file.metadata().file_metadata().schema_descr();
            let columns = schema.columns().iter().enumerate();
            columns.map(|(at, column)| Ok(Column::new(column, reader.get_column_reader(at)?))).collect()
        })?;
        self.group += 1;
        Ok(())
    }
}

/// A packing that is not read, if a part of the file is packed so.
fn packing(file: &impl FileReader) -> Option<&'static str> {
    let groups = file.metadata().row_groups().iter();
    groups.flat_map(|group| group.columns()).find_map(|column| match column.compression() {
        Compression::ZSTD(_) => Some("zstd"),
        Compression::BROTLI(_) => Some("Brotli"),
        Compression::LZO => Some("LZO"),
        _ => None,
    })
}

/// What the decoder gives; its errors and its panics are faults of the file.
pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, Fault> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(_)) | Err(_) => Err(damaged()),
    }
}

/// That the file is damaged.
pub(super) fn damaged() -> Fault {
    let what = "the Parquet file is damaged or cut off".to_string();
    Fault::new("damaged-parquet", what, "ask for the file again, or for CSV".to_string())
}
