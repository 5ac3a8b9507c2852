//! Formulas of a unit, and conditions.

use super::{Choice, Index, Maker, Quantity, Unit};

const NUMBERS: [&str; 14] =
    ["0", "1", "2", "3", "5", "10", "7.5", "12.34", "0.005", "0.015", "100", "33.33", "0.5", "1.5"];
const RATES: [&str; 11] = ["50%", "25%", "10%", "2%", "33.3%", "100%", "0.5", "1", "2", "0", "1.5"];
/// Every rule of rounding.
pub(super) const RULES: [&str; 8] = [
    "half away from zero",
    "half even",
    "half up",
    "half down",
    "away from zero",
    "toward zero",
    "up",
    "down",
];

impl Unit {
    /// The words after a number.
    pub fn suffix(self) -> &'static str {
        match self {
            Unit::Money => " GBP",
            Unit::Ratio | Unit::Date => "",
            Unit::Points => " points",
            Unit::Days => " days",
            Unit::Weeks => " weeks",
            Unit::Price => " GBP per week",
        }
    }
}

impl Maker {
    /// Some unit of an ordinary quantity.
    pub fn some_unit(&mut self) -> Unit {
        *self.random.pick(&[
            Unit::Money,
            Unit::Money,
            Unit::Money,
            Unit::Ratio,
            Unit::Points,
            Unit::Weeks,
            Unit::Days,
            Unit::Price,
        ])
    }

    /// A plain number, not negative.
    pub fn plain(&mut self, unit: Unit) -> String {
        let from: &[&str] = if unit == Unit::Ratio { &RATES } else { &NUMBERS };
        (*self.random.pick(from)).to_owned()
    }

    /// A number in its unit, not negative, as a formula says it.
    pub fn literal(&mut self, unit: Unit) -> String {
        if unit == Unit::Date {
            return (self.random.one_of(&["2014-04-01", "2014-10-01", "2014-07-01"])).to_owned();
        }
        let number = self.plain(unit);
        match (number.as_str(), unit) {
            ("0", _) => number,
            (_, Unit::Money) if self.random.percent(20) => format!("£{number}"),
            ("100", Unit::Money) if self.random.percent(20) => "0.1k GBP".to_owned(),
            _ => format!("{number}{}", unit.suffix()),
        }
    }

    /// A number on which something turns, in its unit; facts will often be exactly this.
    pub fn edge(&mut self, unit: Unit) -> String {
        let number = self.plain(unit);
        self.edges.entry(unit).or_default().push(number.clone());
        if number == "0" { number } else { format!("{number}{}", unit.suffix()) }
    }

    /// A formula of a unit inside a line by these indexes.
    pub fn formula(&mut self, unit: Unit, by: &[usize], depth: usize) -> String {
        if depth == 0 || self.random.percent(15) {
            return self.leaf(unit, by);
        }
        let less = depth - 1;
        match self.random.below(14) {
            0 => format!("({} + {})", self.formula(unit, by, less), self.formula(unit, by, less)),
            1 => format!("({} - {})", self.formula(unit, by, less), self.formula(unit, by, less)),
            2 => format!("({} * {})", self.formula(Unit::Ratio, by, less), self.formula(unit, by, less)),
            3 => format!("({} of {})", self.literal(Unit::Ratio), self.formula(unit, by, less)),
            4 => format!("({} / {})", self.formula(unit, by, less), self.divisor(by)),
            5 => format!("(-{})", self.formula(unit, by, less)),
            6 => format!("min({}, {})", self.formula(unit, by, less), self.formula(unit, by, less)),
            7 => format!(
                "max({}, {}, {})",
                self.formula(unit, by, less),
                self.leaf(unit, by),
                self.leaf(unit, by)
            ),
            8 => format!("abs({})", self.formula(unit, by, less)),
            9 => self.clamp(unit, by, less),
            10 => self.threshold(unit, by, less),
            11 => self.rounding(unit, by, less),
            12 => self.aggregate(unit, by),
            _ => self.conversion(unit, by, less),
        }
    }

