//! Trees and proofs: every pair of sizes up to 130 is proven, and no altered proof is.

use crate::made::{leaves, roots};
use accordant_record::{
    EMPTY_ROOT, Frontier, Hash, Hashes, KEPT_LEVELS, LeafHashes, NoProof, ProofProblem, consistency_proof,
    inclusion_proof, root_of, verify_consistency, verify_inclusion,
};

const UP_TO: usize = 130;

fn as_u64(number: usize) -> u64 {
    u64::try_from(number).unwrap()
}

/// The proof with each hash altered, each left out, and one more at each place.
fn altered(proof: &[Hash]) -> Vec<Vec<Hash>> {
    let mut all = Vec::new();
    for place in 0..proof.len() {
        let mut bytes = *proof[place].as_bytes();
        bytes[place % 32] ^= 1 << (place % 8);
        let mut flipped = proof.to_vec();
        flipped[place] = Hash::from_bytes(bytes);
        let mut missing = proof.to_vec();
        missing.remove(place);
        all.extend([flipped, missing]);
    }
    for place in 0..=proof.len() {
        let mut extra = proof.to_vec();
        extra.insert(place, Hash::ZERO);
        all.push(extra);
    }
    all
}

#[test]
fn every_event_of_every_tree_is_proven_and_no_altered_proof_is() {
    let leaves = leaves(UP_TO);
    let roots = roots(&leaves);
    for size in 1..=UP_TO {
        for index in 0..size {
            let (at, of, root) = (as_u64(index), as_u64(size), &roots[size]);
            let proof = inclusion_proof(&mut LeafHashes(&leaves[..size]), at, of).unwrap();
            let verify = |proof: &[Hash]| verify_inclusion(&leaves[index], at, of, proof, root);
            assert_eq!(verify(&proof), Ok(()), "{index} of {size}");
            for other in altered(&proof) {
                assert!(verify(&other).is_err(), "{index} of {size}: {other:?}");
            }
            let swapped = verify_inclusion(&leaves[index], of, at, &proof, root);
            assert_eq!(swapped, Err(ProofProblem::NoSuchEvent { index: of, size: at }));
            let neighbour = as_u64((index + 1) % size);
            if size > 1 {
                assert!(verify_inclusion(&leaves[index], neighbour, of, &proof, root).is_err());
                assert!(verify_inclusion(&leaves[(index + 1) % size], at, of, &proof, root).is_err());
            }
            assert!(
                verify_inclusion(&leaves[index], at, of, &proof, &roots[size - 1]).is_err() || size == index
            );
        }
    }
}

#[test]
fn every_tree_is_proven_to_continue_every_smaller_one_and_no_altered_proof_is() {
    let leaves = leaves(UP_TO);
    let roots = roots(&leaves);
    for new in 0..=UP_TO {
        for old in 0..=new {
            let (from, to) = (as_u64(old), as_u64(new));
            let proof = consistency_proof(&mut LeafHashes(&leaves[..new]), from, to).unwrap();
            let verify = |proof: &[Hash]| verify_consistency(from, &roots[old], to, &roots[new], proof);
            assert_eq!(verify(&proof), Ok(()), "{old} to {new}");
            for other in altered(&proof) {
                assert!(verify(&other).is_err(), "{old} to {new}: {other:?}");
            }
            if old == new {
                assert_eq!(proof, []);
                continue;
            }
            let swapped = verify_consistency(to, &roots[new], from, &roots[old], &proof);
            assert_eq!(swapped, Err(ProofProblem::Shrinks { old: to, new: from }));
            assert!(verify_consistency(from, &roots[new], to, &roots[old], &proof).is_err());
            assert!(verify_consistency(from, &roots[old], to, &Hash::ZERO, &proof).is_err() || old == 0);
        }
    }
}

#[test]
fn nothing_is_continued_by_everything_with_an_empty_proof_and_has_one_root() {
    let root = root_of(&leaves(3));
    assert_eq!(root_of(&[]), EMPTY_ROOT);
    assert_eq!(verify_consistency(0, &EMPTY_ROOT, 3, &root, &[]), Ok(()));
    assert_eq!(verify_consistency(0, &EMPTY_ROOT, 0, &EMPTY_ROOT, &[]), Ok(()));
    assert_eq!(verify_consistency(0, &EMPTY_ROOT, 3, &root, &[root]), Err(ProofProblem::TooLong));
    assert_eq!(verify_consistency(0, &root, 3, &root, &[]), Err(ProofProblem::NotTheEmptyRoot));
    assert_eq!(verify_consistency(0, &EMPTY_ROOT, 0, &root, &[]), Err(ProofProblem::NotTheEmptyRoot));
}

