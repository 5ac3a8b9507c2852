//! Sealing, and what must be found before it.

use accordant_record::{
    Checkpoint, KeyKind, Note, SigningKey, consistency_proof, inclusion_proof, verify_consistency,
    verify_inclusion,
};
use accordant_store::{Sealed, Store, StoreProblem, StoredHashes};

use crate::help::{Engine, Ground, LOG, append_many, lines, log_key, sign, sound};

fn seal(store: &dyn Store) -> Result<Sealed, StoreProblem> {
    store.seal(LOG, &mut |checkpoint| sign(checkpoint))
}

pub fn a_checkpoint_is_signed_once_and_kept(ground: &Ground) {
    let store = ground.open();
    assert_eq!(seal(&*store), Err(StoreProblem::NoLog { log: LOG.to_owned() }));
    append_many(&*store, 3);
    let Ok(Sealed::Signed(first)) = seal(&*store) else { panic!("it was not signed") };
    assert_eq!(seal(&*store), Ok(Sealed::Already(first.clone())));
    append_many(&*store, 300);
    let Ok(Sealed::Signed(second)) = seal(&*store) else { panic!("it was not signed") };
    drop(store);
    let store = ground.open();
    assert_eq!(store.checkpoints(LOG).unwrap(), [first, second.clone()]);
    let note = Note::read(&second.note).unwrap();
    assert_eq!(note.check(&[log_key().verifier()]).unwrap().len(), 1);
    let checkpoint = Checkpoint::read(&note.text).unwrap();
    assert_eq!(checkpoint.root, store.head(LOG).unwrap().unwrap().frontier.root());
    sound(&*store);
}

pub fn a_cosignature_is_kept_once(ground: &Ground) {
    let store = ground.open();
    append_many(&*store, 1);
    seal(&*store).unwrap();
    let text = Note::read(&store.checkpoints(LOG).unwrap()[0].note).unwrap().text;
    let witness = SigningKey::new("party.example", KeyKind::Witness, [9; 32]).unwrap();
    let line = witness.cosign(&text, 1_793_000_000).unwrap().to_string();
    store.add_cosignature(LOG, 1, &line).unwrap();
    store.add_cosignature(LOG, 1, &line).unwrap();
    let note = Note::read(&store.checkpoints(LOG).unwrap()[0].note).unwrap();
    assert_eq!(note.check(&[log_key().verifier(), witness.verifier()]).unwrap().len(), 2);
    assert_eq!(note.signatures.len(), 2);
    let none = store.add_cosignature(LOG, 2, &line);
    assert_eq!(none, Err(StoreProblem::NoCheckpoint { log: LOG.to_owned(), size: 2 }));
    assert!(store.add_cosignature(LOG, 1, "no signature").is_err());
    for time in 1..=14 {
        let line = witness.cosign(&text, time).unwrap().to_string();
        store.add_cosignature(LOG, 1, &line).unwrap();
    }
    let seventeenth = witness.cosign(&text, 15).unwrap().to_string();
    assert!(store.add_cosignature(LOG, 1, &seventeenth).is_err());
    // None of these is a failure to write.
    append_many(&*store, 1);
    sound(&*store);
}

pub fn what_is_signed_is_the_checkpoint(ground: &Ground) {
    let store = ground.open();
    append_many(&*store, 1);
    let refused = store.seal(LOG, &mut |_| Err("the key is locked away".to_owned()));
    assert_eq!(refused, Err(StoreProblem::Unsigned { why: "the key is locked away".to_owned() }));
    let other = store
        .seal(LOG, &mut |checkpoint| sign(&Checkpoint { size: checkpoint.size + 1, ..checkpoint.clone() }));
    assert!(matches!(other, Err(StoreProblem::Unsigned { .. })), "{other:?}");
    assert_eq!(store.checkpoints(LOG).unwrap(), []);
    assert!(matches!(seal(&*store), Ok(Sealed::Signed(_))));
}

pub fn stored_hashes_give_proofs_that_verify(ground: &Ground) {
    let store = ground.open();
    append_many(&*store, 2);
    let early = store.head(LOG).unwrap().unwrap();
    append_many(&*store, 598);
    let head = store.head(LOG).unwrap().unwrap();
    let headers = store.read_headers(LOG, 0..600).unwrap();
    let root = head.frontier.root();
    for index in [0, 1, 255, 256, 511, 512, 599] {
        let mut hashes = StoredHashes::new(&*store, LOG);
        let proof = inclusion_proof(&mut hashes, index, 600).unwrap();
        let leaf = headers[usize::try_from(index).unwrap()].hash;
        verify_inclusion(&leaf, index, 600, &proof, &root).unwrap();
    }
    let proof = consistency_proof(&mut StoredHashes::new(&*store, LOG), 2, 600).unwrap();
    verify_consistency(2, &early.frontier.root(), 600, &root, &proof).unwrap();
    assert_eq!(store.hashes(LOG, 8, 0, 9).unwrap().len(), 2);
}

/// What an intruder may do, and whether reading the whole log and sealing must notice, besides the check.
struct Tampering {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
    is_read: bool,
    is_sealed: bool,
}

const SWAP: &str =
    "UPDATE event SET place = 1000 WHERE place = 4; UPDATE event SET place = 4 WHERE place = 5;
    UPDATE event SET place = 5 WHERE place = 1000;";

