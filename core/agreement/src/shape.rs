//! What may be written where: the sections and keys of the language, in one table.
//!
//! The checker of texts and the published JSON Schema both read this table, so they cannot disagree. It knows the
//! form of a text and never what it comes to: a formula is here any words in the place of a formula.
//! Start with [`AGREEMENT`], the record of the top-level keys, and [`check`].

mod alliance;
mod example;
mod governance;
mod lines;
mod mend;
mod money;
mod names;
mod parties;
mod performance;
mod reporting;
mod scalar;
mod services;
mod table;
mod walk;
pub(crate) mod wrong;

pub use mend::Repairs;
pub use names::{RESERVED_WORDS, is_name};
pub use reporting::RETURN_KINDS;
pub use scalar::{day_of_year, scalar_date, working_days, yes_or_no};
pub use table::{AGREEMENT, WARNING_CODES};
pub use walk::{Extent, Form, Mention, check};

/// The form of a value.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Words for people.
    Text,
    /// A name that the author gives to something.
    Name,
    /// A word built like a name, which may also be a word of the formula language.
    Label,
    /// A name of a figure or a fact, which may have an element in brackets behind it.
    Figure,
    /// A formula, or a step of a computation.
    Formula,
    /// `by` and a formula: the weight of each share.
    Weight,
    /// A number with or without its unit, a word or a date, on its own.
    Value,
    /// A day, such as `2014-04-01`.
    Date,
    /// A day of every year, such as `1 April`.
    DayOfYear,
    /// So many working days, such as `10 working days`.
    WorkingDays,
    /// `yes` or `no`.
    YesNo,
    /// A percentage, or a number as a share of one.
    Percent,
    /// The edition of the language.
    Edition,
    /// The three capitals of a currency.
    Currency,
    /// One of these words.
    Word(&'static [&'static str]),
    /// The name of something that is declared elsewhere in the agreement.
    Reference(&'static Reference),
    /// Several values of one form.
    List(&'static Shape),
    /// One value of a form, or a list of such values.
    OneOrMany(&'static Shape),
    /// A map from names that the author gives.
    Named(&'static Shape),
    /// A map from keys of the first form to values of the second.
    Keyed(&'static Shape, &'static Shape),
    /// A map of exactly one name that the author gives.
    Single(&'static Shape),
    /// A map of keys that the language gives.
    Record(&'static Record),
    /// One of several forms: the first that fits what is written.
    Either(&'static [Shape]),
}

/// A map whose keys the language gives.
#[derive(Debug)]
pub struct Record {
    /// What it is, as the end of the sentence "here stands ...".
    pub says: &'static str,
    /// Its own keys, in the order in which people write them.
    pub keys: &'static [Key],
    /// Whether it is a term, which may cite its clause.
    pub cites: Cites,
    /// The keys of which one must be there for a map to be taken for this record; none if every map is.
    pub signs: &'static [&'static str],
    /// The keys of which exactly one must be there; none if there is no such rule.
    pub exactly_one: &'static [&'static str],
    /// The form of the values whose keys the author names, beside the given ones.
    pub others: Option<&'static Shape>,
}

/// Whether a record may say which clause of the signed document it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cites {
    /// Only its own keys stand in it.
    Nothing,
    /// It may carry `says`, `clause` and `status`.
    Clause,
}

/// A key that the language gives.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// How it is written.
    pub name: &'static str,
    /// The form of its value.
    pub shape: Shape,
    /// Whether it may be left out.
    pub presence: Presence,
    /// One sentence of documentation.
    pub says: &'static str,
}

/// Whether a key may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Without it the record is a problem.
    Required,
    /// It may be left out.
    Optional,
}

/// A value that names something declared elsewhere.
#[derive(Debug)]
pub struct Reference {
    /// What it may name.
    pub kinds: &'static [Kind],
    /// Words that have a meaning of their own in this place.
    pub words: &'static [&'static str],
    /// Whether something outside the agreement may be named.
    pub outsiders: Outsiders,
}

