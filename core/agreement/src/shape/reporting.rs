//! The keys of `reporting`: which files are owed each month, and how soon a query is answered.

use super::{Key, Kind, Record, Reference, Shape};

/// The kinds of files that can be owed, by the words with which they are imported.
pub static RETURN_KINDS: [&str; 8] =
    ["acm", "plcm", "drplcm", "deplcm", "rtt", "costs", "measures", "sessions"];

pub(super) static REPORTING: Record = Record::term(
    "what the parties report to each other",
    &[
        Key::optional("returns", Shape::List(&RETURN), "Which party owes which file for each month."),
        Key::optional("queries", Shape::Record(&QUERIES), "How queries about a file are dealt with."),
    ],
);

static RETURN: Shape = Shape::Record(
    &Record::term(
        "a return",
        &[
            Key::required(
                "party",
                Shape::OneOrMany(&Shape::Reference(&Reference::to(&[Kind::Party]))),
                "The party or parties that owe it.",
            ),
            Key::required(
                "kind",
                Shape::Word(&RETURN_KINDS),
                "Which file it is, by the word of `accordant import`.",
            ),
            Key::optional(
                "flex",
                Shape::WorkingDays,
                "How soon after the end of the month it is sent first.",
            ),
            Key::optional("freeze", Shape::WorkingDays, "How soon after the end of the month it is final."),
            Key::optional(
                "within",
                Shape::WorkingDays,
                "How soon after the end of the month it is sent, where it is sent once.",
            ),
            Key::optional("from", Shape::Date, "The first day; without it, the first of the term."),
            Key::optional("to", Shape::Date, "The last day; without it, the last of the term."),
        ],
    )
    .exactly_one_of(&["freeze", "within"]),
);

static QUERIES: Record = Record::term(
    "how queries are dealt with",
    &[Key::required(
        "answered_within",
        Shape::WorkingDays,
        "How soon a query is answered after it was raised.",
    )],
);
