//! The warnings of a report in words: each kind once, and in short at the end what is usual in the file.

use super::{Group, Report, counted, rows_of, stood, times};
use crate::submission::rule::Warning;
use std::fmt;

/// A warning in one column.
type One = (Warning, Option<String>, Group);

impl Report {
    pub(super) fn warned(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds = self.warnings.chunk_by(|(one, ..), (other, ..)| one == other);
        let (quiet, loud): (Vec<&[One]>, Vec<&[One]>) = kinds.partition(|kind| self.is_quiet(kind));
        if !loud.is_empty() {
            writeln!(out, "\nwarned")?;
        }
        for kind in loud {
            told(out, kind)?;
        }
        if quiet.is_empty() {
            return Ok(());
        }
        writeln!(out, "\nnoted; `--json` has the rows")?;
        quiet.into_iter().try_for_each(|kind| self.in_short(out, kind))
    }

    fn is_quiet(&self, kind: &[One]) -> bool {
        let is_most = most(kind).saturating_mul(2) > self.rows.rows();
        match (kind.first(), self.reads_prices) {
            (Some((Warning::ActivityWithoutPrice, ..)), Some(reads)) => !reads,
            (Some((warning, ..)), _) => warning.may_be_usual() && is_most,
            (None, _) => true,
        }
    }

    fn in_short(&self, out: &mut fmt::Formatter<'_>, kind: &[One]) -> fmt::Result {
        let Some((warning, ..)) = kind.first() else { return Ok(()) };
        writeln!(
            out,
            "  {} in {} of {} rows",
            warning.name(),
            counted(most(kind)),
            counted(self.rows.rows())
        )?;
        if let (Warning::ActivityWithoutPrice, Some(false)) = (warning, self.reads_prices) {
            writeln!(out, "    no figure of the agreement reads the stated price")?;
        }
        Ok(())
    }
}

/// In how many rows a warning stands, of the column that has the most.
fn most(kind: &[One]) -> u64 {
    kind.iter().map(|(.., group)| group.count).max().unwrap_or_default()
}

/// A kind of warning, its columns, and once what it means.
fn told(out: &mut fmt::Formatter<'_>, kind: &[One]) -> fmt::Result {
    let Some((warning, ..)) = kind.first() else { return Ok(()) };
    let place =
        |column: &Option<String>| column.as_deref().map_or(String::new(), |name| format!(" in `{name}`"));
    match kind {
        [(_, column, group)] => {
            writeln!(out, "  {}{}, {}{}", warning.name(), place(column), rows_of(group), stood(group))?;
        }
        several => {
            let count = several.iter().map(|(.., group)| group.count).sum();
            writeln!(out, "  {}, {}", warning.name(), times(count))?;
            for (_, column, group) in several {
                writeln!(out, "   {}, {}{}", place(column), rows_of(group), stood(group))?;
            }
        }
    }
    writeln!(out, "    {}", warning.advice())
}
