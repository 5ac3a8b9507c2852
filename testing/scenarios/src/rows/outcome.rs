//! All that a reader tells of a row, in a form in which two readers can be compared.

use accordant_money::{Exact, Number};
use accordant_settlement::{
    Computed, EachRow, FigureId, Looked, NodeId, RowReader, SlotValue, Stop, Truth, Value,
};
use std::fmt::Debug;

/// What came of a row.
#[derive(Debug)]
pub(super) struct Outcome {
    amounts: Result<Vec<Amount>, Stop>,
    refusals: Vec<String>,
    undecided: Vec<String>,
    figures: Vec<Figure>,
}

/// A posted amount with its reason.
#[derive(Debug, PartialEq)]
struct Amount {
    exact: Known,
    posted: Option<String>,
    leftover: i128,
    because: Option<String>,
    behind: Seen,
}

/// A figure that was computed, with its reason.
#[derive(Debug, PartialEq)]
struct Figure {
    address: String,
    value: Known,
    behind: Seen,
}

/// What was looked at, and what it was.
#[derive(Debug, PartialEq)]
struct Seen {
    figures: Vec<usize>,
    facts: Vec<(usize, String)>,
    conditions: Vec<(usize, Option<Truth>)>,
    workings: Vec<(usize, Known)>,
}

/// As stated, at least and at most, as fractions; nothing if it was not computed.
type Known = Option<[Option<String>; 3]>;

impl Outcome {
    pub fn of<N: Number>(each: &EachRow<'_>, reader: &mut RowReader<'_, N>) -> Outcome {
        let mut found = Vec::new();
        let settled = reader.settle(&mut found);
        let reader = &*reader;
        let amount = |(number, amount): (usize, &accordant_settlement::RowAmount<N>)| Amount {
            exact: known(&amount.exact),
            posted: amount.posted.as_ref().map(|posted| posted.to_exact().fraction()),
            leftover: amount.leftover,
            because: reader.because(number).map(|because| because.into_owned()),
            behind: seen(reader, &reader.behind(number)),
        };
        let amounts = settled.map(|()| found.iter().enumerate().map(amount).collect());
        // A refused row has no reasons, and what was computed before the refusal is nobody's.
        let ids = each.graph().figure_ids().filter(|_| settled.is_ok());
        Outcome {
            amounts,
            refusals: reader.refusals().iter().map(|refusal| refusal.what.clone()).collect(),
            undecided: reader.undecided().map(str::to_owned).collect(),
            figures: ids.filter_map(|id| figure(each, reader, id)).collect(),
        }
    }

    /// Whether a number was too large for a batch, so that the reference alone can tell.
    pub fn needs_reference(&self) -> bool {
        matches!(self.amounts, Err(Stop::TooLarge))
            || self.refusals.iter().any(|what| what.contains("4,096 bits"))
    }

    /// The first thing in which this differs from what the reference tells.
    pub fn difference(&self, reference: &Outcome) -> Option<String> {
        let figures = || self.figures.iter().zip(&reference.figures).find_map(|(a, b)| differing(a, b));
        differing(&self.refusals, &reference.refusals)
            .or_else(|| differing(&self.undecided, &reference.undecided))
            .or_else(figures)
            .or_else(|| differing(&self.figures.len(), &reference.figures.len()))
            .or_else(|| differing(&self.amounts, &reference.amounts))
    }

    pub fn is_refused(&self) -> bool {
        self.amounts.is_err()
    }
}

fn differing<T: Debug + PartialEq>(here: &T, there: &T) -> Option<String> {
    (here != there).then(|| format!("{here:?}, but the reference says {there:?}"))
}

fn figure<N: Number>(each: &EachRow<'_>, reader: &RowReader<'_, N>, id: FigureId) -> Option<Figure> {
    if !reader.is_known_figure(id) {
        assert!(reader.known_figure(id).is_none());
        return None;
    }
    let value = reader.known_figure(id);
    let mut looked = Looked::default();
    reader.look_into(id, &mut looked);
    Some(Figure {
        address: each.graph().figure_of(id).map(|figure| figure.address.clone()).unwrap_or_default(),
        value: value.and_then(|value| known(&value)),
        behind: seen(reader, &looked),
    })
}

fn seen<N: Number>(reader: &RowReader<'_, N>, looked: &Looked) -> Seen {
    let working = |id: &NodeId| {
        let value = reader.known(*id).and_then(|value| known(&value));
        let is_zero =
            value.as_ref().is_some_and(|[_, low, high]| low == high && low.as_deref() == Some("0/1"));
        assert_eq!(reader.is_zero(*id), is_zero, "whether {value:?} is zero");
        (id.number(), value)
    };
    let fact = |value: &SlotValue<N>| match value {
        SlotValue::Number(value) => format!("{:?}", known(value)),
        SlotValue::Word(word) => format!("word {word}"),
        SlotValue::Absent => "absent".to_owned(),
    };
    Seen {
        figures: looked.figures.iter().map(|id| id.number()).collect(),
        facts: looked
            .slots
            .iter()
            .map(|id| (id.number(), reader.given(*id).map_or_else(String::new, |value| fact(&value))))
            .collect(),
        conditions: looked.conditions.iter().map(|id| (id.number(), reader.truth(*id))).collect(),
        workings: looked.workings.iter().map(working).collect(),
    }
}

fn known<N: Number>(value: &Value<N>) -> Known {
    let told = |end: Option<&N>| end.map(|end| Exact::fraction(&end.to_exact()));
    Some([told(value.stated()), told(value.low()), told(value.high())])
}
