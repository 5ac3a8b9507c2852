//! The keys of `alliance`: its name, its term, and when it settles.

use super::{Key, Record, Shape};

pub(super) static ALLIANCE: Record = Record::term(
    "the alliance",
    &[
        Key::required("name", Shape::Text, "The name of the alliance."),
        Key::required("term", Shape::Record(&TERM), "The first and the last day of the agreement."),
        Key::optional(
            "settles",
            Shape::Record(&SETTLES),
            "How often money is settled, from when, in which currency.",
        ),
        Key::optional("zone", Shape::Text, "The time zone by its IANA name, such as `Europe/London`."),
        Key::optional("business_days", Shape::Record(&BUSINESS_DAYS), "The days on which business is done."),
        Key::optional(
            "words",
            Shape::Keyed(&Shape::Label, &Shape::Text),
            "What this alliance calls its bodies, its levels and its test of what is best.",
        ),
        Key::optional("notice", Shape::Text, "The first line of every statement."),
        Key::optional("illustrative", Shape::Text, "That the alliance is invented, and for what."),
    ],
);

static TERM: Record = Record::term(
    "a term",
    &[
        Key::required("from", Shape::Date, "The first day."),
        Key::optional("to", Shape::Date, "The last day; without it, the term has no end."),
        Key::optional("extension", Shape::Text, "How the term may be extended."),
    ],
);

static SETTLES: Record = Record::term(
    "when money is settled",
    &[
        Key::required("every", Shape::Word(&["year", "quarter", "month"]), "The length of a period."),
        Key::optional(
            "from",
            Shape::DayOfYear,
            "The day on which a year of periods begins, such as `1 April`.",
        ),
        Key::optional("currency", Shape::Currency, "The one currency of the agreement, such as `GBP`."),
    ],
);

static BUSINESS_DAYS: Record = Record::term(
    "the days on which business is done",
    &[
        Key::optional(
            "week",
            Shape::Word(&["monday to friday"]),
            "The days of the week on which business is done.",
        ),
        Key::optional("closed", Shape::List(&Shape::Date), "Days on which no business is done."),
    ],
);
