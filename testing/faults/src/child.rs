//! A process that works for a store and is killed in the middle of it.
//!
//! Both sides stand here: [`Orders::obey`] is the child, [`run`] its parent. The child writes each answer of the
//! store on its standard output as soon as it has it. At the step at which it is to die it stands still and says
//! so, and its parent kills it there; it never ends itself, so that nothing is cleaned up.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use accordant_store::{Mechanism, Step, Store};

use crate::work::{Answer, LONG_BYTES, Opening, Request, SHORT_BYTES, erase, seal};

/// What a child is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orders {
    /// The folder or the address of the store.
    pub place: String,
    /// Which life of the store it is, so that no two lives make the same request.
    pub life: u64,
    /// How many work at once.
    pub threads: u64,
    /// How many requests each makes.
    pub requests: u64,
    /// Where it stands still to be killed.
    pub dies: Dies,
    /// The mechanism that is switched off.
    pub off: Option<Mechanism>,
}

/// Where a child stands still to be killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dies {
    /// Nowhere: it works to the end, if it is let.
    Nowhere,
    /// At this step, for the how manieth time it comes there.
    At(Step, u64),
    /// After the last answer, with the store still open.
    AfterWork,
}

/// When the parent kills a child that has not stood still by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kill {
    /// Never: the child ends by itself, or stands still.
    Never,
    /// After so many answers.
    AfterAnswers(u64),
    /// After so long.
    After(Duration),
}

/// How a child ended, and what it was promised until then.
#[derive(Debug)]
pub struct Ended {
    /// What the store has answered.
    pub answers: Vec<Answer>,
    /// Whether it stood still at the step of its orders.
    pub stood_still: bool,
    /// What it complained of.
    pub complaint: String,
}

/// What the child says when it stands still.
const STANDING: &str = "standing";

impl Orders {
    /// As arguments, `name=value` each.
    fn arguments(&self) -> Vec<String> {
        let mut arguments = vec![
            format!("place={}", self.place),
            format!("life={}", self.life),
            format!("threads={}", self.threads),
            format!("requests={}", self.requests),
        ];
        match self.dies {
            Dies::Nowhere => {}
            Dies::At(step, nth) => arguments.extend([format!("step={step:?}"), format!("nth={nth}")]),
            Dies::AfterWork => arguments.push("step=AfterWork".to_owned()),
        }
        if let Some(off) = self.off {
            arguments.push(format!("off={off:?}"));
        }
        arguments
    }

    /// Reads what [`run`] wrote.
    ///
    /// # Errors
    /// The argument that is missing or says nothing.
    pub fn read(arguments: impl Iterator<Item = String>) -> Result<Orders, String> {
        let given: BTreeMap<String, String> = arguments
            .filter_map(|argument| {
                argument.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()))
            })
            .collect();
        let get = |name: &str| given.get(name).ok_or_else(|| format!("`{name}=` is missing"));
        let number =
            |name: &str| get(name)?.parse::<u64>().map_err(|_| format!("`{name}=` needs a whole number"));
        let dies = match given.get("step").map(String::as_str) {
            None => Dies::Nowhere,
            Some("AfterWork") => Dies::AfterWork,
            Some(name) => {
                let step = Step::ALL.into_iter().find(|step| format!("{step:?}") == name);
                Dies::At(step.ok_or_else(|| format!("there is no step `{name}`"))?, number("nth")?)
            }
        };
        let off = given.get("off").map(|name| {
            let named = |mechanism: &Mechanism| format!("{mechanism:?}") == *name;
            MECHANISMS.into_iter().find(named).ok_or_else(|| format!("there is no mechanism `{name}`"))
        });
        Ok(Orders {
            place: get("place")?.clone(),
            life: number("life")?,
            threads: number("threads")?,
            requests: number("requests")?,
            dies,
            off: off.transpose()?,
        })
    }

    /// Works, as the child.
    ///
    /// # Errors
    /// What the store says, if it does not go on.
    pub fn obey(&self) -> Result<(), String> {
        let mut opening = Opening::new(&self.place).without(self.off);
        if let Dies::At(step, nth) = self.dies {
            opening = opening.stepping(stand_still_at(step, nth));
        }
        let store = opening.open().map_err(|problem| problem.to_string())?;
        let store = store.as_ref();
        std::thread::scope(|scope| {
            let workers: Vec<_> =
                (0..self.threads).map(|thread| scope.spawn(move || self.work(store, thread))).collect();
            workers
                .into_iter()
                .try_for_each(|worker| worker.join().map_err(|_| "a worker panicked".to_owned())?)
        })?;
        if self.dies == Dies::AfterWork { stand_still() } else { Ok(()) }
    }

    fn work(&self, store: &dyn Store, thread: u64) -> Result<(), String> {
        for number in 0..self.requests {
            let request = Request {
                key: format!("{}-{thread}-{number}", self.life),
                events: 1 + number % 3,
                part_bytes: if number % 11 == 10 { LONG_BYTES } else { SHORT_BYTES },
            };
            let answers = request.make(store)?;
            answers.iter().try_for_each(tell)?;
            if let (Some(Answer::Recorded { index, .. }), 4) = (answers.first(), number % 5) {
                tell(&erase(store, *index)?)?;
            }
            if number % 7 == 6 {
                tell(&seal(store)?)?;
            }
        }
        Ok(())
    }
}

