//! Tables: columns by a key, bands, curves, dated values (M16-M20).

use super::Resolver;
use super::declare::{Head, Named};
use super::line::Ruled;
use super::scope::Scope;
use super::value::{Given, read_value};
use crate::formula::words;
use crate::problem::nearest;
use crate::shape::wrong::either;
use crate::terms::{Band, Between, Beyond, Cell, Curve, Expr, ExprKind, InputId, InputKind, Rule, Subject};
use crate::tree::{Entry, Node};
use crate::unit::{Unit, in_words};
use accordant_money::Exact;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Keys of a table of columns that are no rows.
const COLUMN_KEYS: &[&str] = &["by", "columns", "units", "says", "clause", "status"];

/// The names of a table's columns.
pub(super) fn columns(table: &Node) -> &[Node] {
    table.entry("columns").and_then(|entry| entry.value.as_list()).unwrap_or_default()
}

/// The rows of a table of columns.
fn rows(table: &Node) -> impl Iterator<Item = &Entry> {
    table.as_map().unwrap_or_default().iter().filter(|entry| !COLUMN_KEYS.contains(&entry.key.as_str()))
}

/// The cells of one column, from the first row to the last.
pub(super) fn cells(table: &Node, column: usize) -> Vec<&Node> {
    rows(table).filter_map(|row| row.value.as_list()?.get(column)).collect()
}

