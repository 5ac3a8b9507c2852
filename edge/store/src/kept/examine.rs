//! Everything that is stored, worked out again and compared with what is stored beside it.
//!
//! One finding never hides another: the walk goes on behind it where it can. It will never know what an event means.
//! Start with `examine`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use accordant_record::{Frontier, Hash, Last, Leaf, Tip, leaf_hash};

use super::answer::given;
use super::fit::nodes_completed;
use super::read::Reading;
use super::seal::{PAGE, tree_of};
use super::{Kept, log_of};
use crate::engine::{Checkpoints, Counts, Engine, LogNumber, NodeRow, RawCheckpoint, RawEvent, View, With};
use crate::{Finding, Head, StoreProblem};

/// Above this many findings, more of them would help nobody.
const FINDINGS_MAX: usize = 1_000;

impl<E: Engine> Kept<E> {
    pub(super) fn examine(&self) -> Result<Vec<Finding>, StoreProblem> {
        let mut findings: Vec<Finding> = Vec::new();
        for what in self.engine.check()?.into_iter().chain(self.keys.keys().check()?) {
            findings.push(Finding { log: None, index: None, part: None, what });
        }
        let logs = self.look(|view| view.logs())?;
        for log in &logs {
            let mut found = Vec::new();
            let walked = self.look(|view| {
                let (number, head) = log_of(view, log)?;
                let mut walk = Walk::new(self.reading(log), number, head);
                walk.whole(view)?;
                found = walk.findings;
                Ok(())
            });
            findings.append(&mut found);
            if let Err(problem @ (StoreProblem::Unknown { .. } | StoreProblem::Busy { .. })) = walked {
                // That says nothing of what is stored.
                return Err(problem);
            }
            if let Err(problem) = walked {
                let what = problem.to_string();
                findings.push(Finding { log: Some(log.clone()), index: None, part: None, what });
            }
        }
        findings.truncate(FINDINGS_MAX);
        if let Some(first) = findings.first() {
            self.heed(&StoreProblem::Failed { doing: "checking", why: first.to_string() });
        }
        Ok(findings)
    }
}

/// A walk through one log from its first event.
struct Walk<'a> {
    reading: Reading<'a>,
    number: LogNumber,
    head: Head,
    frontier: Frontier,
    last: Option<Last>,
    requests: Vec<Hash>,
    /// Where the events of each stream stand, in the order of their versions.
    streams: BTreeMap<String, Vec<u64>>,
    counted: Counts,
    findings: Vec<Finding>,
}

