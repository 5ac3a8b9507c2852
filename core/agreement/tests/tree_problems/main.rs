//! What the reader of the tree refuses, and how it says so.

mod syntax;

use accordant_agreement::problem::{Problems, render};
use accordant_agreement::tree::read;

fn check(yaml: &str, expected: &str) {
    let mut problems = Problems::new();
    read("a.yaml", yaml.as_bytes(), &mut problems);
    let rendered: String = problems.sorted().iter().map(|problem| render(problem, Some(yaml))).collect();
    let expected: String = expected
        .trim()
        .lines()
        .map(|line| line.strip_prefix("        ").unwrap_or(line))
        .fold(String::new(), |all, line| all + line + "\n");
    assert_eq!(rendered.trim_end(), expected.trim_end(), "\n--- got\n{rendered}--- expected\n{expected}");
}

#[test]
fn a_key_stands_once_in_a_map() {
    check(
        "a: 1\nb: 2\na: 3\nc: { x: 1, x: 2 }\n",
        r#"
        problem: the key `a` stands twice; the first is on line 1
          a.yaml:3:1
            3 | a: 3
              | ^
          help: keep one of the two, or give the second a name of its own
        problem: the key `x` stands twice; the first is on line 4
          a.yaml:4:12
            4 | c: { x: 1, x: 2 }
              |            ^
          help: keep one of the two, or give the second a name of its own
        "#,
    );
}

#[test]
fn an_anchor_is_refused_and_its_value_still_read() {
    check(
        "a: &money 5\nb:\n  c:\n",
        r#"
        problem: the anchor `&money` serves only to be repeated elsewhere
          a.yaml:1:4
            1 | a: &money 5
              |    ^^^^^^
          help: delete it; put quotes round a text that begins with `&`
        problem: `c` has no value
          a.yaml:3:3
            3 |   c:
              |   ^
          help: write its value, or leave it out
        "#,
    );
}

#[test]
fn an_alias_is_refused_wherever_it_stands() {
    check(
        "a: &x 1\nb: *x\nc: *nothing\n*x : 4\nd:\n",
        r#"
        problem: the anchor `&x` serves only to be repeated elsewhere
          a.yaml:1:4
            1 | a: &x 1
              |    ^^
          help: delete it; put quotes round a text that begins with `&`
        problem: the alias `*x` stands for a text that is written elsewhere
          a.yaml:2:4
            2 | b: *x
              |    ^^
          help: write out what is meant; put quotes round a text that begins with `*`
        problem: the alias `*nothing` stands for a text that is written elsewhere
          a.yaml:3:4
            3 | c: *nothing
              |    ^^^^^^^^
          help: write out what is meant; put quotes round a text that begins with `*`
        problem: the alias `*x` stands for a text that is written elsewhere
          a.yaml:4:1
            4 | *x : 4
              | ^^
          help: write out what is meant; put quotes round a text that begins with `*`
        problem: `d` has no value
          a.yaml:5:1
            5 | d:
              | ^
          help: write its value, or leave it out
        "#,
    );
}

#[test]
fn a_tag_is_refused_on_scalars_lists_and_maps() {
    check(
        "a: !!int 4\nb: !x\n  c: 1\nd: &p !q [1]\n",
        r#"
        problem: the tag `!!int` is not allowed: each key says what its value is
          a.yaml:1:4
            1 | a: !!int 4
              |    ^^^^^
          help: delete it; put quotes round a text that begins with `!`
        problem: the tag `!x` is not allowed: each key says what its value is
          a.yaml:2:4
            2 | b: !x
              |    ^^
          help: delete it; put quotes round a text that begins with `!`
        problem: the anchor `&p` serves only to be repeated elsewhere
          a.yaml:4:4
            4 | d: &p !q [1]
              |    ^^
          help: delete it; put quotes round a text that begins with `&`
        problem: the tag `!q` is not allowed: each key says what its value is
          a.yaml:4:7
            4 | d: &p !q [1]
              |       ^^
          help: delete it; put quotes round a text that begins with `!`
        "#,
    );
}

#[test]
fn a_merge_key_is_refused() {
    check(
        "a:\n  <<: { b: 1 }\n  c:\n",
        r#"
        problem: `<<` merges another map into this one
          a.yaml:2:3
            2 |   <<: { b: 1 }
              |   ^^
          help: write out each key and its value
        problem: `c` has no value
          a.yaml:3:3
            3 |   c:
              |   ^
          help: write its value, or leave it out
        "#,
    );
}

#[test]
fn a_key_needs_a_value() {
    check(
        "x:\ny: ~\nz: null\nw: { v: }\nlist:\n  -\n  - NULL\n",
        r#"
        problem: `x` has no value
          a.yaml:1:1
            1 | x:
              | ^
          help: write its value, or leave it out
        problem: `y` has no value
          a.yaml:2:4
            2 | y: ~
              |    ^
          help: write its value, or leave it out; if the word is meant, write "~" in quotes
        problem: `z` has no value
          a.yaml:3:4
            3 | z: null
              |    ^^^^
          help: write its value, or leave it out; if the word is meant, write "null" in quotes
        problem: `v` has no value
          a.yaml:4:6
            4 | w: { v: }
              |      ^
          help: write its value, or leave it out
        problem: an item of a list has no value
          a.yaml:6:4
            6 |   -
              |    ^
          help: write its value, or leave it out
        problem: an item of a list has no value
          a.yaml:7:5
            7 |   - NULL
              |     ^^^^
          help: write its value, or leave it out; if the word is meant, write "NULL" in quotes
        "#,
    );
}

