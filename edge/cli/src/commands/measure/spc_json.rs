//! A chart as JSON: every mark of every rule, and every number exactly.

use super::rebase::{Decided, reason};
use super::{decimal, exact};
use crate::text::json::Json;
use accordant_documents::chart::ChartView;
use accordant_measures::spc::{Direction, Hit, Judged, Phase, Point, PointType, Profile, Rebase};
use accordant_money::Exact;
use jiff::civil::Date;

/// The chart as a document.
pub fn document(view: &ChartView<'_>, decided: &Decided<'_>, tried: &[Rebase]) -> String {
    let good = match view.series.direction {
        Direction::Increase => "up",
        Direction::Decrease => "down",
        Direction::Neutral => "neither",
    };
    let variation = view.chart.variation.map_or(Json::Null, |variation| {
        Json::Map(vec![
            ("letter", Json::maybe(variation.icon.letter().map(String::from))),
            ("words", Json::text(variation.icon.words())),
            ("also", Json::maybe(variation.also.map(|also| also.words()))),
            ("rests_on", month(variation.rests_on)),
        ])
    });
    let assurance = view.chart.assurance.as_ref().map_or(Json::Null, |assurance| {
        Json::Map(vec![
            ("letter", Json::text(assurance.icon.letter().to_string())),
            ("words", Json::text(assurance.icon.words())),
            ("target", decimal(&assurance.target)),
            ("target_exact", exact(&assurance.target)),
            ("rests_on", month(assurance.rests_on)),
        ])
    });
    Json::Map(vec![
        ("name", Json::text(view.name)),
        ("finding", Json::text(view.finding())),
        ("about", Json::text(view.about)),
        ("profile", Json::text(view.profile.name.as_str())),
        ("good", Json::text(good)),
        ("unit", Json::maybe(view.unit.map(ToString::to_string))),
        ("variation", variation),
        ("assurance", assurance),
        ("rebases", Json::List(rebases(decided, tried))),
        ("phases", Json::List(view.chart.phases.iter().map(phase).collect())),
        ("points", Json::List(view.points().map(|(one, judged)| point(one, judged, view.profile)).collect())),
        ("source", Json::text(view.source)),
    ])
    .document()
}

/// What was decided, with its entry and party, and what is only tried out.
fn rebases(decided: &Decided<'_>, tried: &[Rebase]) -> Vec<Json> {
    let recorded = decided.drawn.iter().filter(|(from, _)| tried.iter().all(|other| other.date != *from));
    let recorded = recorded.map(|(from, one)| {
        Json::Map(vec![
            ("from", month(*from)),
            ("reason", Json::text(reason(&one.reason))),
            ("recorded", Json::Flag(true)),
            ("entry", Json::Whole(one.entry)),
            ("decided_on", Json::text(one.body.day.as_str())),
            ("for", Json::maybe(one.seat.as_deref())),
        ])
    });
    let tried = tried.iter().map(|one| {
        Json::Map(vec![
            ("from", month(one.date)),
            ("reason", Json::text(one.reason.as_str())),
            ("recorded", Json::Flag(false)),
        ])
    });
    recorded.chain(tried).collect()
}

fn month(day: Date) -> Json {
    Json::text(day.strftime("%Y-%m").to_string())
}

fn maybe(value: Option<&Exact>) -> [Json; 2] {
    [value.map_or(Json::Null, decimal), value.map_or(Json::Null, exact)]
}

fn phase(phase: &Phase) -> Json {
    let limits = phase.limits.as_ref();
    let [mean, mean_exact] = maybe(phase.mean.as_ref());
    let [lower, lower_exact] = maybe(limits.map(|limits| &limits.lower));
    let [upper, upper_exact] = maybe(limits.map(|limits| &limits.upper));
    Json::Map(vec![
        ("from", month(phase.from)),
        ("to", month(phase.to)),
        ("reason", Json::maybe(phase.reason.as_deref())),
        ("points", Json::Whole(phase.points as u64)),
        ("mean", mean),
        ("mean_exact", mean_exact),
        ("lower_limit", lower),
        ("lower_limit_exact", lower_exact),
        ("upper_limit", upper),
        ("upper_limit_exact", upper_exact),
        ("limits", Json::text(phase.outcome.words())),
        ("trial", Json::Flag(phase.trial)),
    ])
}

fn point(point: &Point, judged: &Judged, profile: &Profile) -> Json {
    let [value, value_exact] = maybe(point.value.as_ref());
    let said = |hit: &Hit| Json::text(hit.words(profile));
    Json::Map(vec![
        ("month", month(point.date)),
        ("value", value),
        ("exact", value_exact),
        ("phase", Json::Whole(judged.phase as u64)),
        ("kind", Json::text(kind(judged.kind))),
        ("label", judged.label.as_ref().map_or(Json::Null, said)),
        ("marks", Json::List(judged.hits.iter().map(said).collect())),
    ])
}

const fn kind(kind: PointType) -> &'static str {
    match kind {
        PointType::CommonCause => "ordinary",
        PointType::Improvement => "better",
        PointType::Concern => "worse",
        PointType::NeitherHigh => "higher",
        PointType::NeitherLow => "lower",
        PointType::NotJudged => "not judged",
    }
}
