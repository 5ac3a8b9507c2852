//! What can be found in a bundle, and what to do about it: each finding in the words that an auditor reads.
//!
//! This file will never know where it was found. Start with [`What`].

use accordant_record::{ChainProblem, CheckpointProblem, HeaderProblem, NoteProblem};
use std::fmt;

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// About a file of the folder, or its list.
    File(OfFile),
    /// About a signed state of the record.
    State(OfState),
    /// About an event.
    Event(OfEvent),
    /// About a line that should show or name a part.
    Line(OfLine),
    /// About a part of an event.
    Part(PartOf, OfPart),
}

/// What can be found about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfFile {
    /// It is neither a file nor a folder.
    Neither,
    /// Its last line does not end.
    CutOff,
    /// A line of the list names no file with its hash.
    NoLine,
    /// It is listed twice, or not in the order of names.
    OutOfOrder,
    /// Every bundle has it, and it is neither there nor listed.
    Missing,
    /// It is listed and not there.
    ListedAndMissing {
        /// The line of the list.
        listed_on: usize,
    },
    /// It is not the file that is listed.
    Altered {
        /// The line of the list.
        listed_on: usize,
    },
    /// It is there and not listed.
    NotListed,
}

/// What can be found about a signed state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfState {
    /// It is no text.
    NotText,
    /// It is no signed text, or the signature of a key that is relied on does not fit.
    Note(NoteProblem),
    /// What is signed is no state of a record.
    Checkpoint(CheckpointProblem),
    /// It is a state of another log.
    OtherOrigin {
        /// The log that it names.
        origin: String,
        /// The log that is checked.
        expected: String,
    },
    /// No key of the log on which the auditor relies has signed it.
    NotSignedByLog,
    /// It has no more events than the one before.
    NotRising {
        /// How many it has.
        size: u64,
        /// How many the one before has.
        before: u64,
    },
    /// It has more events than the bundle.
    EndMissing {
        /// How many it has.
        size: u64,
        /// How many the bundle has.
        events: usize,
    },
    /// The events are not those that were signed.
    OtherHistory {
        /// How many were signed.
        size: u64,
    },
    /// It is not confirmed by a commissioner and a provider.
    NotConfirmed,
    /// It bears a signature by a key on which the auditor does not rely.
    UnknownKey {
        /// The name of the key.
        name: String,
    },
    /// It stands on paper, without a signature.
    OnPaper,
}

/// What can be found about an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfEvent {
    /// Its line is no header.
    Header(HeaderProblem),
    /// It does not follow from the events before it.
    Order(ChainProblem),
    /// It lists two parts under one name.
    TwoParts {
        /// The name.
        part: String,
    },
    /// A part of it is neither shown nor said to be withheld or erased.
    NotMentioned {
        /// The name of the part.
        part: String,
    },
    /// It and those after it come after the largest signed state.
    NotYetSigned {
        /// How many they are.
        events: u64,
    },
}

/// What a line is not, in the one way in which it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfLine {
    /// A part with its bytes and salt.
    NoShownPart,
    /// A part that is not shown, with its state.
    NoOtherPart,
}

/// A part of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartOf {
    /// The place of the event.
    pub index: u64,
    /// The name of the part.
    pub part: String,
}

/// What can be found about a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfPart {
    /// No event lists it.
    Unknown,
    /// It is shown twice, or not in its order.
    OutOfOrder,
    /// It is not what was recorded.
    Altered,
    /// It is said not to be shown, and is shown or was named before.
    MentionedBefore,
    /// It is said to be erased, and no later event that is shown says so.
    ErasureNotShown,
}

impl What {
    /// What to do about it, where something can be done.
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::Event(OfEvent::Header(problem @ HeaderProblem::OtherFormat { .. })) => {
                return Some(problem.help());
            }
            Self::State(OfState::NotSignedByLog) => {
                "ask the host, by another way than this bundle, with which key it signs the record"
            }
            Self::State(OfState::OtherHistory { .. } | OfState::EndMissing { .. }) => {
                "ask another party for its copy, and since when it has held it"
            }
            Self::State(OfState::NotConfirmed) => {
                "ask a commissioner and a provider whether they hold a matching copy"
            }
            Self::Part(_, OfPart::Altered)
            | Self::Event(OfEvent::Header(_) | OfEvent::Order(_))
            | Self::File(OfFile::Altered { .. }) => {
                "compare with another party's copy: since it was written, it was altered"
            }
            Self::Part(_, OfPart::ErasureNotShown) => {
                "ask for the event that erased it, and for what it says"
            }
            Self::Event(OfEvent::NotMentioned { .. })
            | Self::File(OfFile::CutOff | OfFile::Missing | OfFile::ListedAndMissing { .. }) => {
                "ask for the bundle again"
            }
            _ => return None,
        };
        Some(help.to_string())
    }
}

