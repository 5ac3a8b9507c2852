//! The headers of a log follow one another, and a log that was altered shows where.

use crate::made::{LOG, followed};
use accordant_record::{
    Chain, ChainProblem, Frontier, Hash, Header, HeaderProblem, Instant, Last, Leaf, Tip, leaf_hash, root_of,
    sha256,
};

const COUNT: usize = 12;

fn chain(lines: &[Vec<u8>]) -> Result<Chain, ChainProblem> {
    let mut chain = Chain::new(LOG);
    lines.iter().try_for_each(|line| chain.follow(line).map(drop))?;
    Ok(chain)
}

fn lines() -> Vec<Vec<u8>> {
    followed(u64::try_from(COUNT).unwrap())
}

/// What is said of the log when its sixth header is changed so.
fn changed(change: impl FnOnce(&mut Header)) -> ChainProblem {
    let mut lines = lines();
    let mut header = Header::read(&lines[5]).unwrap();
    change(&mut header);
    lines[5] = header.to_line().unwrap();
    chain(&lines[..6]).unwrap_err()
}

#[test]
fn a_log_is_followed_to_the_root_over_its_lines() {
    let lines = lines();
    let chain = chain(&lines).unwrap();
    let leaves: Vec<Hash> = lines.iter().map(|line| leaf_hash(line)).collect();
    assert_eq!(chain.tip().frontier().root(), root_of(&leaves));
    assert_eq!(chain.tip().frontier().size(), 12);
    assert_eq!(chain.tip().last().map(|last| last.hash), leaves.last().copied());
    assert_eq!(chain.streams().values().copied().collect::<Vec<_>>(), [6, 6]);
}

#[test]
fn a_log_read_in_pieces_is_followed_to_the_same_end() {
    let lines = lines();
    let mut in_pieces = Chain::new(LOG);
    let leaves: Vec<Leaf> = lines.iter().map(|line| Leaf::read(line).unwrap()).collect();
    leaves.iter().for_each(|leaf| in_pieces.follow_leaf(leaf).unwrap());
    assert_eq!(in_pieces, chain(&lines).unwrap());
}

#[test]
fn a_header_that_does_not_follow_is_refused() {
    let hash = sha256(b"another");
    let expected = |at: &str| at.parse::<Instant>().unwrap();
    assert_eq!(
        changed(|header| header.log = "another.example/log".to_string()),
        ChainProblem::Log { log: "another.example/log".to_string(), expected: LOG.to_string() }
    );
    assert_eq!(changed(|header| header.index = 6), ChainProblem::Index { index: 6, expected: 5 });
    assert_eq!(changed(|header| header.previous = hash), ChainProblem::Previous { index: 5 });
    let last = expected("2026-11-22T10:41:33.000004Z");
    assert_eq!(changed(|header| header.at = last), ChainProblem::Time { index: 5, at: last, last });
    let stream = "decision/1".to_string();
    assert_eq!(
        changed(|header| header.version = 4),
        ChainProblem::Version { stream: stream.clone(), version: 4, expected: 3 }
    );
    assert_eq!(
        changed(|header| header.stream = "new".to_string()),
        ChainProblem::Version { stream: "new".to_string(), version: 3, expected: 1 }
    );
    assert_eq!(
        changed(|header| header.authority = 6),
        ChainProblem::Ahead { index: 5, key: "authority", to: 6 }
    );
    assert_eq!(changed(|header| header.rules = 6), ChainProblem::Ahead { index: 5, key: "rules", to: 6 });
    assert_eq!(
        changed(|header| header.cause = Some(6)),
        ChainProblem::Ahead { index: 5, key: "cause", to: 6 }
    );
}

#[test]
fn a_line_that_is_no_header_is_refused_and_nothing_is_added() {
    let lines = lines();
    let mut chain = chain(&lines[..5]).unwrap();
    let before = chain.clone();
    let refused = chain.follow(b"{}");
    assert!(matches!(refused, Err(ChainProblem::Header(HeaderProblem::Misplaced { .. }))));
    assert!(chain.follow(&lines[6]).is_err());
    assert_eq!(chain, before);
    assert!(chain.follow(&lines[5]).is_ok());
}

#[test]
fn an_event_changed_left_out_doubled_or_moved_is_noticed() {
    let lines = lines();
    for place in 0..COUNT - 1 {
        let mut header = Header::read(&lines[place]).unwrap();
        header.software.push('!');
        let mut altered = lines.clone();
        altered[place] = header.to_line().unwrap();
        let next = u64::try_from(place + 1).unwrap();
        assert_eq!(chain(&altered), Err(ChainProblem::Previous { index: next }));
        let mut shorter = lines.clone();
        shorter.remove(place);
        assert!(chain(&shorter).is_err());
        let mut doubled = lines.clone();
        doubled.insert(place, lines[place].clone());
        assert!(chain(&doubled).is_err());
        let mut swapped = lines.clone();
        swapped.swap(place, place + 1);
        assert!(chain(&swapped).is_err());
    }
}

#[test]
fn a_log_goes_on_from_its_frontier_and_its_last_event() {
    let lines = lines();
    let half = chain(&lines[..6]).unwrap();
    let (frontier, last) = (half.tip().frontier().clone(), half.tip().last());
    let mut tip = Tip::at(LOG, frontier, last).unwrap();
    lines[6..].iter().for_each(|line| tip.follow_leaf(&Leaf::read(line).unwrap()).unwrap());
    assert_eq!(&tip, chain(&lines).unwrap().tip());
    let at = Instant::from_micros(1).unwrap();
    assert_eq!(Tip::at(LOG, Frontier::new(), Some(Last { hash: Hash::ZERO, at })), None);
    assert_eq!(Tip::at(LOG, half.tip().frontier().clone(), None), None);
}

#[test]
fn the_founding_may_give_itself_its_authority_and_its_rules() {
    let first = Header::read(&lines()[0]).unwrap();
    assert_eq!((first.index, first.authority, first.rules), (0, 0, 0));
    assert!(Chain::new(LOG).follow(&first.to_line().unwrap()).is_ok());
}
