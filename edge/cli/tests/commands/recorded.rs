//! The whole story of a record, as people live it: found, add facts, settle, restate, settle again, look back, pay, move
//! money of the fund. It runs on both engines and comes to the same.

use super::{Ran, program, root};
use accordant_host::testing::Postgres;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Process;
use std::sync::atomic::{AtomicU32, Ordering};

static FOLDERS: AtomicU32 = AtomicU32::new(0);

/// A folder of its own for one story, and where its record is kept.
struct Story {
    folder: PathBuf,
    database: Option<String>,
}

impl Story {
    fn begin(database: Option<String>) -> Story {
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("accordant-story-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let story = Story { folder, database };
        let agreement = root().join("agreements/harbour");
        let (agreement, signatories) =
            (agreement.display().to_string(), agreement.join("signatories.csv").display().to_string());
        story.done(&["found", ".", "--agreement", &agreement, "--signatories", &signatories]);
        story
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = program(arguments);
        command.current_dir(&self.folder).env_remove("ACCORDANT_DATABASE").env_remove("ACCORDANT_AS");
        if let Some(database) = &self.database {
            command.env("ACCORDANT_DATABASE", database);
        }
        let ended = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: ended.status.code().expect("a signal"), out: text(ended.stdout), err: text(ended.stderr) }
    }

    /// What it says; it must be done.
    fn done(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?}\n{}{}", ran.out, ran.err);
        ran.out
    }

    /// Why it is refused; it must be.
    fn refused(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 1, "{arguments:?}\n{}{}", ran.out, ran.err);
        ran.err.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn add_harbour(&self) {
        let mut arguments = vec!["facts".to_string(), "add".to_string()];
        let mut files: Vec<PathBuf> = fs::read_dir(root().join("agreements/harbour/facts"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        arguments.extend(files.iter().map(|file| file.display().to_string()));
        arguments.extend(["--source", "Returns of months 1 to 24"].map(str::to_string));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let said = self.done(&arguments);
        assert!(said.contains("Recorded as entry 1: 599 facts from Returns of months 1 to 24"), "{said}");
    }

    fn restate(&self) -> String {
        let file = root().join("agreements/harbour/restated/2025-26.csv");
        self.done(&[
            "facts",
            "add",
            &file.display().to_string(),
            "--restates",
            "Coding audit",
            "--for",
            "acute",
            "--as",
            "Helen Marsh",
        ])
    }
}

impl Drop for Story {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn on_both_engines(story: fn(&Story)) {
    story(&Story::begin(None));
    let server = Postgres::start().expect("a server of PostgreSQL");
    story(&Story::begin(Some(server.database().expect("a database"))));
}

/// The line of an account in a list of who receives what.
fn line<'a>(said: &'a str, account: &str) -> &'a str {
    said.lines().find(|line| line.trim_start().starts_with(account)).unwrap_or_default()
}

#[test]
fn a_restated_fact_gives_a_second_settlement_with_the_difference_by_cause_and_both_stay_as_they_were_known() {
    on_both_engines(|story| {
        story.add_harbour();
        let first = story.done(&["settle", "--record", "--period", "2025-26"]);
        assert!(line(&first, "Harbour University Hospitals").ends_with("£18,796,235.41"), "{first}");
        story.restate();
        let second = story.done(&["settle", "--record", "--period", "2025-26"]);
        assert!(line(&second, "Harbour University Hospitals").ends_with("£18,791,060.20"), "{second}");
        assert!(second.contains("What differs from entry 3, by cause"), "{second}");
        assert!(second.contains("price: −£780.00"), "{second}");
        assert!(
            second.contains("activity: −£2,904.00 together with the causes before it, −£2,844.00 alone"),
            "{second}"
        );
        let bridge = story.done(&["bridge", "3", "--figure", "variable_payment[dermatology]"]);
        assert!(
            bridge.contains("As known at entry 3")
                && bridge
                    .contains("5 facts said otherwise, of which `variable_payment[dermatology]` reads 2\n"),
            "{bridge}"
        );
        assert!(
            bridge.contains("activity[dermatology]") && bridge.contains("unit_price[dermatology]"),
            "{bridge}"
        );
        assert!(!bridge.contains("other_spend") && !bridge.contains("musculoskeletal"), "{bridge}");
        let json = story.done(&["bridge", "3", "--figure", "variable_payment", "--json"]);
        assert!(json.contains("\"changes_in_all\": 5") && json.matches("\"fact\":").count() == 3, "{json}");
        let all = story.done(&["bridge", "3"]);
        assert!(all.contains("5 facts said otherwise\n") && all.contains("other_spend"), "{all}");
        for (what, amount) in [
            ("because of prices", "−£780.00"),
            ("because of activity", "−£2,904.00"),
            ("to be posted now", "−£3,684.00"),
        ] {
            assert!(line(&bridge, what).ends_with(amount), "{what}: {bridge}");
        }
        let as_then = story.refused(&["bridge", "1", "3", "--period", "2025-26", "--figure", "unearned"]);
        assert!(as_then.contains("no figure `unearned` of 2025-26 moved"), "{as_then}");
        let too_early = story.refused(&["bridge", "0", "3"]);
        assert!(too_early.contains("cannot be settled as known at entry 0"), "{too_early}");
        let then = story.done(&["settle", "--period", "2025-26", "--as-at", "3", "--plain"]);
        let now = story.done(&["settle", "--period", "2025-26", "--plain"]);
        assert!(then.contains("153,035.41") && !then.contains("151,544.20"), "{then}");
        assert!(now.contains("151,544.20") && !now.contains("153,035.41"), "{now}");
        assert!(then.contains("As known at entry 3"), "{then}");
        let price =
            story.done(&["facts", "show", "unit_price[dermatology]", "--on", "2025-05-01", "--plain"]);
        assert_eq!(price.lines().count(), 2, "{price}");
        let before = story.done(&[
            "facts",
            "show",
            "unit_price[dermatology]",
            "--as-at",
            "3",
            "--on",
            "2025-05-01",
            "--plain",
        ]);
        assert_eq!(before.lines().count(), 1, "{before}");
    });
}

