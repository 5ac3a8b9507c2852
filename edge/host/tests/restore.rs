//! Backups brought back: a restored record never forks (G15), and what was erased stays erased (G14).

mod keepers;

use accordant_alliance::Command;
use accordant_alliance::event::Words;
use accordant_host::{Alliance, BundleAsked, Compared, Heard, Host, HostProblem, Knows, Told, Witness};
use keepers::{
    asks, copied, does, erasing, facts, files_with, founded, goes_on, opened, served, settle_april, tries,
    witness, world_from,
};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use tempfile::{TempDir, tempdir};

/// A record of which a party holds more than its backup has.
struct Behind {
    home: TempDir,
    /// The hospital's witness knows six entries.
    party: Witness,
    /// The record brought back, with five.
    restored: Arc<Alliance>,
}

fn host() -> Host {
    Host::new(world_from(20_000))
}

fn behind(host: &Host) -> Behind {
    let home = tempdir().expect("a folder");
    let at = |name: &str| home.path().join(name);
    let alliance = founded(&at("record"));
    let party = witness(&alliance, &at("hospital"));
    alliance.backup(&at("backup"), &at("keys")).expect("a backup");
    goes_on(&alliance, "2025-05", "130");
    let request = alliance.add_checkpoint_for("hospital").expect("a request");
    alliance
        .take_matching(&party.add_checkpoint(&request).expect("it countersigns"))
        .expect("it is taken up");
    let restored = host.restore(&at("backup"), &at("keys"), &at("restored")).expect("it comes back");
    Behind { home, party, restored }
}

fn told(by: &str, what: Knows) -> Vec<Told> {
    vec![Told { by: by.to_string(), what }]
}

#[test]
fn a_restored_record_is_read_and_takes_nothing_new_until_somebody_was_asked() {
    let host = host();
    let Behind { home, restored, .. } = behind(&host);
    let folder = home.path().join("restored");
    assert_eq!(restored.state().expect("it is read").kept().size, 5);
    let refused = tries(&restored, "hospital", facts("may.csv", "visits", "2025-05", "7", None));
    assert!(matches!(refused, Err(HostProblem::ReadOnly { .. })), "{refused:?}");
    assert!(matches!(restored.seal(), Err(HostProblem::ReadOnly { .. })), "nothing is signed either");
    let unasked = host.confirm(&folder, &[]).expect_err("the hospital may know more");
    assert!(unasked.to_string().contains("hospital may hold a matching copy"), "{unasked}");
    let unheard = host.confirm(&folder, &told("the hospital", Knows::Heard(Heard::Nothing)));
    unheard.expect_err("whoever holds nothing vouches for nothing");
    assert!(opened(&folder).read_only().is_some(), "the mark stands");
}

#[test]
fn a_record_that_is_behind_is_not_confirmed_and_goes_on_under_a_new_name() {
    let host = host();
    let Behind { home, party, restored } = behind(&host);
    let folder = home.path().join("restored");
    let old = restored.origin().to_string();
    let state_before = restored.state().expect("it is read");
    let address = served(party);
    let heard = restored.ask_how_far(&address).expect("it answers");
    assert_eq!(heard, Heard::More(6));
    let told = told("the hospital", Knows::Heard(heard));
    let compared = host.confirm(&folder, &told).expect("it is compared");
    assert_eq!(compared, Compared::Behind { size: 5, known: 6, by: "the hospital".to_string() });
    assert!(opened(&folder).read_only().is_some(), "the mark stands");

    let request = asks(&restored, "board", settle_april());
    let (alliance, answer) = host.go_on(&folder, &told, &request).expect("it goes on");
    assert_eq!(answer.first, 5, "entries count on");
    assert_eq!(alliance.origin(), format!("{}/2", old.trim_end_matches("/1")));
    assert!(alliance.store().head(&old).expect("it is read").expect("it is there").closed);
    let first = alliance.entry(5).expect("it is read").expect("it is there");
    assert_eq!((first.header.kind.as_str(), first.header.index), ("record_continued", 0));
    drop(alliance);

    // Another process finds the state of both logs, and everything works in the new one.
    let alliance = Host::new(world_from(40_000)).open(&folder).expect("it opens");
    assert_eq!(alliance.read_only(), None);
    does(&alliance, "hospital", facts("may.csv", "visits", "2025-05", "131", None));
    does(&alliance, "board", Command::OpenPeriod { period: "2025-26".to_string() });
    let settled = does(&alliance, "board", settle_april());
    assert_eq!(settled.last, 8);
    alliance.seal().expect("it is signed");
    let state = alliance.state().expect("it is read");
    assert_eq!(state.kept().founding, state_before.kept().founding);
    assert_eq!(state.kept().batches[..3], state_before.kept().batches[..]);
    assert_eq!(state.kept(), alliance.state_from_the_first().expect("it is read").kept());
    assert_eq!(alliance.entries().expect("they are read").len(), 9);
    assert_eq!(alliance.store().check().expect("it is checked"), []);
    let standing = alliance.standing().expect("it stands");
    assert_eq!((standing.size, standing.signed), (9, 9));
}