impl fmt::Display for What {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file) => write!(out, "{file}"),
            Self::State(state) => write!(out, "{state}"),
            Self::Event(event) => write!(out, "{event}"),
            Self::Line(line) => write!(out, "{line}"),
            Self::Part(part, what) => write!(out, "part `{}` of event {} {what}", part.part, part.index),
        }
    }
}

impl fmt::Display for OfFile {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Neither => out.write_str("this is neither a file nor a folder, and was not followed"),
            Self::CutOff => {
                out.write_str("the last line does not end with a line feed: the file was cut off")
            }
            Self::NoLine => out.write_str("this is not a hash, two spaces and the name of another file"),
            Self::OutOfOrder => out.write_str("the file is listed twice, or not in the order of names"),
            Self::Missing => out.write_str("the file is missing"),
            Self::ListedAndMissing { listed_on } => {
                write!(out, "the file is missing, though line {listed_on} of `manifest.txt` lists it")
            }
            Self::Altered { listed_on } => {
                write!(out, "the file was altered: it is not the one on line {listed_on} of `manifest.txt`")
            }
            Self::NotListed => out.write_str("the file was put in: `manifest.txt` does not list it"),
        }
    }
}

impl fmt::Display for OfState {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotText => out.write_str("the signed state is no text in UTF-8"),
            Self::Note(problem) => write!(out, "{problem}"),
            Self::Checkpoint(problem) => write!(out, "{problem}"),
            Self::OtherOrigin { origin, expected } => {
                write!(out, "the signed state is one of `{origin}`, and this is the record of `{expected}`")
            }
            Self::NotSignedByLog => {
                out.write_str("no key of the record on which you rely has signed this state")
            }
            Self::NotRising { size, before } => {
                write!(out, "the signed state has {size} events, no more than the one before, with {before}")
            }
            Self::EndMissing { size, events } => {
                write!(out, "{size} events were signed, and {events} are here: the end was taken away")
            }
            Self::OtherHistory { size } => write!(
                out,
                "the first {size} events are not those that were signed here: one was altered, put in or taken out"
            ),
            Self::NotConfirmed => {
                out.write_str("no commissioner and provider on whose keys you rely confirm this state")
            }
            Self::UnknownKey { name } => {
                write!(out, "a signature by `{name}` is left aside, for you do not rely on that key")
            }
            Self::OnPaper => out.write_str("this state bears no signature, and is taken at your word"),
        }
    }
}

impl fmt::Display for OfEvent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(problem) => write!(out, "{problem}"),
            Self::Order(problem) => write!(out, "{problem}"),
            Self::TwoParts { part } => write!(out, "the event lists two parts named `{part}`"),
            Self::NotMentioned { part } => {
                write!(out, "part `{part}` of the event is neither shown nor said to be withheld or erased")
            }
            Self::NotYetSigned { events: 1 } => out.write_str("this last event is recorded, not yet signed"),
            Self::NotYetSigned { events } => {
                write!(out, "the last {events} events, from here on, are recorded, not yet signed")
            }
        }
    }
}

impl fmt::Display for OfLine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = match self {
            Self::NoShownPart => "the bytes, index, name and salt of a part",
            Self::NoOtherPart => "the index, name and state of a part, `withheld` or `erased`",
        };
        write!(out, "the line is not {form}, in the one way in which it is written")
    }
}

impl fmt::Display for OfPart {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Unknown => "is listed by no event",
            Self::OutOfOrder => "is shown twice, or not in its order",
            Self::Altered => "is not what was recorded: it was altered or exchanged",
            Self::MentionedBefore => "is shown, or stands here twice",
            Self::ErasureNotShown => "is said to be erased, and no later event that is shown says so",
        })
    }
}
