//! The contracts beneath the agreement, which document wins, and what parties must recover.

use super::field::{child, citation, days, named, section, text, texts};
use super::{Citation, Days, Particulars};
use crate::problem::{Problem, Problems, in_backticks};
use crate::shape::wrong::problem;
use crate::tree::{Entry, Node};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A contract beneath the agreement.
#[derive(Debug, Clone)]
pub struct Contract {
    /// Its short name in the agreement.
    pub name: String,
    /// What kind it is.
    pub kind: ContractKind,
    /// The form of an NHS Standard Contract, in the author's word.
    pub form: Option<String>,
    /// The year of the form.
    pub year: Option<String>,
    /// Who buys: parties by short name, others by title.
    pub commissioners: Vec<String>,
    /// Who provides: a party by short name, another by title.
    pub provider: Option<String>,
    /// The route by which it was awarded.
    pub award: Option<String>,
    /// Its value when it was awarded, as written.
    pub value: Option<String>,
    /// From when to when it runs.
    pub days: Days,
    /// How it may be extended.
    pub extension: Option<String>,
    /// The contract beneath which a sub-contract stands.
    pub head_contract: Option<String>,
    /// Where it stands and what it cites.
    pub citation: Citation,
}

/// What kind a contract is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContractKind {
    /// The NHS Standard Contract.
    NhsStandard,
    /// General medical services.
    Gms,
    /// Personal medical services.
    Pms,
    /// Alternative provider medical services.
    Apms,
    /// A contract of a local authority.
    LocalAuthority,
    /// A grant.
    Grant,
    /// A pooled budget under section 75 of the National Health Service Act 2006.
    PooledBudget,
    /// A contract beneath another.
    SubContract,
    /// Any other.
    Other,
}

impl ContractKind {
    /// Every kind, in the order in which help lists them.
    pub const ALL: [ContractKind; 9] = [
        Self::NhsStandard,
        Self::Gms,
        Self::Pms,
        Self::Apms,
        Self::LocalAuthority,
        Self::Grant,
        Self::PooledBudget,
        Self::SubContract,
        Self::Other,
    ];

    /// How an agreement writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NhsStandard => "NHS Standard Contract",
            Self::Gms => "GMS",
            Self::Pms => "PMS",
            Self::Apms => "APMS",
            Self::LocalAuthority => "local authority",
            Self::Grant => "grant",
            Self::PooledBudget => "section 75 pooled budget",
            Self::SubContract => "sub-contract",
            Self::Other => "other",
        }
    }

    /// Whether services are bought under it, so that it has a single provider.
    pub const fn is_services_contract(self) -> bool {
        matches!(
            self,
            Self::NhsStandard | Self::Gms | Self::Pms | Self::Apms | Self::LocalAuthority | Self::SubContract
        )
    }
}

/// A document in the order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Document {
    /// This agreement.
    AllianceAgreement,
    /// A contract or a title, as written.
    Named(String),
}

/// Who bears the costs of taking part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Costs {
    /// Who bears the costs that each party has of its own.
    pub own: Option<String>,
    /// How contributions beyond these are compensated.
    pub further: Option<String>,
    /// Where it stands and what it cites.
    pub citation: Citation,
}

/// What a party must recover.
#[derive(Debug, Clone)]
pub struct Investment {
    /// Its short name in the agreement.
    pub name: String,
    /// What is invested, as written.
    pub amount: String,
    /// In how many years it must be recovered.
    pub repaid_over_years: Option<u32>,
    /// The party that must recover it.
    pub by: String,
    /// Where it stands and what it cites.
    pub citation: Citation,
}

