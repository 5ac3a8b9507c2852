//! The page: whole, well formed, by itself, and every number opens or leads to its reason.

use super::{agreement, check_expected, settled, view, written};
use accordant_agreement::Agreement;
use accordant_documents::page::statement_page;
use std::collections::BTreeSet;

fn page(agreement: &Agreement, example: &str) -> String {
    let settlement = settled(agreement, example);
    statement_page(&view(agreement, &settlement), agreement.terms.as_ref())
}

fn pages() -> Vec<String> {
    let shipped = [
        ("capital-works", "pennies_that_do_not_divide"),
        ("leicester", "the_fund_pays_for_what_is_agreed"),
        ("leicester", "the_fund_is_never_overdrawn"),
        ("medicare-shared-savings", "W15_full_share"),
    ];
    shipped.iter().map(|(folder, example)| page(&agreement(folder), example)).collect()
}

#[test]
fn the_page_of_capital_works_reads_as_expected() {
    check_expected("capital-works.html", &page(&agreement("capital-works"), "eight_under_with_a_stretch"));
}

#[test]
fn tags_match() {
    for page in pages() {
        let mut open: Vec<&str> = Vec::new();
        for tag in page.split('<').skip(1).map(|rest| rest.split_once('>').unwrap().0) {
            let name = tag.split(' ').next().unwrap();
            match name.strip_prefix('/') {
                Some(closed) => assert_eq!(open.pop(), Some(closed)),
                None if matches!(name, "!DOCTYPE" | "meta") => {}
                None => open.push(name),
            }
        }
        assert!(open.is_empty(), "left open: {open:?}");
    }
}

#[test]
fn nothing_outside_the_page_is_asked_for() {
    for page in pages() {
        for word in ["http:", "https:", "//", "src=", "url(", "@import", "<script", "<link"] {
            assert!(!page.contains(word), "the page holds `{word}`");
        }
    }
}

#[test]
fn anchors_stand_once_and_links_reach_them() {
    for page in pages() {
        let all: Vec<&str> = values(&page, " id=\"");
        let anchors: BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(anchors.len(), all.len(), "an anchor stands twice");
        for target in values(&page, "href=\"") {
            assert!(anchors.contains(target.trim_start_matches('#')), "nothing stands at {target}");
        }
    }
}

#[test]
fn every_amount_in_a_table_or_list_is_a_link_or_opens_its_reason() {
    for page in pages() {
        for (at, _) in page.match_indices("class=\"number\"") {
            let cell = page[at..].split_once('>').unwrap().1;
            let opens = page[..at].rfind("<summary>") > page[..at].rfind("</summary>");
            let cell = cell.split("</td>").next().unwrap().split("</li>").next().unwrap();
            let has_number = cell.split("</th>").next().unwrap().contains(|c: char| c.is_ascii_digit());
            assert!(!has_number || opens || cell.contains("<a href=\"#"), "a number leads nowhere: {cell}");
        }
    }
}

#[test]
fn text_of_the_agreement_is_escaped() {
    let agreement = written(
        "
accordant: 1
alliance: { name: \"A <b>\", term: { from: 2014-04-01, to: 2015-03-31 }, notice: \"<script>&\" }
parties:
  a: { name: A, role: provider }
",
    );
    // It settles nothing, so the page is made of another agreement's settlement.
    let other = super::agreement("capital-works");
    let settlement = settled(&other, "ten_over");
    let page = statement_page(&view(&agreement, &settlement), None);
    assert!(page.contains("&lt;script&gt;&amp;") && page.contains("A &lt;b&gt;"));
    assert!(!page.contains("<script") && page.contains("no money terms"));
}

fn values<'p>(page: &'p str, before: &str) -> Vec<&'p str> {
    page.split(before).skip(1).map(|rest| rest.split_once('"').unwrap().0).collect()
}
