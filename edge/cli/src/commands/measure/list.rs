//! `measure list`: each measure with its latest value, its level and its score, as the settlement has them.

use super::{
    Kind, Measure, better_words, decimal, exact, found, measures, settled, so_far, terms, text, views,
};
use crate::load::{self, Alliance};
use crate::print::{Face, data};
use crate::recorded::Reading;
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::sheet::{Fact, Sheet};
use crate::text::statement::cited;
use accordant_documents::figures::shown_value;
use accordant_documents::view::{MeasureView, StatementView};
use accordant_documents::words;
use accordant_settlement::Reason;
use clap::ArgMatches;
use std::path::{Path, PathBuf};

/// What was found last of a measure.
struct Latest<'v, 'a> {
    period: &'v str,
    found: &'v MeasureView<'a>,
}

/// Lists the measures.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let folder = asked.get_one::<PathBuf>("folder").map_or(Path::new("."), PathBuf::as_path);
    let alliance = load::alliance(folder, None, reading)?;
    let all = measures(terms(&alliance)?);
    if all.is_empty() {
        return Err(Stop::refusal("the agreement has no measures").help("write them under `performance`"));
    }
    let settled = settled(&alliance, None, text(asked, "to"))?;
    let views = views(&alliance, &settled);
    let latest = |measure: &Measure<'_>| {
        views
            .iter()
            .rev()
            .find_map(|view| Some(Latest { period: &view.period, found: found(view, measure)? }))
    };
    data(&if face.is_json() {
        Json::List(all.iter().map(|one| json(one, latest(one))).collect()).document()
    } else {
        let mut sheet = Sheet::default();
        opening(&alliance, &views, &mut sheet);
        so_far(&settled).into_iter().for_each(|words| sheet.text(words));
        all.iter().for_each(|one| sheet.fact(fact(one, latest(one))));
        sheet.heading("Next");
        let path = folder.display();
        sheet.command(format!("accordant measure show {path} {}", all.first().map_or("", |one| one.name)));
        sheet.shown(face)
    });
    Ok(Ended::Done)
}

/// The notice comes first, as on a statement.
pub fn opening(alliance: &Alliance, views: &[StatementView<'_>], sheet: &mut Sheet) {
    let particulars = &alliance.agreement.particulars.alliance;
    if let Some(notice) = &particulars.notice {
        sheet.text(notice.as_str());
    }
    let as_far = views.last().map_or(String::new(), |view| format!(", as far as {}", view.period));
    sheet.heading(format!("{}: measures{as_far}", particulars.name));
    if let Some(illustrative) = &particulars.illustrative {
        sheet.text(format!("Illustrative. {illustrative}"));
    }
}

/// A figure as it is shown.
pub fn shown(reason: &Reason) -> String {
    shown_value(&reason.value, reason.unit.as_ref())
}

fn fact(measure: &Measure<'_>, latest: Option<Latest<'_, '_>>) -> Fact {
    let mut notes = Vec::new();
    match &latest {
        None => notes.push("no value yet".to_string()),
        Some(Latest { period, found }) => {
            let value = found.value.map(shown);
            let said: Vec<String> = value.into_iter().chain(found.level.clone()).collect();
            notes.push(format!("{} in {period}", said.join(", ")));
            notes.extend(found.weight.as_ref().map(words::weight));
            notes.extend(found.standing.note().map(str::to_string));
        }
    }
    notes.extend(better_words(measure.direction()).map(str::to_string));
    let score = latest.as_ref().and_then(|latest| latest.found.score).map(shown);
    Fact {
        label: format!("{}: {}", measure.name, measure.title()),
        amount: score.unwrap_or_else(|| "no score".to_string()),
        clause: cited(measure.clause),
        notes,
    }
}

fn json(measure: &Measure<'_>, latest: Option<Latest<'_, '_>>) -> Json {
    let found = latest.as_ref().map(|latest| latest.found);
    let kind = match measure.kind {
        Kind::Measured(..) => "measured",
        Kind::Agreed(..) => "agreed",
    };
    let mut said = vec![
        ("measure", Json::text(measure.name)),
        ("says", Json::text(measure.title())),
        ("clause", Json::maybe(measure.clause)),
        ("kind", Json::text(kind)),
        ("better", Json::maybe(better_words(measure.direction()))),
        ("period", Json::maybe(latest.as_ref().map(|latest| latest.period))),
    ];
    said.extend(found_json(found));
    Json::Map(said)
}

/// What a settlement found, as JSON.
pub fn found_json(found: Option<&MeasureView<'_>>) -> Vec<(&'static str, Json)> {
    let value = found.and_then(|found| found.value?.value.stated());
    let score = found.and_then(|found| found.score?.value.stated());
    let weight = found.and_then(|found| found.weight.as_ref());
    vec![
        ("value", value.map_or(Json::Null, decimal)),
        ("exact", value.map_or(Json::Null, exact)),
        ("level", Json::maybe(found.and_then(|found| found.level.clone()))),
        ("points", score.map_or(Json::Null, decimal)),
        ("points_exact", score.map_or(Json::Null, exact)),
        ("weight", weight.map_or(Json::Null, |weight| exact(&weight.effective))),
        ("counts", found.map_or(Json::Null, |found| Json::Flag(found.standing.note().is_none()))),
    ]
}
