//! One story in which every kind of event happens, and some of them again.

use super::Story;
use super::words::{
    JUNE, REST, book, challenge, day, facts, forecast, found, given, moves, pay, query, rebase, restates,
    settle, settle_to, submission,
};
use accordant_alliance::Command;
use accordant_alliance::command::{AddFacts, MovePool, QueryEnd, SettleOn};
use accordant_alliance::event::Move;
use accordant_facts::Facts;
use accordant_money::Exact;
use accordant_record::{KeyKind, SigningKey};

impl Story {
    /// A year of the alliance, from the founding to the true-up and the year end, and on under a new origin.
    pub fn long() -> Story {
        let mut story = Story::new();
        founded(&mut story);
        first_months(&mut story);
        queries(&mut story);
        charts(&mut story);
        money(&mut story);
        year_end(&mut story);
        story.does("nobody", Command::Continue { root: "5".repeat(64), known_size: story.state.kept().size });
        story.does("council", pool(moves("spare", Move::PaidIn, 12_345, "2026-06-01")));
        story
    }
}

fn founded(story: &mut Story) {
    let Command::Found(mut founding) = found() else { panic!("it founds") };
    let signed = Some(("signed.pdf".to_string(), b"signed and sealed".to_vec()));
    founding.signatories.iter_mut().take(1).for_each(|first| first.document.clone_from(&signed));
    story.does("nobody", Command::Found(founding));
    story.does(
        "hospital",
        Command::NamePerson {
            party: "hospital".to_string(),
            from: day("2025-05-01"),
            to: Some(day("2026-04-30")),
            under: "letter of 20 April 2025".to_string(),
        },
    );
    let key = SigningKey::new("ferry-lane.example/council", KeyKind::Witness, [7; 32]).expect("a key");
    let key = key.verifier().to_string();
    story.does("council", Command::NameWitness { party: "council".to_string(), key });
}

fn first_months(story: &mut Story) {
    story.does("board", facts("year.csv", super::words::YEAR));
    story.does("hospital", forecast("expected.csv", &format!("{JUNE}\n{REST}")));
    story.does("hospital", facts("april.csv", super::words::APRIL));
    let prices = "currency,point_of_delivery,unit_price\nWF01B,OPFASPCL,180\n";
    story.does("board", Command::AddPriceBook(book("scheme", prices)));
    story.does("board", settle_to("2025-04-30"));
    story.does("board", pay("2025-05-20"));
    let declared = vec![("visits".to_string(), Exact::from_i128(350))];
    let may = AddFacts { declared, ..given("may.csv", super::words::MAY) };
    story.does("hospital", Command::AddFacts(may));
    story.does("board", settle(super::words::PERIOD, SettleOn::Forecast));
    let settled = story.does("board", settle_to("2025-05-31"));
    story.does("community", challenge(settled, Some("provider_share[community]"), "two visits are missing"));
    story
        .does("community", restates("may again.csv", "visits,community,2025-05,152", "two were not counted"));
    story.does("board", settle_to("2025-05-31"));
    story.does("board", pay("2025-06-20"));
    story.does("nobody", Command::NoteClock { clock: "2025-06-01T11:00:00.000000Z".to_string() });
}

/// One query ends with a credit, and another is taken back.
fn queries(story: &mut Story) {
    let sent = story.does("hospital", submission("acm.csv", super::words::APRIL));
    let asked = story.does("board", Command::RaiseQuery(query(sent, 2, "hospital")));
    let reply = "nine visits were counted twice".to_string();
    story.does("hospital", Command::ReplyToQuery { query: asked, reply });
    story.does("hospital", Command::CloseQuery { query: asked, end: QueryEnd::Credit(9_000) });
    let asked = story.does("council", Command::RaiseQuery(query(sent, 3, "hospital")));
    story.does("council", Command::CloseQuery { query: asked, end: QueryEnd::Withdrawn });
    let wrong = story.does("hospital", submission("wrong month.csv", "visits,hospital,2025-06,7"));
    let undone = Command::WithdrawFacts {
        entry: wrong,
        reason: "the wrong month was sent".to_string(),
        again: Facts::new(),
    };
    story.does("hospital", undone);
}

/// A chart is rebased, and the rebase is withdrawn.
fn charts(story: &mut Story) {
    story.does("hospital", Command::Rebase(rebase("2025-05-01")));
    let withdrawn = Command::WithdrawRebase {
        measure: "visits[hospital]".to_string(),
        from: day("2025-05-01"),
        reason: "the clinic opened in June".to_string(),
    };
    story.does("board", withdrawn);
}

fn money(story: &mut Story) {
    story.does("board", pool(moves("fund", Move::PaidIn, 5_000, "2025-06-05")));
    let commitment = story.does("board", pool(moves("fund", Move::Committed, 60_000, "2025-06-06")));
    let under = |movement, minor| {
        let moved = moves("fund", movement, minor, "2025-06-07");
        pool(MovePool { commitment: Some(commitment), ..moved })
    };
    story.does("board", under(Move::Released, 10_000));
    let spent = story.does("board", under(Move::Spent, 45_000));
    story.does(
        "board",
        pool(MovePool { party: Some("outside".to_string()), ..moves("fund", Move::Spent, 99, "2025-06-08") }),
    );
    story.does(
        "hospital",
        pool(MovePool {
            party: Some("hospital".to_string()),
            ..moves("reserve", Move::PaidIn, 700, "2025-06-08")
        }),
    );
    let second = story.person("hospital");
    story.does(
        "board",
        Command::Erase {
            entry: spent,
            part: 1,
            listed: ("purpose".to_string(), "personal".to_string()),
            reason: "spill".to_string(),
            basis: "UK GDPR article 17".to_string(),
            second,
        },
    );
}

fn year_end(story: &mut Story) {
    story.does("hospital", facts("june.csv", JUNE));
    story.does("hospital", facts("rest.csv", REST));
    story.does("board", settle(super::words::PERIOD, SettleOn::Whole));
    story.does("board", pay("2026-05-20"));
    for of in ["fund", "reserve"] {
        story.does(
            "board",
            pool(MovePool { minor: None, party: None, ..moves(of, Move::Carried, 0, "2026-03-31") }),
        );
    }
    story.does(
        "hospital",
        restates("march.csv", "visits,hospital,2026-03,150\nprice,,2025-26,9.99", "found by the audit"),
    );
    story.does("board", settle(super::words::PERIOD, SettleOn::Whole));
    story.does("board", pay("2026-06-20"));
}

fn pool(moved: MovePool) -> Command {
    Command::MovePool(moved)
}
