//! Where text goes, and how much of it a reader wants.

use std::io::{self, ErrorKind, IsTerminal, Write};

/// No line of output is longer, in characters.
pub const COLUMNS: usize = 100;

/// How a command shows what it found.
#[derive(Debug, Clone, Copy)]
pub struct Face {
    /// Text for people, one fact per line, or JSON.
    pub form: Form,
    /// Whether colour may stand beside words.
    pub colour: Colour,
}

/// What output looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Text laid out for people.
    Laid,
    /// One fact on each line, without lines and colour.
    Plain,
    /// JSON in the documented shape.
    Json,
}

/// Whether colour may stand beside words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// On a terminal whose reader has not asked for none.
    Allowed,
    /// Everywhere else.
    None,
}

impl Face {
    /// The face for standard output; `NO_COLOR` and `--plain` switch colour off.
    pub fn new(form: Form) -> Face {
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let allowed = form == Form::Laid && !unwanted && io::stdout().is_terminal();
        Face { form, colour: if allowed { Colour::Allowed } else { Colour::None } }
    }

    /// Whether JSON was asked for.
    pub fn is_json(self) -> bool {
        self.form == Form::Json
    }

    /// Whether one fact on each line was asked for.
    pub fn is_plain(self) -> bool {
        self.form == Form::Plain
    }

    /// A heading.
    pub fn heading(self, text: &str) -> String {
        self.styled("1", text)
    }

    /// Words of bad news; the words say so themselves.
    pub fn bad(self, text: &str) -> String {
        self.styled("31", text)
    }

    /// Words of good news; the words say so themselves.
    pub fn good(self, text: &str) -> String {
        self.styled("32", text)
    }

    fn styled(self, code: &str, text: &str) -> String {
        match self.colour {
            Colour::Allowed => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            Colour::None => text.to_string(),
        }
    }
}

/// Writes data to standard output. A reader that has gone away is no error.
pub fn data(text: &str) {
    quietly(io::stdout().lock(), text);
}

/// Writes a message to standard error.
pub fn message(text: &str) {
    quietly(io::stderr().lock(), text);
}

/// Whoever reads may stop reading; any other failure to write is told once, where that is still possible.
fn quietly(mut out: impl Write, text: &str) {
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
    {
        let _ = writeln!(io::stderr(), "fault: the output cannot be written: {error}");
    }
}
