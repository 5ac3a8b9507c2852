//! What is said again when a file counts no longer, of what was worked out from several.
//!
//! Facts fall back by themselves to what was said before the file. What was said again since, with a price book or with
//! a file of another party, rests on it still. Start with [`Undone::said_again`].

use crate::{Fact, FactValue, Facts};

/// What is worked out and what is known, with a file and without it.
#[derive(Debug, Clone, Copy)]
pub struct Undone<'a> {
    /// What is worked out from all files.
    pub with: &'a Facts,
    /// What is worked out from all but the one.
    pub without: &'a Facts,
    /// What is known as long as the file counts.
    pub known_with: &'a Facts,
    /// What is known once it counts no longer and nothing is said again.
    pub known_without: &'a Facts,
}

impl Undone<'_> {
    /// The facts that must be said again, and no others. One that rests on nothing that is left is known no longer. It
    /// is never nothing.
    #[must_use]
    pub fn said_again(&self) -> Facts {
        let left = self.without.iter().filter(|fact| self.is_said_again(fact)).cloned();
        let gone = self.with.iter().filter(|fact| self.is_gone(fact)).cloned();
        let gone = gone.map(|fact| Fact { value: FactValue::NotPublished, source: None, row: None, ..fact });
        left.chain(gone).collect()
    }

    fn is_said_again(&self, fact: &Fact) -> bool {
        let Some(with) = same(self.with, fact).filter(|with| with.agrees_with(fact)) else { return true };
        // Somebody may have corrected it meanwhile.
        if !same(self.known_with, fact).is_some_and(|known| known.agrees_with(with)) {
            return false;
        }
        same(self.known_without, fact)
            .is_none_or(|known| !known.agrees_with(fact) || (known.cites_as(with) && !known.cites_as(fact)))
    }

    fn is_gone(&self, fact: &Fact) -> bool {
        same(self.without, fact).is_none() && same(self.known_without, fact) == Some(fact)
    }
}

fn same<'a>(facts: &'a Facts, fact: &Fact) -> Option<&'a Fact> {
    facts.exact(&fact.name, &fact.of, fact.days)
}
