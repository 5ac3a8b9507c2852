//! The whole command, as a user meets it: another process, from its start to its end.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long the observer of a process sleeps; its time is measured to this.
const BETWEEN_LOOKS: Duration = Duration::from_millis(2);

/// What one run of a command took.
#[derive(Clone, Copy)]
pub struct Run {
    pub seconds: f64,
    /// How long processors worked on it, all threads together, where the machine tells.
    pub at_work: Option<f64>,
    /// The most memory that it held at once, where the machine tells.
    pub peak_mebibytes: Option<f64>,
}

/// Runs a command to its end, its output thrown away.
///
/// # Panics
/// When it cannot be run or ends badly: a benchmark of a failure says nothing.
pub fn run(program: &Path, arguments: &[&str]) -> Run {
    let start = Instant::now();
    let mut command = Command::new(program);
    let quiet = command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
    let before = of_children();
    let mut child = quiet.spawn().unwrap();
    let mut peak = None;
    let status = loop {
        peak = peak_mebibytes(&child).or(peak);
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        thread::sleep(BETWEEN_LOOKS);
    };
    let seconds = start.elapsed().as_secs_f64();
    assert!(status.success(), "`{}` {arguments:?} ended with {status}", program.display());
    let at_work = of_children().zip(before).map(|(after, before)| after - before);
    Run { seconds, at_work, peak_mebibytes: peak }
}

/// Seconds that processors have worked on all ended children of this process, in hundredths; on Linux alone.
fn of_children() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let (_, behind_name) = stat.rsplit_once(')')?;
    let ticks = |place: usize| behind_name.split_whitespace().nth(place)?.parse::<f64>().ok();
    Some((ticks(13)? + ticks(14)?) / 100.0)
}

/// The high-water mark of a process that still runs; on Linux alone.
fn peak_mebibytes(child: &Child) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1024.0)
}
