//! The facts of a case, for the settlement as rows and for the oracle as the fact that serves a part (S20).

use crate::case::{Case, FactRow};
use accordant_agreement::resolve::{Given, read_value};
use accordant_agreement::terms::{Input, Over, Terms};
use accordant_facts::{Days, Fact, FactValue, Facts, RowPlace, Status};
use accordant_money::Exact;
use accordant_oracle::{OracleFact, OracleFactValue, RBig};

/// The number that the text of an exact number says.
pub(crate) fn number(exact: &Exact) -> RBig {
    exact.fraction().parse().expect("an exact number is written as a fraction of whole numbers")
}

/// The rows as the settlement takes them.
pub(crate) fn rows(case: &Case) -> Facts {
    let mut facts = Facts::new();
    for (line, row) in (2..).zip(&case.facts) {
        let value = match read_value(&row.value) {
            Some(Given::Number(number, _)) => FactValue::Number(number),
            Some(Given::Word(word)) => FactValue::Word(word),
            Some(Given::NotPublished) | None => FactValue::NotPublished,
        };
        let fact = Fact {
            name: row.name.clone(),
            of: row.of.clone(),
            days: days(row),
            value,
            known_to: row.known_to.as_deref().and_then(Exact::parse_decimal),
            status: Status::Illustrative,
            owner: None,
            source: None,
            row: None,
            at: RowPlace { file: "facts.csv".into(), line },
        };
        facts.insert(fact).expect("no fact is generated twice");
    }
    facts
}

fn days(row: &FactRow) -> Days {
    Days::parse(&row.days).expect("days are generated as days")
}

/// The facts of a case, for one part.
pub(crate) struct ForPart<'a> {
    pub case: &'a Case,
    pub terms: &'a Terms,
    pub period: Days,
    pub part: Days,
}

impl ForPart<'_> {
    /// The fact that serves the part.
    pub fn now(&self, name: &str, of: &[String]) -> Option<OracleFact> {
        let rows: Vec<&FactRow> =
            self.case.facts.iter().filter(|row| row.name == name && row.of == of).collect();
        let of_days = |wanted: Days| rows.iter().find(|row| days(row) == wanted).copied();
        if let Some(row) = of_days(self.part) {
            return Some(self.valued(row, &RBig::ONE));
        }
        let share = RBig::from(self.part.count()) / RBig::from(self.period.count());
        let over = self.input(name).and_then(|input| input.over);
        let spread = match (over, of_days(self.period)) {
            (Some(Over::Same), Some(row)) => Some(self.valued(row, &RBig::ONE)),
            (Some(Over::ByDays), Some(row)) => match self.valued(row, &share) {
                fact if matches!(fact.value, OracleFactValue::Number(_)) => Some(fact),
                _ => Some(unfit()),
            },
            (Some(Over::AsDated), _) => self.dated(&rows),
            _ => None,
        };
        let reaches_beyond = || rows.iter().any(|row| days(row).covers(self.part)).then(unfit);
        spread.or_else(reaches_beyond)
    }

    /// The latest fact of an earlier time.
    pub fn before(&self, name: &str, of: &[String]) -> Option<OracleFact> {
        let earlier = |row: &&FactRow| row.name == name && row.of == of && days(row).to() < self.part.from();
        let latest =
            self.case.facts.iter().filter(earlier).max_by_key(|row| (days(row).to(), days(row).from()))?;
        Some(self.valued(latest, &RBig::ONE))
    }

    /// The rows within the part, added, if they cover each of its days once; nothing if there are none.
    fn dated(&self, rows: &[&FactRow]) -> Option<OracleFact> {
        let within: Vec<&&FactRow> = rows.iter().filter(|row| self.part.covers(days(row))).collect();
        let covered: i128 = within.iter().map(|row| days(row).count()).sum();
        let twice = within
            .iter()
            .any(|one| within.iter().any(|other| one != other && days(one).overlaps(days(other))));
        if within.is_empty() {
            return None;
        }
        if twice || covered != self.part.count() {
            return Some(unfit());
        }
        let (mut sum, mut precision) = (RBig::ZERO, RBig::ZERO);
        let mut is_published = true;
        for row in within {
            let OracleFact { value, known_to } = self.valued(row, &RBig::ONE);
            match value {
                OracleFactValue::Number(value) => sum += value,
                OracleFactValue::NotPublished => is_published = false,
                OracleFactValue::Word(_) | OracleFactValue::Unfit => return Some(unfit()),
            }
            precision += known_to.unwrap_or(RBig::ZERO);
        }
        let known_to = (precision > RBig::ZERO).then_some(precision);
        let value = if is_published { OracleFactValue::Number(sum) } else { OracleFactValue::NotPublished };
        Some(OracleFact { value, known_to })
    }

    fn input(&self, name: &str) -> Option<&Input> {
        self.terms.inputs.iter().find(|input| input.name == name)
    }

    /// A row's value, or a share of it, with its precision or that of the input (S6).
    fn valued(&self, row: &FactRow, share: &RBig) -> OracleFact {
        let of_input = self.input(&row.name).and_then(|input| input.known_to.as_ref()).map(number);
        let own = row.known_to.as_deref().and_then(Exact::parse_decimal).as_ref().map(number);
        let value = match read_value(&row.value) {
            Some(Given::Number(value, _)) => OracleFactValue::Number(number(&value) * share),
            Some(Given::Word(word)) => OracleFactValue::Word(word),
            Some(Given::NotPublished) | None => OracleFactValue::NotPublished,
        };
        OracleFact { value, known_to: own.or(of_input).map(|precision| precision * share) }
    }
}

/// Rows that are there, and do not fit the days.
fn unfit() -> OracleFact {
    OracleFact { value: OracleFactValue::Unfit, known_to: None }
}
