//! Finding facts, and saying them again.

use super::{days, fact, facts, shown};
use accordant_facts::{Change, Fact, FactValue, Facts, Status, Undone};
use jiff::civil::date;

fn of(elements: &[&str]) -> Vec<String> {
    elements.iter().map(|element| element.to_string()).collect()
}

fn listed<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Vec<String> {
    facts.into_iter().map(shown).collect()
}

#[test]
fn the_same_name_index_and_days_twice_gives_the_earlier_fact_back() {
    // spec: F6
    let mut facts = facts("cost/a 2014-04-01..2014-04-30 1");
    let earlier = facts.insert(fact("cost/a 2014-04-01..2014-04-30 2", 9)).unwrap_err();
    assert_eq!((shown(&earlier).as_str(), earlier.at.line), ("cost/a 2014-04-01..2014-04-30 1", 1));
    assert_eq!(listed(facts.iter()), ["cost/a 2014-04-01..2014-04-30 1"]);
    facts.insert(fact("cost/a 2014-04-01..2014-04-29 2", 9)).unwrap();
    facts.insert(fact("cost/b 2014-04-01..2014-04-30 2", 9)).unwrap();
    assert_eq!((facts.len(), facts.is_empty()), (3, false));
}

#[test]
fn facts_stand_in_the_order_of_name_index_and_days() {
    let facts = facts(
        "b 2014-01-01..2014-01-01 1\na/y 2014-01-02..2014-01-02 2\na/y 2014-01-01..2014-01-31 3\na/x 2015-01-01..2015-01-01 4",
    );
    let wanted = [
        "a/x 2015-01-01..2015-01-01 4",
        "a/y 2014-01-01..2014-01-31 3",
        "a/y 2014-01-02..2014-01-02 2",
        "b 2014-01-01..2014-01-01 1",
    ];
    assert_eq!(listed(facts.iter()), wanted);
}

#[test]
fn the_covering_fact_is_the_one_of_the_fewest_days() {
    let facts =
        facts("cost 2010-01-01..2019-12-31 1\ncost 2014-01-01..2014-12-31 2\ncost 2014-04-02..2014-12-31 3");
    let covering = |text| facts.covering("cost", &[], days(text)).map(shown);
    assert_eq!(covering("2014-04-01..2014-04-30").unwrap(), "cost 2014-01-01..2014-12-31 2");
    assert_eq!(covering("2015-04-01..2015-04-30").unwrap(), "cost 2010-01-01..2019-12-31 1");
    assert_eq!(covering("2019-12-31..2020-01-01"), None);
}

#[test]
fn the_latest_before_a_day_ended_before_it() {
    let facts = facts(
        "cost/a 2014-01-01..2014-03-31 1\ncost/a 2014-01-01..2014-06-30 2\ncost/a 2014-06-01..2014-06-30 3",
    );
    let latest = |day| facts.latest_before("cost", &of(&["a"]), day).map(shown);
    assert_eq!(latest(date(2014, 7, 1)).unwrap(), "cost/a 2014-06-01..2014-06-30 3");
    assert_eq!(latest(date(2014, 6, 30)).unwrap(), "cost/a 2014-01-01..2014-03-31 1");
    assert_eq!(latest(date(2014, 3, 31)), None);
}

#[test]
fn what_lies_within_lies_within_wholly() {
    let facts =
        facts("cost 2014-01-01..2014-01-31 1\ncost 2014-02-01..2014-02-28 2\ncost 2014-02-20..2014-03-02 3");
    let within: Vec<_> = facts.within("cost", &[], days("2014-01-02..2014-03-01")).map(shown).collect();
    assert_eq!(within, ["cost 2014-02-01..2014-02-28 2"]);
}

#[test]
fn a_restatement_changes_what_it_names_and_nothing_else() {
    // spec: S22, S23
    let before = facts("cost 2014-01-01..2014-01-31 1\nprice 2014-01-01..2014-01-31 5");
    let restated = facts("cost 2014-01-01..2014-01-31 2\nwait 2014-01-01..2014-01-31 3");
    let (after, changes) = before.replaced_by(&restated);
    let wanted =
        ["cost 2014-01-01..2014-01-31 2", "price 2014-01-01..2014-01-31 5", "wait 2014-01-01..2014-01-31 3"];
    assert_eq!(listed(after.iter()), wanted);
    let said = |text: &str| Some(text.to_string());
    let old = said("cost 2014-01-01..2014-01-31 1");
    assert_eq!(told(&changes), [(old, said(wanted[0])), (None, said(wanted[2]))]);
}