    fn divisor(&mut self, by: &[usize]) -> String {
        if self.random.percent(20) {
            return self.leaf(Unit::Ratio, by);
        }
        (self.random.one_of(&["2", "3", "7", "50%", "0.3"])).to_owned()
    }

    fn clamp(&mut self, unit: Unit, by: &[usize], depth: usize) -> String {
        let of = self.formula(unit, by, depth);
        let (low, high) = (self.edge(unit), self.edge(unit));
        format!("clamp({of}, {}, {high})", if self.random.percent(60) { format!("-{low}") } else { low })
    }

    fn threshold(&mut self, unit: Unit, by: &[usize], depth: usize) -> String {
        let of = if self.random.percent(60) { self.leaf(unit, by) } else { self.formula(unit, by, depth) };
        let threshold = if self.random.percent(85) { self.edge(unit) } else { self.leaf(unit, by) };
        let function = self.random.pick(&["cliff", "deductible", "deadband"]);
        format!("{function}({of}, {threshold})")
    }

    fn rounding(&mut self, unit: Unit, by: &[usize], depth: usize) -> String {
        let of = self.formula(unit, by, depth);
        if unit == Unit::Points && self.random.percent(40) {
            return format!("({of} rounded to whole points, {})", self.random.pick(&RULES));
        }
        let to = self.random.pick(&["1", "0.01", "5", "10", "0.1", "3"]);
        format!("({of} rounded to {to}, {})", self.random.pick(&RULES))
    }

    /// Something of another unit turned into this one.
    fn conversion(&mut self, unit: Unit, by: &[usize], depth: usize) -> String {
        match unit {
            Unit::Money if self.random.percent(40) => {
                format!("({} * {} / 100 points)", self.leaf(Unit::Money, by), self.leaf(Unit::Points, by))
            }
            Unit::Money if self.random.percent(60) => {
                format!("({} * {})", self.leaf(Unit::Price, by), self.formula(Unit::Weeks, by, depth))
            }
            Unit::Money if !self.pools.is_empty() => format!("opening[{}]", self.random.pick(&self.pools)),
            Unit::Ratio if self.random.percent(30) => "term_year".to_owned(),
            Unit::Ratio if self.random.percent(40) => "(days_in_part / days_in_period)".to_owned(),
            Unit::Ratio => {
                let other = self.some_unit();
                format!("({} / {})", self.leaf(other, by), self.leaf(other, by))
            }
            Unit::Days => {
                let options = ["days_in_period", "days_in_part", "(period_end - period_start)"];
                let dated = self.quantities.iter().find(|one| one.unit == Unit::Date && one.by.is_empty());
                match dated.map(|dated| dated.name.clone()) {
                    Some(name) if self.random.percent(50) => format!("({name} - period_start)"),
                    _ => (*self.random.pick(&options)).to_owned(),
                }
            }
            Unit::Price => format!("({} / {})", self.leaf(Unit::Money, by), self.literal(Unit::Weeks)),
            _ => self.leaf(unit, by),
        }
    }

    /// A number or a name.
    pub fn leaf(&mut self, unit: Unit, by: &[usize]) -> String {
        let known: Vec<Quantity> = self.quantities.iter().filter(|one| one.unit == unit).cloned().collect();
        if known.is_empty() || self.random.percent(15) {
            return self.literal(unit);
        }
        let quantity = self.random.pick(&known).clone();
        self.named(&quantity.name, &quantity.by, by)
    }

    /// A name inside a line by some indexes: the elements that the line does not mean are given.
    pub fn named(&mut self, name: &str, of: &[usize], by: &[usize]) -> String {
        let lacking: Vec<usize> = of.iter().copied().filter(|index| !by.contains(index)).collect();
        let elements: Vec<String> = lacking
            .iter()
            .map(|index| {
                let elements = self.indexes[*index].elements.clone();
                self.random.pick(&elements).clone()
            })
            .collect();
        if elements.is_empty() { name.to_owned() } else { format!("{name}[{}]", elements.join(", ")) }
    }

