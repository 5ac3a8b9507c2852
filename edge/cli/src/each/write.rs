//! The line that a row becomes: one of a CSV file, or one JSON object with reasons.

use super::reasons::{self, Reasons};
use super::row::Worker;
use accordant_intake::Fault;
use accordant_intake::rows::Row;
use accordant_money::{Number, Rounding};
use accordant_settlement::{EachShare, RowAmount, RowReader, Value};
use std::borrow::Cow;
use std::fmt::Write as _;

/// The heading of the CSV output.
pub(super) fn heading(shares: &[EachShare]) -> String {
    let mut out = String::from("row");
    for EachShare { address, .. } in shares {
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
    reasons: Option<Reasons<'w>>,
}

impl<'w> Line<'w> {
    pub fn new(worker: &'w Worker<'w>) -> Line<'w> {
        let reasons = worker.layouts.as_ref().map(|layouts| Reasons::new(worker, layouts));
        Line { worker, places: worker.terms.currency.minor_digits(), reasons }
    }

    /// A settled row; says that it was not refused.
    pub fn settled<N: Number>(
        &mut self,
        reader: &RowReader<'_, N>,
        amounts: &[RowAmount<N>],
        row: &Row<'_>,
        out: &mut String,
    ) -> bool {
        if let Some(reasons) = &mut self.reasons {
            reasons.settled(reader, amounts, &identity(self.worker, row), out);
            return false;
        }
        self.identity(row, out);
        for (number, amount) in amounts.iter().enumerate() {
            match (&amount.posted, &amount.exact) {
                (Some(value), _) => {
                    out.push(',');
                    self.decimal(Some(value), Rounding::HalfAwayFromZero, out);
                    out.push_str(",,,");
                    if value.sign().is_eq()
                        && let Some(because) = reader.because(number)
                    {
                        field(&because, out);
                    }
                }
                (None, exact) => self.bounds(exact, out),
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
        let told: Vec<String> = reader.refusals().iter().map(|refusal| refusal.what.clone()).collect();
        self.failed(&told, row, out)
    }

    /// A row that could not be read; says that it was refused.
    pub fn unreadable(&mut self, faults: &[Fault], row: &Row<'_>, out: &mut String) -> bool {
        let line = row.line();
        let mut told: Vec<String> =
            faults.iter().map(|fault| format!("line {line}: {}", fault.what)).collect();
        if told.is_empty() {
            told.push("a constant of the terms is too large".to_string());
        }
        self.failed(&told, row, out)
    }

    fn failed(&mut self, why: &[String], row: &Row<'_>, out: &mut String) -> bool {
        if self.reasons.is_some() {
            reasons::refused(&identity(self.worker, row), why, out);
            return true;
        }
        self.identity(row, out);
        for _ in self.worker.each.shares() {
            out.push_str(",,,,");
        }
        out.push_str(",,");
        field(&why.join("; "), out);
        out.push('\n');
        true
    }

    fn bounds<N: Number>(&self, value: &Value<N>, out: &mut String) {
        out.push(',');
        self.decimal(value.stated(), Rounding::HalfAwayFromZero, out);
        // A bound that is cut to what can be shown is cut outwards, so that it still contains the truth.
        out.push(',');
        self.decimal(value.low(), Rounding::Down, out);
        out.push(',');
        self.decimal(value.high(), Rounding::Up, out);
        out.push(',');
    }

    fn decimal<N: Number>(&self, value: Option<&N>, rule: Rounding, out: &mut String) {
        let Some(value) = value else { return };
        if value.decimal_into(self.places, rule, out).is_err() {
            let _ = write!(out, "{}", value.to_exact().fraction());
        }
    }

    fn identity(&self, row: &Row<'_>, out: &mut String) {
        field(&identity(self.worker, row), out);
    }
}

/// What identifies a row.
pub(super) fn identity<'r>(worker: &Worker<'_>, row: &Row<'r>) -> Cow<'r, str> {
    String::from_utf8_lossy(worker.bound.identity(row))
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
