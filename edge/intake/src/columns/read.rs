//! `columns.yaml`, checked against what the agreement asks for.

use super::coded::Codes;
use super::{ColumnName, ElementColumn, ElementFrom, From, MappedInput, Mapping, OnlyRows};
use crate::fault::{Fault, instead};
use crate::names::{Asked, Names};
use crate::number::Percent;
use crate::period::{Period, read_period};
use accordant_agreement::problem::{Place, Problems, in_backticks};
use accordant_agreement::terms::{InputKind, Terms};
use accordant_agreement::tree::{self, Entry, Node};
use accordant_facts::Days;

const MAPPING_KEYS: [&str; 5] = ["row", "period", "absent", "codes", "inputs"];
const INPUT_KEYS: [&str; 7] = ["column", "codes", "percent", "absent", "value", "of", "where"];
/// The name of the problem that a key stands in quotes.
const QUOTED_KEY: &str = "key-not-plain";
/// In `codes`: every text that is not listed.
const OTHERS: &str = "others";

/// Reads the mappings of a `columns.yaml`. All that is wrong is added to `problems`; what has a problem is left out.
pub fn read(
    file: &str,
    bytes: &[u8],
    terms: &Terms,
    periods: &[Period],
    problems: &mut Problems,
) -> Vec<Mapping> {
    let mut found = Problems::new();
    let root = tree::read(file, bytes, &mut found);
    // A code is someone else's text, not a name, and may need quotes.
    problems.extend(found.sorted().into_iter().filter(|problem| problem.code != QUOTED_KEY));
    let Some(root) = root else { return Vec::new() };
    let mut reader = Reader { names: Names::new(terms), periods, problems };
    let Some(entries) = reader.map("the file", &root) else { return Vec::new() };
    entries.iter().filter_map(|entry| reader.mapping(entry)).collect()
}

struct Reader<'a> {
    names: Names<'a>,
    periods: &'a [Period],
    problems: &'a mut Problems,
}