    /// All elements of something put together; what has no index is taken as it is.
    pub fn aggregate(&mut self, unit: Unit, by: &[usize]) -> String {
        // How many there are is a plain number, whatever the unit of what is counted.
        let counted = unit == Unit::Ratio && self.random.percent(30);
        let indexed = |one: &&Quantity| (counted || one.unit == unit) && !one.by.is_empty();
        let known: Vec<Quantity> = self.quantities.iter().filter(indexed).cloned().collect();
        if known.is_empty() {
            return self.leaf(unit, by);
        }
        let quantity = self.random.pick(&known).clone();
        let name = &quantity.name;
        if counted {
            return format!("count of {name}");
        }
        let how = self.random.one_of(&["sum", "sum", "largest", "smallest"]);
        match quantity.by.as_slice() {
            [over, other] if by.contains(other) || self.random.percent(30) => {
                let (over, other) = (self.indexes[*over].clone(), *other);
                let of = if by.contains(&other) {
                    name.clone()
                } else {
                    let elements = self.indexes[other].elements.clone();
                    format!("{name}[{}]", self.random.pick(&elements))
                };
                self.over(how, &of, &over)
            }
            _ if self.random.percent(30) => format!("{how} of ({} * {name})", self.literal(Unit::Ratio)),
            _ => format!("{how} of {name}"),
        }
    }

    fn over(&mut self, how: &str, of: &str, index: &Index) -> String {
        format!("{how} of {of} over {}", index.word)
    }

    /// A condition inside a line by these indexes.
    pub fn condition(&mut self, by: &[usize], depth: usize) -> String {
        match self.random.below(if depth == 0 { 7 } else { 10 }) {
            0..=2 => self.comparison(by),
            3 | 4 => self.word(by),
            5 => self.element(by),
            6 => self.responsible(by),
            7 => format!("({} and {})", self.condition(by, depth - 1), self.condition(by, depth - 1)),
            8 => format!("({} or {})", self.condition(by, depth - 1), self.condition(by, depth - 1)),
            _ => format!("not {}", self.condition(by, depth - 1)),
        }
    }

    fn comparison(&mut self, by: &[usize]) -> String {
        let unit = self.some_unit();
        let left = if self.random.percent(70) { self.leaf(unit, by) } else { self.formula(unit, by, 1) };
        let right = if self.random.percent(70) { self.edge(unit) } else { self.leaf(unit, by) };
        format!("{left} {} {right}", self.random.pick(&["<", "<=", "=", ">", ">="]))
    }

    fn word(&mut self, by: &[usize]) -> String {
        if self.choices.is_empty() {
            return self.comparison(by);
        }
        let choices = self.choices.clone();
        let Choice { name, words, by: of } = self.random.pick(&choices).clone();
        let name = self.named(&name, &of, by);
        let (one, two) = (self.random.pick(&words).clone(), self.random.pick(&words).clone());
        match self.random.below(3) {
            0 => format!("{name} is {one}"),
            1 => format!("{name} is not {one}"),
            _ if one == two => format!("{name} is one of ({one})"),
            _ => format!("{name} is one of ({one}, {two})"),
        }
    }

    fn element(&mut self, by: &[usize]) -> String {
        let Some(index) = by.first().map(|index| self.indexes[*index].clone()) else {
            return self.comparison(by);
        };
        let is = self.random.one_of(&["is", "is not"]);
        format!("{} {is} {}", index.word, self.random.pick(&index.elements))
    }

    fn responsible(&mut self, by: &[usize]) -> String {
        let (provider, service) = (self.indexes[1].clone(), self.indexes[3].clone());
        let provider = self.random.pick(&provider.elements).clone();
        if by.contains(&3) {
            return format!("responsible is {provider}");
        }
        format!("responsible[{}] is {provider}", self.random.pick(&service.elements))
    }
}
