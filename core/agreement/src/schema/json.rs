//! A document of JSON, just enough to print a schema.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A value of JSON. Maps keep the order in which they were written.
#[derive(Debug, Clone)]
pub(super) enum Json {
    Flag(bool),
    Whole(u32),
    Text(String),
    List(Vec<Json>),
    Map(Vec<(&'static str, Json)>),
}

impl Json {
    pub(super) fn text(text: &str) -> Json {
        Json::Text(text.to_string())
    }

    pub(super) fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Json {
        Json::List(texts.into_iter().map(Json::text).collect())
    }

    /// The document, two spaces for each level, ending with a line feed.
    pub(super) fn print(&self) -> String {
        let mut out = String::new();
        self.write(0, &mut out);
        out.push('\n');
        out
    }

    fn write(&self, level: usize, out: &mut String) {
        match self {
            Json::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Json::Whole(number) => out.push_str(&number.to_string()),
            Json::Text(text) => quote(text, out),
            Json::List(items) => {
                bracketed(['[', ']'], level, items, out, |item, out| item.write(level + 1, out))
            }
            Json::Map(entries) => bracketed(['{', '}'], level, entries, out, |(key, value), out| {
                quote(key, out);
                out.push_str(": ");
                value.write(level + 1, out);
            }),
        }
    }
}

fn bracketed<T>(
    brackets: [char; 2],
    level: usize,
    items: &[T],
    out: &mut String,
    write: impl Fn(&T, &mut String),
) {
    let [open, close] = brackets;
    out.push(open);
    for (position, item) in items.iter().enumerate() {
        out.push_str(if position == 0 { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(level + 1));
        write(item, out);
    }
    if !items.is_empty() {
        out.push('\n');
        out.push_str(&"  ".repeat(level));
    }
    out.push(close);
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            control if control.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => out.push(other),
        }
    }
    out.push('"');
}
