//! Each rule is shown to fail on a small tree that breaks it, and to hold on one that does not.

use super::tree::Tree;
use super::{Rule, agreements, core_sources, crates, decisions, files, spec, text, vendored};

/// The findings of one rule, sorted, without what to do.
fn check(rule: Rule, tree: Tree, expected: &[&str]) {
    let mut findings = rule(&tree);
    findings.sort();
    let found: Vec<String> =
        findings.iter().map(|found| format!("{}:{}: {}", found.path, found.line, found.says)).collect();
    assert_eq!(found, expected);
    assert!(findings.iter().all(|found| !found.remedy.is_empty()), "every finding says what to do");
}

const WORKSPACE: &str = "[workspace]\nmembers = [\n    \"core/money\",\n    \"core/facts\",\n]\n";
const CRATES: &str = "\
| crate | its one job | may import | outside dependencies |
|---|---|---|---|
| `core/money` | exact amounts | nothing of ours | `dashu-ratio` |
| `core/facts` | named values | money | none |
";
const MONEY: &str = "[dependencies]\ndashu-ratio = \"0\"\n";
const FACTS: &str = "[dependencies]\naccordant-money = { path = \"x\" }\n";
const CORE_ROOT: &str = "\
//! What it is for.
#![no_std]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::float_arithmetic)]
";

fn workspace(table: &str, money: &str, facts: &str) -> Tree {
    let tree = Tree::default().with("Cargo.toml", WORKSPACE).with("ARCHITECTURE.md", table);
    tree.with("core/money/Cargo.toml", money).with("core/facts/Cargo.toml", facts)
}

fn core_roots(money: &str) -> Tree {
    workspace(CRATES, MONEY, FACTS)
        .with("core/money/src/lib.rs", money)
        .with("core/facts/src/lib.rs", CORE_ROOT)
}

#[test]
fn a_workspace_that_keeps_to_its_table_has_no_finding() {
    check(crates::keep_to_the_table, workspace(CRATES, MONEY, FACTS), &[]);
}

#[test]
fn the_table_of_crates_must_be_there() {
    check(
        crates::keep_to_the_table,
        workspace("no table", MONEY, FACTS),
        &["ARCHITECTURE.md:1: the table of crates is missing"],
    );
}

#[test]
fn a_crate_without_a_row_is_found() {
    let table = CRATES.replace("`core/facts`", "`core/ledger`");
    check(
        crates::keep_to_the_table,
        workspace(&table, MONEY, FACTS),
        &[
            "ARCHITECTURE.md:4: `core/ledger` is in the table but is no member of the workspace",
            "core/facts/Cargo.toml:1: `core/facts` is not in the table of crates",
        ],
    );
}

#[test]
fn an_import_that_the_row_does_not_allow_is_found_where_it_is_written() {
    let money = "[dependencies]\ndashu-ratio = \"0\"\naccordant-facts.workspace = true\n";
    check(
        crates::keep_to_the_table,
        workspace(CRATES, money, FACTS),
        &["core/money/Cargo.toml:3: `core/money` may not import `accordant-facts`"],
    );
}

#[test]
fn an_outside_dependency_that_is_not_listed_is_found_also_under_another_name_or_target() {
    let facts =
        "[dependencies.time]\npackage = \"chrono\"\n[target.'cfg(unix)'.dependencies]\nlibc = \"0\"\n";
    check(
        crates::keep_to_the_table,
        workspace(CRATES, MONEY, facts),
        &[
            "core/facts/Cargo.toml:1: `core/facts` may not import `chrono`",
            "core/facts/Cargo.toml:4: `core/facts` may not import `libc`",
        ],
    );
}

#[test]
fn tests_may_use_outside_tools_but_no_crate_of_ours_that_the_row_forbids() {
    let money = "[dependencies]\ndashu-ratio = \"0\"\n[dev-dependencies]\nproptest = \"1\"\naccordant-facts = \"0\"\n";
    check(
        crates::keep_to_the_table,
        workspace(CRATES, money, FACTS),
        &["core/money/Cargo.toml:5: `core/money` may not import `accordant-facts`"],
    );
}

