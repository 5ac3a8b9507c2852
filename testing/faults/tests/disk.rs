//! The disk under plain SQLite: it keeps what was synced, really loses what was not, and fails exactly where it was told.

use std::path::Path;

use accordant_faults::{Counts, Disk, Fault, Lasts, SyncFault, WriteFault};
use rusqlite::{Connection, ErrorCode, OpenFlags};

/// How a connection keeps its counter.
#[derive(Clone, Copy)]
struct Settings {
    journal: &'static str,
    synchronous: &'static str,
}

const WAL_FULL: Settings = Settings { journal: "wal", synchronous: "full" };
const ADDED: u64 = 12;

fn open(disk: &Disk, path: &Path, settings: Settings) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags_and_vfs(path, OpenFlags::default(), disk.vfs())?;
    connection.pragma_update(None, "journal_mode", settings.journal)?;
    connection.pragma_update(None, "synchronous", settings.synchronous)?;
    // Small, so that checkpoints happen in the middle of a test.
    connection.pragma_update(None, "wal_autocheckpoint", 6)?;
    Ok(connection)
}

fn create(disk: &Disk, path: &Path, settings: Settings) -> rusqlite::Result<Connection> {
    let connection = open(disk, path, settings)?;
    connection
        .execute_batch("create table if not exists counter (number integer primary key, filler blob)")?;
    Ok(connection)
}

fn add(connection: &Connection, number: u64) -> rusqlite::Result<usize> {
    connection.execute("insert into counter values (?1, zeroblob(900))", [number as i64])
}

/// Counts with two connections in turn until the disk fails; the numbers up to the answer were acknowledged.
fn count_until_it_fails(disk: &Disk, path: &Path, settings: Settings, pass: &mut Vec<Connection>) -> u64 {
    let Ok(first) = create(disk, path, settings) else { return 0 };
    pass.push(first);
    let Ok(second) = open(disk, path, settings) else { return 0 };
    pass.push(second);
    (1..=ADDED).take_while(|number| add(&pass[(number % 2) as usize], *number).is_ok()).count() as u64
}

/// The numbers that the ordinary file system finds, after SQLite has found nothing wrong.
fn found(path: &Path) -> Result<Vec<u64>, String> {
    let read = || -> rusqlite::Result<(String, Vec<u64>)> {
        let connection = Connection::open(path)?;
        let wrong = connection.query_row("pragma integrity_check", [], |row| row.get(0))?;
        let mut statement = connection.prepare("select number from counter order by number")?;
        let numbers = statement.query_map([], |row| row.get::<_, i64>(0).map(|number| number as u64))?;
        Ok((wrong, numbers.collect::<rusqlite::Result<_>>()?))
    };
    match read() {
        Err(error) if error.to_string().contains("no such table") => Ok(Vec::new()),
        Err(error) => Err(error.to_string()),
        Ok((wrong, _)) if wrong != "ok" => Err(wrong),
        Ok((_, numbers)) => Ok(numbers),
    }
}

/// One life: counting until the power fails as ordered, or at the end. What was acknowledged, and what is found.
fn life(settings: Settings, fault: Option<Fault>, seed: u64) -> (u64, Result<Vec<u64>, String>, Counts) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("counter.db");
    let disk = Disk::new(seed);
    if let Some(fault) = fault {
        disk.fail(fault);
    }
    let mut connections = Vec::new();
    let acknowledged = count_until_it_fails(&disk, &path, settings, &mut connections);
    disk.power_loss(seed).expect("files laid down");
    // Some still open, so that their end is seen to change nothing.
    if seed.is_multiple_of(2) {
        connections.clear();
    }
    let found = found(&path);
    drop(connections);
    (acknowledged, found, disk.counts())
}

/// What no loss of power may do: forget what was acknowledged, keep a part, or leave a file that is broken.
fn survives(settings: Settings, fault: Option<Fault>, seed: u64) -> Result<(), String> {
    let (acknowledged, found, _) = life(settings, fault, seed);
    let found = found?;
    let contiguous = found.iter().copied().eq(1..=found.len() as u64);
    let count = found.len() as u64;
    match contiguous && (acknowledged..=acknowledged + 1).contains(&count) {
        true => Ok(()),
        false => Err(format!("{acknowledged} acknowledged, found {found:?} ({fault:?}, seed {seed})")),
    }
}

/// A loss of power at every write and at every sync of a life without faults.
fn every_loss(settings: Settings) -> Vec<Fault> {
    let (acknowledged, _, counts) = life(settings, None, 0);
    assert_eq!(acknowledged, ADDED);
    let at_write = (1..=counts.writes).map(|nth| {
        let how = WriteFault::PowerLoss { kept: (nth * 701 % 4100) as usize };
        Fault::Write { nth, how, lasts: Lasts::Once }
    });
    let at_sync =
        (1..=counts.syncs).map(|nth| Fault::Sync { nth, how: SyncFault::PowerLoss, lasts: Lasts::Once });
    at_write.chain(at_sync).collect()
}

/// A rollback journal needs more than `full`: its removal is the commit, and has to be made durable too.
const DELETE_EXTRA: Settings = Settings { journal: "delete", synchronous: "extra" };

#[test]
fn with_the_right_syncs_every_acknowledged_commit_survives_every_loss_of_power() {
    for settings in [WAL_FULL, DELETE_EXTRA] {
        for (fault, round) in every_loss(settings).into_iter().zip(0..) {
            for seed in 0..4 {
                survives(settings, Some(fault), round * 4 + seed).expect(settings.journal);
            }
        }
        for seed in 0..40 {
            survives(settings, None, seed).expect(settings.journal);
        }
    }
}

