//! Cash in words: what leaves a party's books and what only moves within them.

use crate::view::{AccountView, Cash, size};
use alloc::format;
use alloc::string::{String, ToString};

/// That a posting is between a party and a pool in its own books.
pub const NO_CASH: &str = "it stays in the books of one party, so no cash moves between parties";

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
        let verb = if held.minor() > 0 { "sets aside" } else { "takes back" };
        return format!("{verb} {} within its own books, and no cash moves", size(held));
    }
    let verb = if in_cash.minor() > 0 { "receives" } else { "pays" };
    let change = if held.minor() > 0 { "rises" } else { "falls" };
    format!(
        "{}: in cash it {verb} {}, as what its books hold for pools {change} by {}",
        account.outcome(),
        size(in_cash),
        size(held)
    )
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
