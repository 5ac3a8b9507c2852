//! The same on a server of PostgreSQL, whose own processes are killed too: the one that serves a connection, and
//! the one that starts them all.
//!
//! A loss of power under the server itself is not tried here: that needs a block device of one's own.

use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use accordant_faults::child::{Dies, Kill};
use accordant_faults::lives::{Expected, Lives, Load, ended_at_random};
use accordant_faults::{Random, rounds};
use accordant_store::testing::Postgres;
use accordant_store::{Mechanism, Step};
use postgres::{Client, NoTls};

const WRITER: &str = env!("CARGO_BIN_EXE_writer");

/// The server of the tests that leave it alone.
fn server() -> &'static Postgres {
    static SERVER: OnceLock<Postgres> = OnceLock::new();
    SERVER.get_or_init(|| Postgres::start().expect("a server of PostgreSQL"))
}

fn lives(server: &Postgres, off: Option<Mechanism>) -> Lives {
    Lives::new(WRITER, &server.database().expect("a database"), off)
}

#[test]
fn every_answer_survives_a_kill_of_the_client_at_every_step() {
    for step in Step::ALL {
        let mut lives = lives(server(), None);
        for round in 0..rounds(1, 12) {
            let nth = 1 + round % 3;
            let load = Load { threads: 1, requests: 40 };
            let stood_still = lives.live(load, Dies::At(step, nth), Kill::Never, Expected::NoComplaint);
            assert!(stood_still, "{step:?} was not come to so often: {nth}");
            assert_eq!(lives.wrongs(), [""; 0], "{step:?}, time {nth}");
        }
    }
}

#[test]
fn every_answer_survives_a_kill_of_the_client_at_random() {
    assert_eq!(ended_at_random(|| lives(server(), None), rounds(4, 200)), [""; 0]);
}

/// Killed right after the last answer, with the store still open.
fn killed_after_an_answer(off: Option<Mechanism>) -> Vec<String> {
    let mut lives = lives(server(), off);
    let load = Load { threads: 1, requests: 3 };
    let stood_still = lives.live(load, Dies::AfterWork, Kill::Never, Expected::NoComplaint);
    assert!(stood_still, "it never came to the end of its work");
    lives.wrongs()
}

#[test]
fn an_answer_survives_a_kill_of_the_client_right_after_it() {
    assert_eq!(killed_after_an_answer(None), [""; 0]);
}

#[test]
fn an_answer_before_the_commit_is_caught() {
    let wrongs = killed_after_an_answer(Some(Mechanism::AcknowledgeAfterCommit));
    assert!(wrongs.iter().any(|wrong| wrong.contains("promised")), "{wrongs:?}");
}

/// A life during which `attack` is made on the server after a while.
fn attacked(lives: &mut Lives, after: Duration, attack: impl FnOnce() + Send) {
    std::thread::scope(|scope| {
        scope.spawn(move || {
            std::thread::sleep(after);
            attack();
        });
        let load = Load { threads: 4, requests: 100_000 };
        lives.live(load, Dies::Nowhere, Kill::After(after + Duration::from_secs(2)), Expected::Complaint);
    });
}

#[test]
fn every_answer_survives_a_kill_of_the_server() {
    let server = Postgres::start().expect("a server of PostgreSQL");
    let mut lives = lives(&server, None);
    let mut random = Random::new(3);
    for round in 0..rounds(2, 20) {
        let after = Duration::from_millis(200 + random.below(600));
        attacked(&mut lives, after, || server.kill().expect("killed"));
        server.restart().expect("started again");
        assert_eq!(lives.wrongs(), [""; 0], "round {round}");
    }
    println!("{} promises", lives.promises());
    assert!(lives.promises() > 0);
}

#[test]
fn every_answer_survives_a_kill_of_what_serves_a_connection() {
    let server = Postgres::start().expect("a server of PostgreSQL");
    let address = server.database().expect("a database");
    let mut lives = Lives::new(WRITER, &address, None);
    let mut random = Random::new(4);
    for round in 0..rounds(2, 20) {
        let after = Duration::from_millis(200 + random.below(600));
        let killed = AtomicBool::new(false);
        attacked(&mut lives, after, || killed.store(kill_one_backend(&address), Ordering::SeqCst));
        assert!(killed.load(Ordering::SeqCst), "there was no connection to kill");
        // The server ends every connection, replays its log, and begins again by itself.
        wait_for(&address);
        assert_eq!(lives.wrongs(), [""; 0], "round {round}");
    }
    println!("{} promises", lives.promises());
    assert!(lives.promises() > 0);
}

/// SIGKILL for a process that serves another connection to this database; on a busy machine it may yet have to come.
fn kill_one_backend(address: &str) -> bool {
    let mut client = Client::connect(address, NoTls).expect("a connection");
    (0..30).any(|_| {
        let is_killed = kill_another(&mut client);
        if !is_killed {
            std::thread::sleep(Duration::from_millis(50));
        }
        is_killed
    })
}

fn kill_another(client: &mut Client) -> bool {
    let others = "SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY state LIMIT 1";
    let rows = client.query(others, &[]).expect("the connections");
    let Some(row) = rows.first() else { return false };
    let status = Command::new("kill").args(["-s", "KILL", &row.get::<_, i32>(0).to_string()]).status();
    status.is_ok_and(|status| status.success())
}

fn wait_for(address: &str) {
    let answers = || Client::connect(address, NoTls).is_ok();
    let waited = (0..300).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        answers()
    });
    assert!(waited, "the server does not come back");
}

#[test]
fn not_waiting_for_the_disk_of_the_server_is_caught() {
    let server = Postgres::start().expect("a server of PostgreSQL");
    let is_caught = (0..20).any(|_| {
        let mut lives = lives(&server, Some(Mechanism::WaitForDisk));
        attacked(&mut lives, Duration::from_millis(400), || server.kill().expect("killed"));
        server.restart().expect("started again");
        lives.wrongs().iter().any(|wrong| wrong.contains("promised"))
    });
    assert!(is_caught);
}
