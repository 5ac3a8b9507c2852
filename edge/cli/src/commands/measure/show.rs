//! `measure show`: what a measure is, its levels and its weight, what it reached, and its facts month by month.

use super::list::{found_json, opening, shown};
use super::reading::hundredths;
use super::series::{Month, Monthly, number, what};
use super::{
    Kind, Made, Measure, better_words, choices, decimal, exact, folder_and_name, found, named, settled,
    so_far, terms, text, views,
};
use crate::load;
use crate::print::{Face, data};
use crate::recorded::Reading;
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::sheet::{Fact, Sheet};
use crate::text::statement::cited;
use accordant_agreement::unit::Unit;
use accordant_documents::chart::long_month;
use accordant_documents::figures::{shown as figure, shown_fact};
use accordant_documents::view::{MeasureView, StatementView, humanised};
use accordant_documents::words;
use accordant_settlement::SourceValue;
use clap::ArgMatches;

/// Shows a measure.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let (folder, name) = folder_and_name(asked);
    let name = name.unwrap_or_default();
    let alliance = load::alliance(folder, None, reading)?;
    let terms = terms(&alliance)?;
    let measure = named(terms, name)?;
    let settled = settled(&alliance, None, text(asked, "to"))?;
    let views = views(&alliance, &settled);
    // What is computed of other figures, or agreed in words, has no months; its periods are shown all the same.
    let monthly = what(&alliance, name).and_then(|what| Monthly::of(&alliance, what)).ok();
    if face.is_json() {
        data(&json(&measure, &views, monthly.as_ref()).document());
        return Ok(Ended::Done);
    }
    let mut sheet = Sheet::default();
    opening(&alliance, &views, &mut sheet);
    so_far(&settled).into_iter().for_each(|words| sheet.text(words));
    definition(&measure, &mut sheet);
    if let Some(Made::Quotient(above, below)) = measure.made(terms) {
        sheet.text(format!("Numerator `{}`, denominator `{}`.", above.written(), below.written()));
    }
    levels(&measure, &mut sheet);
    periods(&measure, &views, &mut sheet);
    if let Some(monthly) = &monthly {
        months(monthly, &mut sheet);
        sheet.heading("Next");
        sheet.command(format!("accordant measure spc {} {name}", folder.display()));
    }
    data(&sheet.shown(face));
    Ok(Ended::Done)
}

fn definition(measure: &Measure<'_>, sheet: &mut Sheet) {
    sheet.heading(format!("{} [{}]", measure.title(), measure.name));
    match measure.kind {
        Kind::Measured(line, _) => sheet.text(format!("= {}", words::plain(&line.words))),
        Kind::Agreed(input, _) => {
            let words: Vec<String> = choices(input).iter().map(|word| humanised(word)).collect();
            sheet.text(format!("The parties agree which one holds: {}.", words.join(", ")));
        }
    }
    let said = [
        better_words(measure.direction()).map(str::to_string),
        measure.clause.map(|_| cited(measure.clause)),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    if !said.is_empty() {
        sheet.text(format!("{}.", said.join("; ")));
    }
}

fn levels(measure: &Measure<'_>, sheet: &mut Sheet) {
    let points = Unit::points();
    let levels: Vec<Fact> = match measure.kind {
        Kind::Measured(line, Some(ladder)) => {
            let level = |level: &accordant_agreement::terms::Level| Fact {
                label: format!("{}: {}", humanised(&level.name), figure(&level.at, line.unit.as_ref())),
                amount: figure(&level.points, Some(&points)),
                notes: level.says.iter().cloned().collect(),
                ..Fact::default()
            };
            ladder.levels.iter().map(level).collect()
        }
        Kind::Agreed(_, given) => {
            given.iter().map(|(word, at)| Fact::new(humanised(word), figure(at, Some(&points)))).collect()
        }
        Kind::Measured(_, None) => Vec::new(),
    };
    sheet.heading(if levels.is_empty() {
        "No levels, so it has no score"
    } else {
        "Levels, the worst first"
    });
    levels.into_iter().for_each(|level| sheet.fact(level));
}

/// What was found in each period.
fn periods(measure: &Measure<'_>, views: &[StatementView<'_>], sheet: &mut Sheet) {
    sheet.heading("What it reached");
    let mut some = false;
    for view in views {
        let Some(found) = found(view, measure) else { continue };
        some = true;
        sheet.fact(period(view, found));
    }
    if !some {
        sheet.text("No value yet.");
    }
}