#[test]
fn what_is_paid_on_account_keeps_back_a_tenth_of_the_gain_and_the_true_up_pays_the_rest() {
    on_both_engines(|story| {
        story.add_harbour();
        story.done(&["settle", "--record", "--period", "2025-26", "--to", "2025-09"]);
        let interim = story.done(&["pay", "2025-26", "--day", "2025-10-20"]);
        assert!(interim.contains("paid on account, on entry 3"), "{interim}");
        // A tenth of £80,558.14, rounded half away from zero, is £8,055.81.
        assert!(interim.contains("£80,558.14 due, £8,055.81 kept back"), "{interim}");
        assert!(
            story
                .refused(&["pay", "2025-26", "--day", "2025-10-21"])
                .contains("nothing more is due on account of entry 3")
        );
        story.done(&["settle", "--record", "--period", "2025-26"]);
        let trued = story.done(&["pay", "2025-26", "--day", "2026-05-20"]);
        assert!(trued.contains("2025-26 trued up, on entry 5"), "{trued}");
        assert!(trued.contains("£153,035.41 due, £72,502.33 paid before"), "{trued}");
        let balances = story.done(&["balances", "2025-26", "--month", "12"]);
        assert!(balances.contains("(outside the agreement of balances)"), "{balances}");
    });
}

#[test]
fn the_fund_is_never_overdrawn_and_its_journal_balances() {
    on_both_engines(|story| {
        story.add_harbour();
        story.done(&["settle", "--record", "--period", "2025-26"]);
        story.done(&["pay", "2025-26", "--day", "2026-03-31"]);
        let day = ["--day", "2026-05-01", "--purpose", "Scanner"];
        let committed = story.done(&[&["fund", "commit", "alliance_fund", "25,000.00"], &day[..]].concat());
        assert!(committed.contains("£25,000.00 is"), "{committed}");
        let too_much =
            story.refused(&[&["fund", "commit", "alliance_fund", "1,000,000.00"], &day[..]].concat());
        assert!(
            too_much.contains("is free in the pool `alliance_fund`, and £1,000,000.00 would be committed"),
            "{too_much}"
        );
        let spent = [
            &["fund", "spend", "alliance_fund", "20,000.00", "--party", "acute", "--commitment", "5"],
            &day[..],
        ]
        .concat();
        assert!(story.done(&spent).contains("of which £5,000.00 is"));
        let as_known = story.done(&["fund", "--as-at", "4", "--json"]);
        assert!(as_known.contains("\"free\": \"379771.15\""), "{as_known}");
        let journal = story.done(&["fund", "journal"]);
        assert!(journal.contains("(6)"), "{journal}");
    });
}

#[test]
fn the_same_key_has_one_effect_and_what_came_since_is_told() {
    let story = Story::begin(None);
    story.add_harbour();
    let once = story.done(&["open", "2025-26", "--key", "a-key-of-mine"]);
    assert_eq!(story.done(&["open", "2025-26", "--key", "a-key-of-mine"]), once);
    assert!(
        story.refused(&["open", "2026-27", "--key", "a-key-of-mine"]).contains("this key was used before")
    );
    let stale = story.refused(&["settle", "--record", "--period", "2025-26", "--seen", "2"]);
    assert!(stale.contains("has moved on since you looked"), "{stale}");
    assert_eq!(story.done(&["log", "--plain"]).lines().count(), 3);
}

