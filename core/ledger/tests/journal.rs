//! The journal, as another program reads it: hledger finds nothing wrong in it, and the same balances.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
#![expect(clippy::inconsistent_digit_grouping, reason = "pounds, then pence")]

mod made;

use accordant_ledger::{Account, Carriage, Event, Ledger, Part, Pool, Side, YearEnd, journal};
use accordant_money::{Currency, Posted};
use jiff::civil::date;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

const MADE_UP_LEDGERS: usize = 40;

// spec: M29
#[test]
fn a_journal_is_an_entry_a_transaction_and_ends_with_every_balance() {
    let expected = "\
; the pools of an alliance; the number of a transaction is that of its event in the record
decimal-mark .
commodity 1000.00 GBP
; pool fund, in the books of icb, ledger code 26%3a1, carried over the year end as deferred income
account outside
account party:icb
account pool:fund:committed:decision/7
account pool:fund:deferred income
account pool:fund:free

2025-06-01 (1) paid in
    pool:fund:free  100.00 GBP
    party:icb

2025-07-01 (2) committed
    pool:fund:committed:decision/7  60.00 GBP
    pool:fund:free

2025-08-01 (4) spent
    outside  12.50 GBP
    pool:fund:committed:decision/7

2026-03-31 (3) carried forward as deferred income
    pool:fund:deferred income  40.00 GBP
    pool:fund:free

2026-03-31 (3) carried forward as deferred income
    pool:fund:deferred income  60.00 GBP
    pool:fund:committed:decision/7

2026-04-01 (3) brought forward from deferred income
    pool:fund:free  40.00 GBP
    pool:fund:deferred income

2026-04-01 (3) brought forward from deferred income
    pool:fund:committed:decision/7  60.00 GBP
    pool:fund:deferred income

2026-04-01 balances
    outside  0.00 GBP = 12.50 GBP
    party:icb  0.00 GBP = -100.00 GBP
    pool:fund:free  0.00 GBP = 40.00 GBP
    pool:fund:committed:decision/7  0.00 GBP = 47.50 GBP
    pool:fund:deferred income  0.00 GBP = 0.00 GBP
";
    assert_eq!(journal(&small()), expected);
    agrees(&small());
}

// spec: M29
#[test]
fn hledger_finds_the_balances_of_made_up_ledgers() {
    let mut runner = TestRunner::deterministic();
    let mut entries_count = 0;
    for _ in 0..MADE_UP_LEDGERS {
        let ledger = made::recorded(&made::events().new_tree(&mut runner).unwrap().current());
        entries_count += ledger.entries().len();
        agrees(&ledger);
    }
    assert!(entries_count > 5 * MADE_UP_LEDGERS, "too few entries to tell anything: {entries_count}");
}

// spec: M29
#[test]
fn names_that_a_journal_could_misread_stay_apart() {
    let mut ledger = Ledger::new(Currency::Gbp);
    ledger.agree(pool("Fünd  ; type:A"));
    for (reference, commitment) in (2..).zip(["a:b", "a%3ab", "a  b", "a\nb", "(a)", "[a]", "=", ""]) {
        let in_and_aside = [
            Event::PaidIn {
                pool: "Fünd  ; type:A".into(),
                from: Side::Party("ä b".into()),
                amount: pounds(1_00),
            },
            Event::Committed {
                pool: "Fünd  ; type:A".into(),
                commitment: commitment.into(),
                amount: pounds(1_00),
            },
        ];
        for event in in_and_aside {
            ledger.record(date(2025, 6, 1), reference, &event).unwrap();
        }
    }
    assert!(journal(&ledger).is_ascii());
    agrees(&ledger);
}

// spec: M29
#[test]
fn a_currency_without_minor_units_has_no_decimals() {
    let mut ledger = Ledger::new(Currency::Jpy);
    ledger.agree(pool("fund"));
    let amount = Posted::new(1_234_567, Currency::Jpy);
    ledger.record(date(2025, 6, 1), 1, &Event::Opened { pool: "fund".into(), amount }).unwrap();
    assert!(journal(&ledger).contains("pool:fund:free  1234567 JPY\n"));
    agrees(&ledger);
}

// spec: M29
#[test]
fn hledger_finds_a_changed_amount() {
    let changed = journal(&small()).replacen("100.00 GBP", "100.01 GBP", 1);
    assert!(hledger(&["check", "--strict"], &changed).is_err());
}

