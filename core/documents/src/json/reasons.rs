//! The reasons behind some figures as one line of JSON, for whatever facts an evaluator was given.
//!
//! All text that does not depend on facts is put in quotes once, when the writer is made; a line then copies it and
//! adds the values. A million rows and a single explanation go through the same code, so they cannot differ.
//! Start with [`ReasonWriter::write`].

mod fixed;

use super::text::{Written, end_object, push_field, push_keyed, push_list, push_said, push_text, push_value};
use accordant_agreement::terms::{Account, Terms};
use accordant_facts::Status;
use accordant_money::Number;
use accordant_settlement::{
    Computed, FigureId, Graph, Looked, SlotId, SlotValue, Source, Stated, Truth, Value, account_name, because,
};
use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use fixed::Fixed;
pub(crate) use fixed::{condition_head, push_fact_head, push_figure_head, push_working_head};

/// Writes the reasons of the figures that are wanted, with all figures and facts behind them.
pub struct ReasonWriter {
    fixed: Fixed,
    /// What each figure looked at in this round; the room is kept from line to line.
    looked: Vec<Looked>,
    /// What each figure looked at, as text: rows that take the same branches share it.
    named: Vec<Named>,
    statuses: Vec<Option<Status>>,
    figure_seen: Vec<bool>,
    slot_seen: Vec<bool>,
    order: Vec<FigureId>,
    slots: Vec<SlotId>,
}

/// The names of the figures and facts that a figure looked at, in quotes.
#[derive(Debug, Clone, Default)]
struct Named {
    figures: Vec<FigureId>,
    slots: Vec<SlotId>,
    text: String,
}

/// Where the fact of a slot came from. What is not known is left out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Origin<'a> {
    /// How far it can be relied on; nothing for what the agreement itself says.
    pub status: Option<Status>,
    /// The party answerable for it.
    pub owner: Option<&'a str>,
    /// File, publication or letter.
    pub source: Option<&'a str>,
    /// The row in the source.
    pub row: Option<&'a str>,
    /// The column in the source.
    pub column: Option<&'a str>,
    /// How it was made of the rows, or what the agreement says in its place.
    pub note: Option<&'a str>,
}

impl Origin<'_> {
    /// Appends what is known of it as fields, each with a comma behind it.
    pub fn write(&self, out: &mut String) {
        push_keyed("\"status\":", self.status.map(Status::word), out);
        push_keyed("\"owner\":", self.owner, out);
        push_keyed("\"source\":", self.source, out);
        push_keyed("\"row\":", self.row, out);
        push_keyed("\"column\":", self.column, out);
        push_keyed("\"note\":", self.note, out);
    }
}

/// Tells where the fact of each slot came from; slots are counted as in [`Graph::slots`].
pub trait Origins {
    /// How far the fact can be relied on; nothing for what the agreement itself says.
    fn status(&self, slot: usize) -> Option<Status>;

    /// Appends its origin as fields, as [`Origin::write`] does.
    fn write(&self, slot: usize, out: &mut String);
}

impl Origins for [Source] {
    fn status(&self, slot: usize) -> Option<Status> {
        self.get(slot)?.status
    }

    fn write(&self, slot: usize, out: &mut String) {
        let Some(source) = self.get(slot) else { return };
        let origin = Origin {
            status: source.status,
            owner: source.owner.as_deref(),
            source: source.source.as_deref(),
            row: source.row.as_deref(),
            column: None,
            note: source.note.as_deref(),
        };
        origin.write(out);
    }
}

/// What a line says beside the reasons.
#[derive(Debug, Clone, Copy)]
pub struct ReasonLine<'a, N> {
    /// The name of the row, where one row after another is settled.
    pub row: Option<&'a str>,
    /// What is posted.
    pub postings: &'a [PostingLine<'a, N>],
    /// Facts that the postings looked at without any figure, such as weights.
    pub facts: &'a [SlotId],
}

/// A posting as a line tells it.
#[derive(Debug, Clone)]
pub struct PostingLine<'a, N> {
    /// What of it is the same whatever the facts are.
    pub head: &'a PostingHead,
    /// What is posted, as a plain decimal; nothing if the amount is known within bounds only.
    pub posted: Option<Cow<'a, str>>,
    /// The exact amount before rounding.
    pub exact: &'a Value<N>,
    /// For a posting of zero, the condition that decided it.
    pub because: Option<Cow<'a, str>>,
    /// How many minor units it got when the pot was rounded and divided.
    pub leftover: i128,
    /// The figures that it was computed from.
    pub uses: &'a [FigureId],
}

/// The address of a posting in quotes, and its object as far as the amount.
#[derive(Debug, Clone)]
pub struct PostingHead {
    name: String,
    text: String,
}

