//! How a warning is answered, and what becomes of an answer that answers nothing (L19).
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use accordant_agreement::problem::{FileName, Place, Problem, Problems, Severity};
use accordant_agreement::tree;
use accordant_agreement::warnings::answer;

fn warning(of: &str) -> Problem {
    let (code, name) = of.split_once(' ').unwrap();
    let code = ["cliff", "unused-line"].into_iter().find(|known| *known == code).unwrap();
    let place = Place { file: FileName::new("alliance.yaml"), line: 1, column: 1, length: 1 };
    let (what, words) = (String::new(), name.to_string());
    Problem { severity: Severity::Warning, place, what, words, help: None, code, source: None }
}

/// Checks what stays open and what is answered how, of warnings such as `cliff gain`.
fn check(warnings: &[&str], answers: &str, open: &[&str], answered: &[&str]) {
    let answers = tree::read("alliance.yaml", answers.as_bytes(), &mut Problems::new()).unwrap();
    let advice = answer(warnings.iter().map(|of| warning(of)).collect(), Some(&answers));
    let shown = |found: &Problem| match (&found.help, found.code) {
        (Some(help), "idle-answer") => format!("{}: {}", found.what, help),
        _ => format!("{} {}", found.code, found.words),
    };
    assert_eq!(advice.open.iter().map(shown).collect::<Vec<_>>(), open);
    let heard = advice.answered.iter().map(|(found, because)| format!("{}: {because}", shown(found)));
    assert_eq!(heard.collect::<Vec<_>>(), answered);
}

// spec: L19
#[test]
fn an_answer_without_a_place_answers_every_warning_of_its_code() {
    check(
        &["cliff gain", "cliff pain", "unused-line pain"],
        "- { warning: cliff, because: we know }",
        &["unused-line pain"],
        &["cliff gain: we know", "cliff pain: we know"],
    );
}

// spec: L19
#[test]
fn the_last_name_of_a_path_is_the_term_that_is_answered() {
    for path in ["gain", "money.lines.gain"] {
        check(
            &["cliff gain", "cliff pain"],
            &format!("- {{ warning: cliff, at: {path}, because: we know }}"),
            &["cliff pain"],
            &["cliff gain: we know"],
        );
    }
}

// spec: L19
#[test]
fn an_answer_for_one_term_goes_before_one_for_all() {
    check(
        &["cliff gain", "cliff pain"],
        "- { warning: cliff, because: all }\n- { warning: cliff, at: pain, because: this one }\n\
         - { warning: cliff, at: pain, because: too late }",
        &["another answer goes before this one: delete this answer"],
        &["cliff gain: all", "cliff pain: this one"],
    );
}

// spec: L19
#[test]
fn an_answer_to_nothing_is_itself_a_warning() {
    check(&[], "- { warning: cliff, because: c }", &["no warning `cliff` is drawn: delete this answer"], &[]);
    check(
        &["cliff gain"],
        "- { warning: cliff, at: money.lines.gian, because: c }",
        &["cliff gain", "no warning `cliff` is drawn at `gian`: did you mean `gain`?"],
        &[],
    );
    check(
        &["cliff gain"],
        "- { warning: cliff, at: gain, because: c }\n- { warning: cliff, because: d }",
        &["another answer goes before this one: delete this answer"],
        &["cliff gain: c"],
    );
}

// spec: L19
#[test]
fn without_answers_every_warning_stays_open() {
    assert_eq!(answer(vec![warning("cliff gain")], None).open, [warning("cliff gain")]);
}
