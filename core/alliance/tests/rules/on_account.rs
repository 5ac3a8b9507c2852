//! What is paid on account: the share to date less what is kept back of gain less what was paid, and the true-up.
//!
//! Every figure is worked out by hand: a day is budgeted at 100.00, a visit costs 10.00, and ten per cent of gain is
//! kept back. Half of the result goes to the providers by visits, a tenth to the fund, the rest to the commissioners.

use crate::story::words::{REST, day, facts, last_payment, moves, pay, pools, restates, settle, settle_to};
use crate::story::{AGREEMENT, Story, words};
use accordant_alliance::command::SettleOn;
use accordant_alliance::event::{Move, OnAccount, OnAccountLine};
use accordant_alliance::{Command, Event, Proposed};

#[test]
fn of_a_gain_a_tenth_is_kept_back_and_all_else_is_paid() {
    let mut story = Story::with_spring();
    settled_and_paid(&mut story, "2025-04-30");
    // 19.015 and 11.485 are kept back: half a penny is rounded away from zero, as the agreement rounds money.
    assert_eq!(
        last_payment(&story.state),
        "paid_in[board]: board to budget, 225000 - 0 - 0 = 225000
paid_in[council]: council to budget, 75000 - 0 - 0 = 75000
provider_share[hospital]: budget to hospital, 19015 - 1902 - 0 = 17113
provider_share[community]: budget to community, 11485 - 1149 - 0 = 10336
fund_share: budget to fund, 6100 - 610 - 0 = 5490
commissioner_share[board]: budget to board, 18300 - 1830 - 0 = 16470
commissioner_share[council]: budget to council, 6100 - 610 - 0 = 5490
service[hospital]: budget to hospital, 149000 - 0 - 0 = 149000
service[community]: budget to community, 90000 - 0 - 0 = 90000
"
    );
    assert!(
        pools(&story.state).starts_with("budget: 6101 = 6101 free + 0 committed\nfund: 105490 = 105490 free")
    );
}

#[test]
fn the_next_month_pays_the_difference_and_takes_back_what_was_too_much() {
    let mut story = Story::with_spring();
    settled_and_paid(&mut story, "2025-04-30");
    settled_and_paid(&mut story, "2025-05-31");
    // 210.00 are left to date: 105.00 for the providers by 349 and 240 visits.
    assert_eq!(
        last_payment(&story.state),
        "paid_in[board]: board to budget, 457500 - 0 - 225000 = 232500
paid_in[council]: council to budget, 152500 - 0 - 75000 = 77500
provider_share[hospital]: budget to hospital, 6222 - 622 - 17113 = -11513
provider_share[community]: budget to community, 4278 - 428 - 10336 = -6486
fund_share: budget to fund, 2100 - 210 - 5490 = -3600
commissioner_share[board]: budget to board, 6300 - 630 - 16470 = -10800
commissioner_share[council]: budget to council, 2100 - 210 - 5490 = -3600
service[hospital]: budget to hospital, 349000 - 0 - 149000 = 200000
service[community]: budget to community, 240000 - 0 - 90000 = 150000
"
    );
}

#[test]
fn pain_is_paid_in_full() {
    let mut story = Story::with_spring();
    settled_and_paid(&mut story, "2025-05-31");
    settled_and_paid(&mut story, "2025-06-30");
    // 1,290.00 are missing to date: 645.00 from the providers by 599 and 440 visits, the penny over from the second.
    let paid = last_payment(&story.state);
    let shares = "\
provider_share[hospital]: budget to hospital, -37185 - 0 - 5600 = -42785
provider_share[community]: budget to community, -27315 - 0 - 3850 = -31165
fund_share: budget to fund, -12900 - 0 - 1890 = -14790
commissioner_share[board]: budget to board, -38700 - 0 - 5670 = -44370
commissioner_share[council]: budget to council, -12900 - 0 - 1890 = -14790
";
    assert!(paid.contains(shares), "{paid}");
    assert!(pools(&story.state).starts_with("budget: 0 = 0 free + 0 committed\nfund: 87100 = 87100 free"));
}

#[test]
fn the_true_up_releases_what_was_kept_back() {
    let mut story = Story::with_spring();
    settled_and_paid(&mut story, "2025-05-31");
    settled_whole(&mut story);
    let body = &story.state.kept().on_account.last().expect("it was paid").body;
    assert!(body.trued_up && body.lines.iter().all(|line| line.retained == "0"));
    // 500.00 are left of the year: 250.00 for the providers by 2,100 and 1,500 visits.
    let shares = "\
provider_share[hospital]: budget to hospital, 14583 - 0 - 5600 = 8983
provider_share[community]: budget to community, 10417 - 0 - 3850 = 6567
fund_share: budget to fund, 5000 - 0 - 1890 = 3110
commissioner_share[board]: budget to board, 15000 - 0 - 5670 = 9330
commissioner_share[council]: budget to council, 5000 - 0 - 1890 = 3110
";
    let paid = last_payment(&story.state);
    assert!(paid.contains(shares), "{paid}");
    assert!(pools(&story.state).starts_with("budget: 0 = 0 free + 0 committed\nfund: 105000 = 105000 free"));
}

