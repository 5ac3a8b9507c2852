//! Postings: who pays whom, one pot and one split each (M22, M23).

use super::Resolver;
use super::declare::{entries, text};
use super::known::shares_of;
use super::scope::Scope;
use crate::formula::words;
use crate::problem::{Place, nearest};
use crate::shape::wrong::either;
use crate::terms::{Account, Amount, Direction, Expr, Index, IndexId, MoneyRounding, Payees, Posting, Share};
use crate::tree::{Entry, Node};
use crate::unit::Unit;
use accordant_money::{Exact, Rounding};
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Resolver<'_> {
    /// How posted money is rounded.
    pub(super) fn rounding(&mut self, money: Option<&Node>) -> Option<MoneyRounding> {
        let node = &money?.entry("rounding")?.value;
        let written = node.as_text()?;
        let read = written.split_once(',').and_then(|(unit, rule)| {
            let to = match unit.trim() {
                "pennies" | "cents" => self.around.currency.minor_unit(),
                "whole pounds" | "whole dollars" | "whole euros" => Exact::from_i128(1),
                _ => return None,
            };
            Some(MoneyRounding { to, rule: Rounding::parse(rule.trim())? })
        });
        if read.is_none() {
            let help = Some("such as: rounding: pennies, half away from zero".to_string());
            self.problem_at("rounding", node, format!("`{written}` is not a rounding of money"), help);
        }
        read
    }

    /// The postings, in the author's order.
    pub(super) fn postings(&mut self, money: Option<&Node>, rounded: bool) -> Vec<Posting> {
        let written = entries(money, "postings");
        if let (Some(first), false) =
            (written.first(), rounded || money.is_some_and(|money| money.entry("rounding").is_some()))
        {
            let help = Some(
                "add `rounding: pennies, half away from zero`, or another rule, under `money`".to_string(),
            );
            let what = "money is posted, and no rule says how it is rounded".to_string();
            self.problem("no-rounding", first.key_place.clone(), &first.key, what, help);
        }
        let mut figures: BTreeMap<String, u32> = BTreeMap::new();
        let mut found = Vec::new();
        for entry in written {
            shares_of(entry)
                .into_iter()
                .for_each(|(name, place)| self.figure_name(name, place, &mut figures));
            found.extend(self.posting(entry));
        }
        found
    }

    /// The name of a share is a figure, so it is nobody else's.
    fn figure_name(&mut self, name: &str, place: &Place, figures: &mut BTreeMap<String, u32>) {
        let before = figures.insert(name.to_string(), place.line);
        if before.is_some() || self.names.contains_key(name) {
            let what = format!("the name `{name}` is already taken");
            let first = match (before, self.names.get(name).copied()) {
                (Some(line), _) => format!("on line {line}"),
                (None, Some(named)) => self.place_of(named),
                (None, None) => String::new(),
            };
            let help = Some(format!(
                "it stands {first} too; each share is a figure with a name of its own: choose another"
            ));
            self.problem("name-taken", place.clone(), name, what, help);
        }
    }

    fn posting(&mut self, entry: &Entry) -> Option<Posting> {
        let node = &entry.value;
        let by = node.entry("by").and_then(|by| self.one_index(&by.value));
        let scope_by: Vec<IndexId> = by.into_iter().collect();
        let of = node.entry("of").map(|of| self.amount(&of.value, &scope_by));
        // The check of the form tells of a posting that lacks one of them.
        let (from, to) = (node.entry("from")?, node.entry("to")?);
        if from.value.is_refused() || to.value.is_refused() || (by.is_none() && node.entry("by").is_some()) {
            return None;
        }
        let (direction, one, many) = match (self.is_one(&from.value), self.is_one(&to.value)) {
            (true, _) => (Direction::PotPays, from, to),
            (false, true) => (Direction::PotReceives, to, from),
            (false, false) => {
                let help = Some("put a pool between them: one posting into it, one out of it".to_string());
                self.problem(
                    "posting",
                    to.key_place.clone(),
                    &to.key,
                    "one side of a posting is one account".to_string(),
                    help,
                );
                return None;
            }
        };
        let pot = self.account(&one.value, by);
        let shares = self.shares(entry, &many.value, of.is_some(), by);
        let (of, pot, shares) = (of.map_or(Some(None), |of| of.map(Some))?, pot?, shares?);
        self.shares_make_sense(entry, of.as_ref(), &shares);
        self.two_accounts(entry, &pot, &shares);
        Some(Posting {
            name: entry.key.clone(),
            says: text(node, "says"),
            clause: text(node, "clause"),
            place: entry.key_place.clone(),
            by,
            of,
            pot,
            direction,
            shares,
        })
    }

    fn amount(&mut self, node: &Node, by: &[IndexId]) -> Option<Expr> {
        let term = self.formula(node)?;
        let unit = Unit::money(self.around.currency);
        self.expr_in(&term, &Scope::of(node, by), &unit)
    }

    /// Whether a side names one account rather than several.
    fn is_one(&self, node: &Node) -> bool {
        node.as_text().is_some_and(|name| self.several(name).is_none() || self.current(name))
    }

    /// `provider`, in the singular, is the element that a posting by provider is at.
    fn current(&self, name: &str) -> bool {
        self.indexes.iter().any(|index| index.name == name)
            && !matches!(name, "parties" | "providers" | "commissioners")
            && matches!(name, "party" | "provider" | "commissioner")
    }

    /// The index that a plural or a list names.
    fn several(&self, name: &str) -> Option<IndexId> {
        self.index(name).filter(|index| self.indexes.get(index.0).is_some_and(|index| index.of_parties))
    }

    fn account(&mut self, node: &Node, by: Option<IndexId>) -> Option<Account> {
        let name = node.as_text()?;
        let known_party = self.around.parties.iter().any(|party| party.name == name);
        let is_pool = self.pools.iter().any(|pool| pool.name == name);
        match (name, by) {
            ("outside", _) => Some(Account::Outside),
            ("responsible", Some(by)) if self.index("service") == Some(by) => Some(Account::Responsible(by)),
            _ if known_party => Some(Account::Party(name.to_string())),
            _ if is_pool => Some(Account::Pool(name.to_string())),
            (_, Some(by)) if self.index(name).is_some_and(|index| self.serves(by, index)) => {
                Some(Account::Current(by))
            }
            _ => {
                self.unknown_account(node, name);
                None
            }
        }
    }

    fn unknown_account(&mut self, node: &Node, name: &str) {
        if self.current(name) {
            let help = Some(format!("give the posting `by: {name}`, so that it is made once for each"));
            self.problem_at("unknown-account", node, format!("no {name} is meant here"), help);
            return;
        }
        let parties = self.around.parties.iter().map(|party| party.name.as_str());
        let pools = self.pools.iter().map(|pool| pool.name.as_str());
        let known: Vec<&str> =
            parties.chain(pools).chain(["outside", "providers", "commissioners"]).collect();
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}", either(known)),
        };
        self.problem_at("unknown-account", node, format!("unknown account `{name}`"), Some(help));
    }

    fn shares(
        &mut self,
        entry: &Entry,
        side: &Node,
        has_total: bool,
        by: Option<IndexId>,
    ) -> Option<Vec<Share>> {
        let whole = |payees, weight, words| Share {
            name: entry.key.clone(),
            says: text(&entry.value, "says"),
            clause: text(&entry.value, "clause"),
            place: entry.key_place.clone(),
            payees,
            amount: Amount::Whole,
            weight,
            words,
        };
        if let Some(name) = side.as_text() {
            let account = self.payees(side, by)?;
            if let Payees::Each(_) = account {
                self.problem_at(
                    "posting",
                    side,
                    "several payees need weights".to_string(),
                    Some(weights_help(name)),
                );
                return None;
            }
            if !has_total {
                let what = format!("the posting `{}` does not say how much", entry.key);
                let help = Some("add `of:` with an amount of money".to_string());
                self.problem("posting", entry.key_place.clone(), &entry.key, what, help);
                return None;
            }
            return Some(alloc::vec![whole(account, None, "all of it".to_string())]);
        }
        let rows = side.as_map()?;
        if let [one] = rows
            && one.key != entry.key
            && one.value.entry("to").is_none()
            && one.value.entry("from").is_none()
            && let Some(index) = self.several(&one.key)
        {
            let (weight, words) = self.weight(&one.value, index, by)?;
            return Some(alloc::vec![whole(Payees::Each(index), Some(weight), words)]);
        }
        if rows.is_empty() {
            let help = Some("such as: to: { provider_gain: { to: providers, is: .., by: margin }, rest: { to: owner, is: the rest } }".to_string());
            let what = format!("the posting `{}` names nobody on this side", entry.key);
            self.problem("posting", side.place.clone(), "{", what, help);
            return None;
        }
        let shares: Vec<Option<Share>> = rows.iter().map(|row| self.share(row, by)).collect();
        shares.into_iter().collect()
    }

    fn share(&mut self, row: &Entry, by: Option<IndexId>) -> Option<Share> {
        let node = &row.value;
        // The check of the form tells of a share without an account.
        let side = node.entry("to").or_else(|| node.entry("from"))?;
        let payees = self.payees(&side.value, by);
        let amount = self.share_amount(row, by);
        let weight = match (&payees, node.entry("by")) {
            (Some(Payees::Each(index)), Some(weight)) => Some(self.weight(&weight.value, *index, by)?),
            (Some(Payees::Each(_)), None) => {
                let help =
                    Some("add `by:` with a quantity indexed by them, such as `by: margin`".to_string());
                self.problem(
                    "posting",
                    row.key_place.clone(),
                    &row.key,
                    "several payees need weights".to_string(),
                    help,
                );
                return None;
            }
            _ => None,
        };
        let (payees, (amount, said)) = (payees?, amount?);
        let words = weight.as_ref().map_or(said.clone(), |(_, by)| format!("{said}, {by}"));
        Some(Share {
            name: row.key.clone(),
            says: text(node, "says"),
            clause: text(node, "clause"),
            place: row.key_place.clone(),
            payees,
            amount,
            weight: weight.map(|(weight, _)| weight),
            words,
        })
    }

    fn share_amount(&mut self, row: &Entry, by: Option<IndexId>) -> Option<(Amount, String)> {
        let Some(is) = row.value.entry("is") else {
            let help = Some("add `is:` with an amount, or `is: the rest`".to_string());
            self.problem(
                "posting",
                row.key_place.clone(),
                &row.key,
                format!("the share `{}` does not say how much", row.key),
                help,
            );
            return None;
        };
        if is.value.as_text() == Some("the rest") {
            return Some((Amount::Rest, "the rest".to_string()));
        }
        let term = self.formula(&is.value)?;
        let scope: Vec<IndexId> = by.into_iter().collect();
        let unit = Unit::money(self.around.currency);
        let expr = self.expr_in(&term, &Scope::of(&is.value, &scope), &unit)?;
        Some((Amount::Exact(expr), words(&term)))
    }

    /// Who gets a share: one account, every party of an index, or a list of parties.
    fn payees(&mut self, node: &Node, by: Option<IndexId>) -> Option<Payees> {
        if let Some(list) = node.as_list() {
            return self.listed_parties(list).map(Payees::Each);
        }
        let name = node.as_text()?;
        let party = self.around.parties.iter().any(|party| party.name == name);
        match self.several(name) {
            Some(index) if !party && !self.current(name) => Some(Payees::Each(index)),
            _ => self.account(node, by).map(Payees::One),
        }
    }

    /// A list of parties written in place is an index of its own.
    fn listed_parties(&mut self, list: &[Node]) -> Option<IndexId> {
        let mut elements = Vec::new();
        for node in list {
            let name = node.as_text()?;
            match self.around.parties.iter().find(|party| party.name == name) {
                Some(party) => elements.push(party.clone()),
                None => {
                    self.unknown_account(node, name);
                    return None;
                }
            }
        }
        let names: Vec<&str> = elements.iter().map(|element| element.name.as_str()).collect();
        let name = names.join(" and ");
        if let Some(index) = self.indexes.iter().position(|index| index.name == name) {
            return Some(IndexId(index));
        }
        self.indexes.push(Index { name, elements, of_parties: true });
        Some(IndexId(self.indexes.len() - 1))
    }

    /// The weights among several payees, for each of them.
    fn weight(&mut self, node: &Node, index: IndexId, by: Option<IndexId>) -> Option<(Expr, String)> {
        let written = node.as_text()?;
        let plain = written.strip_prefix("by ").unwrap_or(written);
        let skipped = if plain.len() == written.len() { 0 } else { 3 };
        let scope_by: Vec<IndexId> = by.into_iter().chain(core::iter::once(index)).collect();
        let scope = Scope::of(node, &scope_by).later(skipped);
        let term = self.formula_text(plain, &scope)?;
        let expr = self.expr(&term, &scope)?;
        Some((expr, format!("by {}", words(&term))))
    }

    /// Money does not go from an account to itself. Who is one of several payees may be the payer: its part stays.
    fn two_accounts(&mut self, entry: &Entry, pot: &Account, shares: &[Share]) {
        for share in shares.iter().filter(|share| share.payees == Payees::One(pot.clone())) {
            let what = format!("`{}` goes from an account to itself", share.name);
            let help = if share.name == entry.key {
                "name two different accounts in `from` and `to`"
            } else {
                "leave this share out, and let `of` be what the others share: what is not posted stays"
            };
            self.problem("posting", share.place.clone(), &share.name, what, Some(help.to_string()));
        }
    }

    fn shares_make_sense(&mut self, entry: &Entry, of: Option<&Expr>, shares: &[Share]) {
        let rests: Vec<&Place> = shares
            .iter()
            .filter(|share| matches!(share.amount, Amount::Rest))
            .map(|share| &share.place)
            .collect();
        if let [_, second, ..] = rests.as_slice() {
            let place = (*second).clone();
            let help = Some("give the other an amount: `is:` with a formula".to_string());
            self.problem("posting", place, "", "only one share may be `the rest`".to_string(), help);
        } else if let (None, [place]) = (of, rests.as_slice()) {
            let place = (*place).clone();
            let help = Some("add `of:` with the amount that is shared".to_string());
            self.problem(
                "posting",
                place,
                "",
                format!("`{}` has no amount of which this is the rest", entry.key),
                help,
            );
        }
        if let Some(sum) = shares_of_one_name(shares)
            && sum != Exact::from_i128(1)
        {
            let percent = sum.times_hundred();
            let what = format!("these shares add up to {percent}%, not 100%");
            let help = Some("make them add up, or let one share be `the rest`".to_string());
            self.problem("shares", entry.key_place.clone(), &entry.key, what, help);
        }
    }
}

