//! `cost show`: the open book of a period.

use super::by_hand::{Entered, entered, in_the_place_of};
use super::ledger::{Counts, Ledger, Line, ledger};
use super::outturn::{Outturn, outturns, sum};
use super::phasing::{Plan, months};
use super::register::{Adjustment, adjustments};
use super::target::{Against, against};
use crate::commands::settle;
use crate::load::{self, counted};
use crate::print::{Face, data};
use crate::recorded::words::moment;
use crate::recorded::{self, Reading, in_force, open, told};
use crate::stop::{Ended, Stop};
use crate::text::grid::Grid;
use crate::text::sheet::{Fact, Sheet};
use accordant_agreement::calendar::Period;
use accordant_agreement::problem::nearest;
use accordant_agreement::working_days::WorkingDays;
use accordant_alliance::State;
use accordant_alliance::state::Pick;
use accordant_documents::figures::long_date;
use accordant_facts::{Days, FactValue};
use accordant_host::Alliance;
use accordant_intake::counting::Target;
use accordant_money::{Currency, Exact, format_money};
use clap::ArgMatches;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// So many lines are shown where no party is named.
const LINES_SHOWN: usize = 20;

/// Everything that the open book of a period shows.
pub struct Book<'a> {
    /// The folder of the alliance, as it was named.
    pub folder: &'a Path,
    /// The period.
    pub period: &'a Period,
    /// The party, if only one is asked for.
    pub party: Option<&'a str>,
    /// The entry as at which it is known.
    pub known: u64,
    /// The currency of the agreement.
    pub currency: Currency,
    /// Who bears each party's own costs, in the words of the agreement.
    pub own: Option<&'a str>,
    /// The lines of the period.
    pub lines: Vec<Line>,
    /// Files that are not kept any more.
    pub gone: Vec<(u64, String)>,
    /// Figures that were entered by hand.
    pub by_hand: Vec<Entered>,
    /// What costs are held against, if that is said.
    pub target: Option<&'a Target>,
    /// The actual against the target, or why it is not told.
    pub against: Result<Against, String>,
    /// Approved changes of the target.
    pub adjustments: Vec<Adjustment>,
    /// Where costs lead.
    pub outturns: Vec<Outturn>,
    /// By what a year is spread over its months, in words.
    pub phased: Option<&'static str>,
    /// Whether every month is shown.
    pub by_month: bool,
}

/// Shows the open book.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state_at(reading.as_at).map_err(told::stop)?;
    let agreement = in_force(&state)?;
    let terms = agreement.terms.as_ref();
    let terms =
        terms.ok_or_else(|| Stop::refusal("the agreement has no money terms, and asks for no costs"))?;
    let loaded = recorded::load::of_state(&state, alliance.folder(), reading.on, Pick::Actual)?;
    let named = asked.get_one::<String>("period").map(String::as_str);
    let Ledger { mut lines, gone } = ledger(&alliance, &state, agreement)?;
    let period = match named {
        Some(_) => settle::period(&loaded, named)?,
        None => latest(&loaded, &lines)?,
    };
    let days = Days::new(period.from, period.to).ok_or_else(|| Stop::fault("the period has no days"))?;
    let party = asked.get_one::<String>("party").map(|name| self::party(&loaded, name)).transpose()?;
    let last = last_mapping(&alliance, &state)?;
    let text = super::counting_text(alliance.folder(), last, reading.as_at, agreement)?;
    let target = text.target.as_ref();
    let inputs: Vec<String> = text.costs.iter().map(|costed| costed.input.clone()).collect();
    let people = alliance.people().map_err(told::stop)?;
    let by_hand = entered(&state, &people, &inputs, days)?;
    in_the_place_of(&state, &mut lines)?;
    let plan = plan(target, days, &loaded);
    let outturns = match months(days) {
        Some(months) => outturns(&state, &inputs, months, &plan)?,
        None => Vec::new(),
    };
    let is_of = |of: &[String]| party.is_none_or(|party| of.iter().any(|element| element == party));
    let book = Book {
        folder: alliance.folder(),
        period: &period,
        party,
        known: state.kept().size.saturating_sub(1),
        currency: terms.currency,
        own: agreement.particulars.costs.as_ref().and_then(|costs| costs.own.as_deref()),
        lines: lines.into_iter().filter(|line| is_asked(line, days, party)).collect(),
        gone,
        by_hand: by_hand.into_iter().filter(|one| is_of(&one.fact.of)).collect(),
        target,
        against: match target {
            Some(target) => against(&loaded, &period, target),
            None => Err("`counting.yaml` has no `target`".to_string()),
        },
        adjustments: match target {
            Some(target) => adjustments(&state, &target.adjustments, days)?,
            None => Vec::new(),
        },
        outturns: outturns.into_iter().filter(|outturn| is_of(&outturn.of)).collect(),
        phased: plan.as_ref().ok().map(Plan::by),
        by_month: asked.get_flag("months") || party.is_some(),
    };
    data(&if face.is_json() { super::json::book(&book) } else { laid(&book, face) });
    Ok(Ended::Done)
}

