//! The keys about services: who is responsible, where, and under which contracts.

use super::{Key, Kind, Record, Reference, Shape};

static PARTY: Shape = Shape::Reference(&Reference::to(&[Kind::Party]));
static PARTY_OR_TITLE: Shape = Shape::Reference(&Reference::to(&[Kind::Party]).or_title());

pub(super) static SERVICE: Shape = Shape::Record(&Record::term(
    "a service",
    &[
        Key::required("name", Shape::Text, "The full name of the service."),
        Key::optional("from", Shape::Date, "The first day in scope."),
        Key::optional("to", Shape::Date, "The last day in scope."),
    ],
));

pub(super) static ALLOCATION: Shape = Shape::Record(&Record::term(
    "a row of the work allocation",
    &[
        Key::required("service", Shape::Reference(&Reference::to(&[Kind::Service])), "The service line."),
        Key::required("responsible", PARTY, "The provider that is responsible for it."),
        Key::optional("delivers", PARTY, "The party that delivers it, where that is another."),
        Key::optional("site", Shape::Reference(&Reference::to(&[Kind::Site])), "Where it is delivered."),
        Key::optional("setting", Shape::Text, "In which setting, such as `community` or `acute`."),
        Key::optional("counts", PARTY, "The party that counts and codes the activity."),
        Key::optional("employs", PARTY, "The party that employs the staff."),
        Key::optional("registered", PARTY, "The party that holds the registration of the regulator."),
        Key::optional("from", Shape::Date, "The first day; without it, the first of the term."),
        Key::optional("to", Shape::Date, "The last day; without it, the last of the term."),
    ],
));

pub(super) static SITE: Shape = Shape::Record(&Record::term(
    "a site",
    &[
        Key::required("name", Shape::Text, "The name of the site."),
        Key::optional("ods", Shape::Text, "The code of the Organisation Data Service."),
        Key::optional("owner", PARTY_OR_THIRD, "The party that owns it, or a third party by name."),
    ],
));

static PARTY_OR_THIRD: Shape =
    Shape::Either(&[Shape::Reference(&Reference::to(&[Kind::Party])), Shape::Record(&THIRD)]);

static THIRD: Record = Record::plain(
    "a third party",
    &[Key::required("third_party", Shape::Text, "The name of one who is no party to the agreement.")],
);

pub(super) static LEASE: Shape = Shape::Record(&Record::term(
    "a lease",
    &[
        Key::required(
            "sites",
            Shape::OneOrMany(&Shape::Reference(&Reference::to(&[Kind::Site]))),
            "The sites that are let.",
        ),
        Key::optional(
            "landlord",
            Shape::OneOrMany(&PARTY_OR_THIRD),
            "Who lets them; without it, their owners.",
        ),
        Key::required("signed_by", PARTY, "The party that signs as tenant."),
        Key::optional("as_agent_for", Shape::OneOrMany(&PARTY), "The parties for which it signs as agent."),
        Key::optional("for_landlord_signed_by", PARTY, "The party that signs for the landlord."),
        Key::optional("from", Shape::Date, "The first day."),
        Key::optional("to", Shape::Date, "The last day."),
    ],
));

pub(super) static CONTRACT: Shape = Shape::Record(&Record::term(
    "a contract",
    &[
        Key::required(
            "kind",
            Shape::Word(&[
                "NHS Standard Contract",
                "GMS",
                "PMS",
                "APMS",
                "local authority",
                "grant",
                "section 75 pooled budget",
                "sub-contract",
                "other",
            ]),
            "What kind of contract it is.",
        ),
        Key::optional(
            "form",
            Shape::Word(&["full-length", "shorter-form"]),
            "The form of an NHS Standard Contract.",
        ),
        Key::optional("year", Shape::Text, "The year of the form, such as `2014/15`."),
        Key::optional("commissioner", Shape::OneOrMany(&PARTY_OR_TITLE), "Who buys."),
        Key::optional(
            "provider",
            Shape::OneOrMany(&PARTY_OR_TITLE),
            "Who provides; a services contract has one.",
        ),
        Key::optional("award", Shape::Text, "The route by which it was awarded."),
        Key::optional("value", Shape::Value, "Its value when it was awarded."),
        Key::optional("from", Shape::Date, "The first day."),
        Key::optional("to", Shape::Date, "The last day."),
        Key::optional("extension", Shape::Text, "How it may be extended."),
        Key::optional(
            "head_contract",
            Shape::Reference(&Reference::to(&[Kind::Contract])),
            "The contract beneath which a sub-contract stands.",
        ),
    ],
));

pub(super) static COSTS: Record = Record::term(
    "who bears the costs of taking part",
    &[
        Key::optional("own", Shape::Text, "Who bears the costs that each party has of its own."),
        Key::optional("further", Shape::Text, "How contributions beyond these are compensated."),
    ],
);

pub(super) static INVESTMENT: Shape = Shape::Record(&Record::term(
    "an investment",
    &[
        Key::required("amount", Shape::Value, "What is invested."),
        Key::required(
            "repaid_over",
            Shape::Value,
            "In how many years it must be recovered, such as `7 years`.",
        ),
        Key::required("by", PARTY, "The party that must recover it."),
    ],
));