#[test]
fn nobody_acts_who_may_not_and_the_log_says_who_did() {
    let story = Story::begin(None);
    story.add_harbour();
    let stranger = story.run(&["open", "2025-26", "--as", "Nobody Known"]);
    assert_eq!(stranger.code, 2, "{}", stranger.err);
    let other = story.refused(&["open", "2025-26", "--for", "acute"]);
    assert!(other.contains("this person may not speak for `acute`"), "{other}");
    story.done(&[
        "person",
        "add",
        "icb",
        "Rosa Lind",
        "--from",
        "2026-01-05",
        "--under",
        "Letter of 4 January 2026",
    ]);
    story.done(&["open", "2025-26", "--as", "Rosa Lind"]);
    let log = story.done(&["log", "--plain"]);
    assert!(log.lines().nth(3).is_some_and(|line| line.contains("Rosa Lind\t2\t")), "{log}");
    assert!(log.lines().next().is_some_and(|line| line.contains("icb\tAmira Khan\t0\t")), "{log}");
}

#[test]
fn the_text_in_force_is_shown_file_by_file_as_it_was_adopted() {
    let story = Story::begin(None);
    let money = std::fs::read_to_string(root().join("agreements/harbour/money.yaml")).unwrap();
    assert_eq!(story.done(&["show", "money.yaml"]), money);
    let whole = story.done(&["show", "agreement"]);
    assert!(whole.starts_with("In force from 2025-04-01, put in force by entry 0.\n"), "{whole}");
    assert!(whole.contains("\nmoney.yaml\n") && whole.contains(&money), "{whole}");
    let json = story.done(&["show", "agreement", "--json"]);
    assert!(
        json.contains("\"effective\": \"2025-04-01\"") && json.contains("\"name\": \"money.yaml\""),
        "{json}"
    );
    assert!(
        story
            .refused(&["show", "agreement", "--on", "2020-01-01"])
            .contains("no agreement was in force then")
    );
    let unknown = story.run(&["show", "nothing.yaml"]);
    assert_eq!(unknown.code, 2, "{}", unknown.err);
    assert!(unknown.err.contains("`nothing.yaml` is nothing to show"), "{}", unknown.err);
}

#[test]
fn a_reading_before_the_founding_and_a_second_founding_are_refused() {
    let story = Story::begin(None);
    assert!(story.refused(&["show", "--as-at", "2020-01-01"]).contains("nothing had been recorded by then"));
    let agreement = root().join("agreements/harbour").display().to_string();
    let signatories = Path::new(&agreement).join("signatories.csv").display().to_string();
    let again = story.refused(&["found", ".", "--agreement", &agreement, "--signatories", &signatories]);
    assert!(again.contains("holds the record of an alliance already"), "{again}");
    let elsewhere = story.run(&["log", "--in", &agreement]);
    assert_eq!(elsewhere.code, 1, "{}", elsewhere.err);
}

#[test]
fn a_bundle_with_matching_copies_is_confirmed_by_both_verifiers() {
    on_both_engines(|story| {
        story.add_harbour();
        story.done(&["settle", "--record", "--period", "2025-26"]);
        story.restate();
        story.done(&["settle", "--record", "--period", "2025-26"]);
        let record_key = key_of_record(story);
        let icb = copies(story, &record_key, "icb", "Amira Khan");
        let acute = copies(story, &record_key, "acute", "Helen Marsh");
        for party in ["icb", "acute"] {
            story.done(&["witness", "request", "--for-party", party, "--to", "request.txt"]);
            story.done(&["witness", "sign", "request.txt", "--at", &format!("{party}-copies")]);
            let held = story.done(&["witness", "take", "request.txt.signed"]);
            assert!(held.contains("holds a matching copy of 8 entries"), "{held}");
        }
        story.done(&["bundle", "for-the-auditor"]);
        let origin = record_key.split('+').next().unwrap();
        let pinned =
            format!("origin {origin}\nlog {record_key}\ncommissioner {icb} icb\nprovider {acute} acute\n");
        fs::write(story.folder.join("pinned.txt"), pinned).unwrap();
        let verified = story.done(&["verify", "for-the-auditor", "--keys", "pinned.txt"]);
        assert!(verified.contains("Verified. Nothing has been altered since"), "{verified}");
        let python = Process::new("python3")
            .arg(root().join("tools/verify_bundle.py"))
            .args(["for-the-auditor", "--keys", "pinned.txt", "--require-witnesses"])
            .current_dir(&story.folder)
            .output()
            .unwrap();
        assert!(python.status.success(), "{}", String::from_utf8_lossy(&python.stdout));
        let statement = story.done(&["settle", "--period", "2025-26"]);
        let copies = "Harbour University Hospitals NHS Trust holds a matching copy of 8 entries";
        assert!(statement.split_whitespace().collect::<Vec<_>>().join(" ").contains(copies), "{statement}");
        assert!(story.done(&["doctor"]).contains("every entry and every part is as it was recorded"));
    });
}