impl Reader<'_> {
    fn mapping(&mut self, entry: &Entry) -> Option<Mapping> {
        let entries = self.map(&entry.key, &entry.value)?;
        self.only(entries, &MAPPING_KEYS);
        let period_column = entry.value.entry("period").and_then(|period| self.period_column(period));
        let row = match (entry.value.entry("row"), &period_column) {
            // Rows that are about days of their own are known by their numbers.
            (None, Some(column)) => Some(column.clone()),
            _ => self.required(entry, "row").and_then(|row| self.column(row)),
        };
        let period = entry.value.entry("period").filter(|_| period_column.is_none());
        let period = period.and_then(|period| self.period(period));
        let defaults = Defaults {
            absent: entry.value.entry("absent").map(|absent| self.texts(absent)).unwrap_or_default(),
            codes: entry.value.entry("codes"),
        };
        let inputs = self.required(entry, "inputs")?;
        let mut mapped = Vec::new();
        for input in self.map("inputs", &inputs.value)? {
            // An indexed input is mapped once for each element.
            let nodes = input.value.as_list().unwrap_or(std::slice::from_ref(&input.value));
            mapped.extend(nodes.iter().filter_map(|node| self.input(input, node, &defaults)));
        }
        self.tell_twice(&mapped, inputs);
        Some(Mapping {
            name: entry.key.clone(),
            place: entry.key_place.clone(),
            row: row?,
            period,
            period_column,
            inputs: mapped,
        })
    }

    fn input(&mut self, entry: &Entry, node: &Node, defaults: &Defaults<'_>) -> Option<MappedInput> {
        let asked = self.names.asked(&entry.key).cloned();
        let asked = self.note(&entry.key_place, &entry.key, asked)?;
        if let Some(name) = node.as_text() {
            let from = From::Column(ColumnName { name: name.to_string(), place: node.place.clone() });
            let of = self.note(&entry.key_place, &entry.key, asked.of(""))?;
            let marks = self.marks(&asked, node, defaults);
            return Some(mapped(&asked, (of, Vec::new()), from, Percent::AsWritten, marks));
        }
        let entries = self.map(&entry.key, node)?;
        self.only(entries, &INPUT_KEYS);
        let of = match node.entry("of") {
            Some(of) if of.value.as_map().is_some() || of.value.as_list().is_some() => {
                self.apart(of, &asked).map(|apart| (Vec::new(), apart))
            }
            Some(of) => self.read(of, |text| asked.of(text)).map(|of| (of, Vec::new())),
            None => self.note(&entry.key_place, &entry.key, asked.of("")).map(|of| (of, Vec::new())),
        };
        let percent =
            node.entry("percent").map_or(Some(Percent::AsWritten), |entry| self.percent(entry, &asked));
        let from = self.from(entry, node, &asked);
        let marks = self.marks(&asked, node, defaults);
        let only = node.entry("where").map_or(Some(None), |only| self.only_rows(only).map(Some));
        Some(MappedInput { only: only?, ..mapped(&asked, of?, from?, percent?, marks) })
    }

    /// The marks and codes of an input: its own, or those of the mapping.
    fn marks(&mut self, asked: &Asked<'_>, node: &Node, defaults: &Defaults<'_>) -> Marks {
        let codes = match node.entry("codes") {
            Some(own) => self.codes(own, asked, Unfit::Tell),
            // Those of the mapping are for the inputs whose words or values they give.
            None => defaults.codes.map(|codes| self.codes(codes, asked, Unfit::PassOver)).unwrap_or_default(),
        };
        let absent = node.entry("absent").map(|absent| self.texts(absent));
        Marks { codes, absent: absent.unwrap_or_else(|| defaults.absent.clone()) }
    }

    /// Where a value stands: in exactly one of `column` and `value`.
    fn from(&mut self, entry: &Entry, node: &Node, asked: &Asked<'_>) -> Option<From> {
        match (node.entry("column"), node.entry("value")) {
            (Some(column), None) => self.column(column).map(From::Column),
            (None, Some(value)) => self.read(value, |text| asked.value(text)).map(From::Constant),
            (Some(_), Some(value)) => {
                let what = format!("{} has both `column` and `value`", in_backticks(&entry.key));
                self.tell(&value.key_place, "value", "one-too-many", what, "write one of them");
                None
            }
            (None, None) => {
                let what = format!("{} has no `column`", in_backticks(&entry.key));
                let help = "write the column that it stands in, or the `value` that it has in every row";
                self.tell(&node.place, &entry.key, "missing-key", what, help);
                None
            }
        }
    }

    fn percent(&mut self, entry: &Entry, asked: &Asked<'_>) -> Option<Percent> {
        if !matches!(&asked.kind, InputKind::Quantity(unit) if unit.is_ratio()) {
            let what = format!("`{}` is no ratio, so it is not given in percent", asked.name);
            self.tell(&entry.key_place, "percent", "unit", what, "leave `percent` out");
            return None;
        }
        self.read(entry, |text| match text {
            "text" => Ok(Percent::Text),
            "number" => Ok(Percent::Number),
            _ => {
                let help = "write `text` where the file says 40%, and `number` where it says 40".to_string();
                Err(Fault::new(
                    "unknown-word",
                    format!("{} is no way to write percentages", in_backticks(text)),
                    help,
                ))
            }
        })
    }

    fn codes(&mut self, entry: &Entry, asked: &Asked<'_>, unfit: Unfit) -> Codes {
        let mut codes = Codes::default();
        let entries = self.map(&entry.key, &entry.value).unwrap_or_default();
        for code in entries {
            let meaning = match unfit {
                Unfit::Tell => self.read(code, |text| asked.value(text)),
                Unfit::PassOver => code.value.as_text().and_then(|text| asked.value(text).ok()),
            };
            match (meaning, code.key.as_str()) {
                (Some(meaning), OTHERS) => codes.set_others(meaning),
                (Some(meaning), text) => codes.insert(text.trim(), meaning),
                (None, _) => {}
            }
        }
        codes
    }

    fn period(&mut self, entry: &Entry) -> Option<Days> {
        let periods = self.periods;
        self.read(entry, |text| read_period(text, periods))
    }

    /// The column in which each row says its days; nothing if it is no map.
    fn period_column(&mut self, entry: &Entry) -> Option<ColumnName> {
        let entries = entry.value.as_map()?;
        self.only(entries, &["column"]);
        let column = self.required(entry, "column")?;
        self.column(column)
    }

    /// The rows that speak of an input.
    fn only_rows(&mut self, entry: &Entry) -> Option<OnlyRows> {
        let entries = self.map(&entry.key, &entry.value)?;
        self.only(entries, &["column", "is"]);
        let is = entry.value.entry("is").map(|is| self.texts(is)).unwrap_or_default();
        let Some(column) = entry.value.entry("column").filter(|_| !is.is_empty()) else {
            let what = "`where` does not say in which rows".to_string();
            let help =
                "write a column and what stands there, such as `where: { column: Procedure, is: Hip }`";
            self.tell(&entry.key_place, "where", "missing-key", what, help);
            return None;
        };
        Some(OnlyRows { column: self.column(column)?, is })
    }

    /// Where the elements of an input stand, one for each of its indexes.
    fn apart(&mut self, entry: &Entry, asked: &Asked<'_>) -> Option<Vec<ElementFrom>> {
        let nodes = entry.value.as_list().unwrap_or(std::slice::from_ref(&entry.value));
        let indexes: Vec<(&str, &[&str])> = asked.elements().collect();
        if nodes.len() != indexes.len() {
            let by: Vec<&str> = indexes.iter().map(|(index, _)| *index).collect();
            let by = if by.is_empty() { "nothing".to_string() } else { by.join(" and ") };
            let what = format!("`{}` is given by {by}", asked.name);
            let help = "write a column for each, such as `of: { column: Provider }`";
            self.tell(&entry.key_place, "of", "wrong-index", what, help);
            return None;
        }
        let all = nodes.iter().zip(indexes);
        all.map(|(node, (index, elements))| self.element(entry, node, index, elements)).collect()
    }

    fn element(&mut self, of: &Entry, node: &Node, index: &str, names: &[&str]) -> Option<ElementFrom> {
        let is_one = |text: &str| match names.contains(&text) {
            true => Ok(text.to_string()),
            false => {
                let what = format!("{} is no {index}", in_backticks(text));
                Err(Fault::new("unknown-element", what, instead(text, names.iter().copied())))
            }
        };
        if let Some(text) = node.as_text() {
            return self.note(&node.place, text, is_one(text)).map(ElementFrom::Same);
        }
        let entries = self.map("of", node)?;
        self.only(entries, &["column", "codes"]);
        let Some(column) = node.entry("column") else {
            let help = "write the column that it stands in, such as `of: { column: Provider }`";
            self.tell(&of.key_place, "of", "missing-key", "`of` has no `column`".to_string(), help);
            return None;
        };
        let column = self.column(column)?;
        let codes = node.entry("codes").and_then(|codes| self.map("codes", &codes.value));
        let codes = codes.unwrap_or_default().iter();
        let codes = codes.filter_map(|code| Some((code.key.clone(), self.read(code, is_one)?))).collect();
        let elements = names.iter().map(|name| (*name).to_string()).collect();
        Some(ElementFrom::Column(ElementColumn { column, index: index.to_string(), elements, codes }))
    }

    fn column(&mut self, entry: &Entry) -> Option<ColumnName> {
        let name = self.read(entry, |text| Ok(text.trim().to_string()))?;
        Some(ColumnName { name, place: entry.value.place.clone() })
    }

    /// One text or a list of them.
    fn texts(&mut self, entry: &Entry) -> Vec<String> {
        let nodes = entry.value.as_list().unwrap_or(std::slice::from_ref(&entry.value));
        let texts = nodes.iter().filter_map(Node::as_text).map(|text| text.trim().to_string()).collect();
        if nodes.iter().any(|node| node.as_map().is_some() || node.as_list().is_some()) {
            let what = format!("{} is no list of texts", in_backticks(&entry.key));
            self.tell(&entry.key_place, &entry.key, "wrong-kind", what, "write it like `[\"-\", \"*\"]`");
        }
        texts
    }

    /// Reads a scalar; `None` if there is none, or it is wrong.
    fn read<T>(&mut self, entry: &Entry, read: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        match entry.value.as_text() {
            Some(text) => self.note(&entry.value.place, text, read(text)),
            None if entry.value.is_refused() => None,
            None => {
                let what = format!("{} is not a single value", in_backticks(&entry.key));
                self.tell(&entry.key_place, &entry.key, "wrong-kind", what, "write one value behind it");
                None
            }
        }
    }

    fn map<'n>(&mut self, key: &str, node: &'n Node) -> Option<&'n [Entry]> {
        if node.as_map().is_none() && !node.is_refused() {
            let what = format!("{} is not a map", in_backticks(key));
            self.tell(
                &node.place,
                node.as_text().unwrap_or_default(),
                "wrong-kind",
                what,
                "write names with values",
            );
        }
        node.as_map()
    }

    fn required<'n>(&mut self, entry: &'n Entry, key: &str) -> Option<&'n Entry> {
        let found = entry.value.entry(key);
        if found.is_none() {
            let what = format!("{} has no `{key}`", in_backticks(&entry.key));
            let help = match key {
                "row" => "write `row` with the column that identifies a row",
                "column" => {
                    "write the column in which the days of each row stand, such as `{ column: Month }`"
                }
                _ => "write `inputs` with the column of each input",
            };
            self.tell(&entry.key_place, &entry.key, "missing-key", what, help);
        }
        found
    }

    fn only(&mut self, entries: &[Entry], known: &[&str]) {
        for entry in entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let what = format!("unknown key {}", in_backticks(&entry.key));
            self.tell(
                &entry.key_place,
                &entry.key,
                "unknown-key",
                what,
                &instead(&entry.key, known.iter().copied()),
            );
        }
    }

    /// Tells of an input that is read from two columns.
    fn tell_twice(&mut self, mapped: &[MappedInput], inputs: &Entry) {
        for (number, one) in mapped.iter().enumerate() {
            let earlier = mapped.iter().take(number);
            if earlier.clone().any(|before| is_same(before, one)) {
                let what = format!("`{}` of `{}` is mapped twice", one.name, one.of.join("/"));
                self.tell(
                    &inputs.key_place,
                    &inputs.key,
                    "duplicate-fact",
                    what,
                    "keep one of the two columns",
                );
            }
        }
    }

    fn note<T>(&mut self, place: &Place, words: &str, read: Result<T, Fault>) -> Option<T> {
        read.map_err(|fault| self.problems.push(fault.at(place.clone(), words))).ok()
    }

    fn tell(&mut self, place: &Place, words: &str, code: &'static str, what: String, help: &str) {
        self.problems.push(Fault::new(code, what, help.to_string()).at(place.clone(), words));
    }
}

