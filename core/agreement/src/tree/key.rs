//! What may be a key, and what a key makes of the value that follows it.

use super::SCALAR_CHARS_MAX;
use super::builder::{Builder, Scalar};
use super::frame::{Next, Style};
use super::value::{in_quotes, too_long};
use crate::problem::{Place, in_backticks};
use alloc::format;
use alloc::string::{String, ToString};

impl Builder<'_> {
    /// Tells what is wrong with a key; a value is left out where it would only lead to further problems.
    pub(super) fn take_key(&mut self, key: &Scalar<'_>) -> Next {
        if self.is_told(key) || self.refuse_key_without_colon(key) {
            return Next::ValueLeftOut;
        }
        if self.style() == Style::Block {
            self.refuse_tab(&key.start);
            self.place_map_at(key);
        }
        if let Some((code, what, help)) = unfit(key) {
            self.tell(code, what, key.place.clone(), key.start.index(), help.to_string());
            return Next::ValueLeftOut;
        }
        if self.refuse_second_key(key) {
            return Next::ValueLeftOut;
        }
        Next::ValueOf {
            key: key.text.to_string(),
            key_place: key.place.clone(),
            key_start: key.start.index(),
        }
    }

    /// Whether a scalar is the rest of a value that a comma cut, of which a problem already tells.
    pub(super) fn is_told(&self, scalar: &Scalar<'_>) -> bool {
        self.stack.last().is_some_and(|frame| scalar.start.index() < frame.told_until)
    }

    /// A map without brackets has no sign of its own to point at: its first key stands for it.
    fn place_map_at(&mut self, key: &Scalar<'_>) {
        if let Some(frame) = self.stack.last_mut()
            && (frame.place.line, frame.place.column) == (key.place.line, key.place.column)
        {
            frame.place = key.place.clone();
        }
    }

    /// In `{ }` a key without `:` mostly is the rest of a value that a comma cut.
    fn refuse_key_without_colon(&mut self, key: &Scalar<'_>) -> bool {
        let following = self.source.slice(key.end, usize::MAX).iter().find(|next| !next.is_whitespace());
        let has_colon = following == Some(&':');
        if self.style() == Style::Block || has_colon || !key.is_plain || key.text.is_empty() {
            return false;
        }
        let what = format!("{} has no value", in_backticks(key.text));
        let before = self.stack.last().and_then(|frame| frame.last.as_ref());
        match before.filter(|before| before.place.line == key.place.line) {
            None => {
                let help = "write a `:` and its value after it".to_string();
                self.tell("no-value", what, key.place.clone(), key.start.index(), help);
            }
            Some(before) => {
                let length =
                    key.place.column.saturating_add(key.place.length).saturating_sub(before.place.column);
                let place = Place { length, ..before.place.clone() };
                let start = before.start;
                let help = in_quotes(&self.source.words(start, &place));
                self.tell("comma-ends-value", what, place, start, help);
            }
        }
        true
    }

    fn refuse_second_key(&mut self, key: &Scalar<'_>) -> bool {
        let first = self.stack.last_mut().and_then(|frame| frame.note_key(key.text, key.place.line));
        let Some(first) = first else { return false };
        let what = format!("the key {} stands twice; the first is on line {first}", in_backticks(key.text));
        let help = "keep one of the two, or give the second a name of its own".to_string();
        self.tell("duplicate-key", what, key.place.clone(), key.start.index(), help);
        true
    }
}

/// Why a key cannot be taken at all: the name of the problem, what is wrong, and what to do.
fn unfit(key: &Scalar<'_>) -> Option<(&'static str, String, &'static str)> {
    if key.is_plain && key.text.is_empty() {
        return Some(("no-key", "a value without a key".to_string(), "write the key before the `:`"));
    }
    if key.is_plain && key.text == "<<" {
        return Some((
            "merge-key",
            "`<<` merges another map into this one".to_string(),
            "write out each key and its value",
        ));
    }
    let is_too_long = key.text.chars().nth(SCALAR_CHARS_MAX).is_some();
    is_too_long.then(|| ("key-too-long", too_long(key.text), "a key is one short word or a few"))
}
