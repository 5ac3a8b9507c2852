//! `show agreement`: the text in force, file by file, as it was adopted.

use crate::print::{Face, data};
use crate::recorded::{Reading, load};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use accordant_alliance::State;
use accordant_alliance::state::InForce;

/// Shows every file of the text that is in force.
pub fn whole(state: &State, reading: Reading, face: Face) -> Result<Ended, Stop> {
    let (text, _) = load::text(state, reading.on)?;
    if face.is_json() {
        data(&as_json(text, |_| true).document());
        return Ok(Ended::Done);
    }
    let mut shown = format!("In force from {}, put in force by entry {}.\n", text.effective, text.entry);
    for (name, content) in &text.files {
        shown += &format!("\n{}\n\n{}", face.heading(name), ended(content));
    }
    data(&shown);
    Ok(Ended::Done)
}

/// Shows one of its files as it is, so that it may go into a file again; nothing if it has none of that name.
pub fn file(state: &State, name: &str, reading: Reading, face: Face) -> Result<Option<Ended>, Stop> {
    let (text, _) = load::text(state, reading.on)?;
    let found = text.files.iter().find(|(known, _)| known == name);
    Ok(found.map(|(_, content)| {
        data(&if face.is_json() { as_json(text, |known| known == name).document() } else { content.clone() });
        Ended::Done
    }))
}

fn as_json(text: &InForce, is_wanted: impl Fn(&str) -> bool) -> Json {
    let files = text.files.iter().filter(|(name, _)| is_wanted(name)).map(|(name, content)| {
        Json::Map(vec![("name", Json::text(name.as_str())), ("text", Json::text(content.as_str()))])
    });
    Json::Map(vec![
        ("entry", Json::Whole(text.entry)),
        ("effective", Json::text(text.effective.as_str())),
        ("agreement_sha256", Json::text(text.sha256.as_str())),
        ("files", Json::List(files.collect())),
    ])
}

/// The text with a line feed at its end, if it has none.
fn ended(text: &str) -> String {
    if text.ends_with('\n') { text.to_string() } else { format!("{text}\n") }
}
