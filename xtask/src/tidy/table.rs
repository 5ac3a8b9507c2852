//! Tables in Markdown, which people read and rules obey.

/// A row below the header: where it stands, and its cells without their backticks.
pub struct Row {
    /// Counted from 1.
    pub line: usize,
    pub cells: Vec<String>,
}

impl Row {
    /// The text of a cell; a missing cell is empty.
    pub fn cell(&self, index: usize) -> &str {
        self.cells.get(index).map_or("", String::as_str)
    }

    /// The words of a cell that lists them with commas.
    pub fn listed(&self, index: usize) -> Vec<&str> {
        self.cell(index).split(',').map(str::trim).filter(|word| !word.is_empty()).collect()
    }
}

/// The rows of the first table with this header; nothing when there is none.
pub fn rows(text: &str, header: &[&str]) -> Option<Vec<Row>> {
    let mut lines = text.lines().zip(1..);
    lines.find(|(line, _)| cells(line).is_some_and(|found| found == header))?;
    let below = lines.map_while(|(line, number)| Some(Row { line: number, cells: cells(line)? }));
    Some(below.filter(|row| !is_rule(row)).collect())
}

/// The line of dashes below a header.
fn is_rule(row: &Row) -> bool {
    row.cells
        .iter()
        .all(|cell| cell.contains('-') && cell.chars().all(|letter| letter == '-' || letter == ':'))
}

fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    Some(inner.split('|').map(|cell| cell.trim().replace('`', "")).collect())
}