/// The period of the last line of costs, or else the latest with facts.
fn latest(loaded: &load::Alliance, lines: &[Line]) -> Result<Period, Stop> {
    let last = lines.iter().filter_map(|line| Some(line.days?.to())).max();
    let found = last.and_then(|day| loaded.periods.iter().find(|period| period.includes(day)));
    found.cloned().map_or_else(|| settle::period(loaded, None), Ok)
}

fn plan(target: Option<&Target>, days: Days, loaded: &load::Alliance) -> Result<Plan, String> {
    let by = target.and_then(|target| target.phased.as_ref());
    let by = by.ok_or("`counting.yaml` does not say how a year is `phased`")?;
    Plan::new(by, days, WorkingDays::of(&loaded.agreement.particulars.alliance))
}

fn last_mapping(alliance: &Alliance, state: &State) -> Result<Option<Vec<u8>>, Stop> {
    Ok(alliance.last_submission(state, None).map_err(told::stop)?.map(|submitted| submitted.mapping))
}

fn party<'a>(alliance: &'a load::Alliance, name: &str) -> Result<&'a str, Stop> {
    let parties = || alliance.agreement.particulars.parties.iter().map(|party| party.name.as_str());
    parties().find(|party| *party == name).ok_or_else(|| {
        let help = match nearest(name, parties()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the parties are {}", parties().collect::<Vec<_>>().join(", ")),
        };
        Stop::wrong_use(format!("there is no party `{name}`")).help(help)
    })
}

/// Whether a line is of the period, or of days that nobody can tell, and of the party.
fn is_asked(line: &Line, period: Days, party: Option<&str>) -> bool {
    line.days.is_none_or(|days| days.overlaps(period)) && party.is_none_or(|party| line.party == party)
}

impl Book<'_> {
    /// An amount as people read it.
    pub fn money(&self, amount: &Exact) -> String {
        format_money(amount, self.currency, self.currency.minor_digits())
    }

    fn amount(&self, line: &Line) -> String {
        self.money(&line.cost.amount.to_exact())
    }
}

