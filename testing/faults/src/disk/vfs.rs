//! The disk as SQLite sees it: a file system (a VFS) that passes every call on to the one of the operating system.
//!
//! Locks and shared memory go straight through, so that write-ahead logging and several connections work as always.
//! Reading through mapped memory is not offered: it would pass by the disk. What each call means is decided in
//! [`super::state`]; this file only speaks SQLite's C, and holds all the unsafe code.
//!
//! Everything that SQLite can still reach is never freed: a few hundred bytes for each disk of a test.

use std::ffi::{CStr, CString};
use std::os::raw::{c_char, c_int};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::ffi;

use super::platter::FileId;
use super::state::Shared;

mod file;

/// A file system under its name in SQLite; it is taken away again when this is dropped.
#[derive(Debug)]
pub struct Registered {
    name: String,
    vfs: *mut ffi::sqlite3_vfs,
}

// SAFETY: the pointer is only ever handed to SQLite, which takes a lock of its own around its list of file systems.
unsafe impl Send for Registered {}
// SAFETY: nothing is read or written through a shared reference.
unsafe impl Sync for Registered {}

impl Registered {
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        // SAFETY: the file system was registered, and it is never freed, so that open connections may go on using it.
        unsafe { ffi::sqlite3_vfs_unregister(self.vfs) };
    }
}

/// What SQLite hands back with each call on the file system.
struct Application {
    shared: Arc<Shared>,
    real: *mut ffi::sqlite3_vfs,
}

/// What SQLite hands back with each call on a file. The file of the real file system lies right behind it.
#[repr(C)]
struct Opened {
    /// First, for SQLite knows nothing of the rest.
    base: ffi::sqlite3_file,
    application: &'static Application,
    /// None for a file that is thrown away when it is closed.
    file: Option<FileId>,
}

static COUNT: AtomicU64 = AtomicU64::new(1);

/// Makes the disk known to SQLite under a name that no other has.
pub fn register(shared: Arc<Shared>) -> Registered {
    let name = format!("accordant-faults-{}", COUNT.fetch_add(1, Ordering::Relaxed));
    // SAFETY: a null name asks for the default file system, which lives as long as the process.
    let real = unsafe { ffi::sqlite3_vfs_find(ptr::null()) };
    assert!(!real.is_null(), "SQLite has a file system of its own");
    let c_name = CString::new(name.clone()).unwrap_or_default();
    let application = Box::leak(Box::new(Application { shared, real }));
    // SAFETY: `real` was found above and is never changed by SQLite, except for its place in the list.
    let (file_bytes, path_bytes) = unsafe { ((*real).szOsFile, (*real).mxPathname) };
    let vfs = Box::into_raw(Box::new(ffi::sqlite3_vfs {
        iVersion: 1,
        szOsFile: size_of::<Opened>() as c_int + file_bytes,
        mxPathname: path_bytes,
        pNext: ptr::null_mut(),
        zName: c_name.into_raw(),
        pAppData: ptr::from_mut(application).cast(),
        xOpen: Some(open),
        xDelete: Some(delete),
        xAccess: Some(access),
        xFullPathname: Some(full_pathname),
        xDlOpen: None,
        xDlError: None,
        xDlSym: None,
        xDlClose: None,
        xRandomness: Some(randomness),
        xSleep: Some(sleep),
        xCurrentTime: Some(current_time),
        xGetLastError: Some(get_last_error),
        xCurrentTimeInt64: None,
        xSetSystemCall: None,
        xGetSystemCall: None,
        xNextSystemCall: None,
    }));
    // SAFETY: `vfs` is whole, its name is unique, and both are never freed.
    let code = unsafe { ffi::sqlite3_vfs_register(vfs, 0) };
    assert_eq!(code, ffi::SQLITE_OK, "SQLite takes the file system");
    Registered { name, vfs }
}

impl Application {
    /// # Safety
    ///
    /// `vfs` is one that [`register`] made.
    unsafe fn of(vfs: *mut ffi::sqlite3_vfs) -> &'static Application {
        // SAFETY: by the contract; both were leaked.
        unsafe { &*(*vfs).pAppData.cast::<Application>() }
    }
}

/// The path of a name that SQLite has made absolute.
///
/// # Safety
///
/// `name` ends with a zero byte and lives as long as the path is used.
unsafe fn path_of<'a>(name: *const c_char) -> &'a Path {
    // SAFETY: by the contract.
    let name = unsafe { CStr::from_ptr(name) };
    Path::new(std::ffi::OsStr::from_bytes(name.to_bytes()))
}

