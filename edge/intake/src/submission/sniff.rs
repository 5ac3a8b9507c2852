//! What the first rows of a file of lines tell: what stands between fields, where the heading is, which kind it is.

use super::contract::is_no_factor;
use super::heading::{self, Binding, REFUSED_BECAUSE, Sought};
use super::profile::Field;
use super::rejects::{as_it_stood, may_be_nhs_number};
use super::value::date::{self, Order};
use super::value::{Habits, amount, decoded};
use crate::fault::Fault;
use csv::ByteRecord;

/// The heading is looked for in so many rows.
const ROWS_ABOVE_MAX: usize = 20;
/// So many rows are looked at for the habits of the file.
pub(crate) const ROWS_SEEN: usize = 500;
/// No file has more columns.
pub(crate) const COLUMNS_MAX: usize = 1024;

/// What was found.
#[derive(Debug)]
pub(crate) struct Sniffed {
    pub(crate) delimiter: u8,
    /// How many rows stand above the heading.
    pub(crate) rows_above: usize,
    pub(crate) binding: Binding,
    /// The first rows under the heading.
    pub(crate) sample: Vec<ByteRecord>,
}

/// Looks at the beginning of a file, in UTF-8.
pub(crate) fn lines(text: &[u8], sought: Sought<'_>) -> Result<Sniffed, Fault> {
    let mut faults = Vec::new();
    for delimiter in [b',', b';', b'\t', b'|'] {
        let records = records(text, delimiter);
        match among(records, sought) {
            Ok((rows_above, binding, sample)) => {
                return Ok(Sniffed { delimiter, rows_above, binding, sample });
            }
            Err((fields, fault)) => faults.push((fields, fault)),
        }
    }
    let most = faults.into_iter().reduce(|best, next| if next.0 > best.0 { next } else { best });
    Err(most.map_or_else(empty, |(_, fault)| fault))
}

fn empty() -> Fault {
    Fault::new("empty-file", "there is nothing in the file".to_string(), "send the file again".to_string())
}

/// Finds the heading among the first records.
pub(crate) fn among(
    records: Vec<ByteRecord>,
    sought: Sought<'_>,
) -> Result<(usize, Binding, Vec<ByteRecord>), (usize, Fault)> {
    let mut widest: Option<(usize, Fault)> = None;
    for (at, record) in records.iter().enumerate().take(ROWS_ABOVE_MAX) {
        if record.len() > COLUMNS_MAX {
            let what = format!("the file has {} columns", record.len());
            let help = format!("leave out what no layout asks for; {COLUMNS_MAX} columns are read at most");
            return Err((usize::MAX, Fault::new("too-many-columns", what, help)));
        }
        let is_mended = record.iter().any(|name| name.trim_ascii() == REFUSED_BECAUSE.as_bytes());
        let stood = |name| if is_mended { as_it_stood(name) } else { name };
        let names: Vec<String> =
            record.iter().map(|name| decoded(stood(name)).0.trim().to_string()).collect();
        let filled = names.iter().filter(|name| !name.is_empty()).count();
        match heading::choose(sought, &names) {
            Ok(binding) => {
                if let Some(fault) = heading::twice(&binding) {
                    return Err((usize::MAX, fault));
                }
                let sample = records.into_iter().skip(at + 1).collect();
                return Ok((at, binding, sample));
            }
            Err(fault) => {
                if widest.as_ref().is_none_or(|(most, _)| filled > *most) {
                    widest = Some((filled, fault));
                }
            }
        }
    }
    Err(widest.unwrap_or_else(|| (0, empty())))
}

fn records(text: &[u8], delimiter: u8) -> Vec<ByteRecord> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text);
    let mut records = Vec::new();
    let mut record = ByteRecord::new();
    while records.len() < ROWS_ABOVE_MAX + ROWS_SEEN && reader.read_byte_record(&mut record).unwrap_or(false)
    {
        if !crate::rows::is_blank(&record) || records.is_empty() && record.len() > 1 {
            records.push(record.clone());
        }
    }
    records
}

/// What comes first in the dates of the file.
pub(crate) fn order(binding: &Binding, sample: &[ByteRecord]) -> Order {
    let columns = [Field::Created, Field::Month, Field::ActivityStart, Field::Period];
    let columns: Vec<usize> = columns.into_iter().filter_map(|field| binding.column(field)).collect();
    let columns = columns.as_slice();
    date::settled(sample.iter().flat_map(|record| columns.iter().filter_map(|column| record.get(*column))))
}

/// Whether most of the rows that state market forces factors state something that can be none.
pub(crate) fn states_no_factors(binding: &Binding, sample: &[ByteRecord], habits: &Habits) -> bool {
    let columns: Vec<usize> = [Field::PlannedFactor, Field::ActualFactor]
        .into_iter()
        .filter_map(|field| binding.column(field))
        .collect();
    let (mut others, mut all) = (0, 0);
    for record in sample {
        let units = |column: &usize| amount::read(record.get(*column)?, habits).ok()?.value;
        let mut said = columns.iter().filter_map(units).filter(|units| *units != 0).peekable();
        all += usize::from(said.peek().is_some());
        others += usize::from(said.any(is_no_factor));
    }
    // One row of several is one that has moved; of rejected rows each says itself whether it has.
    (others > 1 || binding.is_mended()) && others * 2 > all
}

/// The column that holds NHS numbers: by its name, or because nothing else stands in it.
pub(crate) fn nhs_numbers(binding: &Binding, sample: &[ByteRecord]) -> Option<usize> {
    if let Some(column) = heading::nhs_number(&binding.names) {
        return Some(column);
    }
    (0..binding.names.len()).filter(|column| !binding.reads(*column)).find(|column| {
        let mut filled =
            sample.iter().filter_map(|record| record.get(*column)).filter(|field| !field.is_empty());
        let first: Vec<&[u8]> = filled.by_ref().take(3).collect();
        first.len() == 3 && first.into_iter().chain(filled).all(may_be_nhs_number)
    })
}