/// Every mechanism that can be switched off.
pub const MECHANISMS: [Mechanism; 10] = [
    Mechanism::AcknowledgeAfterCommit,
    Mechanism::WaitForDisk,
    Mechanism::OneTransaction,
    Mechanism::LockBeforeReading,
    Mechanism::StopAfterFailure,
    Mechanism::HashAgain,
    Mechanism::RequestInTransaction,
    Mechanism::ExpectedVersion,
    Mechanism::DestroyAndDelete,
    Mechanism::MigrationsKeepLines,
];

/// One line in one write, which a pipe takes whole or not at all.
fn tell(answer: &Answer) -> Result<(), String> {
    say(&answer.to_string())
}

fn say(text: &str) -> Result<(), String> {
    let mut out = io::stdout().lock();
    out.write_all(format!("{text}\n").as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| error.to_string())
}

fn stand_still_at(at: Step, nth: u64) -> accordant_store::Steps {
    let seen = AtomicU64::new(0);
    Arc::new(move |step| {
        if step == at && seen.fetch_add(1, Ordering::SeqCst) + 1 == nth {
            stand_still()?;
        }
        Ok(())
    })
}

fn stand_still() -> Result<(), String> {
    say(STANDING)?;
    // Until it is killed; if the parent is gone, its end of the pipe is too.
    io::stdin().read_to_end(&mut Vec::new()).map_err(|error| error.to_string())?;
    std::process::abort()
}

/// Starts a child, kills it as ordered, and gathers what it was promised.
///
/// # Panics
/// When the child cannot be started, or says what is no answer.
pub fn run(program: &Path, orders: &Orders, kill: Kill) -> Ended {
    let mut child = Command::new(program)
        .args(orders.arguments())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a child that starts");
    // Held until the end: the child dies when it is closed.
    let stdin = child.stdin.take();
    let lines = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut answers = Vec::new();
    let mut stood_still = false;
    let child = killed_later(child, kill);
    for line in lines.lines().map_while(Result::ok) {
        if line == STANDING {
            stood_still = true;
            kill_now(&child);
            continue;
        }
        answers.push(line.parse().expect("an answer"));
        if kill == Kill::AfterAnswers(answers.len() as u64) {
            kill_now(&child);
        }
    }
    let mut complaint = String::new();
    let mut child = child.lock().expect("no panic before");
    child.wait().expect("a child that ended");
    if let Some(stderr) = &mut child.stderr {
        stderr.read_to_string(&mut complaint).expect("a text");
    }
    drop(stdin);
    Ended { answers, stood_still, complaint }
}

type Shared = Arc<std::sync::Mutex<Child>>;

fn killed_later(child: Child, kill: Kill) -> Shared {
    let child = Arc::new(std::sync::Mutex::new(child));
    if let Kill::After(time) = kill {
        let child = Arc::clone(&child);
        std::thread::spawn(move || {
            std::thread::sleep(time);
            kill_now(&child);
        });
    }
    child
}

/// SIGKILL: nothing that the child has in memory is written any more. One that has ended already is left alone.
fn kill_now(child: &Shared) {
    let mut child = child.lock().expect("no panic before");
    if let Ok(None) = child.try_wait() {
        child.kill().expect("a child that can be killed");
    }
}