#[test]
fn the_true_up_goes_either_way() {
    let mut story = Story::with_spring();
    settled_whole(&mut story);
    // Fifty visits more take all that was left.
    story.does("hospital", restates("march.csv", "visits,hospital,2026-03,150", "a clinic was forgotten"));
    story.does("board", settle("2025-26", SettleOn::Whole));
    story.does("board", pay("2026-06-20"));
    let paid = last_payment(&story.state);
    let shares = "\
provider_share[hospital]: budget to hospital, 0 - 0 - 14583 = -14583
provider_share[community]: budget to community, 0 - 0 - 10417 = -10417
fund_share: budget to fund, 0 - 0 - 5000 = -5000
commissioner_share[board]: budget to board, 0 - 0 - 15000 = -15000
commissioner_share[council]: budget to council, 0 - 0 - 5000 = -5000
service[hospital]: budget to hospital, 2150000 - 0 - 2100000 = 50000
service[community]: budget to community, 1500000 - 0 - 1500000 = 0
";
    assert!(paid.contains(shares), "{paid}");
}

#[test]
fn what_was_paid_of_a_figure_that_is_no_longer_posted_comes_back() {
    let mut story = Story::with_spring();
    settled_and_paid(&mut story, "2025-04-30");
    let body = OnAccount {
        period: "2025-26".to_string(),
        settlement: 1,
        trued_up: false,
        currency: "GBP".to_string(),
        lines: vec![line("winter_bonus", "budget", "hospital", "100")],
    };
    let proposed = Proposed {
        event: Event::PaidOnAccount(body),
        stream: "period/2025-26".to_string(),
        seat: Some("board".to_string()),
        authority: Some(0),
        cause: None,
        effective: Some(day("2025-05-21")),
    };
    story.record(&story.asked_by("board"), proposed);
    settled_and_paid(&mut story, "2025-05-31");
    assert!(last_payment(&story.state).ends_with("\nwinter_bonus: budget to hospital, 0 - 0 - 100 = -100\n"));
    assert!(
        last_payment(&story.state).contains("service[hospital]: budget to hospital, 349000 - 0 - 149000")
    );
}

#[test]
fn what_is_paid_rests_on_the_settlement_that_reaches_furthest() {
    let mut story = Story::with_spring();
    settled_and_paid(&mut story, "2025-05-31");
    let may = story.state.kept().settlements.last().expect("it is settled").entry;
    story.does("board", settle_to("2025-04-30"));
    assert_eq!(
        story.refused("board", pay("2025-06-20")),
        format!("nothing more is due on account of entry {may}\nsettle the period to a later day")
    );
    settled_whole(&mut story);
    let whole = story.state.kept().settlements.last().expect("it is settled").entry;
    story.does("board", settle_to("2025-06-30"));
    assert!(
        story
            .refused("board", pay("2026-05-20"))
            .starts_with(&format!("nothing more is due on account of entry {whole}"))
    );
}

#[test]
fn nothing_is_paid_on_a_period_that_is_not_settled() {
    let mut story = Story::with_spring();
    let refused = "2025-26 has not been settled\n`accordant settle --record --period 2025-26` settles it";
    assert_eq!(story.refused("board", pay("2025-05-20")), refused);
    story.does("hospital", words::forecast("expected.csv", REST));
    story.does("board", settle("2025-26", SettleOn::Forecast));
    assert_eq!(story.refused("board", pay("2025-05-20")), refused);
}

#[test]
fn without_the_term_only_a_whole_period_is_paid() {
    let text: String = AGREEMENT
        .lines()
        .filter(|line| !line.contains("on_account"))
        .map(|line| format!("{line}\n"))
        .collect();
    let mut story = Story::new();
    story.does("nobody", Command::Found(words::founding(&text)));
    for (file, rows) in [
        ("year.csv", words::YEAR),
        ("april.csv", words::APRIL),
        ("may.csv", words::MAY),
        ("june.csv", words::JUNE),
    ] {
        story.does("hospital", facts(file, rows));
    }
    story.does("board", settle_to("2025-04-30"));
    assert_eq!(
        story.refused("board", pay("2025-05-20")),
        "the agreement does not say that anything is paid on account\n\
         write `on_account` under `money`, or settle the whole period"
    );
    settled_whole(&mut story);
    assert!(last_payment(&story.state).contains("fund_share: budget to fund, 5000 - 0 - 0 = 5000\n"));
}

#[test]
fn a_payment_on_account_never_overdraws_a_pool() {
    let mut story = Story::with_spring();
    settled_and_paid(&mut story, "2025-05-31");
    story.does("board", Command::MovePool(moves("fund", Move::Spent, 90_000, "2025-06-10")));
    story.does("board", settle_to("2025-06-30"));
    assert_eq!(
        story.refused("board", pay("2025-07-20")),
        "£118.90 is free in the pool `fund`, and £147.90 would be drawn from it\n\
         draw less, pay in first, or release a commitment"
    );
    story.does("board", Command::MovePool(moves("fund", Move::PaidIn, 2_900, "2025-07-10")));
    story.does("board", pay("2025-07-20"));
    assert!(pools(&story.state).contains("fund: 0 = 0 free"));
}

fn settled_and_paid(story: &mut Story, to: &str) {
    story.does("board", settle_to(to));
    story.does("board", pay("2025-07-20"));
}

fn settled_whole(story: &mut Story) {
    story.does("hospital", facts("rest.csv", REST));
    story.does("board", settle("2025-26", SettleOn::Whole));
    story.does("board", pay("2026-05-20"));
}

fn line(figure: &str, from: &str, to: &str, pence: &str) -> OnAccountLine {
    OnAccountLine {
        figure: figure.to_string(),
        from: from.to_string(),
        to: to.to_string(),
        due: pence.to_string(),
        retained: "0".to_string(),
        before: "0".to_string(),
        now: pence.to_string(),
    }
}
