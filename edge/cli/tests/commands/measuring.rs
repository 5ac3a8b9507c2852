//! Measures and charts, from a folder and from a record alike.

use crate::{COLUMNS, Folder, TINY, check_width, run, run_in};
use std::fmt::Write as _;

const HARBOUR: &str = "agreements/harbour";

/// An agreement with one measure: seen in time, of all who were referred.
const SEEN: &str = "\
performance:
  levels: { failure: -100, minimum: 0, stretch: +60 }
  rounding: half up
  missing: refuse
  areas:
    access:
      weight: 100%
      measures:
        seen:
          says: Seen in time
          unit: ratio
          is: in_time / referred
          better: higher
          precision: 1%
          levels: { failure: 50%, minimum: 70%, stretch: 90% }
          between: linear
          clause: \"3\"
";

/// A folder in which so many of a hundred were seen in each month from April 2020.
fn seen(counts: &[Option<u32>]) -> Folder {
    let inputs = "    in_time: { unit: patients, over: as dated, clause: \"3\" }\n    \
                  referred: { unit: patients, over: as dated, clause: \"3\" }\n";
    let agreement = TINY.replace("  rounding: pennies", &format!("{inputs}  rounding: pennies"));
    let agreement = agreement.replace("examples:\n", &format!("{SEEN}examples:\n"));
    let mut facts = "fact,of,period,value,source,row\ncost,,2020-21,10,,\n".to_string();
    for (at, count) in counts.iter().enumerate() {
        let month = format!("{}-{:02}", 2020 + (at + 3) / 12, (at + 3) % 12 + 1);
        let _ = writeln!(facts, "referred,,{month},100,return of {month},2");
        if let Some(count) = count {
            let _ = writeln!(facts, "in_time,,{month},{count},return of {month},3");
        }
    }
    Folder::new().with("alliance.yaml", &agreement).with("facts.csv", &facts)
}

/// What the program says in the folder; it must end well.
fn said(folder: &Folder, arguments: &[&str]) -> String {
    let ran = run_in(&folder.0, arguments, "");
    assert_eq!(ran.code, 0, "{arguments:?}\n{}{}", ran.out, ran.err);
    ran.out
}

fn steady(months: u32) -> Vec<Option<u32>> {
    (0..months).map(|month| Some(70 + month % 3)).collect()
}

#[test]
fn the_list_has_the_values_and_scores_of_the_statement() {
    let list = run(&["measure", "list", HARBOUR]);
    check_width(&list);
    let statement = run(&["settle", HARBOUR]);
    for score in ["−44 points", "+52 points", "+49.5 points"] {
        assert!(list.out.contains(score) && statement.out.contains(score), "{score}: {}", list.out);
    }
    assert!(list.out.contains("68.2%, above in 2026-27"), "{}", list.out);
}

#[test]
fn a_measure_shows_each_month_with_its_counts_and_rows() {
    let shown = run(&["measure", "show", HARBOUR, "waiting_18"]);
    check_width(&shown);
    assert!(shown.out.contains("April 2025: 9,861 of 15,277"), "{}", shown.out);
    assert!(shown.out.contains("Harbour measures return, month 1, rows 2 and 3"), "{}", shown.out);
    assert!(shown.out.contains("stretch: 69%"), "{}", shown.out);
}

#[test]
fn patients_to_a_level_count_what_is_rounded_up_to_it() {
    // 845 of 1,200 are 70.4%, which is 70% at the agreed precision; 89.5% is rounded up to 90%, and that is 1,074.
    let counts = [vec![Some(70); 11], vec![Some(75)]].concat();
    let score = said(&seen(&counts), &["measure", "score"]);
    assert!(score.contains("845 of 1,200: 70.42%"), "{score}");
    assert!(score.contains("229 more of the same 1,200 would reach `stretch` (90%)"), "{score}");
    // 69.5% is rounded up to 70%, and that is 834: with 833 the level is lost.
    assert!(score.contains("12 fewer of the same 1,200 would lose `minimum` (70%)"), "{score}");
}

#[test]
fn a_value_on_the_agreed_level_may_be_noise_and_one_far_above_is_more() {
    let near = said(&seen(&[Some(71); 12]), &["measure", "score"]);
    assert!(near.contains("it may be noise at 5%"), "{near}");
    let far = said(&seen(&[Some(80); 12]), &["measure", "score"]);
    assert!(far.contains("more than noise at 5%"), "{far}");
}

