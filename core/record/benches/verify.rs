//! How long it takes to check a million headers, beside the least that any reader of them would do; and to prove
//! something about them from the hashes that a store keeps.
//!
//! `cargo bench -p accordant-record` runs it. `ACCORDANT_BENCH_HEADERS` is the number of headers. The baseline hashes
//! the same bytes once with SHA-256 and parses each line with `serde_json` into a `Value`, on the same two threads; it
//! checks nothing. It refuses to report unless both see every line and the root is the one that was written.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark stops at what it cannot read")]

use accordant_record::{
    Chain, Checkpoint, Frontier, Hash, Hashes, Header, Instant, Leaf, LeafInPlace, NoProof, PartListed,
    consistency_proof, inclusion_proof, leaf_hash, node_hash, request_hash, sha256, verify_consistency,
    verify_inclusion,
};
use std::collections::BTreeMap;
use std::env;
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Instant as Clock;

const LOG: &str = "records.example-alliance.example/log/1";
const RUNS: usize = 5;
/// How many ticks of `/proc/self/stat` a second has, on every Linux that there is.
const TICKS: f64 = 100.0;
/// How many lines a thread takes at a time.
const CHUNK: usize = 2_048;
/// How many events each stream has.
const IN_STREAM: u64 = 5;

fn main() {
    let asked = env::var("ACCORDANT_BENCH_HEADERS").ok().and_then(|count| count.parse().ok());
    let lines = Lines::written(asked.unwrap_or(1_000_000));
    let count = lines.ends.len();
    let mean = lines.bytes.len() / count;
    println!("{count} headers of {mean} bytes, release build, two threads; {RUNS} runs of each in turn");
    let (mut baseline, mut verified) = (Runs::new(), Runs::new());
    for _ in 0..RUNS {
        baseline.time(|| assert_eq!(parsed_and_hashed(&lines), count, "every line is parsed"));
        verified
            .time(|| assert_eq!(followed(&lines), lines.checkpoint, "the root is the one that was written"));
    }
    println!("                                                               least   median   at work");
    baseline.print("baseline: SHA-256 and serde_json to Value, nothing checked");
    verified.print("read, canonical, leaf hash, order, streams, root");
    println!(
        "  ratio of medians {:.2}, of the least at work {:.2} (the time of all processors together)",
        verified.median() / baseline.median(),
        verified.at_work() / baseline.at_work()
    );
    alone(&lines);
    proofs(&lines);
}

/// Headers as a bundle has them: one after the other.
struct Lines {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    checkpoint: Checkpoint,
}

impl Lines {
    fn written(count: u64) -> Lines {
        let mut lines = Vec::new();
        let mut ends = Vec::new();
        let mut tree = Frontier::new();
        let mut previous = Hash::ZERO;
        for index in 0..count {
            let line = header(index, previous).to_line().expect("a header can be written");
            previous = leaf_hash(&line);
            tree.push(previous);
            lines.extend_from_slice(&line);
            ends.push(lines.len());
        }
        let checkpoint = Checkpoint { origin: LOG.to_string(), size: count, root: tree.root() };
        Lines { bytes: lines, ends, checkpoint }
    }

    fn line(&self, number: usize) -> &[u8] {
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.bytes[start..self.ends[number]]
    }

    fn chunk(&self, number: usize) -> impl Iterator<Item = &[u8]> {
        let from = number * CHUNK;
        (from..(from + CHUNK).min(self.ends.len())).map(|line| self.line(line))
    }

    fn chunks(&self) -> usize {
        self.ends.len().div_ceil(CHUNK)
    }
}

fn header(index: u64, previous: Hash) -> Header {
    let actor = "person/0123456789abcdef0123456789abcdef";
    let micros = 1_795_344_093_000_000 + i64::try_from(index).expect("it is small") * 60_000_001;
    Header {
        log: LOG.to_string(),
        index,
        previous,
        stream: format!("decision/{:08x}", index / IN_STREAM * 0x9e37 % 0xffff_ffff),
        version: index % IN_STREAM + 1,
        kind: "agreed".to_string(),
        kind_version: 1,
        at: Instant::from_micros(micros).expect("it is in this century"),
        effective: None,
        actor: actor.to_string(),
        assurance: "operating-system".to_string(),
        seat: Some("harbour".to_string()),
        authority: 0,
        rules: 0,
        cause: None,
        request: request_hash(LOG, actor, &index.to_string()),
        parts: vec![PartListed {
            name: "body".to_string(),
            compartment: "alliance".to_string(),
            commitment: sha256(&index.to_be_bytes()),
        }],
        software: "accordant 0.1.0".to_string(),
    }
}

