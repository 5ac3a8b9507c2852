//! What a value that pays says of itself: whether its change can be told from noise, and how many patients lie between
//! it and the next level. The counts are those of the settlement; nothing here changes a score.
//!
//! The agreement rounds a value before it reads the level off. So a level is reached by the worst count whose rounded
//! value reaches it, and that count is the threshold here. Start with [`of`].

use super::{Made, Measure};
use accordant_agreement::terms::{Better, Ladder, Level, Terms};
use accordant_agreement::unit::Unit;
use accordant_documents::figures::shown;
use accordant_documents::view::{MeasureView, humanised};
use accordant_measures::rates::Rate;
use accordant_measures::signal::{
    Adding, Chance, Patients, Question, Side, Tail, Threshold, ToThreshold, Verdict, reading,
};
use accordant_money::{Exact, Number, Rounding};
use accordant_settlement::SourceValue;

/// Counts above this many are not looked for.
const COUNT_MAX: u64 = 1 << 40;

/// What stands beside a value.
pub struct Told<'a> {
    /// So many of so many.
    pub rate: Rate,
    /// The exact value, before it is rounded.
    pub value: Exact,
    /// By how much it has moved since the period before.
    pub change: Option<Exact>,
    /// What it is held against, and how likely it would be then.
    pub against: Option<(Against, Chance)>,
    /// The next level, and what would reach it.
    pub next: Option<Step<'a>>,
    /// The last level that is reached, and what would lose it.
    pub last: Option<Step<'a>>,
}

/// What a value is held against.
pub struct Against {
    /// `the value of 2025-26`, or `the level minimum`.
    pub what: String,
    /// How high that is.
    pub level: Exact,
}

/// A level and the number of patients on the way to it.
pub struct Step<'a> {
    /// The level.
    pub level: &'a Level,
    /// How many patients.
    pub patients: Patients,
}

/// What the value says of itself, or why nothing can be said.
pub fn of<'a>(
    terms: &'a Terms,
    measure: &Measure<'a>,
    found: &MeasureView<'_>,
    before: Option<(&str, &MeasureView<'_>)>,
    significance: &Exact,
) -> Result<Told<'a>, String> {
    let ladder = measure.ladder().ok_or("it is agreed in words, so no noise is told from it")?;
    let rate = counts(terms, measure, found)?;
    let former =
        before.and_then(|(period, found)| Some((period, counts(terms, measure, found).ok()?.value()?)));
    let is_share = found.value.and_then(|value| value.unit.as_ref()).is_some_and(Unit::is_ratio);
    let against = match &former {
        Some((period, level)) => {
            Some(Against { what: format!("the value of {period}"), level: level.clone() })
        }
        None => of_no_points(ladder),
    };
    let against = against.filter(|_| is_share && rate.numerator <= rate.denominator);
    let agreed = against.as_ref().map(|against| against.level.clone());
    let reached: Vec<(&Level, Exact)> = ladder
        .levels
        .iter()
        .filter_map(|level| Some((level, threshold(measure, rate, ladder, level)?)))
        .collect();
    let thresholds: Vec<Threshold<'_>> =
        reached.iter().map(|(level, value)| Threshold { name: &level.name, value }).collect();
    let read = reading(&Question {
        rate,
        before: former.as_ref().map(|(_, value)| value),
        phase: None,
        agreed: agreed.as_ref(),
        significance,
        thresholds: &thresholds,
        direction: measure.direction(),
        adding: Adding::MovesWithin,
    })
    .map_err(|problem| problem.to_string())?;
    let step = |to: Option<ToThreshold<'_>>| {
        let to = to?;
        let level = ladder.levels.iter().find(|level| level.name == to.name)?;
        Some(Step { level, patients: to.patients })
    };
    Ok(Told {
        rate,
        change: read.change,
        against: against.zip(read.chance),
        next: step(read.next),
        last: step(read.last),
        value: read.value,
    })
}

/// The level that gives neither points nor takes them: what was agreed as the least.
fn of_no_points(ladder: &Ladder) -> Option<Against> {
    let level = ladder.levels.iter().find(|level| level.points.sign().is_eq())?;
    Some(Against { what: format!("the level `{}`", humanised(&level.name)), level: level.at.clone() })
}

/// The counts from which the settlement computed the value.
fn counts(terms: &Terms, measure: &Measure<'_>, found: &MeasureView<'_>) -> Result<Rate, String> {
    let Some(Made::Quotient(above, below)) = measure.made(terms) else {
        return Err("it is no count of some among all, so no noise is told from it".to_string());
    };
    let facts = found.value.map(|value| value.facts.as_slice()).unwrap_or_default();
    let count = |address: &super::Address| {
        let written = address.written();
        let fact = facts.iter().find(|fact| fact.address == written)?;
        match &fact.source.value {
            Some(SourceValue::Number(number)) => number.fraction().strip_suffix("/1")?.parse::<u64>().ok(),
            _ => None,
        }
    };
    let counts = count(&above).zip(count(&below));
    let (numerator, denominator) = counts.ok_or_else(|| {
        format!("`{}` and `{}` are not both whole counts", above.written(), below.written())
    })?;
    Ok(Rate { numerator, denominator })
}

