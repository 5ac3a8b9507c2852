//! The keys of `performance`: levels, areas and measures.

use super::{Key, Kind, Record, Reference, Shape};

pub(super) static PERFORMANCE: Record = Record::term(
    "how the parties will know",
    &[
        Key::required("levels", Shape::Named(&Shape::Value), "The levels and their points, worst first."),
        Key::optional("rounding", Shape::Text, "How measured values are rounded to their precision."),
        Key::optional("missing", MISSING, "What becomes of a measure that was not measured."),
        Key::required("areas", Shape::Named(&AREA), "The key result areas."),
    ],
);

static MISSING: Shape = Shape::Word(&["refuse", "leave out", "zero points", "last value"]);

static AREA: Shape = Shape::Record(&Record::term(
    "a key result area",
    &[
        Key::optional(
            "weight",
            Shape::Percent,
            "Its weight in the score; without weights all areas are equal.",
        ),
        Key::required("measures", Shape::Named(&MEASURE), "What is measured in this area."),
    ],
));

static MEASURE: Shape = Shape::Record(&Record::term(
    "a measure",
    &[
        Key::optional("i_statement", Shape::Text, "The result in the words of a person, beginning with `I`."),
        Key::optional(
            "kind",
            Shape::Word(&["measured", "milestone", "judged"]),
            "Whether it is measured, reached by a day, or judged by the leadership team.",
        ),
        Key::optional("unit", Shape::Text, "The unit in which it is measured."),
        Key::optional("is", Shape::Formula, "How it is computed, where it is no fact of its own."),
        Key::optional("better", Shape::Word(&["higher", "lower"]), "Which direction is the better one."),
        Key::optional(
            "precision",
            Shape::Value,
            "The multiple to which it is rounded before it is compared.",
        ),
        Key::optional("levels", Shape::Named(&THRESHOLD), "The threshold or statement of each level."),
        Key::optional(
            "points",
            Shape::Named(&Shape::Value),
            "Points of levels that differ for this measure.",
        ),
        Key::optional(
            "between",
            Shape::Word(&["step", "linear"]),
            "Whether points jump at a threshold or rise from one to the next.",
        ),
        Key::optional("weight", Shape::Percent, "Its weight in its area; without weights all are equal."),
        Key::optional("missing", MISSING, "What becomes of the measure when it was not measured."),
        Key::optional("evidence", Shape::Text, "What shows the result."),
        Key::optional(
            "verifier",
            Shape::Reference(&Reference::to(&[Kind::Party, Kind::Group, Kind::Body]).or_title()),
            "Who verifies it.",
        ),
        Key::optional(
            "balanced_by",
            Shape::OneOrMany(&Shape::Reference(&Reference::to(&[Kind::Measure]))),
            "The measure that would suffer if this one were gained unfairly.",
        ),
        Key::optional("pays", Shape::YesNo, "Whether it counts in the score."),
    ],
));

static THRESHOLD: Shape = Shape::Either(&[Shape::Value, Shape::Record(&STATED_THRESHOLD)]);

static STATED_THRESHOLD: Record =
    Record::term("a level with its statement", &[Key::optional("at", Shape::Value, "The threshold.")]);
