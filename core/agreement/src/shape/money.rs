//! The keys of `money`: inputs, lists, pools, postings, and what is paid on account.

use super::lines::{LINE, TABLE};
use super::{Key, Kind, Record, Reference, Shape};

pub(super) static MONEY: Record = Record::term(
    "what it means in money",
    &[
        Key::optional("inputs", Shape::Named(&INPUT), "What must be known to settle."),
        Key::optional(
            "lists",
            Shape::Named(&Shape::List(&Shape::Name)),
            "Lists of elements to index figures by.",
        ),
        Key::optional("tables", Shape::Named(&TABLE), "Rates and shares that are read off."),
        Key::optional("lines", Shape::Named(&LINE), "What is computed."),
        Key::optional("pools", Shape::Named(&POOL), "Funds that keep a balance from period to period."),
        Key::optional(
            "rounding",
            Shape::Text,
            "How money is rounded when it is posted; there is no default.",
        ),
        Key::optional("postings", Shape::Named(&POSTING), "Who pays what to whom."),
        Key::optional("on_account", Shape::Record(&ON_ACCOUNT), "What is paid before a period is settled."),
    ],
);

/// One or two indexes: `party`, `provider`, `commissioner`, `service` or a list of the agreement.
pub(super) static INDEXES: Shape = Shape::OneOrMany(&INDEX);
static INDEX: Shape = Shape::Reference(&Reference::to(&[Kind::List]).or_words(&INDEX_WORDS));

pub(super) static INDEX_WORDS: [&str; 4] = ["party", "provider", "commissioner", "service"];

static INPUT: Shape = Shape::Record(
    &Record::term(
        "an input",
        &[
            Key::optional(
                "unit",
                Shape::Text,
                "The unit, such as `GBP`, `ratio`, `weeks` or `GBP per patients`.",
            ),
            Key::optional("one_of", Shape::List(&Shape::Label), "The words of which it is one."),
            Key::optional("by", INDEXES, "What it is indexed by."),
            Key::optional(
                "kind",
                Shape::Word(&["data", "price", "activity", "value"]),
                "What kind of cause a change of it is in a difference statement; a value is activity at its prices.",
            ),
            Key::optional(
                "known_to",
                Shape::Value,
                "How exactly it is published: the value lies within half of this.",
            ),
            Key::optional("missing", Shape::Value, "The value where there is none, or `not published`."),
            Key::optional("at_least", Shape::Value, "The least it can be, where it is not published."),
            Key::optional("at_most", Shape::Value, "The most it can be, where it is not published."),
            Key::optional(
                "over",
                Shape::Word(&["by days", "same", "as dated"]),
                "How a fact of a whole period serves a part of it.",
            ),
            Key::optional(
                "owner",
                Shape::Reference(&Reference::to(&[Kind::Party]).or_title()),
                "Who is answerable for it.",
            ),
            Key::optional(
                "carried_from",
                Shape::Reference(&Reference::to(&[Kind::Line])),
                "The line whose value it takes from the period before.",
            ),
            Key::optional("first", Shape::Value, "Its value in the first period, where it is carried."),
            Key::optional(
                "total_cost_to",
                Shape::OneOrMany(&Shape::Reference(
                    &Reference::to(&[Kind::Party]).or_words(&["commissioners"]),
                )),
                "Whose total cost of the services it is.",
            ),
        ],
    )
    .exactly_one_of(&["unit", "one_of"]),
);

static POOL: Shape = Shape::Record(&Record::term(
    "a pool",
    &[
        Key::optional(
            "in_books_of",
            Shape::Reference(&Reference::to(&[Kind::Party])),
            "The party in whose books it lies.",
        ),
        Key::optional("ledger_code", Shape::Text, "Its code in the general ledger of that party."),
        Key::optional("year_end", Shape::Word(&YEAR_ENDS), "How its balance crosses the end of a year."),
        Key::optional("uses", Shape::OneOrMany(&Shape::Text), "What it may be spent on."),
        Key::optional("opening", Shape::Value, "Its balance on the first day of the term."),
    ],
));

static YEAR_ENDS: [&str; 5] = [
    "deferred income",
    "accrual",
    "return to contributors",
    "return to commissioners",
    "return to providers",
];

static POSTING: Shape = Shape::Record(&Record::term(
    "a posting",
    &[
        Key::optional("of", Shape::Formula, "The amount; without it, the sum of the shares."),
        Key::required("from", Shape::Either(&[ACCOUNT, BY_WEIGHT]), "Who pays."),
        Key::required("to", Shape::Either(&[ACCOUNT, BY_WEIGHT, Shape::Named(&SHARE)]), "Who receives."),
        Key::optional("by", INDEXES, "The index for each element of which it is made once."),
    ],
));

static ACCOUNT: Shape =
    Shape::Reference(&Reference::to(&[Kind::Party, Kind::Pool, Kind::ListOfParties]).or_words(&[
        "outside",
        "providers",
        "commissioners",
        "parties",
        "party",
        "provider",
        "commissioner",
        "responsible",
    ]));

static BY_WEIGHT: Shape = Shape::Keyed(&SHARING, &Shape::Weight);
static SHARING: Shape = Shape::Reference(&Reference::to(&[Kind::ListOfParties]).or_words(&[
    "providers",
    "commissioners",
    "parties",
]));

static SHARE: Shape = Shape::Record(&Record::term(
    "a share of a posting",
    &[
        Key::required("to", ACCOUNT, "Who receives it."),
        Key::optional("is", Shape::Formula, "Its exact amount, or `the rest`."),
        Key::optional("by", Shape::Formula, "The weight of each, where several receive it."),
    ],
));

static ON_ACCOUNT: Record = Record::term(
    "what is paid on account",
    &[
        Key::required("every", Shape::Word(&["month", "quarter"]), "How often something is paid."),
        Key::required(
            "retention",
            Shape::Percent,
            "The share of a gain that is kept back until it is final.",
        ),
        Key::optional(
            "retained_from",
            Shape::OneOrMany(&Shape::Reference(&Reference::to(&[Kind::Posting]))),
            "The postings whose shares are gain.",
        ),
        Key::optional("paid_within", Shape::Text, "How soon it is paid, such as `20 business days`."),
    ],
);
