//! Records that are kept: every later version folds them to what they came to when they were written.
//!
//! A line of `story-1.jsonl` is an event: its header as a text, and its parts, each with its salt, in base64. The
//! last line is the SHA-256 of the cache. `ACCORDANT_BLESS=1` writes a record only where there is none.

use crate::story::{Held, Story, cache, folded, salt};
use accordant_record::{Chain, Header, Salt, commitment, from_base64, sha256, to_base64};
use serde_json::{Value, json};
use std::env;
use std::fs;
use std::path::PathBuf;

#[test]
fn the_kept_story_comes_to_what_it_came_to_when_it_was_written() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../testing/kept/records/story-1.jsonl");
    if env::var_os("ACCORDANT_BLESS").is_some() && !path.exists() {
        fs::write(&path, written(&Story::long())).expect("the record can be kept");
    }
    let text = fs::read_to_string(&path).expect("the record is kept");
    let mut lines: Vec<&str> = text.lines().collect();
    let last: Value = serde_json::from_str(lines.pop().expect("it has lines")).expect("a line is JSON");
    let held: Vec<Held> = lines.into_iter().map(read).collect();
    let hash = sha256(&cache(&folded(&held))).to_string();
    assert_eq!(last["cache_sha256"], hash.as_str());
}

#[test]
fn the_kept_story_follows_as_a_record_does() {
    let story = Story::long();
    let logs = story.held.chunk_by(|one, next| one.header.log == next.header.log);
    for log in logs {
        let mut chain = Chain::new(&log[0].header.log);
        for held in log {
            let line = held.header.to_line().expect("it was written");
            chain.follow(&line).expect("it follows");
        }
    }
}

fn written(story: &Story) -> String {
    let mut text = String::new();
    for (entry, held) in story.held.iter().enumerate() {
        let header = String::from_utf8(held.header.to_line().expect("it was written")).expect("it is ASCII");
        let part = |(place, bytes): (usize, &Vec<u8>)| json!({ "bytes": to_base64(bytes), "salt": to_base64(&salt(entry, place).0) });
        let parts: Vec<Value> = held.parts.iter().enumerate().map(part).collect();
        text += &format!("{}\n", json!({ "header": header, "parts": parts }));
    }
    text + &format!("{}\n", json!({ "cache_sha256": sha256(&cache(&folded(&story.held))).to_string() }))
}

/// An event of a line; each part is the one to which its header commits.
fn read(line: &str) -> Held {
    let line: Value = serde_json::from_str(line).expect("a line is JSON");
    let header = Header::read(line["header"].as_str().expect("a header").as_bytes()).expect("a header");
    let bytes = |part: &Value, key: &str| from_base64(part[key].as_str().expect("base64")).expect("base64");
    let mut parts = Vec::new();
    for (listed, part) in header.parts.iter().zip(line["parts"].as_array().expect("parts")) {
        let salt = Salt(bytes(part, "salt").try_into().expect("a salt has 32 bytes"));
        let content = bytes(part, "bytes");
        assert_eq!(commitment(&salt, &content), listed.commitment);
        parts.push(content);
    }
    assert_eq!(parts.len(), header.parts.len());
    Held { header, parts }
}
