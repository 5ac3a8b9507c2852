//! What goes, and what is kept beside the log.

use accordant_record::{Hash, sha256};
use accordant_store::{Snapshot, StoreProblem, StoredPart};

use crate::help::{Ground, LOG, append, append_many, event, sign, sound};

pub fn what_is_erased_is_told_as_erased(ground: &Ground) {
    let store = ground.open();
    let long = vec![7; 1_100_000];
    append(&*store, "one", &[event("a", &[b"stays", b"goes", &long])]).unwrap();
    store.seal(LOG, &mut |checkpoint| sign(checkpoint)).unwrap();
    for part in [1, 2, 1] {
        store.erase(LOG, 0, part).unwrap();
    }
    let parts = &store.read_range(LOG, 0..1).unwrap()[0].parts;
    assert!(matches!(&parts[0], StoredPart::Present { bytes, .. } if bytes == b"stays"), "{parts:?}");
    assert_eq!(parts[1..], [StoredPart::Erased, StoredPart::Erased]);
    let none = store.erase(LOG, 0, 3);
    assert_eq!(none, Err(StoreProblem::NoPart { log: LOG.to_owned(), index: 0, part: 3 }));
    append_many(&*store, 1);
    drop(store);
    sound(&*ground.open());
}

pub fn a_snapshot_is_used_only_on_the_same_events(ground: &Ground) {
    let store = ground.open();
    append_many(&*store, 3);
    let leaf_hash = store.read_headers(LOG, 1..2).unwrap()[0].hash;
    let mut snapshot = Snapshot {
        name: "state".to_owned(),
        code_version: "1".to_owned(),
        size: 2,
        leaf_hash,
        state_hash: sha256(b"state"),
        bytes: b"state".to_vec(),
    };
    assert_eq!(store.snapshot(LOG, "state").unwrap(), None);
    store.keep_snapshot(LOG, &snapshot).unwrap();
    assert_eq!(store.snapshot(LOG, "state").unwrap(), Some(snapshot.clone()));
    snapshot.bytes = b"another".to_vec();
    store.keep_snapshot(LOG, &snapshot).unwrap();
    assert_eq!(store.snapshot(LOG, "state").unwrap(), Some(snapshot.clone()));
    for other in
        [Snapshot { leaf_hash: Hash::ZERO, ..snapshot.clone() }, Snapshot { size: 9, ..snapshot.clone() }]
    {
        store.keep_snapshot(LOG, &other).unwrap();
        assert_eq!(store.snapshot(LOG, "state").unwrap(), None);
    }
    let empty = Snapshot { size: 0, leaf_hash: Hash::ZERO, ..snapshot.clone() };
    store.keep_snapshot(LOG, &empty).unwrap();
    assert_eq!(store.snapshot(LOG, "state").unwrap(), Some(empty));
    // It was worked out from what is erased.
    store.erase(LOG, 0, 0).unwrap();
    assert_eq!(store.snapshot(LOG, "state").unwrap(), None);
    sound(&*store);
}

pub fn names_stand_behind_references(ground: &Ground) {
    let store = ground.open();
    assert_eq!(store.directory_get("person/1").unwrap(), None);
    store.directory_put("person/1", b"A. Nurse").unwrap();
    store.directory_put("person/2", b"B. Director").unwrap();
    store.directory_put("person/1", b"A. Matron").unwrap();
    assert_eq!(store.directory_get("person/1").unwrap().as_deref(), Some(b"A. Matron".as_slice()));
    assert_eq!(store.directory_references().unwrap(), ["person/1", "person/2"]);
    store.directory_remove("person/1").unwrap();
    store.directory_remove("person/1").unwrap();
    assert_eq!(store.directory_get("person/1").unwrap(), None);
    assert_eq!(store.directory_references().unwrap(), ["person/2"]);
    drop(store);
    let store = ground.open();
    assert_eq!(store.directory_get("person/2").unwrap().as_deref(), Some(b"B. Director".as_slice()));
}
