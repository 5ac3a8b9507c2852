//! A table of few columns: a name to the left, figures to the right, each column as wide as it must be.

use super::width;
use crate::print::Face;

const INDENT: usize = 2;
const GAP: usize = 2;

/// Rows of figures under headings.
#[derive(Debug)]
pub struct Grid {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    /// A table with these headings; the first is over the names.
    pub fn new<const N: usize>(headings: [&str; N]) -> Grid {
        Grid { headings: headings.map(str::to_string).to_vec(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.to_vec());
    }

    /// The table as text: laid out, or one row on each line with tabs between and what each figure is.
    pub fn shown(&self, section: &str, face: Face) -> String {
        if face.is_plain() { self.plain(section) } else { self.laid() }
    }

    fn laid(&self) -> String {
        let all = || std::iter::once(&self.headings).chain(&self.rows);
        // A column in which nothing stands is left out.
        let kept: Vec<usize> = (0..self.headings.len())
            .filter(|column| {
                self.rows.iter().any(|row| row.get(*column).is_some_and(|cell| !cell.is_empty()))
            })
            .collect();
        let cell = |row: &Vec<String>, column: usize| row.get(column).cloned().unwrap_or_default();
        let widest = |column: usize| all().map(|row| width(&cell(row, column))).max().unwrap_or(0);
        let mut out = String::new();
        for row in all() {
            let mut line = " ".repeat(INDENT);
            for column in &kept {
                let (text, room) = (cell(row, *column), widest(*column));
                let fill = " ".repeat(room.saturating_sub(width(&text)));
                line += &if *column == 0 {
                    format!("{text}{fill}")
                } else {
                    format!("{}{fill}{text}", " ".repeat(GAP))
                };
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }

    fn plain(&self, section: &str) -> String {
        let mut out = String::new();
        for row in &self.rows {
            let mut parts = vec![section.to_string()];
            for (heading, cell) in self.headings.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
                parts.push(if parts.len() == 1 { cell.clone() } else { format!("{heading} {cell}") });
            }
            out.push_str(&format!("{}\n", parts.join("\t")));
        }
        out
    }
}