#[test]
fn a_removed_journal_that_comes_back_takes_an_acknowledged_commit_with_it() {
    let settings = Settings { synchronous: "full", ..DELETE_EXTRA };
    let lost = every_loss(settings).into_iter().zip(0..);
    let lost = lost.filter(|(fault, round)| survives(settings, Some(*fault), *round).is_err());
    assert!(lost.count() > 0);
}

#[test]
fn without_syncs_acknowledged_commits_are_lost_or_the_file_is_broken() {
    for journal in ["wal", "delete"] {
        let settings = Settings { journal, synchronous: "off" };
        let lost = (0..40).filter(|seed| survives(settings, None, *seed).is_err()).count();
        assert!(lost > 20, "{journal}: {lost} of 40 losses of power were noticed");
    }
}

#[test]
fn with_normal_syncs_a_write_ahead_log_loses_commits_but_never_their_order() {
    let settings = Settings { synchronous: "normal", ..WAL_FULL };
    let mut lost = 0;
    for seed in 0..60 {
        let (acknowledged, found, _) = life(settings, None, seed);
        let found = found.expect("a file that is whole");
        assert!(found.iter().copied().eq(1..=found.len() as u64), "{found:?}");
        lost += u64::from((found.len() as u64) < acknowledged);
    }
    assert!(lost > 10, "{lost} of 60");
}

#[test]
fn a_dead_disk_does_nothing_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("counter.db");
    let disk = Disk::new(1);
    let connection = create(&disk, &path, WAL_FULL).expect("created");
    add(&connection, 1).expect("added");
    let before = disk.counts();
    disk.power_loss(1).expect("files laid down");
    assert!(disk.is_dead());
    assert!(add(&connection, 2).is_err());
    assert!(connection.query_row("select count(*) from counter", [], |row| row.get::<_, i64>(0)).is_err());
    assert!(open(&disk, &path, WAL_FULL).is_err());
    assert_eq!(found(&path).expect("whole"), [1]);
    drop(connection);
    assert_eq!(found(&path).expect("whole"), [1]);
    assert_eq!(disk.counts(), before);
}

#[test]
fn a_refused_write_a_full_disk_and_a_refused_sync_are_told_as_such() {
    let write = |how| Fault::Write { nth: 1, how, lasts: Lasts::Once };
    let sync = Fault::Sync { nth: 1, how: SyncFault::Refused, lasts: Lasts::Once };
    let told = [
        (write(WriteFault::Refused), ErrorCode::SystemIoFailure),
        (write(WriteFault::Full), ErrorCode::DiskFull),
        (write(WriteFault::Torn { kept: 17 }), ErrorCode::SystemIoFailure),
        (sync, ErrorCode::SystemIoFailure),
    ];
    for (fault, code) in told {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("counter.db");
        let disk = Disk::new(1);
        let connection = create(&disk, &path, WAL_FULL).expect("created");
        add(&connection, 1).expect("added");
        disk.fail(fault);
        let error = add(&connection, 2).expect_err("the disk fails");
        assert_eq!(error.sqlite_error_code(), Some(code), "{fault:?}");
        assert_eq!(disk.counts().faults, 1);
        disk.heal();
        drop(connection);
        assert!(found(&path).expect("whole").contains(&1));
    }
}

#[test]
fn a_fault_that_lasts_ends_when_it_is_healed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("counter.db");
    let disk = Disk::new(1);
    let connection = create(&disk, &path, WAL_FULL).expect("created");
    disk.fail(Fault::Write { nth: 1, how: WriteFault::Full, lasts: Lasts::UntilHealed });
    assert!(add(&connection, 1).is_err());
    assert!(add(&connection, 1).is_err());
    disk.heal();
    add(&connection, 1).expect("added");
    assert_eq!(found(&path).expect("whole"), [1]);
}

#[test]
fn a_sync_after_a_failed_one_of_the_same_file_is_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("counter.db");
    let disk = Disk::new(1);
    let connection = create(&disk, &path, WAL_FULL).expect("created");
    add(&connection, 1).expect("added");
    disk.fail(Fault::Sync { nth: 1, how: SyncFault::Refused, lasts: Lasts::Once });
    add(&connection, 2).expect_err("the sync fails");
    assert_eq!(disk.counts().syncs_after_a_failed_one, 0);
    add(&connection, 2).expect("plain SQLite goes on");
    assert!(disk.counts().syncs_after_a_failed_one > 0);
}

#[test]
fn a_flipped_bit_is_one_bit_of_one_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("counter.db");
    let disk = Disk::new(1);
    let connection = create(&disk, &path, WAL_FULL).expect("created");
    connection.execute("insert into counter values (1, zeroblob(200000))", []).expect("added");
    drop(connection);
    let connection = open(&disk, &path, WAL_FULL).expect("opened");
    let read = || -> Vec<u8> {
        connection.execute_batch("pragma shrink_memory").expect("nothing cached");
        connection.query_row("select filler from counter", [], |row| row.get(0)).expect("read")
    };
    assert!(read().iter().all(|byte| *byte == 0));
    disk.fail(Fault::FlippedRead { nth: 20, bit: 8 * 2000 + 3 });
    let ones: u32 = read().iter().map(|byte| byte.count_ones()).sum();
    assert_eq!(ones, 1);
    assert!(read().iter().all(|byte| *byte == 0), "the next read is right again");
}
