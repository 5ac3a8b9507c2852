//! No two lines say the same: a line that is not written in the one way is refused.

use crate::made::{LINE, header};
use accordant_record::{Header, HeaderProblem, Leaf};

/// A line is refused, or it says something else and is written exactly so.
fn refused_or_another(line: &[u8]) {
    if let Ok(read) = Header::read(line) {
        assert_eq!(read.to_line().as_deref(), Ok(line), "{}", String::from_utf8_lossy(line));
        assert_ne!(read, header(), "{}", String::from_utf8_lossy(line));
        let parsed: serde_json::Value = serde_json::from_slice(line).unwrap();
        assert_eq!(parsed["index"], read.index);
    }
}

#[test]
fn each_byte_replaced_is_refused_or_says_something_else() {
    let replacements: &[u8] = b"\0\n\r\t \"\\/,:[]{}+-.019aAfFeEnu~\x7f\x80\xc3\xff";
    for place in 0..LINE.len() {
        let mut line = LINE.as_bytes().to_vec();
        let flipped = (0..8).map(|bit| line[place] ^ (1 << bit)).collect::<Vec<u8>>();
        for byte in replacements.iter().chain(&flipped) {
            if LINE.as_bytes()[place] != *byte {
                line[place] = *byte;
                refused_or_another(&line);
            }
        }
    }
}

#[test]
fn each_byte_left_out_doubled_or_added_is_refused_or_says_something_else() {
    for place in 0..LINE.len() {
        let mut shorter = LINE.as_bytes().to_vec();
        let byte = shorter.remove(place);
        refused_or_another(&shorter);
        for added in [byte, b' ', b'0', b'"', b'\\', b',', b'\n'] {
            let mut longer = LINE.as_bytes().to_vec();
            longer.insert(place, added);
            refused_or_another(&longer);
        }
    }
}

