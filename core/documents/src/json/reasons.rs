//! The reasons behind some figures as one line of JSON, for whatever facts an evaluator was given.
//!
//! All text that does not depend on facts is put in quotes once, when the writer is made. What is told of a row is laid
//! out as a [`Template`], which all rows share that take the same branches; it is then filled with values. A million
//! rows and a single explanation go through the same code, so they cannot differ. Start with [`ReasonWriter::template`].

mod fixed;
mod template;

use super::text::{Written, end_object, push_field, push_keyed, push_list, push_said, push_text, push_value};
use accordant_agreement::terms::{Account, Terms};
use accordant_facts::Status;
use accordant_money::Number;
use accordant_settlement::{
    Computed, FigureId, Graph, Looked, SlotId, SlotValue, Source, Stated, Summand, Truth, Value, account_name,
};
use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use fixed::Fixed;
pub(crate) use fixed::{condition_head, push_fact_head, push_figure_head, push_working_head};
use template::Open;
pub use template::Template;

/// Lays out the reasons of the figures that are wanted, with all figures and facts behind them.
pub struct ReasonWriter {
    fixed: Fixed,
    /// What each figure looked at in this round; the room is kept from line to line.
    looked: Vec<Looked>,
    statuses: Vec<Option<Status>>,
    figure_seen: Vec<bool>,
    slot_seen: Vec<bool>,
    order: Vec<FigureId>,
    slots: Vec<SlotId>,
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

    /// Whether the fact is the same, and from the same place, for all that the line is filled for.
    fn is_same(&self, slot: usize) -> bool;
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
        if !source.summed.is_empty() {
            out.push_str("\"summed\":");
            push_list(&source.summed, out, push_summand);
            out.push(',');
        }
    }

    fn is_same(&self, _slot: usize) -> bool {
        true
    }
}

/// What a line is about.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The postings, each with the figures that it was computed from.
    pub postings: &'a [(&'a PostingHead, &'a [FigureId])],
    /// The figures that are wanted. They must have been computed; one that has no value is left out.
    pub wanted: &'a [FigureId],
    /// Facts that the postings looked at without any figure, such as weights.
    pub facts: &'a [SlotId],
}

/// The values of a line beside those that were computed.
#[derive(Debug, Clone, Copy)]
pub struct ReasonLine<'a, N> {
    /// The name of the row, where one row after another is settled.
    pub row: Option<&'a str>,
    /// What is posted, in the order of the subject.
    pub postings: &'a [PostingLine<'a, N>],
}

/// A posting as a line tells it.
#[derive(Debug, Clone)]
pub struct PostingLine<'a, N> {
    /// What is posted, as a plain decimal; nothing if the amount is known within bounds only.
    pub posted: Option<Cow<'a, str>>,
    /// The exact amount before rounding.
    pub exact: &'a Value<N>,
    /// For a posting of zero, the condition that decided it.
    pub because: Option<Cow<'a, str>>,
    /// How many minor units it got when the pot was rounded and divided.
    pub leftover: i128,
}

