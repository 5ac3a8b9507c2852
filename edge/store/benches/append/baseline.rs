//! What a program would do that only wrote: the rows that a store has written, once more into other tables, under
//! the same settings of the engine, one transaction for each event.

use std::ops::Range;
use std::path::Path;
use std::time::{Duration, Instant};

use postgres::{Client, NoTls};
use rusqlite::{Connection, params};

/// All rows of one event.
pub struct Row {
    place: i64,
    line: Vec<u8>,
    hash: Vec<u8>,
    key: Vec<u8>,
    ciphertext: Vec<u8>,
    stream: String,
    version: i64,
    request: Vec<u8>,
    answer: Vec<u8>,
}

const SELECT: &str =
    "SELECT event.place, line, hash, key, ciphertext, stream, version, request, answer FROM event
    JOIN part ON part.log = event.log AND part.place = event.place
    JOIN stream ON stream.log = event.log AND stream.place = event.place
    JOIN request ON request.log = event.log AND request.first = event.place";

const EVENT: &str = "INSERT INTO event (log, place, line, hash) VALUES (1, $1, $2, $3)";
const PART: &str = "INSERT INTO part (log, place, part, key, ciphertext) VALUES (1, $1, 0, $2, $3)";
const STREAM: &str = "INSERT INTO stream (log, stream, version, place) VALUES (1, $1, $2, $3)";
const REQUEST: &str =
    "INSERT INTO request (log, request, fingerprint, first, past, answer) VALUES (1, $1, $2, $3, $4, $5)";
const HEAD: &str = "UPDATE head SET size = $1, frontier = $2, last_at = $3, last_hash = $4 WHERE log = 1";

fn is_database(place: &str) -> bool {
    place.starts_with("postgres")
}

fn sqlite(place: &str) -> Connection {
    let connection = Connection::open(Path::new(place).join("record.db")).unwrap();
    connection
        .execute_batch(
            "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;
            INSERT OR IGNORE INTO log (number, origin) VALUES (1, 'records.example/log/1');
            INSERT OR IGNORE INTO head (log, size, frontier, last_hash) VALUES (1, 0, x'', x'');",
        )
        .unwrap();
    connection
}

fn postgresql(place: &str) -> Client {
    let mut client = Client::connect(place, NoTls).unwrap();
    client
        .batch_execute(
            "SET search_path TO accordant;
            INSERT INTO log (number, origin) OVERRIDING SYSTEM VALUE
                VALUES (1, 'records.example/log/1') ON CONFLICT DO NOTHING;
            INSERT INTO head (log, size, frontier, last_hash) VALUES (1, 0, '', '') ON CONFLICT DO NOTHING",
        )
        .unwrap();
    client
}

/// The rows of these events, as the store has written them.
pub fn rows(place: &str, range: Range<u64>) -> Vec<Row> {
    let select = format!("{SELECT} WHERE event.place >= {} AND event.place < {}", range.start, range.end);
    if is_database(place) {
        let mut client = Client::connect(place, NoTls).unwrap();
        client.batch_execute("SET search_path TO accordant").unwrap();
        let rows = client.query(&select, &[]).unwrap();
        return rows
            .iter()
            .map(|row| Row {
                place: row.get(0),
                line: row.get(1),
                hash: row.get(2),
                key: row.get(3),
                ciphertext: row.get(4),
                stream: row.get(5),
                version: row.get(6),
                request: row.get(7),
                answer: row.get(8),
            })
            .collect();
    }
    let connection = Connection::open(Path::new(place).join("record.db")).unwrap();
    let mut statement = connection.prepare(&select).unwrap();
    let rows = statement.query_map([], |row| {
        Ok(Row {
            place: row.get(0)?,
            line: row.get(1)?,
            hash: row.get(2)?,
            key: row.get(3)?,
            ciphertext: row.get(4)?,
            stream: row.get(5)?,
            version: row.get(6)?,
            request: row.get(7)?,
            answer: row.get(8)?,
        })
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// How long it takes to write them.
pub fn write(place: &str, rows: &[Row]) -> Duration {
    if is_database(place) { write_postgresql(place, rows) } else { write_sqlite(place, rows) }
}

fn write_sqlite(place: &str, rows: &[Row]) -> Duration {
    let connection = sqlite(place);
    let begun = Instant::now();
    for row in rows {
        let execute = |sql: &str, params: &[&dyn rusqlite::ToSql]| {
            connection.prepare_cached(sql).unwrap().execute(params).unwrap();
        };
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        execute(EVENT, params![row.place, row.line, row.hash]);
        execute(PART, params![row.place, row.key, row.ciphertext]);
        execute(STREAM, params![row.stream, row.version, row.place]);
        execute(REQUEST, params![row.request, row.request, row.place, row.place + 1, row.answer]);
        execute(HEAD, params![row.place + 1, row.hash, row.place, row.hash]);
        connection.execute_batch("COMMIT").unwrap();
    }
    begun.elapsed()
}

fn write_postgresql(place: &str, rows: &[Row]) -> Duration {
    let mut client = postgresql(place);
    let [event, part, stream, request, head] =
        [EVENT, PART, STREAM, REQUEST, HEAD].map(|sql| client.prepare(sql).unwrap());
    let begun = Instant::now();
    for row in rows {
        client.batch_execute("BEGIN").unwrap();
        client.execute(&event, &[&row.place, &row.line, &row.hash]).unwrap();
        client.execute(&part, &[&row.place, &row.key, &row.ciphertext]).unwrap();
        client.execute(&stream, &[&row.stream, &row.version, &row.place]).unwrap();
        client
            .execute(&request, &[&row.request, &row.request, &row.place, &(row.place + 1), &row.answer])
            .unwrap();
        client.execute(&head, &[&(row.place + 1), &row.hash, &row.place, &row.hash]).unwrap();
        client.batch_execute("COMMIT").unwrap();
    }
    begun.elapsed()
}
