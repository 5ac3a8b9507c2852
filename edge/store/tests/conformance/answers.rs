//! What was answered once is answered again, or not at all.

use accordant_store::{Mechanism, Outcome, StoreProblem};

use crate::help::{Engine, Ground, append, append_many, event, lines, sound};
use crate::switched::off;

/// How the row of one request is altered.
struct Altered {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

const ANSWER_OF_ANOTHER: &str =
    "UPDATE request SET answer = (SELECT answer FROM request AS other WHERE other.first = 3) WHERE first = 4";

const ROW_OF_ANOTHER: &str = "UPDATE request SET (fingerprint, first, past, answer) =
    (SELECT fingerprint, first, past, answer FROM request AS other WHERE other.first = 3) WHERE first = 4";

const ALTERED: &[Altered] = &[
    Altered { name: "the answer of another", sqlite: ANSWER_OF_ANOTHER, postgres: ANSWER_OF_ANOTHER },
    Altered { name: "the row of another", sqlite: ROW_OF_ANOTHER, postgres: ROW_OF_ANOTHER },
    Altered {
        name: "an answer without its hash",
        sqlite: "UPDATE request SET answer = CAST('many 4' AS BLOB) WHERE first = 4",
        postgres: "UPDATE request SET answer = convert_to('many 4', 'UTF8') WHERE first = 4",
    },
    Altered {
        name: "zeros for the answer and its hash",
        sqlite: "UPDATE request SET answer = zeroblob(38) WHERE first = 4",
        postgres: "UPDATE request SET answer = decode(repeat('00', 38), 'hex') WHERE first = 4",
    },
    Altered {
        name: "a fingerprint",
        sqlite: "UPDATE request SET fingerprint = zeroblob(32) WHERE first = 4",
        postgres: "UPDATE request SET fingerprint = decode(repeat('00', 32), 'hex') WHERE first = 4",
    },
    Altered {
        name: "the first event",
        sqlite: "UPDATE request SET first = 3 WHERE first = 4",
        postgres: "UPDATE request SET first = 3 WHERE first = 4",
    },
    Altered {
        name: "the event past the last",
        sqlite: "UPDATE request SET past = 6 WHERE first = 4",
        postgres: "UPDATE request SET past = 6 WHERE first = 4",
    },
];

/// A record of six events, in which the request of the fifth is no longer what it was.
fn altered(engine: Engine, altered: &Altered) -> Ground {
    let ground = Ground::new(engine);
    append_many(&*ground.open(), 6);
    ground.tamper(match engine {
        Engine::Sqlite => altered.sqlite,
        Engine::Postgres => altered.postgres,
    });
    ground
}

pub fn an_altered_answer_is_found_and_not_given_again(ground: &Ground) {
    for row in ALTERED {
        let name = row.name;
        let ground = altered(ground.engine, row);
        let store = ground.open();
        let before = lines(&*store);
        let others = append(&*store, "many 2", &[]);
        assert_eq!(others, Ok(Outcome::Repeated { events: 2..3, answer: b"many 2".to_vec() }), "{name}");
        let again = append(&*store, "many 4", &[event("notes", &[])]);
        assert!(matches!(again, Err(StoreProblem::Altered { .. })), "{name}: {again:?}");
        let after = append(&*store, "new", &[event("notes", &[])]);
        assert!(matches!(after, Err(StoreProblem::Stopped { .. })), "{name}: {after:?}");
        assert_eq!(lines(&*store), before, "{name}");
        let findings = ground.open().check().unwrap();
        let words: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert!(words.iter().any(|words| words.ends_with("is not what was answered")), "{name}: {words:?}");
    }
}

/// G6: the answer of another request is given.
pub fn an_answer_that_is_not_hashed_again_is_caught(ground: &Ground) {
    let ground = altered(ground.engine, &ALTERED[0]);
    let store = ground.open_with(off(Mechanism::HashAgain)).unwrap();
    let given = append(&*store, "many 4", &[]);
    assert_eq!(given, Ok(Outcome::Repeated { events: 4..5, answer: b"many 3".to_vec() }));
}

pub fn an_answer_may_say_nothing(ground: &Ground) {
    let store = ground.open();
    append(&*store, "", &[event("notes", &[])]).unwrap();
    assert_eq!(append(&*store, "", &[]), Ok(Outcome::Repeated { events: 0..1, answer: Vec::new() }));
    sound(&*store);
}