#[test]
fn a_run_above_the_mean_is_found_first_and_marked_in_letters() {
    let counts = [steady(12), vec![Some(76); 9]].concat();
    let folder = seen(&counts);
    let chart = said(&folder, &["measure", "spc", "seen"]);
    assert!(chart.starts_with("Seen is improving: 9 months in a row above the upper limit."), "{chart}");
    assert!(chart.contains("better: above the upper limit"), "{chart}");
    let down = said(&folder, &["measure", "spc", "seen", "--good", "down"]);
    assert!(down.starts_with("Seen is getting worse:"), "{down}");
    assert!(chart.lines().all(|line| line.chars().count() <= COLUMNS), "{chart}");
}

#[test]
fn a_rebase_begins_a_phase_and_needs_a_reason_and_a_month_that_is_there() {
    let counts = [steady(13), [Some(76), Some(77)].repeat(8)].concat();
    let folder = seen(&counts);
    let anew = said(&folder, &["measure", "spc", "seen", "--rebase", "2021-05=A new clinic"]);
    assert!(anew.starts_with("Seen: no change beyond ordinary variation."), "{anew}");
    assert!(anew.contains("begun anew: A new clinic"), "{anew}");
    for wrong in ["2021-05", "2021-05=", "2031-05=Too late", "May=A new clinic"] {
        let ran = run_in(&folder.0, &["measure", "spc", "seen", "--rebase", wrong], "");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{wrong}");
    }
}

#[test]
fn a_month_without_a_fact_is_a_gap_and_is_named() {
    let mut counts = steady(14);
    counts[4] = None;
    let chart = said(&seen(&counts), &["measure", "spc", "seen"]);
    let line = chart.lines().find(|line| line.trim_start().starts_with("2020-08")).unwrap();
    assert!(line.ends_with("no fact"), "{line}");
}

#[test]
fn the_picture_says_in_words_all_that_it_draws() {
    let counts = [steady(12), vec![Some(76); 9]].concat();
    let folder = seen(&counts);
    said(&folder, &["measure", "spc", "seen", "--target", "75%", "--svg", "seen.svg"]);
    let picture = std::fs::read_to_string(folder.0.join("seen.svg")).unwrap();
    assert!(picture.contains("<title id=\"chart-title\">Seen is improving"), "{picture}");
    assert!(picture.contains("April 2020: 70%"), "{picture}");
    assert!(picture.contains("better: above the upper limit") && picture.contains("target 75%"), "{picture}");
    assert!(picture.contains("December 2021: 76%"), "{picture}");
}

#[test]
fn two_facts_are_charted_as_one_over_the_other() {
    let folder = seen(&steady(14));
    let over = said(
        &folder,
        &["measure", "spc", "--numerator", "in_time", "--denominator", "referred", "--good", "up", "--json"],
    );
    let measure = said(&folder, &["measure", "spc", "seen", "--json"]);
    let points = |text: &str| text.split_once("\"points\": [\n").map(|(_, rest)| rest.to_string());
    assert_eq!(points(&over), points(&measure));
    assert!(over.contains("\"exact\": \"71/100\""), "{over}");
}

#[test]
fn what_cannot_be_charted_says_why() {
    for (asked, why) in [
        ("cost_ratio", "no months of its own"),
        ("told_once", "agreed in words"),
        ("population_65", "no monthly facts"),
        ("activity", "activity[dermatology]"),
        ("waiting_81", "did you mean `waiting_18`?"),
    ] {
        let ran = run(&["measure", "spc", HARBOUR, asked]);
        assert!(ran.code == 1 || ran.code == 2, "{asked}");
        assert!(ran.err.contains(why), "{asked}: {}", ran.err);
    }
}

#[test]
fn a_record_is_read_as_it_was_known() {
    let folder = Folder::new();
    let agreement = crate::root().join(HARBOUR);
    let signatories = agreement.join("signatories.csv").display().to_string();
    said(
        &folder,
        &["found", ".", "--agreement", &agreement.display().to_string(), "--signatories", &signatories],
    );
    let facts = agreement.join("facts/measures.csv").display().to_string();
    said(&folder, &["facts", "add", &facts, "--source", "Returns"]);
    let now = said(&folder, &["measure", "spc", ".", "waiting_18"]);
    assert!(now.contains("2026-04"), "{now}");
    let before = run_in(&folder.0, &["measure", "spc", ".", "waiting_18", "--as-at", "0"], "");
    assert_eq!(before.code, 1, "{}{}", before.out, before.err);
    assert!(before.err.contains("there is no fact `within_18`"), "{}", before.err);
}

