//! How a command ends: what it says when it cannot go on, and with which exit code.

use std::fmt;

/// All was done.
pub const DONE: u8 = 0;
/// A rule forbids it or a fact is missing, or the fault is ours or the machine's.
pub const COULD_NOT: u8 = 1;
/// The arguments are wrong.
pub const WRONG_USE: u8 = 2;
/// A text or file has problems, or an example does not hold.
pub const PROBLEMS: u8 = 3;

/// How a command that did its work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All is well.
    Done,
    /// What was asked for was refused; standard output or error says why.
    Refused,
    /// Problems were found, and told.
    WithProblems,
}

impl Ended {
    /// The exit code.
    pub const fn code(self) -> u8 {
        match self {
            Ended::Done => DONE,
            Ended::Refused => COULD_NOT,
            Ended::WithProblems => PROBLEMS,
        }
    }
}

/// Why a command did not do its work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    kind: Kind,
    what: String,
    help: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Problem,
    Refusal,
    WrongUse,
    Fault,
}

impl Stop {
    /// The text or file is wrong.
    pub fn problem(what: impl Into<String>) -> Stop {
        Stop { kind: Kind::Problem, what: what.into(), help: None }
    }

    /// A rule forbids it, or a fact is missing.
    pub fn refusal(what: impl Into<String>) -> Stop {
        Stop { kind: Kind::Refusal, what: what.into(), help: None }
    }

    /// The arguments are wrong.
    pub fn wrong_use(what: impl Into<String>) -> Stop {
        Stop { kind: Kind::WrongUse, what: what.into(), help: None }
    }

    /// The fault is ours or the machine's.
    pub fn fault(what: impl Into<String>) -> Stop {
        Stop { kind: Kind::Fault, what: what.into(), help: None }
    }

    /// What to do about it.
    pub fn help(self, help: impl Into<String>) -> Stop {
        Stop { help: Some(help.into()), ..self }
    }

    /// Why a rule or a missing fact forbids it; nothing for any other end.
    pub fn refused(&self) -> Option<&str> {
        (self.kind == Kind::Refusal).then_some(self.what.as_str())
    }

    /// The exit code.
    pub const fn code(&self) -> u8 {
        match self.kind {
            Kind::Problem => PROBLEMS,
            Kind::Refusal | Kind::Fault => COULD_NOT,
            Kind::WrongUse => WRONG_USE,
        }
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lead = match self.kind {
            Kind::Problem => "problem",
            Kind::Refusal => "refused",
            Kind::WrongUse => "wrong use",
            Kind::Fault => "fault",
        };
        let text = crate::text::wrapped(&format!("{lead}: "), &self.what);
        out.write_str(&text)?;
        match &self.help {
            Some(help) => out.write_str(&crate::text::wrapped("  help: ", help)),
            None => Ok(()),
        }
    }
}
