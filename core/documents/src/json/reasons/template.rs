//! A line of reasons with its values left open: rows that take the same branches share it.

use super::super::text::{Written, end_object, push_said, push_value};
use super::{Origins, ReasonLine, push_posting};
use accordant_settlement::{Computed, FigureId, NodeId, SlotId, SlotValue, because};
use alloc::string::String;
use alloc::vec::Vec;

/// What is the same for all rows of which the same was computed, and where their values go.
#[derive(Debug, Clone, Default)]
pub struct Template {
    text: String,
    places: Vec<Place>,
}

/// A place for a value, behind the first `at` bytes of the text.
#[derive(Debug, Clone, Copy)]
struct Place {
    at: usize,
    open: Open,
}

/// What goes into a place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Open {
    /// The name of the row.
    Row,
    /// The amount of the posting of this number.
    Posting(usize),
    /// The value of a figure and, if that is zero, why.
    Figure(FigureId, Written),
    /// A value between.
    Working(NodeId, Written),
    /// The value of a fact that is a quantity.
    Fact(SlotId, Written),
    /// Where a fact came from.
    Origin(SlotId),
    /// The end of an object, in place of the comma behind its last field.
    End,
}

impl Template {
    /// Appends one JSON object, without a line end: this line with the values of a row.
    pub fn fill<V: Computed, O: Origins + ?Sized>(
        &self,
        line: &ReasonLine<'_, V::Number>,
        computed: &V,
        origins: &O,
        out: &mut String,
    ) {
        let mut from = 0;
        for place in &self.places {
            out.push_str(self.text.get(from..place.at).unwrap_or_default());
            from = place.at;
            put(place.open, line, computed, origins, out);
        }
        out.push_str(self.text.get(from..).unwrap_or_default());
    }

    /// The text, to be written on.
    pub(super) fn text(&mut self) -> &mut String {
        &mut self.text
    }

    pub(super) fn push_str(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Leaves a place for a value.
    pub(super) fn leave(&mut self, open: Open) {
        self.places.push(Place { at: self.text.len(), open });
    }

    /// Ends an object whose last field may have left a comma.
    pub(super) fn end_object(&mut self) {
        // Behind a place nothing is known of what will stand before it.
        if self.places.last().is_some_and(|place| place.at == self.text.len()) {
            self.leave(Open::End);
        } else {
            end_object(&mut self.text);
        }
    }

    /// Appends what `each` writes of every item, with commas between, in brackets.
    pub(super) fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut each: impl FnMut(T, &mut Template),
    ) {
        self.text.push('[');
        for (number, item) in items.into_iter().enumerate() {
            if number > 0 {
                self.text.push(',');
            }
            each(item, self);
        }
        self.text.push(']');
    }
}

fn put<V: Computed, O: Origins + ?Sized>(
    open: Open,
    line: &ReasonLine<'_, V::Number>,
    computed: &V,
    origins: &O,
    out: &mut String,
) {
    match open {
        Open::Row => push_said("row", line.row, out),
        Open::Posting(number) => {
            if let Some(posting) = line.postings.get(number) {
                push_posting(posting, out);
            }
        }
        Open::Figure(figure, written) => {
            let Some(value) = computed.known_figure(figure) else { return };
            push_value(&value, written, out);
            if value.exact().is_some_and(|value| accordant_money::Number::sign(value).is_eq()) {
                push_said("because", because(computed, figure).as_deref(), out);
            }
        }
        Open::Working(node, written) => {
            if let Some(value) = computed.known(node) {
                push_value(&value, written, out);
            }
        }
        Open::Fact(slot, written) => {
            if let Some(SlotValue::Number(value)) = computed.given(slot).as_deref() {
                push_value(value, written, out);
            }
        }
        Open::Origin(slot) => origins.write(slot.number(), out),
        Open::End => end_object(out),
    }
}
