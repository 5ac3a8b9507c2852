//! The line that a row becomes: one of a CSV file, or one JSON object with reasons.

use super::row::Worker;
use accordant_intake::Fault;
use accordant_intake::rows::Row;
use accordant_money::{Number, Rounding};
use accordant_settlement::{Loose, RowAmount, RowReader};
use std::fmt::Write as _;

/// The heading of the CSV output.
pub(super) fn heading(addresses: &[String]) -> String {
    let mut out = String::from("row");
    for address in addresses {
        let names = ["", " at least", " at most", " because"].map(|what| format!("{address}{what}"));
        for name in names {
            out.push(',');
            field(&name, &mut out);
        }
    }
    out.push_str(",undecided,refused\n");
    out
}

/// Writes lines for the rows of one chunk.
pub(super) struct Line<'w> {
    worker: &'w Worker<'w>,
    places: u32,
}

impl<'w> Line<'w> {
    pub fn new(worker: &'w Worker<'w>) -> Line<'w> {
        Line { worker, places: u32::from(worker.terms.currency.minor_digits()) }
    }

    /// A settled row; says that it was not refused.
    pub fn settled<N: Number>(&mut self, reader: &RowReader<'_, N>, amounts: &[RowAmount<N>], row: &Row<'_>, out: &mut String) -> bool {
        self.identity(row, out);
        for (number, amount) in amounts.iter().enumerate() {
            match amount {
                RowAmount::Posted(value) => {
                    out.push(',');
                    self.decimal(Some(value), Rounding::HalfAwayFromZero, out);
                    out.push_str(",,,");
                    if value.sign().is_eq() && let Some(because) = reader.because(number) {
                        field(&because, out);
                    }
                }
                RowAmount::Shown(loose) => self.bounds(loose, out),
            }
        }
        out.push(',');
        let undecided: Vec<&str> = reader.undecided().collect();
        if !undecided.is_empty() {
            field(&undecided.join("; "), out);
        }
        out.push_str(",\n");
        false
    }

    /// A row that was refused; says so.
    pub fn refused<N: Number>(&mut self, reader: &RowReader<'_, N>, row: &Row<'_>, out: &mut String) -> bool {
        let told: Vec<&str> = reader.refusals().iter().map(|refusal| refusal.what.as_str()).collect();
        self.failed(&told.join("; "), row, out)
    }

    /// A row that could not be read; says that it was refused.
    pub fn unreadable(&mut self, faults: &[Fault], row: &Row<'_>, out: &mut String) -> bool {
        let told: Vec<&str> = faults.iter().map(|fault| fault.what.as_str()).collect();
        let told = if told.is_empty() { "a constant of the terms is too large".to_string() } else { told.join("; ") };
        self.failed(&format!("line {}: {told}", row.line()), row, out)
    }

    fn failed(&mut self, why: &str, row: &Row<'_>, out: &mut String) -> bool {
        self.identity(row, out);
        for _ in self.worker.each.addresses() {
            out.push_str(",,,,");
        }
        out.push_str(",,");
        field(why, out);
        out.push('\n');
        true
    }

    fn bounds<N: Number>(&self, loose: &Loose<N>, out: &mut String) {
        out.push(',');
        self.decimal(loose.stated.as_ref(), Rounding::HalfAwayFromZero, out);
        // A bound that is cut to what can be shown is cut outwards, so that it still contains the truth.
        out.push(',');
        self.decimal(loose.low.as_ref(), Rounding::Down, out);
        out.push(',');
        self.decimal(loose.high.as_ref(), Rounding::Up, out);
        out.push(',');
    }

    fn decimal<N: Number>(&self, value: Option<&N>, rule: Rounding, out: &mut String) {
        let Some(value) = value else { return };
        if value.decimal_into(self.places, rule, out).is_err() {
            let _ = write!(out, "{}", value.to_exact().fraction());
        }
    }

    fn identity(&self, row: &Row<'_>, out: &mut String) {
        field(&String::from_utf8_lossy(self.worker.bound.identity(row)), out);
    }
}

/// A field of a CSV file, in quotes where it must be.
fn field(text: &str, out: &mut String) {
    if text.contains([',', '"', '\n', '\r']) {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}
