//! `sites`: where each site of treatment stands, since when it is counted otherwise, and what stays there when activity
//! leaves.

use super::Reader;
use crate::fault::instead;
use accordant_activity::{Code, Months, Setting, StatedBreak, StrandedTerm};
use accordant_agreement::problem::in_backticks;
use accordant_agreement::tree::{Entry, Node};
use std::collections::BTreeMap;

const SITE_KEYS: [&str; 5] = ["name", "site", "setting", "breaks", "stranded"];
const BREAK_KEYS: [&str; 2] = ["from", "why"];
const STRANDED_KEYS: [&str; 5] = ["share", "unit_cost", "figure", "months", "stated_by"];
const SETTINGS: [(&str, Setting); 3] = [
    ("hospital", Setting::Hospital),
    ("community", Setting::Community),
    ("primary care", Setting::PrimaryCare),
];

/// What is said of a site of treatment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteText {
    /// Its name, where it has one beside its code: its own, or that of the site of the agreement that it is.
    pub name: Option<String>,
    /// Where it stands on the way from hospital to home.
    pub setting: Setting,
    /// Since when it is counted otherwise, and why.
    pub breaks: Vec<StatedBreak>,
    /// What stays there when activity of a service leaves.
    pub stranded: BTreeMap<String, StrandedText>,
}

/// What stays at a site when activity of a service leaves, as somebody states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrandedText {
    /// A share of what one costs there, or a figure.
    pub term: StrandedTerm,
    /// The months in which the figure stays; a share holds for all.
    pub months: Option<Months>,
    /// Who states it.
    pub stated_by: String,
}

/// How a setting is written.
pub fn setting_word(setting: Setting) -> &'static str {
    SETTINGS.into_iter().find(|(_, known)| *known == setting).map_or("", |(word, _)| word)
}

impl Reader<'_> {
    pub(super) fn site(&mut self, entry: &Entry) -> Option<(String, SiteText)> {
        let entries = self.map(&entry.key, &entry.value)?;
        self.only(entries, &SITE_KEYS);
        let word = self.word(entry, "setting", SETTINGS.map(|(word, _)| word));
        let name = match (entry.value.entry("name"), entry.value.entry("site")) {
            (_, Some(site)) => self.title_of_site(site),
            (Some(name), None) => self.text(name).map(str::to_string),
            (None, None) => None,
        };
        let breaks = entry.value.entry("breaks").map(|breaks| self.breaks(&entry.key, breaks));
        let stranded = entry.value.entry("stranded").map(|stranded| self.stranded(stranded));
        let (breaks, stranded) = (breaks.unwrap_or_default(), stranded.unwrap_or_default());
        let (_, setting) = SETTINGS.into_iter().find(|(known, _)| Some(*known) == word)?;
        Some((entry.key.clone(), SiteText { name, setting, breaks, stranded }))
    }

    /// The title of a site of the agreement.
    fn title_of_site(&mut self, entry: &Entry) -> Option<String> {
        let written = self.text(entry)?;
        let agreed = &self.agreement.particulars.sites;
        let site = agreed.iter().find(|site| site.name == written);
        if site.is_none() {
            let what = format!("{} is no site of the agreement", in_backticks(written));
            let help = match agreed.as_slice() {
                [] => "the agreement has no `sites`: write its `name` instead".to_string(),
                some => instead(written, some.iter().map(|site| site.name.as_str())),
            };
            self.tell(&entry.value.place, written, "unknown-site", what, &help);
        }
        site.map(|site| site.title.clone())
    }

    /// One break, or a list of them.
    fn breaks(&mut self, site: &str, entry: &Entry) -> Vec<StatedBreak> {
        let nodes = entry.value.as_list().unwrap_or(std::slice::from_ref(&entry.value));
        nodes.iter().filter_map(|node| self.known_break(site, entry, node)).collect()
    }

    fn known_break(&mut self, site: &str, entry: &Entry, node: &Node) -> Option<StatedBreak> {
        let entries = self.map(&entry.key, node)?;
        self.only(entries, &BREAK_KEYS);
        let from =
            self.needed(entry, node, "from", "write the first month that is counted so, such as `2025-10`")?;
        let why =
            self.needed(entry, node, "why", "write what changed, such as `the clinic has a host of its own`");
        let (from, why) = (self.month(from), why.and_then(|why| self.text(why)));
        Some(StatedBreak { code: Code::from(site), from: from?, why: why?.to_string() })
    }

    fn stranded(&mut self, entry: &Entry) -> BTreeMap<String, StrandedText> {
        let entries = self.map(&entry.key, &entry.value).unwrap_or_default();
        entries.iter().filter_map(|one| self.stranded_of(one)).collect()
    }

    fn stranded_of(&mut self, entry: &Entry) -> Option<(String, StrandedText)> {
        self.known_service(entry)?;
        let entries = self.map(&entry.key, &entry.value)?;
        self.only(entries, &STRANDED_KEYS);
        let by = self.needed(entry, &entry.value, "stated_by", "write who states it, and where");
        let stated_by = by.and_then(|by| self.text(by))?.to_string();
        let part = |key: &str| entry.value.entry(key);
        let (term, months) = match (part("share"), part("unit_cost"), part("figure"), part("months")) {
            (Some(share), Some(unit_cost), None, None) => {
                let (share, unit_cost) = (self.number(share)?, self.number(unit_cost)?);
                (StrandedTerm::FixedShare { unit_cost, share }, None)
            }
            (None, None, Some(figure), Some(months)) => {
                let (figure, months) = (self.number(figure)?, self.months(months)?);
                (StrandedTerm::Stated(figure), Some(months))
            }
            _ => {
                let what =
                    format!("what stays of {} is neither a share nor a figure", in_backticks(&entry.key));
                let help =
                    "write a `share` of a `unit_cost`, or a `figure` with the `months` in which it stays";
                self.tell(&entry.key_place, &entry.key, "missing-key", what, help);
                return None;
            }
        };
        Some((entry.key.clone(), StrandedText { term, months, stated_by }))
    }

    /// Whether the key of an entry is a service of the agreement.
    pub(super) fn known_service(&mut self, entry: &Entry) -> Option<()> {
        let services = self.agreement.particulars.services.iter().map(|service| service.name.as_str());
        if services.clone().any(|name| name == entry.key) {
            return Some(());
        }
        let what = format!("{} is no service of the agreement", in_backticks(&entry.key));
        self.tell(&entry.key_place, &entry.key, "unknown-service", what, &instead(&entry.key, services));
        None
    }
}
