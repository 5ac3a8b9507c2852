//! Lines in columns: each as wide as what stands in it, under its heads.

use super::{broken, width};
use crate::print::{COLUMNS, Face};

const INDENT: usize = 2;
const GAP: usize = 2;

/// The lines as text; with `--plain`, tabs stand between what is in them, and no heads.
pub fn columns(heads: &[&str], rows: &[Vec<String>], face: Face) -> String {
    if face.is_plain() {
        return rows.iter().map(|row| format!("{}\n", row.join("\t"))).collect();
    }
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_string()).collect();
    let all = || std::iter::once(&heads).chain(rows);
    let widest = |column: usize| all().filter_map(|row| row.get(column)).map(|text| width(text)).max();
    let widths: Vec<usize> = (0..heads.len()).filter_map(widest).collect();
    all().map(|row| line(row, &widths)).collect()
}

/// A line; what stands in its last column is broken where it would be too long.
fn line(row: &[String], widths: &[usize]) -> String {
    let Some((last, before)) = row.split_last() else { return String::new() };
    let mut lead = " ".repeat(INDENT);
    for (text, wide) in before.iter().zip(widths) {
        lead.push_str(&format!("{text:<wide$}{:GAP$}", ""));
    }
    let indent = width(&lead);
    let mut out = String::new();
    for (at, piece) in broken(last, COLUMNS.saturating_sub(indent)).iter().enumerate() {
        let lead = if at == 0 { lead.clone() } else { " ".repeat(indent) };
        out.push_str(format!("{lead}{piece}").trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::columns;
    use crate::print::{Colour, Face, Form};

    #[test]
    fn each_column_is_as_wide_as_what_stands_in_it_and_the_last_is_broken() {
        let face = |form| Face { form, colour: Colour::None };
        let rows = vec![
            vec!["1".to_string(), "short".to_string()],
            vec!["long one".to_string(), "word ".repeat(20)],
        ];
        let said = columns(&["a", "b"], &rows, face(Form::Laid));
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(lines[..2], ["  a         b", "  1         short"]);
        assert_eq!(lines.len(), 4);
        assert!(lines[3].starts_with("            word") && lines.iter().all(|line| line.len() <= 100));
        assert_eq!(columns(&["a", "b"], &rows[..1], face(Form::Plain)), "1\tshort\n");
    }
}
