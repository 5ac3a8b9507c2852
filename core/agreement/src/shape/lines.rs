//! The keys of `money.lines` and `money.tables`: what is computed, and what is read off.

use super::money::{INDEX_WORDS, INDEXES};
use super::{Key, Kind, Record, Reference, Shape};

pub(super) static LINE: Shape = Shape::Either(&[Shape::Formula, Shape::Record(&LINE_RECORD)]);

static LINE_RECORD: Record = Record::term(
    "a line",
    &[
        Key::optional("by", INDEXES, "The indexes for each element of which it is computed."),
        Key::optional("soft_landing", Shape::YesNo, "That it cushions a party that loses activity."),
        Key::optional("when", Shape::Formula, "The condition without which it is zero."),
        Key::optional("otherwise", Shape::Text, "The reason for zero, where the condition does not hold."),
        Key::optional("is", Shape::Formula, "The formula."),
        Key::optional("choose", Shape::List(&CHOICE), "Cases, of which the first that holds decides."),
        Key::optional("steps", Shape::List(&STEP), "Steps, each acting on the result so far, in this order."),
        Key::optional(
            "waterfall",
            Shape::Record(&WATERFALL),
            "Sources that are drawn on in order, each to its limit.",
        ),
    ],
)
.exactly_one_of(&["is", "choose", "steps", "waterfall"]);

static CHOICE: Shape = Shape::Either(&[Shape::Record(&LAST_CASE), Shape::Record(&CASE)]);

static CASE: Record = Record::term(
    "a case",
    &[
        Key::required("when", Shape::Formula, "The condition."),
        Key::required("is", Shape::Formula, "The value if it holds."),
    ],
);

static LAST_CASE: Record = Record::term(
    "the last case",
    &[Key::required("otherwise", Shape::Formula, "The value if no case before holds.")],
)
.known_by(&["otherwise"]);

static STEP: Shape = Shape::Either(&[Shape::Formula, Shape::Record(&STEP_RECORD)]);

static STEP_RECORD: Record = Record::term(
    "a step",
    &[
        Key::required("step", Shape::Formula, "The step, such as `less 2%` or `at most cap`."),
        Key::optional("when", Shape::Formula, "The condition without which the step is passed over."),
    ],
);

static WATERFALL: Record = Record::term(
    "a waterfall",
    &[
        Key::required("of", Shape::Formula, "The amount to be covered."),
        Key::required(
            "from",
            Shape::List(&Shape::Single(&Shape::Formula)),
            "The sources in order, each name with its limit.",
        ),
    ],
);

pub(super) static TABLE: Shape = Shape::Either(&[
    Shape::Record(&COLUMNS),
    Shape::Record(&BANDS),
    Shape::Record(&CURVE),
    Shape::Record(&DATED),
]);

static COLUMNS: Record = Record::term(
    "a table of columns",
    &[
        Key::required(
            "by",
            Shape::Reference(&Reference::to(&[Kind::Input, Kind::List]).or_words(&INDEX_WORDS)),
            "The input or index whose words name the rows.",
        ),
        Key::required("columns", Shape::List(&Shape::Name), "The names of the columns."),
        Key::optional("units", Shape::List(&Shape::Text), "The units of the columns, in their order."),
    ],
)
.known_by(&["columns"])
.with_others(&Shape::List(&Shape::Formula));

static BANDS: Record = Record::term(
    "a table of bands",
    &[
        Key::required("of", Shape::Formula, "The amount that is cut into bands."),
        Key::required("bands", Shape::List(&BAND), "The bands, lowest first, each with its rate."),
        Key::optional("by", INDEXES, "The indexes for each element of which it is read."),
    ],
)
.known_by(&["bands"]);

static BAND: Shape = Shape::Either(&[Shape::Record(&LAST_BAND), Shape::Record(&INNER_BAND)]);

static INNER_BAND: Record = Record::term(
    "a band",
    &[
        Key::optional("from", Shape::Formula, "Where it begins; without it, where the last ended."),
        Key::required("to", Shape::Formula, "Where it ends."),
        Key::required("rate", Shape::Formula, "The share of the amount within it."),
    ],
);

static LAST_BAND: Record = Record::term(
    "the last band",
    &[
        Key::optional("from", Shape::Formula, "Where it begins; without it, where the last ended."),
        Key::required("beyond", Shape::Formula, "The share of all that lies beyond the last edge."),
    ],
)
.known_by(&["beyond"]);

static CURVE: Record = Record::term(
    "a table with a curve",
    &[
        Key::required("of", Shape::Formula, "The value that is looked up."),
        Key::required(
            "points",
            Shape::Keyed(&Shape::Value, &Shape::Formula),
            "The points of the curve, rising.",
        ),
        Key::required(
            "between",
            Shape::Word(&["linear", "step", "linear to the last whole number"]),
            "What holds between two points.",
        ),
        Key::optional("below", Shape::Word(&["refuse", "first"]), "What holds under the first point."),
        Key::optional("above", Shape::Word(&["last", "refuse"]), "What holds past the last point."),
        Key::optional("by", INDEXES, "The indexes for each element of which it is read."),
    ],
)
.known_by(&["points"]);

static DATED: Record = Record::term(
    "a dated table",
    &[
        Key::required(
            "dated",
            Shape::Reference(&Reference::to(&[Kind::Input]).or_words(&["period", "payment_day"])),
            "The day that is looked up.",
        ),
        Key::required(
            "from",
            Shape::Keyed(&Shape::Date, &Shape::Formula),
            "The values, each from its first day on.",
        ),
        Key::optional("by", INDEXES, "The indexes for each element of which it is read."),
    ],
)
.known_by(&["dated"]);
