//! How long it takes to verify a lifetime of events, against hashing the same bytes once.
//!
//! `cargo bench -p accordant-verify`; another number of events may be given.

use accordant_record::{
    Chain, Checkpoint, Hash, Header, Instant as Recorded, KeyKind, Note, PartListed, Salt, SigningKey,
    commitment, sha256, to_base64,
};
use accordant_verify::{Asked, Pinned, verify};
use std::fmt::Write;
use std::fs;
use std::hint::black_box;
use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Instant;

const ORIGIN: &str = "records.harbour.example/log/1";

fn main() {
    let count = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(1_000_000);
    let folder = tempfile::tempdir().expect("a folder for the bundle");
    let pinned = make(folder.path(), count);
    let headers = fs::read(folder.path().join("headers.jsonl")).expect("the headers");

    let begun = Instant::now();
    black_box(sha256(black_box(&headers)));
    let baseline = begun.elapsed();
    println!("{count} events, {} MB of headers", headers.len() / 1_000_000);
    println!("baseline: SHA-256 of the headers, once, in memory: {:.2} s", baseline.as_secs_f64());
    drop(headers);

    for threads in [1, 2] {
        let threads_asked = NonZeroUsize::new(threads).expect("at least one");
        let asked = Asked { threads: threads_asked, ..Asked::of(folder.path(), &pinned) };
        let begun = Instant::now();
        let report = verify(&asked).expect("a bundle");
        let taken = begun.elapsed();
        assert!(report.is_verified(), "{:?}", report.problems.first());
        let ratio = taken.as_secs_f64() / baseline.as_secs_f64();
        println!("verified on {threads} threads: {:.2} s, {ratio:.1} x the baseline", taken.as_secs_f64());
    }
}

/// A bundle of so many events, each with one part; every hundredth part is shown.
fn make(folder: &Path, count: u64) -> Pinned {
    let mut chain = Chain::new(ORIGIN);
    let (mut headers, mut parts, mut withheld) = (Vec::new(), String::new(), String::new());
    for index in 0..count {
        let salt = sha256(&index.to_be_bytes());
        let header = event(&chain, index, commitment(&Salt(*salt.as_bytes()), b"{}"));
        let line = header.to_line().expect("a header");
        chain.follow(&line).expect("the next event");
        headers.extend_from_slice(&line);
        headers.push(b'\n');
        let written = if index.is_multiple_of(100) {
            writeln!(
                parts,
                r#"{{"bytes":"{}","index":{index},"part":"body","salt":"{salt}"}}"#,
                to_base64(b"{}")
            )
        } else {
            writeln!(withheld, r#"{{"index":{index},"part":"body","state":"withheld"}}"#)
        };
        written.expect("a line");
    }
    let key = SigningKey::new(ORIGIN, KeyKind::Log, [7; 32]).expect("a key");
    let frontier = chain.tip().frontier();
    let state = Checkpoint { origin: ORIGIN.to_string(), size: frontier.size(), root: frontier.root() };
    let text = state.text().expect("a state");
    let note = Note { signatures: vec![key.sign(&text).expect("a signature")], text };
    let vkey = key.verifier().to_string();
    let mut files = [
        ("checkpoints.txt", note.to_string().into_bytes()),
        ("headers.jsonl", headers),
        ("index.html", Vec::new()),
        ("keys.txt", format!("{vkey}\n").into_bytes()),
        ("manifest.txt", Vec::new()),
        ("parts.jsonl", parts.into_bytes()),
        ("withheld.jsonl", withheld.into_bytes()),
    ];
    let listed = files.iter().filter(|(name, _)| *name != "manifest.txt");
    files[4].1 =
        listed.map(|(name, content)| format!("{}  {name}\n", sha256(content))).collect::<String>().into();
    for (name, content) in files {
        fs::write(folder.join(name), content).expect("a file");
    }
    Pinned::read(&format!("origin {ORIGIN}\nlog {vkey}\n")).expect("keys")
}

fn event(chain: &Chain, index: u64, commitment: Hash) -> Header {
    let stream = format!("decision/{}", index % 5_000);
    let version = chain.streams().get(&stream).map_or(1, |reached| reached + 1);
    let micros = 1_777_800_000_000_000 + i64::try_from(index).expect("a small number");
    Header {
        log: ORIGIN.to_string(),
        index,
        previous: chain.tip().last().map_or(Hash::ZERO, |last| last.hash),
        stream,
        version,
        kind: "agreed".to_string(),
        kind_version: 1,
        at: Recorded::from_micros(micros).expect("an instant"),
        effective: None,
        actor: "person/0123456789abcdef0123456789abcdef".to_string(),
        assurance: "operating-system".to_string(),
        seat: Some("harbour_icb".to_string()),
        authority: 0,
        rules: 0,
        cause: None,
        request: sha256(b"a request"),
        parts: vec![PartListed { name: "body".to_string(), compartment: "alliance".to_string(), commitment }],
        software: "bench".to_string(),
    }
}
