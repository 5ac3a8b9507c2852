//! Opening and settling periods, settling them again, and challenging what was settled.

use crate::story::Story;
use crate::story::words::{JUNE, REST, challenge, facts, forecast, restates, settle, settle_to};
use accordant_alliance::Command;
use accordant_alliance::command::SettleOn;
use accordant_alliance::event::{Basis, DifferenceLine, Settled};
use accordant_alliance::state::Progress;

const YEAR: &str = "2025-26";

#[test]
fn a_period_is_opened_once() {
    let mut story = Story::founded();
    let opened = story.does("board", open(YEAR));
    assert_eq!(story.refused("hospital", open(YEAR)), format!("2025-26 was opened by entry {opened}"));
}

#[test]
fn a_period_is_one_of_the_agreement() {
    let mut story = Story::founded();
    let unknown = "the agreement has no period `2028-29`\nthe first period of the term is 2025-26";
    assert_eq!(story.refused("board", open("2028-29")), unknown);
    assert_eq!(story.refused("board", settle("2028-29", SettleOn::Whole)), unknown);
}

#[test]
fn settling_opens_the_period_where_nobody_has() {
    let mut story = Story::with_spring();
    let settled = story.does("board", settle_to("2025-04-30"));
    let period = &story.state.kept().periods[YEAR];
    assert_eq!((period.entry, period.progress), (settled - 1, Progress::Provisional));
    let header = &story.held.last().expect("it was recorded").header;
    assert_eq!((header.stream.as_str(), header.version), ("period/2025-26", 2));
}

#[test]
fn a_period_to_date_is_settled_on_the_days_up_to_it() {
    let mut story = Story::with_spring();
    story.does("board", settle_to("2025-04-30"));
    let body = last(&story);
    assert_eq!(
        (body.basis, body.from.as_str(), body.to.as_str()),
        (Basis::ToDate, "2025-04-01", "2025-04-30")
    );
    // 30 days of 100.00, 239 visits at 10.00: 610.00 are left, and the one penny over goes to the hospital.
    assert_eq!(
        postings(body),
        [
            "paid_in[board] 225000",
            "paid_in[council] 75000",
            "provider_share[hospital] 19015",
            "provider_share[community] 11485",
            "fund_share 6100",
            "commissioner_share[board] 18300",
            "commissioner_share[council] 6100",
            "service[hospital] 149000",
            "service[community] 90000",
        ]
    );
    assert!(body.postings.iter().all(|posting| posting.figure.starts_with("2025-04-01..2025-04-30/")));
    let pools: Vec<_> = body.pools.iter().map(|pool| (pool.pool.as_str(), pool.closing.as_str())).collect();
    assert_eq!(pools, [("budget", "0"), ("fund", "106100"), ("reserve", "0"), ("spare", "0")]);
}

#[test]
fn a_day_outside_the_period_settles_nothing() {
    assert_eq!(
        Story::with_spring().refused("board", settle_to("2026-04-01")),
        "2026-04-01 does not lie in 2025-26\nit runs from 2025-04-01 to 2026-03-31"
    );
}

#[test]
fn what_is_missing_is_listed_and_nothing_is_settled() {
    let refused = Story::with_spring().refused("board", settle(YEAR, SettleOn::Whole));
    let lines: Vec<&str> = refused.lines().collect();
    assert_eq!(lines.first(), Some(&"2025-26 cannot be settled"));
    for missing in ["`visits[hospital]`", "`visits[community]`"] {
        assert!(lines.iter().any(|line| line.contains(missing) && line.contains("2025-07-01")), "{refused}");
    }
}

#[test]
fn bounds_are_never_posted() {
    let mut story = Story::with_spring();
    story.does("board", restates("price.csv", "price,,2025-26,10,1", "the price is known to the pound"));
    assert_eq!(
        story.refused("board", settle_to("2025-06-30")),
        "`2025-04-01..2025-06-30/provider_share[hospital]` is known within bounds only\n\
         bounds are shown, never posted: `accordant settle` without `--record` shows them"
    );
}

#[test]
fn a_settlement_on_the_same_is_not_recorded_again() {
    let mut story = Story::with_spring();
    let settled = story.does("board", settle_to("2025-04-30"));
    assert_eq!(
        story.refused("hospital", settle_to("2025-04-30")),
        format!(
            "nothing that this settlement rests on has changed since entry {settled}\n\
             `accordant show {settled}` shows it"
        )
    );
}

