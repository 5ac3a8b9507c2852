//! What logs and witnesses write to each other, and the proof that stands alone.

use crate::made::{LOG, checkpoint, leaves, log_key, signed, witness_key};
use accordant_record::{
    AddCheckpoint, Checkpoint, ExchangeProblem, Hash, LeafHashes, NotProven, Note, NoteProblem, ProofFile,
    ProofProblem, WitnessAnswer, consistency_proof, inclusion_proof,
};

fn request() -> AddCheckpoint {
    let proof = consistency_proof(&mut LeafHashes(&leaves(7)), 3, 7).unwrap();
    AddCheckpoint { old: 3, proof, note: signed(&checkpoint(7)) }
}

#[test]
fn a_request_to_a_witness_is_the_old_size_the_proof_and_the_checkpoint() {
    let request = request();
    let text = request.to_string();
    let hashes: Vec<String> = request.proof.iter().map(Hash::to_base64).collect();
    assert_eq!(text, format!("old 3\n{}\n\n{}", hashes.join("\n"), request.note));
    assert_eq!(AddCheckpoint::read(&text), Ok(request));
    let first = AddCheckpoint { old: 0, proof: Vec::new(), note: signed(&checkpoint(7)) };
    assert_eq!(first.to_string(), format!("old 0\n\n{}", first.note));
    assert_eq!(AddCheckpoint::read(&first.to_string()), Ok(first));
}

/// The example of the text on witnesses.
#[test]
fn the_published_request_is_read_and_written_as_it_stands() {
    let text = "old 20852014\n\
        PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n\
        jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n\
        5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n\
        /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\
        \n\
        example.com/behind-the-sofa\n\
        20852163\n\
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\
        \n\
        \u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
        \u{2014} example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n";
    let request = AddCheckpoint::read(text).unwrap();
    assert_eq!((request.old, request.proof.len(), request.note.signatures.len()), (20_852_014, 4, 2));
    assert_eq!(Checkpoint::read(&request.note.text).unwrap().size, 20_852_163);
    assert_eq!(request.to_string(), text);
}

#[test]
fn a_request_of_another_form_is_refused_with_its_line() {
    let good = request().to_string();
    let line = |number| Err(ExchangeProblem::Line { number });
    assert_eq!(AddCheckpoint::read(""), Err(ExchangeProblem::Cut));
    assert_eq!(AddCheckpoint::read("old 3\n"), Err(ExchangeProblem::Cut));
    assert_eq!(AddCheckpoint::read(&good.replace("old 3", "old 03")), line(1));
    assert_eq!(AddCheckpoint::read(&good.replace("old 3", "new 3")), line(1));
    assert_eq!(AddCheckpoint::read(&good.replacen('=', "", 1)), line(2));
    assert_eq!(
        AddCheckpoint::read(&good[..good.len() - 1]),
        Err(ExchangeProblem::Note(NoteProblem::NoSignature))
    );
    let hash = Hash::ZERO;
    let most = AddCheckpoint { proof: vec![hash; 63], ..request() };
    assert_eq!(AddCheckpoint::read(&most.to_string()), Ok(most));
    let more = AddCheckpoint { proof: vec![hash; 64], ..request() };
    assert_eq!(AddCheckpoint::read(&more.to_string()), Err(ExchangeProblem::TooManyHashes));
}

#[test]
fn a_witness_answers_with_its_lines_or_with_the_size_that_it_holds() {
    let text = checkpoint(7).text().unwrap();
    let signed = WitnessAnswer::Signed(vec![witness_key().cosign(&text, 1).unwrap()]);
    assert_eq!(WitnessAnswer::read(&signed.to_string()), Ok(signed));
    assert_eq!(WitnessAnswer::Holds(20_852_014).to_string(), "20852014\n");
    assert_eq!(WitnessAnswer::read("20852014\n"), Ok(WitnessAnswer::Holds(20_852_014)));
    for wrong in ["", "\n", "20852014", "020\n", "no\n", "1\n2\n"] {
        assert!(WitnessAnswer::read(wrong).is_err(), "{wrong:?}");
    }
}

fn proof_file() -> ProofFile {
    let hashes = inclusion_proof(&mut LeafHashes(&leaves(7)), 3, 7).unwrap();
    ProofFile { extra: None, index: 3, hashes, note: signed(&checkpoint(7)) }
}

#[test]
fn a_proof_file_has_the_form_of_tlog_proof() {
    let file = proof_file();
    let hashes: Vec<String> = file.hashes.iter().map(Hash::to_base64).collect();
    let text = format!("c2sp.org/tlog-proof@v1\nindex 3\n{}\n\n{}", hashes.join("\n"), file.note);
    assert_eq!(file.to_string(), text);
    assert_eq!(ProofFile::read(&text), Ok(file.clone()));
    let extra = ProofFile { extra: Some(b"more".to_vec()), ..file };
    assert_eq!(extra.to_string(), text.replacen("index", "extra bW9yZQ==\nindex", 1));
    assert_eq!(ProofFile::read(&extra.to_string()), Ok(extra));
}

#[test]
fn a_proof_file_of_another_form_is_refused_with_its_line() {
    let good = proof_file().to_string();
    let line = |number| Err(ExchangeProblem::Line { number });
    assert_eq!(ProofFile::read(""), Err(ExchangeProblem::Cut));
    assert_eq!(ProofFile::read(&good.replace("@v1", "@v2")), line(1));
    assert_eq!(ProofFile::read(&good.replace("index 3", "index 03")), line(2));
    assert_eq!(ProofFile::read(&good.replace("index 3", "extra !\nindex 3")), line(2));
    assert_eq!(ProofFile::read(&good.replace("index 3", "extra\nindex 3")), line(2));
    assert_eq!(ProofFile::read(&good.replace("index 3", "extra bQ==\nextra bQ==\nindex 3")), line(3));
    assert_eq!(ProofFile::read(&good.replacen('=', "", 1)), line(3));
    let cut = ProofFile::read("c2sp.org/tlog-proof@v1\nindex 3\n\n");
    assert_eq!(cut, Err(ExchangeProblem::Note(NoteProblem::NoSignature)));
}

#[test]
fn a_proof_file_proves_one_event_of_one_log_by_known_keys_alone() {
    let (file, leaves, known) = (proof_file(), leaves(7), [log_key().verifier()]);
    let (proven, verified) = file.check(&leaves[3], LOG, &known).unwrap();
    assert_eq!((proven, verified[0].name.as_str()), (checkpoint(7), LOG));
    let problem = |file: &ProofFile| file.check(&leaves[3], LOG, &known).unwrap_err();
    assert_eq!(file.check(&leaves[4], LOG, &known).unwrap_err(), NotProven::Proof(ProofProblem::OtherRoot));
    assert_eq!(file.check(&leaves[3], "another", &known).unwrap_err(), NotProven::OtherLog);
    let unsigned = file.check(&leaves[3], LOG, &[witness_key().verifier()]).unwrap_err();
    assert_eq!(unsigned, NotProven::Note(NoteProblem::NotSignedByKnownKey));
    let moved = ProofFile { index: 4, ..proof_file() };
    assert_eq!(problem(&moved), NotProven::Proof(ProofProblem::OtherRoot));
    let text = format!("{}more\n", checkpoint(7).text().unwrap());
    let note = Note { signatures: vec![log_key().sign(&text).unwrap()], text };
    assert!(matches!(problem(&ProofFile { note, ..proof_file() }), NotProven::Checkpoint(_)));
}
