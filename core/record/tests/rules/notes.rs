//! Notes and keys: who signed what, and what is not to be trusted.

use crate::made::{LOG, checkpoint, log_key, signed, witness_key};
use accordant_record::{
    KeyKind, KeyProblem, NOTE_BYTES_MAX, Note, NoteProblem, SIGNATURES_MAX, SignatureLine, SigningKey,
    Verified, VerifierKey, to_base64,
};

const TIME: u64 = 1_795_344_093;

fn witnessed() -> Note {
    let mut note = signed(&checkpoint(7));
    note.signatures.push(witness_key().cosign(&note.text, TIME).unwrap());
    note
}

#[test]
fn a_checkpoint_is_signed_by_its_log_and_by_a_witness_at_a_time() {
    let note = witnessed();
    assert_eq!(Note::read(&note.to_string()), Ok(note.clone()));
    let verified = note.check(&[log_key().verifier(), witness_key().verifier()]).unwrap();
    let log = Verified { name: LOG.to_string(), time: None };
    let witness = Verified { name: "harbour.example/witness".to_string(), time: Some(TIME) };
    assert_eq!(verified, [log, witness]);
}

#[test]
fn a_witness_signs_the_time_and_the_checkpoint_after_a_line_of_its_own() {
    let note = witnessed();
    let message = format!("cosignature/v1\ntime {TIME}\n{}", note.text);
    let plain = SigningKey::new("harbour.example/witness", KeyKind::Log, [8; 32]).unwrap();
    let (time, signature) = note.signatures[1].signature.split_at(8);
    assert_eq!(time, TIME.to_be_bytes());
    assert_eq!(signature, plain.sign(&message).unwrap().signature);
}

#[test]
fn lines_by_unknown_keys_are_passed_over_and_a_note_without_a_known_key_is_refused() {
    let note = witnessed();
    let verified = note.check(&[witness_key().verifier()]).unwrap();
    assert_eq!(verified.len(), 1);
    assert_eq!(note.check(&[]), Err(NoteProblem::NotSignedByKnownKey));
    let same_name = SigningKey::new(LOG, KeyKind::Log, [1; 32]).unwrap();
    assert_eq!(note.check(&[same_name.verifier()]), Err(NoteProblem::NotSignedByKnownKey));
    let same_key = SigningKey::new("another.example", KeyKind::Log, [7; 32]).unwrap();
    assert_eq!(note.check(&[same_key.verifier()]), Err(NoteProblem::NotSignedByKnownKey));
}

#[test]
fn a_known_key_whose_line_does_not_verify_spoils_the_note() {
    let keys = [log_key().verifier(), witness_key().verifier()];
    for line in 0..2 {
        for byte in 0..witnessed().signatures[line].signature.len() {
            let mut note = witnessed();
            note.signatures[line].signature[byte] ^= 1;
            let name = note.signatures[line].name.clone();
            assert_eq!(
                note.check(&keys),
                Err(NoteProblem::BadSignature { name }),
                "line {line}, byte {byte}"
            );
        }
        let mut cut = witnessed();
        cut.signatures[line].signature.pop();
        assert!(cut.check(&keys).is_err());
    }
    let mut other_text = witnessed();
    other_text.text = checkpoint(8).text().unwrap();
    assert_eq!(other_text.check(&keys), Err(NoteProblem::BadSignature { name: LOG.to_string() }));
}

#[test]
fn a_key_that_signs_twice_is_refused_where_it_is_known() {
    let mut note = witnessed();
    note.signatures.push(witness_key().cosign(&note.text, TIME + 1).unwrap());
    let name = "harbour.example/witness".to_string();
    assert_eq!(note.check(&[witness_key().verifier()]), Err(NoteProblem::SignedTwice { name }));
    assert!(note.check(&[log_key().verifier()]).is_ok());
}

#[test]
fn a_key_that_is_known_twice_speaks_once() {
    let twice = [witness_key().verifier(), witness_key().verifier()];
    assert_eq!(witnessed().check(&twice).unwrap().len(), 1);
}

#[test]
fn a_log_does_not_sign_as_a_witness_nor_a_witness_as_a_log() {
    let text = checkpoint(7).text().unwrap();
    assert_eq!(witness_key().sign(&text), Err(KeyProblem::OtherUse));
    assert_eq!(log_key().cosign(&text, TIME), Err(KeyProblem::OtherUse));
    assert_eq!(witness_key().cosign(&text, u64::MAX), Err(KeyProblem::Time));
    let as_log = SigningKey::new("harbour.example/witness", KeyKind::Log, [8; 32]).unwrap();
    assert_ne!(as_log.verifier().key_id(), witness_key().verifier().key_id());
}