#[test]
fn going_on_after_an_interruption_ends_what_was_begun() {
    let host = host();
    let Behind { home, restored, .. } = behind(&host);
    let folder = home.path().join("restored");
    let marker = fs::read(folder.join("record.json")).expect("it is read");
    let told = told("the hospital", Knows::Heard(Heard::More(6)));
    let request = asks(&restored, "board", settle_april());
    let (first, answer) = host.go_on(&folder, &told, &request).expect("it goes on");
    // As if the machine had stopped before the folder said so.
    fs::write(folder.join("record.json"), marker).expect("it is written");
    let again = Host::new(world_from(30_000));
    let request = asks(&again.open(&folder).expect("it opens"), "board", settle_april());
    let (second, repeated) = again.go_on(&folder, &told, &request).expect("it goes on");
    assert_eq!((second.origin(), repeated), (first.origin(), answer));
    assert_eq!(opened(&folder).state().expect("it is read").kept().size, 6);
}

#[test]
fn a_record_that_nobody_knows_more_of_takes_entries_again() {
    let home = tempdir().expect("a folder");
    let at = |name: &str| home.path().join(name);
    let alliance = founded(&at("record"));
    let party = witness(&alliance, &at("hospital"));
    party
        .add_checkpoint(&alliance.add_checkpoint_for("hospital").expect("a request"))
        .expect("it countersigns");
    let backup = alliance.backup(&at("backup"), &at("keys")).expect("a backup");
    assert_eq!(backup.entries, 5);
    let host = host();
    let restored = host.restore(&at("backup"), &at("keys"), &at("restored")).expect("it comes back");
    let heard = restored.ask_how_far(&served(party)).expect("it answers");
    assert_eq!(heard, Heard::Continued(5));
    let compared = host.confirm(&at("restored"), &told("the hospital", Knows::Heard(heard)));
    assert!(matches!(compared, Ok(Compared::Latest { size: 5, .. })), "{compared:?}");
    let again = host.open(&at("restored")).expect("it opens");
    does(&again, "hospital", facts("may.csv", "visits", "2025-05", "130", None));
}

#[test]
fn a_printed_copy_tells_that_a_record_is_behind() {
    let host = host();
    let Behind { home, restored, .. } = behind(&host);
    let original = opened(&home.path().join("record"));
    let printed =
        original.standing().expect("it stands").checkpoint.expect("it is signed").text().expect("a text");
    let state = restored.read_state(&format!("  {}", printed.replace('\n', " \n "))).expect("three lines");
    let compared = host.confirm(&home.path().join("restored"), &told("the minutes", Knows::State(state)));
    assert!(matches!(compared, Ok(Compared::Behind { known: 6, .. })), "{compared:?}");
    restored.read_state("no lines").expect_err("it is no state");
}

#[test]
fn a_record_that_went_another_way_is_not_confirmed() {
    // Without the question, a restored record takes other entries than those that the hospital has seen: it forks.
    let host = Host::new(world_from(20_000)).without_asking();
    let Behind { home, party, restored } = behind(&host);
    goes_on(&restored, "2025-05", "999");
    let forked = party.add_checkpoint(&restored.add_checkpoint_from(6).expect("a request"));
    assert_eq!(forked.expect_err("the hospital notices").status(), 409);
    let original = opened(&home.path().join("record"));
    let state = original.standing().expect("it stands").checkpoint.expect("it is signed");
    let compared = restored.compared(&told("the minutes", Knows::State(state)));
    assert!(matches!(compared, Err(HostProblem::Altered { .. })), "{compared:?}");
}

