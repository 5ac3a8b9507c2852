//! A chart as text: what was found first, then a line for each month, with letters and words and never colour alone.

use super::series::{Month, Monthly};
use crate::print::{COLUMNS, Face};
use crate::text::sheet::{Fact, Sheet};
use crate::text::{width, wrapped};
use accordant_documents::chart::{ChartView, Scale, long_month, point_word, short_rule};
use accordant_measures::spc::{Direction, Judged, PointType};

/// What words beside a point take up at most.
const WORDS: usize = 36;
const MONTH: usize = 7;
const GAPS: usize = 8;

/// The chart as text.
pub fn shown(view: &ChartView<'_>, monthly: &Monthly<'_>, lost: &[String], face: Face) -> String {
    let Some(scale) = view.scale() else { return format!("{}: no month has a value\n", view.name) };
    if face.is_plain() {
        return plain(view, monthly, lost, &scale, face);
    }
    let mut out = wrapped("", &format!("{}.", view.finding()));
    for sentence in sentences(view, &scale).iter().chain(lost) {
        out.push_str(&wrapped("", &format!("{sentence}.")));
    }
    out.push('\n');
    out.push_str(&rows(view, monthly, &scale, face));
    out.push('\n');
    out.push_str(&wrapped("", &key(view)));
    out.push_str(&wrapped("", view.source));
    out
}

/// What is said beside the finding.
fn sentences(view: &ChartView<'_>, scale: &Scale) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(variation) = view.chart.variation {
        let letter = variation.icon.letter().map_or("no letter".to_string(), |letter| letter.to_string());
        let on = long_month(variation.rests_on);
        said.push(format!("Variation [{letter}] {}, as of {on}", variation.icon.words()));
        said.extend(variation.also.map(|also| format!("By another rule: {}", also.words())));
    }
    if let (Some(target), Some(assurance)) = (view.target(), &view.chart.assurance) {
        said.push(format!("Assurance [{}] {target}", assurance.icon.letter()));
    }
    said.extend(view.phases(scale));
    said.push(format!("{}; read by the rules {}", view.about, view.profile.name));
    said
}

fn key(view: &ChartView<'_>) -> String {
    let good = match view.series.direction {
        Direction::Increase => "higher is better",
        Direction::Decrease => "lower is better",
        Direction::Neutral => "neither way is better",
    };
    let target = if view.series.targets.is_empty() { "" } else { ", T target" };
    format!("o ordinary, B better, W worse, H higher, L lower; ( and ) limits, : mean{target}; {good}.")
}

fn rows(view: &ChartView<'_>, monthly: &Monthly<'_>, scale: &Scale, face: Face) -> String {
    let values: Vec<String> = monthly.months.iter().map(|month| value(month, view, scale)).collect();
    let widest = values.iter().map(|value| width(value)).max().unwrap_or(0);
    let pieces = COLUMNS.saturating_sub(MONTH + GAPS + WORDS + widest);
    let mut out = String::new();
    for ((month, judged), value) in monthly.months.iter().zip(&view.chart.points).zip(&values) {
        let plot = plot(month, judged, view, scale, pieces);
        let words = words(month, judged);
        let words = match judged.kind {
            PointType::Improvement => face.good(&words),
            PointType::Concern => face.bad(&words),
            _ => words,
        };
        let line = format!("  {}  {value:>widest$}  {plot}  {words}", month.first.strftime("%Y-%m"));
        out.push_str(&format!("{}\n", line.trim_end()));
    }
    out
}

fn value(month: &Month<'_>, view: &ChartView<'_>, scale: &Scale) -> String {
    month.value.as_ref().map_or_else(|| "-".to_string(), |value| scale.shown(value, view.unit))
}

/// Why the month is a signal, or why it has no value.
fn words(month: &Month<'_>, judged: &Judged) -> String {
    match (month.gap, judged.label.zip(point_word(judged.kind))) {
        (Some(gap), _) => gap.to_string(),
        (None, Some((hit, word))) => format!("{word}: {}", short_rule(hit)),
        (None, None) => String::new(),
    }
}

/// A line of so many signs: limits, mean, target, and the point over them all.
fn plot(month: &Month<'_>, judged: &Judged, view: &ChartView<'_>, scale: &Scale, pieces: usize) -> String {
    let mut signs = vec![' '; pieces];
    let last = i128::try_from(pieces.saturating_sub(1)).unwrap_or(0);
    let mut put = |value: &accordant_money::Exact, sign: char| {
        let place = usize::try_from(scale.along(value, last)).ok();
        if let Some(place) = place.and_then(|place| signs.get_mut(place)) {
            *place = sign;
        }
    };
    if let Some(phase) = view.chart.phases.get(judged.phase) {
        phase.mean.iter().for_each(|mean| put(mean, ':'));
        for limits in phase.limits.iter() {
            put(&limits.lower, '(');
            put(&limits.upper, ')');
        }
    }
    view.series.target_on(month.first).into_iter().for_each(|target| put(target, 'T'));
    month.value.iter().for_each(|value| put(value, sign(judged.kind)));
    signs.into_iter().collect()
}

const fn sign(kind: PointType) -> char {
    match kind {
        PointType::CommonCause => 'o',
        PointType::Improvement => 'B',
        PointType::Concern => 'W',
        PointType::NeitherHigh => 'H',
        PointType::NeitherLow => 'L',
        PointType::NotJudged => 'x',
    }
}

/// One fact on each line.
fn plain(view: &ChartView<'_>, monthly: &Monthly<'_>, lost: &[String], scale: &Scale, face: Face) -> String {
    let mut sheet = Sheet::default();
    sheet.heading(view.name);
    sheet.text(view.finding());
    let sentences = sentences(view, scale).into_iter().chain(lost.iter().cloned());
    sentences.for_each(|sentence| sheet.text(sentence));
    for (month, judged) in monthly.months.iter().zip(&view.chart.points) {
        let fact = Fact::new(month.first.strftime("%Y-%m").to_string(), value(month, view, scale));
        sheet.fact(Fact { notes: vec![words(month, judged)], ..fact });
    }
    sheet.text(view.source);
    sheet.shown(face)
}
