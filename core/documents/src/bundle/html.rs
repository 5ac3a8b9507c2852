//! HTML of a folder of pages: tags that always match, text that is always escaped, tables that say what their heads are.
//!
//! What every page shares stands in `crate::html`; this file adds tables and cells. Start with [`Row`].

pub(super) use crate::html::Html;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The style of a statement's page, and what these pages add to it.
const STYLE: &str = concat!(include_str!("../page/style.css"), include_str!("style.css"));

/// What stands in a cell, or in a line of text.
#[derive(Debug, Clone)]
pub(super) enum Cell {
    /// Words.
    Text(String),
    /// A number or an amount, at the right.
    Number(String),
    /// An amount that leads to its reason: where to, and what it is.
    Figure(String, String),
    /// Words that lead elsewhere: where to, and the words.
    Link(String, String),
    /// Several, each on a line of its own.
    Lines(Vec<Cell>),
    /// What is written for a machine.
    Code(String),
}

impl Cell {
    /// Words.
    pub(super) fn text(text: impl ToString) -> Cell {
        Cell::Text(text.to_string())
    }

    /// Words that lead to an entry of the log on the cover.
    pub(super) fn entry(entry: u64) -> Cell {
        Cell::Link(super::entry_link(entry), entry.to_string())
    }

    fn is_number(&self) -> bool {
        match self {
            Cell::Number(_) | Cell::Figure(..) => true,
            Cell::Lines(lines) => lines.first().is_some_and(Cell::is_number),
            Cell::Text(_) | Cell::Link(..) | Cell::Code(_) => false,
        }
    }

    /// Writes it.
    pub(super) fn show(&self, html: &mut Html) {
        match self {
            Cell::Text(text) | Cell::Number(text) => html.text(text),
            Cell::Figure(target, text) | Cell::Link(target, text) => html.link_to(target, text),
            Cell::Code(text) => html.text_element("code", &[], text),
            Cell::Lines(lines) => {
                for line in lines {
                    html.element("div", &[], |html| line.show(html));
                }
            }
        }
    }
}

/// A row of a table; its first cell heads it.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Where others find it.
    pub(super) anchor: Option<String>,
    /// What stands in it.
    pub(super) cells: Vec<Cell>,
}

impl Row {
    /// A row to which nothing leads.
    pub(super) const fn of(cells: Vec<Cell>) -> Row {
        Row { anchor: None, cells }
    }
}

/// A whole page, with a way past its head.
pub(super) fn page(title: &str, band: &str, inside: impl FnOnce(&mut Html)) -> String {
    let mut html = Html::document();
    html.element("html", &[("lang", "en-GB")], |html| {
        html.element("head", &[], |html| {
            html.void("meta", &[("charset", "utf-8")]);
            html.void("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
            html.text_element("title", &[], title);
            html.style(STYLE);
        });
        html.element("body", &[], |html| {
            html.text_element("a", &[("class", "skip"), ("href", "#main")], "Skip to the main content");
            html.element("header", &[("class", "band")], |html| {
                html.element("div", &[("class", "wrap")], |html| html.text_element("p", &[], band));
            });
            html.element("main", &[("class", "wrap"), ("id", "main")], inside);
        });
    });
    html.finish()
}

impl Html {
    /// A paragraph.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.text_element("p", &[], text);
    }

    /// A section with its heading.
    pub(super) fn section(&mut self, anchor: &str, heading: &str, inside: impl FnOnce(&mut Html)) {
        self.element("section", &[("id", anchor)], |html| {
            html.text_element("h2", &[], heading);
            inside(html);
        });
    }

    /// A table with a caption. On a narrow screen each cell stands below the other, and says its head itself.
    pub(super) fn table(&mut self, caption: &str, heads: &[&str], rows: &[Row]) {
        self.element("table", &[("role", "table")], |html| {
            html.text_element("caption", &[], caption);
            html.element("thead", &[("role", "rowgroup")], |html| {
                html.element("tr", &[("role", "row")], |html| {
                    for (column, head) in heads.iter().enumerate() {
                        let class = if column_is_number(rows, column) { "number" } else { "text" };
                        let attributes = [("scope", "col"), ("role", "columnheader"), ("class", class)];
                        html.text_element("th", &attributes, head);
                    }
                });
            });
            html.element("tbody", &[("role", "rowgroup")], |html| {
                rows.iter().for_each(|row| html.row(heads, row));
            });
        });
    }

    /// A table with more columns of numbers than a page may be wide: it moves sideways within its place.
    pub(super) fn wide_table(&mut self, caption: &str, heads: &[&str], rows: &[Row]) {
        let attributes = [("class", "wide"), ("role", "region"), ("aria-label", caption), ("tabindex", "0")];
        self.element("div", &attributes, |html| html.table(caption, heads, rows));
    }

    fn row(&mut self, heads: &[&str], row: &Row) {
        let anchor = row.anchor.as_deref().map(|anchor| ("id", anchor));
        let attributes: Vec<(&str, &str)> = [("role", "row")].into_iter().chain(anchor).collect();
        self.element("tr", &attributes, |html| {
            for (column, (head, cell)) in heads.iter().zip(&row.cells).enumerate() {
                let class = if cell.is_number() { "number" } else { "said" };
                let (tag, role) =
                    if column == 0 { ("th", ("scope", "row")) } else { ("td", ("class", class)) };
                let aria = if column == 0 { "rowheader" } else { "cell" };
                html.element(tag, &[role, ("role", aria)], |html| {
                    html.text_element("span", &[("class", "small-label"), ("aria-hidden", "true")], head);
                    let holder = if matches!(cell, Cell::Lines(_)) { "div" } else { "span" };
                    html.element(holder, &[("class", "held")], |html| cell.show(html));
                });
            }
        });
    }
}

fn column_is_number(rows: &[Row], column: usize) -> bool {
    rows.iter().filter_map(|row| row.cells.get(column)).any(Cell::is_number)
}
