//! Each mechanism switched off: the check of its guarantee must then fail, or it shows nothing.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use accordant_store::{Mechanism, Step, Store, StoredPart, Switches};

use crate::files::{holders, key_and_ciphertext};
use crate::help::{Engine, Ground, LOG, append, append_many, event, lines, sign};
use crate::stop::failing_at;
use crate::{migrate, race};

pub fn off(mechanism: Mechanism) -> Switches {
    Switches { off: BTreeSet::from([mechanism]), ..Switches::default() }
}

fn open(ground: &Ground, mechanism: Mechanism) -> Box<dyn Store> {
    ground.open_with(off(mechanism)).unwrap_or_else(|problem| panic!("{problem}"))
}

/// G1: what was acknowledged is not there when the process is gone.
pub fn an_answer_before_its_commit_is_caught(ground: &Ground) {
    append_many(&*ground.open(), 1);
    let store = open(ground, Mechanism::AcknowledgeAfterCommit);
    append_many(&*store, 1);
    drop(store);
    assert_eq!(lines(&*ground.open()).len(), 1);
}

/// G3: an error between two steps leaves a part of what belongs together.
pub fn more_than_one_transaction_is_caught(ground: &Ground) {
    append_many(&*ground.open(), 1);
    let armed = Arc::new(AtomicBool::new(true));
    let switches = Switches {
        off: BTreeSet::from([Mechanism::OneTransaction]),
        ..failing_at(Step::StreamsWritten, &armed)
    };
    let store = ground.open_with(switches).unwrap();
    assert!(append(&*store, "half", &[event("a", &[b"body"])]).is_err());
    drop(store);
    assert!(!ground.open().check().unwrap().is_empty());
}

/// G4: many writers get in each other's way.
pub fn reading_before_the_lock_is_caught(ground: &Ground) {
    let store = open(ground, Mechanism::LockBeforeReading);
    let raced = catch_unwind(AssertUnwindSafe(|| race::writers_and_readers(&*store)));
    assert!(!matches!(raced, Ok(Ok(()))));
}

/// G5: the next write is taken.
pub fn writing_on_after_a_failure_is_caught(ground: &Ground) {
    let armed = Arc::new(AtomicBool::new(true));
    let switches = Switches {
        off: BTreeSet::from([Mechanism::StopAfterFailure]),
        ..failing_at(Step::EventsWritten, &armed)
    };
    let store = ground.open_with(switches).unwrap();
    assert!(append(&*store, "fails", &[event("a", &[])]).is_err());
    armed.store(false, Ordering::SeqCst);
    assert!(append(&*store, "after", &[event("a", &[])]).is_ok());
}

/// G6: an altered header is served, and what it never was is signed.
pub fn not_hashing_again_is_caught(ground: &Ground) {
    append_many(&*ground.open(), 6);
    ground.tamper(match ground.engine {
        Engine::Sqlite => {
            "UPDATE event SET line = CAST(replace(CAST(line AS TEXT), 'comment', 'commend') AS BLOB) WHERE place = 4"
        }
        Engine::Postgres => {
            "UPDATE event SET line = convert_to(replace(convert_from(line, 'UTF8'), 'comment', 'commend'), 'UTF8')
                WHERE place = 4"
        }
    });
    let store = open(ground, Mechanism::HashAgain);
    assert_eq!(store.read_range(LOG, 4..5).unwrap()[0].header.kind, "commend");
    assert!(store.seal(LOG, &mut |checkpoint| sign(checkpoint)).is_ok());
}

/// G9: one request has several effects. Who looks too early is a race, so it is run until somebody does.
pub fn a_request_looked_up_too_early_is_caught(ground: &Ground) {
    let store = open(ground, Mechanism::RequestInTransaction);
    append(&*store, "begin", &[event("begin", &[])]).unwrap();
    let one_effect = |round: u32| {
        let name = format!("the same {round}");
        let raced = catch_unwind(AssertUnwindSafe(|| race::effects_of_one_request(&*store, &name, 50)));
        matches!(raced, Ok(1))
    };
    assert!(!(0..40).all(one_effect));
}

/// G10: more than one wins.
pub fn a_version_not_compared_is_caught(ground: &Ground) {
    let store = open(ground, Mechanism::ExpectedVersion);
    append(&*store, "begin", &[event("begin", &[])]).unwrap();
    assert!(race::winners_of_one_version(&*store) > 1);
}

/// G14: the key that opens what was erased is still there.
pub fn a_key_not_destroyed_is_caught(ground: &Ground) {
    let store = open(ground, Mechanism::DestroyAndDelete);
    append(&*store, "one", &[event("a", &[b"goes"])]).unwrap();
    match ground.engine {
        Engine::Sqlite => {
            let folder = Path::new(&ground.place);
            let (key, ciphertext) = key_and_ciphertext(folder, 0);
            store.erase(LOG, 0, 0).unwrap();
            assert!(!holders(folder, &key).is_empty() && !holders(folder, &ciphertext).is_empty());
        }
        Engine::Postgres => {
            store.erase(LOG, 0, 0).unwrap();
            let mut client = postgres::Client::connect(&ground.place, postgres::NoTls).unwrap();
            let sql = "SELECT bytes IS NOT NULL FROM accordant_keys.key
                WHERE name = (SELECT key FROM accordant.part)";
            let there: bool = client.query_one(sql, &[]).unwrap().get(0);
            assert!(there);
        }
    }
    assert_eq!(store.read_range(LOG, 0..1).unwrap()[0].parts, [StoredPart::Erased]);
}

/// G16: a migration has changed a recorded line.
pub fn a_migration_let_through_is_caught(ground: &Ground) {
    append_many(&*ground.open(), 3);
    let before = lines(&*ground.open());
    let switches = Switches {
        migrations: vec![migrate::altering(ground.engine)],
        ..off(Mechanism::MigrationsKeepLines)
    };
    let store = ground.open_with(switches).unwrap();
    assert!(!store.check().unwrap().is_empty());
    drop(store);
    assert_ne!(raw_lines(ground), before);
}

fn raw_lines(ground: &Ground) -> Vec<Vec<u8>> {
    match ground.engine {
        Engine::Sqlite => {
            let record = rusqlite::Connection::open(Path::new(&ground.place).join("record.db")).unwrap();
            let mut statement = record.prepare("SELECT line FROM event ORDER BY place").unwrap();
            let rows = statement.query_map([], |row| row.get(0)).unwrap();
            rows.map(Result::unwrap).collect()
        }
        Engine::Postgres => {
            let mut client = postgres::Client::connect(&ground.place, postgres::NoTls).unwrap();
            let rows = client.query("SELECT line FROM accordant.event ORDER BY place", &[]).unwrap();
            rows.iter().map(|row| row.get(0)).collect()
        }
    }
}