impl PostingHead {
    /// The head of a posting in a period or part with this label: its address within it, and in this order what it is
    /// in words, its clause and its rule; then who pays and who receives.
    pub fn new(
        label: &str,
        address: &str,
        [says, clause, rule]: [Option<&str>; 3],
        [from, to]: [&Account; 2],
    ) -> PostingHead {
        let mut name = String::new();
        push_address(label, address, &mut name);
        let mut text = alloc::format!("{{\"figure\":{name},");
        push_said("says", says, &mut text);
        push_said("clause", clause, &mut text);
        push_said("rule", rule, &mut text);
        push_field("from", &account_name(from), &mut text);
        push_field("to", &account_name(to), &mut text);
        PostingHead { name, text }
    }
}

impl ReasonWriter {
    /// A writer for the figures of a period or part with this label.
    pub fn new(graph: &Graph, terms: &Terms, label: &str) -> ReasonWriter {
        let (figures, slots) = (graph.figures().len(), graph.slots().len());
        ReasonWriter {
            fixed: Fixed::new(graph, terms, label),
            looked: alloc::vec![Looked::default(); figures],
            named: alloc::vec![Named::default(); figures],
            statuses: alloc::vec![None; figures],
            figure_seen: alloc::vec![false; figures],
            slot_seen: alloc::vec![false; slots],
            order: Vec::with_capacity(figures),
            slots: Vec::with_capacity(slots),
        }
    }

    /// Appends one JSON object, without a line end: the wanted figures and all behind them, each once and after those
    /// that it was computed from, and the facts, each once.
    ///
    /// The wanted figures must have been computed of the graph of this writer; one that has no value is left out.
    pub fn write<V: Computed, O: Origins + ?Sized>(
        &mut self,
        line: &ReasonLine<'_, V::Number>,
        wanted: &[FigureId],
        computed: &V,
        origins: &O,
        out: &mut String,
    ) {
        self.begin();
        line.facts.iter().for_each(|slot| self.reach_slot(*slot));
        for figure in wanted {
            self.reach(*figure, computed, origins);
        }
        out.push_str(&self.fixed.head);
        self.explains(line, wanted, out);
        push_said("row", line.row, out);
        if !line.postings.is_empty() {
            out.push_str("\"postings\":");
            push_list(line.postings, out, |posting, out| {
                push_posting(posting, out);
                push_uses(posting.uses, &self.fixed, out);
                end_object(out);
            });
            out.push(',');
        }
        out.push_str("\"reasons\":");
        push_list(&self.order, out, |figure, out| self.reason(*figure, computed, out));
        out.push_str(",\"facts\":");
        push_list(&self.slots, out, |slot, out| self.fact(*slot, computed, origins, out));
        out.push('}');
    }

    fn begin(&mut self) {
        for figure in self.order.drain(..) {
            if let Some(seen) = self.figure_seen.get_mut(figure.number()) {
                *seen = false;
            }
        }
        for slot in self.slots.drain(..) {
            if let Some(seen) = self.slot_seen.get_mut(slot.number()) {
                *seen = false;
            }
        }
    }

    /// Puts a figure in order after all that it was computed from.
    fn reach<V: Computed, O: Origins + ?Sized>(&mut self, figure: FigureId, computed: &V, origins: &O) {
        let number = figure.number();
        match self.figure_seen.get_mut(number) {
            Some(seen) if !*seen => *seen = true,
            _ => return,
        }
        if !computed.is_known_figure(figure) {
            return;
        }
        let mut looked = self.looked.get_mut(number).map(core::mem::take).unwrap_or_default();
        computed.look_into(figure, &mut looked);
        let mut status = None;
        for used in &looked.figures {
            self.reach(*used, computed, origins);
            status = status.max(self.statuses.get(used.number()).copied().flatten());
        }
        for slot in &looked.slots {
            self.reach_slot(*slot);
            status = status.max(origins.status(slot.number()));
        }
        if let Some(named) = self.named.get_mut(number) {
            named.keep_to(&looked, &self.fixed);
        }
        if let (Some(room), Some(weakest)) = (self.looked.get_mut(number), self.statuses.get_mut(number)) {
            *room = looked;
            *weakest = status;
        }
        self.order.push(figure);
    }

    fn reach_slot(&mut self, slot: SlotId) {
        if let Some(seen) = self.slot_seen.get_mut(slot.number())
            && !*seen
        {
            *seen = true;
            self.slots.push(slot);
        }
    }

    /// What the line is about: what is posted, or the figures that are wanted.
    fn explains<N>(&self, line: &ReasonLine<'_, N>, wanted: &[FigureId], out: &mut String) {
        if line.postings.is_empty() {
            push_list(wanted, out, |figure, out| out.push_str(self.fixed.name(*figure)));
        } else {
            push_list(line.postings, out, |posting, out| out.push_str(&posting.head.name));
        }
        out.push(',');
    }

