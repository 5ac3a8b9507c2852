//! Measures as the agreement names them, and what the settlement found of each. No score is computed here.
//!
//! Start with [`measures`]; what the settlement found is in [`found`].

pub mod list;
mod reading;
pub mod rebase;
pub mod score;
mod series;
pub mod show;
pub mod spc;
mod spc_json;
mod spc_text;

use super::record::settle::last_day;
use super::settle;
use crate::load::Alliance;
use crate::stamp::stamp;
use crate::stop::Stop;
use crate::text::json::Json;
use accordant_agreement::problem::nearest;
use accordant_agreement::terms::{
    At, Better, Expr, ExprKind, Input, InputKind, Ladder, Line, Origin, Rule, Subject, Terms,
};
use accordant_alliance::command::SettleOn;
use accordant_documents::figures::long_date;
use accordant_documents::view::{MeasureView, ScoreKind, StatementView, humanised, sentence_case};
use accordant_measures::spc::Direction;
use accordant_money::{Exact, Rounding};
use accordant_settlement::SettledPeriod;
use clap::ArgMatches;
use std::ffi::OsString;
use std::path::Path;

/// A measure of the agreement.
#[derive(Debug, Clone, Copy)]
pub struct Measure<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it says; nothing where it says nothing.
    pub says: Option<&'a str>,
    /// Its clause.
    pub clause: Option<&'a str>,
    /// How a value of it comes about.
    pub kind: Kind<'a>,
}

/// How a value of a measure comes about.
#[derive(Debug, Clone, Copy)]
pub enum Kind<'a> {
    /// It is measured, and read off its levels if it has any.
    Measured(&'a Line, Option<&'a Ladder>),
    /// The parties agree which level is met.
    Agreed(&'a Input, &'a [(String, Exact)]),
}

/// The fact or facts of which a measured value is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// One fact.
    One(Address),
    /// One over another.
    Quotient(Address, Address),
}

/// A fact by its name and elements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Its name.
    pub name: String,
    /// Its elements.
    pub of: Vec<String>,
}

impl Address {
    /// Reads `activity[dermatology]`.
    pub fn read(text: &str) -> Address {
        let (name, of) = text.split_once('[').unwrap_or((text, ""));
        let of = of.trim_end_matches(']').split(',').map(str::trim).filter(|element| !element.is_empty());
        Address { name: name.to_string(), of: of.map(str::to_string).collect() }
    }

    /// As it is written.
    pub fn written(&self) -> String {
        if self.of.is_empty() { self.name.clone() } else { format!("{}[{}]", self.name, self.of.join(", ")) }
    }

    /// As people say it.
    pub fn said(&self) -> String {
        let words: Vec<String> =
            std::iter::once(&self.name).chain(&self.of).map(|word| humanised(word)).collect();
        words.join(", ")
    }
}

impl<'a> Measure<'a> {
    /// What it is called in a heading.
    pub fn title(&self) -> String {
        self.says.map_or_else(|| sentence_case(&humanised(self.name)), str::to_string)
    }

    /// Its levels.
    pub fn ladder(&self) -> Option<&'a Ladder> {
        if let Kind::Measured(_, ladder) = self.kind { ladder } else { None }
    }

    /// Which way is better.
    pub fn direction(&self) -> Direction {
        match self.ladder().map(|ladder| ladder.better) {
            Some(Better::Higher) => Direction::Increase,
            Some(Better::Lower) => Direction::Decrease,
            None => Direction::Neutral,
        }
    }

    /// The facts of which its value is made; nothing where it is made of other figures.
    pub fn made(&self, terms: &Terms) -> Option<Made> {
        let (expr, _) = self.formula()?;
        match &expr.kind {
            ExprKind::DividedBy(above, below) => {
                Some(Made::Quotient(address(terms, above)?, address(terms, below)?))
            }
            _ => address(terms, expr).map(Made::One),
        }
    }

    /// To what, and how, its value is rounded before it is read off the levels.
    pub fn precision(&self) -> Option<(&'a Exact, Rounding)> {
        self.formula()?.1
    }

    /// What is measured before it is rounded, and how it is.
    fn formula(&self) -> Option<(&'a Expr, Option<(&'a Exact, Rounding)>)> {
        let Kind::Measured(Line { rule: Rule::Formula(expr), .. }, _) = self.kind else { return None };
        Some(match &expr.kind {
            ExprKind::Rounded(inner, to, rule) => (inner, Some((to, *rule))),
            _ => (expr, None),
        })
    }
}

/// The fact that an expression is, if it is one.
fn address(terms: &Terms, expr: &Expr) -> Option<Address> {
    let ExprKind::Reference(Subject::Input(id), at) = &expr.kind else { return None };
    let named = |at: &At| if let At::Named(name) = at { Some(name.clone()) } else { None };
    let of = at.iter().map(named).collect::<Option<Vec<_>>>()?;
    Some(Address { name: terms.inputs.get(id.0)?.name.clone(), of })
}

/// Every measure, in the agreement's order.
pub fn measures(terms: &Terms) -> Vec<Measure<'_>> {
    terms.lines.iter().enumerate().filter_map(|(at, line)| measure(terms, at, line)).collect()
}

