//! `init`, and what one does next; `check` and `examples`.

use crate::place::{Place, Written};
use crate::{Folder, TINY, check_in, run};

#[test]
fn what_init_writes_checks_holds_and_settles() {
    let folder = Folder::new();
    folder.check("init", &["init", "mine"], 0);
    folder.check("init-check", &["check", "mine"], 0);
    folder.check("init-examples", &["examples", "mine"], 0);
    folder.check("init-settle", &["settle", "mine"], 0);
}

#[test]
fn init_overwrites_nothing() {
    let folder = Folder::new().with("facts.csv", "mine\n");
    folder.check("init-refused", &["init"], 1);
    assert_eq!(std::fs::read_to_string(folder.0.join("facts.csv")).unwrap(), "mine\n");
    assert!(!folder.0.join("alliance.yaml").exists());
}

#[test]
fn problems_stand_with_their_lines_and_end_with_3() {
    let wrong = TINY.replace("50% of cost", "50% of costs").replace("from: payer", "from: paier");
    let folder = Folder::new().with("alliance.yaml", &wrong);
    folder.check("check-wrong", &["check"], 3);
    folder.check("check-wrong-plain", &["check", "--plain"], 3);
    folder.check("settle-wrong", &["settle"], 3);
}

#[test]
fn facts_are_checked_with_the_agreement() {
    let folder = Folder::new()
        .with("alliance.yaml", TINY)
        .with("facts.csv", "fact,of,period,value\ncots,,2020-21,5\n");
    folder.check("check-facts", &["check"], 3);
}

#[test]
fn a_folder_without_an_agreement_is_a_problem() {
    let folder = Folder::new();
    folder.check("check-nothing", &["check"], 3);
}

#[test]
fn check_says_in_json_what_it_says_in_words() {
    let folder = Folder::new().with("alliance.yaml", &TINY.replace("50% of cost", "50% of costs"));
    folder.check("check-json", &["check", "--json"], 3);
}

/// The smallest agreement, in force by a record.
fn recorded() -> Place {
    let signatories =
        "party,person,signed_copy\npayer,Amira Khan,Copy of 27 March\npayee,Helen Marsh,Copy of 27 March\n";
    Place::of(&Written { agreement: TINY, signatories, counting: "{}\n" })
}

#[test]
fn in_the_folder_of_a_record_the_agreement_in_force_is_checked() {
    let place = recorded();
    check_in(&place.folder, "check-record", &["check"], "", 0);
    check_in(&place.folder, "check-record-json", &["check", "--json"], "", 0);
    check_in(&place.folder, "examples-record", &["examples", "--on", "2020-06-01"], "", 0);
    // What the columns of other files mean stands beside it, and is of today.
    place.writes("columns.yaml", "costs: 5\n");
    let wrong = place.run(&["check"]);
    assert_eq!(wrong.code, 3);
    assert!(wrong.out.contains("columns.yaml:1:8"), "{}", wrong.out);
    place.writes("counting.yaml", "organisations: { RH1: nobody }\n");
    let wrong = place.run(&["check"]);
    assert!(
        wrong.out.contains("counting.yaml:1:23") && wrong.out.contains("`nobody` is no party"),
        "{}",
        wrong.out
    );
    assert_eq!(place.run(&["check", "--as-at", "0"]).code, 0);
}

#[test]
fn an_agreement_of_its_own_in_the_folder_of_a_record_is_one_to_be_agreed_and_is_checked() {
    let place = recorded();
    place.writes("alliance.yaml", &TINY.replace("50% of cost", "50% of costs"));
    let own = place.run(&["check"]);
    assert_eq!(own.code, 3);
    assert!(own.out.contains("costs") && !own.out.contains("in force"), "{}", own.out);
    let held = place.run(&["check", "--as-at", "0"]);
    assert_eq!(held.code, 0, "{}", held.out);
    assert!(held.out.contains("in force from 2020-04-01, put in force by entry 0."), "{}", held.out);
}

#[test]
fn a_folder_without_a_record_knows_of_no_earlier_time() {
    let folder = Folder::new().with("alliance.yaml", TINY);
    folder.check("check-as-at", &["check", "--as-at", "3"], 2);
    folder.check("examples-as-at", &["examples", "--as-at", "3"], 2);
}

#[test]
fn an_example_that_does_not_hold_ends_with_3() {
    let folder = Folder::new().with("alliance.yaml", &TINY.replace("due: 5", "due: 6"));
    folder.check("examples-wrong", &["examples"], 3);
    folder.check("examples-wrong-plain", &["examples", "--plain"], 3);
    folder.check("examples-wrong-json", &["examples", "--json"], 3);
}

#[test]
fn several_folders_are_examined_in_one_run() {
    let ran = run(&["examples", "agreements/capital-works", "agreements/stockport"]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.out.lines().filter(|line| line.contains("and all hold")).count(), 2);
}
