//! Bytes that are no text, and files that exceed a limit.

use accordant_agreement::problem::{PROBLEMS_MAX, Problems};
use accordant_agreement::tree::{BYTES_MAX, DEPTH_MAX, NODES_MAX, SCALAR_CHARS_MAX, read};

/// Reads a file; each problem is expected as `line:column code: what`.
fn check(bytes: &[u8], expected: &[&str]) {
    let mut problems = Problems::new();
    read("a.yaml", bytes, &mut problems);
    let found: Vec<String> = problems
        .sorted()
        .iter()
        .map(|found| format!("{}:{} {}: {}", found.place.line, found.place.column, found.code, found.what))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_byte_that_is_not_utf_8_is_told_with_its_place_and_the_reading_goes_on() {
    check(
        b"\xef\xbb\xbf\xc3\xa9: caf\xe9 \xa3\nb:\n",
        &[
            "1:7 not-utf-8: a byte that is not UTF-8 (hexadecimal E9, 10 bytes into the file)",
            "2:1 no-value: `b` has no value",
        ],
    );
}

#[test]
fn a_file_in_utf_16_is_refused_as_such() {
    check(b"\xff\xfea\0:\0", &["1:1 not-utf-8: the file is saved as UTF-16"]);
}

#[test]
fn what_cannot_be_seen_is_refused_once_a_line() {
    check(
        "a: x\0y\u{7}\nb: \u{202e}x\nc: a\u{2028}b\nd: e\rf\ng: \u{feff}h\ni: a\u{a0}b\n".as_bytes(),
        &[
            "1:5 unseen-character: a character that cannot be seen (U+0000)",
            "2:4 unseen-character: a character that cannot be seen (U+202E)",
            "3:5 unseen-character: a character that cannot be seen (U+2028)",
            "4:5 unseen-character: a character that cannot be seen (U+000D)",
            "5:4 unseen-character: a character that cannot be seen (U+FEFF)",
        ],
    );
}

#[test]
fn a_file_of_100_megabytes_is_refused_by_its_length() {
    check(
        &vec![b'['; 100_000_000],
        &["1:1 file-too-long: the file has 100000000 bytes; at most 4194304 (4 MiB) are read"],
    );
}

#[test]
fn the_longest_file_is_read() {
    let mut bytes = b"a: 1\n#".to_vec();
    bytes.resize(BYTES_MAX, b'x');
    check(&bytes, &[]);
}

#[test]
fn depth_has_a_limit() {
    let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    let too_deep = "too-deep: lists and maps stand more than 24 deep in one another";
    check(nested(DEPTH_MAX).as_bytes(), &[]);
    check(nested(DEPTH_MAX + 1).as_bytes(), &[&format!("1:25 {too_deep}")]);
    check("- ".repeat(100_000).as_bytes(), &[&format!("1:49 {too_deep}")]);
}

#[test]
fn a_hundred_thousand_levels_are_told_as_depth() {
    for opening in ["[", "{a: ", "{a: [", "[a, [", "? ", "- ? "] {
        let mut problems = Problems::new();
        assert_eq!(read("a.yaml", opening.repeat(100_000).as_bytes(), &mut problems), None);
        assert_eq!(problems.sorted().last().map(|found| found.code), Some("too-deep"), "{opening}");
    }
}

#[test]
fn the_number_of_nodes_has_a_limit() {
    check("- a\n".repeat(NODES_MAX - 1).as_bytes(), &[]);
    check(
        "- a\n".repeat(NODES_MAX).as_bytes(),
        &["200000:3 too-many-nodes: the file holds more than 200000 keys and values"],
    );
}

#[test]
fn the_length_of_a_scalar_has_a_limit_and_the_reading_goes_on() {
    let just = "x".repeat(SCALAR_CHARS_MAX);
    check(format!("a: {just}\n").as_bytes(), &[]);
    check(
        format!("a: {just}y\n? {just}z\n: 1\nb:\n").as_bytes(),
        &[
            "1:4 value-too-long: a text of 20001 characters; at most 20000 are read",
            "2:3 key-too-long: a text of 20001 characters; at most 20000 are read",
            "4:1 no-value: `b` has no value",
        ],
    );
}

#[test]
fn the_number_of_problems_has_a_limit_and_the_rest_is_counted() {
    let keys: String = (0..PROBLEMS_MAX + 7).map(|number| format!("k{number}:\n")).collect();
    let mut problems = Problems::new();
    read("a.yaml", keys.as_bytes(), &mut problems);
    let sorted = problems.sorted();
    assert_eq!(sorted.len(), PROBLEMS_MAX + 1);
    assert_eq!(sorted.last().map(|closing| closing.what.as_str()), Some("and 7 more"));
}