fn measure<'a>(terms: &'a Terms, at: usize, line: &'a Line) -> Option<Measure<'a>> {
    let kind = match (&line.rule, line.origin) {
        (Rule::Judged(input, points), _) => Kind::Agreed(terms.inputs.get(input.0)?, points),
        (_, Origin::Value) => {
            let ladder = terms.lines.iter().find_map(|score| match &score.rule {
                Rule::Levels(of, ladder) if of.0 == at => Some(ladder),
                _ => None,
            });
            Kind::Measured(line, ladder)
        }
        _ => return None,
    };
    let name = line.name.split_once('[').map_or(line.name.as_str(), |(_, of)| of.trim_end_matches(']'));
    Some(Measure { name, says: line.says.as_deref(), clause: line.clause.as_deref(), kind })
}

/// The measure of that name.
pub fn named<'a>(terms: &'a Terms, name: &str) -> Result<Measure<'a>, Stop> {
    let all = measures(terms);
    all.iter().find(|measure| measure.name == name).copied().ok_or_else(|| {
        let help = match nearest(name, all.iter().map(|measure| measure.name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`accordant measure list` lists them".to_string(),
        };
        Stop::wrong_use(format!("there is no measure `{name}`")).help(help)
    })
}

/// The terms of an agreement, without which there is no measure.
pub fn terms(alliance: &Alliance) -> Result<&Terms, Stop> {
    alliance.agreement.terms.as_ref().ok_or_else(|| {
        Stop::refusal("the agreement has neither measures nor money terms")
            .help("`accordant settle` lists what it governs")
    })
}

/// Everything that was settled, as far as a period or a day in it. Where neither is asked for, as far as facts reach: what
/// is only planned for the next year makes it no year of which measures are told.
pub fn settled(
    alliance: &Alliance,
    period: Option<&str>,
    to: Option<&str>,
) -> Result<Vec<SettledPeriod>, Stop> {
    let to = to.map(last_day).transpose()?;
    let on = to.map_or(SettleOn::Whole, SettleOn::ToDate);
    let wanted = settle::asked_period(alliance, period, on)?;
    let whole = settle::settled_series(alliance, &wanted, on)?;
    if to.is_some() {
        return Ok(whole);
    }
    for last in whole.iter().rev() {
        if last.refusals().next().is_none() {
            return settle::settled_series(alliance, &last.period, on);
        }
        if let Some(day) = settle::settles_to(alliance, last) {
            return settle::settled_series(alliance, &last.period, SettleOn::ToDate(day));
        }
        if period.is_some() {
            break;
        }
    }
    Ok(whole)
}

/// What is said where values are of the days so far.
pub fn so_far(settled: &[SettledPeriod]) -> Option<String> {
    let last = settled.last()?;
    let to = last.parts.last()?.setting.part.to();
    let label = &last.period.label;
    (to < last.period.to).then(|| format!("What is said of {label} is of its days to {}.", long_date(to)))
}

/// The text that was given for an argument.
pub fn text<'a>(asked: &'a ArgMatches, name: &str) -> Option<&'a str> {
    asked.get_one::<String>(name).map(String::as_str)
}

/// A view of each part that was settled, the first first.
pub fn views<'a>(alliance: &'a Alliance, settled: &'a [SettledPeriod]) -> Vec<StatementView<'a>> {
    let parts = settled.iter().flat_map(|period| &period.parts);
    parts.map(|part| StatementView::of_settlement(&alliance.agreement, part, stamp(alliance))).collect()
}

/// What a settlement found of a measure.
pub fn found<'v, 'a>(view: &'v StatementView<'a>, measure: &Measure<'_>) -> Option<&'v MeasureView<'a>> {
    let (value, score) = (format!("value[{}]", measure.name), format!("score[{}]", measure.name));
    let is_its = |found: &&MeasureView<'_>| {
        found.kind == ScoreKind::Measure
            && (found.value.is_some_and(|reason| reason.address == value)
                || found.score.is_some_and(|reason| reason.address == score))
    };
    view.parts.iter().flat_map(|part| &part.measures).find(is_its)
}

/// Which way is better, in words; nothing where neither is.
pub const fn better_words(direction: Direction) -> Option<&'static str> {
    match direction {
        Direction::Increase => Some("higher is better"),
        Direction::Decrease => Some("lower is better"),
        Direction::Neutral => None,
    }
}

/// The words that an input may be; none for a quantity.
pub fn choices(input: &Input) -> &[String] {
    if let InputKind::Choice(words) = &input.kind { words } else { &[] }
}

/// An exact number as JSON: its fraction.
pub fn exact(value: &Exact) -> Json {
    Json::text(value.fraction())
}

/// An exact number as JSON: a decimal of up to six places.
pub fn decimal(value: &Exact) -> Json {
    let text = value.decimal(6, Rounding::HalfAwayFromZero);
    Json::text(text.trim_end_matches('0').trim_end_matches('.'))
}

/// The folder and the name that stand in one argument of one or two values.
pub fn folder_and_name(asked: &ArgMatches) -> (&Path, Option<&str>) {
    let values: Vec<&OsString> = asked.get_many("asked").unwrap_or_default().collect();
    match *values.as_slice() {
        [folder, name, ..] => (Path::new(folder), name.to_str()),
        [name] => (Path::new("."), name.to_str()),
        [] => (Path::new("."), None),
    }
}