impl Resolver<'_> {
    pub(super) fn column(&mut self, table: &Node, number: usize, head: &Head) -> Option<Ruled> {
        let key = table.entry("by")?;
        let name = key.value.as_text()?;
        let index = self.index(name);
        let input = match self.names.get(name) {
            Some(Named::Input(id)) => Some(*id),
            _ => None,
        };
        let wanted = self.row_names(name, key)?;
        if number == 0 {
            self.table_problems(table, head, &wanted);
        }
        let cells = self.column_cells(table, number, head)?;
        let unit = self.column_unit(table, number, head, &cells)?;
        let others = cells.iter().find(|(row, _)| row == "others").map(|(_, cell)| cell.clone());
        let named = cells.into_iter().filter(|(row, _)| row != "others").collect();
        let said = format!("by {}, from the table", name.replace('_', " "));
        let rule = match (index, input) {
            (Some(index), _) => Rule::PickByElement(index, named, others),
            (None, Some(input)) => Rule::PickByWord(input, named, others),
            (None, None) => return None,
        };
        Some(Ruled { rule, unit, words: said })
    }

    /// The rows that the key asks for.
    fn row_names(&mut self, name: &str, key: &Entry) -> Option<Vec<String>> {
        if let Some(index) = self.index(name) {
            return Some(
                self.indexes.get(index.0)?.elements.iter().map(|element| element.name.clone()).collect(),
            );
        }
        let named = self.names.get(name).copied()?;
        if self.is_unsure(named) {
            return None;
        }
        if let Named::Input(InputId(id)) = named
            && let Some(InputKind::Choice(words)) = self.inputs.get(id).map(|input| &input.kind)
        {
            return Some(words.clone());
        }
        let help =
            Some("the key of a table is an input with `one_of`, or an index such as `service`".to_string());
        self.problem_at("table", &key.value, format!("`{name}` cannot be the key of a table"), help);
        None
    }

    /// The cells of one column.
    fn column_cells(&mut self, table: &Node, number: usize, head: &Head) -> Option<Vec<(String, Cell)>> {
        let mut found: Option<Vec<(String, Cell)>> = Some(Vec::new());
        for row in rows(table) {
            let cell = row.value.as_list().and_then(|cells| cells.get(number));
            match cell.and_then(|cell| self.cell(cell, head)).zip(found.as_mut()) {
                Some((cell, found)) => found.push((row.key.clone(), cell)),
                None => found = None,
            }
        }
        found
    }

    /// What is wrong with rows is told once, with the first column.
    fn table_problems(&mut self, table: &Node, head: &Head, wanted: &[String]) {
        rows(table).for_each(|row| self.row_problems(table, row, wanted));
        let has = |name: &str| rows(table).any(|row| row.key == name || row.key == "others");
        let lacking: Vec<&str> = wanted.iter().map(String::as_str).filter(|name| !has(name)).collect();
        if lacking.is_empty() {
            return;
        }
        let shown = lacking.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let what = format!("the table has no row for {shown}");
        let help = Some("write a row for each, or a row `others`".to_string());
        let columns = table.entry("columns").map_or(&head.place, |entry| &entry.key_place);
        self.problem("table", columns.clone(), "columns", what, help);
    }

    fn row_problems(&mut self, table: &Node, row: &Entry, wanted: &[String]) {
        if row.key != "others" && !wanted.contains(&row.key) {
            let help = match nearest(&row.key, wanted.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    format!("the rows are {}", either(wanted.iter().map(String::as_str).chain(["others"])))
                }
            };
            self.problem(
                "table",
                row.key_place.clone(),
                &row.key,
                format!("no row `{}` is asked for", row.key),
                Some(help),
            );
        }
        if row.value.is_refused() {
            return;
        }
        let (has, needs) = (row.value.as_list().map_or(0, <[Node]>::len), columns(table).len());
        if has != needs {
            let cells = if has == 1 { "cell" } else { "cells" };
            let what = format!("the row `{}` has {has} {cells}; the table has {needs} columns", row.key);
            let help =
                Some("in [ ] a comma ends a value: put quotes round one that contains a comma".to_string());
            self.problem("table", row.key_place.clone(), &row.key, what, help);
        }
    }

    fn cell(&mut self, node: &Node, head: &Head) -> Option<Cell> {
        let written = node.as_text().unwrap_or_default();
        if written == "none" {
            return Some(Cell::None(node.place.clone()));
        }
        if head.words.is_some() {
            return Some(Cell::Word(written.to_string()));
        }
        let term = self.formula(node)?;
        self.expr(&term, &Scope::of(node, &head.by)).map(Cell::Formula)
    }

    /// A column of bare numbers takes the unit stated for it; else its cells must agree.
    fn column_unit(
        &mut self,
        table: &Node,
        number: usize,
        head: &Head,
        cells: &[(String, Cell)],
    ) -> Option<Option<Unit>> {
        if head.words.is_some() {
            return Some(None);
        }
        let exprs: Vec<&Expr> = cells
            .iter()
            .filter_map(|(_, cell)| if let Cell::Formula(expr) = cell { Some(expr) } else { None })
            .collect();
        let unit = self.one_unit(exprs)?;
        let stated = table.entry("units").and_then(|units| units.value.as_list()?.get(number));
        match (stated, unit) {
            (Some(node), Some(unit)) if unit.is_ratio() => Some(Some(self.unit_of(node)?)),
            (Some(node), None) => Some(Some(self.unit_of(node)?)),
            (_, unit) => Some(unit),
        }
    }

    pub(super) fn bands(&mut self, table: &Node, head: &Head) -> Option<Ruled> {
        let looked_up = self.looked_up(table, head);
        let unit = looked_up.as_ref().and_then(|(of, _)| of.unit.clone());
        let mut bands = Vec::new();
        let mut beyond = None;
        let mut sound = true;
        let mut edge: Option<Expr> = None;
        let written = table.entry("bands")?;
        let rows = written.value.as_list()?;
        if rows.is_empty() {
            let help = Some("such as: bands: [{ to: 2m GBP, rate: 10% }, { beyond: 20% }]".to_string());
            self.problem(
                "band",
                written.key_place.clone(),
                &written.key,
                format!("`{}` has no bands", head.name),
                help,
            );
        }
        for (number, row) in rows.iter().enumerate() {
            if let Some(rate) = row.entry("beyond") {
                beyond = self.rate(&rate.value, head);
                sound &= beyond.is_some();
                if number + 1 < rows.len() {
                    let help = Some("put it last: it is what lies beyond every other band".to_string());
                    self.problem(
                        "band",
                        rate.key_place.clone(),
                        &rate.key,
                        "`beyond` stands before other bands".to_string(),
                        help,
                    );
                }
                continue;
            }
            match self.band(row, &unit, &mut edge, bands.is_empty(), head) {
                Some(band) => bands.push(band),
                None => sound = false,
            }
        }
        let (of, said) = looked_up?;
        let words = format!("the share of {said}, band by band");
        sound.then_some(Ruled { rule: Rule::Bands(of, bands, beyond), unit, words })
    }

    fn band(
        &mut self,
        row: &Node,
        unit: &Option<Unit>,
        edge: &mut Option<Expr>,
        first: bool,
        head: &Head,
    ) -> Option<Band> {
        // The check of the form tells of a band that lacks one of them.
        let (to, rate) = (row.entry("to")?, row.entry("rate")?);
        let ends = self.band_edge(&to.value, unit, head);
        let rate = self.rate(&rate.value, head);
        let from = match row.entry("from") {
            Some(from) => Some(self.band_edge(&from.value, unit, head)?),
            None => None,
        };
        let (ends, rate) = (ends?, rate?);
        let start = from.as_ref().and_then(constant).or(if first {
            Some(Exact::zero())
        } else {
            edge.as_ref().and_then(constant)
        });
        if let (Some(from), Some(last)) = (&from, edge.as_ref()) {
            self.meets(row, from, last);
        }
        if let (Some(start), Some(end)) = (&start, constant(&ends))
            && end <= *start
        {
            let help = Some("each band ends above the one before".to_string());
            self.problem_at("band", &to.value, "this band ends where it begins, or before".to_string(), help);
        }
        *edge = Some(ends.clone());
        Some(Band { from: from.filter(|_| first), to: ends, rate })
    }

    /// A band begins where the one before ended: the same number, or the same formula.
    fn meets(&mut self, row: &Node, from: &Expr, last: &Expr) {
        let how = match (constant(from), constant(last)) {
            (Some(from), Some(last)) if from == last => return,
            (Some(from), Some(last)) if from < last => "overlaps the one before",
            (Some(_), Some(_)) => "leaves a gap after the one before",
            _ if from.words == last.words => return,
            _ => "does not begin where the one before ended",
        };
        let help = Some("a band begins where the one before ended; leave `from` out".to_string());
        let Some(written) = row.entry("from") else { return };
        self.problem_at("band", &written.value, format!("this band {how}"), help);
    }

    fn band_edge(&mut self, node: &Node, unit: &Option<Unit>, head: &Head) -> Option<Expr> {
        let term = self.formula(node)?;
        let scope = Scope::of(node, &head.by);
        match unit {
            Some(unit) => self.expr_in(&term, &scope, unit),
            None => self.expr(&term, &scope),
        }
    }

    fn rate(&mut self, node: &Node, head: &Head) -> Option<Expr> {
        let term = self.formula(node)?;
        self.expr_in(&term, &Scope::of(node, &head.by), &Unit::ratio())
    }

    /// What a table of bands or a curve is about.
    fn looked_up(&mut self, table: &Node, head: &Head) -> Option<(Expr, String)> {
        let Some(of) = table.entry("of") else {
            // The check of the form tells of it.
            return None;
        };
        let term = self.formula(&of.value)?;
        Some((self.expr(&term, &Scope::of(&of.value, &head.by))?, words(&term)))
    }

    pub(super) fn curve(&mut self, table: &Node, head: &Head) -> Option<Ruled> {
        let looked_up = self.looked_up(table, head);
        let points =
            self.points(table.entry("points")?, looked_up.as_ref().and_then(|(of, _)| of.unit.clone()), head);
        let ((of, said), points) = (looked_up?, points?);
        let between = match table.entry("between").and_then(|entry| entry.value.as_text()) {
            Some("step") => Between::Step,
            Some("linear to the last whole number") => Between::LinearToLastWhole,
            _ => Between::Linear,
        };
        let beyond = |key: &str, default| match table.entry(key).and_then(|entry| entry.value.as_text()) {
            Some("first" | "last") => Beyond::Hold,
            Some("refuse") => Beyond::Refuse,
            _ => default,
        };
        let unit = self.one_unit(points.iter().map(|(_, y)| y).collect())?;
        let (below, above) = (beyond("below", Beyond::Refuse), beyond("above", Beyond::Hold));
        let rule = Rule::Curve(Box::new(Curve { of, points, between, below, above }));
        Some(Ruled { rule, unit, words: format!("read off the table at {said}") })
    }

    /// Points in the order of the text; X must rise.
    fn points(&mut self, entry: &Entry, unit: Option<Unit>, head: &Head) -> Option<Vec<(Exact, Expr)>> {
        let mut points: Vec<(Exact, Expr)> = Vec::new();
        let mut sound = true;
        for point in entry.value.as_map()? {
            let x = match read_value(&point.key) {
                Some(Given::Number(x, found)) if found.is_none() || found == unit => Some(x),
                _ => {
                    let what = format!("`{}` is not a point of this table", point.key);
                    let help = match &unit {
                        Some(unit) if unit.is_date() => "write a day such as `2026-04-01`".to_string(),
                        Some(unit) => format!(
                            "write a number such as 5000, {}",
                            in_words(unit).replace("a plain number", "without a unit")
                        ),
                        None => "write a number such as 5000".to_string(),
                    };
                    self.problem("table", point.key_place.clone(), &point.key, what, Some(help));
                    None
                }
            };
            let y = self
                .formula(&point.value)
                .and_then(|term| self.expr(&term, &Scope::of(&point.value, &head.by)));
            let Some((x, y)) = x.zip(y) else {
                sound = false;
                continue;
            };
            if points.last().is_some_and(|(before, _)| *before >= x) {
                let dated = unit.as_ref().is_some_and(Unit::is_date);
                let (how, help) = match dated {
                    true => ("lie after the day before it", "write the days from the first on, each once"),
                    false => {
                        ("lie above the point before it", "write the points from the lowest up, each once")
                    }
                };
                let what = format!("`{}` does not {how}", point.key);
                self.problem("table", point.key_place.clone(), &point.key, what, Some(help.to_string()));
                sound = false;
            }
            points.push((x, y));
        }
        if points.is_empty() && sound {
            let help = if unit.as_ref().is_some_and(Unit::is_date) {
                "such as: from: { 2013-01-01: 2% }"
            } else {
                "such as: points: { 0: 0%, 100: 5% }"
            };
            let what = format!("the table `{}` has no points", head.name);
            self.problem("table", entry.key_place.clone(), &entry.key, what, Some(help.to_string()));
        }
        (sound && !points.is_empty()).then_some(points)
    }

    pub(super) fn dated(&mut self, table: &Node, head: &Head) -> Option<Ruled> {
        let key = table.entry("dated")?;
        let from = table.entry("from");
        let of = match key.value.as_text()? {
            "period" => Some(Expr {
                unit: Some(Unit::date()),
                place: key.value.place.clone(),
                words: "the first day of the period".to_string(),
                kind: ExprKind::Reference(Subject::PeriodStart, Vec::new()),
            }),
            _ => {
                let term = self.formula(&key.value)?;
                self.expr_in(&term, &Scope::of(&key.value, &head.by), &Unit::date())
            }
        };
        // The check of the form tells of a table without `from`.
        let points = self.points(from?, Some(Unit::date()), head);
        let (of, points) = (of?, points?);
        let unit = self.one_unit(points.iter().map(|(_, y)| y).collect())?;
        let curve = Curve { of, points, between: Between::Step, below: Beyond::Refuse, above: Beyond::Hold };
        let words = format!("as dated by {}", key.value.as_text().unwrap_or_default().replace('_', " "));
        Some(Ruled { rule: Rule::Curve(Box::new(curve)), unit, words })
    }
}

/// The value of a quantity that is a plain number.
fn constant(expr: &Expr) -> Option<Exact> {
    match &expr.kind {
        ExprKind::Number(value) => Some(value.clone()),
        _ => None,
    }
}