#[test]
fn a_crate_may_name_itself_for_its_tests_and_for_nothing_else() {
    let itself = "accordant-money = { path = \".\", features = [\"switches\"] }\n";
    let for_tests = format!("{MONEY}[dev-dependencies]\n{itself}");
    check(crates::keep_to_the_table, workspace(CRATES, &for_tests, FACTS), &[]);
    check(
        crates::keep_to_the_table,
        workspace(CRATES, &format!("{MONEY}{itself}"), FACTS),
        &["core/money/Cargo.toml:3: `core/money` may not import `accordant-money`"],
    );
}

#[test]
fn a_listed_dependency_that_is_gone_is_found() {
    check(
        crates::keep_to_the_table,
        workspace(CRATES, "", FACTS),
        &["ARCHITECTURE.md:3: `core/money` does not depend on `dashu-ratio`"],
    );
}

#[test]
fn a_member_without_a_manifest_and_one_that_cannot_be_read_are_found() {
    let tree = Tree::default().with("Cargo.toml", WORKSPACE).with("ARCHITECTURE.md", CRATES);
    check(
        crates::keep_to_the_table,
        tree.with("core/money/Cargo.toml", "[dependencies"),
        &[
            "core/facts/Cargo.toml:1: there is no such manifest",
            "core/money/Cargo.toml:1: unclosed table, expected `]`",
        ],
    );
}

#[test]
fn a_core_crate_is_closed() {
    check(crates::core_is_closed, core_roots(CORE_ROOT), &[]);
}

#[test]
fn a_core_crate_with_std_says_why_in_its_head() {
    let silent = CORE_ROOT.replace("#![no_std]", "// #![no_std]");
    check(
        crates::core_is_closed,
        core_roots(&silent),
        &["core/money/src/lib.rs:1: a core crate that is not `no_std`"],
    );
    let spoken = silent.replace("What it is for.", "Not no_std: the parser needs it.");
    check(crates::core_is_closed, core_roots(&spoken), &[]);
}

#[test]
fn a_core_crate_denies_every_lint_of_the_house() {
    let lax = CORE_ROOT.replace("clippy::panic, ", "");
    check(
        crates::core_is_closed,
        core_roots(&lax),
        &["core/money/src/lib.rs:1: `clippy::panic` is not denied"],
    );
}

#[test]
fn a_core_crate_has_a_root_with_a_head_comment() {
    let headless = CORE_ROOT.replace("//! What it is for.\n", "");
    check(
        crates::core_is_closed,
        core_roots(&headless),
        &["core/money/src/lib.rs:1: the crate has no head comment"],
    );
    check(
        crates::core_is_closed,
        workspace(CRATES, MONEY, FACTS).with("core/facts/src/lib.rs", CORE_ROOT),
        &["core/money/src/lib.rs:1: the crate has no root"],
    );
}

#[test]
fn inexact_unordered_and_worldly_words_in_the_core_are_found() {
    let source =
        "use std::collections::HashMap;\nlet x = y.to_f64() + 1_f32;\nuse std::env;\nlet set: HashSet;\n";
    check(
        core_sources::hold_nothing_inexact,
        Tree::default().with("core/money/src/amount.rs", format!("{source}std::fs; std::time; SystemTime;")),
        &[
            "core/money/src/amount.rs:1: `HashMap` in the core",
            "core/money/src/amount.rs:2: `f32` in the core",
            "core/money/src/amount.rs:2: `f64` in the core",
            "core/money/src/amount.rs:3: `std::env` in the core",
            "core/money/src/amount.rs:4: `HashSet` in the core",
            "core/money/src/amount.rs:5: `SystemTime` in the core",
            "core/money/src/amount.rs:5: `std::fs` in the core",
            "core/money/src/amount.rs:5: `std::time` in the core",
        ],
    );
}

#[test]
fn what_a_comment_a_string_or_a_test_says_is_no_breach() {
    let source = "// f64 would be faster\nlet text = \"HashMap\";\n";
    let tree = Tree::default().with("core/money/src/amount.rs", source);
    let tree =
        tree.with("core/money/src/tests.rs", "let x: f64;").with("edge/cli/src/main.rs", "use std::fs;");
    check(core_sources::hold_nothing_inexact, tree, &[]);
}

