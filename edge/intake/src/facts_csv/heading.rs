//! Which column of a file of facts says what (F2).

use crate::fault::{Fault, either};
use crate::sheet::SheetRow;
use accordant_agreement::problem::{Problem, Problems, in_backticks, nearest};

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Fact,
    Of,
    Period,
    Value,
    KnownTo,
    Status,
    Owner,
    Source,
    Row,
    Note,
    Entry,
    File,
    Line,
}

impl Column {
    /// The columns that people write.
    const WRITTEN: [Column; 10] = [
        Column::Fact,
        Column::Of,
        Column::Period,
        Column::Value,
        Column::KnownTo,
        Column::Status,
        Column::Owner,
        Column::Source,
        Column::Row,
        Column::Note,
    ];
    /// Where a fact stood before, as an export says it; passed over, as a note is.
    const STOOD: [Column; 3] = [Column::Entry, Column::File, Column::Line];
    const REQUIRED: [Column; 4] = [Column::Fact, Column::Of, Column::Period, Column::Value];

    const fn name(self) -> &'static str {
        match self {
            Column::Fact => "fact",
            Column::Of => "of",
            Column::Period => "period",
            Column::Value => "value",
            Column::KnownTo => "known_to",
            Column::Status => "status",
            Column::Owner => "owner",
            Column::Source => "source",
            Column::Row => "row",
            Column::Note => "note",
            Column::Entry => "entry",
            Column::File => "file",
            Column::Line => "line",
        }
    }
}

/// The columns of one file, each with its number.
#[derive(Debug)]
pub(super) struct Heading(Vec<(Column, usize)>);

impl Heading {
    /// Reads the heading row; `None` if a column that every row needs is missing.
    pub(super) fn read(row: SheetRow<'_>, problems: &mut Problems) -> Option<Heading> {
        if !row.tell_if_unfit(problems) {
            return None;
        }
        let mut heading = Heading(Vec::new());
        for number in 0..row.len() {
            // Spreadsheets leave empty columns behind the last.
            if !row.text(number).is_empty()
                && let Err(fault) = heading.take(number, row.text(number))
            {
                problems.push(row.problem(number, fault));
            }
        }
        let missing = Column::REQUIRED.iter().filter(|column| heading.number(**column).is_none());
        let missing: Vec<String> = missing.map(|column| format!("`{}`", column.name())).collect();
        if missing.is_empty() {
            return Some(heading);
        }
        let what = format!("the heading has no column {}", missing.join(", "));
        let help = if row.len() == 1 && row.text(0).contains([';', '\t']) {
            "separate the columns with commas".to_string()
        } else {
            format!("the columns are {}", either(Column::WRITTEN.map(Column::name)))
        };
        problems.push(row.problem(0, Fault::new("missing-column", what, help)));
        None
    }

    fn take(&mut self, number: usize, name: &str) -> Result<(), Fault> {
        let shown = in_backticks(name);
        let Some(column) =
            Column::WRITTEN.into_iter().chain(Column::STOOD).find(|column| column.name() == name)
        else {
            let names = Column::WRITTEN.map(Column::name);
            let help = match nearest(name, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "leave it out, or call it `note`".to_string(),
            };
            return Err(Fault::new("unknown-column", format!("unknown column {shown}"), help));
        };
        if self.number(column).is_some() {
            let help = "leave one of them out".to_string();
            return Err(Fault::new("duplicate-column", format!("the column {shown} stands twice"), help));
        }
        self.0.push((column, number));
        Ok(())
    }

    /// What a row says in a column; nothing if the file has no such column.
    pub(super) fn text<'s>(&self, column: Column, row: SheetRow<'s>) -> &'s str {
        self.number(column).map_or("", |number| row.text(number))
    }

    /// The problem that a fault is in a column of a row.
    pub(super) fn problem(&self, row: SheetRow<'_>, column: Column, fault: Fault) -> Problem {
        row.problem(self.number(column).unwrap_or_default(), fault)
    }

    /// What was read of a column; a fault in it is added to what was found.
    pub(super) fn note<T>(
        &self,
        found: &mut Vec<Problem>,
        row: SheetRow<'_>,
        column: Column,
        read: Result<T, Fault>,
    ) -> Option<T> {
        read.map_err(|fault| found.push(self.problem(row, column, fault))).ok()
    }

    fn number(&self, column: Column) -> Option<usize> {
        self.0.iter().find(|(known, _)| *known == column).map(|(_, number)| *number)
    }
}