unsafe extern "C" fn open(
    vfs: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    flags_out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite calls this for the file system that it belongs to.
    let application = unsafe { Application::of(vfs) };
    // SAFETY: SQLite has made room for `szOsFile` bytes; without methods it does not close what was not opened.
    unsafe { (*file).pMethods = ptr::null() };
    let mut state = application.shared.state();
    if state.is_dead() {
        return ffi::SQLITE_CANTOPEN;
    }
    let is_kept = !name.is_null() && flags & ffi::SQLITE_OPEN_DELETEONCLOSE == 0;
    // SAFETY: a name that is not null is a text that SQLite keeps at least while the file is open.
    let path = is_kept.then(|| unsafe { path_of(name) });
    // Before the real file is open: closing a second handle on it would drop the locks of the first.
    let stored = path.and_then(|path| state.stored_before(path));
    // SAFETY: right behind `Opened` there is room for a file of the real file system, as `szOsFile` says.
    let real_file = unsafe { file.cast::<Opened>().add(1).cast::<ffi::sqlite3_file>() };
    // SAFETY: the real file system is given the very name that SQLite gave, with all that stands behind it.
    let code = unsafe {
        match (*application.real).xOpen {
            Some(open) => open(application.real, name, real_file, flags, flags_out),
            None => ffi::SQLITE_CANTOPEN,
        }
    };
    if code != ffi::SQLITE_OK {
        return code;
    }
    let is_journal = flags & JOURNALS != 0;
    let opened = Opened {
        base: ffi::sqlite3_file { pMethods: &raw const file::METHODS },
        application,
        file: path.map(|path| state.opened(path, stored, is_journal)),
    };
    // SAFETY: there is room for it, and what lies there needs no dropping.
    unsafe { file.cast::<Opened>().write(opened) };
    ffi::SQLITE_OK
}

/// Files whose name SQLite makes durable together with their first sync.
const JOURNALS: c_int = ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_SUPER_JOURNAL | ffi::SQLITE_OPEN_WAL;

unsafe extern "C" fn delete(vfs: *mut ffi::sqlite3_vfs, name: *const c_char, sync_directory: c_int) -> c_int {
    // SAFETY: SQLite calls this for the file system that it belongs to, with the name of a file.
    let (application, path) = unsafe { (Application::of(vfs), path_of(name)) };
    let directory = path.parent().filter(|_| sync_directory != 0);
    application.shared.state().remove(path, directory, || {
        // SAFETY: passed on as it came; the real directory need not be synced, for what is durable is kept beside.
        unsafe {
            match (*application.real).xDelete {
                Some(delete) => delete(application.real, name, 0),
                None => ffi::SQLITE_IOERR_DELETE,
            }
        }
    })
}

unsafe extern "C" fn access(
    vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    flags: c_int,
    answer: *mut c_int,
) -> c_int {
    // SAFETY: SQLite calls this for the file system that it belongs to.
    let application = unsafe { Application::of(vfs) };
    if application.shared.state().is_dead() {
        return ffi::SQLITE_IOERR_ACCESS;
    }
    // SAFETY: passed on as it came.
    unsafe {
        match (*application.real).xAccess {
            Some(access) => access(application.real, name, flags, answer),
            None => ffi::SQLITE_IOERR_ACCESS,
        }
    }
}

unsafe extern "C" fn full_pathname(
    vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    bytes: c_int,
    path: *mut c_char,
) -> c_int {
    // SAFETY: SQLite calls this for the file system that it belongs to; the rest is passed on as it came.
    unsafe {
        let real = Application::of(vfs).real;
        match (*real).xFullPathname {
            Some(full_pathname) => full_pathname(real, name, bytes, path),
            None => ffi::SQLITE_CANTOPEN,
        }
    }
}

unsafe extern "C" fn randomness(vfs: *mut ffi::sqlite3_vfs, bytes: c_int, out: *mut c_char) -> c_int {
    // SAFETY: SQLite calls this for the file system that it belongs to; the rest is passed on as it came.
    unsafe {
        let real = Application::of(vfs).real;
        (*real).xRandomness.map_or(0, |randomness| randomness(real, bytes, out))
    }
}

unsafe extern "C" fn sleep(vfs: *mut ffi::sqlite3_vfs, microseconds: c_int) -> c_int {
    // SAFETY: SQLite calls this for the file system that it belongs to.
    unsafe {
        let real = Application::of(vfs).real;
        (*real).xSleep.map_or(0, |sleep| sleep(real, microseconds))
    }
}

unsafe extern "C" fn current_time(vfs: *mut ffi::sqlite3_vfs, days: *mut f64) -> c_int {
    // SAFETY: SQLite calls this for the file system that it belongs to; the rest is passed on as it came.
    unsafe {
        let real = Application::of(vfs).real;
        (*real).xCurrentTime.map_or(ffi::SQLITE_ERROR, |current_time| current_time(real, days))
    }
}

unsafe extern "C" fn get_last_error(vfs: *mut ffi::sqlite3_vfs, bytes: c_int, text: *mut c_char) -> c_int {
    // SAFETY: SQLite calls this for the file system that it belongs to; the rest is passed on as it came.
    unsafe {
        let real = Application::of(vfs).real;
        (*real).xGetLastError.map_or(0, |get_last_error| get_last_error(real, bytes, text))
    }
}
