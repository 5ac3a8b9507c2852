//! The top-level keys, in the order in which people negotiate them.

use super::{Key, Kind, Record, Reference, Shape};
use super::{alliance, governance, money, parties, performance, reporting, services};

/// The whole agreement.
pub static AGREEMENT: Record = Record::plain(
    "an alliance agreement",
    &[
        Key::required("accordant", Shape::Edition, "The edition of this language, at present `1`."),
        Key::required(
            "alliance",
            Shape::Record(&alliance::ALLIANCE),
            "What the alliance is and when it settles.",
        ),
        Key::required("parties", Shape::Named(&parties::PARTY), "Those who sign, each under a short name."),
        Key::optional("groups", Shape::Named(&parties::GROUP), "Groups that speak with a single voice."),
        Key::optional("purpose", SENTENCE, "Why the parties form this alliance."),
        Key::optional(
            "principles",
            Shape::Keyed(&Shape::Label, &SENTENCE),
            "How the parties will work together.",
        ),
        Key::optional(
            "objectives",
            Shape::Keyed(&Shape::Label, &SENTENCE),
            "What the parties want to achieve.",
        ),
        Key::optional("services", Shape::Named(&services::SERVICE), "The services in scope."),
        Key::optional(
            "work_allocation",
            Shape::List(&services::ALLOCATION),
            "Which provider is responsible for which service, from when, and who delivers it where.",
        ),
        Key::optional("sites", Shape::Named(&services::SITE), "Where services are delivered."),
        Key::optional("leases", Shape::Named(&services::LEASE), "On which terms sites and assets are used."),
        Key::optional(
            "contracts",
            Shape::Named(&services::CONTRACT),
            "The contracts beneath this agreement.",
        ),
        Key::optional(
            "precedence",
            Shape::List(&DOCUMENT),
            "Which document wins where two conflict, the strongest first.",
        ),
        Key::optional("costs", Shape::Record(&services::COSTS), "Who bears the costs of taking part."),
        Key::optional(
            "investments",
            Shape::Named(&services::INVESTMENT),
            "What parties must recover, and how long.",
        ),
        Key::optional("governance", Shape::Record(&governance::GOVERNANCE), "How the parties decide."),
        Key::optional(
            "reporting",
            Shape::Record(&reporting::REPORTING),
            "What the parties report to each other, and how soon.",
        ),
        Key::optional("performance", Shape::Record(&performance::PERFORMANCE), "How the parties will know."),
        Key::optional("money", Shape::Record(&money::MONEY), "What it means in money."),
        Key::optional(
            "examples",
            Shape::Named(&EXAMPLE),
            "Worked examples, which the parties sign with the terms.",
        ),
        Key::optional(
            "answers",
            Shape::List(&ANSWER),
            "Warnings that the parties accept, each with the reason.",
        ),
    ],
);

/// Every warning that can be drawn, by its stable name.
pub static WARNING_CODES: [&str; 18] = [
    "weights",
    "cliff",
    "unpaid-measure",
    "many-measures",
    "no-cost-measure",
    "not-total-cost",
    "own-performance",
    "nothing-at-risk",
    "no-upside",
    "no-soft-landing",
    "no-counter-measure",
    "short-term",
    "fine-threshold",
    "unused-line",
    "no-example",
    "no-precedence",
    "no-signatories",
    "no-year-end",
];

/// A sentence for people, alone or with its clause.
pub(super) static SENTENCE: Shape = Shape::Either(&[Shape::Text, Shape::Record(&CITED_SENTENCE)]);

static CITED_SENTENCE: Record =
    Record::term("a sentence with its clause", &[Key::required("says", Shape::Text, "The sentence.")]);

static DOCUMENT: Shape =
    Shape::Reference(&Reference::to(&[Kind::Contract]).or_words(&["alliance_agreement"]).or_title());

static EXAMPLE: Shape = Shape::Record(&Record::term(
    "a worked example",
    &[
        Key::optional("period", Shape::Text, "The period or part that it settles; without it, the first."),
        Key::required("given", Shape::Keyed(&Shape::Figure, &GIVEN), "The facts."),
        Key::required("expect", Shape::Keyed(&Shape::Figure, &EXPECTED), "The figures that must come out."),
    ],
));

static GIVEN: Shape = Shape::Either(&[Shape::Value, Shape::Keyed(&Shape::Figure, &GIVEN_OF_ELEMENT)]);
static GIVEN_OF_ELEMENT: Shape = Shape::Either(&[Shape::Value, Shape::Keyed(&Shape::Figure, &Shape::Value)]);

static EXPECTED: Shape = Shape::Either(&[
    Shape::Value,
    Shape::Record(&REASONED),
    Shape::Record(&BOUNDS),
    Shape::Keyed(&Shape::Figure, &EXPECTED_OF_ELEMENT),
]);
static EXPECTED_OF_ELEMENT: Shape = Shape::Either(&[
    Shape::Value,
    Shape::Record(&REASONED),
    Shape::Record(&BOUNDS),
    Shape::Keyed(&Shape::Figure, &EXPECTED_OF_LAST_ELEMENT),
]);
static EXPECTED_OF_LAST_ELEMENT: Shape =
    Shape::Either(&[Shape::Value, Shape::Record(&REASONED), Shape::Record(&BOUNDS)]);

static REASONED: Record = Record::plain(
    "a value with its reason",
    &[
        Key::required("is", Shape::Value, "The value."),
        Key::required("because", Shape::Text, "The reason, as the explanation gives it."),
    ],
)
.known_by(&["is", "because"]);

static BOUNDS: Record = Record::plain(
    "bounds",
    &[
        Key::required("from", Shape::Value, "The lowest possible value."),
        Key::required("to", Shape::Value, "The highest possible value."),
    ],
)
.known_by(&["from", "to"]);

static ANSWER: Shape = Shape::Record(&Record::plain(
    "an answer to a warning",
    &[
        Key::required("warning", Shape::Word(&WARNING_CODES), "The name of the warning."),
        Key::optional(
            "at",
            Shape::Text,
            "Where it is drawn; without it, every warning of that name is answered.",
        ),
        Key::required("because", Shape::Text, "Why the parties accept it."),
    ],
));
