//! `activity steps`: steps of a pathway that may be duplicate or unnecessary, as far as figures without identifiers tell.

use super::held::{Held, exact, months, number};
use crate::print::{Face, data};
use crate::recorded::Reading;
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::sheet::{Fact, Sheet};
use accordant_activity::{
    Beyond, Cell, Evidence, FollowUps, Mix, Months, Overlap, Overlaps, Scaled, Step, TooLarge,
    follow_ups_beyond, mixes, overlaps,
};
use accordant_documents::figures;
use accordant_money::Exact;
use clap::ArgMatches;

/// Shows what may be duplicate, with the rows that say so.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let held = Held::of(asked, reading)?;
    let steps = &held.counting.steps;
    if steps.points_of_delivery.is_empty() {
        return Err(Stop::refusal("nothing says which points of delivery are which step").help(
            "write `steps` with `first`, `follow_up` and `diagnostic` in `counting.yaml`, and name it with `--counting`",
        ));
    }
    let within = within(asked, &held)?;
    let valued = held.valued().only(|key| within.contains(key.month));
    let mixes = mixes(&valued, |key| steps.step(key)).map_err(too_large)?;
    let agreed = |mix: &Mix<'_>| steps.follow_ups_agreed.get(mix.function.as_deref()?).copied();
    let found = |of: Step| overlaps(&valued, of, |key| steps.step(key)).map_err(too_large);
    let shown = Shown {
        held: &held,
        within,
        follow_ups: follow_ups_beyond(&mixes, agreed),
        firsts: found(Step::First)?,
        diagnostics: found(Step::Diagnostic)?,
    };
    data(&if face.is_json() { shown.json() } else { shown.laid(face) });
    Ok(Ended::Done)
}

/// The months that are asked for, or else the latest year that is held.
fn within(asked: &ArgMatches, held: &Held) -> Result<Months, Stop> {
    let within = match months(asked, "months")? {
        Some(within) => within,
        None => held.latest_year()?,
    };
    if held.cells.iter().any(|cell| within.contains(cell.key.month)) {
        return Ok(within);
    }
    Err(Stop::refusal(format!("nothing is held of {}", within.calendar()))
        .help(format!("activity is held of {}", held.months().map(Months::calendar).unwrap_or_default())))
}

struct Shown<'h, 'm> {
    held: &'h Held,
    within: Months,
    follow_ups: FollowUps<'m, 'h>,
    firsts: Overlaps<'h>,
    diagnostics: Overlaps<'h>,
}

/// What could not be judged.
struct Open<'a> {
    what: String,
    why: &'static str,
    help: &'static str,
    cells: Vec<&'a Cell>,
}

