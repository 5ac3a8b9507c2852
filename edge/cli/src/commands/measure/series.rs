//! A fact, or the quotient of two, month by month: gaps stay gaps, and each month keeps its facts.

use super::{Address, Kind, Made, measures, named, terms};
use crate::load::{self, Alliance, counted};
use crate::stop::Stop;
use accordant_agreement::problem::nearest;
use accordant_agreement::terms::{InputKind, Terms};
use accordant_agreement::unit::Unit;
use accordant_documents::chart::long_month;
use accordant_documents::figures::unit_words;
use accordant_documents::view::{humanised, sentence_case};
use accordant_facts::{Days, Fact, FactValue, Status};
use accordant_measures::spc::{Direction, Point};
use accordant_money::{Exact, Number};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What is read month by month.
#[derive(Debug, Clone)]
pub struct What {
    /// By what name the agreement knows it; nothing for one fact over another that it does not name.
    pub key: Option<String>,
    /// What it is called.
    pub name: String,
    /// Its unit.
    pub unit: Option<Unit>,
    /// Which way is better, as the agreement says.
    pub direction: Direction,
    /// The facts of which it is made.
    pub made: Made,
}

/// A series with the facts of each month.
#[derive(Debug, Clone)]
pub struct Monthly<'a> {
    /// What it is.
    pub what: What,
    /// Every month from the first to the last.
    pub months: Vec<Month<'a>>,
}

/// One month.
#[derive(Debug, Clone)]
pub struct Month<'a> {
    /// Its first day.
    pub first: Date,
    /// The value; nothing for a gap.
    pub value: Option<Exact>,
    /// The facts behind it: the one, or the numerator and the denominator.
    pub facts: Vec<&'a Fact>,
    /// Why there is no value.
    pub gap: Option<&'static str>,
}

/// What a name stands for: a measure, or else a fact.
pub fn what(alliance: &Alliance, name: &str) -> Result<What, Stop> {
    let terms = terms(alliance)?;
    if let Ok(measure) = named(terms, name) {
        let unit = match measure.kind {
            Kind::Measured(line, _) => line.unit.clone(),
            Kind::Agreed(..) => {
                return Err(Stop::refusal(format!(
                    "`{name}` is agreed in words, so there is nothing to chart"
                ))
                .help(format!("`accordant measure show {name}` shows what was agreed")));
            }
        };
        let made = measure.made(terms).ok_or_else(|| {
            Stop::refusal(format!("`{name}` is computed of other figures, so it has no months of its own"))
                .help(format!(
                    "`accordant explain 'value[{name}]'` shows the facts behind it: chart one of these"
                ))
        })?;
        let said = sentence_case(&humanised(name));
        return Ok(What {
            key: Some(name.to_string()),
            name: said,
            unit,
            direction: measure.direction(),
            made,
        });
    }
    let address = Address::read(name);
    let unit = unit(alliance, terms, &address)?;
    let (key, name) = (Some(address.written()), sentence_case(&address.said()));
    Ok(What { key, name, unit: Some(unit), direction: Direction::Neutral, made: Made::One(address) })
}

/// One fact over another.
pub fn quotient(alliance: &Alliance, above: &str, below: &str) -> Result<What, Stop> {
    let terms = terms(alliance)?;
    let (above, below) = (Address::read(above), Address::read(below));
    let units = (unit(alliance, terms, &above)?, unit(alliance, terms, &below)?);
    let name = format!("{} over {}", sentence_case(&above.said()), below.said());
    let unit = Some(units.0.divided_by(&units.1));
    Ok(What { key: None, name, unit, direction: Direction::Neutral, made: Made::Quotient(above, below) })
}

/// The unit of a fact that the agreement asks for.
fn unit(alliance: &Alliance, terms: &Terms, address: &Address) -> Result<Unit, Stop> {
    let written = address.written();
    let Some(input) = terms.inputs.iter().find(|input| input.name == address.name) else {
        let inputs = terms.inputs.iter().map(|input| input.name.as_str());
        let names = inputs.chain(measures(terms).into_iter().map(|measure| measure.name));
        let help = match nearest(&address.name, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`accordant measure list` lists the measures".to_string(),
        };
        return Err(Stop::wrong_use(format!("there is no measure or fact `{written}`")).help(help));
    };
    let InputKind::Quantity(unit) = &input.kind else {
        return Err(Stop::refusal(format!("`{written}` is a word, so there is nothing to chart")));
    };
    if input.by.len() != address.of.len() {
        let mut known: Vec<String> = alliance
            .facts
            .iter()
            .filter(|fact| fact.name == address.name)
            .map(|fact| Address { name: fact.name.clone(), of: fact.of.clone() }.written())
            .collect();
        known.dedup();
        return Err(Stop::wrong_use(format!("`{written}` is not one fact"))
            .help(format!("name one of {}", known.join(", "))));
    }
    Ok(unit.clone())
}

