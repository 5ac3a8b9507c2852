//! Every scalar keeps its text as written and its exact place.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use accordant_agreement::problem::{Place, Problems};
use accordant_agreement::tree::{Node, NodeKind, read};

/// Writes each key and scalar as `line:column+length text`, indented by depth; quoted text with a `'`.
fn check(yaml: &str, expected: &str) {
    let mut problems = Problems::new();
    let tree = read("a.yaml", yaml.as_bytes(), &mut problems);
    assert_eq!(problems.sorted(), []);
    let mut written = String::new();
    write(&tree.unwrap(), 0, &mut written);
    let expected: Vec<&str> =
        expected.trim_matches('\n').lines().map(|line| line.strip_prefix("        ").unwrap_or("")).collect();
    assert_eq!(written.trim_end(), expected.join("\n").trim_end(), "\n{written}");
}

fn write(node: &Node, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    match &node.kind {
        NodeKind::Scalar { text, quoted } => {
            let quote = if *quoted { "'" } else { "" };
            out.push_str(&format!("{indent}{} {quote}{}{quote}\n", at(&node.place), text.escape_debug()));
        }
        NodeKind::List(nodes) => {
            out.push_str(&format!("{indent}{} list\n", at(&node.place)));
            nodes.iter().for_each(|node| write(node, depth + 1, out));
        }
        NodeKind::Map(entries) => {
            out.push_str(&format!("{indent}{} map\n", at(&node.place)));
            for entry in entries {
                out.push_str(&format!("{indent}  {} {}:\n", at(&entry.key_place), entry.key));
                write(&entry.value, depth + 2, out);
            }
        }
        NodeKind::Refused => out.push_str(&format!("{indent}refused\n")),
    }
}

fn at(place: &Place) -> String {
    format!("{}:{}+{}", place.line, place.column, place.length)
}

#[test]
fn columns_count_characters_and_not_bytes() {
    check(
        "é€: { a: \"£x\", ü: 7 } # ß\n",
        "
        1:1+2 map
          1:1+2 é€:
            1:5+1 map
              1:7+1 a:
                1:10+4 '£x'
              1:16+1 ü:
                1:19+1 7
        ",
    );
}

#[test]
fn a_scalar_is_kept_as_written() {
    check(
        "a: 007\nb: yes\nc: 1e3\nd: 0.10\ne: 2,000\nf: \"007\"\n",
        "
        1:1+1 map
          1:1+1 a:
            1:4+3 007
          2:1+1 b:
            2:4+3 yes
          3:1+1 c:
            3:4+3 1e3
          4:1+1 d:
            4:4+4 0.10
          5:1+1 e:
            5:4+5 2,000
          6:1+1 f:
            6:4+5 '007'
        ",
    );
}

#[test]
fn a_text_of_several_lines_is_placed_at_its_first() {
    check(
        "# remark\na: |\n  first\n  second\nb: >-\n  x\n  y\nc: plain\n  goes on\nd: 'in\n  quotes'\n",
        "
        2:1+1 map
          2:1+1 a:
            3:3+5 'first\\nsecond\\n'
          5:1+1 b:
            6:3+1 'x y'
          8:1+1 c:
            8:4+5 plain goes on
          10:1+1 d:
            10:4+3 'in quotes'
        ",
    );
}

#[test]
fn lists_and_maps_are_placed_where_they_begin() {
    check(
        "list:\n  - - x\n  -\n    key: [ y, { z: 1 } ]\n",
        "
        1:1+4 map
          1:1+4 list:
            2:3+1 list
              2:5+1 list
                2:7+1 x
              4:5+3 map
                4:5+3 key:
                  4:10+1 list
                    4:12+1 y
                    4:15+1 map
                      4:17+1 z:
                        4:20+1 1
        ",
    );
}

#[test]
fn a_byte_order_mark_and_carriage_returns_move_no_place() {
    check(
        "\u{feff}a: 1\r\nb: x\r\n  y\r\n",
        "
        1:1+1 map
          1:1+1 a:
            1:4+1 1
          2:1+1 b:
            2:4+1 x y
        ",
    );
}

#[test]
fn values_that_no_comma_cuts_pass() {
    check(
        "a: [1, 200, 3.5,100]\nb: { c: min(x), d: 2014,e: 5 }\n",
        "
        1:1+1 map
          1:1+1 a:
            1:4+1 list
              1:5+1 1
              1:8+3 200
              1:13+3 3.5
              1:17+3 100
          2:1+1 b:
            2:4+1 map
              2:6+1 c:
                2:9+6 min(x)
              2:17+1 d:
                2:20+4 2014
              2:25+1 e:
                2:28+1 5
        ",
    );
}

#[test]
fn helpers_find_what_a_node_is() {
    let mut problems = Problems::new();
    let tree = read("a.yaml", b"a: x\nb: [1, 2]\nc: ~\n", &mut problems).unwrap();
    assert_eq!(tree.entry("a").and_then(|entry| entry.value.as_text()), Some("x"));
    assert_eq!(tree.entry("b").and_then(|entry| entry.value.as_list()).map(<[Node]>::len), Some(2));
    assert!(tree.entry("c").unwrap().value.is_refused());
    assert_eq!(tree.entry("d"), None);
    assert_eq!(tree.as_map().map(<[_]>::len), Some(3));
    assert_eq!(tree.as_text(), None);
}
