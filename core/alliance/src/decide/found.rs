//! Founding: the parties adopt a text, and the record says on whose signed copy it relies.

use super::{Fresh, Proposed};
use crate::command::{Found, Signatory};
use crate::event::{Bytes, Document, Event, Founded, Seat, Text, TextFile};
use crate::refusal::Refusal;
use crate::state::State;
use accordant_agreement::problem::Severity;
use accordant_agreement::{Agreement, EDITION, SourceFile};
use accordant_record::sha256;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

pub(super) fn decide(
    state: &State,
    found: &Found,
    actor: &str,
    fresh: &mut Fresh,
) -> Result<Vec<Proposed>, Refusal> {
    if let Some(founding) = &state.kept().founding {
        return Err(Refusal::rule(format!(
            "`{}` was founded here by entry {}",
            founding.alliance, founding.entry
        ))
        .help("found another alliance in another folder"));
    }
    let agreement = agreement(found)?;
    every_party_once(&agreement, &found.signatories)?;
    let founds = found.signatories.iter().find(|signatory| signatory.person == found.founder);
    let seat = founds.map(|signatory| signatory.party.clone()).ok_or_else(|| {
        Refusal::problem("whoever founds the alliance signs for none of its parties")
            .help("one of those who sign founds it")
    })?;
    let mut people: BTreeMap<usize, String> = BTreeMap::from([(found.founder, actor.to_string())]);
    let mut seats = Vec::new();
    let mut documents = Vec::new();
    for signatory in &found.signatories {
        let person = match people.get(&signatory.person) {
            Some(person) => person.clone(),
            None => people.entry(signatory.person).or_insert(fresh.next()?).clone(),
        };
        let document = signatory.document.as_ref().map(|(name, bytes)| {
            documents.push(Bytes::Given(bytes.clone()));
            Document { name: name.clone(), sha256: sha256(bytes).to_string() }
        });
        seats.push(Seat {
            party: signatory.party.clone(),
            person,
            signed_copy: signatory.signed_copy.clone(),
            document,
        });
    }
    let files: Vec<TextFile> = found
        .files
        .iter()
        .map(|(name, bytes)| TextFile { name: name.clone(), sha256: sha256(bytes).to_string() })
        .collect();
    let body = Founded {
        alliance: agreement.particulars.alliance.name.clone(),
        text: Text {
            edition: EDITION.to_string(),
            sha256: list_sha256(files.iter().map(|file| (file.name.as_str(), file.sha256.as_str()))),
            files,
            effective: found.effective.to_string(),
        },
        seats,
    };
    let files = found.files.iter().map(|(_, bytes)| bytes.clone()).collect();
    Ok(vec![Proposed {
        event: Event::Founded { body, files, documents },
        stream: "alliance".to_string(),
        seat: Some(seat),
        authority: None,
        cause: None,
        effective: Some(found.effective),
    }])
}

/// The text must check clean of problems; the parties sign no text that cannot be settled by.
fn agreement(found: &Found) -> Result<Agreement, Refusal> {
    let files: Vec<SourceFile<'_>> =
        found.files.iter().map(|(name, bytes)| SourceFile { name, bytes }).collect();
    let checked = accordant_agreement::check(&files);
    checked.agreement.ok_or_else(|| {
        let problems =
            checked.findings.iter().filter(|problem| problem.severity == Severity::Problem).count();
        Refusal::problem(format!("the agreement has {problems} problems, so it cannot be adopted"))
            .help("`accordant check` tells each with its place")
    })
}

/// Every party of the text has a signatory, and nobody signs for a party that is none.
fn every_party_once(agreement: &Agreement, signatories: &[Signatory]) -> Result<(), Refusal> {
    let parties = &agreement.particulars.parties;
    let mut wrong = Vec::new();
    for party in parties {
        match signatories.iter().filter(|signatory| signatory.party == party.name).count() {
            1 => {}
            0 => wrong.push(format!("nobody signs for `{}`", party.name)),
            _ => wrong.push(format!("`{}` is signed for twice", party.name)),
        }
    }
    for signatory in signatories {
        if !parties.iter().any(|party| party.name == signatory.party) {
            wrong.push(format!("`{}` is no party of the agreement", signatory.party));
        }
        if signatory.signed_copy.trim().is_empty() {
            wrong.push(format!("no signed copy is named for `{}`", signatory.party));
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = parties.iter().map(|party| party.name.as_str()).collect();
    Err(Refusal::problem(wrong.join("; ")).help(format!("each of these signs once: {}", names.join(", "))))
}

/// As `sha256sum` of the list that `sha256sum` of the files prints, so that anyone can compute it without us.
pub(super) fn list_sha256<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let list: String = files.map(|(name, hash)| format!("{hash}  {name}\n")).collect();
    sha256(list.as_bytes()).to_string()
}