/// Whether both are of the same elements, or of those in the same columns.
fn is_same(one: &MappedInput, other: &MappedInput) -> bool {
    let is_of_same = |pair: (&ElementFrom, &ElementFrom)| match pair {
        (ElementFrom::Same(one), ElementFrom::Same(other)) => one == other,
        (ElementFrom::Column(one), ElementFrom::Column(other)) => one.column.name == other.column.name,
        _ => false,
    };
    (&one.name, &one.of, one.apart.len()) == (&other.name, &other.of, other.apart.len())
        && one.apart.iter().zip(&other.apart).all(is_of_same)
}

fn mapped(
    asked: &Asked<'_>,
    (of, apart): (Vec<String>, Vec<ElementFrom>),
    from: From,
    percent: Percent,
    marks: Marks,
) -> MappedInput {
    let Marks { absent, codes } = marks;
    let (input, name, kind) = (asked.input, asked.name.to_string(), asked.kind.clone());
    MappedInput { input, name, of, apart, only: None, kind, from, percent, absent, codes }
}

/// Texts of an input's column that stand for something else.
struct Marks {
    absent: Vec<String>,
    codes: Codes,
}

/// What a mapping says for inputs that say nothing themselves.
struct Defaults<'n> {
    absent: Vec<String>,
    codes: Option<&'n Entry>,
}

/// What becomes of a code whose meaning does not fit the input.
#[derive(Clone, Copy)]
enum Unfit {
    Tell,
    PassOver,
}
