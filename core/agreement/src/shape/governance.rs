//! The keys of `governance`: bodies, what is reserved to them, and what happens when things go wrong.

use super::table::SENTENCE;
use super::{Key, Kind, Record, Reference, Shape};

pub(super) static GOVERNANCE: Record = Record::term(
    "how the parties decide",
    &[
        Key::optional("bodies", Shape::Named(&BODY), "The bodies of the alliance."),
        Key::optional(
            "reserved_matters",
            Shape::Keyed(&Shape::Label, &SENTENCE),
            "What only the parties themselves can agree.",
        ),
        Key::optional("deadlock", SENTENCE, "What happens when a body cannot agree."),
        Key::optional("disputes", SENTENCE, "How disputes are resolved."),
        Key::optional("wilful_default", SENTENCE, "What wilful default is, and what follows from it."),
        Key::optional("accession", SENTENCE, "How a party joins."),
        Key::optional("withdrawal", SENTENCE, "How a party leaves."),
    ],
);

static BODY: Shape = Shape::Record(&Record::term(
    "a body",
    &[
        Key::required("name", Shape::Text, "What the alliance calls it."),
        Key::required(
            "kind",
            Shape::Word(&[
                "leadership team",
                "management team",
                "package",
                "clinical group",
                "patient group",
                "other",
            ]),
            "What kind of body it is.",
        ),
        Key::optional(
            "form",
            Shape::Word(&["delegated individuals", "joint committee", "committees in common", "advisory"]),
            "Its form in law.",
        ),
        Key::optional(
            "members",
            Shape::OneOrMany(&Shape::Reference(
                &Reference::to(&[Kind::Party, Kind::Group]).or_words(&["parties"]).or_title(),
            )),
            "The parties and groups with a seat, or others by title.",
        ),
        Key::optional("led_by", Shape::Text, "Who leads it."),
        Key::optional("chair", Shape::Text, "Who chairs it."),
        Key::optional("decides", Shape::Text, "How it decides, such as `unanimously`."),
        Key::optional("quorum", Shape::Text, "Who must be present."),
        Key::optional("meets", Shape::Text, "How often it meets."),
        Key::optional("terms", Shape::OneOrMany(&Shape::Text), "Its terms of reference."),
    ],
));
