//! Copies that may be trusted.

use std::sync::atomic::{AtomicBool, Ordering};
use std::{fs, thread};

use accordant_store::{KeysAt, StoreProblem, Switches, open_switched};

use crate::help::{Folder, Ground, LOG, append, append_many, event, lines, randomness, sign, sound};

pub fn a_backup_is_made_while_others_write(ground: &Ground) {
    let store = ground.open();
    append_many(&*store, 20);
    append(&*store, "long", &[event("long", &[&vec![1; 200_000], b"goes"])]).unwrap();
    store.erase(LOG, 20, 1).unwrap();
    store.seal(LOG, &mut |checkpoint| sign(checkpoint)).unwrap();
    store.directory_put("person/1", b"A. Nurse").unwrap();
    let (to, keys_to) = (Folder::new(), Folder::new());
    let done = AtomicBool::new(false);
    let backup = thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::SeqCst) {
                append_many(&*store, 1);
            }
        });
        let backup = store.backup(&to.0, &keys_to.0);
        done.store(true, Ordering::SeqCst);
        backup
    })
    .unwrap();
    let names = |folder: &Folder| -> Vec<String> {
        let files = folder.files().into_iter();
        files.map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
    };
    assert_eq!((names(&to), names(&keys_to)), (vec!["record.db".to_owned()], vec!["keys.db".to_owned()]));
    let keys = KeysAt::Place(keys_to.0.display().to_string());
    let copy = open_switched(&to.0.display().to_string(), &keys, randomness(), Switches::default()).unwrap();
    sound(&*copy);
    let head = copy.head(LOG).unwrap().unwrap();
    assert!(head.size >= 21);
    assert_eq!(backup.logs, [(LOG.to_owned(), head.size, head.frontier.root())]);
    let whole = lines(&*store);
    assert_eq!(lines(&*copy), whole[..usize::try_from(head.size).unwrap()]);
    assert_eq!(copy.checkpoints(LOG).unwrap(), store.checkpoints(LOG).unwrap());
    assert_eq!(copy.directory_get("person/1").unwrap().as_deref(), Some(b"A. Nurse".as_slice()));
    // It is a store like any other, and goes on as one.
    append(&*copy, "after", &[event("after", &[b"body"])]).unwrap();
    sound(&*copy);
    let again = store.backup(&to.0, &keys_to.0);
    assert!(matches!(again, Err(StoreProblem::Unfit { .. })), "{again:?}");
}

pub fn an_altered_store_gives_no_backup(ground: &Ground) {
    append_many(&*ground.open(), 3);
    ground.tamper("UPDATE stream SET version = 50 WHERE place = 1");
    let (to, keys_to) = (Folder::new(), Folder::new());
    let refused = ground.open().backup(&to.0, &keys_to.0);
    assert!(matches!(refused, Err(StoreProblem::BackupUnsound { .. })), "{refused:?}");
    for folder in [&to, &keys_to] {
        assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 0);
    }
}
