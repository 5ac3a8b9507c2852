//! The events in their order: every header is read and hashed again, and must follow from those before it.
//!
//! Lines are read on several threads, a batch at a time, and followed on one. After a break the next header is judged by
//! what stands before it here, so that one break is told once. This file will never know who signed what. Start with
//! [`follow`].

use crate::files::{HEADERS, lines};
use crate::what::OfEvent;
use crate::{Finding, Report, What};
use accordant_record::{
    ChainProblem, Frontier, Hash, HeaderInPlace, HeaderProblem, Instant, Last, Leaf, LeafInPlace, PartListed,
    Tip, leaf_hash,
};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::num::NonZeroUsize;
use std::ops::Range;
use std::panic;
use std::thread;

/// How many lines a thread reads at a time: enough to be worth a thread, and few enough to stay close to the processor.
const BATCH: usize = 4096;

/// The kind of event that says that a part was erased.
const ERASURE: &str = "part_erased";

/// What the events came to.
pub(crate) struct Followed {
    /// Each event, or nothing where its header cannot be read.
    pub(crate) events: Vec<Option<Event>>,
    /// What they speak of.
    pub(crate) listed: Listed,
    /// The root of the tree at every size that was asked for and reached.
    pub(crate) roots: BTreeMap<u64, Hash>,
}

/// What is asked of an event later.
pub(crate) struct Event {
    /// Which of the parts that are listed are its own.
    parts: Range<usize>,
    /// Whether it says that a part was erased.
    pub(crate) is_erasure: bool,
}

/// All parts that headers list, one after another: there may be millions, and few names.
#[derive(Default)]
pub(crate) struct Listed {
    parts: Vec<ListedPart>,
    names: BTreeMap<String, NameId>,
}

/// A name of parts, by the order in which it was met first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NameId(usize);

/// A part, as a header lists it.
pub(crate) struct ListedPart {
    pub(crate) name: NameId,
    pub(crate) commitment: Hash,
}

impl Listed {
    fn add(&mut self, parts: &[PartListed<Cow<'_, str>>]) -> Range<usize> {
        let from = self.parts.len();
        for part in parts {
            let name = self.name(&part.name).unwrap_or(NameId(self.names.len()));
            if name == NameId(self.names.len()) {
                self.names.insert(part.name.to_string(), name);
            }
            self.parts.push(ListedPart { name, commitment: part.commitment });
        }
        from..self.parts.len()
    }

    /// The parts of an event, in their order.
    pub(crate) fn of(&self, event: &Event) -> &[ListedPart] {
        self.parts.get(event.parts.clone()).unwrap_or_default()
    }

    /// This name, if any part bears it.
    pub(crate) fn name(&self, name: &str) -> Option<NameId> {
        self.names.get(name).copied()
    }

    /// How the name is written.
    pub(crate) fn written(&self, name: NameId) -> String {
        let found = self.names.iter().find(|(_, known)| **known == name);
        found.map_or(String::new(), |(written, _)| written.clone())
    }
}

/// Follows the headers of the log called `origin`, and takes the root of its tree at each of these sizes.
pub(crate) fn follow(
    content: &[u8],
    origin: &str,
    sizes: &BTreeSet<u64>,
    threads: NonZeroUsize,
    report: &mut Report,
) -> Followed {
    let lines = lines(HEADERS, content, report);
    let mut following = Following::new(origin, sizes, lines.len());
    thread::scope(|scope| {
        let mut batches = lines.chunks(BATCH);
        let mut reading = VecDeque::new();
        loop {
            while reading.len() < threads.get()
                && let Some(batch) = batches.next()
            {
                reading.push_back(scope.spawn(|| batch.iter().map(|line| read(line)).collect::<Vec<_>>()));
            }
            let Some(first) = reading.pop_front() else { break };
            for (read, hash) in first.join().unwrap_or_else(|why| panic::resume_unwind(why)) {
                following.next(read, hash, report);
            }
        }
    });
    report.counts.events = lines.len();
    report.recorded = following.recorded;
    following.followed
}

fn read(line: &[u8]) -> (Result<LeafInPlace<'_>, HeaderProblem>, Hash) {
    let read = Leaf::read_in_place(line);
    let hash = read.as_ref().map_or_else(|_| leaf_hash(line), |leaf| leaf.hash);
    (read, hash)
}

/// How far the log was followed.
struct Following<'a> {
    followed: Followed,
    sizes: &'a BTreeSet<u64>,
    tip: Tip,
    /// The version that each stream has reached.
    streams: BTreeMap<String, u64>,
    recorded: Option<(Instant, Instant)>,
}

