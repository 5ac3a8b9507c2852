//! What is of PostgreSQL alone.

use accordant_record::Hash;
use accordant_store::{KeysAt, Locked, Outcome, StoreProblem, Submission, Switches, open_switched};
use postgres::{Client, NoTls};

use crate::help::{Ground, LOG, append, append_many, appends, event, randomness, request, sound};

const OTHERS: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()";

/// The server undid it or kept it; the same request, asked again, is answered for certain, and writing goes on.
pub fn a_lost_connection_is_no_failure_to_write(ground: &Ground) {
    let store = ground.open();
    append_many(&*store, 1);
    let mut other = Client::connect(&ground.place, NoTls).unwrap();
    let mut inner = appends(request("lost"), vec![event("a", &[b"body"])], Vec::new());
    let mut decide = |locked: &mut dyn Locked| {
        let decided = inner(locked);
        other.query(OTHERS, &[]).unwrap();
        decided
    };
    let mut queue = [Submission { request: request("lost"), fingerprint: Hash::ZERO, decide: &mut decide }];
    let lost = store.append(LOG, &mut queue);
    assert!(matches!(lost, Err(StoreProblem::Unknown { .. })), "{lost:?}");
    let again = loop {
        // Idle connections were lost too, and each is found out when it is used.
        match append(&*store, "lost", &[event("a", &[b"body"])]) {
            Err(StoreProblem::Unknown { .. }) => (),
            answered => break answered.unwrap(),
        }
    };
    assert!(matches!(again, Outcome::Appended { .. }), "{again:?}");
    sound(&*store);
}

/// It is not trusted, unless the database says of itself that nothing in it must be kept.
pub fn a_server_that_may_lose_what_it_confirms_is_refused(ground: &Ground) {
    let mut client = Client::connect(&ground.place, NoTls).unwrap();
    client.batch_execute("CREATE DATABASE nothing_kept_test").unwrap();
    let set = |client: &mut Client, value: &str| {
        client.batch_execute(&format!("ALTER SYSTEM SET fsync = {value}")).unwrap();
        client.query("SELECT pg_reload_conf()", &[]).unwrap();
        let is_set = || -> bool {
            let mut fresh = Client::connect(&ground.place, NoTls).unwrap();
            fresh.query_one("SHOW fsync", &[]).unwrap().get::<_, String>(0) == value
        };
        while !is_set() {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    };
    set(&mut client, "off");
    let refused = ground.open_with(Switches::default()).err();
    let (address, _) = ground.place.rsplit_once('/').unwrap();
    let test = format!("{address}/nothing_kept_test");
    let taken = open_switched(&test, &KeysAt::Beside, randomness(), Switches::default());
    set(&mut client, "on");
    assert_eq!(refused, Some(StoreProblem::Unsafe { setting: "fsync = off".to_owned() }));
    append_many(&*taken.unwrap(), 1);
}

pub fn the_keys_may_stand_in_another_database(ground: &Ground) {
    let keys = KeysAt::Place(crate::server().database().unwrap());
    let open = || open_switched(&ground.place, &keys, randomness(), Switches::default()).unwrap();
    append_many(&*open(), 1);
    let refused = ground.open_with(Switches::default()).err();
    assert_eq!(refused, Some(StoreProblem::KeyMissing { of: "the last part".to_owned() }));
    sound(&*open());
}

/// Also before the server has ever counted the rows, when it would plan for a table that is next to empty.
pub fn an_append_reads_no_more_as_the_log_grows(ground: &Ground) {
    const EVENTS: u64 = 200;
    let store = ground.open();
    append_many(&*store, EVENTS);
    drop(store);
    let mut client = Client::connect(&ground.place, NoTls).unwrap();
    let mut counted = |sql: &str| -> i64 { client.query_one(sql, &[]).unwrap().get(0) };
    // Whoever ends hands in what it has counted.
    let others = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    while counted(others) > 0 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let read = "SELECT sum(idx_tup_read)::bigint FROM pg_stat_user_indexes
        WHERE indexrelname IN ('stream_pkey', 'request_pkey')";
    let walked =
        "SELECT sum(seq_tup_read)::bigint FROM pg_stat_user_tables WHERE relname IN ('stream', 'request')";
    let (read, walked) = (counted(read), counted(walked));
    let each = i64::try_from(EVENTS).unwrap();
    assert!(read >= each - 1, "nothing was counted: {read}");
    assert!(read + walked <= 4 * each, "{read} read by their key, {walked} without");
}
