//! What the events speak of: every part that a header lists is shown, or said to be withheld or erased, once.
//!
//! What is shown is hashed again with its salt and must be what its header committed to. This file will never know what
//! a part says, but for one: an erasure names the part that was erased. Start with [`check`].

use crate::events::{Event, Followed, ListedPart};
use crate::files::{Bundle, HEADERS, PARTS, WITHHELD, lines};
use crate::what::{OfEvent, OfLine, OfPart, PartOf};
use crate::{Finding, Report, What};
use accordant_record::{Hash, Salt, commitment, from_base64};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The part of an erasure that names what was erased.
const BODY: &str = "body";

/// A line of `parts.jsonl`, its keys in the order in which they are written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shown<'a> {
    bytes: &'a str,
    index: u64,
    #[serde(borrow)]
    part: Cow<'a, str>,
    salt: &'a str,
}

/// A line of `withheld.jsonl`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NotShown<'a> {
    index: u64,
    #[serde(borrow)]
    part: Cow<'a, str>,
    state: Absence,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Absence {
    Withheld,
    Erased,
}

/// What the body of an erasure must say, whatever else it says.
#[derive(Deserialize)]
struct Erasure {
    index: u64,
    part: String,
}

/// Where a part stands: the place of its event, and its own among the parts of that.
type PartPlace = (usize, usize);

/// Checks every part that is shown, and that no other is missing.
pub(crate) fn check(bundle: &Bundle, followed: &Followed, report: &mut Report) {
    let mut parts = Parts { followed, seen: BTreeSet::new(), erased_by: BTreeMap::new() };
    let mut last = None;
    for (line, number) in lines(PARTS, bundle.file(PARTS), report).into_iter().zip(1..) {
        match parts.shown(line, &mut last) {
            Ok(count) => report.counts.disclosed += count,
            Err(what) => report.problems.push(Finding::at(PARTS, number, what)),
        }
    }
    for (line, number) in lines(WITHHELD, bundle.file(WITHHELD), report).into_iter().zip(1..) {
        match parts.not_shown(line) {
            Ok(Some(Absence::Withheld)) => report.counts.withheld += 1,
            Ok(Some(Absence::Erased)) => report.counts.erased += 1,
            Ok(None) => {}
            Err(what) => report.problems.push(Finding::at(WITHHELD, number, what)),
        }
    }
    report.problems.extend(parts.not_mentioned());
}

struct Parts<'a> {
    followed: &'a Followed,
    /// Parts that are shown, or said not to be.
    seen: BTreeSet<PartPlace>,
    /// The last event that says that a part was erased.
    erased_by: BTreeMap<(u64, String), u64>,
}

impl<'a> Parts<'a> {
    /// How many parts this line shows: none where its event cannot be read, for that was told already.
    fn shown(&mut self, line: &[u8], last: &mut Option<PartPlace>) -> Result<usize, What> {
        let unwritten = What::Line(OfLine::NoShownPart);
        let shown: Shown<'_> = read_line(line).ok_or(unwritten.clone())?;
        let bytes = from_base64(shown.bytes).ok_or(unwritten.clone())?;
        let salt: Hash = shown.salt.parse().map_err(|_| unwritten)?;
        let part = || PartOf { index: shown.index, part: shown.part.to_string() };
        let Some((place, event, listed)) = self.find(&part())? else { return Ok(0) };
        self.seen.insert(place);
        if last.is_some_and(|last| place <= last) {
            return Err(What::Part(part(), OfPart::OutOfOrder));
        }
        *last = Some(place);
        if commitment(&Salt(*salt.as_bytes()), &bytes) != listed.commitment {
            return Err(What::Part(part(), OfPart::Altered));
        }
        if event.is_erasure && shown.part == BODY {
            let erased = read_erasure(&bytes).map(|erasure| ((erasure.index, erasure.part), shown.index));
            self.erased_by.extend(erased);
        }
        Ok(1)
    }

    fn not_shown(&mut self, line: &[u8]) -> Result<Option<Absence>, What> {
        let entry: NotShown<'_> = read_line(line).ok_or(What::Line(OfLine::NoOtherPart))?;
        let part = PartOf { index: entry.index, part: entry.part.into_owned() };
        let Some((place, ..)) = self.find(&part)? else { return Ok(None) };
        if !self.seen.insert(place) {
            return Err(What::Part(part, OfPart::MentionedBefore));
        }
        let by = self.erased_by.get(&(part.index, part.part.clone()));
        if entry.state == Absence::Erased && by.is_none_or(|by| *by <= part.index) {
            return Err(What::Part(part, OfPart::ErasureNotShown));
        }
        Ok(Some(entry.state))
    }

    /// Where the part stands; nothing where its event cannot be read, for what that lists is not known.
    fn find(&self, part: &PartOf) -> Result<Option<(PartPlace, &'a Event, &'a ListedPart)>, What> {
        let index = usize::try_from(part.index).ok();
        let event = index.and_then(|index| Some((index, self.followed.events.get(index)?.as_ref())));
        let Some((index, event)) = event else { return Err(What::Part(part.clone(), OfPart::Unknown)) };
        let Some(event) = event else { return Ok(None) };
        let name = self.followed.listed.name(&part.part);
        let mut listed = self.followed.listed.of(event).iter().enumerate();
        match listed.find(|(_, listed)| Some(listed.name) == name) {
            Some((place, listed)) => Ok(Some(((index, place), event, listed))),
            None => Err(What::Part(part.clone(), OfPart::Unknown)),
        }
    }

    /// Parts that are neither shown nor said to be withheld or erased.
    fn not_mentioned(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (index, event) in self.followed.events.iter().enumerate() {
            let parts = event.as_ref().map_or(&[][..], |event| self.followed.listed.of(event));
            for (place, part) in parts.iter().enumerate() {
                let is_first_of_name = parts.iter().take(place).all(|other| other.name != part.name);
                if is_first_of_name && !self.seen.contains(&(index, place)) {
                    let part = self.followed.listed.written(part.name);
                    let what = What::Event(OfEvent::NotMentioned { part });
                    findings.push(Finding::at(HEADERS, index + 1, what));
                }
            }
        }
        findings
    }
}

/// Reads a line, and refuses every way of writing it but the one.
fn read_line<'a, T: Serialize + Deserialize<'a>>(line: &'a [u8]) -> Option<T> {
    let is_plain = line.iter().all(|byte| (b' '..=b'~').contains(byte));
    let read: T = serde_json::from_slice(line).ok().filter(|_| is_plain)?;
    (serde_json::to_vec(&read).ok()? == line).then_some(read)
}

/// Which part an erasure names; nothing if its body does not say so clearly.
fn read_erasure(body: &[u8]) -> Option<Erasure> {
    let is_object = body.trim_ascii_start().starts_with(b"{");
    serde_json::from_slice(body).ok().filter(|_| is_object)
}