/// What any reader does: every byte is hashed, every line is parsed, on two threads.
fn parsed_and_hashed(lines: &Lines) -> usize {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut parsed = 0;
        loop {
            let chunk = next.fetch_add(1, Ordering::Relaxed);
            if chunk >= lines.chunks() {
                return parsed;
            }
            for line in lines.chunk(chunk) {
                black_box(sha256(line));
                let value: serde_json::Value = serde_json::from_slice(line).expect("it is JSON");
                parsed += usize::from(black_box(value).is_object());
            }
        }
    };
    thread::scope(|scope| {
        let other = scope.spawn(work);
        work() + other.join().expect("it does not panic")
    })
}

/// What a verifier does: two threads read and hash, and the first of them follows what both have read.
fn followed(lines: &Lines) -> Checkpoint {
    let next = AtomicUsize::new(0);
    let take = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|chunk| *chunk < lines.chunks());
    let read = |chunk| -> Vec<LeafInPlace<'_>> {
        lines.chunk(chunk).map(|line| Leaf::read_in_place(line).expect("it is a header")).collect()
    };
    let (sender, receiver) = mpsc::sync_channel(16);
    let mut chain = Chain::new(LOG);
    thread::scope(|scope| {
        scope.spawn(move || {
            while let Some(chunk) = take() {
                sender.send((chunk, read(chunk))).expect("the follower waits for every chunk");
            }
        });
        let mut waiting = BTreeMap::new();
        for wanted in 0..lines.chunks() {
            let leaves = loop {
                waiting.extend(receiver.try_iter());
                if let Some(leaves) = waiting.remove(&wanted) {
                    break leaves;
                }
                let read = take().map(|chunk| (chunk, read(chunk))).or_else(|| receiver.recv().ok());
                waiting.extend(read);
            };
            for leaf in &leaves {
                chain.follow_leaf(leaf).expect("it is the next");
            }
        }
    });
    let tree = chain.tip().frontier();
    Checkpoint { origin: chain.tip().log().to_string(), size: tree.size(), root: tree.root() }
}

/// What one header costs, on one thread.
fn alone(lines: &Lines) {
    let some = lines.ends.len().min(100_000);
    let each = |least: f64| least / some as f64 * 1e9;
    let hashed = least(|| {
        (0..some).for_each(|line| {
            black_box(leaf_hash(lines.line(line)));
        })
    });
    let parsed = least(|| {
        (0..some).for_each(|line| {
            drop(black_box(
                serde_json::from_slice::<serde_json::Value>(lines.line(line)).expect("it is JSON"),
            ));
        });
    });
    let in_place =
        least(|| (0..some).for_each(|line| drop(black_box(Header::read_in_place(lines.line(line))))));
    let read = least(|| (0..some).for_each(|line| drop(black_box(Header::read(lines.line(line))))));
    println!("one header on one thread, least of {RUNS} runs");
    println!(
        "  leaf hash {:.0} ns, parsed to Value {:.0} ns, header read in place {:.0} ns, with its own texts {:.0} ns",
        each(hashed),
        each(parsed),
        each(in_place),
        each(read)
    );
}

/// The hashes that a store keeps: roots of complete trees of 1, 256 and 65,536 leaves. It counts what is read.
struct Kept {
    levels: BTreeMap<u8, Vec<Hash>>,
    read: u64,
}

impl Kept {
    fn of(lines: &Lines) -> Kept {
        let leaves: Vec<Hash> = (0..lines.ends.len()).map(|line| leaf_hash(lines.line(line))).collect();
        let eighth = |hashes: &[Hash]| -> Vec<Hash> { hashes.chunks_exact(256).map(root_of_block).collect() };
        let level_8 = eighth(&leaves);
        let level_16 = eighth(&level_8);
        Kept { levels: BTreeMap::from([(0, leaves), (8, level_8), (16, level_16)]), read: 0 }
    }
}

