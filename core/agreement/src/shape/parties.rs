//! The keys of `parties` and `groups`: who signs, in which role, and who speaks for whom.

use super::{Key, Kind, Record, Reference, Shape};

pub(super) static PARTY: Shape = Shape::Record(&Record::term(
    "a party",
    &[
        Key::required("name", Shape::Text, "The full name of the organisation."),
        Key::optional(
            "role",
            Shape::OneOrMany(&ROLE),
            "What the party is: `commissioner`, `provider`, or both with their days.",
        ),
        Key::optional("from", Shape::Date, "The first day as a party; without it, the first of the term."),
        Key::optional("to", Shape::Date, "The last day as a party; without it, the last of the term."),
        Key::optional("ods", Shape::Text, "The code of the Organisation Data Service."),
        Key::optional(
            "identifiers",
            Shape::Keyed(&Shape::Label, &Shape::Text),
            "Other identifiers, each under the name of its scheme.",
        ),
        Key::optional("legal_form", Shape::Text, "What kind of body it is in law."),
        Key::optional(
            "agreement_of_balances",
            Shape::YesNo,
            "Whether it takes part in the agreement of balances; `yes` where nothing is said.",
        ),
        Key::optional(
            "host",
            Shape::OneOrMany(&Shape::Word(&["registration", "activity", "employment", "books"])),
            "What the party hosts for the alliance, which is no legal entity.",
        ),
        Key::optional(
            "in_house_team",
            Shape::Reference(&IN_HOUSE),
            "That the provider is an in-house team: `yes`, or the party to which it belongs.",
        ),
        Key::optional(
            "third_party",
            Shape::YesNo,
            "That it signs, but is neither commissioner nor provider.",
        ),
        Key::optional(
            "loses_activity",
            Shape::YesNo,
            "That the party stands to lose activity, and so income.",
        ),
    ],
));

static IN_HOUSE: Reference = Reference::to(&[Kind::Party]).or_words(&["yes", "no"]);

static ROLE: Shape = Shape::Either(&[Shape::Word(&ROLES), Shape::Record(&HELD)]);

static ROLES: [&str; 2] = ["commissioner", "provider"];

static HELD: Record = Record::term(
    "a role with its days",
    &[
        Key::required("role", Shape::Word(&ROLES), "The role."),
        Key::optional("from", Shape::Date, "The first day in the role."),
        Key::optional("to", Shape::Date, "The last day in the role."),
    ],
);

pub(super) static GROUP: Shape = Shape::Record(&Record::term(
    "a single-voice group",
    &[
        Key::required("name", Shape::Text, "The full name of the group."),
        Key::required(
            "speaks_for",
            Shape::OneOrMany(&Shape::Reference(&Reference::to(&[Kind::Party]))),
            "The party or parties for which it speaks.",
        ),
        Key::optional("legal_entity", Shape::YesNo, "Whether the group can sign for itself."),
        Key::optional(
            "signatories",
            Shape::List(&Shape::Text),
            "Who signs, where the group is no legal entity.",
        ),
        Key::optional("members", Shape::List(&MEMBER), "Its members, with the days of their membership."),
        Key::optional("covers", Shape::Record(&COVERS), "How much of the local population it stands for."),
    ],
));

static MEMBER: Shape = Shape::Either(&[Shape::Text, Shape::Record(&DATED_MEMBER)]);

static DATED_MEMBER: Record = Record::term(
    "a member of a group",
    &[
        Key::required("name", Shape::Text, "The name of the member."),
        Key::optional("from", Shape::Date, "The first day of membership."),
        Key::optional("to", Shape::Date, "The last day of membership."),
        Key::optional("ods", Shape::Text, "The code of the Organisation Data Service."),
    ],
);

static COVERS: Record = Record::term(
    "how much a group covers",
    &[
        Key::optional("practices", Shape::Value, "The share or number of practices."),
        Key::optional("registered_patients", Shape::Value, "The share or number of registered patients."),
    ],
);
