//! Earlier schemas, and later ones.

use std::path::Path;

use accordant_record::{Hash, sha256};
use accordant_store::{Outcome, StoreProblem, Switches};

use crate::help::{Engine, Ground, LOG, append, append_many, event, lines, sound};

/// A record as the first schema had it: three events, one of them erased, and a checkpoint.
fn first_schema(engine: Engine) -> (&'static str, &'static str) {
    match engine {
        Engine::Sqlite => {
            (include_str!("../fixtures/record_1.sqlite.sql"), include_str!("../fixtures/keys_1.sqlite.sql"))
        }
        Engine::Postgres => (
            include_str!("../fixtures/record_1.postgres.sql"),
            include_str!("../fixtures/keys_1.postgres.sql"),
        ),
    }
}

/// Of the three lines of the fixture, one after the other, each with a line feed.
const LINES_SHA256: &str = "0f7b16308595d5e2ee4584f92a68b4ce786110daf13b2ef3707487cdc3ed5c4e";

fn restore(ground: &Ground) {
    let (record, keys) = first_schema(ground.engine);
    match ground.engine {
        Engine::Sqlite => {
            for (file, content) in [("record.db", record), ("keys.db", keys)] {
                let connection = rusqlite::Connection::open(Path::new(&ground.place).join(file)).unwrap();
                connection.execute_batch(content).unwrap();
            }
        }
        Engine::Postgres => {
            let mut client = postgres::Client::connect(&ground.place, postgres::NoTls).unwrap();
            client.batch_execute(record).unwrap();
            client.batch_execute(keys).unwrap();
        }
    }
}

pub fn an_earlier_schema_is_brought_up_to_date(ground: &Ground) {
    restore(ground);
    let store = ground.open();
    let mut all = Vec::new();
    for line in lines(&*store) {
        all.extend(line);
        all.push(b'\n');
    }
    assert_eq!(sha256(&all), LINES_SHA256.parse::<Hash>().unwrap());
    sound(&*store);
    let again = append(&*store, "comments", &[event("new", &[])]).unwrap();
    assert_eq!(again, Outcome::Repeated { events: 1..3, answer: b"comments".to_vec() });
    store.directory_put("person/1", b"new since the second schema").unwrap();
    append(&*store, "new", &[event("new", &[b"body"])]).unwrap();
    sound(&*store);
}

pub fn a_newer_database_is_refused(ground: &Ground) {
    append_many(&*ground.open(), 1);
    let newer = match ground.engine {
        Engine::Sqlite => "INSERT INTO migration (number, sha256) VALUES (99, x'00')",
        Engine::Postgres => "INSERT INTO migration (number, sha256) VALUES (99, '\\x00')",
    };
    ground.tamper(newer);
    let refused = ground.open_with(Switches::default()).err().unwrap();
    assert_eq!(refused, StoreProblem::TooNew { found: 99, known: 2 });
    assert!(refused.help().unwrap().contains("install"));
}

/// A migration that nobody should write.
pub fn altering(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "DROP TRIGGER event_is_not_changed;
            UPDATE event SET line = CAST(replace(CAST(line AS TEXT), 'comment', 'remark') AS BLOB) WHERE place = 1"
        }
        Engine::Postgres => {
            "DROP TRIGGER event_is_not_changed ON event;
            UPDATE event SET line = convert_to(replace(convert_from(line, 'UTF8'), 'comment', 'remark'), 'UTF8')
                WHERE place = 1"
        }
    }
}

pub fn a_migration_that_changes_a_line_is_undone(ground: &Ground) {
    append_many(&*ground.open(), 3);
    let before = lines(&*ground.open());
    let switches = Switches { migrations: vec![altering(ground.engine)], ..Switches::default() };
    let refused = ground.open_with(switches).err();
    assert_eq!(refused, Some(StoreProblem::MigrationAlters { migration: 3 }));
    let store = ground.open();
    assert_eq!(lines(&*store), before);
    assert_eq!(store.head(LOG).unwrap().unwrap().size, 3);
    sound(&*store);
}
