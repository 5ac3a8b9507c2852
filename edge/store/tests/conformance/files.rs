//! What is in the files of SQLite, byte for byte.

use std::fs;
use std::path::Path;

use accordant_store::{KeysAt, Store, StoreProblem, Switches, open_switched};

use crate::help::{Engine, Folder, Ground, LOG, append, append_many, event, files_of, randomness, sound};

const MARKER: &[u8] = b"Mrs Marker, born 1 April 1950, bed 7";

/// Every file of the folder that holds these bytes.
pub fn holders(folder: &Path, bytes: &[u8]) -> Vec<String> {
    let holds = |path: &Path| {
        let content = fs::read(path).unwrap();
        content.windows(bytes.len()).any(|window| window == bytes)
    };
    let files = files_of(folder).into_iter().filter(|path| holds(path));
    files.map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

/// The key and the ciphertext of a part, as an intruder would read them.
pub fn key_and_ciphertext(folder: &Path, place: u64) -> (Vec<u8>, Vec<u8>) {
    let record = rusqlite::Connection::open(folder.join("record.db")).unwrap();
    let sql = format!("SELECT key, ciphertext FROM part WHERE place = {place} AND part = 0");
    let (name, ciphertext): (Vec<u8>, Vec<u8>) =
        record.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let keys = rusqlite::Connection::open(folder.join("keys.db")).unwrap();
    let key = keys.query_row("SELECT bytes FROM key WHERE name = ?1", [name], |row| row.get(0)).unwrap();
    (key, ciphertext)
}

#[test]
fn what_is_kept_stands_nowhere_in_the_clear() {
    let ground = Ground::new(Engine::Sqlite);
    let store = ground.open();
    append(&*store, "one", &[event("a", &[MARKER])]).unwrap();
    store.directory_put("person/1", MARKER).unwrap();
    assert_eq!(holders(Path::new(&ground.place), MARKER), Vec::<String>::new());
}

#[test]
fn of_what_is_erased_neither_key_nor_bytes_stay_in_any_file() {
    let ground = Ground::new(Engine::Sqlite);
    let folder = Path::new(&ground.place).to_owned();
    let store = ground.open();
    append_many(&*store, 50);
    append(&*store, "marked", &[event("a", &[&MARKER.repeat(100)])]).unwrap();
    append_many(&*store, 50);
    let (key, ciphertext) = key_and_ciphertext(&folder, 50);
    assert!(!holders(&folder, &key).is_empty() && !holders(&folder, &ciphertext[..64]).is_empty());
    store.erase(LOG, 50, 0).unwrap();
    let middle = ciphertext.len() / 2;
    let pieces = [&key[..], &ciphertext[..16], &ciphertext[middle..middle + 16]];
    for piece in pieces.into_iter().chain([&ciphertext[ciphertext.len() - 16..], MARKER]) {
        assert_eq!(holders(&folder, piece), Vec::<String>::new());
    }
    drop(store);
    for piece in pieces {
        assert_eq!(holders(&folder, piece), Vec::<String>::new());
    }
    sound(&*ground.open());
}

#[test]
fn of_a_name_that_is_replaced_or_removed_nothing_stays() {
    let ground = Ground::new(Engine::Sqlite);
    let folder = Path::new(&ground.place).to_owned();
    let store = ground.open();
    let ciphertext = || -> Vec<u8> {
        let record = rusqlite::Connection::open(folder.join("record.db")).unwrap();
        record.query_row("SELECT ciphertext FROM directory", [], |row| row.get(0)).unwrap()
    };
    store.directory_put("person/1", MARKER).unwrap();
    let first = ciphertext();
    store.directory_put("person/1", b"another").unwrap();
    let second = ciphertext();
    assert_eq!(holders(&folder, &first), Vec::<String>::new());
    store.directory_remove("person/1").unwrap();
    assert_eq!(holders(&folder, &second), Vec::<String>::new());
}

#[test]
fn a_key_is_never_drawn_twice_by_any_process() {
    let ground = Ground::new(Engine::Sqlite);
    for _ in 0..5 {
        append_many(&*ground.open(), 20);
    }
    let record = rusqlite::Connection::open(Path::new(&ground.place).join("record.db")).unwrap();
    let sql = "SELECT count(*), count(DISTINCT key), count(DISTINCT ciphertext) FROM part";
    let counts: (i64, i64, i64) =
        record.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    assert_eq!(counts, (100, 100, 100));
}

#[test]
fn without_its_keys_a_record_is_not_opened() {
    let ground = Ground::new(Engine::Sqlite);
    append_many(&*ground.open(), 1);
    let keys = Path::new(&ground.place).join("keys.db");
    fs::rename(&keys, keys.with_extension("elsewhere")).unwrap();
    let refused = ground.open_with(Switches::default()).err();
    assert_eq!(refused, Some(StoreProblem::KeyMissing { of: "the last part".to_owned() }));
    fs::rename(keys.with_extension("elsewhere"), &keys).unwrap();
    sound(&*ground.open());
}

#[test]
fn the_keys_may_stand_in_another_folder() {
    let (record, keys) = (Folder::new(), Folder::new());
    let open = |keys: &Folder| -> Box<dyn Store> {
        let keys = KeysAt::Place(keys.0.display().to_string());
        let place = record.0.display().to_string();
        open_switched(&place, &keys, randomness(), Switches::default()).unwrap()
    };
    append_many(&*open(&keys), 1);
    assert!(keys.path("keys.db").exists() && !record.path("keys.db").exists());
    sound(&*open(&keys));
    let mixed = KeysAt::Place("postgres://127.0.0.1/keys".to_owned());
    let place = record.0.display().to_string();
    assert!(open_switched(&place, &mixed, randomness(), Switches::default()).is_err());
}

#[test]
fn a_file_that_is_damaged_is_told_and_not_served() {
    let ground = Ground::new(Engine::Sqlite);
    append_many(&*ground.open(), 50);
    let file = Path::new(&ground.place).join("record.db");
    let whole = fs::read(&file).unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 60) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        fs::write(&file, &damaged).unwrap();
        let Ok(store) = ground.open_with(Switches::default()) else { continue };
        let found = store.check().unwrap();
        if found.is_empty() {
            // It hit a byte that means nothing, so everything must still be as it was.
            assert_eq!(store.read_range(LOG, 0..50).unwrap().len(), 50, "byte {at}");
        }
    }
}