/// Whether something that the agreement does not declare may be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outsiders {
    /// Only what the agreement declares.
    Refused,
    /// Also a title: words in quotes, or words that cannot be a name.
    ByTitle,
}

/// What can be declared in an agreement and named elsewhere in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Of `parties`.
    Party,
    /// Of `groups`.
    Group,
    /// Of `services`.
    Service,
    /// Of `sites`.
    Site,
    /// Of `contracts`.
    Contract,
    /// Of `governance.bodies`.
    Body,
    /// Of `money.pools`.
    Pool,
    /// Of `money.postings`.
    Posting,
    /// Of `money.lists`.
    List,
    /// Of `money.lists`, every element being a party.
    ListOfParties,
    /// Of `money.inputs`.
    Input,
    /// Of `money.lines`, the sources of a waterfall included.
    Line,
    /// Of the measures of `performance.areas`.
    Measure,
}

impl Kind {
    /// How people call it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Group => "group",
            Self::Service => "service",
            Self::Site => "site",
            Self::Contract => "contract",
            Self::Body => "body",
            Self::Pool => "pool",
            Self::Posting => "posting",
            Self::List => "index",
            Self::ListOfParties => "list of parties",
            Self::Input => "input",
            Self::Line => "line",
            Self::Measure => "measure",
        }
    }
}

/// The keys that nearly every term may carry.
pub static CITATION: [Key; 3] = [
    Key::optional("says", Shape::Text, "What the term says, in one line for people."),
    Key::optional("clause", Shape::Text, "The clause of the signed document."),
    Key::optional(
        "status",
        Shape::Word(&["real", "derived", "assumed", "illustrative"]),
        "How far the figures of this term can be relied on, where they are not real.",
    ),
];

impl Record {
    /// A record of these keys and no others.
    const fn plain(says: &'static str, keys: &'static [Key]) -> Record {
        Record { says, keys, cites: Cites::Nothing, signs: &[], exactly_one: &[], others: None }
    }

    /// A term: these keys, and those that cite its clause.
    const fn term(says: &'static str, keys: &'static [Key]) -> Record {
        Record { cites: Cites::Clause, ..Record::plain(says, keys) }
    }

    const fn known_by(self, signs: &'static [&'static str]) -> Record {
        Record { signs, ..self }
    }

    const fn exactly_one_of(self, exactly_one: &'static [&'static str]) -> Record {
        Record { exactly_one, ..self }
    }

    const fn with_others(self, others: &'static Shape) -> Record {
        Record { others: Some(others), ..self }
    }

    /// All keys that the language gives, those that cite a clause last; each once.
    pub fn all_keys(&self) -> impl Iterator<Item = &'static Key> + use<> {
        let own = self.keys;
        let citation: &'static [Key] = if self.cites == Cites::Clause { &CITATION } else { &[] };
        let is_new = move |cited: &&'static Key| own.iter().all(|key| key.name != cited.name);
        own.iter().chain(citation.iter().filter(is_new))
    }

    /// The key of that name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.all_keys().find(|key| key.name == name)
    }
}

impl Key {
    const fn optional(name: &'static str, shape: Shape, says: &'static str) -> Key {
        Key { name, shape, presence: Presence::Optional, says }
    }

    const fn required(name: &'static str, shape: Shape, says: &'static str) -> Key {
        Key { name, shape, presence: Presence::Required, says }
    }
}

impl Reference {
    const fn to(kinds: &'static [Kind]) -> Reference {
        Reference { kinds, words: &[], outsiders: Outsiders::Refused }
    }

    const fn or_words(self, words: &'static [&'static str]) -> Reference {
        Reference { words, ..self }
    }

    const fn or_title(self) -> Reference {
        Reference { outsiders: Outsiders::ByTitle, ..self }
    }
}
