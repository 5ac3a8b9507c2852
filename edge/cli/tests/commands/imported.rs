//! Harbour from files as parties send them: each month contract monitoring from every provider, a return of measures
//! and a return of costs. What comes of them is what comes of the facts as they stand, to the penny.

use super::place::{MONITORING, Place};
use super::{program, root};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::ops::Deref;
use std::path::Path;

/// What a contact comes to by the books.
const WORTH: &str = "    worth: { unit: GBP, by: service, kind: value, over: as dated, says: Worth by the price books, clause: \"4.5\" }\n";
const WORTH_PAID: &str = "    worth_paid: { of: sum of worth, from: icb, to: acute, clause: \"4.5\" }\n";

/// A record of harbour in a folder of its own.
pub struct Story {
    place: Place,
}

impl Deref for Story {
    type Target = Place;

    fn deref(&self) -> &Place {
        &self.place
    }
}

/// A row of harbour's own facts.
struct Row {
    fact: String,
    of: String,
    period: String,
    value: String,
    owner: String,
}

impl Story {
    pub fn begin() -> Story {
        Story::of(&root().join("agreements/harbour"))
    }

    /// Harbour with a further clause: every contact is worth what the price books say, and the board pays it.
    pub fn with_prices() -> Story {
        let harbour = root().join("agreements/harbour");
        let changed = Place::empty();
        let copy = &changed.folder;
        for file in
            fs::read_dir(&harbour).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file())
        {
            fs::copy(&file, copy.join(file.file_name().unwrap())).unwrap();
        }
        let change = |file: &str, before: &str, more: &str| {
            let text = fs::read_to_string(copy.join(file)).unwrap();
            assert_eq!(text.matches(before).count(), 1, "{file}: {before}");
            fs::write(copy.join(file), text.replacen(before, &format!("{before}{more}"), 1)).unwrap();
        };
        change("money.yaml", "\n  inputs:\n", WORTH);
        change("money.yaml", "\n  postings:\n", WORTH_PAID);
        change("counting.yaml", "\ninputs:\n", "  worth: { sum: actual value, of: service }\n");
        Story::of(copy)
    }

    /// A folder without a record.
    pub fn empty() -> Story {
        Story { place: Place::empty() }
    }

    fn of(agreement: &Path) -> Story {
        let story = Story::empty();
        let signatories = agreement.join("signatories.csv").display().to_string();
        story.done(&[
            "found",
            ".",
            "--agreement",
            &agreement.display().to_string(),
            "--signatories",
            &signatories,
        ]);
        let agreed = root().join("agreements/harbour/facts/agreed.csv").display().to_string();
        story.done(&["facts", "add", &agreed, "--source", "What was agreed for the years"]);
        story
    }

    /// Imports a file of that name.
    pub fn imports(&self, name: &str, content: &str, more: &[&str]) -> String {
        fs::write(self.folder.join(name), content).unwrap();
        self.done(&[&["import", name], more].concat())
    }
}

fn rows(file: &str) -> Vec<Row> {
    let text = fs::read_to_string(root().join("agreements/harbour/facts").join(file)).unwrap();
    let row = |line: &str| {
        let fields: Vec<&str> = line.splitn(7, ',').collect();
        let [fact, of, period, value, _, owner, _] = fields.as_slice() else { panic!("{line}") };
        let [fact, of, period, value, owner] = [fact, of, period, value, owner].map(ToString::to_string);
        Row { fact, of, period, value, owner }
    };
    text.lines().skip(1).map(row).collect()
}

fn code(party: &str) -> &'static str {
    match party {
        "acute" => "ACUTE",
        "community" => "COMMTY",
        "gp_federation" => "GPFED",
        "charity" => "CHARTY",
        other => panic!("{other} sends no contract monitoring"),
    }
}

/// Treatment function, point of delivery and currency of a service.
fn codes(service: &str) -> [&'static str; 3] {
    match service {
        "ophthalmology" => ["130", "OPFASPCL", "WF01B"],
        "dermatology" => ["330", "OPFASPCL", "WF01B"],
        "musculoskeletal" => ["650", "COMM", "MSK01"],
        "diagnostics" => ["812", "DAIMG", "RD01A"],
        "urgent_response" => ["318", "COMM", "UCR2H"],
        "falls_prevention" => ["318", "COMM", "FALLS"],
        other => panic!("{other} is no service of harbour"),
    }
}