#[test]
fn what_is_said_no_longer_is_a_change_too() {
    let before = facts("cost 2014-01-01..2014-01-31 1\nprice 2014-01-01..2014-01-31 5");
    let later = facts("price 2014-01-01..2014-01-31 5\nwait 2014-01-01..2014-01-31 3");
    let said = |text: &str| Some(text.to_string());
    let new = (None, said("wait 2014-01-01..2014-01-31 3"));
    let gone = (said("cost 2014-01-01..2014-01-31 1"), None);
    assert_eq!(told(&before.changes_to(&later)), [new, gone]);
}

fn told(changes: &[Change]) -> Vec<(Option<String>, Option<String>)> {
    changes.iter().map(|change| (change.before().map(shown), change.after().map(shown))).collect()
}

#[test]
fn what_was_said_alike_before_is_left_out() {
    let before = facts("cost 2014-01-01..2014-01-31 1\nprice 2014-01-01..2014-01-31 5");
    let now =
        facts("cost 2014-01-01..2014-01-31 1\nprice 2014-01-01..2014-01-31 6\nwait 2014-01-01..2014-01-31 3");
    let said = now.said_otherwise_than(&before);
    assert_eq!(listed(said.iter()), ["price 2014-01-01..2014-01-31 6", "wait 2014-01-01..2014-01-31 3"]);
}

#[test]
fn the_same_facts_again_change_nothing() {
    // spec: S24
    let before = facts("cost 2014-01-01..2014-01-31 1");
    let mut same = fact("cost 2014-01-01..2014-01-31 1.00", 77);
    same.source = Some("a second copy".to_string());
    let mut restated = accordant_facts::Facts::new();
    restated.insert(same.clone()).unwrap();
    assert_eq!(before.replaced_by(&restated).1, []);
    let weaker = Fact { status: Status::Assumed, ..same };
    let mut restated = accordant_facts::Facts::new();
    restated.insert(weaker).unwrap();
    assert_eq!(before.replaced_by(&restated).1.len(), 1);
}

/// The same facts, taken from another file.
fn from(source: &str, facts: Facts) -> Facts {
    facts.iter().map(|fact| Fact { source: Some(source.to_string()), ..fact.clone() }).collect()
}

const TWO: &str = "cost 2014-01-01..2014-01-31 1\nprice 2014-01-01..2014-01-31 5";

#[test]
fn what_is_said_alike_from_elsewhere_is_found_unless_somebody_said_it_meanwhile() {
    let (first, second) = (from("first", facts(TWO)), from("second", facts(TWO)));
    assert_eq!(second.cited_otherwise_than(&first, &first), second);
    assert_eq!(second.cited_otherwise_than(&second, &first), Facts::new());
    let letter = from("letter", facts("price 2014-01-01..2014-01-31 7"));
    let known = first.replaced_by(&letter).0;
    let moved = second.cited_otherwise_than(&first, &known);
    assert_eq!(listed(moved.iter()), ["cost 2014-01-01..2014-01-31 1"]);
}

/// What is said again without `second`, which was sent after `first`; `known` is known with it and without it.
fn undone(known_with: &Facts, known_without: &Facts) -> Facts {
    let (with, without) = (&from("second", facts(TWO)), &from("first", facts(TWO)));
    Undone { with, without, known_with, known_without }.said_again()
}

#[test]
fn without_a_file_what_rests_on_it_still_is_said_again_also_where_its_value_is_the_same() {
    let (first, second) = (from("first", facts(TWO)), from("second", facts(TWO)));
    assert_eq!(undone(&second, &first), Facts::new(), "what was known before is known again by itself");
    assert_eq!(undone(&second, &second), first, "something later cites the file that counts no longer");
    assert_eq!(undone(&second, &Facts::new()), first, "only that file said it in the record");
}

#[test]
fn without_a_file_what_somebody_corrected_meanwhile_stays() {
    let letter = from("letter", facts("cost 2014-01-01..2014-01-31 9\nprice 2014-01-01..2014-01-31 9"));
    assert_eq!(undone(&letter, &letter), Facts::new());
}

#[test]
fn without_its_only_file_what_was_said_again_since_is_not_published() {
    let only = from("only", facts("cost 2014-01-01..2014-01-31 1"));
    let none = Facts::new();
    let undone = Undone { with: &only, without: &none, known_with: &only, known_without: &only };
    let again = undone.said_again();
    let said: Vec<_> = again.iter().map(|fact| (&fact.value, &fact.source)).collect();
    assert_eq!(said, [(&FactValue::NotPublished, &None)]);
    let undone = Undone { known_without: &none, ..undone };
    assert_eq!(undone.said_again(), none);
}
