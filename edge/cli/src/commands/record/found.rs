//! `found`: the parties adopt an agreement, and a record begins.

use crate::load;
use crate::print::{Face, data};
use crate::recorded::{actor, day, host, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::sheet::{Fact, Sheet};
use accordant_agreement::Agreement;
use accordant_alliance::Command;
use accordant_alliance::command::{Found, Signatory};
use accordant_host::{Alliance, Answer, Person};
use accordant_intake::counting::COUNTING_FILE;
use accordant_intake::signatories::{self, Signed};
use clap::ArgMatches;
use std::fs;
use std::path::{Path, PathBuf};

/// Founds an alliance.
pub fn run(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let path = |name: &str| asked.get_one::<PathBuf>(name).map(PathBuf::as_path);
    let folder = path("folder").unwrap_or(Path::new("."));
    let text = load::check(path("agreement").unwrap_or(Path::new(".")))?;
    let agreement = load::agreement(&text)?;
    let signed = signed(path("signatories"), agreement)?;
    let effective = match asked.get_one::<String>("effective") {
        Some(text) => day(text, "--effective")?,
        None => agreement.particulars.alliance.term.from,
    };
    let people = people(&signed);
    let founder = founder(asked, &people)?;
    let mut files: Vec<(String, Vec<u8>)> =
        text.files.agreement.iter().map(|file| (file.name.clone(), file.bytes.clone())).collect();
    files.sort();
    let signatories = signed
        .iter()
        .map(|signed| {
            Ok(Signatory {
                party: signed.party.clone(),
                signed_copy: signed.signed_copy.clone(),
                document: signed.document.as_deref().map(document).transpose()?,
                person: people.iter().position(|person| person.name == signed.person).unwrap_or_default(),
            })
        })
        .collect::<Result<Vec<_>, Stop>>()?;
    let founds = people.iter().position(|person| person.name == founder).unwrap_or_default();
    let command = Command::Found(Found { files, effective, signatories, founder: founds });
    let request = actor::founding(asked, command)?;
    let slug = slug(&agreement.particulars.alliance.name);
    let (alliance, answer) = host().found(folder, &slug, &request).map_err(told::stop)?;
    keep(&alliance, &signed, &people, &founder)?;
    if let Some(counting) = &text.files.counting {
        let path = alliance.folder().join(COUNTING_FILE);
        fs::write(&path, &counting.bytes)
            .map_err(|error| Stop::fault(format!("`{}` cannot be written: {error}", path.display())))?;
    }
    alliance.seal().map_err(told::stop)?;
    data(&shown(&alliance, agreement, &answer, &signed, face)?);
    Ok(Ended::Done)
}

fn signed(path: Option<&Path>, agreement: &Agreement) -> Result<Vec<Signed>, Stop> {
    let parties: Vec<&str> = agreement.particulars.parties.iter().map(|party| party.name.as_str()).collect();
    let Some(path) = path else {
        return Err(Stop::wrong_use("nobody is named who signs for the parties").help(format!(
            "name a file with `--signatories`: a heading row `{}`, and a row for each of {}",
            signatories::COLUMNS.join(","),
            parties.join(", ")
        )));
    };
    let bytes = fs::read(path)
        .map_err(|error| Stop::fault(format!("`{}` cannot be read: {error}", path.display())))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    signatories::read(&path.display().to_string(), &bytes, folder).map_err(|problems| {
        crate::print::message(&format!("{}\n", problems.join("\n")));
        Stop::problem(format!(
            "`{}` cannot be used: {}",
            path.display(),
            load::counted(problems.len(), "problem")
        ))
        .help("mend what is named above, then try again")
    })
}

/// Everyone who signs, once.
fn people(signed: &[Signed]) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for one in signed {
        if !people.iter().any(|known| known.name == one.person) {
            people.push(Person {
                name: one.person.clone(),
                role: one.role.clone(),
                email: one.email.clone(),
            });
        }
    }
    people
}

/// The one who founds: named, or the first who signs.
fn founder(asked: &ArgMatches, people: &[Person]) -> Result<String, Stop> {
    let named = asked.get_one::<String>("as").cloned().or_else(|| std::env::var("ACCORDANT_AS").ok());
    match named {
        None => Ok(people.first().map(|person| person.name.clone()).unwrap_or_default()),
        Some(name) if people.iter().any(|person| person.name == name) => Ok(name),
        Some(name) => {
            let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
            Err(Stop::wrong_use(format!("`{name}` signs for no party"))
                .help(format!("those who sign are {}", names.join(", "))))
        }
    }
}

fn document(path: &Path) -> Result<(String, Vec<u8>), Stop> {
    let bytes = fs::read(path)
        .map_err(|error| Stop::fault(format!("`{}` cannot be read: {error}", path.display())))?;
    let name =
        path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into());
    Ok((name, bytes))
}

/// Keeps the names behind the references, and who founded, beside the record.
fn keep(alliance: &Alliance, signed: &[Signed], people: &[Person], founder: &str) -> Result<(), Stop> {
    let state = alliance.state().map_err(told::stop)?;
    for one in signed {
        let reference = state
            .kept()
            .mandates
            .get(&one.party)
            .and_then(|given| given.first())
            .map(|mandate| &mandate.person);
        let person = people.iter().find(|person| person.name == one.person);
        if let (Some(reference), Some(person)) = (reference, person) {
            alliance.keep_person(reference, person).map_err(told::stop)?;
            if person.name == founder {
                alliance.keep_person_here(reference).map_err(told::stop)?;
            }
        }
    }
    Ok(())
}

/// The name of an alliance as part of the origin of its record.
fn slug(name: &str) -> String {
    let plain = |character: char| {
        if character.is_ascii_alphanumeric() { character.to_ascii_lowercase() } else { '-' }
    };
    let slug: String = name.chars().map(plain).collect();
    let words: Vec<&str> = slug.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "alliance".to_string() } else { words.join("-") }
}

fn shown(
    alliance: &Alliance,
    agreement: &Agreement,
    answer: &Answer,
    signed: &[Signed],
    face: Face,
) -> Result<String, Stop> {
    let name = &agreement.particulars.alliance.name;
    let key = alliance.verifier().to_string();
    if face.is_json() {
        return Ok(Json::Map(vec![
            ("alliance", Json::text(name.as_str())),
            ("entry", Json::Whole(answer.first)),
            ("record", Json::text(alliance.origin())),
            ("key", Json::text(key)),
        ])
        .document());
    }
    let mut sheet = Sheet::default();
    sheet.heading(format!("{name} is founded"));
    for one in signed {
        let title = agreement.particulars.parties.iter().find(|party| party.name == one.party);
        let mut fact = Fact::new(title.map_or(one.party.as_str(), |party| party.title.as_str()), "");
        fact.notes.push(format!("{} speaks for it, under: {}", one.person, one.signed_copy));
        sheet.fact(fact);
    }
    sheet.heading("The record");
    sheet.text(format!("It begins with entry {} and is called {}.", answer.first, alliance.origin()));
    sheet.text(
        "Whoever holds its key can tell whether anything was altered. Print it in the agreement's schedule:",
    );
    sheet.command(key);
    sheet.heading("What to do next");
    sheet.command(format!("cd {}", alliance.folder().display()));
    sheet.command("accordant facts add FILE --source \"where it comes from\"");
    sheet.command("accordant settle --record");
    Ok(sheet.shown(face))
}
