//! Matching copies: what a party countersigns, what it answers, and that no record goes two ways unnoticed (G8).

mod keepers;

use accordant_host::{Asked, Reply, Witness, WitnessRefusal, post};
use accordant_record::{AddCheckpoint, Hash, Note};
use keepers::{copied, founded, goes_on, opened, served, witness, world};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use tempfile::tempdir;

/// Status, type and body of what is answered to these bytes.
fn answered(address: &str, request: &str) -> (u16, String, String) {
    let mut stream = TcpStream::connect(address.trim_start_matches("http://")).expect("it listens");
    stream.write_all(request.as_bytes()).expect("it hears");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    let (head, body) = answer.split_once("\r\n\r\n").expect("an answer has a head");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let kind = head.lines().find_map(|line| line.strip_prefix("content-type: ")).unwrap_or_default();
    (status, kind.to_string(), body.to_string())
}

fn posted(address: &str, body: &str) -> (u16, String, String) {
    let head = "POST /add-checkpoint HTTP/1.1\r\nhost: witness\r\nconnection: close\r\ncontent-length:";
    answered(address, &format!("{head} {}\r\n\r\n{body}", body.len()))
}

#[test]
fn over_http_every_answer_is_that_of_the_specification() {
    let home = tempdir().expect("a folder");
    let alliance = founded(&home.path().join("record"));
    let party = witness(&alliance, &home.path().join("hospital"));
    let first = alliance.add_checkpoint_for("hospital").expect("a request");
    let size = alliance.standing().expect("it stands").size;
    goes_on(&alliance, "2025-05", "130");
    let second = alliance.add_checkpoint_from(size).expect("a request");
    let address = served(party);

    let (status, kind, body) = posted(&address, &second.to_string());
    assert_eq!(
        (status, kind.as_str(), body.as_str()),
        (409, "text/x.tlog.size", "0\n"),
        "nothing is held yet"
    );
    let (status, _, body) = posted(&address, &first.to_string());
    assert_eq!(status, 200, "{body}");
    assert!(body.starts_with("\u{2014} hospital ") && body.ends_with('\n'), "{body}");
    let (status, ..) = posted(&address, &AddCheckpoint { old: size + 9, ..second.clone() }.to_string());
    assert_eq!(status, 400, "it would go back");
    let (status, kind, body) = posted(&address, &AddCheckpoint { old: 1, ..second.clone() }.to_string());
    assert_eq!((status, kind.as_str(), body), (409, "text/x.tlog.size", format!("{size}\n")));
    let proof = vec![Hash::from_bytes([7; 32]); second.proof.len()];
    assert_eq!(posted(&address, &AddCheckpoint { proof, ..second.clone() }.to_string()).0, 422);
    let mut forged = second.clone();
    forged.note.signatures[0].signature[0] ^= 1;
    assert_eq!(posted(&address, &forged.to_string()).0, 403, "the key did not sign this");
    let mut strange = second.clone();
    strange.note.text = strange.note.text.replacen("mill-lane", "other", 1);
    assert_eq!(posted(&address, &strange.to_string()).0, 404, "no key is trusted for it");
    assert_eq!(posted(&address, "young 3\n").0, 400);
    assert_eq!(posted(&address, &"x".repeat(80_000)).0, 413);
    let elsewhere = "POST / HTTP/1.1\r\nhost: witness\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    assert_eq!(answered(&address, elsewhere).0, 404);
    let looked = "GET /add-checkpoint HTTP/1.1\r\nhost: witness\r\nconnection: close\r\n\r\n";
    assert_eq!(answered(&address, looked).0, 405);
    assert_eq!(posted(&address, &second.to_string()).0, 200, "no refusal changed what is held");
    assert_eq!(posted(&address, &first.to_string()).0, 409, "it never goes back");
}

#[test]
fn a_matching_copy_is_told_with_its_party_size_and_day() {
    let home = tempdir().expect("a folder");
    let alliance = founded(&home.path().join("record"));
    let party = witness(&alliance, &home.path().join("hospital"));
    assert_eq!(alliance.standing().expect("it stands").copies, []);
    let lines = party.add_checkpoint(&alliance.add_checkpoint_for("hospital").expect("a request"));
    let copy = alliance.take_matching(&lines.expect("it countersigns")).expect("it is taken up");
    goes_on(&alliance, "2025-05", "130");
    let standing = alliance.standing().expect("it stands");
    assert_eq!(standing.copies, std::slice::from_ref(&copy));
    assert_eq!((copy.party.as_str(), copy.size, standing.size), ("hospital", 5, 6));
    assert_eq!((standing.signed, standing.signed_at), (6, standing.last_at));
    assert_eq!(copy.at.date().to_string(), "2026-11-22");
    assert_eq!(alliance.add_checkpoint_for("hospital").expect("a request").old, 5, "it goes on from there");
}

#[test]
fn a_line_by_a_key_that_no_party_has_named_is_not_taken_up() {
    let home = tempdir().expect("a folder");
    let alliance = founded(&home.path().join("record"));
    witness(&alliance, &home.path().join("hospital"));
    let stranger = Witness::make(world(), &home.path().join("stranger"), "hospital").expect("a key");
    stranger.trust(&alliance.verifier().to_string()).expect("the key of the record");
    let lines =
        stranger.add_checkpoint(&alliance.add_checkpoint_from(0).expect("a request")).expect("it signs");
    alliance.take_matching(&lines).expect_err("nobody named that key");
    assert_eq!(alliance.standing().expect("it stands").copies, []);
}

