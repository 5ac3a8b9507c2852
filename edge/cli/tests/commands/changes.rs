//! `settle --restated`: the difference statement.

use crate::{Folder, TINY};

fn settled() -> Folder {
    let facts = "fact,of,period,value\ncost,,2020-21,100\n";
    Folder::new().with("alliance.yaml", TINY).with("facts.csv", facts)
}

#[test]
fn a_restated_fact_posts_the_difference() {
    let folder = settled().with("again.csv", "fact,of,period,value,source\ncost,,2020-21,90.50,audit\n");
    folder.check("restated", &["settle", "--restated", "again.csv"], 0);
    folder.check("restated-json", &["settle", "--restated", "again.csv", "--json"], 0);
}

#[test]
fn the_same_facts_make_no_difference_and_it_says_so() {
    let folder = settled();
    folder.check("restated-same", &["settle", "--restated", "facts.csv"], 0);
}

#[test]
fn an_amended_text_is_a_cause_of_its_own() {
    let folder = settled()
        .with("amended/alliance.yaml", &TINY.replace("50% of cost", "40% of cost"))
        .with("amended/facts.csv", "fact,of,period,value\ncost,,2020-21,200\n");
    folder.check("restated-text", &["settle", "--restated", "amended", "--period", "2020-21"], 0);
}
