//! What the model of a disk keeps and what it loses.

use proptest::prelude::*;

use super::*;

const PATH: &str = "/folder/file";

fn opened() -> (Platter, FileId) {
    let mut platter = Platter::default();
    let id = platter.open(Path::new(PATH), Some(Vec::new())).id;
    (platter, id)
}

fn left(platter: &Platter, seed: u64) -> Option<Vec<u8>> {
    let (left, _) = platter.after_power_loss(&mut Random::new(seed));
    left.into_iter().find(|left| left.path == Path::new(PATH)).and_then(|left| left.bytes)
}

/// Every outcome of two hundred losses of power.
fn outcomes(platter: &Platter) -> std::collections::BTreeSet<Option<Vec<u8>>> {
    (0..200).map(|seed| left(platter, seed)).collect()
}

#[test]
fn what_was_synced_survives_every_loss() {
    let (mut platter, id) = opened();
    platter.write(id, 0, b"kept");
    platter.sync(id);
    assert_eq!(outcomes(&platter), [Some(b"kept".to_vec())].into());
}

#[test]
fn a_write_since_the_last_sync_is_lost_or_kept_and_a_small_one_is_never_torn() {
    let (mut platter, id) = opened();
    platter.write(id, 0, b"old!");
    platter.sync(id);
    platter.write(id, 0, b"new!");
    assert_eq!(outcomes(&platter), [Some(b"new!".to_vec()), Some(b"old!".to_vec())].into());
}

#[test]
fn of_two_writes_the_later_can_survive_without_the_earlier() {
    let (mut platter, id) = opened();
    platter.write(id, 0, &[0; 1024]);
    platter.sync(id);
    platter.write(id, 0, &[1; 512]);
    platter.write(id, 512, &[2; 512]);
    let (first, second) = ([[1; 512], [0; 512]].concat(), [[0; 512], [2; 512]].concat());
    let outcomes = outcomes(&platter);
    assert!(outcomes.contains(&Some(first)));
    assert!(outcomes.contains(&Some(second)));
    assert_eq!(outcomes.len(), 4);
}

#[test]
fn a_long_write_is_torn_between_sectors() {
    let (mut platter, id) = opened();
    platter.write(id, 0, &[0; 1536]);
    platter.sync(id);
    platter.write(id, 100, &[1; 1436]);
    let torn = [vec![0; 512], vec![1; 512], vec![0; 512]].concat();
    assert!(outcomes(&platter).contains(&Some(torn)));
    for outcome in outcomes(&platter).into_iter().flatten() {
        assert!(outcome[..100].iter().all(|byte| *byte == 0), "what was not written is not touched");
        for sector in outcome.chunks(SECTOR_BYTES) {
            assert!(sector[100..].iter().all(|byte| *byte == sector[100]), "a sector is written as one");
        }
    }
}

#[test]
fn a_cut_that_was_not_synced_may_not_have_happened() {
    let (mut platter, id) = opened();
    platter.write(id, 0, b"long");
    platter.sync(id);
    platter.resize(id, 1);
    assert_eq!(outcomes(&platter), [Some(b"long".to_vec()), Some(b"l".to_vec())].into());
}

#[test]
fn a_new_file_may_vanish_until_its_directory_is_synced() {
    let mut platter = Platter::default();
    let found = platter.open(Path::new(PATH), None);
    assert!(found.is_new);
    platter.write(found.id, 0, b"kept");
    platter.sync(found.id);
    assert_eq!(outcomes(&platter), [None, Some(b"kept".to_vec())].into());
    platter.sync_directory(Path::new("/folder"));
    assert_eq!(outcomes(&platter), [Some(b"kept".to_vec())].into());
}

#[test]
fn a_removed_file_may_come_back_until_its_directory_is_synced() {
    let (mut platter, id) = opened();
    platter.write(id, 0, b"gone");
    platter.sync(id);
    platter.remove(Path::new(PATH));
    assert_eq!(outcomes(&platter), [None, Some(b"gone".to_vec())].into());
    let again = platter.open(Path::new(PATH), None);
    assert!(again.is_new && again.id != id);
    platter.sync_directory(Path::new("/folder"));
    assert_eq!(outcomes(&platter), [Some(Vec::new())].into());
}

#[test]
fn a_later_sync_does_not_bring_what_a_failed_sync_has_lost() {
    let lost = (0..50).filter(|seed| {
        let (mut platter, id) = opened();
        platter.write(id, 0, b"first");
        platter.sync_failed(id, &mut Random::new(*seed));
        platter.write(id, 5, b"second");
        platter.sync(id);
        left(&platter, 0) == Some(b"\0\0\0\0\0second".to_vec())
    });
    assert!(lost.count() > 10);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Against bytes kept by hand: with a sync after each change, any loss leaves exactly what a reader saw.
    #[test]
    fn with_a_sync_after_each_change_nothing_is_lost(
        changes in prop::collection::vec((0usize..3000, prop::collection::vec(any::<u8>(), 0..2000), any::<bool>()), 1..12),
        seed in any::<u64>(),
    ) {
        let (mut platter, id) = opened();
        let mut seen: Vec<u8> = Vec::new();
        for (at, bytes, cut) in changes {
            if cut {
                platter.resize(id, at);
                seen.resize(at, 0);
            } else {
                platter.write(id, at, &bytes);
                seen.resize(seen.len().max(at + bytes.len()), 0);
                seen[at..at + bytes.len()].copy_from_slice(&bytes);
            }
            platter.sync(id);
        }
        prop_assert_eq!(left(&platter, seed), Some(seen));
    }
}