/// The key of the record, as the founding printed it.
fn key_of_record(story: &Story) -> String {
    story.done(&["bundle", "first"]);
    let keys = fs::read_to_string(story.folder.join("first/keys.txt")).unwrap();
    keys.lines().next().unwrap().to_string()
}

/// Makes a party's key for matching copies, names it in the record, and pins the record's key beside it.
fn copies(story: &Story, record_key: &str, party: &str, person: &str) -> String {
    let folder = format!("{party}-copies");
    let made = story.done(&["witness", "key", party, "--to", &folder, "--json"]);
    let key = made.split('"').find(|text| text.contains('+')).unwrap().to_string();
    story.done(&["witness", "name", party, &key, "--for", party, "--as", person]);
    story.done(&["witness", "trust", record_key, "--at", &folder]);
    key
}

#[test]
fn a_backup_that_is_behind_takes_nothing_until_it_goes_on_under_a_new_name() {
    let story = Story::begin(None);
    story.add_harbour();
    story.done(&["backup", "backup", "--keys", "backup-keys"]);
    story.done(&["open", "2025-26"]);
    let later = fs::read_to_string(story.folder.join("held-checkpoint.txt")).unwrap();
    fs::write(story.folder.join("minutes.txt"), later).unwrap();
    story.done(&["restore", "backup", "--keys", "backup-keys", "--to", "again"]);
    let refused = story.refused(&["open", "2026-27", "--in", "again"]);
    assert!(refused.contains("has not been shown to be the latest"), "{refused}");
    let behind = story.refused(&["restore", "--confirm", "--in", "again", "--checkpoint", "minutes.txt"]);
    assert!(behind.contains("knows 3 entries, and 2 were brought back"), "{behind}");
    story.done(&[
        "restore",
        "--continue",
        "--in",
        "again",
        "--checkpoint",
        "minutes.txt",
        "--as",
        "Amira Khan",
    ]);
    story.done(&["settle", "again", "--record", "--period", "2025-26"]);
    assert!(story.done(&["verify", "--in", "again"]).contains("Verified"));
    let log = story.done(&["log", "--in", "again", "--plain"]);
    assert!(log.lines().nth(2).is_some_and(|line| line.contains("record continued")), "{log}");

    // And once more: a third log, whose entries go on counting.
    story.done(&["backup", "backup-2", "--keys", "backup-2-keys", "--in", "again"]);
    story.done(&["open", "2026-27", "--in", "again"]);
    let later = fs::read_to_string(story.folder.join("again/held-checkpoint-2.txt")).unwrap();
    fs::write(story.folder.join("minutes-2.txt"), later).unwrap();
    story.done(&["restore", "backup-2", "--keys", "backup-2-keys", "--to", "third"]);
    let go_on =
        ["restore", "--continue", "--in", "third", "--checkpoint", "minutes-2.txt", "--as", "Amira Khan"];
    story.done(&go_on);
    story.done(&["open", "2026-27", "--in", "third"]);
    assert!(story.done(&["verify", "--in", "third"]).contains("Verified"));
    let log = story.done(&["log", "--in", "third", "--plain"]);
    assert!(log.lines().last().is_some_and(|line| line.starts_with("6\t")), "{log}");
    assert!(story.done(&["settle", "third", "--period", "2025-26", "--plain"]).contains("153,035.41"));
}

#[test]
fn words_are_erased_by_two_persons_and_facts_are_not() {
    let story = Story::begin(None);
    story.add_harbour();
    story.restate();
    let basis = ["--reason", "spill", "--basis", "UK GDPR article 17", "--second", "Helen Marsh"];
    let facts = story.refused(&[&["erase", "1", "file"], &basis[..]].concat());
    assert!(facts.contains("decides money or agreement"), "{facts}");
    story.done(&[&["erase", "2", "reason"], &basis[..]].concat());
    assert!(story.done(&["facts", "list"]).contains("why: erased"));
    assert!(story.done(&["verify"]).contains("Verified"));
}