#[test]
fn a_comma_in_a_number_ends_a_value_in_a_map() {
    check(
        "x: { builder: 2,000, designer: 1,250,000.50 a year, other: 3 }\n",
        r#"
        problem: `2,000` is read as `2` and then `000`
          a.yaml:1:15
            1 | x: { builder: 2,000, designer: 1,250,000.50 a year, other: 3 }
              |               ^^^^^
          help: in { } and [ ] a comma ends a value; put quotes round it: "2,000"
        problem: `1,250,000.50 a year` is read as `1` and then `250,000.50 a year`
          a.yaml:1:32
            1 | x: { builder: 2,000, designer: 1,250,000.50 a year, other: 3 }
              |                                ^^^^^^^^^^^^^^^^^^^
          help: in { } and [ ] a comma ends a value; put quotes round it: "1,250,000.50 a year"
        "#,
    );
}

#[test]
fn a_comma_in_a_number_ends_a_value_in_a_list() {
    check(
        "x: [ 2,000 ]\ny: [£2,000, 10]\nz: [1, 200, 3.5,100]\n",
        r#"
        problem: `2,000` is read as `2` and then `000`
          a.yaml:1:6
            1 | x: [ 2,000 ]
              |      ^^^^^
          help: in { } and [ ] a comma ends a value; put quotes round it: "2,000"
        problem: `£2,000` is read as `£2` and then `000`
          a.yaml:2:5
            2 | y: [£2,000, 10]
              |     ^^^^^^
          help: in { } and [ ] a comma ends a value; put quotes round it: "£2,000"
        "#,
    );
}

#[test]
fn a_comma_in_a_formula_ends_a_value() {
    check(
        "x: [ min(50% of overrun, cap), 3 ]\ny: { gain: max(a, min(b, c)), pain: 2 }\n",
        r#"
        problem: `min(50% of overrun, cap)` is read as `min(50% of overrun` and then `cap)`
          a.yaml:1:6
            1 | x: [ min(50% of overrun, cap), 3 ]
              |      ^^^^^^^^^^^^^^^^^^^^^^^^
          help: in { } and [ ] a comma ends a value; put quotes round it: "min(50% of overrun, cap)"
        problem: `max(a, min(b, c))` is read as `max(a` and then `min(b, c))`
          a.yaml:2:12
            2 | y: { gain: max(a, min(b, c)), pain: 2 }
              |            ^^^^^^^^^^^^^^^^^
          help: in { } and [ ] a comma ends a value; put quotes round it: "max(a, min(b, c))"
        "#,
    );
}

#[test]
fn a_comma_in_a_sentence_ends_a_value() {
    check(
        "x: { why: win together, lose together, who: all }\ny: { alone }\nz: { say: 'a \"b\"', c }\n",
        r#"
        problem: `lose together` has no value
          a.yaml:1:11
            1 | x: { why: win together, lose together, who: all }
              |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^
          help: in { } and [ ] a comma ends a value; put quotes round it: "win together, lose together"
        problem: `alone` has no value
          a.yaml:2:6
            2 | y: { alone }
              |      ^^^^^
          help: write a `:` and its value after it
        problem: `c` has no value
          a.yaml:3:11
            3 | z: { say: 'a "b"', c }
              |           ^^^^^^^^^^
          help: in { } and [ ] a comma ends a value; put quotes round the whole value
        "#,
    );
}

#[test]
fn a_key_is_one_word_in_quotes_or_without() {
    check(
        "\"a\": 1\n? [b, c]\n: 2\n{ d: e }: 3\n: 4\nf:\n",
        r#"
        problem: a list or map cannot be a key
          a.yaml:2:3
            2 | ? [b, c]
              |   ^
          help: write a plain word before the `:`
        problem: a list or map cannot be a key
          a.yaml:4:1
            4 | { d: e }: 3
              | ^
          help: write a plain word before the `:`
        problem: a value without a key
          a.yaml:5:1
            5 | : 4
              | ^
          help: write the key before the `:`
        problem: `f` has no value
          a.yaml:6:1
            6 | f:
              | ^
          help: write its value, or leave it out
        "#,
    );
}

#[test]
fn a_quoted_key_is_still_the_same_key() {
    check(
        "a: 1\n'a': 2\n",
        r#"
        problem: the key `a` stands twice; the first is on line 1
          a.yaml:2:1
            2 | 'a': 2
              | ^^^
          help: keep one of the two, or give the second a name of its own
        "#,
    );
}

#[test]
fn a_file_is_one_document() {
    check(
        "a: 1\n---\nb: 2\n",
        r#"
        problem: a second document begins here
          a.yaml:2:1
            2 | ---
              | ^^^
          help: keep one document in a file: delete the line, or move what follows to a file of its own
        "#,
    );
}

#[test]
fn an_end_mark_does_not_allow_a_second_document() {
    check(
        "a: 1\n...\nb: 2\n",
        r#"
        problem: a second document begins here
          a.yaml:3:1
            3 | b: 2
              | ^^
          help: keep one document in a file: delete the line, or move what follows to a file of its own
        "#,
    );
}

#[test]
fn an_empty_file_says_nothing() {
    check(
        "",
        r#"
        problem: the file says nothing
          a.yaml:1:1
            1 |
              | ^
          help: write at least one line `key: value`
        "#,
    );
}

#[test]
fn a_file_of_comments_says_nothing() {
    check(
        "# only a remark\n\n",
        r#"
        problem: the file says nothing
          a.yaml:1:1
            1 | # only a remark
              | ^
          help: write at least one line `key: value`
        "#,
    );
}

#[test]
fn a_file_of_a_document_mark_says_nothing() {
    check(
        "---\n# nothing\n",
        r#"
        problem: the file says nothing
          a.yaml:1:1
            1 | ---
              | ^
          help: write at least one line `key: value`
        "#,
    );
}
