//! Tables: columns by a key, bands, curves, dated values (M16-M20).

use super::declare::{Head, Named};
use super::line::Ruled;
use super::scope::Scope;
use super::value::{Given, read_value};
use super::Resolver;
use crate::formula::words;
use crate::problem::nearest;
use crate::terms::{Band, Between, Beyond, Cell, Curve, Expr, ExprKind, InputId, InputKind, Rule, Subject};
use crate::tree::{Entry, Node};
use crate::unit::Unit;
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
        let cells = self.column_cells(table, number, head, &wanted)?;
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
            return Some(self.indexes.get(index.0)?.elements.iter().map(|element| element.name.clone()).collect());
        }
        if let Some(Named::Input(InputId(id))) = self.names.get(name).copied()
            && let Some(InputKind::Choice(words)) = self.inputs.get(id).map(|input| &input.kind)
        {
            return Some(words.clone());
        }
        let help = Some("the key of a table is an input with `one_of`, or an index such as `service`".to_string());
        self.problem_at("table", &key.value, format!("`{name}` cannot be the key of a table"), help);
        None
    }

    /// The cells of one column. What is wrong with rows is told once, with the first column.
    fn column_cells(&mut self, table: &Node, number: usize, head: &Head, wanted: &[String]) -> Option<Vec<(String, Cell)>> {
        let mut found: Option<Vec<(String, Cell)>> = Some(Vec::new());
        for row in rows(table) {
            if number == 0 {
                self.row_problems(table, row, wanted);
            }
            let cell = row.value.as_list().and_then(|cells| cells.get(number));
            match cell.and_then(|cell| self.cell(cell, head)).zip(found.as_mut()) {
                Some((cell, found)) => found.push((row.key.clone(), cell)),
                None => found = None,
            }
        }
        let has = |name: &str| rows(table).any(|row| row.key == name || row.key == "others");
        if number == 0 {
            for lacking in wanted.iter().filter(|name| !has(name)) {
                let help = Some("give it a row, or write a row `others`".to_string());
                self.problem_at("table", table, format!("the table has no row for `{lacking}`"), help);
            }
        }
        found
    }

    fn row_problems(&mut self, table: &Node, row: &Entry, wanted: &[String]) {
        if row.key != "others" && !wanted.contains(&row.key) {
            let near = nearest(&row.key, wanted.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?"));
            self.problem("table", row.key_place.clone(), &row.key, format!("no row `{}` is asked for", row.key), near);
        }
        let (has, needs) = (row.value.as_list().map_or(0, <[Node]>::len), columns(table).len());
        if has != needs {
            let what = format!("the row `{}` has {has} cells; the table has {needs} columns", row.key);
            let help = Some("in [ ] a comma ends a value: put quotes round one that contains a comma".to_string());
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
    fn column_unit(&mut self, table: &Node, number: usize, head: &Head, cells: &[(String, Cell)]) -> Option<Option<Unit>> {
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
        let (of, said) = self.looked_up(table, head)?;
        let unit = of.unit.clone();
        let mut bands = Vec::new();
        let mut beyond = None;
        let mut sound = true;
        let mut edge: Option<Exact> = None;
        for row in table.entry("bands")?.value.as_list().unwrap_or_default() {
            if let Some(rate) = row.entry("beyond") {
                beyond = self.rate(&rate.value, head);
                sound &= beyond.is_some();
                continue;
            }
            match self.band(row, &unit, &mut edge, bands.is_empty(), head) {
                Some(band) => bands.push(band),
                None => sound = false,
            }
        }
        let words = format!("the share of {said}, band by band");
        sound.then_some(Ruled { rule: Rule::Bands(of, bands, beyond), unit, words })
    }

    fn band(&mut self, row: &Node, unit: &Option<Unit>, edge: &mut Option<Exact>, first: bool, head: &Head) -> Option<Band> {
        let (Some(to), Some(rate)) = (row.entry("to"), row.entry("rate")) else {
            let help = Some("a band is `{ to: .., rate: .. }`; the last may be `{ beyond: .. }`".to_string());
            self.problem_at("band", row, "this band cannot be read".to_string(), help);
            return None;
        };
        let ends = self.band_edge(&to.value, unit, head);
        let rate = self.rate(&rate.value, head);
        let from = match row.entry("from") {
            Some(from) => Some(self.band_edge(&from.value, unit, head)?),
            None => None,
        };
        let (ends, rate) = (ends?, rate?);
        let start = from.as_ref().and_then(constant).or(if first { Some(Exact::zero()) } else { edge.clone() });
        if let (Some(from), Some(last)) = (from.as_ref().and_then(constant), edge.clone().or(first.then(Exact::zero)))
            && !first
            && from != last
        {
            let how = if from < last { "overlap" } else { "leave a gap" };
            let help = Some("a band begins where the one before ended; leave `from` out".to_string());
            self.problem_at("band", row, format!("these bands {how}"), help);
        }
        if let (Some(start), Some(end)) = (&start, constant(&ends))
            && end <= *start
        {
            let help = Some("each band ends above the one before".to_string());
            self.problem_at("band", row, "this band ends where it begins, or before".to_string(), help);
        }
        *edge = constant(&ends);
        Some(Band { from: from.filter(|_| first), to: ends, rate })
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
            let what = format!("the table `{}` does not say what it is about", head.name);
            self.problem("table", head.place.clone(), &head.name, what, Some("such as: of: under_run".to_string()));
            return None;
        };
        let term = self.formula(&of.value)?;
        Some((self.expr(&term, &Scope::of(&of.value, &head.by))?, words(&term)))
    }

    pub(super) fn curve(&mut self, table: &Node, head: &Head) -> Option<Ruled> {
        let looked_up = self.looked_up(table, head);
        let points = self.points(table.entry("points")?, looked_up.as_ref().and_then(|(of, _)| of.unit.clone()), head);
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
        for point in entry.value.as_map().unwrap_or_default() {
            let x = match read_value(&point.key) {
                Some(Given::Number(x, found)) if found.is_none() || found == unit => Some(x),
                _ => {
                    let what = format!("`{}` is not a point of this table", point.key);
                    self.problem("table", point.key_place.clone(), &point.key, what, Some("write a number such as 5000".to_string()));
                    None
                }
            };
            let y = self.formula(&point.value).and_then(|term| self.expr(&term, &Scope::of(&point.value, &head.by)));
            let Some((x, y)) = x.zip(y) else {
                sound = false;
                continue;
            };
            if points.last().is_some_and(|(before, _)| *before >= x) {
                let what = format!("`{}` does not lie above the point before it", point.key);
                self.problem("table", point.key_place.clone(), &point.key, what, Some("write the points from the lowest up".to_string()));
                sound = false;
            }
            points.push((x, y));
        }
        if points.is_empty() && sound {
            self.problem("table", entry.key_place.clone(), &entry.key, "the table has no points".to_string(), None);
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
        let Some(from) = from else {
            let help = Some("such as: from: { 2013-01-01: 2% }".to_string());
            self.problem("table", head.place.clone(), &head.name, "a dated table needs `from`".to_string(), help);
            return None;
        };
        let points = self.points(from, Some(Unit::date()), head);
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

