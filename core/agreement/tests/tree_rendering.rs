//! How a problem looks, and which name an author is asked about.

use accordant_agreement::problem::{FileName, Place, Problem, Problems, Severity, nearest, render};

fn problem(severity: Severity, (line, column, length): (u32, u32, u32)) -> Problem {
    Problem {
        severity,
        place: Place { file: FileName::new("alliance.yaml"), line, column, length },
        what: "unknown party `bulder`".into(),
        words: "bulder".into(),
        help: Some("did you mean `builder`?".into()),
        code: "unknown-party",
        source: None,
    }
}

fn check(problem: &Problem, text: Option<&str>, expected: &str) {
    let rendered = render(problem, text);
    let expected: Vec<&str> =
        expected.trim_matches('\n').lines().map(|line| line.strip_prefix("        ").unwrap_or("")).collect();
    assert_eq!(rendered.trim_end(), expected.join("\n").trim_end(), "\n{rendered}");
}

#[test]
fn the_words_are_marked_in_the_line_of_the_author() {
    check(
        &problem(Severity::Problem, (2, 15, 6)),
        Some("\u{feff}x:\r\n    margin: { bulder: 5m, designer: 3m }\r\n"),
        "
        problem: unknown party `bulder`
          alliance.yaml:2:15
            2 |     margin: { bulder: 5m, designer: 3m }
              |               ^^^^^^
          help: did you mean `builder`?
        ",
    );
}

#[test]
fn a_warning_names_its_source_and_without_a_text_the_words_stand_alone() {
    let warning = Problem { source: Some("seed 004"), ..problem(Severity::Warning, (41, 17, 6)) };
    check(
        &warning,
        None,
        "
        warning: unknown party `bulder`
          alliance.yaml:41:17
           41 | bulder
              | ^^^^^^
          help: did you mean `builder`?
          source: seed 004
        ",
    );
}

#[test]
fn a_long_line_is_cut_around_the_words() {
    let text = format!("{}bulder{}", "a ".repeat(100), " z".repeat(100));
    check(
        &problem(Severity::Problem, (1, 201, 6)),
        Some(&text),
        "
        problem: unknown party `bulder`
          alliance.yaml:1:201
            1 | …a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a bulder…
              |                                                                                      ^^^^^^
          help: did you mean `builder`?
        ",
    );
}

#[test]
fn a_long_sentence_is_broken_between_words() {
    let sentence = "the words of this sentence are many ".repeat(4);
    let long = Problem { what: sentence, help: None, ..problem(Severity::Problem, (1, 1, 0)) };
    check(
        &long,
        Some(""),
        "
        problem: the words of this sentence are many the words of this sentence are many the words of this
                 sentence are many the words of this sentence are many
          alliance.yaml:1:1
            1 |
              | ^
        ",
    );
}

#[test]
fn a_slip_of_the_pen_finds_the_name_that_was_meant() {
    let parties = ["owner", "builder", "designer"];
    let near = |name| nearest(name, parties);
    assert_eq!(near("bulder"), Some("builder"), "a letter is missing");
    assert_eq!(near("buidler"), Some("builder"), "neighbours are swapped");
    assert_eq!(near("Designers"), Some("designer"), "a letter is added, and case is no slip");
    assert_eq!(near("owber"), Some("owner"), "a letter is changed");
    assert_eq!(near("hospital"), None);
    assert_eq!(near(""), None);
    assert_eq!(nearest("ab", ["ba", "abc"]), Some("ba"), "of equally near names the first");
}

#[test]
fn problems_are_sorted_by_place_and_outrank_warnings() {
    let mut problems = Problems::new();
    problems.extend((0..300).map(|line| problem(Severity::Warning, (line + 10, 1, 1))));
    assert!(!problems.bar_acceptance());
    problems.push(problem(Severity::Problem, (2, 9, 1)));
    problems.push(problem(Severity::Problem, (2, 3, 1)));
    let sorted = problems.sorted();
    assert!(problems.bar_acceptance());
    assert_eq!(sorted.iter().take(2).map(|found| found.place.column).collect::<Vec<_>>(), [3, 9]);
    assert_eq!(sorted.last().map(|closing| closing.what.as_str()), Some("and 102 more"));
}
