//! Reasons: what a figure was computed from, and how far that can be relied on.

use crate::{HEAD, agreement, facts_of, settled, value, with_head};
use accordant_facts::{Facts, RowPlace};
use accordant_settlement::{Settlement, money_by_status};
use std::sync::Arc;

fn settle(money: &str, facts: &str) -> Settlement {
    let text = with_head(HEAD, money);
    settled(&agreement(&text), &facts_of(&text, facts)).remove(0).parts.remove(0)
}

const MONEY: &str = "
    inputs:
      a: { unit: GBP, says: What was saved, clause: \"1\", owner: builder }
      b: { unit: GBP }
      unused: { unit: GBP }
    lines:
      half: { is: 50% of a, says: Half of it, clause: \"2\" }
      decided: { choose: [ { when: a > b, is: half + b }, { otherwise: unused } ] }
    postings:
      paid: { of: decided, from: owner, to: builder, clause: \"3\" }
";
const FACTS: &str = "
    a 2014-15 = 10 (derived)
    b 2014-15 = 4 (assumed)
    unused 2014-15 = 1 (illustrative)
";

// spec: S11
#[test]
fn a_reason_holds_all_that_was_looked_at_and_nothing_else() {
    let settlement = settle(MONEY, FACTS);
    let of = |address: &str| settlement.reasons.iter().find(|reason| reason.address == address).unwrap();
    let half = of("half");
    assert_eq!((half.says.as_deref(), half.clause.as_deref()), (Some("Half of it"), Some("2")));
    let fact = &half.facts[0];
    let shown =
        (fact.address.as_str(), fact.says.as_deref(), fact.clause.as_deref(), fact.source.owner.as_deref());
    assert_eq!((half.facts.len(), shown), (1, ("a", Some("What was saved"), Some("1"), Some("builder"))));
    let decided = of("decided");
    let uses: Vec<(&str, String)> =
        decided.uses.iter().map(|used| (used.address.as_str(), value(&used.value))).collect();
    assert_eq!(uses, [("half", "5".to_string())]);
    let facts: Vec<&str> = decided.facts.iter().map(|fact| fact.address.as_str()).collect();
    assert_eq!(facts, ["a", "b"], "the branch that was not taken is no part of the reason");
    assert_eq!(decided.conditions.len(), 1);
    let order: Vec<&str> = settlement.reasons.iter().map(|reason| reason.address.as_str()).collect();
    assert_eq!(order, ["half", "decided"], "a figure stands after those that it uses");
}

// spec: S13
#[test]
fn a_figure_is_as_strong_as_the_weakest_fact_behind_it() {
    let settlement = settle(MONEY, FACTS);
    let status = |address: &str| {
        let found = settlement.reasons.iter().find(|reason| reason.address == address);
        found.and_then(|reason| reason.status).map(|status| status.word())
    };
    assert_eq!((status("half"), status("decided")), (Some("derived"), Some("assumed")));
    assert_eq!(settlement.shares[0].status.map(|status| status.word()), Some("assumed"));
}

// spec: S27
#[test]
fn money_is_parted_by_the_status_that_it_rests_on_whatever_its_sign() {
    let money = "
        inputs: { a: { unit: GBP }, b: { unit: GBP } }
        postings:
          first: { of: a, from: owner, to: builder }
          second: { of: b, from: owner, to: builder }
          fixed: { of: 2 GBP, from: owner, to: builder }
    ";
    let settlement = settle(money, "a 2014-15 = 10\nb 2014-15 = -4 (assumed)");
    let parted: Vec<(Option<&str>, Option<String>)> = money_by_status(&settlement.shares)
        .iter()
        .map(|(status, amount)| (status.map(|status| status.word()), amount.terminating()))
        .collect();
    let amount = |text: &str| Some(text.to_string());
    assert_eq!(parted, [(None, amount("2")), (Some("real"), amount("10")), (Some("assumed"), amount("4"))]);
}

// spec: S14, S17
#[test]
fn what_leaves_one_account_reaches_the_others_to_the_penny() {
    let money = "
        inputs: { a: { unit: GBP }, weight: { unit: ratio, by: provider } }
        postings:
          gain:
            of: a
            from: outside
            to:
              shared: { to: providers, is: a / 3, by: weight }
              kept: { to: owner, is: the rest }
    ";
    for (amount, pennies) in [("100.01", 10001), ("-0.07", -7), ("0.015", 2), ("0.004", 0)] {
        let facts =
            format!("a 2014-15 = {amount}\nweight[builder] 2014-15 = 1\nweight[designer] 2014-15 = 6");
        let settlement = settle(money, &facts);
        let received: i128 =
            settlement.shares.iter().map(|statement| statement.share.posted.unwrap().minor()).sum();
        assert_eq!((settlement.shares.len(), received), (3, pennies), "of {amount}");
    }
}

/// Where the sum of three months is said to come from; `cited` names source and row of each, `places` file and line.
fn check_cited(cited: [Option<(&str, &str)>; 3], places: [(&str, u64); 3], expected: [Option<&str>; 3]) {
    let text = with_head(HEAD, "inputs: { a: { unit: GBP, over: as dated } }\nlines: { all: { is: a } }");
    let dated = facts_of(
        &text,
        "a 2014-04-01..2014-04-30 = 1\na 2014-05-01..2014-05-31 = 2\na 2014-06-01..2015-03-31 = 4",
    );
    let mut facts = Facts::new();
    for ((fact, cited), (file, line)) in dated.iter().zip(cited).zip(places) {
        let mut fact = fact.clone();
        fact.source = cited.map(|(source, _)| source.to_string());
        fact.row = cited.map(|(_, row)| row.to_string());
        fact.at = RowPlace { file: Arc::from(file), line };
        facts.insert(fact).unwrap();
    }
    let settlement = settled(&agreement(&text), &facts).remove(0).parts.remove(0);
    let source = &settlement.reasons[0].facts[0].source;
    let found = [&source.source, &source.row, &source.note].map(|part| part.as_deref());
    assert_eq!(found, expected);
}

// spec: S11
#[test]
fn a_reason_leads_to_the_lines_of_our_own_files_and_to_the_named_source() {
    const SUM: &str = "the sum of 3 values, 2014-04-01 to 2015-03-31";
    let with = |read_at: &str| format!("{SUM}; {read_at}");
    let nobody = [None; 3];
    check_cited(
        nobody,
        [("facts.csv", 2), ("facts.csv", 3), ("facts.csv", 4)],
        [Some("facts.csv"), Some("lines 2 to 4"), Some(SUM)],
    );
    check_cited(
        nobody,
        [("facts.csv", 2), ("facts/b.csv", 3), ("facts/b.csv", 9)],
        [None, None, Some(&with("read on line 2 of facts.csv and lines 3 and 9 of facts/b.csv"))],
    );
    check_cited(
        [Some(("return.pdf", "7")), Some(("return.pdf", "8")), Some(("return.pdf", "9"))],
        [("facts.csv", 2), ("facts.csv", 14), ("facts.csv", 26)],
        [Some("return.pdf"), Some("rows 7 to 9"), Some(&with("read on lines 2, 14 and 26 of facts.csv"))],
    );
    check_cited(
        [Some(("April", "7")), Some(("May", "3:cost")), None],
        [("facts.csv", 2), ("facts.csv", 3), ("facts.csv", 4)],
        [Some("April (row 7); May (3:cost)"), None, Some(&with("read on lines 2 to 4 of facts.csv"))],
    );
}

// spec: S11, M16
#[test]
fn a_reason_names_the_row_of_the_table_and_the_cell_that_was_read() {
    let settlement = settle(
        "
        inputs: { mode: { one_of: [live, off] }, a: { unit: GBP } }
        tables:
          modes: { by: mode, columns: [ share, kind ], live: [ 50%, open ], others: [ 10%, closed ] }
          places: { by: service, columns: [ rate ], hips: [ 1% ], others: [ 2% ] }
        lines:
          shared: { is: share * a, when: kind is closed, otherwise: It is open }
        ",
        "mode 2014-15 = off\na 2014-15 = 10",
    );
    let rows = |address: &str| {
        let reason = settlement.reasons.iter().find(|reason| reason.address == address).unwrap();
        let said = reason.rows.iter().map(|row| {
            format!("{} {}: {}/{} {} = {}", row.key, row.is, row.table, row.row, row.column, row.cell)
        });
        said.collect::<Vec<_>>()
    };
    assert_eq!(rows("share"), ["mode off: modes/others share = 10%"]);
    assert_eq!(rows("shared"), ["mode off: modes/others kind = closed"]);
    assert_eq!(rows("rate[hips]"), ["service hips: places/hips rate = 1%"]);
    assert_eq!(rows("rate[eyes]"), ["service eyes: places/others rate = 2%"]);
}