impl<'a> Walk<'a> {
    fn new(reading: Reading<'a>, number: LogNumber, head: Head) -> Walk<'a> {
        Walk {
            reading,
            number,
            head,
            frontier: Frontier::new(),
            last: None,
            requests: Vec::new(),
            streams: BTreeMap::new(),
            counted: Counts::default(),
            findings: Vec::new(),
        }
    }

    fn whole(&mut self, view: &mut dyn View) -> Result<(), StoreProblem> {
        let mut checkpoints: BTreeMap<u64, RawCheckpoint> =
            view.checkpoints(self.number, Checkpoints::All)?.into_iter().map(|row| (row.size, row)).collect();
        self.checkpoint(checkpoints.remove(&0));
        let mut index = 0;
        while index < self.head.size {
            let range = index..self.head.size.min(index + PAGE);
            if !self.page(view, range.clone(), &mut checkpoints)? {
                return Ok(());
            }
            index = range.end;
        }
        for size in checkpoints.into_keys() {
            self.find(None, format!("a checkpoint was signed of {size} events, and there are not as many"));
        }
        self.compare_head();
        self.compare_counts(view)?;
        self.compare_streams(view)?;
        self.compare_requests(view)
    }

    /// Walks over one page; behind a gap there is no going on.
    fn page(
        &mut self,
        view: &mut dyn View,
        range: Range<u64>,
        checkpoints: &mut BTreeMap<u64, RawCheckpoint>,
    ) -> Result<bool, StoreProblem> {
        let mut nodes = Vec::new();
        let mut rows = view.events(self.number, range.clone(), With::Parts)?.into_iter();
        for index in range {
            let Some(raw) = rows.next().filter(|raw| raw.place == index) else {
                self.find(Some(index), "it is missing".to_owned());
                return Ok(false);
            };
            self.event(index, &raw, &mut nodes)?;
            self.checkpoint(checkpoints.remove(&(index + 1)));
        }
        for node in &nodes {
            self.counted.nodes += 1;
            let stored = view.node_hashes(self.number, node.level, node.number..node.number + 1)?;
            if !stored.iter().any(|(_, hash)| hash.as_slice() == node.hash.as_bytes()) {
                self.find(
                    Some(node.number << node.level),
                    format!("the hash {} levels above it is not that of its events", node.level),
                );
            }
        }
        Ok(true)
    }

    fn event(&mut self, index: u64, raw: &RawEvent, nodes: &mut Vec<NodeRow>) -> Result<(), StoreProblem> {
        let hash = leaf_hash(&raw.line);
        if hash.as_bytes() != raw.hash.as_slice() {
            self.find(Some(index), "its header has another hash than when it was recorded".to_owned());
        }
        nodes.extend(nodes_completed(&self.frontier, hash));
        let mut at = self.last.map(|last| last.at);
        let mut request = Hash::ZERO;
        match Leaf::read(&raw.line) {
            Err(problem) => self.find(Some(index), problem.to_string()),
            Ok(leaf) => {
                self.fits(index, &leaf);
                self.parts(index, raw, &leaf)?;
                at = Some(leaf.header.at);
                request = leaf.header.request;
            }
        }
        self.counted.events += 1;
        self.counted.parts += raw.parts.len() as u64;
        self.requests.push(request);
        self.frontier.push(hash);
        self.last = at.map(|at| Last { hash, at });
        Ok(())
    }

    fn fits(&mut self, index: u64, leaf: &Leaf) {
        let tip = Tip::at(self.reading.log, self.frontier.clone(), self.last);
        if let Some(Err(problem)) = tip.map(|tip| tip.fits(&leaf.header)) {
            self.find(Some(index), problem.to_string());
        }
        let (stream, version) = (&leaf.header.stream, leaf.header.version);
        let places = self.streams.entry(stream.clone()).or_default();
        places.push(index);
        let expected = places.len() as u64;
        if version != expected {
            self.find(Some(index), format!("it is version {version} of `{stream}`, and not {expected}"));
        }
    }

    fn parts(&mut self, index: u64, raw: &RawEvent, leaf: &Leaf) -> Result<(), StoreProblem> {
        let listed = &leaf.header.parts;
        let numbers: Vec<u64> = raw.parts.iter().map(|part| part.part).collect();
        let expected: Vec<u64> = (0..listed.len() as u64).collect();
        if numbers != expected {
            self.find(Some(index), "its parts are not those that its header lists".to_owned());
            return Ok(());
        }
        for (part, listed) in raw.parts.iter().zip(listed) {
            match self.reading.part(index, part, listed) {
                Ok(_) => (),
                Err(StoreProblem::Altered { why, .. }) => self.find_part(index, part.part, why),
                Err(problem @ StoreProblem::KeyMissing { .. }) => {
                    self.find_part(index, part.part, problem.to_string());
                }
                Err(problem) => return Err(problem),
            }
        }
        Ok(())
    }

    fn checkpoint(&mut self, row: Option<RawCheckpoint>) {
        let Some(row) = row else { return };
        let size = row.size;
        match tree_of(&row) {
            Err(why) => self.find(None, format!("the checkpoint of {size} events: {why}")),
            Ok(tree) if tree != self.frontier => {
                self.find(None, format!("the first {size} events are not those that were signed"));
            }
            Ok(_) => (),
        }
    }

    fn compare_head(&mut self) {
        let last_hash = self.last.map_or(Hash::ZERO, |last| last.hash);
        let last_at = self.last.map(|last| last.at);
        let same = self.head.frontier == self.frontier
            && self.head.last_hash == last_hash
            && self.head.last_at == last_at;
        if !same {
            self.find(None, "the head of the log is not that of its events".to_owned());
        }
    }

    fn compare_counts(&mut self, view: &mut dyn View) -> Result<(), StoreProblem> {
        let stored = view.counts(self.number)?;
        let rows = [
            ("events", stored.events, self.counted.events),
            ("parts", stored.parts, self.counted.parts),
            ("hashes above events", stored.nodes, self.counted.nodes),
        ];
        for (what, stored, counted) in rows {
            if stored != counted {
                self.find(None, format!("{stored} {what} are stored, and {counted} belong to the log"));
            }
        }
        Ok(())
    }

    fn compare_streams(&mut self, view: &mut dyn View) -> Result<(), StoreProblem> {
        let mut wrong = Vec::new();
        let streams = &self.streams;
        let mut seen: u64 = 0;
        view.each_stream(self.number, &mut |row| {
            seen += 1;
            let places = streams.get(&row.stream);
            let at = row.version.checked_sub(1).and_then(|at| usize::try_from(at).ok());
            let place = at.and_then(|at| places.and_then(|places| places.get(at)));
            if place != Some(&row.place) {
                wrong.push((
                    row.place,
                    format!("it is stored as version {} of `{}`", row.version, row.stream),
                ));
            }
        })?;
        for (index, what) in wrong {
            self.find(Some(index), what);
        }
        if seen != self.counted.events {
            let events = self.counted.events;
            self.find(None, format!("{seen} versions of streams are stored, for {events} events"));
        }
        Ok(())
    }

    /// Every event belongs to the request that it names, no request to others, and each is kept as it was answered.
    fn compare_requests(&mut self, view: &mut dyn View) -> Result<(), StoreProblem> {
        let mut wrong = Vec::new();
        let mut covered = BTreeSet::new();
        let (log, requests) = (self.reading.log, &self.requests);
        view.each_request(self.number, &mut |request, kept| {
            if given(log, &request, &kept).is_none() {
                wrong.push((kept.events.start, "what is kept of its request is not what was answered"));
            }
            for index in kept.events {
                let named = usize::try_from(index).ok().and_then(|index| requests.get(index));
                if named.is_none_or(|named| named.as_bytes() != request.as_slice()) {
                    wrong.push((index, "another request is stored for it than it names"));
                    return;
                }
                covered.insert(index);
            }
        })?;
        for (index, what) in wrong {
            self.find(Some(index), what.to_owned());
        }
        let uncovered = (0..self.counted.events).find(|index| !covered.contains(index));
        if let Some(index) = uncovered {
            self.find(Some(index), "its request is not stored".to_owned());
        }
        Ok(())
    }

    fn find(&mut self, index: Option<u64>, what: String) {
        let log = Some(self.reading.log.to_owned());
        self.findings.push(Finding { log, index, part: None, what });
    }

    fn find_part(&mut self, index: u64, part: u64, what: String) {
        let log = Some(self.reading.log.to_owned());
        self.findings.push(Finding { log, index: Some(index), part: Some(part), what });
    }
}
