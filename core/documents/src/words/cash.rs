//! Cash in words: what leaves a party's books and what only moves within them.

use crate::view::{AccountView, Cash, size};
use accordant_money::Posted;
use alloc::format;
use alloc::string::{String, ToString};

/// That a posting is between a party and a pool in its own books.
pub const NO_CASH: &str = "it stays in the books of one party, so no cash moves between parties";

/// What a party does that pays into a pool in its own books: before the amount, and after it.
pub const SETS_ASIDE: (&str, &str) = ("sets aside", " in its own books, and no cash moves");
/// What a party does that is paid out of a pool in its own books: before the amount, and after it.
pub const TAKES_OUT: (&str, &str) =
    ("takes", " out of what is set aside in its own books, and no cash moves");

/// What is said below the nets where some of it is no cash.
pub fn nets_and_cash(cash: &Cash) -> Option<&'static str> {
    (!cash.within.is_empty()).then_some(
        "What a party sets aside in a pool in its own books counts as paid here, and what it takes out of it as \
         received, though no cash moves.",
    )
}

/// Where the money of a line goes that leaves nobody's books.
pub const WITHIN: &str = "within its own books: set aside or released, no cash moves";

/// What an account comes to: `receives £2.00 net`, and in cash where that differs for the pools in its books.
pub fn outcome(account: &AccountView, cash: &Cash) -> String {
    let own = account.account();
    let Some(in_cash) = cash.of(&own, account.net.currency()) else { return account.outcome() };
    let Some(held) = in_cash.minus(&account.net) else { return account.outcome() };
    if held.minor() == 0 {
        return account.outcome();
    }
    if in_cash.minor() == 0 {
        let (verb, after) = if held.minor() > 0 { SETS_ASIDE } else { TAKES_OUT };
        return format!("{verb} {}{after}", size(held));
    }
    let verb = if in_cash.minor() > 0 { "receives" } else { "pays" };
    let change = if held.minor() > 0 { "more" } else { "less" };
    let (outcome, in_cash, held) = (account.outcome(), size(in_cash), size(held));
    format!("{outcome}: in cash it {verb} {in_cash}, as the pools in its books hold {held} {change}")
}

/// What an account is sent in cash less what it sends, where that is not its net: `in cash, to pay`, with the amount.
pub fn in_cash(account: &AccountView, cash: &Cash) -> Option<(&'static str, Posted)> {
    let amount =
        cash.of(&account.account(), account.net.currency()).filter(|amount| *amount != account.net)?;
    let label = match amount.minor() {
        0 => "in cash, for what stays in its own books does not move",
        ..0 => "in cash, to pay",
        _ => "in cash, to receive",
    };
    Some((label, amount))
}

/// What the table of cash holds.
pub fn cash_note(cash: &Cash) -> &'static str {
    if cash.between.is_empty() {
        "No cash moves between parties as far as these postings tell; a pool counts as the party in whose books it lies."
    } else {
        "As far as these postings tell, each pair once, net; a pool counts as the party in whose books it lies."
    }
}

/// That the lines add up.
pub fn cash_check(cash: &Cash) -> String {
    if cash.adds_up {
        "For each, what it is sent less what it sends comes to its net above, with that of the pools in its books.".to_string()
    } else {
        "For each, what it is sent less what it sends should come to its net above, and does not.".to_string()
    }
}