#[test]
fn an_exception_needs_a_reason_and_a_use() {
    let table = "\
| file | word | why it may stand there |
|---|---|---|
| `core/documents/src/chart.rs` | `f64` | drawing, never money |
| `core/documents/src/page.rs` | `f64` | |
| `core/money/src/amount.rs` | `f64` | never used |
";
    let tree =
        Tree::default().with("ARCHITECTURE.md", table).with("core/documents/src/chart.rs", "let x: f64;");
    check(
        core_sources::hold_nothing_inexact,
        tree.with("core/documents/src/page.rs", "let x: f64;"),
        &[
            "ARCHITECTURE.md:4: an exception without a reason",
            "ARCHITECTURE.md:5: an exception that nothing needs",
        ],
    );
}

#[test]
fn a_source_file_over_500_lines_and_a_test_over_800_are_found() {
    let tree = Tree::default()
        .with("edge/cli/src/main.rs", "x\n".repeat(501))
        .with("a/src/lib.rs", "x\n".repeat(500));
    let tree = tree.with("a/tests/long.rs", "x\n".repeat(801)).with("a/src/tests.rs", "x\n".repeat(800));
    let tree =
        tree.with("agreements/x/facts.csv", "x\n".repeat(9_000)).with("CHANGELOG.md", "x\n".repeat(9_000));
    check(
        files::stay_short,
        tree,
        &[
            "a/tests/long.rs:801: 801 lines, over the limit of 800",
            "edge/cli/src/main.rs:501: 501 lines, over the limit of 500",
        ],
    );
}

#[test]
fn words_of_one_machine_or_one_day_are_found() {
    let lines = [
        concat!("see https://crates", ".io/x"),
        concat!("cd /wo", "rk/main"),
        concat!("// TO", "DO: later"),
        concat!("cat ../", "shared/x"),
    ];
    check(
        files::hold_no_forbidden_word,
        Tree::default().with("README.md", lines.join("\n")),
        &[
            concat!("README.md:1: `crates", ".io`"),
            concat!("README.md:2: `/wo", "rk/`"),
            concat!("README.md:3: `TO", "DO`"),
            concat!("README.md:4: `../", "shared`"),
        ],
    );
}

#[test]
fn lock_files_vendored_data_and_longer_words_are_left_alone() {
    let table =
        "| path | source | licence | notice file | sha256 |\n|---|---|---|---|---|\n| `a/x.csv` | | | | |\n";
    let tree = Tree::default().with("LICENSES/data.md", table).with("a/x.csv", concat!("TO", "DO"));
    let tree = tree
        .with("Cargo.lock", concat!("crates", ".io"))
        .with("x.md", concat!("docs/wo", "rk/ MASTO", "DON"));
    check(files::hold_no_forbidden_word, tree, &[]);
}

#[test]
fn a_paragraph_that_nothing_cites_is_found_and_so_is_a_citation_of_nothing() {
    let page = "# Settlement\n**S1.** Once.\n**S2.** Twice.\n**S1.** Again.\n**Not one.** Text.\n";
    let citing = concat!("// spec", ": S1, S9\n");
    check(
        spec::paragraphs_are_cited,
        Tree::default().with("docs/spec/settlement.md", page).with("core/money/tests/split.rs", citing),
        &[
            "core/money/tests/split.rs:1: the specification has no paragraph `S9`",
            "docs/spec/settlement.md:3: `S2` is cited by no test or example",
            "docs/spec/settlement.md:4: `S1` is already the number of docs/spec/settlement.md:2",
        ],
    );
}

#[test]
fn examples_edges_and_testing_may_cite_but_production_core_may_not() {
    let page = "**S1.** a\n**S2.** b\n**S3.** c\n**S4.** d\n";
    let tree = Tree::default().with("docs/spec/s.md", page);
    let tree = tree.with("agreements/x/alliance.yaml", concat!("# spec", ": S1"));
    let tree = tree.with("testing/oracle/src/lib.rs", concat!("// spec", ": S2 and S3"));
    check(
        spec::paragraphs_are_cited,
        tree.with("core/money/src/lib.rs", concat!("// spec", ": S4")),
        &["docs/spec/s.md:4: `S4` is cited by no test or example"],
    );
}

#[test]
fn a_gap_and_a_bad_name_among_decisions_are_found() {
    let tree = Tree::default().with("docs/decisions/0001-a.md", "").with("docs/decisions/0003-c.md", "");
    check(
        decisions::are_numbered,
        tree.with("docs/decisions/notes.md", ""),
        &[
            "docs/decisions/0003-c.md:1: the next decision is 0002",
            "docs/decisions/notes.md:1: not the name of a decision",
        ],
    );
}

