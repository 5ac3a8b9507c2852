//! What the shipped agreements say beside money is read as they say it.

use crate::folder;
use accordant_agreement::Agreement;
use accordant_agreement::particulars::BodyKind;
use accordant_agreement::working_days::WorkingDays;

fn shipped(name: &str) -> Agreement {
    folder::agreement(&folder::files(name))
}

// spec: L9
#[test]
fn an_alliance_has_its_own_words_days_and_first_line() {
    let alliance = shipped("harbour").particulars.alliance;
    assert_eq!(alliance.zone.as_deref(), Some("Europe/London"));
    let days = alliance.business_days.unwrap();
    assert!(days.week.is_some() && days.closed.iter().any(|day| day.to_string() == "2026-12-25"), "{days:?}");
    assert!(alliance.notice.unwrap().starts_with("Harbour is invented"));
    assert!(alliance.illustrative.is_some());
    let leadership = alliance.words.iter().find(|word| word.of == "leadership_team").unwrap();
    assert_eq!(leadership.local, "Alliance Leadership Board");
    let leicester = shipped("leicester").particulars.alliance;
    assert!(leicester.illustrative.is_none(), "its parties are real");
    assert!(leicester.term.to.is_some() && leicester.settles.is_some());
}

// spec: L12
#[test]
fn purpose_principles_and_objectives_are_sentences_under_their_names() {
    let particulars = shipped("leicester").particulars;
    assert!(particulars.purpose.unwrap().text.contains("choice"));
    let names: Vec<&str> = particulars.principles.iter().map(|principle| principle.name.as_str()).collect();
    assert_eq!(
        names,
        ["best_for_project", "unanimous", "collective", "ring_fenced"],
        "in the order of the text"
    );
    assert_eq!(particulars.objectives.len(), 5);
}

// spec: L14
#[test]
fn a_lease_says_which_sites_and_who_signs_as_agent_for_whom() {
    let particulars = shipped("leicester").particulars;
    let [lease] = &particulars.leases[..] else { panic!("{:?}", particulars.leases) };
    assert_eq!((lease.sites.len(), lease.signed_by.as_str()), (7, "uhl"));
    assert_eq!(lease.as_agent_for, ["uhl", "lpt", "gp_company"]);
    assert_eq!(lease.for_landlord_signed_by.as_deref(), Some("wl_ccg"));
    let sites = |name: &String| particulars.sites.iter().any(|site| &site.name == name);
    assert!(lease.sites.iter().all(sites));
}

// spec: L16
#[test]
fn a_body_says_what_it_is_who_sits_in_it_and_how_it_decides() {
    let governance = shipped("harbour").particulars.governance;
    let body = |name: &str| governance.bodies.iter().find(|body| body.name == name).unwrap();
    let board = body("leadership_board");
    assert_eq!(
        (board.kind, board.form.as_deref(), board.members.len()),
        (BodyKind::LeadershipTeam, Some("delegated individuals"), 6)
    );
    assert!(board.quorum.is_some() && board.decides.is_some() && board.chair.is_some());
    let packages = governance.bodies.iter().filter(|body| body.kind == BodyKind::Package);
    assert!(packages.clone().count() >= 2 && packages.into_iter().all(|package| package.led_by.is_some()));
    assert!(!governance.reserved_matters.is_empty() && governance.withdrawal.is_some());
}

// spec: L22
#[test]
fn what_is_reported_is_owed_by_working_days_that_are_known() {
    let particulars = shipped("harbour").particulars;
    let reporting = &particulars.reporting;
    let kinds: Vec<&str> = reporting.returns.iter().map(|owed| owed.kind.as_str()).collect();
    assert_eq!((kinds, reporting.answered_within), (vec!["acm", "costs", "measures"], Some(10)));
    let days = WorkingDays::of(&particulars.alliance);
    let day = |text: &str| text.parse().unwrap();
    // The tenth working day after Christmas Eve of 2025: two days of Christmas and New Year's Day are none.
    assert_eq!(days.after(day("2025-12-24"), 10), Some(day("2026-01-12")));
    assert_eq!(days.known_to(), Some(day("2027-12-31")));
    assert_eq!(days.after(day("2027-12-24"), 10), None, "nobody knows the closed days of 2028 yet");
}
