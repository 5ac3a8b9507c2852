//! The pages of an exported record: what it is, what was checked, who settled what and why, and how anyone checks it.
//!
//! A bundle is a folder that is read with a browser, without a network and without this program. The pages show what the
//! reader may see and no more, for they are made from a [`State`] that has seen no more. This file will never know a
//! store, a clock or a signature. Start with [`pages`].

mod again;
mod cover;
mod difference;
mod html;
mod queries;
mod settlement;
mod words;

pub use again::{Again, NotTheSame, settled_again};

use crate::page::statement_page;
use crate::view::{Names, Stamp, StatementView};
use accordant_alliance::State;
use accordant_alliance::event::{Basis, Read};
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use jiff::civil::{Date, DateTime};

/// A record as its reader meets it.
#[derive(Debug)]
pub struct BundleView<'a> {
    /// What the alliance is, as far as the reader may see.
    pub state: &'a State,
    /// The party for which the bundle is made; for all parties without one.
    pub reader: Option<&'a str>,
    /// When the last entry was recorded, in the zone of the alliance.
    pub until: DateTime,
    /// That zone by its name.
    pub zone: &'a str,
    /// Every entry, in order.
    pub entries: &'a [LogEntry],
    /// The names behind references, as far as they are to be shown.
    pub people: &'a BTreeMap<String, String>,
    /// What is signed of the log that takes new entries.
    pub signed: &'a Signed,
    /// The parts that are not shown.
    pub unshown: &'a [Unshown],
    /// The lines of a file of keys, as whoever sends the bundle claims them.
    pub keys: &'a [String],
    /// The folders of earlier logs, the first first.
    pub earlier: &'a [String],
}

/// An entry of the record.
#[derive(Debug)]
pub struct LogEntry {
    /// Its number.
    pub entry: u64,
    /// When it was recorded, in the zone of the alliance.
    pub when: DateTime,
    /// What kind of event it is.
    pub kind: String,
    /// Who, as an opaque reference, or a job.
    pub actor: String,
    /// For which party.
    pub seat: Option<String>,
    /// The entry that gives the authority.
    pub authority: u64,
    /// The program that wrote it.
    pub software: String,
    /// What happened, as far as it can be seen.
    pub read: Read,
}

/// A signed state of the log, and who confirms it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The three lines that stand for it on paper.
    pub lines: [String; 3],
    /// How many entries the log has.
    pub size: u64,
    /// Who holds a matching copy of how many, and since when.
    pub copies: Vec<MatchingCopy>,
}

/// A party's signed word that it holds the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchingCopy {
    /// The party.
    pub party: String,
    /// How many entries its copy has.
    pub size: u64,
    /// When it said so.
    pub on: Date,
}

/// A part that is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unshown {
    /// The entry.
    pub entry: u64,
    /// What the part is.
    pub part: String,
    /// Who may see it.
    pub compartment: String,
    /// Why it is not shown.
    pub why: Why,
    /// The hash by which it can be recognised if it is ever shown.
    pub commitment: String,
}

/// Why a part is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is kept from this reader.
    Withheld,
    /// It was erased.
    Erased,
}

/// A page of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The name of its file.
    pub name: String,
    /// Its HTML.
    pub html: String,
}

/// Every page: the cover first, then two for each settlement.
///
/// # Errors
/// When a settlement, worked out again, is not what was recorded.
pub fn pages(view: &BundleView<'_>) -> Result<Vec<Page>, NotTheSame> {
    let mut pages = Vec::new();
    let agreement = view.state.latest_text().map(|(_, agreement)| agreement.as_ref());
    let names = agreement.map(Names::new).unwrap_or_default();
    let mut explained = Vec::new();
    for settled in &view.state.kept().settlements {
        let again = settled_again(view.state, settled)?;
        let entry = settled.entry;
        let html = settlement::page(view, settled, again.is_some(), &names);
        pages.push(Page { name: settlement_page(entry), html });
        let Some(again) = again else { continue };
        explained.push(entry);
        let stamp = Stamp {
            version: view.version(entry),
            agreement_sha256: settled.body.agreement_sha256.clone(),
            facts_sha256: settled.body.facts_sha256.clone(),
            forecast: settled.body.basis == Basis::Forecast,
            standing: vec![format!("It stands in the record as entry {entry}.")],
        };
        let statement = StatementView::new(&again.agreement, &again.settled, stamp);
        let html = statement_page(&statement, again.agreement.terms.as_ref());
        pages.push(Page { name: reasons_page(entry), html });
    }
    let cover = Page { name: "index.html".to_string(), html: cover::page(view, &explained, &names) };
    pages.insert(0, cover);
    Ok(pages)
}

/// The page of the folder of an earlier log, which only says where to read on.
pub fn earlier_page(alliance: &str, origin: &str) -> String {
    let title = format!("{alliance}: an earlier part of the record");
    html::page(&title, alliance, |html| {
        html.text_element("h1", &[], "An earlier part of the record");
        html.paragraph(
            "The record went on under a new name after a copy of it had been restored. The files beside this page are \
             what was recorded before, so that they can be checked by themselves.",
        );
        html.element("p", &[], |html| {
            html.text("It was called ");
            html.text_element("code", &[], origin);
            html.text(". ");
            html.link_to("../../index.html", "Read the whole record");
            html.text(".");
        });
    })
}

impl BundleView<'_> {
    fn entry(&self, entry: u64) -> Option<&LogEntry> {
        self.entries.iter().find(|found| found.entry == entry)
    }

    /// The version of the program that recorded an entry.
    fn version(&self, entry: u64) -> String {
        let software = self.entry(entry).map(|found| found.software.as_str()).unwrap_or_default();
        software.rsplit_once(' ').map_or(software, |(_, version)| version).to_string()
    }

    fn alliance(&self) -> &str {
        self.state.kept().founding.as_ref().map_or("An alliance", |founding| founding.alliance.as_str())
    }
}

fn settlement_page(entry: u64) -> String {
    format!("settlement-{entry}.html")
}

fn reasons_page(entry: u64) -> String {
    format!("statement-{entry}.html")
}

fn entry_anchor(entry: u64) -> String {
    format!("entry-{entry}")
}

fn entry_link(entry: u64) -> String {
    format!("index.html#{}", entry_anchor(entry))
}
