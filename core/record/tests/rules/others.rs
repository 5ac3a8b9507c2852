//! The same trees, proofs and notes by programs that we did not write: what they make we accept, what we make they do.

use crate::made::{LOG, checkpoint, leaves, log_key, roots, signed};
use accordant_record::{
    Checkpoint, Hash, KeyKind, LeafHashes, Note, SigningKey, VerifierKey, consistency_proof, inclusion_proof,
    verify_consistency, verify_inclusion,
};
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
use sha2::Sha256;
use signed_note::{StandardSigner, StandardVerifier, VerifierList};
use tlog_tiles::tlog;

const UP_TO: usize = 130;

fn bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
}

fn hashes(bytes: &[u8]) -> Vec<Hash> {
    bytes.chunks_exact(32).map(|hash| Hash::from_bytes(hash.try_into().unwrap())).collect()
}

fn names(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("alliance-event-{number}")).collect()
}

fn their_root(root: &Hash, size: usize) -> RootHash<Sha256> {
    RootHash::new((*root.as_bytes()).into(), u64::try_from(size).unwrap())
}

fn their_tree(names: &[String]) -> MemoryBackedTree<Sha256, String> {
    let mut tree = MemoryBackedTree::new();
    names.iter().for_each(|name| tree.push(name.clone()));
    tree
}

/// One of our trees and the other program's over the same leaves, with the roots of ours at every size.
struct Both<'a> {
    theirs: MemoryBackedTree<Sha256, String>,
    leaves: &'a [Hash],
    roots: &'a [Hash],
}

impl Both<'_> {
    fn size(&self) -> u64 {
        u64::try_from(self.leaves.len()).unwrap()
    }

    fn root(&self) -> &Hash {
        &self.roots[self.leaves.len()]
    }

    fn inclusion_agrees(&self, index: usize) {
        let (at, of, root) = (u64::try_from(index).unwrap(), self.size(), self.root());
        let ours = inclusion_proof(&mut LeafHashes(self.leaves), at, of).unwrap();
        let theirs = hashes(self.theirs.prove_inclusion(index).as_bytes());
        assert_eq!(verify_inclusion(&self.leaves[index], at, of, &theirs, root), Ok(()), "{index} of {of}");
        let ours = InclusionProof::try_from_bytes(bytes(&ours)).unwrap();
        let name = format!("alliance-event-{index}");
        let verified = their_root(root, self.leaves.len()).verify_inclusion(&name, at, &ours);
        assert!(verified.is_ok(), "{index} of {of}");
    }

    fn consistency_agrees(&self, old: usize) {
        let (from, to) = (u64::try_from(old).unwrap(), self.size());
        let (root, old_root) = (self.root(), &self.roots[old]);
        let ours = consistency_proof(&mut LeafHashes(self.leaves), from, to).unwrap();
        let theirs = hashes(self.theirs.prove_consistency(self.leaves.len() - old).as_bytes());
        assert_eq!(verify_consistency(from, old_root, to, root, &theirs), Ok(()), "{old} to {to}");
        let ours = ConsistencyProof::try_from_bytes(bytes(&ours)).unwrap();
        let now = their_root(root, self.leaves.len());
        assert!(now.verify_consistency(&their_root(old_root, old), &ours).is_ok(), "{old} to {to}");
    }
}

#[test]
fn ct_merkle_has_our_roots_and_accepts_our_proofs_as_we_accept_its_own() {
    let leaves = leaves(UP_TO);
    let roots = roots(&leaves);
    for size in 1..=UP_TO {
        let both = Both { theirs: their_tree(&names(size)), leaves: &leaves[..size], roots: &roots };
        assert_eq!(both.theirs.root().as_bytes().as_slice(), both.root().as_bytes());
        (0..size).for_each(|index| both.inclusion_agrees(index));
        (1..size).for_each(|old| both.consistency_agrees(old));
    }
}

/// Trees beyond the first kept levels: 256 and 65,536.
#[test]
fn ct_merkle_agrees_where_kept_levels_begin() {
    let leaves = leaves(65_537);
    let roots = roots(&leaves);
    for size in [255, 256, 257, 512, 65_537] {
        let both = Both { theirs: their_tree(&names(size)), leaves: &leaves[..size], roots: &roots };
        for place in [0, 1, 254, 255, 256, size / 2, size - 1].into_iter().filter(|place| *place < size) {
            both.inclusion_agrees(place);
            if place > 0 {
                both.consistency_agrees(place);
            }
        }
    }
}

