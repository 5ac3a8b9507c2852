//! A difference statement: what changed, what is to be posted now, and which cause made which part of it.

use super::json::{self, Json};
use super::sheet::{Fact, Sheet};
use crate::load::{Alliance, counted};
use crate::recorded::words::moment;
use accordant_agreement::calendar::Period;
use accordant_agreement::terms::InputKind;
use accordant_agreement::unit::Unit;
use accordant_alliance::state::Kept;
use accordant_documents::figures::shown_fact;
use accordant_documents::view::Names;
use accordant_facts::{Change, FactValue, named, rows_in_short};
use accordant_money::Posted;
use accordant_settlement::{CauseKind, Difference, Effect, FigureDifference, SourceValue};

/// The points of a record that are compared.
pub struct Points<'a> {
    /// What was known at the earlier.
    pub earlier: &'a Kept,
    /// What was known at the later.
    pub later: &'a Kept,
    /// The figure that is asked for, and how many facts are said otherwise: those that it reads are told.
    pub read_by: Option<(&'a str, usize)>,
}

impl Points<'_> {
    /// The last entries that were known.
    fn entries(&self) -> [u64; 2] {
        [self.earlier, self.later].map(|kept| kept.size.saturating_sub(1))
    }

    fn words(&self) -> String {
        let [from, to] = self.entries();
        let [then, now] = [self.earlier, self.later].map(|kept| moment(&kept.last_at));
        format!("As known at entry {from}, recorded {then} UTC, and at entry {to}, recorded {now} UTC.")
    }
}

/// The difference statement (S22 to S25).
pub fn statement(
    alliance: &Alliance,
    found: &Difference,
    period: &Period,
    points: Option<&Points<'_>>,
) -> Sheet {
    let about = &alliance.agreement.particulars.alliance;
    let mut sheet = Sheet::default();
    if let Some(notice) = &about.notice {
        sheet.text(notice.clone());
    }
    let to_date = found.after.to_date();
    sheet.heading(format!(
        "{}: difference statement of {}{} ({} to {})",
        about.name,
        period.label,
        if to_date.is_some() { ", year to date" } else { "" },
        period.from,
        to_date.unwrap_or(period.to)
    ));
    points.iter().for_each(|points| sheet.text(points.words()));
    let told = found.changes.len();
    sheet.text(match points {
        Some(Points { read_by: Some((figure, all)), .. }) => {
            let read = if told == 0 { "none".to_string() } else { told.to_string() };
            format!("{} said otherwise, of which `{figure}` reads {read}", counted(*all, "fact"))
        }
        Some(_) => format!("{} said otherwise", counted(told, "fact")),
        None => format!("{} said again", counted(told, "fact")),
    });
    if !found.changes.is_empty() {
        sheet.heading("What changed");
    }
    found.changes.iter().for_each(|change| sheet.fact(changed(alliance, change)));
    if found.figures.is_empty() {
        sheet.heading("What is to be posted");
        sheet.text("Nothing: the difference is nothing.");
        return sheet;
    }
    for figure in &found.figures {
        posted(alliance, figure, &mut sheet);
    }
    sheet
}

fn changed(alliance: &Alliance, change: &Change) -> Fact {
    let about = change.latest();
    let unit = unit(alliance, &about.name);
    let shown = |fact: &accordant_facts::Fact| said(&fact.value, unit);
    let old = change.before().map_or("not said".to_string(), shown);
    let mut from: Vec<String> = Vec::new();
    from.extend(about.source.iter().map(|source| format!("source {source}")));
    from.extend(about.row.iter().map(|row| format!("row {}", rows_in_short(row))));
    from.push(format!("status {}", about.status));
    from.push(format!("read at {}", about.at));
    Fact {
        label: format!("{} for {}", named(&about.name, &about.of), about.days),
        amount: change.after().map_or("said no longer".to_string(), shown),
        clause: String::new(),
        notes: vec![format!("before: {old}"), from.join(", ")],
    }
}

fn unit<'a>(alliance: &'a Alliance, name: &str) -> Option<&'a Unit> {
    let terms = alliance.agreement.terms.as_ref()?;
    match &terms.inputs.iter().find(|input| input.name == name)?.kind {
        InputKind::Quantity(unit) => Some(unit),
        InputKind::Choice(_) => None,
    }
}

fn said(fact: &FactValue, unit: Option<&Unit>) -> String {
    let source = match fact {
        FactValue::Number(number) => SourceValue::Number(number.clone()),
        FactValue::Word(word) => SourceValue::Word(word.clone()),
        FactValue::NotPublished => SourceValue::NotPublished(None, None),
    };
    shown_fact(Some(&source), None, unit)
}

