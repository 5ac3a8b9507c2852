//! From the parser's events to the tree, without recursion: what is open stands on a stack of bounded depth.

use super::frame::{Content, Frame, Next, Style, Written};
use super::source::Source;
use super::{DEPTH_MAX, NODES_MAX, Node, NodeKind, syntax};
use crate::problem::{Place, Problem, Problems, Severity, in_backticks};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span};

pub(super) struct Builder<'a> {
    pub(super) source: &'a Source,
    problems: &'a mut Problems,
    pub(super) stack: Vec<Frame>,
    root: Option<Node>,
    documents: usize,
    nodes: usize,
    line_of_told_tab: u32,
    told_aliases: BTreeSet<(u32, String)>,
}

/// A scalar as the parser hands it over.
pub(super) struct Scalar<'a> {
    pub(super) text: &'a str,
    /// Whether it stands without quotes on lines of its own or of others, not as a block.
    pub(super) is_plain: bool,
    pub(super) place: Place,
    pub(super) start: Marker,
    pub(super) end: usize,
}

/// Whether the reading goes on after an event.
enum Step {
    GoOn,
    Finish,
    GiveUp,
}

impl<'a> Builder<'a> {
    pub(super) fn new(source: &'a Source, problems: &'a mut Problems) -> Builder<'a> {
        Builder {
            source,
            problems,
            stack: Vec::new(),
            root: None,
            documents: 0,
            nodes: 0,
            line_of_told_tab: 0,
            told_aliases: BTreeSet::new(),
        }
    }

    pub(super) fn build(mut self) -> Option<Node> {
        let mut parser = Parser::new_from_str(&self.source.text);
        loop {
            let step = match parser.next_event() {
                None => Step::Finish,
                Some(Ok((event, span))) => self.take(event, span),
                Some(Err(error)) => self.take_error(&error),
            };
            match step {
                Step::GoOn => {}
                Step::Finish => return self.finish(),
                Step::GiveUp => return None,
            }
        }
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Step {
        let span = Span::new(self.source.counted(&span.start), self.source.counted(&span.end));
        match event {
            Event::Nothing | Event::StreamStart | Event::DocumentEnd => Step::GoOn,
            Event::StreamEnd => Step::Finish,
            Event::DocumentStart(_) => self.start_document(span),
            Event::Alias(_) => self.take_alias(span),
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_properties(span, anchor > 0 || tag.is_some());
                self.take_scalar(&text, style, span)
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_properties(span, anchor > 0 || tag.is_some());
                self.open(Content::List(Vec::new()), span)
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_properties(span, anchor > 0 || tag.is_some());
                let content =
                    Content::Map { entries: Vec::new(), lines_of_keys: BTreeMap::new(), next: Next::Key };
                self.open(content, span)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
        }
    }

    fn take_error(&mut self, error: &ScanError) -> Step {
        let mark = self.source.counted(error.marker());
        if syntax::is_alias(error.info()) {
            return self.take_alias(Span::empty(mark));
        }
        if syntax::is_too_deep(error.info()) {
            return self.refuse_depth(Span::empty(mark));
        }
        let saying = syntax::saying(error.info());
        let is_tab = saying.code == syntax::tab().code;
        let mark = self.source.tab_near(&mark).filter(|_| is_tab).unwrap_or(mark);
        let is_at_end = self.source.at(mark.index()).is_none();
        let place =
            if is_at_end { self.source.place_of_end() } else { self.source.place(&mark, mark.index() + 1) };
        let bracket = self.stack.last().filter(|frame| frame.style == Style::Flow).map(|frame| &frame.place);
        let (what, help) = match bracket.filter(|bracket| is_at_end || bracket.line < place.line) {
            Some(bracket) => (
                format!("the bracket of line {}, column {} is still open here", bracket.line, bracket.column),
                format!("close it where it ends; or, if it goes on here: {}", saying.help),
            ),
            None => (saying.what.to_string(), saying.help.to_string()),
        };
        self.tell(saying.code, what, place, mark.index(), help);
        Step::GiveUp
    }

    fn finish(mut self) -> Option<Node> {
        if self.documents == 0 {
            self.refuse_empty_file();
        }
        self.root
    }

    fn start_document(&mut self, span: Span) -> Step {
        self.documents += 1;
        if self.documents == 1 {
            return Step::GoOn;
        }
        let start = span.start.index();
        let place = self.source.place(&span.start, self.source.word_end(start));
        let help = "keep one document in a file: delete the line, or move what follows to a file of its own";
        self.tell(
            "second-document",
            "a second document begins here".to_string(),
            place,
            start,
            help.to_string(),
        );
        Step::Finish
    }

    fn take_alias(&mut self, span: Span) -> Step {
        let start = span.start.index();
        let place = self.source.place(&span.start, self.source.word_end(start));
        let words = in_backticks(&self.source.words(start, &place));
        let help = "write out what is meant; put quotes round a text that begins with `*`";
        // A text that explodes repeats one alias many times on a line.
        if self.told_aliases.insert((place.line, words.clone())) {
            let what = format!("the alias {words} stands for a text that is written elsewhere");
            self.tell("alias", what, place.clone(), start, help.to_string());
        }
        self.add(Node { place, kind: NodeKind::Refused }, span)
    }

    /// Tells of each `&anchor` and `!tag` before a node; the node itself is then read as if they were not there.
    fn refuse_properties(&mut self, span: Span, has_any: bool) {
        if !has_any {
            return;
        }
        let mut mark = span.start;
        while let Some(sign) = self.source.at(mark.index()).filter(|sign| matches!(sign, '&' | '!')) {
            let end = self.source.word_end(mark.index());
            let place = self.source.place(&mark, end);
            let words = in_backticks(&self.source.words(mark.index(), &place));
            let (code, what) = match sign {
                '&' => ("anchor", format!("the anchor {words} serves only to be repeated elsewhere")),
                _ => ("tag", format!("the tag {words} is not allowed: each key says what its value is")),
            };
            let help = format!("delete it; put quotes round a text that begins with `{sign}`");
            self.tell(code, what, place, mark.index(), help);
            let spaces = self.source.slice(end, usize::MAX).iter().take_while(|space| **space == ' ').count();
            let column = mark.col() + (end - mark.index()) + spaces;
            mark = Marker::new(end + spaces, mark.line(), column);
        }
    }

    fn take_scalar(&mut self, text: &str, style: ScalarStyle, span: Span) -> Step {
        let end = span.end.index();
        let place = self.source.place(&span.start, end);
        let scalar = Scalar { text, is_plain: style == ScalarStyle::Plain, place, start: span.start, end };
        if self.stack.last().is_some_and(Frame::expects_key) {
            let next = self.take_key(&scalar);
            if let Some(frame) = self.stack.last_mut() {
                frame.expect(next);
            }
            return self.count_node(span);
        }
        let kind = self.take_value(&scalar);
        let written = Written { start: span.start.index(), place: scalar.place.clone() };
        let step = self.add(Node { place: scalar.place, kind }, span);
        if let Some(frame) = self.stack.last_mut() {
            frame.last = Some(written);
        }
        step
    }

    fn open(&mut self, content: Content, span: Span) -> Step {
        if self.stack.len() == DEPTH_MAX {
            return self.refuse_depth(span);
        }
        let style = self.style_of(span);
        let place = self.source.place(&span.start, span.start.index() + 1);
        if style == Style::Block {
            self.refuse_tab(&span.start);
        }
        if self.stack.last().is_some_and(Frame::expects_key) {
            let what = "a list or map cannot be a key".to_string();
            let help = "write a plain word before the `:`".to_string();
            self.tell("key-not-plain", what, place.clone(), span.start.index(), help);
        }
        self.stack.push(Frame::new(place, style, content));
        self.count_node(span)
    }

    fn close(&mut self) -> Step {
        if let Some(node) = self.stack.pop().map(Frame::close) {
            self.put(node);
        }
        Step::GoOn
    }

    fn add(&mut self, node: Node, span: Span) -> Step {
        self.put(node);
        self.count_node(span)
    }

    fn put(&mut self, node: Node) {
        match self.stack.last_mut() {
            Some(frame) => frame.add(node),
            None => self.root = Some(node),
        }
    }

    fn count_node(&mut self, span: Span) -> Step {
        self.nodes += 1;
        if self.nodes <= NODES_MAX {
            return Step::GoOn;
        }
        let what = format!("the file holds more than {NODES_MAX} keys and values");
        let help = "keep figures in CSV files and each large schedule in a file of its own";
        self.refuse_at("too-many-nodes", what, span, help)
    }

    fn refuse_depth(&mut self, span: Span) -> Step {
        let what = format!("lists and maps stand more than {DEPTH_MAX} deep in one another");
        self.refuse_at("too-deep", what, span, "name the inner parts and write them further up")
    }

    fn refuse_at(&mut self, code: &'static str, what: String, span: Span, help: &str) -> Step {
        let start = span.start.index();
        let place = self.source.place(&span.start, start + 1);
        self.tell(code, what, place, start, help.to_string());
        Step::GiveUp
    }

    /// In brackets stands what begins with one, and all that stands within.
    fn style_of(&self, span: Span) -> Style {
        let start = span.start.index();
        let begins_with_bracket =
            span.end.index() > start && matches!(self.source.at(start), Some('[' | '{'));
        if begins_with_bracket { Style::Flow } else { self.style() }
    }

    pub(super) fn style(&self) -> Style {
        self.stack.last().map_or(Style::Block, |frame| frame.style)
    }

    /// The parser lets some tabs pass where a reader would count on spaces.
    pub(super) fn refuse_tab(&mut self, mark: &Marker) {
        if let Some(tab) = self.source.tab_in_indentation(mark) {
            let place = Place { length: 1, ..self.source.place(&tab, tab.index()) };
            if core::mem::replace(&mut self.line_of_told_tab, place.line) == place.line {
                return;
            }
            let saying = syntax::tab();
            self.tell(saying.code, saying.what.to_string(), place, tab.index(), saying.help.to_string());
        }
    }

    pub(super) fn refuse_empty_file(&mut self) {
        let place = Place { line: 1, column: 1, ..self.source.place_of_end() };
        let help = "write at least one line `key: value`".to_string();
        self.tell("empty-file", "the file says nothing".to_string(), place, 0, help);
    }

    /// Tells of a problem whose words begin at a position.
    pub(super) fn tell(
        &mut self,
        code: &'static str,
        what: String,
        place: Place,
        start: usize,
        help: String,
    ) {
        let words = self.source.words(start, &place);
        let severity = Severity::Problem;
        self.problems.push(Problem { severity, place, what, words, help: Some(help), code, source: None });
    }
}