/// The root over 256 roots, pair by pair.
fn root_of_block(block: &[Hash]) -> Hash {
    let mut level = block.to_vec();
    while level.len() > 1 {
        level = level.chunks_exact(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
    }
    level[0]
}

impl Hashes for Kept {
    type Problem = String;

    fn hashes(&mut self, level: u8, from: u64, count: u64) -> Result<Vec<Hash>, String> {
        self.read += count;
        let from = usize::try_from(from).map_err(|_| "too far")?;
        let to = from + usize::try_from(count).map_err(|_| "too many")?;
        Ok(self.levels[&level][from..to].to_vec())
    }
}

fn proofs(lines: &Lines) {
    let size = lines.checkpoint.size;
    let mut kept = Kept::of(lines);
    let leaf = leaf_hash(lines.line(usize::try_from(size / 3).expect("it is small")));
    let old = size / 2 + 1;
    let mut old_tree = Frontier::new();
    kept.levels[&0]
        .iter()
        .take(usize::try_from(old).expect("it is small"))
        .for_each(|hash| old_tree.push(*hash));
    let old_root = old_tree.root();

    println!("proofs over {size} events, from the hashes at levels 0, 8 and 16, least of {RUNS} runs");
    let report = |what: &str, proof: &Proof, read: u64, least: f64| {
        let hashes = proof.as_ref().map_or(0, Vec::len);
        println!("  {what:<12} {:.3} ms, {read} hashes read, {hashes} in the proof", least * 1e3);
    };
    let inclusion = inclusion_proof(&mut kept, size / 3, size);
    let read = std::mem::take(&mut kept.read);
    let took = least(|| drop(black_box(inclusion_proof(&mut kept, size / 3, size))));
    report("inclusion", &inclusion, read, took);
    kept.read = 0;
    let consistency = consistency_proof(&mut kept, old, size);
    let read = std::mem::take(&mut kept.read);
    let took = least(|| drop(black_box(consistency_proof(&mut kept, old, size))));
    report("consistency", &consistency, read, took);
    let root = &lines.checkpoint.root;
    verify_inclusion(&leaf, size / 3, size, &inclusion.expect("it is there"), root).expect("it is proven");
    verify_consistency(old, &old_root, size, root, &consistency.expect("it is there")).expect("it is proven");
}

type Proof = Result<Vec<Hash>, NoProof<String>>;

/// Several runs of one thing.
struct Runs {
    seconds: Vec<f64>,
    at_work: Vec<f64>,
}

impl Runs {
    fn new() -> Runs {
        Runs { seconds: Vec::new(), at_work: Vec::new() }
    }

    fn time(&mut self, run: impl FnOnce()) {
        let (start, worked) = (Clock::now(), processor_seconds());
        run();
        self.seconds.push(start.elapsed().as_secs_f64());
        self.at_work.push(processor_seconds() - worked);
        self.seconds.sort_by(f64::total_cmp);
        self.at_work.sort_by(f64::total_cmp);
    }

    fn median(&self) -> f64 {
        self.seconds[self.seconds.len() / 2]
    }

    /// The least time that all processors together were at work: what a machine that does nothing else would need.
    fn at_work(&self) -> f64 {
        self.at_work[0]
    }

    fn print(&self, what: &str) {
        let (least, median, work) = (self.seconds[0], self.median(), self.at_work());
        println!("  {what:<58} {least:>6.2} s {median:>6.2} s {work:>6.2} s");
    }
}

/// For how long the processors have worked for this program; nothing where the system does not say so in a file.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in brackets, may hold spaces; after it, these are fields 12 and 13.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    fields.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>()
        / TICKS
}

/// The least time of several runs, in seconds.
fn least(mut run: impl FnMut()) -> f64 {
    let mut runs = Runs::new();
    (0..RUNS).for_each(|_| runs.time(&mut run));
    runs.seconds[0]
}
