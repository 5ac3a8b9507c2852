//! What was answered to a request, and the hash by which an altered answer is told from the one that was given.
//!
//! No header and no checkpoint speaks of an answer, so nothing else would notice. It will never know what an answer
//! says. Start with [`kept`].

use std::ops::Range;

use accordant_record::{HASH_BYTES, Hash, sha256};

use super::read::Reading;
use crate::StoreProblem;
use crate::engine::KeptRequest;
use crate::switches::Mechanism;

/// What is kept of a request that is answered now.
pub(super) fn kept(
    log: &str,
    request: &Hash,
    fingerprint: &Hash,
    events: Range<u64>,
    answer: &[u8],
) -> KeptRequest {
    let hash = hash_of(log, request.as_bytes(), fingerprint.as_bytes(), &events, answer);
    let hashed_answer = [hash.as_bytes().as_slice(), answer].concat();
    KeptRequest { fingerprint: fingerprint.as_bytes().to_vec(), events, hashed_answer }
}

/// The answer, when it and everything beside it are what was kept of this request in this log.
pub(super) fn given<'a>(log: &str, request: &[u8], kept: &'a KeptRequest) -> Option<&'a [u8]> {
    let (hash, answer) = kept.hashed_answer.split_first_chunk::<HASH_BYTES>()?;
    let again = hash_of(log, request, &kept.fingerprint, &kept.events, answer);
    (again.as_bytes() == hash).then_some(answer)
}

impl Reading<'_> {
    /// The answer that is given again.
    pub(super) fn answer(&self, request: &Hash, kept: &KeptRequest) -> Result<Vec<u8>, StoreProblem> {
        let answer = match self.switches.holds(Mechanism::HashAgain) {
            true => given(self.log, request.as_bytes(), kept),
            false => kept.hashed_answer.get(HASH_BYTES..),
        };
        let altered =
            || self.altered(kept.events.start, "what is kept of its request is not what was answered");
        answer.map(<[u8]>::to_vec).ok_or_else(altered)
    }
}

/// No two rows have the same bytes under their hash: numbers hold no line feed, and whatever may is told with its length.
fn hash_of(log: &str, request: &[u8], fingerprint: &[u8], events: &Range<u64>, answer: &[u8]) -> Hash {
    let lengths = format!("{}\n{}\n{}", log.len(), request.len(), fingerprint.len());
    let head = format!("accordant/answer/1\n{}\n{}\n{lengths}\n{log}", events.start, events.end);
    sha256(&[head.as_bytes(), request, fingerprint, answer].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "a.example/log/1";

    fn example() -> (Hash, KeptRequest) {
        let request = sha256(b"request");
        let kept = kept(LOG, &request, &sha256(b"fingerprint"), 3..5, b"answer");
        (request, kept)
    }

    #[test]
    fn an_answer_is_given_again_as_it_was_kept() {
        let (request, kept) = example();
        assert_eq!(given(LOG, request.as_bytes(), &kept), Some(b"answer".as_slice()));
    }

    #[test]
    fn no_answer_is_given_from_a_row_that_was_altered_anywhere_or_is_of_another() {
        let (request, kept) = example();
        let altered = |alter: &dyn Fn(&mut KeptRequest)| {
            let (_, mut kept) = example();
            alter(&mut kept);
            given(LOG, request.as_bytes(), &kept).is_some()
        };
        for at in 0..kept.hashed_answer.len() {
            assert!(!altered(&|kept| kept.hashed_answer[at] ^= 1), "byte {at} of the answer");
            assert!(!altered(&|kept| kept.hashed_answer.truncate(at)), "the answer ends at {at}");
        }
        for at in 0..kept.fingerprint.len() {
            assert!(!altered(&|kept| kept.fingerprint[at] ^= 1), "byte {at} of the fingerprint");
        }
        assert!(!altered(&|kept| kept.events.start = 2));
        assert!(!altered(&|kept| kept.events.end = 6));
        assert_eq!(given("b.example/log/1", request.as_bytes(), &kept), None);
        assert_eq!(given(LOG, sha256(b"another").as_bytes(), &kept), None);
    }

    #[test]
    fn what_moves_from_one_column_to_its_neighbour_is_another_row() {
        let (request, kept) = example();
        let (hash, answer) = kept.hashed_answer.split_first_chunk::<HASH_BYTES>().unwrap();
        let (last, fingerprint) = kept.fingerprint.split_last().unwrap();
        let moved = KeptRequest {
            fingerprint: fingerprint.to_vec(),
            events: kept.events.clone(),
            hashed_answer: [hash.as_slice(), &[*last], answer].concat(),
        };
        assert_eq!(given(LOG, request.as_bytes(), &moved), None);
    }
}