/// Where a service is done, as the work allocation says. Eye clinics went to the community hospital in the second year.
fn site(service: &str, party: &str) -> &'static str {
    match (service, party) {
        ("ophthalmology" | "dermatology", "acute") => "UNIVH",
        ("ophthalmology" | "musculoskeletal", _) => "SALTM",
        ("diagnostics", _) => "ROPEW",
        ("urgent_response", _) => "QUAYS",
        _ => "",
    }
}

/// Financial year as it is written in files, and month from April, of `2025-04`.
fn financial(month: &str) -> (String, u32) {
    let (year, month) = month.split_once('-').unwrap();
    let (year, month): (u32, u32) = (year.parse().unwrap(), month.parse().unwrap());
    let (start, number) = if month >= 4 { (year, month - 3) } else { (year - 1, month + 9) };
    (format!("{start}{:02}", (start + 1) % 100), number)
}

/// The contract monitoring of a provider for a month: each service in three lines, which add up.
fn monitoring(rows: &[&Row], created: &str) -> String {
    let mut text = MONITORING.to_string();
    for row in rows {
        let (year, month) = financial(&row.period);
        let whole: u64 = row.value.parse().unwrap();
        let [function, point, currency] = codes(&row.of);
        let third = whole / 3;
        for part in [third, third, whole - 2 * third] {
            let provider = code(&row.owner);
            let _ = writeln!(
                text,
                "{month},{year},{created},{provider},{},BOARD,{function},{point},21,{currency},N,{part},0,1,{part},0,1",
                site(&row.of, &row.owner)
            );
        }
    }
    text
}

/// Months of harbour's facts, with the rows of each.
fn by_month(rows: &[Row], of: impl Fn(&Row) -> String) -> BTreeMap<(String, String), Vec<&Row>> {
    let mut months: BTreeMap<(String, String), Vec<&Row>> = BTreeMap::new();
    for row in rows {
        months.entry((row.period.clone(), of(row))).or_default().push(row);
    }
    months
}

/// Every posting of a statement in JSON: its figure and its amount.
fn amounts(json: &str) -> Vec<(String, String)> {
    let value = |text: &str, key: &str| {
        let (_, rest) = text.split_once(&format!("\"{key}\":\""))?;
        rest.split_once('"').map(|(value, _)| value.to_string())
    };
    let postings = json.split("{\"figure\":").skip(1).filter(|text| text.contains("\"from\":"));
    postings.filter_map(|text| Some((text.split_once(',')?.0.to_string(), value(text, "amount")?))).collect()
}

const RATES: [(&str, &str, &str); 4] = [
    ("Pathways within 18 weeks", "within_18", "pathways"),
    ("Urgent referrals seen within two hours", "urgent_in_time", "urgent_referrals"),
    ("Tests within six weeks", "tests_in_time", "tests_waiting"),
    ("At home 91 days after leaving hospital", "at_home_91", "discharged"),
];

fn measures(rows: &[&Row]) -> String {
    let mut text = "measure,period,value,numerator,denominator\n".to_string();
    let value = |fact: &str| rows.iter().find(|row| row.fact == fact).map(|row| row.value.as_str());
    for (name, numerator, denominator) in RATES {
        if let (Some(met), Some(all)) = (value(numerator), value(denominator)) {
            let _ = writeln!(text, "{name},{},,{met},{all}", rows[0].period);
        }
    }
    let is_rate = |row: &&&Row| RATES.iter().any(|(_, met, all)| row.fact == *met || row.fact == *all);
    for row in rows.iter().filter(|row| !is_rate(row)) {
        let _ = writeln!(text, "{},{},{},,", row.fact, row.period, row.value);
    }
    text
}

fn costs(rows: &[&Row]) -> String {
    let mut text = "party,service,element,period,basis,certified_by,allowable,amount\n".to_string();
    for row in rows {
        let (party, element) =
            if row.fact == "open_book_cost" { (&*row.of, "all") } else { ("icb", &*row.of) };
        let _ = writeln!(text, "{party},all,{element},{},ledger,Finance,yes,{}", row.period, row.value);
    }
    text
}