impl<'a> Following<'a> {
    fn new(origin: &str, sizes: &'a BTreeSet<u64>, events: usize) -> Following<'a> {
        let followed = Followed {
            events: Vec::with_capacity(events),
            listed: Listed::default(),
            roots: BTreeMap::new(),
        };
        let (streams, recorded) = (BTreeMap::new(), None);
        let mut following = Following { followed, sizes, tip: Tip::new(origin), streams, recorded };
        following.take_root();
        following
    }

    fn next(&mut self, read: Result<LeafInPlace<'_>, HeaderProblem>, hash: Hash, report: &mut Report) {
        let line = self.followed.events.len() + 1;
        let mut problem = |what| report.problems.push(Finding::at(HEADERS, line, what));
        let event = match read {
            Ok(leaf) => {
                if let Err(broken) = self.tip.follow_leaf(&leaf) {
                    problem(What::Event(OfEvent::Order(broken)));
                    self.go_on_after(hash, leaf.header.at);
                }
                for what in self.within_its_stream(&leaf.header).into_iter().chain(twice(&leaf.header)) {
                    problem(what);
                }
                let first = self.recorded.map_or(leaf.header.at, |(first, _)| first);
                self.recorded = Some((first, leaf.header.at));
                let is_erasure = leaf.header.kind == ERASURE;
                Some(Event { parts: self.followed.listed.add(&leaf.header.parts), is_erasure })
            }
            Err(unreadable) => {
                problem(What::Event(OfEvent::Header(unreadable)));
                let at = self.tip.last().map(|last| last.at).or(Instant::from_micros(0));
                at.into_iter().for_each(|at| self.go_on_after(hash, at));
                None
            }
        };
        self.followed.events.push(event);
        self.take_root();
    }

    /// Takes an event as it stands, though it does not follow, so that the next is judged by it.
    fn go_on_after(&mut self, hash: Hash, at: Instant) {
        let mut frontier: Frontier = self.tip.frontier().clone();
        frontier.push(hash);
        if let Some(tip) = Tip::at(self.tip.log(), frontier, Some(Last { hash, at })) {
            self.tip = tip;
        }
    }

    fn within_its_stream(&mut self, header: &HeaderInPlace<'_>) -> Option<What> {
        let (stream, version) = (&*header.stream, header.version);
        let expected = match self.streams.get_mut(stream) {
            Some(reached) => std::mem::replace(reached, version) + 1,
            None => {
                self.streams.insert(stream.to_string(), version);
                1
            }
        };
        let problem = || ChainProblem::Version { stream: stream.to_string(), version, expected };
        (version != expected).then(|| What::Event(OfEvent::Order(problem())))
    }

    fn take_root(&mut self) {
        let frontier = self.tip.frontier();
        if self.sizes.contains(&frontier.size()) {
            self.followed.roots.insert(frontier.size(), frontier.root());
        }
    }
}

/// A name that two parts of an event bear.
fn twice(header: &HeaderInPlace<'_>) -> Option<What> {
    let mut names = BTreeSet::new();
    let again = header.parts.iter().find(|part| !names.insert(&*part.name))?;
    Some(What::Event(OfEvent::TwoParts { part: again.name.to_string() }))
}
