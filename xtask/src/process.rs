//! Running another program: what it prints is shown as it comes, and kept for the summary.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;

/// What a program left behind.
pub struct Finished {
    pub succeeded: bool,
    /// Every line of both outputs, in the order in which they came.
    pub lines: Vec<String>,
}

/// Runs `command` without standard input and shows its lines while they come.
pub fn shown(command: &mut Command) -> Result<Finished, String> {
    finished(command, |line| println!("{line}"))
}

/// Runs `command` without standard input and shows nothing.
pub fn silent(command: &mut Command) -> Result<Finished, String> {
    finished(command, |_| ())
}

fn finished(command: &mut Command, on_line: impl Fn(&str)) -> Result<Finished, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let fault = |error: std::io::Error| format!("cannot run `{program}`: {error}");
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(fault)?;
    let (sender, receiver) = mpsc::channel();
    if let Some(output) = child.stdout.take() {
        forward(output, sender.clone());
    }
    if let Some(output) = child.stderr.take() {
        forward(output, sender);
    }
    let mut lines = Vec::new();
    for line in receiver {
        on_line(&line);
        lines.push(line);
    }
    let status = child.wait().map_err(fault)?;
    Ok(Finished { succeeded: status.success(), lines })
}

/// The channel closes when both outputs do, which ends the loop above.
fn forward(output: impl Read + Send + 'static, sender: mpsc::Sender<String>) {
    thread::spawn(move || {
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            if sender.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                return;
            }
        }
    });
}