/// What is measured and spent, as returns.
fn import_returns(story: &Story, is_wanted: impl Fn(&Row) -> bool) {
    let wanted = |file: &str| rows(file).into_iter().filter(&is_wanted).collect::<Vec<Row>>();
    // The leadership board judges two of them: a word each, which a secretary may write with a capital.
    let mut found = wanted("measures.csv");
    found.iter_mut().filter(|row| row.fact == "told_once").for_each(|row| row.value = "Above".to_string());
    for ((period, _), rows) in by_month(&found, |_| String::new()) {
        story.imports(&format!("measures_{period}.csv"), &measures(&rows), &[]);
    }
    for ((period, _), rows) in by_month(&wanted("spend.csv"), |_| String::new()) {
        story.imports(&format!("costs_{period}.csv"), &costs(&rows), &[]);
    }
}

/// What a plain folder of harbour's facts settles to.
fn settled_plainly(period: &str) -> Vec<(String, String)> {
    let harbour = root().join("agreements/harbour").display().to_string();
    let plain = program(&["settle", &harbour, "--period", period, "--json"]).output().unwrap();
    let expected = amounts(&String::from_utf8(plain.stdout).unwrap());
    assert!(expected.len() > 20, "{expected:?}");
    expected
}

#[test]
fn two_years_of_files_settle_as_the_facts_do_and_lead_back_to_their_rows() {
    let story = Story::begin();
    let activity = rows("activity.csv");
    for ((month, provider), rows) in by_month(&activity, |row| row.owner.clone()) {
        let name = format!("acm_{}_{month}.csv", code(&provider));
        let said = story.imports(&name, &monitoring(&rows, "2026-05-12T10:00:00"), &["--freeze"]);
        assert!(said.contains("0 fixed + 0 refused"), "{said}");
    }
    import_returns(&story, |_| true);
    for period in ["2025-26", "2026-27"] {
        let expected = settled_plainly(period);
        assert_eq!(amounts(&story.done(&["settle", "--period", period, "--json"])), expected, "{period}");
    }

    // What left the hospital is what the community hospital took up; the charity's visits have no site.
    let shift = story.done(&["activity", "shift", "--plain"]);
    assert!(shift.contains("Moved from hospital to community\t24,612"), "{shift}");
    assert!(shift.contains("stranded at UNIVH\t£1,450,877.40"), "{shift}");
    assert!(shift.contains("Falls prevention\tMoved from hospital to community\tnot published"), "{shift}");
    let shown = story.done(&["activity", "show", "--plain"]);
    assert!(shown.contains("phased plan 24,000"), "{shown}");

    let explained = story.done(&["explain", ".", "2025-26/variable_element[dermatology]"]);
    assert!(explained.contains("acm_ACUTE_2025-04.csv"), "{explained}");
    let facts = story.done(&["facts", "show", "activity[dermatology]", "--on", "2025-04-10", "--json"]);
    let facts: String = facts.split_whitespace().collect();
    assert!(facts.contains("\"source\":\"acm_ACUTE_2025-04.csv\",\"row\":\"5-7\""), "{facts}");
}

/// Unit prices in pence, until September and from October.
const PRICES: [(&str, u64, u64); 6] = [
    ("ophthalmology", 11_850, 12_100),
    ("dermatology", 11_850, 12_100),
    ("musculoskeletal", 6_400, 6_400),
    ("diagnostics", 4_325, 4_450),
    ("urgent_response", 21_075, 21_075),
    ("falls_prevention", 8_800, 9_010),
];

/// A list of prices, of those for the first or the second half of the year.
fn book(second_half: bool) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (service, first, second) in PRICES {
        let [_, point, currency] = codes(service);
        let pence = if second_half { second } else { first };
        let line = format!("{currency},{point},{}.{:02}\n", pence / 100, pence % 100);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    format!("currency,point_of_delivery,unit_price\n{}", lines.concat())
}

/// What the contacts of a year come to at these prices, in pounds.
fn worth(activity: &[Row]) -> String {
    let mut pence = 0;
    for row in activity {
        let (_, first, second) = PRICES.into_iter().find(|(service, ..)| *service == row.of).unwrap();
        let unit = if row.period.as_str() < "2025-10" { first } else { second };
        pence += row.value.parse::<u64>().unwrap() * unit;
    }
    format!("{}.{:02}", pence / 100, pence % 100)
}