fn weights_help(name: &str) -> String {
    format!(
        "such as `{{ {name}: by margin }}`, with a quantity indexed by them; for equal parts, by a line that is 1 for each"
    )
}

/// Where every share is a plain percentage of one and the same name, the percentages added up.
fn shares_of_one_name(shares: &[Share]) -> Option<Exact> {
    use crate::terms::ExprKind;
    use accordant_money::Number;
    let mut sum = Exact::zero();
    let mut name = None;
    for share in shares {
        let Amount::Exact(expr) = &share.amount else { return None };
        let ExprKind::Times(rate, of) = &expr.kind else { return None };
        let (ExprKind::Number(rate), ExprKind::Reference(subject, at)) = (&rate.kind, &of.kind) else {
            return None;
        };
        if name.get_or_insert((*subject, at.clone())) != &(*subject, at.clone()) {
            return None;
        }
        sum = sum.plus(rate).ok()?;
    }
    name.map(|_| sum)
}

trait Percent {
    fn times_hundred(&self) -> String;
}

impl Percent for Exact {
    fn times_hundred(&self) -> String {
        use accordant_money::Number;
        let percent = self.times(&Exact::from_i128(100)).unwrap_or_else(|_| self.clone());
        percent.terminating().unwrap_or_else(|| percent.fraction())
    }
}
