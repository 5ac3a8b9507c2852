//! `measure score`: value, level, points and weight of every measure in a period, and beside each that pays what its
//! value says of itself.

use super::list::{found_json, opening, shown};
use super::reading::{self, Step, Told, bounds, verdict};
use super::series::{Monthly, what};
use super::{Measure, decimal, exact, found, measures, settled, so_far, spc, terms, text, views};
use crate::load::{self, Alliance};
use crate::print::{Face, data};
use crate::recorded::Reading;
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::sheet::{Fact, Sheet};
use crate::text::statement::cited;
use accordant_documents::chart::ChartView;
use accordant_documents::view::{MeasureView, ScoreKind, Standing, StatementView};
use accordant_documents::words;
use accordant_measures::signal::Patients;
use accordant_money::Exact;
use clap::ArgMatches;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// The rules by which the months beside a score are read.
const PROFILE: &str = "mdc";
/// What the chances rest on.
const NOISE: &str = "A chance takes the level that is named as known, and each one who is counted as one independent \
    trial. Where the same people are counted again month after month, more is noise than it says. A patient moves \
    within the same number. None of this changes a score.";

/// A part of a period, the part before it, and what is asked of them.
struct Scored<'v, 'a> {
    alliance: &'a Alliance,
    view: &'v StatementView<'a>,
    before: Option<&'v StatementView<'a>>,
    /// The last day of the part.
    end: Date,
    measures: &'v [Measure<'a>],
    significance: Exact,
}

/// Shows the scores of a period.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let folder = asked.get_one::<PathBuf>("folder").map_or(Path::new("."), PathBuf::as_path);
    let alliance = load::alliance(folder, None, reading)?;
    let measures = measures(terms(&alliance)?);
    let significance = asked.get_one::<String>("significance").map_or("5%", String::as_str);
    let significance = spc::value(significance, "--significance")?;
    let settled = settled(&alliance, text(asked, "period"), text(asked, "to"))?;
    let views = views(&alliance, &settled);
    let parts = settled.last().map_or([].as_slice(), |period| period.parts.as_slice());
    let (earlier, these) = views.split_at(views.len().saturating_sub(parts.len()));
    let scored = these.iter().zip(parts).map(|(view, part)| Scored {
        alliance: &alliance,
        view,
        before: earlier.last(),
        end: part.setting.part.to(),
        measures: &measures,
        significance: significance.clone(),
    });
    let scored: Vec<Scored<'_, '_>> = scored.collect();
    if face.is_json() {
        data(&Json::List(scored.iter().map(Scored::json).collect()).document());
        return Ok(Ended::Done);
    }
    let mut sheet = Sheet::default();
    opening(&alliance, &views, &mut sheet);
    so_far(&settled).into_iter().for_each(|words| sheet.text(words));
    scored.iter().for_each(|one| one.lay(&mut sheet));
    if scored.iter().any(Scored::counts_some) {
        sheet.text(NOISE);
    }
    data(&sheet.shown(face));
    Ok(Ended::Done)
}

impl<'v, 'a> Scored<'v, 'a> {
    fn lay(&self, sheet: &mut Sheet) {
        sheet.heading(format!("Scores for {}, {}", self.view.period, self.view.days));
        let Some(part) = self.view.parts.first() else { return };
        if part.measures.is_empty() {
            sheet.text("No measure has a value in this period.");
        }
        if part.scores_matter() == Some(false) {
            sheet.text(words::NO_SCORE_PAYS);
        }
        for one in &part.measures {
            sheet.fact(self.fact(one));
        }
        for (figure, why) in part.left_out {
            sheet.fact(Fact { label: figure.clone(), notes: vec![why.clone()], ..Fact::default() });
        }
    }

    /// Whether something is said of noise.
    fn counts_some(&self) -> bool {
        let all = self.view.parts.iter().flat_map(|part| &part.measures);
        let mut counting = all.filter(|one| one.standing == Standing::Counts);
        counting.any(|one| self.measure(one).is_some_and(|measure| self.told(measure, one).is_ok()))
    }

    fn fact(&self, one: &MeasureView<'a>) -> Fact {
        let said: Vec<String> = one.value.map(shown).into_iter().chain(one.level.clone()).collect();
        let mut notes = if said.is_empty() { Vec::new() } else { vec![said.join(": ")] };
        notes.extend(one.weight.as_ref().map(words::weight));
        notes.extend(one.standing.note().map(str::to_string));
        let measure = self.measure(one);
        if let Some(measure) = measure.filter(|_| one.standing == Standing::Counts) {
            notes.extend(self.beside(measure, one));
        }
        let label = match (one.kind, measure) {
            (ScoreKind::Mean, _) => format!("{}: weighted mean", one.title),
            (ScoreKind::Measure, Some(measure)) => format!("{}: {}", measure.name, one.title),
            (ScoreKind::Measure, None) => one.title.clone(),
        };
        let amount = one.score.map_or_else(|| "no score".to_string(), shown);
        Fact { label, amount, clause: cited(one.clause), notes }
    }