/// Tells of contracts that cannot be so, and of investments without a number of years.
pub(super) fn check(sections: &[Entry], particulars: &Particulars, problems: &mut Problems) {
    problems.extend(named(sections, "contracts", single_provider));
    let is_told = |contract: &&Contract| {
        let written = section(sections, "contracts").and_then(|contracts| child(contracts, &contract.name));
        written.and_then(|written| child(written, "head_contract")).is_some_and(Node::is_refused)
    };
    for contract in particulars.contracts.iter().filter(|contract| !is_told(contract)) {
        problems.extend(head_contract(contract));
    }
    for entry in super::field::entries(section(sections, "investments")) {
        problems.extend(years_problem(entry));
    }
}

fn single_provider(entry: &Entry) -> Option<Problem> {
    let contract = contract(entry)?;
    let providers = texts(&entry.value, "provider");
    if !contract.kind.is_services_contract() || providers.len() < 2 {
        return None;
    }
    let place = child(&entry.value, "provider").map_or(&contract.citation.place, |provider| &provider.place);
    let what = format!(
        "{} has {} providers; a services contract has one",
        in_backticks(&contract.name),
        providers.len()
    );
    let help = "write one contract for each provider; only the alliance agreement binds them together";
    Some(problem("several-providers", place, "", what, help.to_string()))
}

fn head_contract(contract: &Contract) -> Option<Problem> {
    let is_sub_contract = contract.kind == ContractKind::SubContract;
    let (what, help) = match &contract.head_contract {
        None if is_sub_contract => (
            format!("the sub-contract {} names no head contract", in_backticks(&contract.name)),
            "add `head_contract:` with the name of the contract beneath which it stands",
        ),
        Some(head) if *head == contract.name => (
            format!("{} is named as its own head contract", in_backticks(head)),
            "name the contract beneath which it stands",
        ),
        Some(head) if !is_sub_contract => (
            format!(
                "{} has the head contract {}, but is no sub-contract",
                in_backticks(&contract.name),
                in_backticks(head)
            ),
            "write `kind: sub-contract`, or leave `head_contract` out",
        ),
        _ => return None,
    };
    Some(problem("head-contract", &contract.citation.place, &contract.name, what, help.to_string()))
}

fn years_problem(entry: &Entry) -> Option<Problem> {
    let node = child(&entry.value, "repaid_over")?;
    let written = node.as_text()?;
    if years(written).is_some() {
        return None;
    }
    let what = format!("{} is not a number of years", in_backticks(written));
    Some(problem("badly-written", &node.place, written, what, "write it like `7 years`".to_string()))
}

/// Reads `7` or `7 years`.
fn years(written: &str) -> Option<u32> {
    let number = written.strip_suffix("years").or_else(|| written.strip_suffix("year")).unwrap_or(written);
    number.trim_end().parse().ok()
}

pub(super) fn contract(entry: &Entry) -> Option<Contract> {
    let node = &entry.value;
    let kind = text(node, "kind")?;
    Some(Contract {
        name: entry.key.clone(),
        kind: ContractKind::ALL.into_iter().find(|known| known.word() == kind)?,
        form: text(node, "form"),
        year: text(node, "year"),
        commissioners: texts(node, "commissioner"),
        provider: texts(node, "provider").into_iter().next(),
        award: text(node, "award"),
        value: text(node, "value"),
        days: days(node),
        extension: text(node, "extension"),
        head_contract: text(node, "head_contract"),
        citation: citation(&entry.key_place, node),
    })
}

pub(super) fn document(node: &Node) -> Option<Document> {
    Some(match node.as_text()? {
        "alliance_agreement" => Document::AllianceAgreement,
        other => Document::Named(other.to_string()),
    })
}

pub(super) fn costs(node: &Node) -> Costs {
    Costs { own: text(node, "own"), further: text(node, "further"), citation: citation(&node.place, node) }
}

pub(super) fn investment(entry: &Entry) -> Option<Investment> {
    let node = &entry.value;
    Some(Investment {
        name: entry.key.clone(),
        amount: text(node, "amount")?,
        repaid_over_years: text(node, "repaid_over").and_then(|written| years(&written)),
        by: text(node, "by")?,
        citation: citation(&entry.key_place, node),
    })
}
