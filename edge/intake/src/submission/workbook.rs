//! Workbooks of spreadsheets (`.xlsx`), read as the text that stands in them.
//!
//! A number is taken as its digits are written in the file, and never as a float. A formula is refused where it is
//! needed: what stands beside it was worked out by some program at some time, may be a nought that was never worked
//! out, and may change when the file is opened. The whole is read within limits, so that a small file cannot unpack to
//! more than a machine holds. Start with [`Workbook::open`].

mod package;
mod sheet;
mod xml;

pub(crate) use sheet::Sheet;

use super::heading::{self, Binding};
use super::profile::Field;
use super::value::date::serial_from_1904;
use crate::fault::{Fault, either};
use accordant_agreement::problem::in_backticks;
use csv::ByteRecord;
use package::Package;
use std::io::{Read, Seek};

/// A workbook whose list of sheets has been read.
pub(crate) struct Workbook<R> {
    package: Package<R>,
    sheets: Vec<Listed>,
    strings: Vec<String>,
    /// Whether days are counted from 1904.
    pub(crate) counts_from_1904: bool,
}

/// A sheet of the list.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub(super) name: String,
    /// Where it stands in the package.
    pub(super) part: String,
    pub(super) is_hidden: bool,
}

/// Writes out the days of a row that are counted from 1904: nowhere else would they be known for what they are.
pub(crate) fn write_days_out(binding: &Binding, record: &mut ByteRecord) {
    let of_days = [Field::Month, Field::Created, Field::ActivityStart, Field::Period];
    let of_days = of_days.map(|field| binding.column(field));
    let day = |at: usize, field: &[u8]| {
        let text = str::from_utf8(field).ok().filter(|_| of_days.contains(&Some(at)))?;
        serial_from_1904(text.trim()).map(|moment| moment.to_string().into_bytes())
    };
    let fields =
        record.iter().enumerate().map(|(at, field)| day(at, field).unwrap_or_else(|| field.to_vec()));
    *record = fields.collect();
}

impl<R: Read + Seek> Workbook<R> {
    /// Reads what the workbook says of itself.
    ///
    /// # Errors
    /// It is damaged, holds macros or a document type, or unpacks to too much.
    pub(crate) fn open(reader: R) -> Result<Workbook<R>, Fault> {
        let mut package = Package::open(reader)?;
        let (sheets, counts_from_1904) = xml::sheets(&mut package)?;
        let strings = xml::strings(&mut package)?;
        Ok(Workbook { package, sheets, strings, counts_from_1904 })
    }

    /// That a sheet fits nothing, where there are others that may.
    pub(crate) fn nothing_fits(&self, chosen: usize) -> Option<Fault> {
        let others = self.sheets.iter().enumerate().filter(|(at, _)| *at != chosen);
        let others: Vec<&str> = others.map(|(_, sheet)| sheet.name.as_str()).collect();
        let name = in_backticks(self.name(chosen));
        let what = format!("the heading of the sheet {name} fits no kind of submission");
        let help = format!("name the sheet of the rows with `--sheet`: {}", either(others.iter().copied()));
        (!others.is_empty()).then(|| Fault::new(heading::NO_KIND, what, help))
    }

    /// The sheet of that name, or the first that is not hidden; and what there is to say of the others.
    ///
    /// # Errors
    /// There is no such sheet.
    pub(crate) fn choose(&self, asked: Option<&str>) -> Result<(usize, Vec<String>), Fault> {
        let found = match asked {
            Some(name) => self.sheets.iter().position(|sheet| sheet.name == name),
            None => self.sheets.iter().position(|sheet| !sheet.is_hidden),
        };
        let Some(chosen) = found else {
            let names = either(self.sheets.iter().map(|sheet| sheet.name.as_str()));
            let what = match asked {
                Some(name) => format!("the workbook has no sheet {}", in_backticks(name)),
                None => "every sheet of the workbook is hidden".to_string(),
            };
            return Err(Fault::new("no-sheet", what, format!("name one: {names}")));
        };
        let others: Vec<String> = self
            .sheets
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != chosen)
            .map(|(_, sheet)| {
                let hidden = if sheet.is_hidden { " (hidden)" } else { "" };
                format!("{}{hidden}", in_backticks(&sheet.name))
            })
            .collect();
        let remark = format!("other sheets are not read: {}", others.join(", "));
        Ok((chosen, if others.is_empty() { Vec::new() } else { vec![remark] }))
    }

    /// The name of a sheet.
    pub(crate) fn name(&self, sheet: usize) -> &str {
        self.sheets.get(sheet).map_or("", |sheet| sheet.name.as_str())
    }

    /// The rows of a sheet.
    ///
    /// # Errors
    /// It is not in the package, or damaged.
    pub(crate) fn sheet(&mut self, sheet: usize) -> Result<Sheet<'_>, Fault> {
        let part = self.sheets.get(sheet).map_or("", |sheet| sheet.part.as_str());
        let reader = self.package.part(part)?.ok_or_else(|| package::damaged("a sheet is missing"))?;
        Ok(Sheet::new(reader, &self.strings))
    }
}
