//! `balances`: what each party owes each other at a month's end, for the agreement of balances.

use crate::print::{Face, data};
use crate::recorded::{Reading, in_force, open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::record::called;
use crate::text::sheet::{Fact, Sheet};
use accordant_agreement::Agreement;
use accordant_alliance::{CounterpartySchedule, schedule_at};
use accordant_host::HostProblem;
use accordant_ledger::AgreementOfBalances;
use clap::ArgMatches;

/// Shows the schedule.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let state = open(asked)?.state_at(reading.as_at).map_err(told::stop)?;
    let period = asked.get_one::<String>("period").map(String::as_str).unwrap_or_default();
    let month = asked.get_one::<u8>("month").copied().unwrap_or(12);
    let schedule =
        schedule_at(&state, period, month).map_err(|refusal| told::stop(HostProblem::Refused(refusal)))?;
    let agreement = in_force(&state)?;
    data(&if face.is_json() {
        as_json(&schedule).document()
    } else {
        sheet(&schedule, agreement).shown(face)
    });
    Ok(Ended::Done)
}

fn sheet(schedule: &CounterpartySchedule, agreement: &Agreement) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.heading(format!("Counterparty schedule, {} to {}", schedule.from, schedule.to));
    sheet.text(format!(
        "What is due is that of entry {}; what was paid is what the record holds by that day.",
        schedule.settlement
    ));
    let mut party = "";
    for line in &schedule.lines {
        if line.party != party {
            party = &line.party;
            sheet.heading(called(agreement, party));
        }
        let outside = match line.balances {
            AgreementOfBalances::Inside => "",
            AgreementOfBalances::Outside => " (outside the agreement of balances)",
        };
        let mut fact = Fact::new(format!("with {}{outside}", called(agreement, &line.counterparty)), "");
        fact.notes.push(format!("receivable {}, payable {}", line.receivable, line.payable));
        fact.notes.push(format!("income {}, expenditure {}", line.income, line.expenditure));
        sheet.fact(fact);
    }
    sheet
}

fn as_json(schedule: &CounterpartySchedule) -> Json {
    let lines = schedule.lines.iter().map(|line| {
        Json::Map(vec![
            ("party", Json::text(line.party.as_str())),
            ("counterparty", Json::text(line.counterparty.as_str())),
            ("receivable", Json::text(line.receivable.plain())),
            ("payable", Json::text(line.payable.plain())),
            ("income", Json::text(line.income.plain())),
            ("expenditure", Json::text(line.expenditure.plain())),
            ("agrees_balances", Json::Flag(line.balances == AgreementOfBalances::Inside)),
        ])
    });
    Json::Map(vec![
        ("from", Json::text(schedule.from.to_string())),
        ("to", Json::text(schedule.to.to_string())),
        ("settlement", Json::Whole(schedule.settlement)),
        ("lines", Json::List(lines.collect())),
    ])
}
