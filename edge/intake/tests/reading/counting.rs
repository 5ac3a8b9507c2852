//! `counting.yaml`: what it may say, what it is told, and the facts that returns come to by it.

use super::{AGREEMENT, periods, shown, told};
use accordant_agreement::problem::Problems;
use accordant_agreement::{Agreement, SourceFile, check};
use accordant_intake::counting::{self, CountingText, Returned};
use accordant_intake::submission::{Asked, Content, Known, lines};

fn agreement() -> Agreement {
    let services = "services:\n  eyes: { name: Eye clinics }\n  hips: { name: Hips }\n";
    let text = AGREEMENT
        .replace("money:\n", &format!("{services}money:\n"))
        .replace("    met:", "    in_time: { unit: pathways }\n    waiting: { unit: pathways }\n    met:");
    let checked = check(&[SourceFile { name: "alliance.yaml", bytes: text.as_bytes() }]);
    checked
        .agreement
        .unwrap_or_else(|| panic!("the agreement of the tests is wrong: {:#?}", checked.findings))
}

fn read(text: &str) -> (CountingText, Vec<String>) {
    let mut problems = Problems::new();
    let read = counting::read("counting.yaml", text.as_bytes(), &agreement(), &mut problems);
    (read, told(&problems))
}

fn sound(text: &str) -> CountingText {
    let (read, told) = read(text);
    assert_eq!(told, [""; 0]);
    read
}

/// The facts of a file by a text, and why rows are in none.
fn returned(text: &str, name: &str, file: &str) -> (Vec<String>, Vec<String>) {
    let (text, agreement) = (sound(text), agreement());
    let known = text.known(&agreement);
    let terms = agreement.terms.as_ref().unwrap();
    let read = lines(file.as_bytes(), &Asked::new(name, &known), &mut Vec::new()).unwrap();
    assert_eq!(read.report.rows.refused, 0, "{}", read.report);
    let Returned { facts, not_taken } = match &read.content {
        Content::Measures(values) => counting::measures(name, values, &text, terms, &periods()).unwrap(),
        Content::Costs(costs) => counting::costs(name, costs, &text, terms, &periods()).unwrap(),
        Content::Waits(waits) => counting::waits(name, waits, &text),
        Content::Cells(_) | Content::Facts(_) | Content::Sessions(_) => panic!("it is no return"),
    };
    let left = not_taken.iter().map(|left| format!("{} {}", left.row, left.why));
    (facts.iter().map(shown).collect(), left.collect())
}

#[test]
fn every_name_is_checked_against_the_agreement() {
    let (_, told) = read(
        "organisations: { RWE: bilder }\n\
         services: { ayes: { functions: [\"130\"] }, hips: {} }\n\
         inputs: { margin: { sum: actual price }, cosst: { sum: actual price }, cost: { sum: price } }\n\
         measures: { Quality: {} }\n\
         costs: { margin: { of: element, off: x } }\n\
         waits: { waiting: { of: incomplete, count: some }, in_time: { of: open, count: all } }\n\
         other: {}\n",
    );
    let whats: Vec<&str> = told.iter().map(|told| told.split_once(' ').unwrap().1).collect();
    assert_eq!(
        whats,
        [
            "`bilder` is no party of the agreement > did you mean `builder`?",
            "`ayes` is no service of the agreement > did you mean `eyes`?",
            "nothing says which lines are `hips` > write its `functions`, `points_of_delivery`, `currencies` or `sites`",
            "`margin` is given by provider > write `of` with `service`, `provider` or `commissioner` for each, in that order",
            "the agreement asks for no fact `cosst` > did you mean `cost`?",
            "`price` is no word for `sum` > write `actual activity`, `planned activity`, `actual price`, `planned price`, `actual value`, `planned value` or `phased plan`",
            "nothing says which input `Quality` is > write its `value`, or its `numerator` and `denominator`",
            "unknown key `off` > did you mean `of`?",
            "`some` is no count of waits > write `all`, `within 18 weeks` or `over 52 weeks`",
            "`open` is no word for `of` > write `incomplete`, `incomplete with a decision to admit`, `completed admitted`, `completed not admitted` or `new`",
            "unknown key `other` > write `organisations`, `services`, `inputs`, `measures`, `costs`, `target`, `waits`, `sites`, `steps` or `plan`",
        ]
    );
}

#[test]
fn measures_become_the_inputs_that_they_are() {
    let text = "measures: { Within 18 weeks: { numerator: in_time, denominator: waiting } }\n";
    let file = "measure,period,party,group,value,numerator,denominator\n\
                Within 18 weeks,2014-04,,,,60,100\nquality,2014-15,,,94.5%,,\n\
                quality,2014-15,,men,90%,,\nbeds,2014-04,,,12,,\nquality,later,,,1,,\n";
    let (facts, left) = returned(text, "measures.csv", file);
    assert_eq!(
        facts,
        [
            "2 in_time 2014-04-01..2014-04-30 60",
            "3 quality 2014-04-01..2015-03-31 0.945",
            "2 waiting 2014-04-01..2014-04-30 100",
        ]
    );
    assert_eq!(left[0], "4 it is of one group of people");
    assert_eq!(left[1], "5 nothing says which input `beds` is");
    assert!(left[2].starts_with("6 "), "{left:?}");
}

