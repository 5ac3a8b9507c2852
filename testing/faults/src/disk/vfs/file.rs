//! The calls on one open file. Reads, writes, cuts and syncs go by way of the disk; the rest goes straight on.
//!
//! On a dead disk a call that would learn or change something fails; one that lets go of something goes through, so
//! that SQLite can close what it has.

use std::os::raw::{c_int, c_void};
use std::slice;

use rusqlite::ffi;

use super::super::state::State;
use super::Opened;

/// Version 2: with shared memory, without mapped reading.
pub static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

impl Opened {
    /// # Safety
    ///
    /// `file` is one that [`super::open`] opened, and SQLite makes one call on it at a time.
    unsafe fn of<'a>(file: *mut ffi::sqlite3_file) -> &'a Opened {
        // SAFETY: by the contract.
        unsafe { &*file.cast::<Opened>() }
    }

    /// The file of the real file system, and its methods.
    ///
    /// # Safety
    ///
    /// As for [`Opened::of`].
    unsafe fn real(
        file: *mut ffi::sqlite3_file,
    ) -> (*mut ffi::sqlite3_file, &'static ffi::sqlite3_io_methods) {
        // SAFETY: the real file lies right behind, it is open, and its methods are never freed.
        unsafe {
            let real = file.cast::<Opened>().add(1).cast::<ffi::sqlite3_file>();
            (real, &*(*real).pMethods)
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.application.shared.state()
    }

    fn is_dead(&self) -> bool {
        self.state().is_dead()
    }
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: SQLite closes what it opened; the real file system cleans up after itself.
    unsafe {
        let (real, methods) = Opened::real(file);
        methods.xClose.map_or(ffi::SQLITE_IOERR_CLOSE, |close| close(real))
    }
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    buffer: *mut c_void,
    bytes: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite reads from what it opened.
    let (opened, (real, methods)) = unsafe { (Opened::of(file), Opened::real(file)) };
    let mut state = opened.state();
    if state.is_dead() {
        return ffi::SQLITE_IOERR_READ;
    }
    // SAFETY: passed on as it came.
    let code = methods.xRead.map_or(ffi::SQLITE_IOERR_READ, |read| unsafe { read(real, buffer, bytes, at) });
    let is_read = code == ffi::SQLITE_OK || code == ffi::SQLITE_IOERR_SHORT_READ;
    if is_read && opened.file.is_some() {
        // SAFETY: SQLite gave room for so many bytes, and the real read has filled them, at the end with zeros.
        state.read(unsafe { slice::from_raw_parts_mut(buffer.cast::<u8>(), bytes as usize) });
    }
    code
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    bytes: *const c_void,
    count: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite writes to what it opened.
    let (opened, (real, methods)) = unsafe { (Opened::of(file), Opened::real(file)) };
    let Some(write) = methods.xWrite else { return ffi::SQLITE_IOERR_WRITE };
    let Some(id) = opened.file else {
        // SAFETY: passed on as it came.
        return unsafe { write(real, bytes, count, at) };
    };
    // SAFETY: SQLite gives so many bytes.
    let bytes = unsafe { slice::from_raw_parts(bytes.cast::<u8>(), count as usize) };
    opened.state().write(id, at as usize, bytes, |kept| {
        // SAFETY: the beginning of what SQLite gave.
        unsafe { write(real, kept.as_ptr().cast(), kept.len() as c_int, at) }
    })
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, bytes: ffi::sqlite3_int64) -> c_int {
    // SAFETY: SQLite cuts what it opened.
    let (opened, (real, methods)) = unsafe { (Opened::of(file), Opened::real(file)) };
    let Some(truncate) = methods.xTruncate else { return ffi::SQLITE_IOERR_TRUNCATE };
    match opened.file {
        // SAFETY: passed on as it came.
        Some(id) => opened.state().truncate(id, bytes as usize, || unsafe { truncate(real, bytes) }),
        // SAFETY: passed on as it came.
        None => unsafe { truncate(real, bytes) },
    }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _flags: c_int) -> c_int {
    // SAFETY: SQLite syncs what it opened.
    let opened = unsafe { Opened::of(file) };
    opened.file.map_or(ffi::SQLITE_OK, |id| opened.state().sync(id))
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, bytes: *mut ffi::sqlite3_int64) -> c_int {
    // SAFETY: passed on as it came, for a file that SQLite opened.
    unsafe {
        let (real, methods) = Opened::real(file);
        match methods.xFileSize {
            Some(file_size) if !Opened::of(file).is_dead() => file_size(real, bytes),
            _ => ffi::SQLITE_IOERR_FSTAT,
        }
    }
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    // SAFETY: passed on as it came, for a file that SQLite opened.
    unsafe {
        let (real, methods) = Opened::real(file);
        match methods.xLock {
            Some(lock) if !Opened::of(file).is_dead() => lock(real, level),
            _ => ffi::SQLITE_IOERR_LOCK,
        }
    }
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    // SAFETY: passed on as it came, for a file that SQLite opened.
    unsafe {
        let (real, methods) = Opened::real(file);
        methods.xUnlock.map_or(ffi::SQLITE_IOERR_UNLOCK, |unlock| unlock(real, level))
    }
}

unsafe extern "C" fn check_reserved_lock(file: *mut ffi::sqlite3_file, answer: *mut c_int) -> c_int {
    // SAFETY: passed on as it came, for a file that SQLite opened.
    unsafe {
        let (real, methods) = Opened::real(file);
        match methods.xCheckReservedLock {
            Some(check) if !Opened::of(file).is_dead() => check(real, answer),
            _ => ffi::SQLITE_IOERR_CHECKRESERVEDLOCK,
        }
    }
}

/// A hint about the size of the file could change the file without the disk knowing, so it stops here.
unsafe extern "C" fn file_control(file: *mut ffi::sqlite3_file, code: c_int, argument: *mut c_void) -> c_int {
    if code == ffi::SQLITE_FCNTL_SIZE_HINT || code == ffi::SQLITE_FCNTL_CHUNK_SIZE {
        return ffi::SQLITE_NOTFOUND;
    }
    // SAFETY: passed on as it came, for a file that SQLite opened.
    unsafe {
        let (real, methods) = Opened::real(file);
        methods.xFileControl.map_or(ffi::SQLITE_NOTFOUND, |control| control(real, code, argument))
    }
}

unsafe extern "C" fn sector_size(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: passed on as it came, for a file that SQLite opened.
    unsafe {
        let (real, methods) = Opened::real(file);
        methods.xSectorSize.map_or(0, |sector_size| sector_size(real))
    }
}

unsafe extern "C" fn device_characteristics(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: passed on as it came, for a file that SQLite opened.
    unsafe {
        let (real, methods) = Opened::real(file);
        methods.xDeviceCharacteristics.map_or(0, |characteristics| characteristics(real))
    }
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    region: c_int,
    bytes: c_int,
    may_extend: c_int,
    mapped: *mut *mut c_void,
) -> c_int {
    // SAFETY: passed on as it came, for a file that SQLite opened.
    unsafe {
        let (real, methods) = Opened::real(file);
        match methods.xShmMap {
            Some(map) if !Opened::of(file).is_dead() => map(real, region, bytes, may_extend, mapped),
            _ => ffi::SQLITE_IOERR_SHMMAP,
        }
    }
}

unsafe extern "C" fn shm_lock(
    file: *mut ffi::sqlite3_file,
    offset: c_int,
    count: c_int,
    flags: c_int,
) -> c_int {
    let lets_go = flags & ffi::SQLITE_SHM_UNLOCK != 0;
    // SAFETY: passed on as it came, for a file that SQLite opened.
    unsafe {
        let (real, methods) = Opened::real(file);
        match methods.xShmLock {
            Some(lock) if lets_go || !Opened::of(file).is_dead() => lock(real, offset, count, flags),
            _ => ffi::SQLITE_IOERR_SHMLOCK,
        }
    }
}

unsafe extern "C" fn shm_barrier(file: *mut ffi::sqlite3_file) {
    // SAFETY: for a file that SQLite opened.
    unsafe {
        let (real, methods) = Opened::real(file);
        if let Some(barrier) = methods.xShmBarrier {
            barrier(real);
        }
    }
}

/// A dead connection removes no file: its name may already stand for what the loss of power left.
unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, removes: c_int) -> c_int {
    // SAFETY: passed on as it came, for a file that SQLite opened.
    unsafe {
        let (real, methods) = Opened::real(file);
        let removes = if Opened::of(file).is_dead() { 0 } else { removes };
        methods.xShmUnmap.map_or(ffi::SQLITE_OK, |unmap| unmap(real, removes))
    }
}
