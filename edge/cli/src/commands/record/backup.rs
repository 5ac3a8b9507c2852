//! `backup`: a copy that counts only after it was opened, checked and matched to what was signed.

use crate::print::{Face, data};
use crate::recorded::{open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::sheet::{Fact, Sheet};
use accordant_host::BackedUp;
use clap::ArgMatches;
use std::path::{Path, PathBuf};

/// Makes a backup.
pub fn run(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let path = |name: &str| asked.get_one::<PathBuf>(name).map_or(Path::new("."), PathBuf::as_path);
    let (to, keys_to) = (path("to"), path("keys"));
    let backup = open(asked)?.backup(to, keys_to).map_err(told::stop)?;
    data(&shown(&backup, to, keys_to, face));
    Ok(Ended::Done)
}

fn shown(backup: &BackedUp, to: &Path, keys_to: &Path, face: Face) -> String {
    let BackedUp { entries, checkpoint } = backup;
    if face.is_json() {
        return Json::Map(vec![
            ("folder", Json::text(to.display().to_string())),
            ("keys", Json::text(keys_to.display().to_string())),
            ("entries", Json::Whole(*entries)),
            ("record", Json::text(checkpoint.origin.as_str())),
            ("signed", Json::Whole(checkpoint.size)),
            ("root", Json::text(checkpoint.root.to_base64())),
        ])
        .document();
    }
    let mut sheet = Sheet::default();
    sheet.heading("The backup is made");
    sheet.text("It was opened again, every entry and part in it was checked, and it is what was signed.");
    sheet.fact(Fact::new("entries", entries.to_string()));
    sheet.heading("Where it is");
    sheet.text(format!("The record lies in {}, its keys in {}.", to.display(), keys_to.display()));
    sheet.text(
        "Keep the two apart, and the keys for a shorter time: whoever has old keys and an old backup can read what was erased since.",
    );
    sheet.shown(face)
}