fn posted<'a>(alliance: &'a Alliance, figure: &'a FigureDifference, sheet: &mut Sheet) {
    let names = Names::new(&alliance.agreement);
    let (from, to) = (names.account(&figure.from), names.account(&figure.to));
    sheet.heading(format!("{}: from {from} to {to}", figure.figure));
    sheet.fact(Fact::new("posted before", figure.before.to_string()));
    for effect in figure.effects.iter().filter(|effect| is_told(effect.in_turn) || is_told(effect.alone)) {
        let amount = effect.in_turn.map(|in_turn| in_turn.to_string()).unwrap_or_default();
        let mut fact = Fact::new(format!("because of {}", words(effect.cause)), amount);
        fact.notes.extend(beside(figure, effect));
        sheet.fact(fact);
    }
    sheet.fact(Fact::new("posted after", figure.after.to_string()));
    sheet.fact(Fact::new("to be posted now", figure.difference.to_string()));
}

/// Whether an effect is worth a line: it changes something, or it cannot be told apart from the next.
fn is_told(effect: Option<Posted>) -> bool {
    effect.is_none_or(|effect| effect.minor() != 0)
}

/// What is said beside an effect that is not that of the cause alone.
fn beside(figure: &FigureDifference, effect: &Effect) -> Option<String> {
    let alone = match effect.alone {
        Some(alone) => format!("alone it would make {alone}"),
        None => "alone it cannot be settled".to_string(),
    };
    match effect.in_turn {
        None => Some(format!(
            "with this and what comes before it the period cannot be settled, so it counts together with what comes next; {alone}"
        )),
        in_turn if in_turn == effect.alone => None,
        Some(_) => Some(format!("together with {}; {alone}", before(figure, effect))),
    }
}

/// The causes that were replaced before this one and changed something.
fn before(figure: &FigureDifference, effect: &Effect) -> String {
    let earlier = figure.effects.iter().take_while(|one| one.cause != effect.cause);
    let names: Vec<&str> = earlier.filter(|one| is_told(one.in_turn)).map(|one| words(one.cause)).collect();
    if names.is_empty() { "the causes before it".to_string() } else { names.join(" and ") }
}

fn words(cause: CauseKind) -> &'static str {
    match cause {
        CauseKind::Data => "data",
        CauseKind::Price => "prices",
        CauseKind::Activity => "activity",
        CauseKind::Allocation => "work allocation and roles",
        CauseKind::Text => "the text",
    }
}

/// The difference statement as JSON.
pub fn as_json(
    alliance: &Alliance,
    found: &Difference,
    period: &Period,
    points: Option<&Points<'_>>,
) -> Json {
    let changes = found.changes.iter().map(|change| {
        let about = change.latest();
        let unit = unit(alliance, &about.name);
        let shown = |fact: &accordant_facts::Fact| said(&fact.value, unit);
        Json::Map(vec![
            ("fact", Json::text(about.name.as_str())),
            ("of", Json::List(about.of.iter().map(Json::text).collect())),
            ("days", Json::text(about.days.to_string())),
            ("old", Json::maybe(change.before().map(shown))),
            ("new", Json::maybe(change.after().map(shown))),
            ("status", Json::text(about.status.word())),
            ("source", Json::maybe(about.source.as_deref())),
        ])
    });
    let figures = found.figures.iter().map(|figure| {
        let effects = figure.effects.iter().map(|effect| {
            Json::Map(vec![
                ("cause", Json::text(effect.cause.word())),
                ("in_turn", Json::maybe(effect.in_turn.map(|in_turn| in_turn.plain()))),
                ("alone", Json::maybe(effect.alone.map(|alone| alone.plain()))),
            ])
        });
        Json::Map(vec![
            ("figure", Json::text(figure.figure.as_str())),
            ("from", Json::text(accordant_settlement::account_name(&figure.from))),
            ("to", Json::text(accordant_settlement::account_name(&figure.to))),
            ("before", Json::text(figure.before.plain())),
            ("after", Json::text(figure.after.plain())),
            ("difference", Json::text(figure.difference.plain())),
            ("effects", Json::List(effects.collect())),
        ])
    });
    let mut said = vec![("period", Json::text(period.label.as_str()))];
    said.extend(found.after.to_date().map(|day| ("to", Json::text(day.to_string()))));
    if let Some([from, to]) = points.map(Points::entries) {
        said.extend([("from_entry", Json::Whole(from)), ("to_entry", Json::Whole(to))]);
    }
    let in_all =
        points.and_then(|points| points.read_by).map(|(_, all)| ("changes_in_all", Json::Whole(all as u64)));
    said.extend(in_all);
    said.extend([("changes", Json::List(changes.collect())), ("figures", Json::List(figures.collect()))]);
    json::folder(&alliance.path, said)
}