fn laid(book: &Book<'_>, face: Face) -> String {
    let of = book.party.map_or(String::new(), |party| format!(", {party}"));
    let mut sheet = Sheet::default();
    sheet.heading(format!("Open book of {}{of}, as known at entry {}", book.period.label, book.known));
    if book.lines.is_empty() {
        let by_hand = if book.by_hand.is_empty() { "" } else { " Figures were entered by hand." };
        sheet.text(format!("No return of costs has been imported for it.{by_hand}"));
    }
    for (entry, file) in &book.gone {
        sheet.text(format!(
            "The file `{file}` of entry {entry} is not kept any more: its lines are not shown."
        ));
    }
    let mut out = sheet.shown(face);
    out += &by_party(book, face);
    out += &lines(book, face);
    out += &by_hand(book, face);
    out += &held_against(book, face);
    out += &led_to(book, face);
    // On lines that stand by themselves nothing is set apart by an empty one.
    let lines = out.lines().filter(|line| !face.is_plain() || !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

fn by_party(book: &Book<'_>, face: Face) -> String {
    let parties: BTreeSet<&str> = book.lines.iter().map(|line| line.party.as_str()).collect();
    if parties.is_empty() {
        return String::new();
    }
    let sum_of = |party: &str, word: &str| {
        let wanted = book.lines.iter().filter(|line| line.party == party && line.counts.word() == word);
        let amounts: Vec<Exact> = wanted.map(|line| line.cost.amount.to_exact()).collect();
        if amounts.is_empty() {
            String::new()
        } else {
            sum(amounts.iter()).map_or_else(String::new, |sum| book.money(&sum))
        }
    };
    let mut grid = Grid::new(["", "counts", "disallowed", "own", "counted nowhere"]);
    for party in parties {
        let [counts, disallowed, own, nowhere] =
            ["counts", "disallowed", "own", "counted nowhere"].map(|word| sum_of(party, word));
        grid.row([party.to_string(), counts, disallowed, own, nowhere]);
    }
    grid.shown("Costs", face)
}

fn lines(book: &Book<'_>, face: Face) -> String {
    let mut sheet = Sheet::default();
    let (counting, others): (Vec<&Line>, Vec<&Line>) =
        book.lines.iter().partition(|line| line.counts == Counts::Yes);
    if !counting.is_empty() {
        sheet.heading(format!("What counts: {}", counted(counting.len(), "line")));
    }
    let shown = if book.party.is_some() { usize::MAX } else { LINES_SHOWN };
    counting.iter().take(shown).for_each(|line| sheet.fact(line_of(book, line)));
    if counting.len() > shown {
        let more = counting.len() - shown;
        sheet.text(format!("And {more} more; `--party` shows those of one party, `--json` all."));
    }
    if !others.is_empty() {
        sheet.heading(format!("What does not count: {}", counted(others.len(), "line")));
    }
    if others.iter().any(|line| line.counts == Counts::Own) {
        book.own.iter().for_each(|own| sheet.text(format!("Own costs are left out. {own}")));
    }
    others.iter().for_each(|line| sheet.fact(line_of(book, line)));
    let text = sheet.shown(face);
    if text.is_empty() { text } else { format!("\n{text}") }
}

fn by_hand(book: &Book<'_>, face: Face) -> String {
    if book.by_hand.is_empty() {
        return String::new();
    }
    let mut sheet = Sheet::default();
    sheet.heading(format!("Entered by hand: {}", counted(book.by_hand.len(), "figure")));
    let shown = if book.party.is_some() { usize::MAX } else { LINES_SHOWN };
    let figures = book.by_hand.get(..shown).unwrap_or(&book.by_hand);
    for together in figures.chunk_by(|one, other| !face.is_plain() && one.is_told_with(other)) {
        for (at, one) in together.iter().enumerate() {
            let what = accordant_facts::named(&one.fact.name, &one.fact.of);
            let mut fact = Fact::new(format!("{what}, {}", one.fact.days), said(book, &one.fact.value));
            fact.notes.extend(one.ended.map(|by| format!("it counts no longer since entry {by}")));
            if at == 0 {
                fact.notes.push(who_and_when(one, together.len()));
            }
            sheet.fact(fact);
        }
    }
    if book.by_hand.len() > shown {
        let more = book.by_hand.len() - shown;
        sheet.text(format!("And {more} more; `--party` shows those of one party, `--json` all."));
    }
    format!("\n{}", sheet.shown(face))
}

/// Who entered a figure, when and from what: said once for all that follow of the same.
fn who_and_when(one: &Entered, together: usize) -> String {
    let seat = one.seat.as_deref().unwrap_or("nobody");
    let source = one.fact.source.as_deref().unwrap_or("source not said");
    let (by, at) = (&one.by, moment(&one.at));
    let more = match together {
        1 => String::new(),
        2 => "; so is the next".to_string(),
        more => format!("; so are the next {}", more - 1),
    };
    format!("{source}; by {by} for {seat}, {at} UTC, entry {}{more}", one.entry)
}

/// An amount as people read it, or the word that stands in its place.
fn said(book: &Book<'_>, value: &FactValue) -> String {
    match value {
        FactValue::Number(number) => book.money(number),
        FactValue::Word(word) => word.clone(),
        FactValue::NotPublished => "not published".to_string(),
    }
}

fn line_of(book: &Book<'_>, line: &Line) -> Fact {
    let cost = &line.cost;
    let label = [&line.party, &cost.service, &cost.element, &cost.period].map(String::as_str).join(", ");
    let mut fact = Fact::new(label, book.amount(line));
    let why = match &line.counts {
        Counts::Yes => None,
        other => Some(
            [Some(other.word().to_string()), other.why()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(": "),
        ),
    };
    let basis = cost.basis.clone().unwrap_or_else(|| "basis not said".to_string());
    let certified = cost.certified_by.as_ref();
    let certified =
        certified.map_or_else(|| "certified by nobody".to_string(), |by| format!("certified by {by}"));
    fact.notes.extend(why);
    fact.notes.push(format!("{basis}; {certified}; entry {}, {} row {}", line.entry, line.file, cost.row));
    fact
}

fn held_against(book: &Book<'_>, face: Face) -> String {
    let mut sheet = Sheet::default();
    match (&book.against, book.target) {
        (Ok(found), Some(target)) => {
            let to = if found.is_whole { String::new() } else { format!(", up to {}", long_date(found.to)) };
            let of = book.party.map_or("", |_| ", of the whole alliance");
            sheet.heading(format!("Actual against target{of}{to}"));
            sheet.fact(Fact::new(format!("Target: {}", target.is), book.money(&found.target)));
            sheet.fact(Fact::new(format!("Actual: {}", target.against), book.money(&found.actual)));
            let (word, over) = match found.over > Exact::from_i128(0) {
                true => ("Above the target", book.money(&found.over)),
                false => ("Below the target", book.money(&negative(&found.over))),
            };
            sheet.fact(Fact::new(word, over));
            let days = if found.is_whole { String::new() } else { format!(" --to {}", found.to) };
            sheet.command(format!(
                "accordant explain {} {}/{}{days}",
                book.folder.display(),
                book.period.label,
                target.against
            ));
        }
        (Err(why), _) => {
            sheet.heading("Actual against target");
            sheet.text(format!("Not published: {why}."));
        }
        (Ok(_), None) => {}
    }
    if !book.adjustments.is_empty() {
        sheet.heading("Adjustments of the target");
    }
    book.adjustments.iter().for_each(|one| sheet.fact(adjustment(book, one)));
    format!("\n{}", sheet.shown(face))
}

fn adjustment(book: &Book<'_>, one: &Adjustment) -> Fact {
    let value = said(book, &one.fact.value);
    let of = if one.fact.of.is_empty() { one.fact.name.clone() } else { one.fact.of.join("/") };
    let mut fact = Fact::new(format!("{of}, {}", one.fact.days), value);
    let seat = one.seat.as_deref().unwrap_or("nobody");
    let source = one.fact.source.as_deref().unwrap_or("reason not said");
    fact.notes.push(format!("{source}; entry {}, {} UTC, for {seat}", one.entry, moment(&one.at)));
    fact.notes.extend(one.again.as_ref().map(|why| format!("said again: {why}")));
    if !one.holds {
        fact.notes.push("it holds no longer: a later entry takes its place".to_string());
    }
    fact
}

/// The same below nothing.
fn negative(amount: &Exact) -> Exact {
    use accordant_money::Number;
    Exact::from_i128(0).minus(amount).unwrap_or_else(|_| amount.clone())
}

fn led_to(book: &Book<'_>, face: Face) -> String {
    if book.outturns.is_empty() {
        let mut sheet = Sheet::default();
        if let Some(party) = book.party {
            sheet.heading(format!("Outturn of {}", book.period.label));
            sheet.text(format!("No figure of costs is given for {party} separately."));
        }
        return format!("\n{}", sheet.shown(face));
    }
    let by = book.phased.map_or(String::new(), |by| format!(", run-rate by {by}"));
    let mut heading = Sheet::default();
    heading.heading(format!("Outturn of {}{by}", book.period.label));
    let mut out = format!("\n{}", heading.shown(face));
    let mut grid = Grid::new(["", "known to", "to date", "entered", "run-rate"]);
    for one in &book.outturns {
        let (to, spent) = match &one.to_date {
            Some((month, spent)) => (year_month(month.days()), book.money(spent)),
            None => ("none".to_string(), "not published".to_string()),
        };
        let entered = one.entered.as_ref().map_or_else(|| "not published".to_string(), |sum| book.money(sum));
        let rate = one.run_rate.as_ref();
        let rate = rate.map_or_else(|_| "not published".to_string(), |rate| book.money(&rate.outturn));
        grid.row([named(one), to, spent, entered, rate]);
    }
    out += &grid.shown("Outturn", face);
    let mut notes = Sheet::default();
    let whys: BTreeSet<&str> =
        book.outturns.iter().filter_map(|one| one.run_rate.as_ref().err()).map(String::as_str).collect();
    whys.into_iter().for_each(|why| notes.text(format!("No run-rate: {why}.")));
    if book.outturns.iter().any(|one| one.entered.is_none()) {
        notes.text("Entered is what is known with what the party expects of the other months; it is not published while a month has neither.");
    }
    whole(book, &mut notes);
    out += &notes.shown(face);
    if book.by_month {
        book.outturns.iter().for_each(|one| out += &by_month(book, one, face));
    }
    out
}

/// What was expected of a whole period in one figure.
fn whole(book: &Book<'_>, sheet: &mut Sheet) {
    let mut by_entry: BTreeMap<u64, Vec<Fact>> = BTreeMap::new();
    for one in &book.outturns {
        for expected in &one.whole {
            let mut fact = Fact::new(format!("{} as expected", named(one)), book.money(&expected.value));
            fact.notes.push(version(expected));
            by_entry.entry(expected.entry).or_default().push(fact);
        }
    }
    by_entry.into_values().flatten().for_each(|fact| sheet.fact(fact));
}

fn version(expected: &super::outturn::Expected) -> String {
    let owner = expected.owner.as_deref().unwrap_or("nobody");
    let ended = if expected.withdrawn { "; it counts no longer" } else { "" };
    format!("{}; by {owner}, entry {}, {} UTC{ended}", expected.basis, expected.entry, moment(&expected.at))
}

fn by_month(book: &Book<'_>, one: &Outturn, face: Face) -> String {
    let mut heading = Sheet::default();
    heading.heading(named(one));
    let money = |amount: Option<&Exact>| amount.map_or_else(String::new, |amount| book.money(amount));
    let mut grid = Grid::new(["month", "actual", "expected", "entry", "actual less expected", "run-rate"]);
    for month in &one.months {
        let latest = month.latest();
        grid.row([
            year_month(Some(month.days)),
            money(month.actual.as_ref()),
            money(latest.map(|expected| &expected.value)),
            latest.map_or_else(String::new, |expected| expected.entry.to_string()),
            money(month.missed_by().as_ref()),
            money(month.run_rate.as_ref()),
        ]);
    }
    let mut versions = Sheet::default();
    let all: BTreeMap<u64, String> = one
        .months
        .iter()
        .flat_map(|month| &month.expected)
        .map(|expected| (expected.entry, version(expected)))
        .collect();
    for (entry, version) in all {
        let said = one.months.iter().flat_map(|month| {
            let of_entry = month.expected.iter().filter(move |expected| expected.entry == entry);
            of_entry.map(|expected| &expected.value)
        });
        let total = sum(said).map_or_else(String::new, |sum| book.money(&sum));
        let mut fact = Fact::new(format!("Expected with entry {entry}"), total);
        fact.notes.push(version);
        versions.fact(fact);
    }
    format!("\n{}{}{}", heading.shown(face), grid.shown(&named(one), face), versions.shown(face))
}

fn named(one: &Outturn) -> String {
    accordant_facts::named(&one.input, &one.of)
}

/// `2025-04` of the days of a month.
pub fn year_month(days: Option<Days>) -> String {
    days.map_or_else(String::new, |days| days.from().strftime("%Y-%m").to_string())
}
