//! Which facts a posted figure reads: those that it, and all that it was computed from, looked at.
//!
//! Start with [`Difference::leaves_what_they_read`].

use crate::compile::address;
use crate::difference::{Difference, Restated};
use crate::settle::{Settlement, Statement};
use accordant_agreement::terms::{Input, Missing, Terms};
use accordant_facts::{Days, Fact};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::vec::Vec;

impl Difference {
    /// Leaves of the facts that changed those that the posted figures for which it is so read, before or after: directly
    /// or through other figures. A figure is asked for with the name of its part before it.
    ///
    /// What is handed on from one part or period to the next may rest on any fact before it, so all of these stay.
    pub fn leaves_what_they_read(&mut self, state: &Restated<'_>, is_asked: impl Fn(&str) -> bool) {
        let sides = [(&self.before, state.old), (&self.after, state.new)];
        let reads: Vec<Reads<'_>> = sides
            .into_iter()
            .filter_map(|(settled, agreement)| Some((settled, agreement.terms.as_ref()?)))
            .flat_map(|(settled, terms)| settled.parts.iter().map(move |part| (part, terms)))
            .map(|(part, terms)| Reads::of(part, terms, &is_asked))
            .collect();
        self.changes.retain(|change| reads.iter().any(|one| one.reads(change.latest())));
    }
}

/// What posted figures of one part read.
struct Reads<'a> {
    days: Days,
    /// The facts by how they are named.
    facts: BTreeSet<&'a str>,
    terms: &'a Terms,
    /// Whether one of them is handed on from before the part.
    is_handed_on: bool,
}

impl<'a> Reads<'a> {
    fn of(part: &'a Settlement, terms: &'a Terms, is_asked: &impl Fn(&str) -> bool) -> Reads<'a> {
        let label = &part.setting.label;
        let asked = |one: &&Statement| is_asked(&format!("{label}/{}", one.share.address));
        // Of those who share by weight each takes the less, the more the others weigh.
        let weighed: BTreeSet<&str> = part
            .shares
            .iter()
            .filter(|one| one.share.weight.is_some())
            .filter(asked)
            .map(|one| one.share.posting.as_str())
            .collect();
        let postings: Vec<&Statement> = part
            .shares
            .iter()
            .filter(|one| asked(one) || weighed.contains(one.share.posting.as_str()))
            .collect();
        let mut facts: BTreeSet<&str> = BTreeSet::new();
        facts.extend(postings.iter().flat_map(|one| &one.facts).map(|fact| fact.address.as_str()));
        let reasons: BTreeMap<&str, _> =
            part.reasons.iter().map(|reason| (reason.address.as_str(), reason)).collect();
        let mut open: Vec<&str> =
            postings.iter().flat_map(|one| &one.uses).map(|used| used.address.as_str()).collect();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        while let Some(next) = open.pop() {
            let Some(reason) = reasons.get(next).filter(|_| seen.insert(next)) else { continue };
            facts.extend(reason.facts.iter().map(|fact| fact.address.as_str()));
            open.extend(reason.uses.iter().map(|used| used.address.as_str()));
        }
        let is_handed_on = facts.iter().any(|fact| {
            let name = fact.split('[').next().unwrap_or(fact);
            // What is no input is what a pool opened with.
            input(terms, name).is_none_or(|input| input.carried.is_some())
        });
        Reads { days: part.setting.part, facts, terms, is_handed_on }
    }

    fn reads(&self, fact: &Fact) -> bool {
        let is_before = fact.days.from() < self.days.from();
        if self.is_handed_on && is_before {
            return true;
        }
        let serves_later =
            || input(self.terms, &fact.name).is_some_and(|input| input.missing == Missing::LastValue);
        (fact.days.overlaps(self.days) || is_before && serves_later())
            && self.facts.contains(address(&fact.name, &fact.of).as_str())
    }
}

fn input<'a>(terms: &'a Terms, name: &str) -> Option<&'a Input> {
    terms.inputs.iter().find(|input| input.name == name)
}