#[test]
fn a_line_cut_anywhere_is_refused() {
    for end in 0..LINE.len() {
        assert!(Header::read(&LINE.as_bytes()[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn two_keys_that_change_places_are_refused() {
    let inner = LINE.strip_prefix('{').unwrap().strip_suffix('}').unwrap();
    let (before, rest) = inner.split_once(",\"parts\":").unwrap();
    let (parts, after) = rest.split_once(",\"previous\"").unwrap();
    let parts = format!("\"parts\":{parts}");
    let after = format!("\"previous\"{after}");
    let keys: Vec<&str> = before.split(',').chain([parts.as_str()]).chain(after.split(',')).collect();
    assert_eq!(format!("{{{}}}", keys.join(",")), LINE);
    for first in 0..keys.len() {
        for second in first + 1..keys.len() {
            let mut swapped = keys.clone();
            swapped.swap(first, second);
            assert!(Header::read(format!("{{{}}}", swapped.join(",")).as_bytes()).is_err());
        }
        let mut doubled = keys.clone();
        doubled.insert(first, keys[first]);
        assert!(Header::read(format!("{{{}}}", doubled.join(",")).as_bytes()).is_err(), "{}", keys[first]);
    }
}

/// What stands in the line, what stands there instead, and what it is called.
const VARIANTS: &[(&str, &str, &str)] = &[
    ("{\"actor\"", " {\"actor\"", "a space before"),
    ("{\"actor\"", "\u{feff}{\"actor\"", "a byte order mark"),
    ("\"version\":3}", "\"version\":3} ", "a space after"),
    ("\"version\":3}", "\"version\":3}\n", "its line feed"),
    ("\"version\":3}", "\"version\":3}\r", "a carriage return"),
    ("\"version\":3}", "\"version\":3}{}", "another object"),
    ("\"version\":3}", "\"version\":3,}", "a comma at the end"),
    ("\"cause\":5", "\"cause\": 5", "a space after a colon"),
    ("\"cause\":5,", "\"cause\":5, ", "a space after a comma"),
    ("\"cause\":5", "\"cause\":5.0", "a fraction"),
    ("\"cause\":5", "\"cause\":5e0", "an exponent"),
    ("\"cause\":5", "\"cause\":05", "a zero before"),
    ("\"cause\":5", "\"cause\":+5", "a plus sign"),
    ("\"cause\":5", "\"cause\":-5", "a negative number"),
    ("\"cause\":5", "\"cause\":-0", "a negative zero"),
    ("\"cause\":5", "\"cause\":\"5\"", "a number in quotes"),
    ("\"cause\":5", "\"cause\":null", "a null"),
    ("\"cause\":5", "\"cause\":true", "a truth"),
    ("\"cause\":5", "\"cause\":[5]", "a list"),
    ("\"cause\":5", "\"cause\":9007199254740992", "a number past 2^53 - 1"),
    ("\"cause\":5", "\"cause\":18446744073709551621", "a number past 64 bits"),
    ("\"cause\":5", "\"cause\":5,\"cause\":5", "a key twice"),
    ("\"cause\":5", "\"cause\":5,\"colour\":1", "an unknown key"),
    ("\"cause\":5", "\"Cause\":5", "a capital letter in a key"),
    ("\"cause\":5", "\"c\\u0061use\":5", "an escape in a key"),
    ("\"authority\":2,\"cause\":5", "\"cause\":5,\"authority\":2", "keys out of order"),
    ("\"authority\":2,", "", "a key that is missing"),
    ("\"kind_version\":1", "\"kind_version\":4294967296", "a version past 32 bits"),
    ("\"version\":3", "\"version\":0", "a version before the first"),
    ("\"format\":1", "\"format\":1.0", "a format with a fraction"),
    ("\"format\":1", "\"format\":01", "a format with a zero before"),
    ("\"format\":1,", "", "no format"),
    ("agreed", "\\u0061greed", "a letter written as an escape"),
    ("decision/1", "decision\\/1", "an escaped slash"),
    ("agreed", "agr\u{e9}ed", "a letter beyond ASCII"),
    ("agreed", "agr\\u00e9ed", "an escaped letter beyond ASCII"),
    ("agreed", "agreed\\n", "an escaped line feed"),
    ("agreed", "agreed\t", "a tab"),
    ("agreed", "agreed\u{7f}", "a delete character"),
    ("agreed", "agr\"eed", "a quote that is not escaped"),
    ("agreed", "agreed\\", "a backslash that is not escaped"),
    ("\"agreed\"", "'agreed'", "other quotes"),
    ("\"agreed\"", "\"\"", "an empty text"),
    ("\"seat\":\"harbour\"", "\"seat\":\"\"", "an empty seat"),
    ("\"seat\":\"harbour\"", "\"seat\":null", "a seat that is null"),
    ("ca978112", "CA978112", "capital digits of a hash"),
    ("ca978112", "ca97811", "a digit too few"),
    ("ca978112", "0xca978112", "a prefix of a hash"),
    ("ca978112", "ga978112", "a letter that is no digit"),
    ("2026-11-22T10:41:33.000000Z", "2026-11-22T10:41:33Z", "an instant without its digits"),
    ("2026-11-22T10:41:33.000000Z", "2026-11-22T10:41:33.0000000Z", "an instant with seven digits"),
    ("2026-11-22T10:41:33.000000Z", "2026-11-22 10:41:33.000000Z", "an instant with a space"),
    ("2026-11-22T10:41:33.000000Z", "2026-11-22t10:41:33.000000z", "an instant in small letters"),
    ("2026-11-22T10:41:33.000000Z", "2026-11-22T10:41:60.000000Z", "a leap second"),
    ("2026-11-22T10:41:33.000000Z", "2026-11-22T24:00:00.000000Z", "an hour that no day has"),
    ("2026-11-22T10:41:33.000000Z", "2026-02-29T10:41:33.000000Z", "a day that the year has not"),
    ("2026-11-22T10:41:33.000000Z", "1969-12-31T23:59:59.999999Z", "an instant before 1970"),
    ("2026-11-22T10:41:33.000000Z", "2256-01-01T00:00:00.000000Z", "an instant after 2255"),
    ("2026-04-01", "2026-4-1", "a date without zeros"),
    ("2026-04-01", "20260401", "a date without hyphens"),
    ("2026-04-01", "2026-04-31", "a day that the month has not"),
    ("2026-04-01", "2026-13-01", "a month that no year has"),
    ("person/0123", "person/123", "a person with a digit too few"),
    ("person/0123456789abcdef", "person/0123456789ABCDEF", "a person in capitals"),
    ("person/0123", "people/0123", "an actor of another form"),
    ("party/harbour", "party/", "a compartment of no party"),
    ("\"compartment\":\"alliance\"", "\"compartment\":\"world\"", "an unknown compartment"),
    ("\"name\":\"body\"}", "\"name\":\"body\",\"size\":3}", "an unknown key of a part"),
    ("\"name\":\"body\"}", "\"name\":\"body\",}", "a comma at the end of a part"),
    ("\"name\":\"reason\"}]", "\"name\":\"reason\"},]", "a comma at the end of the parts"),
    ("\"parts\":[{", "\"parts\":[[{", "a list in a list"),
    ("{\"actor\"", "[{\"actor\"", "a list"),
];

#[test]
fn every_other_way_of_writing_is_refused() {
    for (written, otherwise, called) in VARIANTS {
        let line = LINE.replacen(written, otherwise, 1);
        assert_ne!(line, LINE, "{called}");
        assert!(Header::read(line.as_bytes()).is_err(), "{called}: {line}");
    }
}

#[test]
fn parts_that_are_none_are_left_out_and_nothing_else() {
    let (before, rest) = LINE.split_once("\"parts\":").unwrap();
    let (_, after) = rest.split_once("],").unwrap();
    assert!(Header::read(format!("{before}{after}").as_bytes()).is_ok());
    for none in ["\"parts\":[],", "\"parts\":null,", "\"parts\":{},"] {
        assert!(Header::read(format!("{before}{none}{after}").as_bytes()).is_err(), "{none}");
    }
}

#[test]
fn what_is_no_header_at_all_is_refused_with_its_place() {
    for line in ["", "{}", "[]", "null", "1", "\"actor\"", "{"] {
        let problem = Header::read(line.as_bytes()).unwrap_err();
        assert!(matches!(problem, HeaderProblem::Misplaced { at: 0 | 1, .. }), "{line}: {problem}");
    }
}

#[test]
fn a_leaf_is_the_hash_of_the_line_as_it_stands() {
    let leaf = Leaf::read(LINE.as_bytes()).unwrap();
    assert_eq!(leaf.hash, accordant_record::leaf_hash(LINE.as_bytes()));
    assert_eq!(leaf.header, header());
}