// spec: M29
#[test]
fn a_journal_of_nothing_is_read_too() {
    agrees(&Ledger::new(Currency::Gbp));
}

/// A fund with a commitment, a year end, and a payment that is recorded after it.
fn small() -> Ledger {
    let mut ledger = Ledger::new(Currency::Gbp);
    ledger.agree(pool("fund"));
    let fund = || String::from("fund");
    let commitment = || String::from("decision/7");
    let events = [
        (
            date(2025, 6, 1),
            Event::PaidIn { pool: fund(), from: Side::Party("icb".into()), amount: pounds(100_00) },
        ),
        (
            date(2025, 7, 1),
            Event::Committed { pool: fund(), commitment: commitment(), amount: pounds(60_00) },
        ),
        (date(2026, 3, 31), Event::YearEnded { pool: fund(), from: date(2025, 4, 1) }),
        (
            date(2025, 8, 1),
            Event::SpentUnder {
                pool: fund(),
                commitment: commitment(),
                to: Side::Outside,
                amount: pounds(12_50),
            },
        ),
    ];
    for (reference, (date, event)) in (1..).zip(events) {
        ledger.record(date, reference, &event).unwrap();
    }
    ledger
}

fn pool(name: &str) -> Pool {
    Pool {
        name: name.into(),
        in_books_of: Some("icb".into()),
        ledger_code: Some("26:1".into()),
        year_end: Some(YearEnd::Carry(Carriage::DeferredIncome)),
    }
}

fn pounds(minor: i128) -> Posted {
    Posted::new(minor, Currency::Gbp)
}

/// hledger accepts the journal, and finds in every account what the ledger does.
fn agrees(ledger: &Ledger) {
    let journal = journal(ledger);
    hledger(&["check", "--strict"], &journal).unwrap_or_else(|told| panic!("{told}\n{journal}"));
    let table = hledger(&["balance", "--flat", "--no-total", "--empty", "-O", "csv"], &journal).unwrap();
    let found: BTreeMap<String, String> = table.lines().skip(1).filter_map(row).collect();
    let ours: BTreeMap<String, String> =
        ledger.accounts().map(|(account, held)| (called(account), in_table(held))).collect();
    assert_eq!(found, ours, "{journal}");
}

/// The account and the balance of one row.
fn row(line: &str) -> Option<(String, String)> {
    let (account, balance) = line.trim_matches('"').split_once("\",\"")?;
    Some((account.to_string(), balance.to_string()))
}

/// What another program writes for a balance.
fn in_table(held: Posted) -> String {
    if held.minor() == 0 { "0".to_string() } else { format!("{} {}", held.plain(), held.currency().code()) }
}

/// The name of an account, written a second time from the specification of the journal.
fn called(account: &Account) -> String {
    let coded = |name: &str| -> String {
        let kept = |character: char| character.is_ascii_alphanumeric() || "_-./".contains(character);
        let code = |character: char| {
            let mut bytes = [0; 4];
            character.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02x}")).collect::<String>()
        };
        name.chars()
            .map(|character| if kept(character) { character.to_string() } else { code(character) })
            .collect()
    };
    match account {
        Account::Opening => "opening".to_string(),
        Account::Outside => "outside".to_string(),
        Account::Party(party) => format!("party:{}", coded(party)),
        Account::Pool { pool, part: Part::Free } => format!("pool:{}:free", coded(pool)),
        Account::Pool { pool, part: Part::Committed(name) } => {
            format!("pool:{}:committed:{}", coded(pool), coded(name))
        }
        Account::Pool { pool, part: Part::Carried(carriage) } => {
            format!("pool:{}:{}", coded(pool), carriage.word())
        }
    }
}

/// What hledger says of a journal, or what it finds wrong.
fn hledger(arguments: &[&str], journal: &str) -> Result<String, String> {
    let mut command = Command::new("hledger");
    command.args(["--file", "-"]).args(arguments).env("LC_ALL", "C");
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = piped.unwrap_or_else(|problem| {
        panic!("hledger cannot be run ({problem}); install the package `hledger`, which checks the journals")
    });
    child.stdin.take().unwrap().write_all(journal.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let told = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(told(&output.stdout)) } else { Err(told(&output.stderr)) }
}
