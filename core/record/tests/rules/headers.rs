//! A header is written in one way, and read in that way alone.

use crate::made::{LINE, header};
use accordant_record::{HEADER_BYTES_MAX, Hash, Header, HeaderProblem, PartListed, WHOLE_MAX, sha256};
use proptest::prelude::*;
use std::collections::BTreeMap;

#[test]
fn the_header_of_the_decision_is_written_key_by_key() {
    let line = header().to_line().unwrap();
    assert_eq!(String::from_utf8(line).unwrap(), LINE);
    assert_eq!(Header::read(LINE.as_bytes()), Ok(header()));
}

#[test]
fn a_key_that_says_nothing_is_left_out() {
    let least = Header { cause: None, effective: None, parts: Vec::new(), seat: None, ..header() };
    let line = String::from_utf8(least.to_line().unwrap()).unwrap();
    for key in ["cause", "effective", "parts", "seat"] {
        assert!(!line.contains(&format!("\"{key}\"")), "{key}");
    }
    assert_eq!(Header::read(line.as_bytes()), Ok(least));
}

fn refused(change: impl FnOnce(&mut Header)) -> HeaderProblem {
    let mut header = header();
    change(&mut header);
    header.to_line().unwrap_err()
}

#[test]
fn what_the_format_cannot_say_is_not_written() {
    let key = |problem| match problem {
        HeaderProblem::Value { key, .. } => key,
        other => panic!("{other}"),
    };
    assert_eq!(key(refused(|header| header.actor = "person/1".to_string())), "actor");
    assert_eq!(key(refused(|header| header.actor = "system/".to_string())), "actor");
    assert_eq!(key(refused(|header| header.actor = header.actor.to_uppercase())), "actor");
    assert_eq!(key(refused(|header| header.assurance = String::new())), "assurance");
    assert_eq!(key(refused(|header| header.authority = WHOLE_MAX + 1)), "authority");
    assert_eq!(key(refused(|header| header.cause = Some(WHOLE_MAX + 1))), "cause");
    assert_eq!(key(refused(|header| header.effective = Some(jiff::civil::date(-1, 1, 1)))), "effective");
    assert_eq!(key(refused(|header| header.index = WHOLE_MAX + 1)), "index");
    assert_eq!(key(refused(|header| header.index = 0)), "previous");
    assert_eq!(key(refused(|header| header.kind = "agr\u{e9}\u{e9}".to_string())), "kind");
    assert_eq!(key(refused(|header| header.log = "two words".to_string())), "log");
    assert_eq!(key(refused(|header| header.log = "a+b".to_string())), "log");
    assert_eq!(key(refused(|header| header.parts[0].name = "\n".to_string())), "name");
    assert_eq!(key(refused(|header| header.parts[1].compartment = "party/".to_string())), "compartment");
    assert_eq!(key(refused(|header| header.parts[1].compartment = "everybody".to_string())), "compartment");
    assert_eq!(key(refused(|header| header.rules = u64::MAX)), "rules");
    assert_eq!(key(refused(|header| header.seat = Some(String::new()))), "seat");
    assert_eq!(key(refused(|header| header.actor = "system/tick".to_string())), "seat");
    assert_eq!(key(refused(|header| header.software = "\u{7f}".to_string())), "software");
    assert_eq!(key(refused(|header| header.stream = "\t".to_string())), "stream");
    assert_eq!(key(refused(|header| header.version = 0)), "version");
}

#[test]
fn a_header_has_at_most_16384_bytes_written_or_read() {
    let mut longest = header();
    let room = HEADER_BYTES_MAX - LINE.len();
    longest.software.push_str(&"x".repeat(room));
    let line = longest.to_line().unwrap();
    assert_eq!(line.len(), HEADER_BYTES_MAX);
    assert_eq!(Header::read(&line), Ok(longest.clone()));
    longest.software.push('x');
    assert_eq!(longest.to_line(), Err(HeaderProblem::TooLong { bytes: 16_385 }));
    let text = String::from_utf8(line).unwrap();
    let longer = text.replacen("accordant 0.1.0x", "accordant 0.1.0xx", 1);
    assert_eq!(Header::read(longer.as_bytes()), Err(HeaderProblem::TooLong { bytes: 16_385 }));
}

#[test]
fn another_format_is_told_with_what_to_install_whatever_else_it_holds() {
    let other = HeaderProblem::OtherFormat { format: 2 };
    let keys_between = LINE.replace("\"format\":1", "\"colour\":[1.5,null],\"format\":2");
    for line in [LINE.replace("\"format\":1", "\"format\":2"), keys_between] {
        assert_eq!(Header::read(line.as_bytes()), Err(other.clone()));
    }
    assert_eq!(other.to_string(), "the header has format 2, and this program reads 1");
    assert_eq!(other.help(), "install a version of this program that reads headers of format 2");
}

