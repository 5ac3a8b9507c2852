//! Rows on and around what the terms turn on, and rows that no plan foresees.

use super::Given;
use crate::random::Random;
use accordant_agreement::terms::{InputKind, Terms};
use accordant_money::{Exact, Number, Rounding};
use accordant_settlement::{EachRow, SourceValue};

/// Makes rows for terms.
pub struct RandomRows {
    random: Random,
    slots: Vec<Asked>,
    /// The numbers that are written in the terms.
    written: Vec<Exact>,
}

/// What a slot takes.
enum Asked {
    Word(usize),
    /// Usually this, in multiples of that.
    Number(Exact, Exact),
}

/// Which values a row is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    /// Facts as rows mostly give them.
    Ordinary,
    /// Anything.
    Wild,
}

impl RandomRows {
    /// Rows for terms that were read from this text.
    pub fn new(seed: u64, terms: &Terms, each: &EachRow<'_>, text: &str) -> RandomRows {
        let mut random = Random::new(seed);
        let written = numbers(text);
        let mut asked = |(slot, source): (&accordant_settlement::Slot, &accordant_settlement::Source)| {
            let input = slot.input(terms)?;
            let unit = match &input.kind {
                InputKind::Choice(words) => return Some(Asked::Word(words.len())),
                InputKind::Quantity(unit) => unit,
            };
            let multiple = match (&input.known_to, unit.currency(), unit.is_ratio()) {
                (Some(known_to), ..) if known_to.sign().is_gt() => known_to.clone(),
                (_, Some(_), _) => fraction(1, 100),
                (_, None, true) => fraction(1, 10_000),
                (_, None, false) => fraction(1, 1),
            };
            let usual = match &source.value {
                Some(SourceValue::Number(number)) => number.clone(),
                _ => random.pick(&written).clone(),
            };
            Some(Asked::Number(usual, multiple))
        };
        let slots = each.graph().slots().iter().zip(each.sources());
        let slots = slots.map(|slot| asked(slot).unwrap_or(Asked::Number(Exact::zero(), fraction(1, 1))));
        let slots = slots.collect();
        RandomRows { random, slots, written }
    }

    /// The next row.
    pub fn row(&mut self) -> Vec<Given> {
        let mood = if self.random.percent(70) { Mood::Ordinary } else { Mood::Wild };
        (0..self.slots.len()).map(|slot| self.given(slot, mood)).collect()
    }

    fn given(&mut self, slot: usize, mood: Mood) -> Given {
        let (usual, multiple) = match &self.slots[slot] {
            Asked::Word(_) if mood == Mood::Wild && self.random.percent(5) => return Given::Absent,
            Asked::Word(count) => return Given::Word(self.random.below(*count) as u16),
            Asked::Number(usual, multiple) => (usual.clone(), multiple.clone()),
        };
        if mood == Mood::Wild && self.random.percent(20) {
            return self.wild(&usual);
        }
        let value = match self.random.below(10) {
            0..=3 => usual,
            4 => return Given::Absent,
            5 => Exact::zero(),
            6 => minus(&usual, &times(&usual, &fraction(2, 1))),
            7 => self.random.pick(&self.written).clone(),
            // On and around a threshold that is a share of something else.
            _ => self.share_of_another(),
        };
        let steps = self.random.below(5);
        let moved =
            if steps < 3 { plus(&value, &times(&multiple, &fraction(steps as i128 - 1, 1))) } else { value };
        Given::Number(moved.rounded(&multiple, Rounding::HalfUp).unwrap_or(moved))
    }

    fn share_of_another(&mut self) -> Exact {
        let at = self.random.below(self.slots.len());
        let Asked::Number(other, _) = &self.slots[at] else { return Exact::zero() };
        let part = times(other, self.random.pick(&self.written));
        match self.random.below(3) {
            0 => part,
            1 => plus(other, &part),
            _ => minus(other, &part),
        }
    }

    /// What no plan foresees: finer, larger, negative, missing or not published.
    fn wild(&mut self, usual: &Exact) -> Given {
        let power = |bits: u32| Exact::from_i128(1 << bits);
        let fine = [fraction(1, 3), fraction(1, 1_000_003), fraction(7, 1_000_000_007)];
        let large = [power(20), power(38), power(47), power(48), power(62), power(100), power(126)];
        Given::Number(match self.random.below(8) {
            0 => return Given::Absent,
            1 => return Given::NotPublished(None, None),
            2 => {
                let (low, high) = (minus(usual, &fraction(1, 2)), plus(usual, &fraction(3, 2)));
                let any = |random: &mut Random, end| if random.percent(70) { Some(end) } else { None };
                let low = any(&mut self.random, low);
                return Given::NotPublished(low, any(&mut self.random, high));
            }
            3 => plus(usual, self.random.pick(&fine)),
            4 => times(self.random.pick(&large), &fraction(-1, 1)),
            5 => plus(self.random.pick(&large), &fraction(1, 100)),
            6 => times(&times(&power(126), &power(126)), usual),
            _ => self.random.pick(&large).clone(),
        })
    }
}

/// The numbers of a text, percentages as shares of one.
fn numbers(text: &str) -> Vec<Exact> {
    let is_part = |letter: char| letter.is_ascii_digit() || letter == '.' || letter == ',';
    let mut found = vec![fraction(1, 1), fraction(100, 1)];
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let from = &rest[start..];
        let end = from.find(|letter| !is_part(letter)).unwrap_or(from.len());
        let (digits, after) = from.split_at(end);
        rest = after;
        if let Some(number) = Exact::parse_decimal(&digits.trim_end_matches(['.', ',']).replace(',', "")) {
            found.push(if after.starts_with('%') { times(&number, &fraction(1, 100)) } else { number });
        }
    }
    found
}

fn fraction(numerator: i128, denominator: i128) -> Exact {
    Exact::ratio(numerator, denominator).expect("nothing is divided by zero here")
}

fn plus(one: &Exact, other: &Exact) -> Exact {
    one.plus(other).expect("it fits")
}

fn minus(one: &Exact, other: &Exact) -> Exact {
    one.minus(other).expect("it fits")
}

fn times(one: &Exact, other: &Exact) -> Exact {
    one.times(other).expect("it fits")
}
