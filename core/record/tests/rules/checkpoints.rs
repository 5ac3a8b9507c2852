//! Checkpoints, instants, hashes, commitments: one text for each.

use crate::made::{LOG, checkpoint};
use accordant_record::{
    Checkpoint, CheckpointProblem, EMPTY_ROOT, Hash, Instant, Salt, commitment, from_base64, request_hash,
    sha256, to_base64,
};

#[test]
fn a_checkpoint_is_three_lines() {
    let text = checkpoint(7).text().unwrap();
    assert_eq!(text, format!("{LOG}\n7\n{}\n", checkpoint(7).root.to_base64()));
    assert_eq!(Checkpoint::read(&text), Ok(checkpoint(7)));
}

#[test]
fn a_checkpoint_of_more_or_other_lines_is_refused() {
    let root = checkpoint(7).root.to_base64();
    let refused = [
        (format!("{LOG}\n7\n{root}\nmore\n"), CheckpointProblem::Lines),
        (format!("{LOG}\n7\n{root}\n\n"), CheckpointProblem::Lines),
        (format!("{LOG}\n7\n{root}"), CheckpointProblem::Lines),
        (format!("{LOG}\n7\n"), CheckpointProblem::Lines),
        (String::new(), CheckpointProblem::Lines),
        (format!("\n7\n{root}\n"), CheckpointProblem::Origin),
        (format!("two words\n7\n{root}\n"), CheckpointProblem::Origin),
        (format!("a+b\n7\n{root}\n"), CheckpointProblem::Origin),
        (format!("{LOG}\r\n7\n{root}\n"), CheckpointProblem::Origin),
        (format!("{LOG}\n07\n{root}\n"), CheckpointProblem::Size),
        (format!("{LOG}\n+7\n{root}\n"), CheckpointProblem::Size),
        (format!("{LOG}\n-7\n{root}\n"), CheckpointProblem::Size),
        (format!("{LOG}\n 7\n{root}\n"), CheckpointProblem::Size),
        (format!("{LOG}\n\n{root}\n"), CheckpointProblem::Size),
        (format!("{LOG}\n18446744073709551616\n{root}\n"), CheckpointProblem::Size),
        (format!("{LOG}\n7\n{}\n", root.trim_end_matches('=')), CheckpointProblem::Root),
        (format!("{LOG}\n7\n{}\n", to_base64(&[0; 31])), CheckpointProblem::Root),
        (format!("{LOG}\n7\n{}\n", checkpoint(7).root), CheckpointProblem::Root),
        (format!("{LOG}\n0\n{root}\n"), CheckpointProblem::NotTheEmptyRoot),
    ];
    for (text, problem) in refused {
        assert_eq!(Checkpoint::read(&text), Err(problem), "{text:?}");
    }
}

#[test]
fn a_line_more_cannot_be_brought_in_by_the_origin() {
    let forged = Checkpoint { origin: "a\n1\nb".to_string(), ..checkpoint(7) };
    assert_eq!(forged.text(), Err(CheckpointProblem::Origin));
    let empty = Checkpoint { origin: LOG.to_string(), size: 0, root: checkpoint(7).root };
    assert_eq!(empty.text(), Err(CheckpointProblem::NotTheEmptyRoot));
    assert!(Checkpoint { root: EMPTY_ROOT, ..empty }.text().is_ok());
}

#[test]
fn an_instant_is_written_with_six_digits_and_read_so_alone() {
    for (micros, written) in [
        (0, "1970-01-01T00:00:00.000000Z"),
        (1, "1970-01-01T00:00:00.000001Z"),
        (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
        (1_795_344_093_000_000, "2026-11-22T10:41:33.000000Z"),
        (9_025_257_599_999_999, "2255-12-31T23:59:59.999999Z"),
    ] {
        let instant = Instant::from_micros(micros).unwrap();
        assert_eq!(instant.to_string(), written);
        assert_eq!(written.parse(), Ok(instant));
        assert_eq!(instant.micros(), micros);
    }
    assert_eq!(Instant::from_micros(-1), None);
    assert_eq!(Instant::from_micros(9_025_257_600_000_000), None);
    assert_eq!(Instant::from_micros(9_025_257_599_999_999).unwrap().next(), None);
    let instant: Instant = "2026-11-22T10:41:33.999999Z".parse().unwrap();
    assert_eq!(instant.next().unwrap().to_string(), "2026-11-22T10:41:34.000000Z");
    assert_eq!((instant.seconds(), instant.date()), (1_795_344_093, jiff::civil::date(2026, 11, 22)));
}

/// Every second day of the years that there are, at a time that goes round the day.
#[test]
fn instants_sort_as_their_texts_and_agree_with_the_calendar() {
    let mut before = String::new();
    for step in 0..52_000_i64 {
        let micros = step * 2 * 86_400_000_000 + step * 1_234_567_891 % 86_400_000_000;
        let instant = Instant::from_micros(micros).unwrap();
        let written = instant.to_string();
        let calendar = jiff::Timestamp::from_microsecond(micros).unwrap();
        assert_eq!(written, format!("{calendar:.6}"));
        assert!(before < written, "{before} {written}");
        assert_eq!(written.parse(), Ok(instant));
        before = written;
    }
}

#[test]
fn a_hash_is_64_small_digits_or_padded_base64() {
    let hash = sha256(b"abc");
    let digits = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(hash.to_string(), digits);
    assert_eq!(digits.parse(), Ok(hash));
    assert_eq!(Hash::from_base64(&hash.to_base64()), Some(hash));
    for wrong in
        [&digits[1..], &digits.to_uppercase(), "", &format!("{digits}0"), &digits.replace('b', "\u{e9}")]
    {
        assert!(wrong.parse::<Hash>().is_err(), "{wrong}");
    }
    assert_eq!(Hash::from_base64(digits), None);
}

/// Four bytes leave bits over in the last letter: only zeros may stand there.
#[test]
fn base64_has_one_text_for_each_content() {
    assert_eq!(to_base64(&[1, 2, 3, 4]), "AQIDBA==");
    assert_eq!(from_base64("AQIDBA=="), Some(vec![1, 2, 3, 4]));
    for wrong in
        ["AQIDBB==", "AQIDBA", "AQIDBA=", "AQIDBA===", "AQIDBA== ", "AQID\nBA==", "AQID_A==", "AQIDB-=="]
    {
        assert_eq!(from_base64(wrong), None, "{wrong}");
    }
}

#[test]
fn a_commitment_is_the_hash_of_a_label_the_salt_and_the_bytes() {
    let salt = Salt([9; 32]);
    let spelled = [b"accordant/part/1\n".as_slice(), &[9; 32], b"yes"].concat();
    assert_eq!(commitment(&salt, b"yes"), sha256(&spelled));
    assert_ne!(commitment(&salt, b"yes"), commitment(&Salt([8; 32]), b"yes"));
    assert_eq!(format!("{salt:?}"), "Salt(..)");
}

#[test]
fn a_request_is_the_hash_of_origin_actor_and_key_on_lines() {
    assert_eq!(request_hash("log", "person/1", "key"), sha256(b"log\nperson/1\nkey"));
}