#[test]
fn words_and_days_become_the_inputs_that_they_are() {
    let text = "measures: { The clinic is open: { value: opened }, Told once: { value: met } }\n";
    let file = "measure,period,value\nTold once,2014-15,Yes\ntrack,2014-15,enhanced\n\
                The clinic is open,2014-15,2014-09-01\nmet,2015-16,not published\n";
    let (facts, left) = returned(text, "measures.csv", file);
    assert_eq!(
        facts,
        [
            "2 met 2014-04-01..2015-03-31 word yes",
            "5 met 2015-04-01..2016-03-31 not published",
            "4 opened 2014-04-01..2015-03-31 16314",
            "3 track 2014-04-01..2015-03-31 word enhanced",
        ]
    );
    assert_eq!(left, [""; 0]);
}

#[test]
fn costs_add_up_and_disallowed_ones_are_told() {
    let text = "organisations: { RWE: builder }\ncosts: { cost: {}, margin: { of: party } }\n";
    let file = "party,service,element,period,basis,certified_by,allowable,reason,amount\n\
                RWE,eyes,staff,2014-04,ledger,Finance,yes,,100.50\nRWE,eyes,rent,2014-04,ledger,Finance,yes,,20\n\
                owner,eyes,staff,2014-04,ledger,Finance,yes,,7\nRWE,eyes,tea,2014-04,ledger,Finance,no,own alliance cost,5\n";
    let (facts, left) = returned(text, "costs.csv", file);
    assert_eq!(
        facts,
        ["2 cost 2014-04-01..2014-04-30 127.5", "2 margin/builder 2014-04-01..2014-04-30 120.5"]
    );
    assert_eq!(left, ["5 it is disallowed: own alliance cost"]);
}

/// NHS England published for April 2024 that 58.1% of those who waited at this trust for these three commissioners
/// waited not more than 18 weeks, and that 2,224 waited more than 52.
#[test]
fn waiting_times_become_the_counts_that_were_published() {
    let text = "waits:\n  in_time: { of: incomplete, count: within 18 weeks }\n  \
                waiting: { of: incomplete, count: all }\n  cost: { of: incomplete, count: over 52 weeks }\n";
    let file = include_str!("../submissions/rtt_2024-04_uhl_llr.csv");
    let (facts, left) = returned(text, "rtt_2024-04.csv", file);
    assert!(left.is_empty());
    let value = |name: &str| -> u64 {
        let fact = facts.iter().find(|fact| fact.contains(name)).unwrap();
        fact.rsplit(' ').next().unwrap().parse().unwrap()
    };
    let (in_time, waiting) = (value(" in_time "), value(" waiting "));
    assert_eq!((in_time * 1000 + waiting / 2) / waiting, 581, "{facts:?}");
    assert_eq!(value(" cost "), 2_224);
}

#[test]
fn a_value_is_an_input_in_money() {
    let text = "inputs:\n  cost: { sum: actual value }\n  margin: { sum: actual value, of: provider }\n  \
                quality: { sum: planned value }\n";
    let (read, told) = read(text);
    let inputs: Vec<&str> = read.activity.inputs.iter().map(|counted| counted.input.as_str()).collect();
    assert_eq!(inputs, ["cost"]);
    assert_eq!(told.len(), 2);
    assert!(told[0].contains("the agreement does not say that `margin` is a value"), "{told:?}");
    assert!(told[1].contains("`quality` is not money"), "{told:?}");
}

#[test]
fn two_rows_that_say_one_measure_otherwise_are_told_with_both_and_nothing_is_taken() {
    let agreement = agreement();
    let terms = agreement.terms.as_ref().unwrap();
    let text = sound("organisations: { RWE: builder }\n");
    let said = |rows: &str| {
        let file = format!("measure,period,value,numerator,denominator\n{rows}");
        let read = lines(file.as_bytes(), &Asked::new("m.csv", &Known::default()), &mut Vec::new()).unwrap();
        let Content::Measures(values) = &read.content else { panic!("it is a return of measures") };
        counting::measures("m.csv", values, &text, terms, &periods()).map(|returned| returned.facts.len())
    };
    assert_eq!(said("quality,2014-04,40%,,\nquality,2014-04,0.4,,\n"), Ok(1));
    let fault = said("quality,2014-04,40%,,\nquality,2014-05,40%,,\nquality,2014-04,10%,,\n").unwrap_err();
    assert!(fault.what.starts_with("rows 2 and 4 both say `quality` for "), "{}", fault.what);
}

#[test]
fn the_codes_that_are_known_are_those_of_parties_by_their_roles_and_of_services_that_all_name_them() {
    let of = |text: &str| {
        let known = sound(text).known(&agreement());
        let listed =
            |set: &std::collections::BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>().join(" ");
        [listed(&known.providers), listed(&known.commissioners), listed(&known.points_of_delivery)]
    };
    let parties = "organisations: { RWE: builder, QK1: owner }\n";
    let all = "services: { eyes: { points_of_delivery: [DC] }, hips: { points_of_delivery: [EL, DC] } }\n\
               steps: { first: [OPFASPCL] }\n";
    assert_eq!(of(&format!("{parties}{all}")), ["RWE", "QK1", "DC EL OPFASPCL"]);
    let some = "services: { eyes: { functions: [\"130\"] }, hips: { points_of_delivery: [EL] } }\n";
    assert_eq!(of(&format!("{parties}{some}")), ["RWE", "QK1", ""]);
    assert_eq!(of(some), ["", "", ""]);
}