#[test]
fn a_copied_folder_is_no_backup_and_an_altered_one_is_not_brought_back() {
    let home = tempdir().expect("a folder");
    let at = |name: &str| home.path().join(name);
    let alliance = founded(&at("record"));
    copied(&at("record"), &at("copy"));
    let refused = host().restore(&at("copy"), &at("copy"), &at("restored")).err().expect("it is refused");
    assert!(refused.to_string().contains("no backup"), "{refused}");
    let together = alliance.backup(&at("backup"), &at("backup").join(".")).expect_err("keys lie apart");
    assert!(together.to_string().contains("its keys"), "{together}");
    alliance.backup(&at("backup"), &at("keys")).expect("a backup");
    let file = at("backup").join("record.db");
    let mut bytes = fs::read(&file).expect("it is read");
    let wanted = b"facts_received";
    let place = bytes.windows(wanted.len()).position(|window| window == wanted).expect("it stands there");
    bytes[place] = b'F';
    fs::write(&file, bytes).expect("it is written");
    host().restore(&at("backup"), &at("keys"), &at("restored")).err().expect("it was altered");
    assert!(!at("restored").exists(), "nothing of it is left");
}

const MARKER: &str = "patient 9434765919 of Elm Street";

/// A record with a reason in which something stands that must not; the entry of it.
fn spilt(folder: &Path) -> (Arc<Alliance>, u64) {
    let alliance = founded(folder);
    let spilt = facts("april-2.csv", "visits", "2025-04", "121", Some(MARKER));
    let entry = does(&alliance, "hospital", spilt).last;
    alliance.seal().expect("it is signed");
    (alliance, entry)
}

fn reason(alliance: &Alliance) -> Option<Words> {
    let state = alliance.state().expect("it is read");
    state.kept().batches.last().and_then(|batch| batch.restated.clone())
}

#[test]
fn what_is_erased_is_in_no_file_and_in_no_backup_and_the_record_still_holds() {
    let home = tempdir().expect("a folder");
    let at = |name: &str| home.path().join(name);
    let (alliance, entry) = spilt(&at("record"));
    let old = alliance.backup(&at("old"), &at("old-keys"));
    assert_eq!(reason(&alliance), Some(Words::Said(MARKER.to_string())));
    alliance.bundle(&at("shown"), &BundleAsked::default()).expect("a bundle");
    assert!(!files_with(&at("shown"), MARKER.as_bytes()).is_empty(), "before, a bundle shows it");
    fs::remove_dir_all(at("shown")).expect("it is gone");
    let request = asks(&alliance, "hospital", erasing(&alliance, entry));
    alliance.erase(request.clone()).expect("it is erased");
    alliance.erase(request).expect("the same request has one effect");
    alliance.seal().expect("it is signed");
    assert_eq!(reason(&alliance), Some(Words::Erased));
    assert_eq!(alliance.not_erased().expect("it is read"), 0);
    assert_eq!(alliance.store().check().expect("it is checked"), []);
    old.expect("a backup");
    alliance.backup(&at("new"), &at("new-keys")).expect("a backup");
    alliance.bundle(&at("bundle"), &BundleAsked::default()).expect("a bundle");
    let in_base64 = accordant_record::to_base64(MARKER.as_bytes());
    for written in [MARKER.as_bytes(), in_base64.as_bytes()] {
        assert_eq!(files_with(home.path(), written), [] as [std::path::PathBuf; 0]);
    }
    let back = host().restore(&at("new"), &at("new-keys"), &at("restored")).expect("it comes back");
    assert_eq!(reason(&back), Some(Words::Erased));
    // An older copy of the record opens no more than its keys do, and they were destroyed.
    let older = host().restore(&at("old"), &at("new-keys"), &at("older")).expect("it comes back");
    assert_eq!(reason(&older), Some(Words::Erased));
}

#[test]
fn what_the_list_says_is_erased_is_erased_again_in_an_older_backup() {
    let home = tempdir().expect("a folder");
    let at = |name: &str| home.path().join(name);
    let (alliance, entry) = spilt(&at("record"));
    alliance.backup(&at("old"), &at("old-keys")).expect("a backup");
    alliance.erase(asks(&alliance, "hospital", erasing(&alliance, entry))).expect("it is erased");
    // The list lies on another volume than the record, and is there when the backup comes back.
    fs::copy(at("record").join("erased.txt"), at("old").join("erased.txt")).expect("a copy");
    let back = host().restore(&at("old"), &at("old-keys"), &at("restored")).expect("it comes back");
    assert_eq!(reason(&back), Some(Words::Erased));
    assert_eq!(back.not_erased().expect("it is read"), 0);
}

#[test]
fn what_was_recorded_as_erased_and_was_not_reached_is_erased_on_opening() {
    let home = tempdir().expect("a folder");
    let folder = home.path().join("record");
    let (alliance, entry) = spilt(&folder);
    // The machine stops after the entry and before the bytes are gone.
    let command = erasing(&alliance, entry);
    does(&alliance, "hospital", command);
    assert_eq!(alliance.not_erased().expect("it is read"), 1);
    drop(alliance);
    assert_eq!(opened(&folder).not_erased().expect("it is read"), 0);
}
