//! JSON, written by hand: few shapes, and every number that matters is a text.

use crate::load::Folders;
use accordant_agreement::problem::{Problem, Severity};
use std::path::Path;

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    /// Nothing.
    Null,
    /// Yes or no.
    Flag(bool),
    /// A count.
    Whole(u64),
    /// A text.
    Text(String),
    /// Several.
    List(Vec<Json>),
    /// Named values, in order.
    Map(Vec<(&'static str, Json)>),
}

impl Json {
    /// A text.
    pub fn text(text: impl Into<String>) -> Json {
        Json::Text(text.into())
    }

    /// A text, or nothing.
    pub fn maybe(text: Option<impl Into<String>>) -> Json {
        text.map_or(Json::Null, |text| Json::Text(text.into()))
    }

    /// The document, ending its line.
    pub fn document(&self) -> String {
        let mut out = String::new();
        self.write(0, &mut out);
        out.push('\n');
        out
    }

    fn write(&self, depth: usize, out: &mut String) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Json::Whole(whole) => out.push_str(&whole.to_string()),
            Json::Text(text) => quoted(text, out),
            Json::List(items) => {
                within(items, depth, ['[', ']'], out, |item, out| item.write(depth + 1, out))
            }
            Json::Map(entries) => within(entries, depth, ['{', '}'], out, |(key, value), out| {
                quoted(key, out);
                out.push_str(": ");
                value.write(depth + 1, out);
            }),
        }
    }
}

fn within<T>(
    items: &[T],
    depth: usize,
    [open, close]: [char; 2],
    out: &mut String,
    each: impl Fn(&T, &mut String),
) {
    out.push(open);
    for (at, item) in items.iter().enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(depth + 1));
        each(item, out);
    }
    if !items.is_empty() {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
    out.push(close);
}

/// Appends a text in quotes.
pub fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            control if u32::from(control) < 0x20 => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => out.push(other),
        }
    }
    out.push('"');
}

/// Everything that `check` found, folder by folder.
pub fn checked<'a>(folders: impl Iterator<Item = (&'a Folders, &'a [Problem])>) -> String {
    let list = folders.map(|(folder, findings)| {
        let found = findings.iter().map(|problem| finding(problem, None));
        let answered = folder.checked.answered.iter().map(|(problem, answer)| finding(problem, Some(answer)));
        let accepted = ("accepted", Json::Flag(folder.checked.agreement.is_some()));
        let entry = folder.in_force.as_ref().map(|(_, entry)| ("entry", Json::Whole(*entry)));
        let findings = ("findings", Json::List(found.chain(answered).collect()));
        self::folder(&folder.path, entry.into_iter().chain([accepted, findings]).collect())
    });
    Json::List(list.collect()).document()
}

/// What is said of one folder.
pub fn folder(path: &Path, said: Vec<(&'static str, Json)>) -> Json {
    Json::Map([("folder", Json::text(path.display().to_string()))].into_iter().chain(said).collect())
}

fn finding(problem: &Problem, answer: Option<&str>) -> Json {
    let severity = match problem.severity {
        Severity::Problem => "problem",
        Severity::Warning => "warning",
    };
    Json::Map(vec![
        ("severity", Json::text(severity)),
        ("code", Json::text(problem.code)),
        ("file", Json::text(problem.place.file.as_str())),
        ("line", Json::Whole(u64::from(problem.place.line))),
        ("column", Json::Whole(u64::from(problem.place.column))),
        ("what", Json::text(problem.what.as_str())),
        ("words", Json::text(problem.words.as_str())),
        ("help", Json::maybe(problem.help.as_deref())),
        ("source", Json::maybe(problem.source)),
        ("answer", Json::maybe(answer)),
    ])
}
