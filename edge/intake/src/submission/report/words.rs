//! The report in words.

mod warned;

use super::{Report, Written};
use crate::submission::notes::{Control, Group};
use accordant_activity::Scaled;
use accordant_agreement::problem::in_backticks;
use accordant_money::group;
use std::fmt;

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.head(out)?;
        self.totals(out)?;
        self.lists(out)
    }
}

impl Report {
    fn head(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}: {}", self.file, self.kind)?;
        writeln!(out, "  {} bytes, sha256 {}", counted(self.bytes), self.sha256)?;
        match &self.written {
            Written::Lines { encoding, delimiter } => {
                let between = match delimiter {
                    ',' => "commas",
                    ';' => "semicolons",
                    '\t' => "tabs",
                    _ => "bars",
                };
                writeln!(out, "  lines in {}, {between} between fields", encoding.name())?;
            }
            Written::Sheet(name) => writeln!(out, "  sheet `{name}` of a workbook")?,
            Written::Parquet => {
                writeln!(out, "  a Parquet file; its first record is row 2, as under a heading")?
            }
        }
        writeln!(out, "  {} of {} columns read", self.columns.read, self.columns.all)?;
        if !self.columns.unread.is_empty() {
            writeln!(out, "  not read: {}", listed(&self.columns.unread))?;
        }
        for name in &self.columns.missing {
            writeln!(out, "  the layout asks for `{name}` too, which the file has not")?;
        }
        if let Some(made) = self.made {
            writeln!(out, "  made at {made} by its own word")?;
        }
        if self.nhs_numbers_let_in {
            writeln!(out, "  a column of NHS numbers was let in by the switch; none of it is kept")?;
        }
        if self.is_mended {
            writeln!(out, "  these are mended rows of an earlier file: they add to it")?;
        }
        for remark in &self.remarks {
            writeln!(out, "  {remark}")?;
        }
        Ok(())
    }

    fn totals(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = self.rows;
        writeln!(
            out,
            "\nrows: {} = {} accepted + {} fixed + {} refused",
            counted(rows.rows()),
            counted(rows.accepted),
            counted(rows.fixed),
            counted(rows.refused)
        )?;
        for (name, control) in &self.controls {
            total(out, name, control)?;
        }
        if let Some(invoice) = &self.invoice {
            let difference = invoice.difference;
            let verdict = match difference.cmp(&Scaled::ZERO) {
                std::cmp::Ordering::Equal => "the same".to_string(),
                std::cmp::Ordering::Greater => format!("{} more than the invoice", money(difference)),
                std::cmp::Ordering::Less => {
                    format!("{} less than the invoice", money(Scaled::from_units(-difference.units())))
                }
            };
            writeln!(
                out,
                "invoice: {}; taken over {}: {verdict}",
                money(invoice.amount),
                money(invoice.taken)
            )?;
        }
        Ok(())
    }

    fn lists(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.fixes.is_empty() {
            writeln!(out, "\nfixed")?;
        }
        for (rule, column, group) in &self.fixes {
            writeln!(out, "  {} in `{column}`, {}", rule.name(), rows_of(group))?;
            for example in &group.examples {
                let (row, read) = (example.row, example.read.as_str());
                match example.stood.as_str() {
                    "nothing" => writeln!(out, "    row {row}: nothing stands there, and {read} is taken")?,
                    stood => writeln!(out, "    row {row}: {stood} is read as {read}")?,
                }
            }
        }
        if !self.refusals.is_empty() {
            writeln!(out, "\nrefused")?;
        }
        for refusal in &self.refusals {
            let place = refusal.column.as_deref().map_or(String::new(), |column| format!(", `{column}`"));
            writeln!(out, "  row {}{place}: {} [{}]", refusal.row, refusal.fault.what, refusal.fault.code)?;
            if let Some(help) = &refusal.fault.help {
                writeln!(out, "    {help}")?;
            }
        }
        let shown = self.refusals.len() as u64;
        let faults: u64 = self.refused_by.values().sum();
        if faults > shown {
            writeln!(out, "  and {} more; the file of rejected rows has them all:", counted(faults - shown))?;
            for (code, count) in &self.refused_by {
                writeln!(out, "    {} {code}", counted(*count))?;
            }
        }
        self.warned(out)
    }
}

/// So many columns that are not read are named.
const COLUMNS_SHOWN: usize = 12;

/// Names with commas between them; of very many, the first.
fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(COLUMNS_SHOWN).map(|name| in_backticks(name)).collect();
    match names.len().saturating_sub(COLUMNS_SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {} others", shown.join(", "), counted(more as u64)),
    }
}

/// So many codes that are not listed are named.
const CODES_SHOWN: usize = 12;

/// What stood there: the first few values, or each code once.
fn stood(group: &Group) -> String {
    let mut all: Vec<String> = if group.codes.is_empty() {
        let stood = group.examples.iter().map(|example| example.stood.clone());
        stood.filter(|stood| !stood.is_empty() && stood != "nothing").collect()
    } else {
        let codes = group.codes.iter().take(CODES_SHOWN);
        codes.map(|(code, count)| format!("{code} {}", times(*count))).collect()
    };
    let more = group.codes.len().saturating_sub(CODES_SHOWN);
    if more > 0 {
        all.push(format!("and {} others", counted(more as u64)));
    }
    if all.is_empty() { String::new() } else { format!(": {}", all.join(", ")) }
}

fn times(count: u64) -> String {
    if count == 1 { "once".to_string() } else { format!("{} times", counted(count)) }
}

fn total(out: &mut fmt::Formatter<'_>, name: &str, control: &Control) -> fmt::Result {
    // The sum was made once already while it was read, and held.
    let came_in = control.came_in().map_err(|_| fmt::Error)?;
    write!(
        out,
        "{name}: {} = {} accepted + {} fixed + {} refused",
        money(came_in),
        money(control.accepted),
        money(control.fixed),
        money(control.refused)
    )?;
    match control.unreadable {
        0 => writeln!(out),
        1 => writeln!(out, "; 1 cannot be read"),
        more => writeln!(out, "; {} cannot be read", counted(more)),
    }
}

fn rows_of(group: &Group) -> String {
    let times = times(group.count);
    let noun = if group.rows.count() == 1 { "row" } else { "rows" };
    let shown = group.rows.to_string();
    let mut cut: String = shown.split_inclusive(", ").take(12).collect();
    if cut.len() < shown.len() || !group.names_all() {
        cut = format!("{}, ...", cut.trim_end_matches(", "));
    }
    format!("{times}, {noun} {cut}")
}

fn counted(number: u64) -> String {
    group(&number.to_string())
}

fn money(amount: Scaled) -> String {
    group(&amount.to_string())
}
