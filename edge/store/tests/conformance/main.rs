//! One list of checks, run on every engine: what a store promises, and that each promise rests on its mechanism.

mod answers;
mod append;
mod backup;
mod erase;
mod files;
mod help;
mod migrate;
mod model;
mod queue;
mod race;
mod seal;
mod server;
mod stop;
mod switched;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use accordant_store::testing::Postgres;
use help::{Engine, Ground};

type Check = fn(&Ground);

/// Every check, on a ground of its own.
const CHECKS: &[(&str, Check)] = &[
    ("what was appended is read back", append::what_was_appended_is_read_back),
    ("each submission sees what came before it", append::each_submission_sees_what_came_before_it),
    ("what is refused leaves nothing behind", append::what_is_refused_leaves_nothing_behind),
    ("a panic undoes the whole queue", append::a_panic_undoes_the_whole_queue),
    ("a repeated request has its first answer", append::a_repeated_request_has_its_first_answer),
    ("an answer may say nothing", answers::an_answer_may_say_nothing),
    (
        "an altered answer is found and not given again",
        answers::an_altered_answer_is_found_and_not_given_again,
    ),
    ("a stream that moved is told with its version", append::a_stream_that_moved_is_told),
    ("a draft that does not fit is not written", append::a_draft_that_does_not_fit_is_not_written),
    ("long parts come back whole", append::long_parts_come_back_whole),
    ("a closed log takes nothing more", append::a_closed_log_takes_nothing_more),
    ("two logs do not mix", append::two_logs_do_not_mix),
    (
        "what the queue appends is seen in it as it is read later",
        queue::what_the_queue_appends_is_seen_in_it_as_it_is_read_later,
    ),
    (
        "the same request twice in a queue has one effect",
        queue::the_same_request_twice_in_a_queue_has_one_effect,
    ),
    ("a queue of some megabytes is kept as a whole", queue::a_queue_of_some_megabytes_is_kept_as_a_whole),
    ("writers and readers see one order", race::writers_and_readers_see_one_order),
    ("the same request fifty times has one effect", race::the_same_request_has_one_effect),
    ("of two who expect one version one wins", race::of_two_who_expect_one_version_one_wins),
    ("a checkpoint is signed once and kept", seal::a_checkpoint_is_signed_once_and_kept),
    ("a cosignature is kept once", seal::a_cosignature_is_kept_once),
    ("what is signed is the checkpoint and nothing else", seal::what_is_signed_is_the_checkpoint),
    ("stored hashes give proofs that verify", seal::stored_hashes_give_proofs_that_verify),
    ("altered rows are found, not served and not signed", seal::altered_rows_are_found),
    ("events and checkpoints are not changed by accident", seal::rows_are_not_changed_by_accident),
    ("what is erased is told as erased", erase::what_is_erased_is_told_as_erased),
    ("a snapshot is used only on the same events", erase::a_snapshot_is_used_only_on_the_same_events),
    ("names stand behind references", erase::names_stand_behind_references),
    ("an earlier schema is brought up to date", migrate::an_earlier_schema_is_brought_up_to_date),
    ("a newer database is refused", migrate::a_newer_database_is_refused),
    ("a migration that changes a line is undone", migrate::a_migration_that_changes_a_line_is_undone),
    ("a backup is made while others write", backup::a_backup_is_made_while_others_write),
    ("an altered store gives no backup", backup::an_altered_store_gives_no_backup),
    ("after a failed write nothing more is written", stop::after_a_failed_write_nothing_is_written),
    ("an error at any step leaves nothing behind", stop::an_error_at_any_step_leaves_nothing_behind),
    ("an answer given before its commit is caught", switched::an_answer_before_its_commit_is_caught),
    ("more than one transaction is caught", switched::more_than_one_transaction_is_caught),
    ("reading before the lock is caught", switched::reading_before_the_lock_is_caught),
    ("writing on after a failure is caught", switched::writing_on_after_a_failure_is_caught),
    ("not hashing again is caught", switched::not_hashing_again_is_caught),
    ("an answer that is not hashed again is caught", answers::an_answer_that_is_not_hashed_again_is_caught),
    ("a request looked up too early is caught", switched::a_request_looked_up_too_early_is_caught),
    ("a version that is not compared is caught", switched::a_version_not_compared_is_caught),
    ("random histories follow the model", model::random_histories_follow_the_model),
    ("a key that is not destroyed is caught", switched::a_key_not_destroyed_is_caught),
    ("a migration that is let through is caught", switched::a_migration_let_through_is_caught),
];

/// What there is to check of a server alone.
const CHECKS_OF_SERVER: &[(&str, Check)] = &[
    ("a lost connection is no failure to write", server::a_lost_connection_is_no_failure_to_write),
    (
        "a server that may lose what it confirms is refused",
        server::a_server_that_may_lose_what_it_confirms_is_refused,
    ),
    ("the keys may stand in another database", server::the_keys_may_stand_in_another_database),
    ("an append reads no more as the log grows", server::an_append_reads_no_more_as_the_log_grows),
];

#[test]
fn every_check_holds_on_sqlite() {
    run(Engine::Sqlite, CHECKS);
}

#[test]
fn every_check_holds_on_postgresql() {
    run(Engine::Postgres, &[CHECKS, CHECKS_OF_SERVER].concat());
}

/// Runs every check, or those whose name holds the value of `ACCORDANT_CHECK`, and names those that failed.
fn run(engine: Engine, checks: &[(&str, Check)]) {
    let only = std::env::var("ACCORDANT_CHECK").unwrap_or_default();
    let mut failed = Vec::new();
    for (name, check) in checks.iter().filter(|(name, _)| name.contains(&only)) {
        let begun = std::time::Instant::now();
        let ground = Ground::new(engine);
        if catch_unwind(AssertUnwindSafe(|| check(&ground))).is_err() {
            failed.push(*name);
        }
        println!("{engine:?}: {name}: {:?}", begun.elapsed());
    }
    assert!(failed.is_empty(), "{engine:?}: {failed:#?}");
}

/// One server for all checks; it ends with this process.
fn server() -> &'static Postgres {
    static SERVER: OnceLock<Postgres> = OnceLock::new();
    SERVER.get_or_init(|| Postgres::start().unwrap_or_else(|why| panic!("{why}")))
}
