//! Long files, read by several threads. spec: F9

use accordant_intake::rows::{Chunk, Row, Rows, Stopped};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, RngSeed};
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

fn threads(number: usize) -> NonZeroUsize {
    NonZeroUsize::new(number).unwrap()
}

fn each_row<T>(mut chunk: Chunk<'_>, read: impl Fn(Row<'_>) -> T) -> Vec<T> {
    let mut found = Vec::new();
    while let Some(row) = chunk.next_row() {
        found.push(read(row));
    }
    found
}

/// Every row as its line and its fields, or why the file cannot be read.
fn try_read(file: &[u8], number: usize) -> Result<Vec<(u64, Vec<String>)>, String> {
    let rows = Rows::open(file).map_err(|problem| problem.to_string())?;
    let text = |field: &[u8]| String::from_utf8_lossy(field).into_owned();
    let fields = |row: Row<'_>| (row.line(), (0..).map_while(|column| row.field(column)).map(text).collect());
    let mut all = Vec::new();
    let work = |chunk: Chunk<'_>| each_row(chunk, fields);
    let ended = rows.each_chunk(threads(number), work, |found| {
        all.extend(found);
        Ok::<(), ()>(())
    });
    match ended {
        Err(Stopped::Rows(problem)) => Err(problem.to_string()),
        Err(Stopped::Sink(())) | Ok(()) => Ok(all),
    }
}

fn read(file: &[u8], number: usize) -> Vec<(u64, Vec<String>)> {
    try_read(file, number).unwrap()
}

fn check(file: &str, wanted: &[(u64, &[&str])]) {
    let wanted: Vec<(u64, Vec<String>)> = wanted
        .iter()
        .map(|(line, fields)| (*line, fields.iter().map(|field| field.to_string()).collect()))
        .collect();
    assert_eq!(read(file.as_bytes(), 2), wanted);
}

/// A file of so many rows, each with a quoted line feed and a comma.
fn long(rows: usize) -> String {
    let mut file = "\u{feff}number,text\r\n".to_string();
    for number in 0..rows {
        file.push_str(&format!("{number},\"a \"\"quoted\"\",\nrow of {number}\"\r\n\r\n"));
    }
    file
}

#[test]
fn rows_come_in_order_with_their_lines_for_any_number_of_threads() {
    const ROWS: usize = 150_000;
    let file = long(ROWS);
    assert!(file.len() > 5 * 1024 * 1024, "the file must make several chunks");
    for number in [1, 2, 5] {
        let all = read(file.as_bytes(), number);
        assert_eq!(all.len(), ROWS);
        for (number, (line, fields)) in all.into_iter().enumerate() {
            let wanted = [number.to_string(), format!("a \"quoted\",\nrow of {number}")];
            assert_eq!((line, fields.as_slice()), (number as u64 * 3 + 2, wanted.as_slice()));
        }
    }
}

#[test]
fn a_heading_may_stand_behind_a_mark_and_blank_lines() {
    let rows = Rows::open("\u{feff}\r\n\n a ,\"b,\nc\"\r\n1,2".as_bytes()).unwrap();
    assert_eq!(rows.heading(), ["a", "b,\nc"]);
    check("\u{feff}\r\n\n a ,\"b,\nc\"\r\n1,2", &[(5, &["1", "2"])]);
}

#[test]
fn quotes_blank_lines_and_trailing_commas_are_read_as_meant() {
    check(
        "a,b\n\n\"x\ny\",2,\n,,\n  ,\n5\" pipe,\"\"\r\n\"\",\"a\"\"\"",
        &[(3, &["x\ny", "2", ""]), (7, &["5\" pipe", ""]), (8, &["", "a\""])],
    );
}

#[test]
fn a_ragged_row_is_known_and_trailing_commas_are_not_ragged() {
    let rows = Rows::open("a,b\n1\n1,2\n1,2,,\n1,2,3\n".as_bytes()).unwrap();
    let mut all = Vec::new();
    rows.each_chunk(
        threads(1),
        |chunk| each_row(chunk, |row| row.ragged()),
        |found| {
            all.extend(found);
            Ok::<(), ()>(())
        },
    )
    .unwrap();
    assert_eq!(all, [Some(1), None, None, Some(3)]);
}

#[test]
fn a_file_without_a_readable_heading_is_refused() {
    for file in [&b""[..], b"\n\r\n", b"\xef\xbb\xbf"] {
        assert_eq!(try_read(file, 1).unwrap_err(), "the file has no heading row");
    }
    assert_eq!(try_read(b"a,\xa3\n1,2\n", 1).unwrap_err(), "the heading row is not UTF-8");
    assert_eq!(try_read(b"\n\"a\n1\n", 1).unwrap_err(), "the quote that opens on line 2 is never closed");
    assert_eq!(read(b"a", 1), []);
}