    fn reason<V: Computed>(&self, figure: FigureId, computed: &V, out: &mut String) {
        let (Some(fixed), Some(looked)) =
            (self.fixed.figures.get(figure.number()), self.looked.get(figure.number()))
        else {
            return;
        };
        let Some(value) = computed.known_figure(figure) else { return };
        out.push_str(&fixed.head);
        push_value(&value, fixed.written, out);
        if value.exact().is_some_and(|value| value.sign().is_eq()) {
            push_said("because", because(computed, figure).as_deref(), out);
        }
        let status = self.statuses.get(figure.number()).copied().flatten();
        push_keyed("\"status\":", status.map(Status::word), out);
        out.push_str(self.named.get(figure.number()).map_or("", |named| &named.text));
        self.workings(looked, computed, out);
        end_object(out);
    }

    fn workings<V: Computed>(&self, looked: &Looked, computed: &V, out: &mut String) {
        if !looked.workings.is_empty() {
            out.push_str("\"workings\":");
            push_list(&looked.workings, out, |working, out| {
                let Some(fixed) = self.fixed.workings.get(working.number()) else { return };
                out.push_str(&fixed.head);
                if let Some(value) = computed.known(*working) {
                    push_value(&value, fixed.written, out);
                }
                end_object(out);
            });
            out.push(',');
        }
        if !looked.conditions.is_empty() {
            out.push_str("\"conditions\":");
            push_list(&looked.conditions, out, |condition, out| {
                let words = self.fixed.conditions.get(condition.number()).map_or("", String::as_str);
                out.push_str(words);
                push_truth(computed.truth(*condition), out);
                out.push('}');
            });
            out.push(',');
        }
    }

    fn fact<V: Computed, O: Origins + ?Sized>(
        &self,
        slot: SlotId,
        computed: &V,
        origins: &O,
        out: &mut String,
    ) {
        let Some(fixed) = self.fixed.slots.get(slot.number()) else { return };
        out.push_str(&fixed.head);
        match computed.given(slot).as_deref() {
            Some(SlotValue::Number(value)) => push_value(value, fixed.written, out),
            Some(SlotValue::Word(word)) => {
                out.push_str("\"value\":");
                out.push_str(fixed.words.get(usize::from(*word)).map_or("null", String::as_str));
                out.push(',');
            }
            Some(SlotValue::Absent) | None => out.push_str("\"value\":null,"),
        }
        origins.write(slot.number(), out);
        end_object(out);
    }
}

impl Named {
    /// Writes the names again only if they are others than in the line before.
    fn keep_to(&mut self, looked: &Looked, fixed: &Fixed) {
        if self.figures == looked.figures && self.slots == looked.slots {
            return;
        }
        self.figures.clone_from(&looked.figures);
        self.slots.clone_from(&looked.slots);
        self.text.clear();
        push_uses(&looked.figures, fixed, &mut self.text);
        if !looked.slots.is_empty() {
            self.text.push_str("\"facts\":");
            push_list(&looked.slots, &mut self.text, |slot, out| out.push_str(fixed.slot_name(*slot)));
            self.text.push(',');
        }
    }
}

fn push_uses(figures: &[FigureId], fixed: &Fixed, out: &mut String) {
    if !figures.is_empty() {
        out.push_str("\"uses\":");
        push_list(figures, out, |used, out| out.push_str(fixed.name(*used)));
        out.push(',');
    }
}

/// Appends `true`, `false` or what is known of a condition that the bounds do not decide.
pub(crate) fn push_truth(truth: Option<Truth>, out: &mut String) {
    out.push_str(match truth {
        Some(Truth::Holds) => "true",
        Some(Truth::Fails) => "false",
        Some(Truth::Undecided(Some(Stated::Holds))) => "\"undecided; true as stated\"",
        Some(Truth::Undecided(Some(Stated::Fails))) => "\"undecided; false as stated\"",
        Some(Truth::Undecided(None)) => "\"undecided\"",
        None => "null",
    });
}

/// Appends a posting, without the bracket that ends it.
pub(crate) fn push_posting<N: Number>(posting: &PostingLine<'_, N>, out: &mut String) {
    out.push_str(&posting.head.text);
    match &posting.posted {
        Some(posted) => push_field("amount", posted, out),
        None => out.push_str("\"amount\":null,"),
    }
    push_value(posting.exact, Written::Plain, out);
    push_said("because", posting.because.as_deref(), out);
    if posting.leftover != 0 {
        out.push_str("\"leftover\":\"");
        out.push_str(&alloc::format!("{}\",", posting.leftover));
    }
}

/// Appends the address of a figure with its period, in quotes.
pub(crate) fn push_address(label: &str, address: &str, out: &mut String) {
    push_text(&alloc::format!("{label}/{address}"), out);
}