#[test]
fn two_trees_of_one_size_are_the_same_or_one_of_them_is_false() {
    let (one, other) = (root_of(&leaves(3)), root_of(&leaves(4)));
    assert_eq!(verify_consistency(3, &one, 3, &one, &[]), Ok(()));
    assert_eq!(verify_consistency(3, &one, 3, &other, &[]), Err(ProofProblem::OtherNewRoot));
    assert_eq!(verify_consistency(3, &one, 3, &one, &[one]), Err(ProofProblem::TooLong));
}

#[test]
fn proofs_of_sizes_that_no_tree_has_are_refused_without_end() {
    let hash = root_of(&leaves(1));
    for index in [0, 1, u64::MAX / 2, u64::MAX - 1] {
        assert!(verify_inclusion(&hash, index, u64::MAX, &[hash; 3], &hash).is_err());
        assert!(verify_inclusion(&hash, index, u64::MAX, &[hash; 64], &hash).is_err());
    }
    assert!(verify_consistency(u64::MAX - 1, &hash, u64::MAX, &hash, &[hash; 64]).is_err());
    assert!(verify_consistency(1, &hash, u64::MAX, &hash, &[]).is_err());
}

/// A store that keeps the roots at the kept levels and nothing else, and says how much was read of it.
struct Kept {
    levels: Vec<(u8, Vec<Hash>)>,
    read: usize,
}

impl Kept {
    fn of(leaves: &[Hash]) -> Kept {
        let level = |level: u8| (level, leaves.chunks_exact(1 << level).map(root_of).collect());
        Kept { levels: KEPT_LEVELS.into_iter().map(level).collect(), read: 0 }
    }
}

impl Hashes for Kept {
    type Problem = String;

    fn hashes(&mut self, level: u8, from: u64, count: u64) -> Result<Vec<Hash>, String> {
        let (_, kept) =
            self.levels.iter().find(|(kept, _)| *kept == level).ok_or("this level is not kept")?;
        let from = usize::try_from(from).unwrap();
        let to = from + usize::try_from(count).unwrap();
        self.read += to - from;
        Ok(kept.get(from..to).ok_or("no such tree")?.to_vec())
    }
}

#[test]
fn a_proof_reads_a_few_hundred_of_the_kept_hashes() {
    let leaves = leaves(140_000);
    let roots = roots(&leaves);
    let mut kept = Kept::of(&leaves);
    for size in [256, 257, 65_536, 65_537, 131_072, 139_999, 140_000] {
        let root = &roots[size];
        for index in [0, 1, 255, size / 2, size - 1] {
            kept.read = 0;
            let proof = inclusion_proof(&mut kept, as_u64(index), as_u64(size)).unwrap();
            assert_eq!(verify_inclusion(&leaves[index], as_u64(index), as_u64(size), &proof, root), Ok(()));
            assert!(kept.read < 1_000, "{} hashes for {index} of {size}", kept.read);
        }
        for old in [1, 255, 256, size / 2 + 1, size - 1] {
            kept.read = 0;
            let proof = consistency_proof(&mut kept, as_u64(old), as_u64(size)).unwrap();
            let verified = verify_consistency(as_u64(old), &roots[old], as_u64(size), root, &proof);
            assert_eq!(verified, Ok(()), "{old} to {size}");
            assert!(kept.read < 1_000, "{} hashes for {old} to {size}", kept.read);
        }
    }
}

#[test]
fn a_store_that_holds_less_than_it_says_gives_no_proof() {
    let leaves = leaves(6);
    let mut too_few = LeafHashes(&leaves);
    assert_eq!(inclusion_proof(&mut too_few, 0, 7), Err(NoProof::Missing { level: 0, from: 6, count: 1 }));
    assert_eq!(inclusion_proof(&mut too_few, 7, 7), Err(NoProof::NoSuchEvent { index: 7, size: 7 }));
    assert_eq!(consistency_proof(&mut too_few, 3, 2), Err(NoProof::Shrinks { old: 3, new: 2 }));
    let mut kept = Kept::of(&leaves);
    kept.levels.clear();
    let unread = inclusion_proof(&mut kept, 0, 6);
    assert_eq!(unread, Err(NoProof::Unread("this level is not kept".to_string())));
}

#[test]
fn a_frontier_has_one_peak_for_each_bit_of_its_size_and_goes_on_from_there() {
    let leaves = leaves(UP_TO);
    let mut frontier = Frontier::new();
    for (size, leaf) in leaves.iter().enumerate() {
        assert_eq!(frontier.size(), as_u64(size));
        assert_eq!(frontier.root(), root_of(&leaves[..size]));
        let again = Frontier::from_peaks(frontier.size(), frontier.peaks().to_vec());
        assert_eq!(again.as_ref(), Some(&frontier));
        let mut one_more = frontier.peaks().to_vec();
        one_more.push(Hash::ZERO);
        assert_eq!(Frontier::from_peaks(frontier.size(), one_more), None);
        frontier.push(*leaf);
    }
}
