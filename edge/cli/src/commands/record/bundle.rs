//! `bundle`: everything that a reader may see, as a folder to be read in a browser and checked by anyone.

use crate::load::counted;
use crate::print::{Face, data};
use crate::recorded::{Reading, open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::sheet::{Fact, Sheet};
use accordant_host::{AsAt, BundleAsked, BundleReport, ShownNames};
use clap::ArgMatches;
use std::path::PathBuf;

/// Writes the bundle.
pub fn run(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    whole(asked, "a bundle holds the whole record")?;
    let to = asked.get_one::<PathBuf>("to").ok_or_else(|| {
        Stop::wrong_use("no folder is named for the bundle").help("write `accordant bundle TO`")
    })?;
    let names = if asked.get_flag("with-names") { ShownNames::OfTheDirectory } else { ShownNames::None };
    let for_party = asked.get_one::<String>("for-party").cloned();
    let wanted = BundleAsked::new(for_party, names);
    let report = open(asked)?.bundle(to, &wanted).map_err(told::stop)?;
    data(&if face.is_json() { as_json(&report) } else { laid(&report, wanted.for_party.as_deref(), face) });
    Ok(Ended::Done)
}

/// What concerns the whole record cannot be asked of a part of it.
pub fn whole(asked: &ArgMatches, why: &str) -> Result<(), Stop> {
    let reading = Reading::of(asked)?;
    if reading == (Reading { as_at: AsAt::Now, on: None }) {
        return Ok(());
    }
    Err(Stop::wrong_use(format!("{why}, and neither `--as-at` nor `--on` takes a part of it"))
        .help("leave them out"))
}

fn laid(report: &BundleReport, reader: Option<&str>, face: Face) -> String {
    let mut sheet = Sheet::default();
    sheet.heading(format!("The bundle for {} is made", reader.unwrap_or("every party")));
    sheet.fact(Fact::new("entries", report.entries.to_string()));
    sheet.fact(Fact::new("parts that are shown", report.disclosed.to_string()));
    sheet.fact(Fact::new("parts that are withheld", report.withheld.to_string()));
    sheet.fact(Fact::new("parts that were erased", report.erased.to_string()));
    let explained = counted(usize::try_from(report.explained).unwrap_or(usize::MAX), "settlement");
    sheet.text(format!("{explained} came to the recorded amounts again, each figure with its reason."));
    sheet.heading("What to do next");
    sheet.text("Read it with a browser:");
    sheet.command(report.folder.join("index.html").display().to_string());
    sheet.text("Whoever receives it checks it with keys of its own:");
    sheet.command(format!("accordant-verify {} --keys MY-KEYS", report.folder.display()));
    sheet.shown(face)
}

fn as_json(report: &BundleReport) -> String {
    Json::Map(vec![
        ("folder", Json::text(report.folder.display().to_string())),
        ("entries", Json::Whole(report.entries)),
        ("disclosed", Json::Whole(report.disclosed)),
        ("withheld", Json::Whole(report.withheld)),
        ("erased", Json::Whole(report.erased)),
        ("explained", Json::Whole(report.explained)),
        ("record", Json::text(report.checkpoint.origin.as_str())),
        ("signed", Json::Whole(report.checkpoint.size)),
    ])
    .document()
}
