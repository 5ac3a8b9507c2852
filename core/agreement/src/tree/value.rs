//! What may be a value.

use super::builder::{Builder, Scalar};
use super::frame::{Content, Frame, Next, Style};
use super::source::unseen;
use super::{NodeKind, SCALAR_CHARS_MAX, comma};
use crate::problem::{in_backticks, is_unseen};
use alloc::format;
use alloc::string::{String, ToString};

impl Builder<'_> {
    /// Tells what is wrong with a scalar that is a value.
    pub(super) fn take_value(&mut self, value: &Scalar<'_>) -> NodeKind {
        let is_left_out = self.stack.last().is_some_and(Frame::leaves_value_out) || self.is_told(value);
        let is_refused =
            is_left_out || self.refuse_nothing(value) || self.refuse_unfit(value) || self.refuse_cut(value);
        if is_refused {
            return NodeKind::Refused;
        }
        NodeKind::Scalar { text: value.text.to_string(), quoted: !value.is_plain }
    }

    fn refuse_nothing(&mut self, value: &Scalar<'_>) -> bool {
        let is_nothing = matches!(value.text, "" | "~" | "null" | "Null" | "NULL");
        if !value.is_plain || !is_nothing {
            return false;
        }
        let is_empty = value.text.is_empty();
        let written = (value.place.clone(), value.start.index());
        let (what, (place, start)) = match self.stack.last().map(|frame| &frame.content) {
            None if is_empty => {
                self.refuse_empty_file();
                return true;
            }
            Some(Content::Map { next: Next::ValueOf { key, key_place, key_start }, .. }) => {
                let written = if is_empty { (key_place.clone(), *key_start) } else { written };
                (format!("{} has no value", in_backticks(key)), written)
            }
            Some(Content::List(_)) => ("an item of a list has no value".to_string(), written),
            _ => ("the file has no value".to_string(), written),
        };
        let help = match value.text {
            "" => "write its value, or leave it out".to_string(),
            word => {
                format!("write its value, or leave it out; if the word is meant, write \"{word}\" in quotes")
            }
        };
        self.tell("no-value", what, place, start, help);
        true
    }

    fn refuse_unfit(&mut self, value: &Scalar<'_>) -> bool {
        let unfit = if value.text.chars().nth(SCALAR_CHARS_MAX).is_some() {
            let help = "say it in fewer words, or keep the text in a document of its own and name it here";
            Some(("value-too-long", too_long(value.text), help))
        } else {
            let found = value.text.chars().find(|character| is_unseen(*character));
            let help = "delete the backslash and what belongs to it, or use single quotes";
            found.map(|character| ("unseen-character", unseen(character), help))
        };
        let Some((code, what, help)) = unfit else { return false };
        self.tell(code, what, value.place.clone(), value.start.index(), help.to_string());
        true
    }

    /// Tells of a number or a formula that a comma cut in two.
    fn refuse_cut(&mut self, value: &Scalar<'_>) -> bool {
        let start = value.start.index();
        let meant_end = comma::meant_end(self.source, start, value.end);
        let Some(meant_end) = meant_end.filter(|_| value.is_plain && self.style() == Style::Flow) else {
            return false;
        };
        if let Some(frame) = self.stack.last_mut() {
            frame.told_until = meant_end;
        }
        let place = self.source.place(&value.start, meant_end);
        let whole = self.source.words(start, &place);
        let rest: String = self.source.slice(value.end + 1, meant_end).iter().collect();
        let (whole_shown, read, rest) =
            (in_backticks(&whole), in_backticks(value.text), in_backticks(rest.trim()));
        let what = format!("{whole_shown} is read as {read} and then {rest}");
        self.tell("comma-ends-value", what, place, start, in_quotes(&whole));
        true
    }
}

/// What to do about a value that a comma cut.
pub(super) fn in_quotes(whole: &str) -> String {
    let rule = "in { } and [ ] a comma ends a value; put quotes round";
    if whole.contains(['"', '\\']) {
        format!("{rule} the whole value")
    } else {
        format!("{rule} it: \"{whole}\"")
    }
}

pub(super) fn too_long(text: &str) -> String {
    let characters = text.chars().count();
    format!("a text of {characters} characters; at most {SCALAR_CHARS_MAX} are read")
}
