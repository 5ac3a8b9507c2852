//! The bodies of the alliance, and what happens when things go wrong.

use super::field::{child, citation, entries, sentence, text, texts};
use super::{Citation, Sentence};
use crate::tree::{Entry, Node};
use alloc::string::String;
use alloc::vec::Vec;

/// How the parties decide.
#[derive(Debug, Clone, Default)]
pub struct Governance {
    /// The bodies, in the author's order.
    pub bodies: Vec<Body>,
    /// What only the parties themselves can agree.
    pub reserved_matters: Vec<Sentence>,
    /// What happens when a body cannot agree.
    pub deadlock: Option<Sentence>,
    /// How disputes are resolved.
    pub disputes: Option<Sentence>,
    /// What wilful default is, and what follows from it.
    pub wilful_default: Option<Sentence>,
    /// How a party joins.
    pub accession: Option<Sentence>,
    /// How a party leaves.
    pub withdrawal: Option<Sentence>,
}

/// A body of the alliance.
#[derive(Debug, Clone)]
pub struct Body {
    /// Its short name in the agreement.
    pub name: String,
    /// What the alliance calls it.
    pub title: String,
    /// What kind it is.
    pub kind: BodyKind,
    /// Its form in law, in the author's word.
    pub form: Option<String>,
    /// Parties and groups by short name, others by title; `parties` means all.
    pub members: Vec<String>,
    /// Who leads it.
    pub led_by: Option<String>,
    /// Who chairs it.
    pub chair: Option<String>,
    /// How it decides.
    pub decides: Option<String>,
    /// Who must be present.
    pub quorum: Option<String>,
    /// How often it meets.
    pub meets: Option<String>,
    /// Its terms of reference.
    pub terms: Vec<String>,
    /// Where it stands and what it cites.
    pub citation: Citation,
}

/// What kind a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BodyKind {
    /// It commits the parties.
    LeadershipTeam,
    /// It runs the alliance, led by the programme manager.
    ManagementTeam,
    /// It runs one package of works.
    Package,
    /// Clinicians.
    ClinicalGroup,
    /// Patients and the public.
    PatientGroup,
    /// Any other.
    Other,
}

impl BodyKind {
    /// Reads the word of an agreement.
    fn parse(word: &str) -> Option<BodyKind> {
        Some(match word {
            "leadership team" => Self::LeadershipTeam,
            "management team" => Self::ManagementTeam,
            "package" => Self::Package,
            "clinical group" => Self::ClinicalGroup,
            "patient group" => Self::PatientGroup,
            "other" => Self::Other,
            _ => return None,
        })
    }
}

pub(super) fn read(node: &Node) -> Governance {
    let one = |key: &str| node.entry(key).and_then(sentence);
    Governance {
        bodies: entries(child(node, "bodies")).iter().filter_map(body).collect(),
        reserved_matters: entries(child(node, "reserved_matters")).iter().filter_map(sentence).collect(),
        deadlock: one("deadlock"),
        disputes: one("disputes"),
        wilful_default: one("wilful_default"),
        accession: one("accession"),
        withdrawal: one("withdrawal"),
    }
}

fn body(entry: &Entry) -> Option<Body> {
    let node = &entry.value;
    Some(Body {
        name: entry.key.clone(),
        title: text(node, "name")?,
        kind: BodyKind::parse(&text(node, "kind")?)?,
        form: text(node, "form"),
        members: texts(node, "members"),
        led_by: text(node, "led_by"),
        chair: text(node, "chair"),
        decides: text(node, "decides"),
        quorum: text(node, "quorum"),
        meets: text(node, "meets"),
        terms: texts(node, "terms"),
        citation: citation(&entry.key_place, node),
    })
}
