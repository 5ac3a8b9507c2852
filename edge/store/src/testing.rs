//! A server of PostgreSQL of one's own, for tests alone: begun in an empty folder, reached on this machine, and gone
//! when the process that began it is gone, however it ends.
//!
//! It will never know what is tested. Start with [`Postgres::start`].

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::Duration;
use std::{env, fs, process};

use postgres::{Client, NoTls};

/// Where a program of the server may be, besides the path.
const INSTALLED: &str = "/usr/lib/postgresql";
const ATTEMPTS: u32 = 300;
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(100);

/// Stops the server when its standard input ends, which it does when the process that holds the other end is gone.
const GUARD: &str = r#"cat >/dev/null
for signal in INT QUIT KILL; do
    pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) || break
    kill -s $signal "$pid" 2>/dev/null
    for wait in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
done
rm -rf "$1""#;

static FOLDERS: AtomicU64 = AtomicU64::new(0);

/// A running server.
pub struct Postgres {
    folder: PathBuf,
    binaries: PathBuf,
    port: u16,
    server: Mutex<Child>,
    databases: AtomicU64,
    /// Held open as long as the server is wanted.
    _guarded: ChildStdin,
}

impl Postgres {
    /// Begins a server that waits for the disk as in earnest.
    ///
    /// # Errors
    /// What is missing, or why it did not start.
    pub fn start() -> Result<Postgres, String> {
        let binaries = binaries()?;
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let folder = env::temp_dir().join(format!("accordant-postgres-{}-{number}", process::id()));
        fs::create_dir_all(&folder).map_err(in_words)?;
        let guarded = guard(&folder)?;
        if is_root() {
            // The server refuses to run as root.
            run(Command::new("chown").arg("nobody").arg(&folder))?;
        }
        let data = folder.join("data");
        run(as_nobody(&folder, &binaries.join("initdb")).arg("-D").arg(&data).args([
            "-U",
            "app",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]))?;
        let port = free_port()?;
        let server = serve(&folder, &binaries, port)?;
        let started = Postgres {
            folder,
            binaries,
            port,
            server: Mutex::new(server),
            databases: AtomicU64::new(0),
            _guarded: guarded,
        };
        started.wait()?;
        Ok(started)
    }

    /// The address of a new database.
    ///
    /// # Errors
    /// Why there is none.
    pub fn database(&self) -> Result<String, String> {
        let name = format!("alliance_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut client = Client::connect(&self.address("postgres"), NoTls).map_err(in_words)?;
        client.batch_execute(&format!("CREATE DATABASE {name}")).map_err(in_words)?;
        Ok(self.address(&name))
    }

    /// Kills the server as a loss of power would, without a word to anyone.
    ///
    /// # Errors
    /// Why it could not be killed.
    pub fn kill(&self) -> Result<(), String> {
        let mut server = self.server.lock().unwrap_or_else(PoisonError::into_inner);
        server.kill().map_err(in_words)?;
        server.wait().map_err(in_words)?;
        Ok(())
    }

    /// Starts a server again that was killed.
    ///
    /// # Errors
    /// Why it did not start.
    pub fn restart(&self) -> Result<(), String> {
        // Those who served connections end soon after, and until then the server refuses to start.
        let mut last = String::new();
        for _ in 0..ATTEMPTS {
            let server = serve(&self.folder, &self.binaries, self.port)?;
            *self.server.lock().unwrap_or_else(PoisonError::into_inner) = server;
            match self.wait() {
                Ok(()) => return Ok(()),
                Err(why) => last = why,
            }
        }
        Err(last)
    }

    fn address(&self, database: &str) -> String {
        format!("postgres://app@127.0.0.1:{}/{database}", self.port)
    }

    /// Waits until it answers, or is seen to have ended.
    fn wait(&self) -> Result<(), String> {
        let mut last = String::new();
        for _ in 0..ATTEMPTS {
            match Client::connect(&self.address("postgres"), NoTls) {
                Ok(_) => return Ok(()),
                Err(error) => last = error.to_string(),
            }
            let ended = self.server.lock().unwrap_or_else(PoisonError::into_inner).try_wait();
            if ended.map_err(in_words)?.is_some() {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                sleep(BETWEEN_ATTEMPTS);
                return Err(format!("the server ended: {log}"));
            }
            sleep(BETWEEN_ATTEMPTS);
        }
        Err(format!("the server does not answer: {last}"))
    }
}

fn serve(folder: &Path, binaries: &Path, port: u16) -> Result<Child, String> {
    let log = fs::File::options().create(true).append(true).open(folder.join("log")).map_err(in_words)?;
    as_nobody(folder, &binaries.join("postgres"))
        .arg("-D")
        .arg(folder.join("data"))
        .args(["-c", "listen_addresses=127.0.0.1", "-p", &port.to_string(), "-k"])
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .map_err(in_words)
}

fn guard(folder: &Path) -> Result<ChildStdin, String> {
    let mut guard = Command::new("sh")
        .args(["-c", GUARD, "guard"])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(in_words)?;
    guard.stdin.take().ok_or("the guard of the server has no input".to_owned())
}

/// The folder with the programs of the server.
fn binaries() -> Result<PathBuf, String> {
    let installed =
        fs::read_dir(INSTALLED).into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let on_path = env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = installed.chain(env::split_paths(&on_path)).collect();
    folders.sort_by_key(|folder| !folder.starts_with(INSTALLED));
    let has_both = |folder: &PathBuf| folder.join("initdb").is_file() && folder.join("postgres").is_file();
    folders.into_iter().find(has_both).ok_or_else(|| {
        "`initdb` is missing: install the server of PostgreSQL, 15 or later (on Debian `apt-get install postgresql`)"
            .to_owned()
    })
}

fn as_nobody(folder: &Path, program: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir("/").env("HOME", folder);
    command
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(in_words)?;
    Ok(listener.local_addr().map_err(in_words)?.port())
}

fn run(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)))
}

fn in_words(error: impl std::fmt::Display) -> String {
    error.to_string()
}