#[test]
fn a_note_has_at_most_16_signatures_and_64_kib() {
    let line = |number: usize| SignatureLine {
        name: format!("key{number}"),
        key_id: [0; 4],
        signature: vec![1; 64],
    };
    let mut note = witnessed();
    note.signatures.extend((0..SIGNATURES_MAX - 2).map(line));
    assert_eq!(Note::read(&note.to_string()), Ok(note.clone()));
    note.signatures.push(line(99));
    assert_eq!(Note::read(&note.to_string()), Err(NoteProblem::TooManySignatures));
    let mut long = witnessed();
    let room = NOTE_BYTES_MAX - long.to_string().len();
    long.text.insert_str(0, &"x".repeat(room));
    assert!(Note::read(&long.to_string()).is_ok());
    long.text.insert(0, 'x');
    assert_eq!(Note::read(&long.to_string()), Err(NoteProblem::TooLong));
}

#[test]
fn what_is_no_note_is_refused() {
    let good = signed(&checkpoint(7)).to_string();
    let line = good.lines().last().unwrap();
    let key = line.rsplit_once(' ').unwrap().1;
    assert_eq!(Note::read("a text\n"), Err(NoteProblem::NoSignature));
    assert_eq!(Note::read("a text\n\n"), Err(NoteProblem::NoSignature));
    assert_eq!(Note::read(good.trim_end()), Err(NoteProblem::NoSignature));
    assert_eq!(Note::read(&good.replace("\n7\n", "\r\n7\n")), Err(NoteProblem::Control));
    let lines = [
        format!("- {LOG} {key}"),
        format!("\u{2014}{LOG} {key}"),
        format!("\u{2014} {key}"),
        format!("\u{2014}  {key}"),
        format!("\u{2014} two words {key}"),
        format!("\u{2014} a+b {key}"),
        format!("\u{2014} no\u{a0}break {key}"),
        format!("\u{2014} {LOG} {key} "),
        format!("\u{2014} {LOG} {}", to_base64(&[1, 2, 3, 4])),
        format!("\u{2014} {LOG} {}", to_base64(&[1, 2, 3])),
        format!("\u{2014} {LOG} not/base64"),
        String::new(),
    ];
    for line in lines {
        assert_eq!(SignatureLine::read(&line), Err(NoteProblem::NoSignatureLine { line: line.clone() }));
        assert!(Note::read(&format!("text\n\n{line}\n")).is_err(), "{line}");
    }
}

#[test]
fn keys_are_read_as_they_are_written() {
    for key in [log_key(), witness_key()] {
        let verifier = key.verifier();
        assert_eq!(VerifierKey::read(&verifier.to_string()), Ok(verifier.clone()));
        let again = SigningKey::read(&key.to_text()).unwrap();
        assert_eq!((again.verifier(), again.to_text()), (verifier, key.to_text()));
    }
    assert!(log_key().verifier().to_string().starts_with(&format!("{LOG}+")));
    assert!(log_key().to_text().starts_with(&format!("PRIVATE+KEY+{LOG}+")));
}

#[test]
fn a_key_whose_number_is_not_its_own_is_refused() {
    for text in [log_key().verifier().to_string(), witness_key().verifier().to_string()] {
        for place in 0..text.len() {
            for byte in [b'0', b'1', b'A', b'B', b'+', b' '] {
                let mut altered = text.clone().into_bytes();
                altered[place] = byte;
                let altered = String::from_utf8(altered).unwrap();
                assert!(altered == text || VerifierKey::read(&altered).is_err(), "{altered}");
            }
        }
    }
    let seed = log_key().to_text();
    assert_eq!(SigningKey::read(&seed.replace("log/1+", "log/2+")).err(), Some(KeyProblem::OtherNumber));
    assert_eq!(SigningKey::read(&log_key().verifier().to_string()).err(), Some(KeyProblem::Form));
}

#[test]
fn a_key_that_anybody_could_sign_for_is_refused() {
    let hash = |name: &str, key: &[u8]| {
        accordant_record::sha256(&[name.as_bytes(), b"\n\x01", key].concat()).to_string()[..8].to_string()
    };
    let mut identity = [0; 32];
    identity[0] = 1;
    for weak in [identity, [0; 32]] {
        let text = format!("weak+{}+{}", hash("weak", &weak), to_base64(&[&[1], weak.as_slice()].concat()));
        assert_eq!(VerifierKey::read(&text), Err(KeyProblem::NoKey));
    }
    let ecdsa = format!("other+00000000+{}", to_base64(&[&[2], [5; 32].as_slice()].concat()));
    assert_eq!(VerifierKey::read(&ecdsa), Err(KeyProblem::OtherKind { kind: 2 }));
}

#[test]
fn no_key_has_a_name_with_a_space_or_a_plus() {
    for name in ["", "two words", "a+b", "line\nfeed", "no\u{a0}break"] {
        assert_eq!(SigningKey::new(name, KeyKind::Log, [0; 32]).err(), Some(KeyProblem::Name), "{name:?}");
    }
}

#[test]
fn a_key_is_never_shown_with_its_seed() {
    let shown = format!("{:?}", log_key());
    let seed = to_base64(&[7; 32]);
    assert!(!shown.contains(&seed[..8]) && !shown.contains("7, 7"), "{shown}");
    let text = log_key().to_text();
    let altered = text.replace('+', "-");
    let problem = SigningKey::read(&altered).unwrap_err();
    assert!(!format!("{problem:?} {problem}").contains(&text[text.len() - 12..]));
}