#[test]
fn a_problem_says_what_must_stand_where_and_what_stands_there() {
    let line = LINE.replace("\"authority\":2", "\"authority\":02");
    let problem = Header::read(line.as_bytes()).unwrap_err();
    assert_eq!(
        problem.to_string(),
        "at byte 129 must stand a whole number from 0 to 9007199254740991, without zeros before it, \
         and there stands `02,\"cause\":5,\"effective\"`"
    );
    assert_eq!(
        Header::read(LINE.replace("harbour\",\"soft", "h\u{e4}fen\",\"soft").as_bytes())
            .unwrap_err()
            .to_string(),
        "at byte 700 stands what no header holds"
    );
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[ -~]{1,24}",
        1 => "[\"\\\\{}:,\\[\\]u0]{1,12}",
    ]
}

fn hash() -> impl Strategy<Value = Hash> {
    any::<u64>().prop_map(|number| sha256(&number.to_be_bytes()))
}

fn part() -> impl Strategy<Value = PartListed> {
    let party = text().prop_map(|party| format!("party/{party}"));
    let compartment = prop_oneof![Just("alliance".to_string()), Just("personal".to_string()), party];
    (text(), compartment, hash()).prop_map(|(name, compartment, commitment)| PartListed {
        name,
        compartment,
        commitment,
    })
}

prop_compose! {
    fn any_header()(
        log in "[!-*,-~]{1,40}",
        index in 1..=WHOLE_MAX,
        hashes in (hash(), hash()),
        texts in (text(), text(), text(), text()),
        numbers in (1..=WHOLE_MAX, any::<u32>(), 0..=WHOLE_MAX, 0..=WHOLE_MAX),
        micros in 0_i64..9_025_257_600_000_000,
        days in proptest::option::of((0_i16..=9999, 1_i8..=12, 1_i8..=28)),
        person in proptest::option::of("[0-9a-f]{32}"),
        job in text(),
        seat in proptest::option::of(text()),
        cause in proptest::option::of(0..=WHOLE_MAX),
        parts in proptest::collection::vec(part(), 0..4),
    ) -> Header {
        let (previous, request) = hashes;
        let (stream, kind, assurance, software) = texts;
        let (version, kind_version, authority, rules) = numbers;
        let seat = seat.filter(|_| person.is_some());
        let actor = person.map_or_else(|| format!("system/{job}"), |person| format!("person/{person}"));
        let at = accordant_record::Instant::from_micros(micros).unwrap();
        let effective = days.map(|(year, month, day)| jiff::civil::date(year, month, day));
        Header {
            log, index, previous, stream, version, kind, kind_version, at, effective, actor, assurance, seat,
            authority, rules, cause, request, parts, software,
        }
    }
}

/// The same line by a JSON library: an object whose keys are sorted, without spaces.
fn by_library(header: &Header) -> String {
    let mut keys: BTreeMap<&str, serde_json::Value> = BTreeMap::from([
        ("actor", header.actor.clone().into()),
        ("assurance", header.assurance.clone().into()),
        ("at", header.at.to_string().into()),
        ("authority", header.authority.into()),
        ("format", 1.into()),
        ("index", header.index.into()),
        ("kind", header.kind.clone().into()),
        ("kind_version", header.kind_version.into()),
        ("log", header.log.clone().into()),
        ("previous", header.previous.to_string().into()),
        ("request", header.request.to_string().into()),
        ("rules", header.rules.into()),
        ("software", header.software.clone().into()),
        ("stream", header.stream.clone().into()),
        ("version", header.version.into()),
    ]);
    keys.extend(header.cause.map(|cause| ("cause", cause.into())));
    keys.extend(header.effective.map(|day| ("effective", day.to_string().into())));
    keys.extend(header.seat.clone().map(|seat| ("seat", seat.into())));
    let part = |part: &PartListed| {
        serde_json::json!({
            "commitment": part.commitment.to_string(), "compartment": part.compartment, "name": part.name,
        })
    };
    if !header.parts.is_empty() {
        keys.insert("parts", header.parts.iter().map(part).collect());
    }
    serde_json::to_string(&keys).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_header_is_read_as_it_was_written_and_written_as_a_json_library_writes_it(header in any_header()) {
        let line = header.to_line().unwrap();
        prop_assert_eq!(Header::read(&line), Ok(header.clone()));
        prop_assert_eq!(String::from_utf8(line).unwrap(), by_library(&header));
    }
}
