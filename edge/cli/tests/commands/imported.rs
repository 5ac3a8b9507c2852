//! Harbour from files as parties send them: each month contract monitoring from every provider, a return of measures
//! and a return of costs. What comes of them is what comes of the facts as they stand, to the penny.

use super::{Ran, program, root};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

static FOLDERS: AtomicU32 = AtomicU32::new(0);
pub const HEADING: &str = "FINANCIAL_MONTH,FINANCIAL_YEAR,DATE_AND_TIME_DATA_SET_CREATED,\
    ORGANISATION_IDENTIFIER_(CODE_OF_PROVIDER),ORGANISATION_SITE_IDENTIFIER_(OF_TREATMENT),\
    ORGANISATION_IDENTIFIER_(CODE_OF_COMMISSIONER),ACTIVITY_TREATMENT_FUNCTION_CODE,POINT_OF_DELIVERY_CODE,\
    COMMISSIONED_SERVICE_CATEGORY_CODE,TARIFF_CODE,NATIONAL_TARIFF_INDICATOR,CONTRACT_MONITORING_PLANNED_ACTIVITY,\
    CONTRACT_MONITORING_PLANNED_PRICE,CONTRACT_MONITORING_PLANNED_MARKET_FORCES_FACTOR,\
    CONTRACT_MONITORING_ACTUAL_ACTIVITY,CONTRACT_MONITORING_ACTUAL_PRICE,\
    CONTRACT_MONITORING_ACTUAL_MARKET_FORCES_FACTOR\n";

/// A record of harbour in a folder of its own.
pub struct Story {
    pub folder: PathBuf,
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
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("accordant-imported-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let story = Story { folder };
        let agreement = root().join("agreements/harbour");
        let signatories = agreement.join("signatories.csv").display().to_string();
        story.done(&[
            "found",
            ".",
            "--agreement",
            &agreement.display().to_string(),
            "--signatories",
            &signatories,
        ]);
        let agreed = agreement.join("facts/agreed.csv").display().to_string();
        story.done(&["facts", "add", &agreed, "--source", "What was agreed for the years"]);
        story
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = program(arguments);
        command.current_dir(&self.folder).env_remove("ACCORDANT_DATABASE").env_remove("ACCORDANT_AS");
        let ended = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: ended.status.code().expect("a signal"), out: text(ended.stdout), err: text(ended.stderr) }
    }

    pub fn done(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?}\n{}{}", ran.out, ran.err);
        ran.out
    }

    /// Imports a file of that name.
    pub fn imports(&self, name: &str, content: &str, more: &[&str]) -> String {
        fs::write(self.folder.join(name), content).unwrap();
        self.done(&[&["import", name], more].concat())
    }
}

impl Drop for Story {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).unwrap();
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

/// Financial year as it is written in files, and month from April, of `2025-04`.
fn financial(month: &str) -> (String, u32) {
    let (year, month) = month.split_once('-').unwrap();
    let (year, month): (u32, u32) = (year.parse().unwrap(), month.parse().unwrap());
    let (start, number) = if month >= 4 { (year, month - 3) } else { (year - 1, month + 9) };
    (format!("{start}{:02}", (start + 1) % 100), number)
}

/// The contract monitoring of a provider for a month: each service in three lines, which add up.
fn monitoring(rows: &[&Row], created: &str) -> String {
    let mut text = HEADING.to_string();
    for row in rows {
        let (year, month) = financial(&row.period);
        let whole: u64 = row.value.parse().unwrap();
        let [function, point, currency] = codes(&row.of);
        let third = whole / 3;
        for part in [third, third, whole - 2 * third] {
            let provider = code(&row.owner);
            let _ = writeln!(
                text,
                "{month},{year},{created},{provider},,BOARD,{function},{point},21,{currency},N,{part},0,1,{part},0,1"
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

#[test]
fn two_years_of_files_settle_as_the_facts_do_and_lead_back_to_their_rows() {
    let story = Story::begin();
    let activity = rows("activity.csv");
    for ((month, provider), rows) in by_month(&activity, |row| row.owner.clone()) {
        let name = format!("acm_{}_{month}.csv", code(&provider));
        let said = story.imports(&name, &monitoring(&rows, "2026-05-12T10:00:00"), &["--freeze"]);
        assert!(said.contains("0 fixed + 0 refused"), "{said}");
    }
    // The leadership board judges two of them: a word each, which a secretary may write with a capital.
    let mut found = rows("measures.csv");
    found.iter_mut().filter(|row| row.fact == "told_once").for_each(|row| row.value = "Above".to_string());
    for ((period, _), rows) in by_month(&found, |_| String::new()) {
        story.imports(&format!("measures_{period}.csv"), &measures(&rows), &[]);
    }
    let spent = rows("spend.csv");
    for ((period, _), rows) in by_month(&spent, |_| String::new()) {
        story.imports(&format!("costs_{period}.csv"), &costs(&rows), &[]);
    }

    let harbour = root().join("agreements/harbour").display().to_string();
    for period in ["2025-26", "2026-27"] {
        let plain = program(&["settle", &harbour, "--period", period, "--json"]).output().unwrap();
        let expected = amounts(&String::from_utf8(plain.stdout).unwrap());
        assert!(expected.len() > 20, "{expected:?}");
        assert_eq!(amounts(&story.done(&["settle", "--period", period, "--json"])), expected, "{period}");
    }

    let explained = story.done(&["explain", ".", "2025-26/variable_element[dermatology]"]);
    assert!(explained.contains("acm_ACUTE_2025-04.csv"), "{explained}");
    let facts = story.done(&["facts", "show", "activity[dermatology]", "--on", "2025-04-10", "--json"]);
    let facts: String = facts.split_whitespace().collect();
    assert!(facts.contains("\"source\":\"acm_ACUTE_2025-04.csv\",\"row\":\"5-7\""), "{facts}");
}