    /// The measure of which that was found.
    fn measure(&self, one: &MeasureView<'_>) -> Option<&'v Measure<'a>> {
        let same = |other: &MeasureView<'_>| {
            let address =
                |found: &MeasureView<'_>| found.score.or(found.value).map(|reason| reason.address.clone());
            address(other) == address(one)
        };
        self.measures.iter().find(|measure| found(self.view, measure).is_some_and(same))
    }

    fn told(&self, measure: &Measure<'a>, one: &MeasureView<'_>) -> Result<Told<'a>, String> {
        let terms = self.alliance.agreement.terms.as_ref().ok_or("there are no terms")?;
        let before = self.before.and_then(|view| Some((view.period.as_str(), found(view, measure)?)));
        reading::of(terms, measure, one, before, &self.significance)
    }

    fn beside(&self, measure: &Measure<'a>, one: &MeasureView<'_>) -> Vec<String> {
        let unit = one.value.and_then(|value| value.unit.as_ref());
        let mut said = match self.told(measure, one) {
            Ok(told) => told.sentences(measure, unit, &self.significance),
            Err(why) => vec![why],
        };
        said.extend(self.months(measure).map(|finding| format!("month by month: {finding}")));
        said
    }

    /// What the months of the measure say, up to the end of this part.
    fn months(&self, measure: &Measure<'_>) -> Option<String> {
        let mut monthly =
            what(self.alliance, measure.name).and_then(|what| Monthly::of(self.alliance, what)).ok()?;
        monthly.months.retain(|month| month.first <= self.end);
        let profile = spc::profile(PROFILE).ok()?;
        let (series, chart) = spc::plainly(self.alliance, &monthly, &profile)?;
        let view = ChartView {
            name: &monthly.what.name,
            about: "",
            source: "",
            unit: monthly.what.unit.as_ref(),
            series: &series,
            chart: &chart,
            profile: &profile,
        };
        Some(view.finding())
    }

    fn json(&self) -> Json {
        let part = self.view.parts.first();
        let all = part.map(|part| part.measures.iter().map(|one| self.one_json(one)).collect());
        Json::Map(vec![
            ("period", Json::text(self.view.period.as_str())),
            ("significance", exact(&self.significance)),
            ("scores", Json::List(all.unwrap_or_default())),
        ])
    }

    fn one_json(&self, one: &MeasureView<'_>) -> Json {
        let measure = self.measure(one);
        let mut said = vec![
            ("measure", Json::maybe(measure.map(|measure| measure.name))),
            ("says", Json::text(one.title.as_str())),
            ("clause", Json::maybe(one.clause)),
        ];
        said.extend(found_json(Some(one)));
        if let Some(measure) = measure.filter(|_| one.standing == Standing::Counts) {
            said.extend(match self.told(measure, one) {
                Ok(told) => told_json(&told),
                Err(why) => vec![("not_told", Json::text(why))],
            });
            said.push(("month_by_month", Json::maybe(self.months(measure))));
        }
        Json::Map(said)
    }
}

fn told_json(told: &Told<'_>) -> Vec<(&'static str, Json)> {
    let against = told.against.as_ref().map(|(against, chance)| {
        let [low, high] = bounds(&chance.tail);
        Json::Map(vec![
            ("what", Json::text(against.what.as_str())),
            ("level", decimal(&against.level)),
            ("level_exact", exact(&against.level)),
            ("chance_at_least", decimal(low)),
            ("chance_at_most", decimal(high)),
            ("verdict", Json::text(verdict(chance.verdict))),
        ])
    });
    vec![
        ("numerator", Json::Whole(told.rate.numerator)),
        ("denominator", Json::Whole(told.rate.denominator)),
        ("unrounded", exact(&told.value)),
        ("change", told.change.as_ref().map_or(Json::Null, exact)),
        ("against", against.unwrap_or(Json::Null)),
        ("next", told.next.as_ref().map_or(Json::Null, step)),
        ("last", told.last.as_ref().map_or(Json::Null, step)),
    ]
}

fn step(step: &Step<'_>) -> Json {
    let patients = match step.patients {
        Patients::Number(count) => Json::Whole(count),
        Patients::NoNumber => Json::Null,
    };
    Json::Map(vec![
        ("level", Json::text(step.level.name.as_str())),
        ("at", exact(&step.level.at)),
        ("patients", patients),
    ])
}
