//! How many events are read at once: many small ones, few that carry files.
//!
//! A record of small entries is read fast in large readings; one of a hundred files must not lie in memory whole.

use accordant_store::{StoredEvent, StoredPart};
use std::ops::Range;

/// So many events are read at once at first.
const AT_FIRST: u64 = 64;
/// So many events are read at once at most.
const AT_MOST: u64 = 4_096;
/// So many bytes a reading is to have at most, as far as one can tell from the reading before.
const BYTES: u64 = 8 << 20;

/// Where a log is being read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    from: u64,
    count: u64,
}

impl Pace {
    /// Begins at an index.
    pub(super) const fn from(from: u64) -> Pace {
        Pace { from, count: AT_FIRST }
    }

    /// The events that are to be read next, as far as there are so many.
    pub(super) const fn range(self) -> Range<u64> {
        self.from..self.from.saturating_add(self.count)
    }

    /// What is to be read after these; nothing if they were the last.
    pub(super) fn after(self, events: &[StoredEvent]) -> Option<Pace> {
        self.after_so_many(events.len() as u64, events.iter().map(weight).sum())
    }

    fn after_so_many(self, read: u64, bytes: u64) -> Option<Pace> {
        let count = (BYTES.saturating_mul(read) / bytes.max(1)).clamp(1, AT_MOST);
        (read == self.count).then_some(Pace { from: self.from.saturating_add(read), count })
    }
}

/// The bytes of an event.
pub(super) fn weight(event: &StoredEvent) -> u64 {
    let of_part = |part: &StoredPart| match part {
        StoredPart::Present { bytes, .. } => bytes.len() as u64,
        StoredPart::Erased => 0,
    };
    event.parts.iter().map(of_part).sum::<u64>() + event.line.len() as u64
}

#[cfg(test)]
mod tests {
    use super::{AT_FIRST, AT_MOST, BYTES, Pace};

    #[test]
    fn small_events_are_read_many_at_once_and_large_ones_few() {
        let pace = Pace::from(10);
        assert_eq!(pace.range(), 10..10 + AT_FIRST);
        let after = |bytes: u64| pace.after_so_many(AT_FIRST, AT_FIRST * bytes).map(Pace::range);
        assert_eq!(after(10), Some(74..74 + AT_MOST));
        assert_eq!(after(BYTES / 3), Some(74..77));
        assert_eq!(after(BYTES * 2), Some(74..75));
    }

    #[test]
    fn a_reading_that_is_not_full_is_the_last() {
        assert!(Pace::from(0).after_so_many(AT_FIRST - 1, 10).is_none());
        assert!(Pace::from(0).after_so_many(0, 0).is_none());
    }
}
