//! What cannot be read as YAML, and how the reader says so.

use super::check;

#[test]
fn a_tab_is_no_indentation() {
    check(
        "a:\n\tb: 1\n",
        r#"
        problem: a tab is used as indentation
          a.yaml:2:1
            2 |  b: 1
              | ^
          help: use spaces: no two editors agree how wide a tab is
        "#,
    );
}

#[test]
fn a_tab_before_the_first_key_is_no_indentation() {
    check(
        "\ta: 1\n",
        r#"
        problem: a tab is used as indentation
          a.yaml:1:1
            1 |  a: 1
              | ^
          help: use spaces: no two editors agree how wide a tab is
        "#,
    );
}

#[test]
fn a_tab_after_spaces_is_no_indentation() {
    check(
        "a:\n  - b: 1\n  \tc: 2\n",
        r#"
        problem: a tab is used as indentation
          a.yaml:3:3
            3 |    c: 2
              |   ^
          help: use spaces: no two editors agree how wide a tab is
        "#,
    );
}

#[test]
fn a_second_colon_on_a_line_needs_quotes() {
    check(
        "a:\nb: c: d\n",
        r#"
        problem: `a` has no value
          a.yaml:1:1
            1 | a:
              | ^
          help: write its value, or leave it out
        problem: a `:` stands where no key can stand
          a.yaml:2:5
            2 | b: c: d
              |     ^
          help: line a key up with the keys above it; put quotes round a text that holds `: `
        "#,
    );
}

#[test]
fn a_key_that_is_indented_too_far_is_refused() {
    check(
        "a: 1\n b: 2\n",
        r#"
        problem: a `:` stands where no key can stand
          a.yaml:2:3
            2 |  b: 2
              |   ^
          help: line a key up with the keys above it; put quotes round a text that holds `: `
        "#,
    );
}

#[test]
fn a_key_that_is_indented_too_little_is_refused() {
    check(
        "a:\n    b: 1\n  c: 2\n",
        r#"
        problem: this line is not indented like the lines that it belongs to
          a.yaml:3:3
            3 |   c: 2
              |   ^
          help: line it up with the keys above it, and let a list stand under a key of its own
        "#,
    );
}

#[test]
fn an_unclosed_bracket_is_told_with_its_place() {
    check(
        "a: 1\nb: [1, 2\nc: 3\n",
        r#"
        problem: the bracket of line 2, column 4 is still open here
          a.yaml:3:2
            3 | c: 3
              |  ^
          help: close it where it ends; or, if it goes on here: put quotes round a text that holds `: `
        "#,
    );
}

#[test]
fn an_unclosed_bracket_at_the_end_is_told_behind_the_last_word() {
    check(
        "a: { b: 1,\n  c: 2\n\n",
        r#"
        problem: the bracket of line 1, column 4 is still open here
          a.yaml:2:7
            2 |   c: 2
              |       ^
          help: close it where it ends; or, if it goes on here: put a comma between two values
        "#,
    );
}

#[test]
fn an_unclosed_quote_is_told_where_it_opens() {
    check(
        "a: \"x\nb: 1\n",
        r#"
        problem: the quote that opens here is not closed
          a.yaml:1:4
            1 | a: "x
              |    ^
          help: close it on the same line
        "#,
    );
}

#[test]
fn words_after_a_closing_quote_are_refused() {
    check(
        "a: 'x' y\n",
        r#"
        problem: something follows the closing quote
          a.yaml:1:8
            1 | a: 'x' y
              |        ^
          help: put the quotes round the whole value
        "#,
    );
}

#[test]
fn a_value_does_not_begin_with_a_sign_of_yaml() {
    check(
        "a: %x\n",
        r#"
        problem: a value cannot begin with this character
          a.yaml:1:4
            1 | a: %x
              |    ^
          help: put quotes round the value; in YAML this character has a meaning of its own
        "#,
    );
}

#[test]
fn a_bracket_that_was_not_opened_is_refused() {
    check(
        "a: [b]]\n",
        r#"
        problem: a bracket closes that was not opened
          a.yaml:1:7
            1 | a: [b]]
              |       ^
          help: delete it, or put quotes round the text
        "#,
    );
}

#[test]
fn an_item_is_not_left_out_of_a_list() {
    check(
        "a: [b, , c]\n",
        r#"
        problem: a value is missing before this
          a.yaml:1:8
            1 | a: [b, , c]
              |        ^
          help: write the value, or delete the comma that announces it
        "#,
    );
}

#[test]
fn a_list_begins_on_a_line_of_its_own() {
    check(
        "a: - b\n",
        r#"
        problem: a list cannot begin on the line of its key
          a.yaml:1:4
            1 | a: - b
              |    ^
          help: begin the list on the next line, each item with `- `
        "#,
    );
}

#[test]
fn an_undeclared_tag_is_refused_as_a_tag() {
    check(
        "a: !e!f x\n",
        r#"
        problem: a tag is not allowed in an agreement
          a.yaml:1:4
            1 | a: !e!f x
              |    ^
          help: delete it, or put quotes round a text that begins with `!`
        "#,
    );
}

#[test]
fn an_escaped_character_can_be_seen() {
    check(
        "a: \"x\\0y\"\nb: \"\\u202Ex\"\nc: \"line\\nline\"\nd:\n",
        r#"
        problem: a character that cannot be seen (U+0000)
          a.yaml:1:4
            1 | a: "x\0y"
              |    ^^^^^^
          help: delete the backslash and what belongs to it, or use single quotes
        problem: a character that cannot be seen (U+202E)
          a.yaml:2:4
            2 | b: "\u202Ex"
              |    ^^^^^^^^^
          help: delete the backslash and what belongs to it, or use single quotes
        problem: `d` has no value
          a.yaml:4:1
            4 | d:
              | ^
          help: write its value, or leave it out
        "#,
    );
}

#[test]
fn what_a_map_says_of_a_refused_key_is_not_told_twice() {
    check(
        "a: 1\na: { b: 2,000 }\nc:\n",
        r#"
        problem: the key `a` stands twice; the first is on line 1
          a.yaml:2:1
            2 | a: { b: 2,000 }
              | ^
          help: keep one of the two, or give the second a name of its own
        problem: `2,000` is read as `2` and then `000`
          a.yaml:2:9
            2 | a: { b: 2,000 }
              |         ^^^^^
          help: in { } and [ ] a comma ends a value; put quotes round it: "2,000"
        problem: `c` has no value
          a.yaml:3:1
            3 | c:
              | ^
          help: write its value, or leave it out
        "#,
    );
}
