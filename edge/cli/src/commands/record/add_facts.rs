//! `facts add`: facts come into the record, once, with where they come from and what they come to.

use crate::load;
use crate::print::{Face, data};
use crate::recorded::{actor, in_force, open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::sheet::{Fact, Sheet};
use accordant_alliance::Command;
use accordant_alliance::command::AddFacts;
use accordant_alliance::event::{Event, Read, Received, Standing};
use accordant_intake::folder::NamedBytes;
use accordant_money::Exact;
use clap::ArgMatches;
use std::path::{Path, PathBuf};

/// Adds facts.
pub fn run(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state().map_err(told::stop)?;
    let agreement = in_force(&state)?;
    let paths: Vec<&PathBuf> = asked.get_many("files").unwrap_or_default().collect();
    let mut files = Vec::new();
    for path in &paths {
        files.extend(load::given(path)?);
    }
    named_apart(&mut files);
    let read =
        load::facts_of(agreement, &files, paths.first().map_or(Path::new("-"), |path| path.as_path()))?;
    let restated = asked.get_one::<String>("restates").cloned();
    let standing = if asked.get_flag("forecast") { Standing::Forecast } else { Standing::Actual };
    let declared = asked.get_many::<String>("total").unwrap_or_default();
    let declared = declared.map(|text| total(text)).collect::<Result<Vec<_>, Stop>>()?;
    let source = match asked.get_one::<String>("source") {
        Some(source) => source.clone(),
        None => {
            let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
            names.join(", ")
        }
    };
    let add = AddFacts {
        files: files.into_iter().map(|file| (file.name, file.bytes)).collect(),
        facts: read,
        standing,
        source,
        restated,
        declared,
        import: None,
    };
    let answer = actor::submit(&alliance, asked, Command::AddFacts(add))?;
    let entry = alliance.entry(answer.last).map_err(told::stop)?;
    let entry = entry.ok_or_else(|| Stop::fault("what was recorded cannot be read"))?;
    let event = entry.event().map_err(|problem| Stop::fault(problem.to_string()))?;
    if let Read::Seen(event) = &event
        && let Event::FactsReceived { given, .. } | Event::FactsRestated { given, .. } = event.as_ref()
    {
        let received = given.received().map_err(|problem| Stop::fault(problem.to_string()))?;
        data(&shown(answer.last, &received, face));
    }
    Ok(Ended::Done)
}

/// Files are known by their own names: the folders in which they lie on this machine are nobody's business. Two of one
/// name are told apart by the names that were given.
fn named_apart(files: &mut [NamedBytes]) {
    let own = |name: &str| Path::new(name).file_name().map(|name| name.to_string_lossy().into_owned());
    let all: Vec<Option<String>> = files.iter().map(|file| own(&file.name)).collect();
    for (file, name) in files.iter_mut().zip(&all) {
        let is_alone = all.iter().filter(|other| *other == name).count() == 1;
        if let (Some(name), true) = (name, is_alone) {
            file.name.clone_from(name);
        }
    }
}

/// `activity=12345.67`, as the sender's own figure.
fn total(text: &str) -> Result<(String, Exact), Stop> {
    let wrong =
        || Stop::wrong_use(format!("`{text}` is no control total")).help("write `--total activity=12345`");
    let (name, sum) = text.split_once('=').ok_or_else(wrong)?;
    let sum = Exact::parse_decimal(&sum.replace(',', "")).ok_or_else(wrong)?;
    Ok((name.to_string(), sum))
}

fn shown(entry: u64, received: &Received<'_>, face: Face) -> String {
    if face.is_json() {
        let totals = received.totals.iter().map(|total| {
            Json::Map(vec![
                ("fact", Json::text(&*total.fact)),
                ("count", Json::Whole(total.count)),
                ("sum", Json::text(&*total.sum)),
            ])
        });
        return Json::Map(vec![
            ("entry", Json::Whole(entry)),
            ("batch", Json::text(&*received.batch)),
            ("source", Json::text(&*received.source)),
            ("recorded", Json::Whole(received.facts.len() as u64)),
            ("unchanged", Json::Whole(received.unchanged)),
            ("totals", Json::List(totals.collect())),
        ])
        .document();
    }
    let mut sheet = Sheet::default();
    sheet.heading(format!(
        "Recorded as entry {entry}: {} from {}",
        load::counted(received.facts.len(), "fact"),
        received.source
    ));
    if received.unchanged > 0 {
        sheet.text(format!("{} more say what was known already.", received.unchanged));
    }
    sheet.heading("Control totals of what was given");
    for total in &received.totals {
        let fact = Fact::new(
            format!("{} ({})", total.fact, load::counted(total.count as usize, "row")),
            &*total.sum,
        );
        sheet.fact(fact);
    }
    sheet.shown(face)
}