const TAMPERINGS: &[Tampering] = &[
    Tampering {
        name: "a letter in a header",
        sqlite: "UPDATE event SET line = CAST(replace(CAST(line AS TEXT), 'comment', 'commend') AS BLOB) WHERE place = 4",
        postgres: "UPDATE event SET line = convert_to(replace(convert_from(line, 'UTF8'), 'comment', 'commend'), 'UTF8')
            WHERE place = 4",
        is_read: true,
        is_sealed: true,
    },
    Tampering {
        name: "a stored hash",
        sqlite: "UPDATE event SET hash = zeroblob(32) WHERE place = 4",
        postgres: "UPDATE event SET hash = decode(repeat('00', 32), 'hex') WHERE place = 4",
        is_read: true,
        is_sealed: true,
    },
    Tampering { name: "two rows swapped", sqlite: SWAP, postgres: SWAP, is_read: true, is_sealed: true },
    Tampering {
        name: "a row deleted",
        sqlite: "DELETE FROM event WHERE place = 4",
        postgres: "DELETE FROM event WHERE place = 4",
        is_read: true,
        is_sealed: true,
    },
    Tampering {
        name: "the tail dropped with its head",
        sqlite: "DELETE FROM event WHERE place = 5; UPDATE head SET size = 5",
        postgres: "DELETE FROM event WHERE place = 5; UPDATE head SET size = 5",
        is_read: false,
        is_sealed: true,
    },
    Tampering {
        name: "the head's last hash",
        sqlite: "UPDATE head SET last_hash = zeroblob(32)",
        postgres: "UPDATE head SET last_hash = decode(repeat('00', 32), 'hex')",
        is_read: false,
        is_sealed: true,
    },
    Tampering {
        name: "a ciphertext",
        sqlite: "UPDATE part SET ciphertext = zeroblob(60) WHERE place = 4",
        postgres: "UPDATE part SET ciphertext = decode(repeat('00', 60), 'hex') WHERE place = 4",
        is_read: true,
        is_sealed: false,
    },
    Tampering {
        name: "a part moved to another event",
        sqlite: "DELETE FROM part WHERE place = 4;
            UPDATE part SET place = 4 WHERE place = 5",
        postgres: "DELETE FROM part WHERE place = 4; UPDATE part SET place = 4 WHERE place = 5",
        is_read: true,
        is_sealed: false,
    },
    Tampering {
        name: "a version of a stream",
        sqlite: "UPDATE stream SET version = 50 WHERE place = 4",
        postgres: "UPDATE stream SET version = 50 WHERE place = 4",
        is_read: false,
        is_sealed: false,
    },
    Tampering {
        name: "a request",
        sqlite: "UPDATE request SET request = zeroblob(32) WHERE first = 4",
        postgres: "UPDATE request SET request = decode(repeat('00', 32), 'hex') WHERE first = 4",
        is_read: false,
        is_sealed: false,
    },
    Tampering {
        name: "the tree beside a checkpoint",
        sqlite: "UPDATE checkpoint SET frontier = zeroblob(64)",
        postgres: "UPDATE checkpoint SET frontier = decode(repeat('00', 64), 'hex')",
        is_read: false,
        is_sealed: true,
    },
];

pub fn altered_rows_are_found(ground: &Ground) {
    for tampering in TAMPERINGS {
        let ground = Ground::new(ground.engine);
        let store = ground.open();
        append_many(&*store, 3);
        seal(&*store).unwrap();
        append_many(&*store, 3);
        let before = lines(&*store);
        drop(store);
        ground.tamper(match ground.engine {
            Engine::Sqlite => tampering.sqlite,
            Engine::Postgres => tampering.postgres,
        });
        let store = ground.open();
        let name = tampering.name;
        assert!(!store.check().unwrap().is_empty(), "{name}: the check");
        let read = store.read_range(LOG, 0..6);
        assert_eq!(read.is_err(), tampering.is_read, "{name}: reading: {read:?}");
        let store = ground.open();
        let sealed = seal(&*store);
        assert_eq!(sealed.is_err(), tampering.is_sealed, "{name}: sealing: {sealed:?}");
        if tampering.is_sealed {
            assert!(store.seal(LOG, &mut |_| panic!("signed")).is_err(), "{name}");
            assert_eq!(store.checkpoints(LOG).unwrap().len(), 1, "{name}");
        } else {
            assert_eq!(lines(&*store), before, "{name}");
        }
    }
}

pub fn rows_are_not_changed_by_accident(ground: &Ground) {
    let store = ground.open();
    append_many(&*store, 2);
    seal(&*store).unwrap();
    let text = Note::read(&store.checkpoints(LOG).unwrap()[0].note).unwrap().text;
    let witness = SigningKey::new("party.example", KeyKind::Witness, [9; 32]).unwrap();
    store.add_cosignature(LOG, 2, &witness.cosign(&text, 1).unwrap().to_string()).unwrap();
    for table in ["event", "checkpoint", "cosignature", "stream", "request"] {
        let update = format!("UPDATE {table} SET log = log");
        let delete = format!("DELETE FROM {table}");
        for statement in [update, delete] {
            let refused = ground.refused(&statement).unwrap_or_default();
            assert!(refused.contains("never"), "{statement}: {refused:?}");
        }
    }
    let swap = "UPDATE part SET key = ciphertext";
    for statement in ["DELETE FROM part", swap] {
        let refused = ground.refused(statement).unwrap_or_default();
        assert!(refused.contains("only ever erased"), "{statement}: {refused:?}");
    }
    sound(&*store);
}
