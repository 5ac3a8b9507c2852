//! The open book: what counts and what does not, the target with its adjustments, and where costs lead.

use super::imported::Story;
use super::root;
use std::fmt::Write as _;
use std::fs;

const HEADING: &str = "party,service,element,period,basis,certified_by,allowable,reason,amount\n";

impl Story {
    /// The other facts of harbour, so that it can be settled.
    fn knows_the_rest(&self) {
        for file in ["activity.csv", "measures.csv"] {
            let path = root().join("agreements/harbour/facts").join(file).display().to_string();
            self.done(&["facts", "add", &path]);
        }
    }

    /// The return of costs of a month, the same each month.
    fn spends(&self, month: &str, more: &str) -> String {
        let mut text = HEADING.to_string();
        for (party, amount) in [
            ("ACUTE", "1500000"),
            ("community", "1100000"),
            ("gp_federation", "250000"),
            ("charity", "75000"),
        ] {
            let _ = writeln!(text, "{party},all,all,{month},ledger,Director of Finance,yes,,{amount}");
        }
        for (element, amount) in
            [("independent_sector", "300000"), ("out_of_area", "80000"), ("prescribing", "330000")]
        {
            let _ = writeln!(text, "icb,all,{element},{month},ledger,,,,{amount}");
        }
        self.imports(&format!("costs_{month}.csv"), &format!("{text}{more}"), &[])
    }