/// Sends the year, all of it final but the hospital's September, whose file lacks its last line.
fn send_the_year(story: &Story, activity: &[Row]) {
    for ((month, provider), rows) in by_month(activity, |row| row.owner.clone()) {
        if (month.as_str(), provider.as_str()) == ("2025-09", "acute") {
            let flex = monitoring(&rows, "2025-10-12T10:00:00");
            let lines: Vec<&str> = flex.lines().collect();
            let short = format!("{}\n", lines[..lines.len() - 1].join("\n"));
            story.imports("acm_ACUTE_2025-09_flex.csv", &short, &[]);
        } else {
            let name = format!("acm_{}_{month}.csv", code(&provider));
            story.imports(&name, &monitoring(&rows, "2026-05-12T10:00:00"), &["--freeze"]);
        }
    }
}

/// Adds a book of prices to the end of the year.
fn add_prices(story: &Story, second_half: bool, (name, stands, from): (&str, &str, &str)) -> String {
    fs::write(story.folder.join("prices.csv"), book(second_half)).unwrap();
    let mut arguments = vec!["price", "add", "prices.csv", "--name", name, "--source", "Price letter"];
    arguments.extend(["--kind", "local", "--stands", stands, "--factors", "within"]);
    arguments.extend(["--from", from, "--to", "2026-03-31"]);
    story.done(&arguments)
}

#[test]
fn a_year_of_flex_and_freeze_with_a_file_sent_again_and_a_book_in_its_middle() {
    let story = Story::with_prices();
    let of_year = |row: &Row| row.period.as_str() < "2026-04";
    let activity: Vec<Row> = rows("activity.csv").into_iter().filter(of_year).collect();
    send_the_year(&story, &activity);
    import_returns(&story, of_year);
    add_prices(&story, false, ("prices of the year", "where-none-is-national", "2025-04-01"));
    story.done(&["settle", "--record", "--period", "2025-26"]);
    let told = add_prices(&story, true, ("from October", "before-national", "2025-10-01"));
    assert!(told.contains("said again with it"), "{told}");
    let by_price = story.done(&["settle", "--record", "--period", "2025-26"]);
    assert!(by_price.contains("price: "), "{by_price}");

    let is_late = |row: &&Row| row.period == "2025-09" && row.owner == "acute";
    let acute: Vec<&Row> = activity.iter().filter(is_late).collect();
    let again = monitoring(&acute, "2025-11-12T10:00:00");
    let said = story.imports("acm_ACUTE_2025-09.csv", &again, &["--freeze"]);
    assert!(said.contains("0 fixed + 0 refused"), "{said}");
    let mut expected = settled_plainly("2025-26");
    expected.push(("\"2025-26/worth_paid\"".to_string(), worth(&activity)));
    expected.sort();
    let mut settled = amounts(&story.done(&["settle", "--period", "2025-26", "--json"]));
    settled.sort();
    assert_eq!(settled, expected);

    let listed = story.done(&["imports", "list", "--json"]);
    let flex = entry_of(&listed, "acm_ACUTE_2025-09_flex.csv");
    let freeze = entry_of(&listed, "acm_ACUTE_2025-09.csv");
    let differs = story.done(&["imports", "diff", &flex, &freeze]);
    assert!(
        differs.contains("2025-09, diagnostics")
            && differs.contains("planned activity 2990 to 4487")
            && differs.contains("rows 8-9 of the earlier, 8-10"),
        "{differs}"
    );
    let before = (freeze.parse::<u64>().unwrap() - 1).to_string();
    let bridge = story.done(&["bridge", &before, &freeze, "--figure", "variable_payment[diagnostics]"]);
    assert!(bridge.contains("because of activity") && !bridge.contains("because of prices"), "{bridge}");
    fs::write(story.folder.join("late.csv"), monitoring(&acute, "2026-01-12T10:00:00")).unwrap();
    let ran = story.run(&["import", "late.csv"]);
    assert_eq!(ran.code, 1, "a frozen month takes no other file: {}{}", ran.out, ran.err);
    let explained = story.done(&["explain", ".", "2025-26/worth_paid"]);
    for place in ["acm_ACUTE_2025-09.csv", "prices of the year line", "from October line"] {
        assert!(explained.contains(place), "`{place}` is missing: {explained}");
    }
}

/// The entry of an import by the name of its file.
fn entry_of(listed: &str, file: &str) -> String {
    let packed: String = listed.split_whitespace().collect();
    let before = packed.split(&format!("\"{file}\"")).next().unwrap();
    let entry = before.rsplit("\"entry\":").next().unwrap();
    entry.split(',').next().unwrap().to_string()
}