/// The worst value with this denominator that reaches a level once it is rounded.
fn threshold(measure: &Measure<'_>, rate: Rate, ladder: &Ladder, level: &Level) -> Option<Exact> {
    let value = |count: u64| {
        let exact = Rate { numerator: count, ..rate }.value()?;
        match measure.precision() {
            Some((to, rule)) => exact.rounded(to, rule).ok(),
            None => Some(exact),
        }
    };
    let at_least = |count: u64| value(count).is_some_and(|value| value >= level.at);
    let above = |count: u64| value(count).is_some_and(|value| value > level.at);
    let count = match ladder.better {
        Better::Higher => first_that(at_least)?,
        Better::Lower => first_that(above)?.checked_sub(1)?,
    };
    Rate { numerator: count, ..rate }.value()
}

/// The smallest count of which it holds; it holds of every larger one too.
fn first_that(holds: impl Fn(u64) -> bool) -> Option<u64> {
    let (mut low, mut high) = (0, COUNT_MAX);
    if !holds(high) {
        return None;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    Some(low)
}

impl Told<'_> {
    /// What stands beside the value, in sentences.
    pub fn sentences(&self, measure: &Measure<'_>, unit: Option<&Unit>, significance: &Exact) -> Vec<String> {
        let percent = |value: &Exact| hundredths(value, unit);
        let mut said = vec![format!(
            "{} of {}: {}",
            grouped(self.rate.numerator),
            grouped(self.rate.denominator),
            percent(&self.value)
        )];
        if let Some((against, chance)) = &self.against {
            said.push(format!(
                "had {}, {}, stayed as it is, {} would come by chance {}: {} at {}",
                against.what,
                percent(&against.level),
                match chance.side {
                    Side::SoManyOrMore => "so many or more",
                    Side::SoManyOrFewer => "so many or fewer",
                },
                likely(&chance.tail),
                verdict(chance.verdict),
                shown(significance, Some(&Unit::ratio()))
            ));
        }
        said.extend(self.next.as_ref().map(|step| self.step(step, measure, unit, Way::Reach)));
        said.extend(self.last.as_ref().map(|step| self.step(step, measure, unit, Way::Lose)));
        said
    }

    fn step(&self, step: &Step<'_>, measure: &Measure<'_>, unit: Option<&Unit>, way: Way) -> String {
        let higher = measure.ladder().is_some_and(|ladder| ladder.better == Better::Higher);
        let more = (way == Way::Reach) == higher;
        let level = format!("`{}` ({})", humanised(&step.level.name), shown(&step.level.at, unit));
        let verb = if way == Way::Reach { "reach" } else { "lose" };
        match step.patients {
            Patients::Number(count) => format!(
                "{} {} of the same {} would {verb} {level}",
                grouped(count),
                if more { "more" } else { "fewer" },
                grouped(self.rate.denominator)
            ),
            Patients::NoNumber => format!("no number of patients would {verb} {level}"),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Reach,
    Lose,
}

/// What the verdict is called.
pub const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Distinguishable => "more than noise",
        Verdict::MayBeNoise => "it may be noise",
        Verdict::Undecided => "too close to say whether it is noise",
    }
}

/// The bounds of a chance; they meet where it is known exactly.
pub fn bounds(tail: &Tail) -> [&Exact; 2] {
    match tail {
        Tail::Exact(value) => [value, value],
        Tail::Between { low, high } => [low, high],
    }
}

/// How likely, as people say it: `in 3.1% of cases`.
fn likely(tail: &Tail) -> String {
    let [low, high] = bounds(tail);
    let ten_thousandth = Exact::ratio(1, 10_000).unwrap_or_else(Exact::zero);
    if *high < ten_thousandth {
        return "in less than 0.01% of cases".to_string();
    }
    let ratio = Unit::ratio();
    let [low, high] = [low, high].map(|bound| hundredths(bound, Some(&ratio)));
    if low == high { format!("in {low} of cases") } else { format!("in {low} to {high} of cases") }
}

/// A value with no more than two places of its percentage.
pub fn hundredths(value: &Exact, unit: Option<&Unit>) -> String {
    let to = Exact::ratio(1, 10_000).unwrap_or_else(Exact::zero);
    shown(&value.rounded(&to, Rounding::HalfAwayFromZero).unwrap_or_else(|_| value.clone()), unit)
}

fn grouped(count: u64) -> String {
    accordant_money::group(&count.to_string())
}