fn period(view: &StatementView<'_>, found: &MeasureView<'_>) -> Fact {
    let said: Vec<String> = found.value.map(shown).into_iter().chain(found.level.clone()).collect();
    let facts = found.value.or(found.score).map(|reason| reason.facts.as_slice()).unwrap_or_default();
    let mut notes: Vec<String> = facts
        .iter()
        .filter(|fact| matches!(fact.source.value, Some(SourceValue::Number(_))))
        .map(|fact| {
            let value =
                shown_fact(fact.source.value.as_ref(), fact.source.known_to.as_ref(), fact.unit.as_ref());
            format!("`{}` {value}", fact.address)
        })
        .collect();
    notes.extend(found.weight.as_ref().map(words::weight));
    notes.extend(found.standing.note().map(str::to_string));
    Fact {
        label: format!("{}: {}", view.period, said.join(", ")),
        amount: found.score.map_or_else(|| "no score".to_string(), shown),
        notes,
        ..Fact::default()
    }
}

fn months(monthly: &Monthly<'_>, sheet: &mut Sheet) {
    sheet.heading("Month by month");
    for month in &monthly.months {
        let value = month.value.as_ref().map(|value| hundredths(value, monthly.what.unit.as_ref()));
        let of: Vec<String> = month
            .facts
            .iter()
            .filter_map(|fact| number(fact))
            .map(accordant_documents::figures::number)
            .collect();
        let label = match of.as_slice() {
            [above, below] => format!("{}: {above} of {below}", long_month(month.first)),
            _ => long_month(month.first),
        };
        let amount = value.unwrap_or_else(|| format!("no value: {}", month.gap.unwrap_or_default()));
        sheet.fact(Fact { notes: vec![rows(month)], ..Fact::new(label, amount) });
    }
}

/// Where the facts of a month stand, each source once.
fn rows(month: &Month<'_>) -> String {
    let mut sources: Vec<(String, Vec<String>)> = Vec::new();
    for fact in &month.facts {
        let source = fact.source.clone().unwrap_or_else(|| fact.at.file.to_string());
        let row = fact.row.clone().unwrap_or_else(|| fact.at.line.to_string());
        match sources.iter_mut().find(|(other, _)| *other == source) {
            Some((_, rows)) => rows.push(row),
            None => sources.push((source, vec![row])),
        }
    }
    let said = sources.into_iter().map(|(source, rows)| {
        let rows_word = if rows.len() == 1 { "row" } else { "rows" };
        format!("{source}, {rows_word} {}", rows.join(" and "))
    });
    said.collect::<Vec<_>>().join("; ")
}

fn json(measure: &Measure<'_>, views: &[StatementView<'_>], monthly: Option<&Monthly<'_>>) -> Json {
    let rule = if let Kind::Measured(line, _) = measure.kind { Some(line.words.as_str()) } else { None };
    let levels = match measure.kind {
        Kind::Measured(_, ladder) => ladder.map(|ladder| {
            let level = |level: &accordant_agreement::terms::Level| {
                Json::Map(vec![
                    ("level", Json::text(level.name.as_str())),
                    ("at", exact(&level.at)),
                    ("points", exact(&level.points)),
                    ("says", Json::maybe(level.says.as_deref())),
                ])
            };
            ladder.levels.iter().map(level).collect()
        }),
        Kind::Agreed(_, given) => {
            let level = |(word, points): &(String, accordant_money::Exact)| {
                Json::Map(vec![("level", Json::text(word.as_str())), ("points", exact(points))])
            };
            Some(given.iter().map(level).collect::<Vec<_>>())
        }
    };
    let periods = views.iter().filter_map(|view| {
        let mut said = vec![("period", Json::text(view.period.as_str()))];
        said.extend(found_json(Some(found(view, measure)?)));
        Some(Json::Map(said))
    });
    let months = monthly.map(|monthly| monthly.months.iter().map(month_json).collect());
    Json::Map(vec![
        ("measure", Json::text(measure.name)),
        ("says", Json::text(measure.title())),
        ("clause", Json::maybe(measure.clause)),
        ("rule", Json::maybe(rule)),
        ("better", Json::maybe(better_words(measure.direction()))),
        ("levels", Json::List(levels.unwrap_or_default())),
        ("periods", Json::List(periods.collect())),
        ("months", Json::List(months.unwrap_or_default())),
    ])
}

fn month_json(month: &Month<'_>) -> Json {
    let facts = month.facts.iter().map(|fact| {
        let address = super::Address { name: fact.name.clone(), of: fact.of.clone() };
        Json::Map(vec![
            ("fact", Json::text(address.written())),
            ("exact", number(fact).map_or(Json::Null, exact)),
            ("status", Json::text(fact.status.word())),
            ("owner", Json::maybe(fact.owner.as_deref())),
            ("source", Json::maybe(fact.source.as_deref())),
            ("row", Json::maybe(fact.row.as_deref())),
        ])
    });
    Json::Map(vec![
        ("month", Json::text(month.first.strftime("%Y-%m").to_string())),
        ("value", month.value.as_ref().map_or(Json::Null, decimal)),
        ("exact", month.value.as_ref().map_or(Json::Null, exact)),
        ("gap", Json::maybe(month.gap)),
        ("facts", Json::List(facts.collect())),
    ])
}