#[test]
fn what_stands_before_an_open_quote_is_delivered_first() {
    const ROWS: usize = 200_000;
    let mut file = "a\n".to_string();
    (0..ROWS).for_each(|number| file.push_str(&format!("{number:012}\n")));
    file.push_str("\"never closed\n1\n");
    let mut delivered = 0;
    let stopped = Rows::open(file.as_bytes()).unwrap().each_chunk(
        threads(2),
        |chunk| each_row(chunk, |_| ()),
        |found| {
            delivered += found.len();
            Ok::<(), ()>(())
        },
    );
    let Err(Stopped::Rows(problem)) = stopped else { panic!("the open quote was not told") };
    assert_eq!(problem.to_string(), "the quote that opens on line 200002 is never closed");
    assert_eq!(delivered, ROWS);
}

/// An endless file of short rows, which counts what is read of it.
struct Endless<'a>(&'a AtomicUsize);

impl Read for Endless<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let length = bytes.len() / 2 * 2;
        bytes.chunks_exact_mut(2).for_each(|row| row.copy_from_slice(b"1\n"));
        self.0.fetch_add(length, Ordering::Relaxed);
        Ok(length)
    }
}

#[test]
fn the_work_stops_when_the_sink_says_so_and_never_runs_far_ahead() {
    let read = AtomicUsize::new(0);
    let rows = Rows::open(Endless(&read)).unwrap();
    let mut taken = 0;
    let stopped = rows.each_chunk(
        threads(2),
        |chunk| each_row(chunk, |_| ()).len(),
        |_| {
            taken += 1;
            if taken == 5 { Err("enough") } else { Ok(()) }
        },
    );
    assert!(matches!(stopped, Err(Stopped::Sink("enough"))));
    let mebibytes = read.load(Ordering::Relaxed) / 1024 / 1024;
    assert!(mebibytes <= 16, "{mebibytes} MiB were read for 5 chunks");
}

#[test]
fn a_row_without_end_is_refused() {
    struct Letters;
    impl Read for Letters {
        fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
            bytes.fill(b'x');
            Ok(bytes.len())
        }
    }
    let rows = Rows::open(b"a\n".chain(Letters)).unwrap();
    let stopped = rows.each_chunk(threads(2), |_| (), Ok::<(), ()>);
    let Err(Stopped::Rows(problem)) = stopped else { panic!("the row without end was not told") };
    assert_eq!(problem.to_string(), "the row that begins on line 2 is longer than 16777216 bytes");
}

#[test]
#[should_panic(expected = "a scoped thread panicked")]
fn a_panic_in_the_work_ends_it() {
    let read = AtomicUsize::new(0);
    let work = |_: Chunk<'_>| -> () { panic!("the work fails") };
    let _ = Rows::open(Endless(&read)).unwrap().each_chunk(threads(2), work, Ok::<(), ()>);
}

#[test]
#[should_panic(expected = "the sink fails")]
fn a_panic_in_the_sink_ends_it() {
    let read = AtomicUsize::new(0);
    let _ = Rows::open(Endless(&read)).unwrap().each_chunk(
        threads(2),
        |_| (),
        |()| -> Result<(), ()> { panic!("the sink fails") },
    );
}

#[test]
fn a_reader_that_fails_is_told() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let problem = Rows::open(b"a\n".chain(Failing)).map(|_| ()).unwrap_err();
    assert_eq!(problem.to_string(), "the file cannot be read: the disk is gone");
}

/// Reads a few bytes at a time, as a pipe does.
struct Dribble<'a>(&'a [u8]);

impl Read for Dribble<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let length = bytes.len().min(self.0.len()).min(7);
        bytes[..length].copy_from_slice(&self.0[..length]);
        self.0 = &self.0[length..];
        Ok(length)
    }
}

#[test]
fn a_pipe_gives_what_a_file_gives() {
    let file = long(20);
    let mut lines = Vec::new();
    let rows = Rows::open(Dribble(file.as_bytes())).unwrap();
    rows.each_chunk(
        threads(2),
        |chunk| each_row(chunk, |row| row.line()),
        |found| {
            lines.extend(found);
            Ok::<(), ()>(())
        },
    )
    .unwrap();
    assert_eq!(lines, (0..20).map(|number| number * 3 + 2).collect::<Vec<u64>>());
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 8,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(2_014),
        ..ProptestConfig::default()
    })]

    /// Files of odd quotes, repeated until they make several chunks, read as by one reader of the whole.
    #[test]
    fn cutting_into_chunks_changes_no_row(piece in "([a1]|,|\"|\"\"|\n|\r\n|,\"|\"\n){1,40}") {
        // A piece that leaves a quote open closes it; then every repetition begins as the first.
        let closed = [format!("{piece}\n"), format!("{piece}\"\n")].into_iter().find(|piece| {
            try_read(format!("h\n{piece}").as_bytes(), 1).is_ok()
        });
        let Some(closed) = closed else { return Ok(()) };
        let file = format!("h\n{}", closed.repeat(1_400_000 / closed.len()));
        let mut whole = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file.as_bytes());
        let texts = |record: csv::StringRecord| record.iter().map(str::to_string).collect::<Vec<_>>();
        let wanted = whole.records().skip(1).map(|record| texts(record.unwrap()));
        let wanted: Vec<_> = wanted.filter(|fields| fields.iter().any(|field| !field.trim().is_empty())).collect();
        let found: Vec<_> = read(file.as_bytes(), 2).into_iter().map(|(_, fields)| fields).collect();
        prop_assert!(found == wanted, "{closed:?}");
    }
}