impl<'a> Monthly<'a> {
    /// The months of what is asked for.
    pub fn of(alliance: &'a Alliance, what: What) -> Result<Monthly<'a>, Stop> {
        let addresses = match &what.made {
            Made::One(address) => vec![address],
            Made::Quotient(above, below) => vec![above, below],
        };
        let mut rows: Vec<BTreeMap<Date, &Fact>> = Vec::new();
        for address in addresses {
            let months = by_month(alliance, address);
            if months.is_empty() {
                return Err(not_monthly(alliance, address));
            }
            rows.push(months);
        }
        let mut all: Vec<Date> = rows.iter().flat_map(BTreeMap::keys).copied().collect();
        all.sort();
        let months = match (all.first(), all.last()) {
            (Some(first), Some(last)) => each_month(*first, *last),
            _ => Vec::new(),
        };
        let months = months.into_iter().map(|first| month(first, &rows)).collect();
        Ok(Monthly { what, months })
    }

    /// The points of a chart.
    pub fn points(&self) -> Vec<Point> {
        let point =
            |month: &Month<'_>| Point { date: month.first, value: month.value.clone(), ghosted: None };
        self.months.iter().map(point).collect()
    }

    /// What it is made of, and of which months.
    pub fn about(&self) -> String {
        let made = match &self.what.made {
            Made::One(address) => address.written(),
            Made::Quotient(above, below) => format!("{} over {}", above.written(), below.written()),
        };
        let days = match (self.months.first(), self.months.last()) {
            (Some(first), Some(last)) => {
                format!(", monthly, {} to {}", long_month(first.first), long_month(last.first))
            }
            _ => String::new(),
        };
        let unit = self.what.unit.as_ref().filter(|unit| !unit.is_ratio() && !unit.is_money());
        let unit = unit.map_or(String::new(), |unit| format!(", in {}", unit_words(unit)));
        format!("{made}{unit}{days}")
    }

    /// Whose facts they are and how far they can be relied on.
    pub fn source(&self, alliance: &Alliance) -> String {
        let facts: Vec<&Fact> = self.months.iter().flat_map(|month| month.facts.iter().copied()).collect();
        let status = Status::weakest(facts.iter().map(|fact| fact.status));
        let name = &alliance.agreement.particulars.alliance.name;
        let known = alliance.recorded.as_ref().and_then(|recorded| recorded.standing.first());
        let known = known.map_or(String::new(), |known| format!(" {known}"));
        format!("Source: {}, {name}; status: {}.{known}", counted(facts.len(), "fact"), status.word())
    }
}

fn month<'a>(first: Date, rows: &[BTreeMap<Date, &'a Fact>]) -> Month<'a> {
    let facts: Vec<&Fact> = rows.iter().filter_map(|row| row.get(&first).copied()).collect();
    let numbers: Vec<&Exact> = facts.iter().filter_map(|fact| number(fact)).collect();
    let (value, gap) = match (numbers.as_slice(), rows.len()) {
        ([value], 1) => (Some((*value).clone()), None),
        ([above, below], 2) => match above.divided_by(below) {
            Ok(value) => (Some(value), None),
            Err(_) => (None, Some("nothing to divide by")),
        },
        _ if facts.len() < rows.len() => (None, Some("no fact")),
        _ => (None, Some("not published")),
    };
    Month { first, value, facts, gap }
}

/// What a fact says, if it is a number.
pub fn number(fact: &Fact) -> Option<&Exact> {
    if let FactValue::Number(number) = &fact.value { Some(number) } else { None }
}

/// The facts of one whole month each, by its first day.
fn by_month<'a>(alliance: &'a Alliance, address: &Address) -> BTreeMap<Date, &'a Fact> {
    let Some(always) = Days::new(Date::MIN, Date::MAX) else { return BTreeMap::new() };
    let facts = alliance.facts.within(&address.name, &address.of, always);
    let is_month = |fact: &&Fact| {
        let first = fact.days.from();
        load::month(first.year(), first.month()) == Some(fact.days)
    };
    facts.filter(is_month).map(|fact| (fact.days.from(), fact)).collect()
}

fn each_month(first: Date, last: Date) -> Vec<Date> {
    let next = |day: &Date| day.checked_add(1.month()).ok().filter(|day| *day <= last);
    std::iter::successors(Some(first), next).collect()
}

fn not_monthly(alliance: &Alliance, address: &Address) -> Stop {
    let always = Days::new(Date::MIN, Date::MAX);
    let others = always.map_or(0, |days| alliance.facts.within(&address.name, &address.of, days).count());
    let written = address.written();
    if others == 0 {
        return Stop::refusal(format!("there is no fact `{written}`"))
            .help("`accordant measure list` shows which measures have values");
    }
    Stop::refusal(format!(
        "`{written}` has no monthly facts: its {} are of other days",
        counted(others, "fact")
    ))
    .help("a chart needs a value for each month; give the fact for single months, or chart another")
}