    /// What `cost show` says, without the breaks of lines.
    fn book(&self, more: &[&str]) -> String {
        let said = self.done(&[&["cost", "show", "2025-26"], more].concat());
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

#[track_caller]
fn says(text: &str, all: &[&str]) {
    for said in all {
        assert!(text.contains(said), "{said}\n{text}");
    }
}

#[test]
fn every_line_says_whether_it_counts_and_by_what() {
    let story = Story::begin();
    story.spends(
        "2025-04",
        "acute,all,hospitality,2025-04,ledger,Director of Finance,disallowed,Not a cost of care,1500.00\n\
         acute,all,board meetings,2025-04,ledger,Director of Finance,own,,820.50\n\
         somebody,all,unknown,2025-04,,,,,10\n",
    );
    let book = story.book(&[]);
    says(
        &book,
        &[
            "acute £1,500,000.00 £1,500.00 £820.50",
            "What counts: 7 lines acute, all, all, 2025-04 £1,500,000.00 ledger; certified by Director of Finance; entry 2, costs_2025-04.csv row 2",
            "acute, all, hospitality, 2025-04 £1,500.00 disallowed: Not a cost of care",
            "Own costs are left out. Each party bears its own cost of governance",
            "somebody, all, unknown, 2025-04 £10.00 counted nowhere: `somebody` is no provider basis not said; certified by nobody",
            "Actual against target Not published: ",
            "pay_award, 2025-04-01..2026-03-31 £250,000.00 Leadership Board decision on the target, 2025-26; entry 1,",
        ],
    );
    let json = story.done(&["cost", "show", "2025-26", "--party", "acute", "--json"]);
    let json: String = json.split_whitespace().collect();
    says(
        &json,
        &[
            "\"counts\":\"disallowed\",\"why\":\"Notacostofcare\"",
            "\"figures\":[\"open_book_cost[acute]2025-04-01..2025-04-30\"]",
            "\"allowable\":\"own\",\"counts\":\"own\"",
        ],
    );
    assert!(!json.contains("\"party\":\"community\""), "{json}");
    let wrong = story.run(&["cost", "show", "--party", "acte"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("did you mean `acute`?"), "{}", wrong.err);
}

#[test]
fn a_later_return_stands_in_the_place_of_the_figures_that_it_names() {
    let story = Story::begin();
    story.spends("2025-04", "");
    let again =
        format!("{HEADING}acute,all,all,2025-04,accruals taken out,Director of Finance,yes,,1450000\n");
    story.imports("again.csv", &again, &[]);
    let book = story.book(&["--party", "acute"]);
    says(
        &book,
        &[
            "acute £1,450,000.00",
            "acute, all, all, 2025-04 £1,500,000.00 superseded: entry 3 says it again",
            "accruals taken out; certified by Director of Finance; entry 3, again.csv row 2",
        ],
    );
    says(&story.book(&["--party", "acute", "--as-at", "2"]), &["acute £1,500,000.00"]);
    let refused = format!("{HEADING}acute,all,all,2025-04,ledger,,disallowed,Not in the books,1450000\n");
    story.imports("refused.csv", &refused, &[]);
    says(
        &story.book(&["--party", "acute"]),
        &["superseded: entry 4 says it again", "disallowed: Not in the books"],
    );
    says(&story.done(&["facts", "show", "open_book_cost[acute]", "--plain"]), &["2025-04-30\t0\tentry 4"]);
    story.done(&["imports", "undo", "4", "--reason", "The wrong file"]);
    says(&story.book(&["--party", "community"]), &["community £1,100,000.00"]);
    story.done(&["imports", "undo", "3", "--reason", "Sent too early"]);
    says(&story.book(&["--party", "acute"]), &["What counts: 1 line acute, all, all, 2025-04 £1,500,000.00"]);
}

#[test]
fn mended_rows_of_a_return_add_to_what_was_taken_before() {
    let story = Story::begin();
    let sent = format!(
        "{HEADING}acute,all,staff,2025-04,ledger,,,,1000000\nacute,all,drugs,2025-04,ledger,,,,TBC\n"
    );
    fs::write(story.folder.join("costs.csv"), sent).unwrap();
    assert_eq!(story.run(&["import", "costs.csv", "--rejects", "rejects.csv"]).code, 3);
    let rejects = fs::read_to_string(story.folder.join("rejects.csv")).unwrap();
    story.imports("mended.csv", &rejects.replacen("TBC", "500000", 1), &[]);
    let known = story.done(&["facts", "show", "open_book_cost[acute]", "--plain"]);
    says(&known, &["1500000", "source costs.csv; mended.csv, row costs.csv 2; mended.csv 2"]);
    says(&story.book(&["--party", "acute"]), &["acute £1,500,000.00", "What counts: 2 lines"]);
}

#[test]
fn the_outturn_is_entered_with_its_basis_or_a_run_rate_and_held_against_what_came() {
    let story = Story::begin();
    story.knows_the_rest();
    for month in ["2025-04", "2025-05", "2025-06"] {
        story.spends(month, "");
    }
    let forecast = |from: u32, amount: &str, basis: &str| {
        let months =
            (from..=15).map(|month| format!("{}-{:02}", 2025 + (month - 1) / 12, (month - 1) % 12 + 1));
        let rows: String =
            months.map(|month| format!("open_book_cost,acute,{month},{amount},acute,{basis}\n")).collect();
        format!("fact,of,period,value,owner,source\n{rows}")
    };
    for (name, from, amount, basis) in
        [("f1.csv", 7, "1550000", "Winter ward"), ("f2.csv", 8, "1600000", "Agency rates")]
    {
        fs::write(story.folder.join(name), forecast(from, amount, basis)).unwrap();
        story.done(&["facts", "add", name, "--forecast", "--source", basis]);
    }
    story.spends("2025-07", "");
    let book = story.book(&["--party", "acute"]);
    // 84 of the 253 working days of the year lie in the first four months.
    says(
        &book,
        &[
            "Actual against target, of the whole alliance, up to 31 July 2025",
            "2025-26/commissioner_spend --to 2025-07-31",
            "Outturn of 2025-26, run-rate by working days",
            "open_book_cost[acute] 2025-07 £6,000,000.00 £18,800,000.00 £18,071,428.57",
            "2025-07 £1,500,000.00 £1,550,000.00 7 −£50,000.00",
            "2025-08 £1,600,000.00 8 £1,428,571.43",
            "Expected with entry 7 £13,950,000.00 Winter ward; by acute, entry 7",
            "Expected with entry 8 £12,800,000.00 Agency rates; by acute, entry 8",
        ],
    );
    let spent = story.done(&["explain", "2025-26/commissioner_spend", "--to", "2025-07-31"]);
    says(&spent, &["commissioner_spend"]);
    let json = story.done(&["cost", "show", "2025-26", "--json"]);
    let json: String = json.split_whitespace().collect();
    says(
        &json,
        &[
            "\"planned_share\":\"84/253\"",
            "\"run_rate\":\"126500000/7\"",
            "\"actual_less_expected\":\"-50000\"",
            "\"phased_by\":\"workingdays\"",
            "\"is\":\"target_cost\",\"against\":\"commissioner_spend\",\"to\":\"2025-07-31\",\"whole\":false",
        ],
    );
    // Without a way to spread the year, nothing is worked out of a run-rate.
    let counting = fs::read_to_string(story.folder.join("counting.yaml")).unwrap();
    fs::write(story.folder.join("counting.yaml"), counting.replacen("  phased: working days\n", "", 1))
        .unwrap();
    says(&story.book(&[]), &["No run-rate: `counting.yaml` does not say how a year is `phased`."]);
}

#[test]
fn a_figure_entered_by_hand_says_who_entered_it_and_holds_until_a_later_entry() {
    let story = Story::begin();
    let entered = |amount: &str| {
        let text = format!(
            "fact,of,period,value,owner,source\nopen_book_cost,acute,2025-04,{amount},acute,Letter of the director\n"
        );
        fs::write(story.folder.join("by_hand.csv"), text).unwrap();
    };
    entered("1450000");
    story.done(&["facts", "add", "by_hand.csv"]);
    let book = story.book(&["--party", "acute"]);
    says(
        &book,
        &[
            "No return of costs has been imported for it. Figures were entered by hand.",
            "Entered by hand: 1 figure open_book_cost[acute], 2025-04-01..2025-04-30 £1,450,000.00 Letter of the director; by ",
            " UTC, entry 2",
        ],
    );
    assert!(!story.book(&["--party", "community"]).contains("Entered by hand"));
    // A return that comes later takes its place, and a figure that is entered later takes that of the return.
    story.spends("2025-04", "");
    says(&story.book(&["--party", "acute"]), &["it counts no longer since entry 3 Letter of the director"]);
    story.done(&["facts", "add", "by_hand.csv", "--restates", "The ledger was wrong"]);
    says(
        &story.book(&["--party", "acute"]),
        &["What does not count: 1 line", "superseded: entry 4 says it again"],
    );
    let exported = story.done(&["export", "--csv", "-", "costs"]);
    let line = exported.lines().find(|line| line.starts_with("acute,")).expect("it was sent");
    says(line, &["superseded", "entry 4 says it again"]);
    let json: String = story.done(&["cost", "show", "2025-26", "--json"]).split_whitespace().collect();
    says(
        &json,
        &["\"by_hand\":[{\"fact\":\"open_book_cost\",\"of\":\"acute\"", "\"holds\":false,\"ended_by\":3"],
    );
}

#[test]
fn figures_of_one_entry_say_once_who_entered_them() {
    let story = Story::begin();
    let month = |month: &str| format!("open_book_cost,acute,2025-{month},1450000,acute,Letter\n");
    let text = ["fact,of,period,value,owner,source\n", &month("04"), &month("05"), &month("06")].concat();
    fs::write(story.folder.join("by_hand.csv"), text).unwrap();
    story.done(&["facts", "add", "by_hand.csv"]);
    let book = story.book(&["--party", "acute"]);
    assert_eq!(book.matches("Letter; by ").count(), 1, "{book}");
    says(&book, &["UTC, entry 2; so are the next 2"]);
    let plain = story.done(&["cost", "show", "2025-26", "--party", "acute", "--plain"]);
    assert_eq!(plain.matches("Letter; by ").count(), 3, "each line stands by itself: {plain}");
}

#[test]
fn a_line_of_two_figures_counts_until_both_were_entered_by_hand() {
    let story = Story::begin();
    let line = "ACUTE,all,prescribing,2025-04,ledger,Director of Finance,yes,,100\n";
    story.imports("april.csv", &format!("{HEADING}{line}"), &[]);
    let by_hand = |figure: &str| {
        let text = format!("fact,of,period,value,owner,source\n{figure},2025-04,90,acute,Letter\n");
        fs::write(story.folder.join("by_hand.csv"), text).unwrap();
        story.done(&["facts", "add", "by_hand.csv", "--restates", "The ledger was wrong"]);
    };
    by_hand("other_spend,prescribing");
    says(&story.book(&["--party", "acute"]), &["What counts: 1 line"]);
    by_hand("open_book_cost,acute");
    says(&story.book(&["--party", "acute"]), &["What does not count: 1 line"]);
}

#[test]
fn mended_rows_take_the_place_of_no_figure_that_was_entered_by_hand_since() {
    let story = Story::begin();
    let row = |period: &str, amount: &str| {
        format!("ACUTE,all,all,{period},ledger,Director of Finance,yes,,{amount}\n")
    };
    story.writes("april.csv", &format!("{HEADING}{}{}", row("2025-04", "100"), row("2025-04", "twenty")));
    assert_eq!(story.run_flat(&["import", "april.csv", "--rejects", "mend.csv"]).code, 3);
    let text = "fact,of,period,value,owner,source\nopen_book_cost,acute,2025-04,90,acute,Letter\n";
    fs::write(story.folder.join("by_hand.csv"), text).unwrap();
    story.done(&["facts", "add", "by_hand.csv", "--restates", "The ledger was wrong"]);
    let mended = fs::read_to_string(story.folder.join("mend.csv")).unwrap().replace("twenty", "20");
    story.writes("mend.csv", &mended);
    let ran = story.run_flat(&["import", "mend.csv"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    says(&ran.err, &["entry 3 entered open_book_cost[acute] of 2025-04 by hand since", "--restates REASON"]);
}
