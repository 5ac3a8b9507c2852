//! What is paid before a period is settled: `money.on_account` (M25).

use super::Resolver;
use super::declare::text;
use super::value::{Given, read_value};
use crate::particulars::Every;
use crate::terms::OnAccount;
use crate::tree::{Entry, Node};
use accordant_money::{Exact, Number};
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

impl Resolver<'_> {
    /// The term, if the agreement has it.
    pub(super) fn on_account(&mut self, money: Option<&Node>) -> Option<OnAccount> {
        let entry = money?.entry("on_account")?;
        let node = &entry.value;
        let of_gain = written_names(node);
        if of_gain.is_empty() && posts_nothing(money) {
            let what = "money is paid on account, and nothing is posted".to_string();
            let help = Some("add `postings:`, or leave this out".to_string());
            self.problem("on-account", entry.key_place.clone(), &entry.key, what, help);
        }
        let every = node.entry("every").and_then(|every| self.shorter_than_a_period(every));
        let retention = node.entry("retention").and_then(|retention| self.retention(&retention.value));
        self.named_once(&of_gain);
        if let (Some(retention), Some(written)) = (&retention, node.entry("retention"))
            && retention.sign().is_gt()
            && of_gain.is_empty()
        {
            let what = "a share is kept back, and of no posting".to_string();
            let help = Some(
                "add `retained_from:` with the postings whose shares are gain, or write `retention: 0%`"
                    .to_string(),
            );
            self.problem_at("on-account", &written.value, what, help);
        }
        Some(OnAccount {
            every: every?,
            retention: retention?,
            retained_from: of_gain
                .iter()
                .filter_map(|name| name.as_text())
                .map(ToString::to_string)
                .collect(),
            paid_within: text(node, "paid_within"),
            says: text(node, "says"),
            clause: text(node, "clause"),
            place: entry.key_place.clone(),
        })
    }

    /// How often something is paid; a period that is no longer than that is settled for good at once.
    fn shorter_than_a_period(&mut self, entry: &Entry) -> Option<Every> {
        let every = match entry.value.as_text()? {
            "month" => Every::Month,
            "quarter" => Every::Quarter,
            _ => return None,
        };
        let (what, help) = match self.around.settles {
            None => (
                "the agreement does not say when it settles".to_string(),
                "add `settles: { every: year, from: 1 April }` under `alliance`".to_string(),
            ),
            Some(Every::Month) => (
                "each month is settled for good, so nothing is paid on account".to_string(),
                "leave `on_account` out, or settle a longer period".to_string(),
            ),
            Some(Every::Quarter) if every == Every::Quarter => (
                "each quarter is settled for good, so nothing is paid on account of one".to_string(),
                "write `every: month`, or leave `on_account` out".to_string(),
            ),
            Some(Every::Quarter | Every::Year) => return Some(every),
        };
        self.problem_at("on-account", &entry.value, what, Some(help));
        None
    }

    /// The share that is kept back; something must be left to be paid.
    fn retention(&mut self, node: &Node) -> Option<Exact> {
        let written = node.as_text()?;
        let Some(Given::Number(share, None)) = read_value(written) else { return None };
        if share < Exact::from_i128(1) {
            return Some(share);
        }
        let help = Some("write a share such as `10%`, or `0%` where nothing is kept back".to_string());
        self.problem_at("on-account", node, format!("`{written}` is not below 100%"), help);
        None
    }

    fn named_once(&mut self, names: &[&Node]) {
        let mut before: Vec<&str> = Vec::new();
        for node in names {
            let Some(name) = node.as_text() else { continue };
            if before.contains(&name) {
                let help = Some("name each posting once".to_string());
                self.problem_at("on-account", node, format!("`{name}` is named twice"), help);
            }
            before.push(name);
        }
    }
}

/// The postings of which something is kept back, as written: one name or a list.
fn written_names(node: &Node) -> Vec<&Node> {
    let Some(names) = node.entry("retained_from") else { return Vec::new() };
    names.value.as_list().map_or_else(|| [&names.value].to_vec(), |list| list.iter().collect())
}

fn posts_nothing(money: Option<&Node>) -> bool {
    let postings = money.and_then(|money| money.entry("postings"));
    postings.is_none_or(|postings| postings.value.as_map().is_some_and(<[Entry]>::is_empty))
}