#[test]
fn a_restated_fact_replaces_the_settlement_with_the_difference_by_cause() {
    let mut story = Story::with_spring();
    let first = story.does("board", settle_to("2025-06-30"));
    // Ten visits fewer, and a visit costs ten pence more.
    let again = "visits,hospital,2025-06,240\nprice,,2025-26,10.10";
    story.does("hospital", restates("again.csv", again, "counted twice, and the price letter of June"));
    story.does("board", settle_to("2025-06-30"));
    let body = last(&story);
    assert_eq!(body.replaces, Some(first));
    assert_eq!(story.held.last().expect("it was recorded").header.cause, Some(first));
    let service = named(body, "service[hospital]");
    assert_eq!((service.before.as_str(), service.after.as_str()), ("599000", "594890"));
    // 599 visits at 0.10 more; then ten visits fewer at 10.10.
    let effects: Vec<_> =
        service.effects.iter().map(|effect| (&*effect.cause, effect.in_turn.as_deref())).collect();
    assert_eq!(effects, [("price", Some("5990")), ("activity", Some("-10100"))]);
    let alone: Vec<_> = service.effects.iter().filter_map(|effect| effect.alone.as_deref()).collect();
    assert_eq!(alone, ["5990", "-10000"]);
    assert!(body.difference.len() > 3);
    body.difference.iter().for_each(effects_sum_to_the_difference);
}

#[test]
fn settlements_of_other_days_do_not_replace_each_other() {
    let mut story = Story::with_spring();
    story.does("board", settle_to("2025-04-30"));
    story.does("board", settle_to("2025-05-31"));
    assert_eq!((last(&story).replaces, last(&story).difference.len()), (None, 0));
    assert_eq!(story.state.kept().settlements.len(), 2);
}

#[test]
fn a_forecast_rests_on_what_is_expected_where_nothing_is_known() {
    let mut story = Story::with_spring();
    story.does("hospital", forecast("expected.csv", &format!("{JUNE}\n{REST}")));
    story.does("board", settle(YEAR, SettleOn::Forecast));
    assert_eq!(last(&story).basis, Basis::Forecast);
    assert_eq!(story.state.latest_settlement(YEAR), None, "a forecast is no settlement to pay on");
    assert_eq!(story.state.kept().periods[YEAR].progress, Progress::Open, "a forecast settles nothing");
    let expected = postings(last(&story));
    story.does("hospital", facts("rest.csv", REST));
    story.does("board", settle(YEAR, SettleOn::Whole));
    assert_eq!((last(&story).basis, last(&story).replaces), (Basis::Whole, None));
    assert_eq!(postings(last(&story)), expected, "all came as expected");
    assert!(expected.contains(&"provider_share[community] 10417".to_string()), "{expected:?}");
}

#[test]
fn the_latest_settlement_of_its_days_is_challenged_with_a_reason() {
    let mut story = Story::with_spring();
    let first = story.does("board", settle_to("2025-04-30"));
    story.does("hospital", restates("again.csv", "visits,hospital,2025-04,150", "one was forgotten"));
    let second = story.does("board", settle_to("2025-04-30"));
    assert_eq!(
        story.refused("council", challenge(first, None, "too much")),
        format!("entry {second} has taken the place of entry {first}\nchallenge the later one")
    );
    assert_eq!(
        story.refused("council", challenge(second, Some("provider_share[board]"), "too much")),
        format!("entry {second} has no posting `provider_share[board]`")
    );
    assert_eq!(
        story.refused("council", challenge(second, None, " ")),
        "a challenge says why\nsay it with `--reason`"
    );
    assert_eq!(
        story.refused("council", challenge(1, None, "too much")),
        "entry 1 is no settlement\n`accordant log` lists every entry with what it is"
    );
    story.does("council", challenge(second, Some("provider_share[hospital]"), "one was not forgotten"));
    let challenged = story.state.kept().challenges.last().expect("it was challenged");
    assert_eq!((challenged.seat.as_deref(), challenged.body.settlement), (Some("council"), second));
    assert_eq!(story.state.kept().periods[YEAR].progress, Progress::Challenged);
}

fn open(period: &str) -> Command {
    Command::OpenPeriod { period: period.to_string() }
}

fn last(story: &Story) -> &Settled {
    &story.state.kept().settlements.last().expect("something is settled").body
}

/// Each figure with its pence.
fn postings(body: &Settled) -> Vec<String> {
    let told = |posting: &accordant_alliance::event::PostingLine| {
        let figure = posting.figure.split_once('/').map_or("", |(_, figure)| figure);
        format!("{figure} {}", posting.minor)
    };
    body.postings.iter().map(told).collect()
}

fn named<'a>(body: &'a Settled, figure: &str) -> &'a DifferenceLine {
    body.difference.iter().find(|line| line.figure.ends_with(figure)).expect("it differs")
}

fn effects_sum_to_the_difference(line: &DifferenceLine) {
    let pence = |text: &str| text.parse::<i128>().expect("whole pence");
    let effects = line.effects.iter().filter_map(|effect| effect.in_turn.as_deref()).map(pence);
    assert_eq!(effects.sum::<i128>(), pence(&line.difference), "{line:?}");
    assert_eq!(pence(&line.after) - pence(&line.before), pence(&line.difference), "{line:?}");
}
