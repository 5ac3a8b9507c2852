//! What the doctor finds: nothing in a sound record, and each thing that was made wrong.

mod keepers;

use accordant_host::{Examined, Host, Person};
use keepers::{does, erasing, facts, founded, opened, person, world_from};
use std::fs;
use std::path::Path;
use tempfile::tempdir;

fn sound(folder: &Path) {
    let alliance = founded(folder);
    for party in keepers::PARTIES {
        let name = Person { name: format!("Somebody of {party}"), role: None, email: None };
        alliance.keep_person(&person(&alliance, party), &name).expect("it is kept");
    }
}

fn examined(folder: &Path) -> Examined {
    Host::new(world_from(20_000)).examine(folder).expect("it is a record")
}

fn ailments(folder: &Path) -> String {
    let told: Vec<String> = examined(folder)
        .ailments
        .into_iter()
        .map(|ailment| format!("{}\n{}", ailment.what, ailment.help))
        .collect();
    told.join("\n")
}

#[test]
fn nothing_is_wrong_with_a_sound_record() {
    let home = tempdir().expect("a folder");
    sound(home.path());
    let examined = examined(home.path());
    assert_eq!(examined.ailments, []);
    assert!(examined.sound.len() >= 7, "{:?}", examined.sound);
    assert_eq!(examined.standing.expect("it stands").signed, 4);
}

#[test]
fn names_that_are_missing_and_entries_that_are_not_signed_are_told() {
    let home = tempdir().expect("a folder");
    let alliance = founded(home.path());
    keepers::does(&alliance, "hospital", facts("may.csv", "visits", "2025-05", "130", None));
    drop(alliance);
    let told = ailments(home.path());
    assert!(told.contains("2 of those who may speak for a party have no name here"), "{told}");
    assert!(told.contains("the last entry is not signed"), "{told}");
}

#[test]
fn a_clock_that_is_behind_is_told() {
    let home = tempdir().expect("a folder");
    sound(home.path());
    let examined = Host::new(world_from(-90_000)).examine(home.path()).expect("it is a record");
    let [clock] = examined.ailments.as_slice() else { panic!("{:?}", examined.ailments) };
    assert!(clock.what.starts_with("the clock shows 2026-11-20"), "{clock:?}");
}

#[test]
fn a_held_state_that_is_lost_and_one_that_knows_more_are_told() {
    let home = tempdir().expect("a folder");
    let (one, other) = (home.path().join("one"), home.path().join("other"));
    sound(&one);
    keepers::copied(&one, &other);
    fs::remove_file(other.join("held-checkpoint.txt")).expect("it is gone");
    assert!(ailments(&other).contains("no signed state is held outside the record"));
    keepers::goes_on(&keepers::opened(&one), "2025-05", "130");
    fs::copy(one.join("held-checkpoint.txt"), other.join("held-checkpoint.txt")).expect("a copy");
    let told = ailments(&other);
    assert!(told.contains("it has 4 entries, and 5 had been signed"), "{told}");
}

#[test]
fn what_could_not_be_destroyed_when_the_record_was_opened_is_told() {
    let home = tempdir().expect("a folder");
    sound(home.path());
    let alliance = opened(home.path());
    let restated = facts("april-2.csv", "visits", "2025-04", "121", Some("a name that must not stand here"));
    let entry = does(&alliance, "hospital", restated).last;
    // The machine stops after the entry and before the bytes are gone, and the disk then refuses to let them go.
    does(&alliance, "hospital", erasing(&alliance, entry));
    alliance.seal().expect("it is signed");
    drop(alliance);
    let database = rusqlite::Connection::open(home.path().join("record.db")).expect("it is a database");
    let refuses = "CREATE TRIGGER refuses BEFORE UPDATE ON part BEGIN SELECT RAISE(ABORT, 'held'); END";
    database.execute_batch(refuses).expect("it refuses from now on");
    let told = ailments(home.path());
    assert!(told.contains("what is erased could not all be destroyed"), "{told}");
    database.execute_batch("DROP TRIGGER refuses").expect("it refuses no longer");
    drop(database);
    assert_eq!(ailments(home.path()), "", "opening the record again destroys what is left");
}

#[cfg(unix)]
#[test]
fn a_key_that_others_can_read_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempdir().expect("a folder");
    sound(home.path());
    let key = home.path().join("signing.key");
    for (file, name) in [(&key, "signing.key"), (&home.path().join("keys.db"), "keys.db")] {
        fs::set_permissions(file, fs::Permissions::from_mode(0o644)).expect("it is opened to all");
        let told = ailments(home.path());
        assert!(told.contains(&format!("others on this machine can read the keys in `{name}`")), "{told}");
    }
    fs::remove_file(&key).expect("it is gone");
    assert!(ailments(home.path()).contains("restore it from where your keys are kept"));
}

#[test]
fn bytes_that_were_altered_are_told() {
    let home = tempdir().expect("a folder");
    sound(home.path());
    let file = home.path().join("record.db");
    let mut bytes = fs::read(&file).expect("it is read");
    let wanted = b"alliance_founded";
    let at = bytes.windows(wanted.len()).position(|window| window == wanted).expect("it stands there");
    bytes[at] = b'A';
    fs::write(&file, bytes).expect("it is written");
    let told = ailments(home.path());
    assert!(told.contains("event 0"), "{told}");
    assert!(told.contains("restore"), "{told}");
}