/// Harbour's returns of measures in a record, and what a chart of a measure says.
fn harbour() -> Folder {
    let folder = Folder::new();
    let agreement = crate::root().join(HARBOUR);
    let [text, signatories, facts] =
        ["", "signatories.csv", "facts/measures.csv"].map(|file| agreement.join(file).display().to_string());
    said(&folder, &["found", ".", "--agreement", &text, "--signatories", &signatories]);
    said(&folder, &["facts", "add", &facts, "--source", "Returns"]);
    folder
}

/// On one line, as words are said.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const REBASE: [&str; 5] = ["measure", "rebase", "waiting_18", "--from", "2025-10"];
const CHART: [&str; 4] = ["measure", "spc", ".", "waiting_18"];

#[test]
fn a_recorded_rebase_stands_in_the_chart_with_its_reason_until_it_is_withdrawn() {
    let folder = harbour();
    let done = said(&folder, &[&REBASE[..], &["--reason", "A new clinic opened"]].concat());
    assert_eq!(done, "Recorded as entry 2: the chart of waiting_18 is read anew from October 2025.\n");
    let chart = said(&folder, &CHART);
    assert!(flat(&chart).contains("begun anew: A new clinic opened (entry 2)"), "{chart}");
    let json = said(&folder, &[&CHART[..], &["--json"]].concat());
    let rebase =
        "{\"from\": \"2025-10\", \"reason\": \"A new clinic opened\", \"recorded\": true, \"entry\": 2";
    assert!(flat(&json).replace("{ ", "{").contains(rebase), "{json}");
    let before = said(&folder, &[&CHART[..], &["--as-at", "1"]].concat());
    assert!(!before.contains("begun anew"), "{before}");
    let log = said(&folder, &["log"]);
    assert!(log.contains("chart rebased") && log.contains("waiting_18 from 2025-10"), "{log}");
    let done = said(&folder, &[&REBASE[..], &["--withdraw", "--reason", "It opened later"]].concat());
    assert_eq!(
        done,
        "Recorded as entry 3: the chart of waiting_18 is no longer read anew from October 2025.\n"
    );
    assert!(!said(&folder, &CHART).contains("begun anew"));
    let then = said(&folder, &[&CHART[..], &["--as-at", "2"]].concat());
    assert!(flat(&then).contains("begun anew: A new clinic opened (entry 2)"), "{then}");
    let log = said(&folder, &["log"]);
    assert!(log.contains("rebase withdrawn") && log.contains("waiting_18 from 2025-10, entry 2"), "{log}");
}

#[test]
fn what_is_tried_out_is_labelled_and_takes_the_place_of_what_was_decided_from_that_month() {
    let folder = harbour();
    said(&folder, &[&REBASE[..], &["--reason", "A new clinic opened"]].concat());
    let tried = said(&folder, &[&CHART[..], &["--rebase", "2025-10=A ward closed"]].concat());
    assert!(flat(&tried).contains("begun anew: A ward closed (not recorded)"), "{tried}");
    assert!(!tried.contains("A new clinic"), "{tried}");
    let both = said(&folder, &[&CHART[..], &["--rebase", "2026-01=A ward closed"]].concat());
    assert!(
        flat(&both).contains("opened (entry 2)") && flat(&both).contains("closed (not recorded)"),
        "{both}"
    );
}

#[test]
fn a_rebase_that_cannot_be_recorded_says_why_and_what_to_do() {
    let folder = harbour();
    for (name, from, why) in [
        ("waiting_81", "2025-10", "did you mean `waiting_18`?"),
        ("waiting_18", "October", "write `--from` as 2026-04"),
        ("waiting_18", "2031-01", "the chart of `waiting_18` has no month 2031-01"),
        ("told_once", "2025-10", "agreed in words"),
    ] {
        let asked = ["measure", "rebase", name, "--from", from, "--reason", "A new clinic opened"];
        let ran = run_in(&folder.0, &asked, "");
        assert!(ran.code != 0 && flat(&ran.err).contains(why), "{name} {from}: {}", ran.err);
    }
    let unsaid = run_in(&folder.0, &[&REBASE[..], &["--reason", " "]].concat(), "");
    assert!(unsaid.err.contains("a chart is rebased with a reason"), "{}", unsaid.err);
    let nothing = run_in(&folder.0, &[&REBASE[..], &["--withdraw", "--reason", "x"]].concat(), "");
    assert!(flat(&nothing.err).contains("is not rebased from 2025-10"), "{}", nothing.err);
}