/// The hashes of a tree as the other program numbers them.
struct Stored(Vec<tlog::Hash>);

impl tlog::HashReader for Stored {
    fn read_hashes(&self, places: &[u64]) -> Result<Vec<tlog::Hash>, tlog::Error> {
        Ok(places.iter().map(|place| self.0[usize::try_from(*place).unwrap()]).collect())
    }
}

#[test]
fn tlog_tiles_has_our_roots_and_accepts_our_proofs_as_we_accept_its_own() {
    let leaves = leaves(UP_TO);
    let mut stored = Stored(Vec::new());
    let ours = |theirs: &[tlog::Hash]| theirs.iter().map(|hash| Hash::from_bytes(hash.0)).collect::<Vec<_>>();
    let theirs = |ours: &[Hash]| ours.iter().map(|hash| tlog::Hash(*hash.as_bytes())).collect::<Vec<_>>();
    let roots = roots(&leaves);
    let root_at = |size: u64| roots[usize::try_from(size).unwrap()];
    for (size, name) in (1_u64..).zip(names(UP_TO)) {
        stored.0.extend(tlog::stored_hashes(size - 1, name.as_bytes(), &stored).unwrap());
        let known = &leaves[..usize::try_from(size).unwrap()];
        let root = root_at(size);
        let now = tlog::Hash(*root.as_bytes());
        assert_eq!(tlog::tree_hash(size, &stored).unwrap(), now);
        for (index, leaf) in (0..size).zip(known) {
            let proof = inclusion_proof(&mut LeafHashes(known), index, size).unwrap();
            tlog::check_record(&theirs(&proof), size, now, index, tlog::Hash(*leaf.as_bytes())).unwrap();
            let other = ours(&tlog::prove_record(size, index, &stored).unwrap());
            assert_eq!(verify_inclusion(leaf, index, size, &other, &root), Ok(()));
        }
        for old in 1..=size {
            let old_root = root_at(old);
            let proof = consistency_proof(&mut LeafHashes(known), old, size).unwrap();
            let before = tlog::Hash(*old_root.as_bytes());
            tlog::check_tree(&theirs(&proof), size, now, old, before).unwrap();
            let other = ours(&tlog::prove_tree(size, old, &stored).unwrap());
            assert_eq!(verify_consistency(old, &old_root, size, &root, &other), Ok(()));
        }
    }
}

#[test]
fn tlog_tiles_reads_our_checkpoints_and_we_read_its_own() {
    let ours = checkpoint(7);
    let theirs = tlog_tiles::Checkpoint::from_bytes(ours.text().unwrap().as_bytes()).unwrap();
    assert_eq!((theirs.origin(), theirs.size(), theirs.hash().0), (LOG, 7, *ours.root.as_bytes()));
    let text = String::from_utf8(theirs.to_bytes()).unwrap();
    assert_eq!(Checkpoint::read(&text), Ok(ours));
}

#[test]
fn signed_note_verifies_what_we_sign() {
    let note = signed(&checkpoint(7));
    let theirs = signed_note::Note::from_bytes(note.to_string().as_bytes()).unwrap();
    let known = |key: VerifierKey| {
        VerifierList::new(vec![Box::new(StandardVerifier::new(&key.to_string()).unwrap())])
    };
    let (verified, unverified) = theirs.verify(&known(log_key().verifier())).unwrap();
    assert_eq!((verified.len(), unverified.len()), (1, 0));
    let stranger = SigningKey::new(LOG, KeyKind::Log, [9; 32]).unwrap().verifier();
    assert!(theirs.verify(&known(stranger)).is_err());
}

#[test]
fn we_verify_what_signed_note_signs_with_the_text_of_our_key() {
    let text = checkpoint(7).text().unwrap();
    let mut theirs = signed_note::Note::new(text.as_bytes(), &[]).unwrap();
    theirs.add_sigs(&[&StandardSigner::new(&log_key().to_text()).unwrap()]).unwrap();
    let written = String::from_utf8(theirs.to_bytes()).unwrap();
    assert_eq!(written, signed(&checkpoint(7)).to_string());
    let note = Note::read(&written).unwrap();
    assert_eq!(note.check(&[log_key().verifier()]).unwrap()[0].name, LOG);
}