impl<'h> Shown<'h, '_> {
    fn party<'a>(&'a self, code: &'a str) -> &'a str {
        self.held.counting.activity.party(code).unwrap_or(code)
    }

    fn laid(&self, face: Face) -> String {
        let mut sheet = Sheet::default();
        sheet.text(format!("Steps that may be duplicate or unnecessary, {}.", self.within.calendar()));
        sheet.text(
            "No patient is known here, so nothing is proof: each figure is the most that it can be, and a question to ask.",
        );
        sheet.text(self.held.money_is());
        self.lay_follow_ups(&mut sheet);
        self.lay_overlaps(Step::First, &self.firsts, &mut sheet);
        self.lay_overlaps(Step::Diagnostic, &self.diagnostics, &mut sheet);
        let open = self.open();
        if !open.is_empty() {
            sheet.heading("Not judged");
        }
        for one in &open {
            let mut fact = Fact::new(one.what.as_str(), "not published");
            fact.notes.push(format!("{}: {}", one.why, one.help));
            fact.notes.push(self.held.rows_in_words(&one.cells));
            sheet.fact(fact);
        }
        sheet.shown(face)
    }

    fn lay_follow_ups(&self, sheet: &mut Sheet) {
        sheet.heading("Follow-ups beyond what was agreed");
        if self.follow_ups.beyond.is_empty() {
            sheet.text("None was found.");
        }
        let clause = self.held.counting.steps.agreed_in.clone().unwrap_or_default();
        for beyond in &self.follow_ups.beyond {
            let mut fact = Fact::new(self.of_mix(beyond.mix), at_most(&beyond.count()));
            fact.clause.clone_from(&clause);
            let ratio = beyond.mix.ratio();
            let ratio = ratio.map_or_else(
                || "no ratio, for there is no first".to_string(),
                |ratio| format!("{} for each first", figures::number(&ratio)),
            );
            fact.notes.push(format!(
                "{} follow-ups to {} first appointments, {ratio}; {} agreed",
                number(beyond.follow_ups),
                number(beyond.firsts),
                number(beyond.agreed)
            ));
            fact.notes.push(self.cost(beyond.cost()));
            fact.notes.push(self.held.rows_in_words(beyond.mix.follow_ups.cells()));
            sheet.fact(fact);
        }
    }

    fn lay_overlaps(&self, of: Step, overlaps: &Overlaps<'_>, sheet: &mut Sheet) {
        let steps = if of == Step::Diagnostic { "Tests" } else { "First appointments" };
        sheet.heading(format!("{steps} above plan at several organisations in one month"));
        if overlaps.found.is_empty() {
            sheet.text("None was found.");
        }
        for overlap in &overlaps.found {
            let amount = overlap.at_most().map_or_else(|| "not known".to_string(), |count| at_most(&count));
            let mut fact = Fact::new(self.of_overlap(of, overlap), amount);
            fact.notes.push(self.cost(overlap.cost()));
            for (provider, evidence) in &overlap.at {
                let said = |value: Option<Scaled>| value.map_or_else(|| "not said".to_string(), number);
                fact.notes.push(format!(
                    "{}: {} done, {} planned; {}",
                    self.party(provider),
                    said(evidence.activity()),
                    said(evidence.planned()),
                    self.held.rows_in_words(evidence.cells())
                ));
            }
            sheet.fact(fact);
        }
    }

    fn cost(&self, cost: Option<Exact>) -> String {
        match cost {
            Some(cost) => format!("at most {} at what they cost on average", self.held.money(&cost)),
            None => "what they cost is not published".to_string(),
        }
    }

    fn of_mix(&self, mix: &Mix<'_>) -> String {
        let function = mix.function.as_deref().unwrap_or("not said");
        format!("{}, function {function}", self.party(&mix.provider))
    }

    fn of_overlap(&self, of: Step, overlap: &Overlap<'_>) -> String {
        let whose = self.party(&overlap.commissioner);
        let (month, code) = (overlap.month.calendar(), &overlap.what);
        format!(
            "{month}, {} {code}, for {whose}",
            if of == Step::Diagnostic { "currency" } else { "function" }
        )
    }

    fn open(&self) -> Vec<Open<'h>> {
        let of_mix = |mix: &&Mix<'h>, why, help| Open {
            what: format!("follow-ups of {}", self.of_mix(mix)),
            why,
            help,
            cells: mix.follow_ups.cells().to_vec(),
        };
        let unstated = self.follow_ups.unstated.iter().map(|mix| {
            of_mix(mix, "no number of follow-ups is agreed", "write it under `follow_ups_agreed` of `steps`")
        });
        let unsaid = self.follow_ups.unsaid.iter();
        let unsaid = unsaid.map(|mix| of_mix(mix, "a line does not say how many", "ask the provider for it"));
        let overlaps = [(Step::First, &self.firsts), (Step::Diagnostic, &self.diagnostics)].into_iter();
        let no_plan =
            overlaps.clone().flat_map(|(of, overlaps)| overlaps.unsaid.iter().map(move |one| (of, one)));
        let no_plan = no_plan.map(|(of, overlap)| Open {
            what: self.of_overlap(of, overlap),
            why: "a line does not say what was planned or done",
            help: "ask the provider for it",
            cells: overlap.at.values().flat_map(Evidence::cells).copied().collect(),
        });
        let unnamed =
            overlaps.filter(|(_, overlaps)| !overlaps.unnamed.is_empty()).map(|(of, overlaps)| Open {
                what: match of {
                    Step::Diagnostic => "tests without a currency".to_string(),
                    Step::First | Step::FollowUp => "appointments without a treatment function".to_string(),
                },
                why: "nothing says what they are a step of",
                help: "ask the provider for the code",
                cells: overlaps.unnamed.clone(),
            });
        unstated.chain(unsaid).chain(no_plan).chain(unnamed).collect()
    }

    fn json(&self) -> String {
        let open = self.open().into_iter().map(|one| {
            Json::Map(vec![
                ("what", Json::text(one.what.as_str())),
                ("why", Json::text(one.why)),
                ("help", Json::text(one.help)),
                ("rows", self.held.rows_json(&one.cells)),
            ])
        });
        let overlaps = |overlaps: &Overlaps<'_>| {
            Json::List(overlaps.found.iter().map(|overlap| self.overlap_json(overlap)).collect())
        };
        Json::Map(vec![
            ("months", Json::text(self.within.calendar())),
            ("money", Json::text(self.held.money_word())),
            ("proof", Json::Flag(false)),
            (
                "follow_ups",
                Json::List(self.follow_ups.beyond.iter().map(|beyond| self.beyond_json(beyond)).collect()),
            ),
            ("first_appointments", overlaps(&self.firsts)),
            ("tests", overlaps(&self.diagnostics)),
            ("not_judged", Json::List(open.collect())),
        ])
        .document()
    }

    fn beyond_json(&self, beyond: &Beyond<'_, '_>) -> Json {
        Json::Map(vec![
            ("provider", Json::text(self.party(&beyond.mix.provider))),
            ("function", Json::maybe(beyond.mix.function.as_deref())),
            ("first_appointments", Json::text(beyond.firsts.to_string())),
            ("follow_ups", Json::text(beyond.follow_ups.to_string())),
            ("agreed", Json::text(beyond.agreed.to_string())),
            ("agreed_in", Json::maybe(self.held.counting.steps.agreed_in.as_deref())),
            ("at_most", Json::text(exact(&beyond.count()))),
            ("cost", Json::maybe(beyond.cost().as_ref().map(exact))),
            ("rows", self.held.rows_json(beyond.mix.follow_ups.cells())),
        ])
    }

    fn overlap_json(&self, overlap: &Overlap<'_>) -> Json {
        let at = overlap.at.iter().map(|(provider, evidence)| {
            Json::Map(vec![
                ("provider", Json::text(self.party(provider))),
                ("done", Json::maybe(evidence.activity().map(|done| done.to_string()))),
                ("planned", Json::maybe(evidence.planned().map(|planned| planned.to_string()))),
                ("rows", self.held.rows_json(evidence.cells())),
            ])
        });
        Json::Map(vec![
            ("commissioner", Json::text(self.party(&overlap.commissioner))),
            ("month", Json::text(overlap.month.calendar())),
            ("code", Json::text(&*overlap.what)),
            ("at_most", Json::maybe(overlap.at_most().as_ref().map(exact))),
            ("cost", Json::maybe(overlap.cost().as_ref().map(exact))),
            ("at", Json::List(at.collect())),
        ])
    }
}

fn at_most(count: &Exact) -> String {
    format!("at most {}", figures::number(count))
}

fn too_large(problem: TooLarge) -> Stop {
    Stop::fault(problem.to_string())
}