#[test]
fn a_changelog_without_a_place_for_the_next_release_is_found() {
    check(
        decisions::changelog_is_open,
        Tree::default().with("CHANGELOG.md", "# Changelog\nUnreleased\n"),
        &["CHANGELOG.md:1: no heading `## [Unreleased]`"],
    );
    check(decisions::changelog_is_open, Tree::default().with("CHANGELOG.md", "## [Unreleased]\n"), &[]);
}

/// The hash of `abc`, as published with the algorithm.
const HASH_OF_ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn vendored_tree(rows: &str) -> Tree {
    let table = format!("| path | source | licence | notice file | sha256 |\n|---|---|---|---|---|\n{rows}");
    Tree::default()
        .with("LICENSES/data.md", table)
        .with("agreements/x/data/a.csv", "abc")
        .with("LICENSES/o.md", "")
}

#[test]
fn vendored_data_with_a_true_row_has_no_finding() {
    let row = format!("| `agreements/x/data/a.csv` | an office | OGL | LICENSES/o.md | `{HASH_OF_ABC}` |\n");
    check(vendored::is_listed, vendored_tree(&row), &[]);
}

#[test]
fn vendored_data_without_a_row_and_a_row_without_data_are_found() {
    check(
        vendored::is_listed,
        vendored_tree("| `b.csv` | an office | OGL | LICENSES/o.md | 0 |\n"),
        &[
            "LICENSES/data.md:3: there is no file `b.csv`",
            "agreements/x/data/a.csv:1: vendored data without a row",
        ],
    );
    check(
        vendored::is_listed,
        Tree::default(),
        &["LICENSES/data.md:1: the table of vendored data is missing"],
    );
}

#[test]
fn a_changed_file_an_empty_cell_and_a_missing_notice_are_found() {
    let row = "| `agreements/x/data/a.csv` | | OGL | LICENSES/none.md | 0 |\n";
    check(
        vendored::is_listed,
        vendored_tree(&row.repeat(2)),
        &[
            "LICENSES/data.md:3: `agreements/x/data/a.csv` has changed: its hash is `HASH`",
            "LICENSES/data.md:3: `agreements/x/data/a.csv` has no source",
            "LICENSES/data.md:3: there is no notice `LICENSES/none.md`",
            "LICENSES/data.md:4: `agreements/x/data/a.csv` has changed: its hash is `HASH`",
            "LICENSES/data.md:4: `agreements/x/data/a.csv` has no source",
            "LICENSES/data.md:4: `agreements/x/data/a.csv` is listed twice",
            "LICENSES/data.md:4: there is no notice `LICENSES/none.md`",
        ]
        .map(|line| line.replace("HASH", HASH_OF_ABC))
        .each_ref()
        .map(String::as_str),
    );
}

#[test]
fn a_fresh_row_keeps_what_the_older_one_says() {
    let tree = vendored_tree("| `agreements/x/data/a.csv` | an office | OGL | LICENSES/o.md | 0 |\n");
    let row = format!("| `agreements/x/data/a.csv` | an office | OGL | LICENSES/o.md | `{HASH_OF_ABC}` |");
    assert_eq!(vendored::row_for(&tree, "agreements/x/data/a.csv"), Ok(row));
    assert!(vendored::row_for(&tree, "agreements/x/data/b.csv").is_err());
}

#[test]
fn a_folder_without_its_agreement_and_a_twin_without_its_text_are_found() {
    let tree = Tree::default().with("agreements/x/facts.csv", "").with("agreements/y/alliance.yaml", "");
    let tree = tree.with("testing/wrong/cycle/alliance.yaml", "").with("agreements/README.md", "");
    check(
        agreements::are_whole,
        tree,
        &[
            "agreements/x/alliance.yaml:1: the file is missing",
            "testing/wrong/cycle/expected.txt:1: the file is missing",
        ],
    );
}

#[test]
fn code_is_told_from_comments_strings_characters_and_lifetimes() {
    let source =
        "a /* b /* c */ */ d \"e \\\" f\" g 'h' '\\'' i<'j> r#\"k \" l\"# m // n\n\"é\no\" p for\"q\"";
    let code = text::code_only(source);
    let words: Vec<&str> = text::words(&code).collect();
    assert_eq!(words, ["a", "d", "g", "i", "j", "m", "p", "for"]);
    assert_eq!(code.lines().count(), source.lines().count());
}