#[test]
fn of_requests_that_race_none_takes_a_copy_back() {
    let home = tempdir().expect("a folder");
    let alliance = founded(&home.path().join("record"));
    let folder = home.path().join("hospital");
    let party = witness(&alliance, &folder);
    let first = alliance.add_checkpoint_for("hospital").expect("a request");
    party.add_checkpoint(&first).expect("it countersigns");
    let held = alliance.standing().expect("it stands").size;
    let mut requests = Vec::new();
    for month in ["2025-05", "2025-06", "2025-07", "2025-08"] {
        goes_on(&alliance, month, "130");
        requests.push(alliance.add_checkpoint_from(held).expect("a request"));
    }
    let answers: Vec<Result<u64, u64>> = std::thread::scope(|scope| {
        let asking: Vec<_> = requests
            .iter()
            .zip(held + 1..)
            .map(|(request, size)| {
                let folder = &folder;
                scope.spawn(move || {
                    let party = Witness::open(world(), folder).expect("it opens");
                    match party.add_checkpoint(request) {
                        Ok(_) => Ok(size),
                        Err(WitnessRefusal::Holds(holds)) => Err(holds),
                        Err(other) => panic!("{other}"),
                    }
                })
            })
            .collect();
        asking.into_iter().map(|asked| asked.join().expect("it ends")).collect()
    });
    let taken: Vec<u64> = answers.iter().filter_map(|answer| answer.ok()).collect();
    let [taken] = taken.as_slice() else { panic!("{answers:?}: exactly one is countersigned") };
    assert!(answers.iter().filter_map(|answer| answer.err()).all(|holds| holds == *taken), "{answers:?}");
    let copy = party.held(alliance.origin()).expect("it is read").expect("it is held");
    assert_eq!(copy.checkpoint.size, *taken);
}

/// Two hosts go on from one copy of the folder, each in its own way: how many of them get a matching copy.
fn countersigned(home: &Path, change: impl Fn(Witness) -> Witness) -> usize {
    let folder = home.join("record");
    let alliance = founded(&folder);
    let party = change(witness(&alliance, &home.join("hospital")));
    let lines = party.add_checkpoint(&alliance.add_checkpoint_for("hospital").expect("a request"));
    alliance.take_matching(&lines.expect("it countersigns")).expect("it is taken up");
    drop(alliance);
    copied(&folder, &home.join("other"));
    let (one, other) = (opened(&folder), opened(&home.join("other")));
    goes_on(&one, "2025-05", "130");
    goes_on(&other, "2025-05", "999");
    let countersigned = [&one, &other].into_iter().filter(|alliance| {
        let request = alliance.add_checkpoint_for("hospital").expect("a request");
        let lines = party.add_checkpoint(&request);
        lines.is_ok_and(|lines| alliance.take_matching(&lines).is_ok())
    });
    countersigned.count()
}

#[test]
fn of_two_hosts_from_one_copy_exactly_one_is_countersigned() {
    let home = tempdir().expect("a folder");
    assert_eq!(countersigned(home.path(), |party| party), 1);
}

#[test]
fn without_the_memory_of_the_witness_both_hosts_would_be_countersigned() {
    let home = tempdir().expect("a folder");
    assert_eq!(countersigned(home.path(), Witness::without_memory), 2);
}

#[test]
fn a_host_asks_over_http_and_goes_on_from_what_is_held_there() {
    let home = tempdir().expect("a folder");
    let alliance = founded(&home.path().join("record"));
    let party = witness(&alliance, &home.path().join("hospital"));
    // The host never heard of this copy: it learns from the answer where to go on from.
    party
        .add_checkpoint(&alliance.add_checkpoint_for("hospital").expect("a request"))
        .expect("it countersigns");
    goes_on(&alliance, "2025-05", "130");
    let address = served(party);
    let Asked::Holds(copy) = alliance.ask_for_matching_copy(&address, "hospital").expect("it answers") else {
        panic!("it countersigns")
    };
    assert_eq!(copy.size, 6);
    assert_eq!(alliance.standing().expect("it stands").copies, [copy]);
    let secure = post("https://witness.example", &alliance.add_checkpoint_from(0).expect("a request"));
    assert!(secure.expect_err("there is no TLS here").to_string().contains("cannot be asked"));
    let note = Note::read(&alliance.store().checkpoints(alliance.origin()).expect("they are read")[0].note);
    let early = AddCheckpoint { old: 0, proof: Vec::new(), note: note.expect("a note") };
    assert_eq!(post(&address, &early).expect("it answers"), Reply::Holds(6));
}

#[test]
fn a_second_key_for_one_record_is_refused() {
    let home = tempdir().expect("a folder");
    let alliance = founded(&home.path().join("record"));
    let party = Arc::new(witness(&alliance, &home.path().join("hospital")));
    party.trust(&alliance.verifier().to_string()).expect("the same key again");
    let seed = [9; 32];
    let other = accordant_record::SigningKey::new(alliance.origin(), accordant_record::KeyKind::Log, seed);
    let refused = party.trust(&other.expect("a key").verifier().to_string()).expect_err("another key");
    assert!(refused.to_string().contains("another key is trusted"), "{refused}");
    party.trust(&party.verifier().to_string()).expect_err("it is no key of a record");
}
