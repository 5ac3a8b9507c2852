//! What several tests start from: headers, leaves and keys.

use accordant_record::{
    Checkpoint, Frontier, Hash, Header, Instant, KeyKind, Note, PartListed, SigningKey, leaf_hash,
    request_hash, root_of, sha256,
};

pub const LOG: &str = "records.example-alliance.example/log/1";
pub const PERSON: &str = "person/0123456789abcdef0123456789abcdef";

/// Any number of different leaves.
pub fn leaves(count: usize) -> Vec<Hash> {
    (0..count).map(|number| leaf_hash(format!("alliance-event-{number}").as_bytes())).collect()
}

/// The roots of the trees over the first 0, 1, 2, ... leaves.
pub fn roots(leaves: &[Hash]) -> Vec<Hash> {
    let mut frontier = Frontier::new();
    let mut roots = vec![frontier.root()];
    for leaf in leaves {
        frontier.push(*leaf);
        roots.push(frontier.root());
    }
    roots
}

/// A header with every key.
pub fn header() -> Header {
    Header {
        log: LOG.to_string(),
        index: 7,
        previous: sha256(b"before"),
        stream: "decision/1".to_string(),
        version: 3,
        kind: "agreed".to_string(),
        kind_version: 1,
        at: "2026-11-22T10:41:33.000000Z".parse().unwrap(),
        effective: Some(jiff::civil::date(2026, 4, 1)),
        actor: PERSON.to_string(),
        assurance: "operating-system".to_string(),
        seat: Some("harbour".to_string()),
        authority: 2,
        rules: 1,
        cause: Some(5),
        request: request_hash(LOG, PERSON, "1"),
        parts: vec![
            PartListed {
                name: "body".to_string(),
                compartment: "alliance".to_string(),
                commitment: sha256(b"a"),
            },
            PartListed {
                name: "reason".to_string(),
                compartment: "party/harbour".to_string(),
                commitment: sha256(b"b"),
            },
        ],
        software: "accordant 0.1.0".to_string(),
    }
}

/// The only line that says what [`header`] holds.
pub const LINE: &str = "{\"actor\":\"person/0123456789abcdef0123456789abcdef\",\"assurance\":\"operating-system\",\
    \"at\":\"2026-11-22T10:41:33.000000Z\",\"authority\":2,\"cause\":5,\"effective\":\"2026-04-01\",\"format\":1,\
    \"index\":7,\"kind\":\"agreed\",\"kind_version\":1,\"log\":\"records.example-alliance.example/log/1\",\
    \"parts\":[{\"commitment\":\"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\",\
    \"compartment\":\"alliance\",\"name\":\"body\"},\
    {\"commitment\":\"3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d\",\
    \"compartment\":\"party/harbour\",\"name\":\"reason\"}],\
    \"previous\":\"6db7d803e74f1ffa7d8f5adc0bf95b3e15bf4c8373fffadf546227cc6c6742cb\",\
    \"request\":\"af077c68e070b5bee0bfd346812d73147afea7d25b4f2c77035e549f53fbe76e\",\
    \"rules\":1,\"seat\":\"harbour\",\"software\":\"accordant 0.1.0\",\"stream\":\"decision/1\",\"version\":3}";

/// Headers that follow one another, two streams in turn, and their lines.
pub fn followed(count: u64) -> Vec<Vec<u8>> {
    let mut previous = Hash::ZERO;
    let mut lines = Vec::new();
    for index in 0..count {
        let next = Header {
            index,
            previous,
            stream: format!("decision/{}", index % 2),
            version: index / 2 + 1,
            at: Instant::from_micros(1_795_344_093_000_000 + i64::try_from(index).unwrap()).unwrap(),
            authority: index / 2,
            rules: 0,
            cause: index.checked_sub(1),
            ..header()
        };
        let line = next.to_line().unwrap();
        previous = leaf_hash(&line);
        lines.push(line);
    }
    lines
}

pub fn log_key() -> SigningKey {
    SigningKey::new(LOG, KeyKind::Log, [7; 32]).unwrap()
}

pub fn witness_key() -> SigningKey {
    SigningKey::new("harbour.example/witness", KeyKind::Witness, [8; 32]).unwrap()
}

pub fn checkpoint(size: usize) -> Checkpoint {
    let root = root_of(&leaves(size));
    Checkpoint { origin: LOG.to_string(), size: u64::try_from(size).unwrap(), root }
}

pub fn signed(checkpoint: &Checkpoint) -> Note {
    let text = checkpoint.text().unwrap();
    Note { signatures: vec![log_key().sign(&text).unwrap()], text }
}
