//! Rows to measure on: the published ones, repeated with changed figures, in the columns that the mapping needs.

use super::shipped;
use accordant_intake::rows::{Chunk, Rows};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// The columns that `columns.yaml` maps, and no other.
const COLUMNS: [&str; 11] = [
    "ACO_ID",
    "Current_Track",
    "ABtotBnchmk",
    "ABtotExp",
    "N_AB",
    "MinSavPerc",
    "QualScore",
    "Met_QPS",
    "Met_AltQPS",
    "Met_FirstYear",
    "DisAdj",
];
const BENCHMARK: usize = 2;
const EXPENDITURE: usize = 3;
const RELIEF: usize = 10;

/// One published row, in the order of [`COLUMNS`].
type Published = Vec<String>;

/// Writes so many rows to a file in `folder`, and says where it is.
pub fn write(folder: &Path, rows: usize) -> PathBuf {
    let path = folder.join(format!("rows-{rows}.csv"));
    fs::create_dir_all(folder).unwrap();
    let published: Vec<Published> = shipped::YEARS.into_iter().rev().flat_map(published).collect();
    let mut out = BufWriter::new(File::create(&path).unwrap());
    writeln!(out, "{}", COLUMNS.join(",")).unwrap();
    let cycles = (0_i64..).flat_map(|cycle| published.iter().map(move |row| (cycle, row)));
    for (cycle, row) in cycles.take(rows) {
        writeln!(out, "{}", changed(row, cycle).join(",")).unwrap();
    }
    // What is still on its way to the disk would slow down what is measured next.
    out.into_inner().unwrap().sync_all().unwrap();
    path
}

/// The columns of the published rows of a year; a column that the year has not is empty.
fn published(year: &str) -> Vec<Published> {
    let file = Rows::open(File::open(shipped::published(year)).unwrap()).unwrap();
    let place = |name: &&str| file.heading().iter().position(|column| column == name);
    let places: Vec<Option<usize>> = COLUMNS.iter().map(place).collect();
    let mut all = Vec::new();
    let work = |mut chunk: Chunk<'_>| {
        let mut found = Vec::new();
        while let Some(row) = chunk.next_row() {
            let text = |place: &Option<usize>| place.and_then(|place| row.field(place)).unwrap_or_default();
            found.push(places.iter().map(|place| String::from_utf8(text(place).to_vec()).unwrap()).collect());
        }
        found
    };
    let sink = |found: Vec<Published>| -> Result<(), ()> {
        all.extend(found);
        Ok(())
    };
    file.each_chunk(NonZeroUsize::MIN, work, sink).unwrap();
    all
}

/// The first cycle is as published. Then the benchmark moves a little and the expenditure by up to 2% of it, so that
/// rows change sides; where that makes a loss, there is no relief, some, or more than enough, in turn.
fn changed(row: &Published, cycle: i64) -> Published {
    let mut row = row.clone();
    row[0] = format!("{}-{cycle}", row[0]);
    if cycle == 0 {
        return row;
    }
    let benchmark = row[BENCHMARK].parse::<i64>().unwrap() + cycle * 7_919 % 100_003;
    let shift = (cycle * 37 + 20) % 41 - 20;
    let expenditure = row[EXPENDITURE].parse::<i64>().unwrap() + benchmark / 1_000 * shift;
    let loss = expenditure - benchmark;
    if loss > 0 {
        row[RELIEF] = [0, -loss / 8, -loss / 5, -loss][usize::try_from(cycle % 4).unwrap()].to_string();
    }
    row[BENCHMARK] = benchmark.to_string();
    row[EXPENDITURE] = expenditure.to_string();
    row
}
