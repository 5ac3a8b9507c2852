//! A record that is settled to date: what it says that it holds, and that every command which it prints works as printed.
//! Both years of harbour are known, so what is planned for the second year is there to be mistaken for the present.

use super::imported::Story;
use super::root;

/// Harbour, settled to the end of August of its first year.
fn settled() -> Story {
    let story = Story::begin();
    for file in ["activity.csv", "measures.csv", "spend.csv"] {
        let path = root().join("agreements/harbour/facts").join(file).display().to_string();
        story.done(&["facts", "add", &path, "--source", file]);
    }
    story.done(&["settle", "--record", "--to", "2025-08"]);
    story
}

/// Runs what is printed under a heading, as a reader types it.
fn as_printed(story: &Story, said: &str, begins: &str) -> String {
    let line = said.lines().map(str::trim).find(|line| line.starts_with(begins)).unwrap_or_default();
    let words: Vec<&str> = line.split_whitespace().map(|word| word.trim_matches('\'')).collect();
    assert!(words.len() > 1, "no line begins with `{begins}`: {said}");
    story.done(&words[1..])
}

/// The text of a statement without its line breaks.
fn flowing(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_next_line_of_a_statement_to_date_works_as_printed() {
    let story = settled();
    for arguments in [
        &["settle", ".", "--period", "2025-26", "--to", "2025-08", "--as-at", "6"][..],
        &["settle", "--forecast"],
        &["settle"],
    ] {
        let said = story.done(arguments);
        let explained = as_printed(&story, &said, "accordant explain ");
        assert!(explained.contains("contributions_paid[icb]"), "{arguments:?}: {said}{explained}");
    }
    let said = story.done(&["settle", "--to", "2025-08", "--as-at", "6"]);
    let next = "accordant explain . '2025-26/contributions_paid[icb]' --to 2025-08-31 --as-at 6";
    assert!(said.contains(next), "{said}");
}

#[test]
fn a_forecast_says_that_it_is_one_wherever_it_is_shown() {
    let story = settled();
    let says = "A forecast: what is expected stands where it is not known what happened. Nothing of it is to be paid.";
    let statement = flowing(&story.done(&["settle", "--forecast"]));
    assert!(
        statement.contains("statement for 2025-26, forecast, ") && statement.contains(says),
        "{statement}"
    );
    let json = flowing(&story.done(&["settle", "--forecast", "--json"]));
    assert!(json.contains("\"forecast\":true"), "{json}");
    story.done(&["settle", "--forecast", "--html", "forecast.html"]);
    let page = std::fs::read_to_string(story.folder.join("forecast.html")).unwrap();
    assert!(page.contains("<h1>Statement for 2025-26, forecast</h1>") && page.contains(says), "{page}");
    let figure = "contributions_paid[icb]";
    let explained = flowing(&story.done(&["explain", figure, "--forecast"]));
    assert!(explained.starts_with(says), "{explained}");
    let json = flowing(&story.done(&["explain", figure, "--forecast", "--json"]));
    assert!(json.starts_with("{\"forecast\":true,"), "{json}");
    for arguments in
        [&["settle"][..], &["settle", "--json"], &["explain", figure], &["explain", figure, "--json"]]
    {
        assert!(!story.done(arguments).contains("orecast"), "{arguments:?}");
    }
}

#[test]
fn a_figure_to_date_is_explained_by_its_period_its_days_or_no_label_at_all() {
    let story = settled();
    let of_part = "2025-04-01..2025-08-31/contributions_paid[icb]";
    let explained = story.done(&["explain", of_part, "--to", "2025-08"]);
    assert!(explained.contains("153 of the 365 days"), "{explained}");
    for figure in ["2025-26/contributions_paid[icb]", "contributions_paid[icb]"] {
        assert_eq!(story.done(&["explain", figure, "--to", "2025-08-31"]), explained, "{figure}");
    }
    let json = story.done(&["explain", "contributions_paid[icb]", "--to", "2025-08", "--json"]);
    assert!(json.contains("19554657.53"), "{json}");
    let ran = story.run(&["explain", of_part]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("of a statement to date, say `--to 2025-08-31`"), "{}", ran.err);
    let ran = story.run(&["explain", of_part, "--to", "2030-01"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("2030-01-31 does not lie in 2025-26"), "{}", ran.err);
}

#[test]
fn what_a_settlement_says_to_ask_next_works_as_printed() {
    let story = settled();
    story.done(&["settle", "--record", "--forecast"]);
    for (entry, days) in [("6", " --to 2025-08-31"), ("7", " --forecast")] {
        let said = story.done(&["show", entry]);
        assert!(
            said.contains(&format!("accordant settle --period 2025-26{days} --as-at {entry}\n")),
            "{said}"
        );
        as_printed(&story, &said, "accordant settle");
        as_printed(&story, &said, "accordant show");
    }
}

#[test]
fn headings_say_which_days_are_settled() {
    let story = settled();
    let said = flowing(&story.done(&["settle", "--to", "2025-08"]));
    let heading = "statement for 2025-26, year to date, 1 April 2025 to 31 August 2025";
    assert!(said.contains(heading) && !said.contains("31 March 2026"), "{said}");
    story.done(&["settle", "--to", "2025-08", "--html", "statement.html"]);
    let page = std::fs::read_to_string(story.folder.join("statement.html")).unwrap();
    assert!(page.contains("<h1>Statement for 2025-26, year to date</h1>"), "{page}");
    assert!(page.contains("1 April 2025 to 31 August 2025.</p>") && !page.contains("31 March 2026.</p>"));
    let bridged = flowing(&story.done(&["bridge", "4", "--to", "2025-08"]));
    let heading = "difference statement of 2025-26, year to date (2025-04-01 to 2025-08-31)";
    assert!(bridged.contains(heading), "{bridged}");
    let json = story.done(&["bridge", "4", "--to", "2025-08", "--json"]);
    assert!(json.contains("\"to\": \"2025-08-31\"") || json.contains("\"to\":\"2025-08-31\""), "{json}");
    std::fs::write(
        story.folder.join("again.csv"),
        "fact,of,period,value\nactivity,dermatology,2025-07,1300\n",
    )
    .unwrap();
    let restated = flowing(&story.done(&["settle", "--restated", "again.csv", "--to", "2025-08"]));
    assert!(restated.contains(heading), "{restated}");
    let whole = flowing(&story.done(&["settle", "--to", "2026-03"]));
    assert!(whole.contains("statement for 2025-26, 1 April 2025 to 31 March 2026"), "{whole}");
}

#[test]
fn the_period_settled_or_opened_last_comes_before_the_one_that_has_facts() {
    let story = settled();
    let period = |arguments: &[&str]| {
        let said = flowing(&story.done(arguments));
        let (_, rest) = said.split_once(" for ").unwrap();
        rest.split([',', ' ']).next().unwrap().to_string()
    };
    assert_eq!(period(&["settle"]), "2025-26");
    assert_eq!(period(&["settle", "--as-at", "4"]), "2026-27", "nothing was opened then");
    assert_eq!(period(&["settle", "--to", "2026-06"]), "2026-27", "the day says which");
    story.done(&["open", "2026-27"]);
    assert_eq!(period(&["settle"]), "2026-27");
    let said = story.done(&["settle", "--record", "--to", "2025-09"]);
    assert!(said.contains("2025-26 settled provisionally, year to date"), "{said}");
    assert_eq!(period(&["settle"]), "2025-26");
}

#[test]
fn a_bridge_takes_the_period_settled_last_and_tells_a_figure_that_did_not_move_from_one_that_there_is_not() {
    let story = settled();
    let again =
        "fact,of,period,value\nactivity,dermatology,2025-07,1300\nactivity,dermatology,2026-07,1300\n";
    std::fs::write(story.folder.join("again.csv"), again).unwrap();
    story.done(&["facts", "add", "again.csv", "--restates", "Counted again"]);
    let bridged = flowing(&story.done(&["bridge", "6"]));
    assert!(bridged.contains("difference statement of 2025-26 "), "{bridged}");
    let all = story.done(&["bridge", "6", "--figure", "variable_payment"]);
    assert!(all.contains("variable_payment[dermatology]: from"), "{all}");
    let refused = |figure: &str| {
        let ran = story.run(&["bridge", "6", "--figure", figure]);
        (ran.code, flowing(&ran.err))
    };
    let (code, said) = refused("contributions_paid[icb]");
    assert!(code == 1 && said.contains("no figure `contributions_paid[icb]` of 2025-26 moved"), "{said}");
    let (code, said) = refused("variable_payment[dermatolgy]");
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("no posted figure of 2025-26 is called `variable_payment[dermatolgy]`"), "{said}");
    assert!(said.contains("did you mean `variable_payment[dermatology]`?"), "{said}");
}

#[test]
fn the_overview_lists_the_settlements() {
    let story = settled();
    story.done(&["settle", "--record"]);
    let said = story.done(&["show"]);
    let (_, listed) = said.split_once("Settlements by entry").unwrap_or_default();
    for line in ["6: 2025-26, year to date to 31 August 2025", "7: 2025-26, whole period"] {
        assert!(listed.contains(line), "{said}");
    }
    let json = story.done(&["show", "--json"]);
    assert!(flowing(&json).contains("\"settlements\""), "{json}");
}

#[test]
fn a_year_of_which_only_some_months_are_known_says_to_which_day_it_can_be_settled() {
    let story = Story::begin();
    for file in ["activity.csv", "measures.csv", "spend.csv"] {
        let text = std::fs::read_to_string(root().join("agreements/harbour/facts").join(file)).unwrap();
        let (heading, rows) = text.split_once('\n').unwrap();
        let at = heading.split(',').position(|name| name == "period").unwrap();
        let known = |row: &&str| {
            let period = row.split(',').nth(at).unwrap();
            period == "2025-26" || *period < *"2025-09"
        };
        let known: Vec<&str> = rows.lines().filter(known).collect();
        std::fs::write(story.folder.join(file), format!("{heading}\n{}\n", known.join("\n"))).unwrap();
        story.done(&["facts", "add", file, "--source", file]);
    }
    let ran = story.run(&["settle", "--period", "2025-26"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let hint = "facts reach to 2025-08-31: `--to 2025-08-31` settles 2025-26 to that day";
    assert!(flowing(&ran.err).contains(hint), "{}", ran.err);
    assert_eq!(
        ran.err.matches("or say in the agreement what `missing` means for it").count(),
        1,
        "{}",
        ran.err
    );
    story.done(&["settle", "--period", "2025-26", "--to", "2025-08-31"]);
    for arguments in [&["measure", "list"][..], &["measure", "score"], &["measure", "show", "waiting_18"]] {
        let told = flowing(&story.done(arguments));
        assert!(
            told.contains("What is said of 2025-26 is of its days to 31 August 2025."),
            "{arguments:?}: {told}"
        );
        assert!(told.contains("64.5%"), "{arguments:?}: {told}");
    }
    let june = flowing(&story.done(&["measure", "score", "--to", "2025-06"]));
    assert!(june.contains("30,191 of 46,773"), "{june}");
}
