//! What an account receives and pays, in a sentence each.

use super::{SETS_ASIDE, TAKES_OUT};
use crate::view::{AccountView, StatementView, humanised, size};
use accordant_money::{Exact, Number, Posted};
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// What is smaller than this share of the whole is not named.
const NAMED_FROM: (i128, i128) = (1, 100);

/// `The builder receives £2,000,000.00: £1,800,000.00 (fixed payment) and £200,000.00 (provider gain).`
pub fn account(account: &AccountView, view: &StatementView<'_>) -> Vec<String> {
    let ways = [
        ("receives", "", Way::Receives),
        ("pays", "", Way::Pays),
        (SETS_ASIDE.0, SETS_ASIDE.1, Way::SetsAside),
        (TAKES_OUT.0, TAKES_OUT.1, Way::Releases),
    ];
    let told = ways.into_iter().filter_map(|(verb, after, way)| {
        let amounts = amounts(account, view, way);
        let total =
            amounts.iter().map(|(_, amount)| *amount).reduce(|sum, one| sum.plus(&one).unwrap_or(sum))?;
        Some(format!("{} {verb} {total}{after}: {}.", account.title, listed(&amounts, total)))
    });
    told.collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Receives,
    Pays,
    SetsAside,
    Releases,
}

impl Way {
    fn is_to(self) -> bool {
        matches!(self, Way::Receives | Way::Releases)
    }

    fn is_within(self) -> bool {
        matches!(self, Way::SetsAside | Way::Releases)
    }
}

/// What passes, by what it is called; the largest first.
fn amounts(account: &AccountView, view: &StatementView<'_>, way: Way) -> Vec<(String, Posted)> {
    let own = account.account();
    let mut found: BTreeMap<String, Posted> = BTreeMap::new();
    for share in view.parts.iter().flat_map(|part| part.postings).map(|statement| &statement.share) {
        let Some(posted) = share.posted.filter(|posted| posted.minor() != 0) else { continue };
        let turned = posted.minor() < 0;
        let receiver = if turned { &share.from } else { &share.to };
        let payer = if turned { &share.to } else { &share.from };
        let (concerned, other) = if way.is_to() { (receiver, payer) } else { (payer, receiver) };
        let within = view.names.holder(other) == own;
        if *concerned != own || within != way.is_within() {
            continue;
        }
        let base = share.address.split_once('[').map_or(share.address.as_str(), |(base, _)| base);
        let name = share.says.clone().unwrap_or_else(|| humanised(base));
        let name = if turned { format!("{name}, paid back") } else { name };
        let sum = found.get(&name).and_then(|sum| sum.plus(&size(posted))).unwrap_or(size(posted));
        found.insert(name, sum);
    }
    let mut found: Vec<(String, Posted)> = found.into_iter().collect();
    found.sort_by_key(|(_, amount)| core::cmp::Reverse(amount.minor()));
    found
}

fn listed(amounts: &[(String, Posted)], total: Posted) -> String {
    let limit = Exact::ratio(NAMED_FROM.0, NAMED_FROM.1).unwrap_or_else(Exact::zero);
    let limit = total.to_exact().times(&limit).unwrap_or_else(|_| Exact::zero());
    // A single small amount is named too: that says more in as many words.
    let small = amounts.iter().filter(|(_, amount)| amount.to_exact() < limit).count();
    let named = amounts.iter().filter(|(_, amount)| small < 2 || amount.to_exact() >= limit);
    let mut said: Vec<String> = named.clone().map(|(name, amount)| format!("{amount} ({name})")).collect();
    let rest = named.fold(total, |rest, (_, amount)| rest.minus(amount).unwrap_or(rest));
    if rest.minor() > 0 {
        said.push(format!("{rest} in smaller amounts"));
    }
    match said.split_last() {
        Some((last, [])) => amounts.first().map_or_else(|| last.clone(), |(name, _)| name.clone()),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}