/// What of a posting is the same whatever the facts are: its address in quotes, and its object as far as the amount.
#[derive(Debug, Clone)]
pub struct PostingHead {
    pub(crate) name: String,
    pub(crate) text: String,
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
            statuses: alloc::vec![None; figures],
            figure_seen: alloc::vec![false; figures],
            slot_seen: alloc::vec![false; slots],
            order: Vec::with_capacity(figures),
            slots: Vec::with_capacity(slots),
        }
    }

    /// Lays out a line: the wanted figures and all behind them, each once and after those that it was computed from,
    /// and the facts, each once.
    ///
    /// It serves whatever was computed of the graph of this writer along the same branches, from facts of which the
    /// same are given by a row; [`Computed::shape_into`] tells whether that is so.
    pub fn template<V: Computed, O: Origins + ?Sized>(
        &mut self,
        subject: &Subject<'_>,
        computed: &V,
        origins: &O,
    ) -> Template {
        self.begin();
        subject.facts.iter().for_each(|slot| self.reach_slot(*slot));
        for figure in subject.wanted {
            self.reach(*figure, computed, origins);
        }
        let mut line = Template::default();
        line.push_str(&self.fixed.head);
        self.explains(subject, line.text());
        line.leave(Open::Row);
        if !subject.postings.is_empty() {
            line.push_str("\"postings\":");
            line.list(subject.postings.iter().enumerate(), |(number, (head, uses)), line| {
                line.push_str(&head.text);
                line.leave(Open::Posting(number));
                push_uses(uses, &self.fixed, line.text());
                line.end_object();
            });
            line.push_str(",");
        }
        line.push_str("\"reasons\":");
        line.list(&self.order, |figure, line| self.reason(*figure, computed, line));
        line.push_str(",\"facts\":");
        line.list(&self.slots, |slot, line| self.fact(*slot, computed, origins, line));
        line.push_str("}");
        line
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

    /// What the line is about: what is posted, the figures that are wanted, or else the facts.
    fn explains(&self, subject: &Subject<'_>, out: &mut String) {
        if subject.postings.is_empty() && subject.wanted.is_empty() {
            push_list(subject.facts, out, |slot, out| out.push_str(self.fixed.slot_name(*slot)));
        } else if subject.postings.is_empty() {
            push_list(subject.wanted, out, |figure, out| out.push_str(self.fixed.name(*figure)));
        } else {
            push_list(subject.postings, out, |(head, _), out| out.push_str(&head.name));
        }
        out.push(',');
    }

    fn reason<V: Computed>(&self, figure: FigureId, computed: &V, line: &mut Template) {
        let (Some(fixed), Some(looked)) =
            (self.fixed.figures.get(figure.number()), self.looked.get(figure.number()))
        else {
            return;
        };
        line.push_str(&fixed.head);
        line.leave(Open::Figure(figure, fixed.written));
        let status = self.statuses.get(figure.number()).copied().flatten();
        push_keyed("\"status\":", status.map(Status::word), line.text());
        push_uses(&looked.figures, &self.fixed, line.text());
        if !looked.slots.is_empty() {
            line.push_str("\"facts\":");
            push_list(&looked.slots, line.text(), |slot, out| out.push_str(self.fixed.slot_name(*slot)));
            line.push_str(",");
        }
        self.workings(looked, computed, line);
        line.end_object();
    }

    fn workings<V: Computed>(&self, looked: &Looked, computed: &V, line: &mut Template) {
        if !looked.workings.is_empty() {
            line.push_str("\"workings\":");
            line.list(&looked.workings, |working, line| {
                let Some(fixed) = self.fixed.workings.get(working.number()) else { return };
                line.push_str(&fixed.head);
                line.leave(Open::Working(*working, fixed.written));
                line.end_object();
            });
            line.push_str(",");
        }
        if !looked.conditions.is_empty() {
            line.push_str("\"conditions\":");
            push_list(&looked.conditions, line.text(), |condition, out| {
                let words = self.fixed.conditions.get(condition.number()).map_or("", String::as_str);
                out.push_str(words);
                push_truth(computed.truth(*condition), out);
                out.push('}');
            });
            line.push_str(",");
        }
    }

    fn fact<V: Computed, O: Origins + ?Sized>(
        &self,
        slot: SlotId,
        computed: &V,
        origins: &O,
        line: &mut Template,
    ) {
        let Some(fixed) = self.fixed.slots.get(slot.number()) else { return };
        line.push_str(&fixed.head);
        match computed.given(slot).as_deref() {
            Some(SlotValue::Number(value)) if origins.is_same(slot.number()) => {
                push_value(value, fixed.written, line.text());
            }
            Some(SlotValue::Number(_)) => line.leave(Open::Fact(slot, fixed.written)),
            Some(SlotValue::Word(word)) => {
                line.push_str("\"value\":");
                line.push_str(fixed.words.get(usize::from(*word)).map_or("null", String::as_str));
                line.push_str(",");
            }
            Some(SlotValue::Absent) | None => line.push_str("\"value\":null,"),
        }
        if origins.is_same(slot.number()) {
            origins.write(slot.number(), line.text());
        } else {
            line.leave(Open::Origin(slot));
        }
        line.end_object();
    }
}

/// Appends a dated fact of a sum: its days, its value, and where it came from.
fn push_summand(summand: &Summand, out: &mut String) {
    out.push('{');
    push_field("days", &alloc::format!("{}", summand.days), out);
    match &summand.value {
        Some(value) => push_value(&Value::Exact(value.clone()), Written::Plain, out),
        None => out.push_str("\"exact\":null,\"value\":null,"),
    }
    push_said("source", summand.source.as_deref(), out);
    push_said("row", summand.row.as_deref(), out);
    end_object(out);
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

/// Appends the amount of a posting behind its head.
pub(crate) fn push_posting<N: Number>(posting: &PostingLine<'_, N>, out: &mut String) {
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
