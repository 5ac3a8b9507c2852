//! How fast the Medicare agreement settles a million rows, beside a plain `f64` program for that one scheme.
//!
//! `cargo xtask bench` runs it. `ACCORDANT_BENCH_ROWS` is the number of rows, `ACCORDANT_DEEP=1` adds ten million.
//! It refuses to report unless both programs agree on every published row. Start at [`report`].
#![expect(clippy::unwrap_used, reason = "a benchmark stops at what it cannot read")]

mod arithmetic;
mod command;
mod plain;
mod rows;
mod shipped;

use command::Run;
use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

/// How often a whole command is run.
const RUNS: usize = 5;
const MILLION: usize = 1_000_000;
/// The rows that are held in memory for the arithmetic alone.
const ROWS_IN_MEMORY: usize = 100_000;
/// This program itself, asked to be the plain one.
const AS_PLAIN: &str = "--plain";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().collect();
    if let [_, asked, file] = arguments.as_slice()
        && asked == AS_PLAIN
    {
        plain::command(Path::new(file), plain::YEAR_2023);
        return ExitCode::SUCCESS;
    }
    match arithmetic::compare() {
        Ok(compared) => report(compared),
        Err(apart) => {
            eprintln!("the plain program and the engine disagree, so nothing is measured:\n{apart}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn report(compared: usize) {
    let rows = env::var("ACCORDANT_BENCH_ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(MILLION);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    println!(
        "cargo xtask bench: Medicare Shared Savings, one row after another, release build, {cores} cores"
    );
    println!(
        "baseline: a plain f64 program for this one scheme, without bounds or reasons; both agree to a dollar"
    );
    println!("          on all {compared} published rows");
    arithmetic_alone();
    let file = rows_file(rows);
    whole_command(&file, rows);
    linear(rows);
}

fn arithmetic_alone() {
    let measured = arithmetic::measure(&rows_file(ROWS_IN_MEMORY));
    println!(
        "\narithmetic alone, one thread, {ROWS_IN_MEMORY} rows in memory       least   median  ratio of medians"
    );
    let line = |what: &str, (least, median): (f64, f64)| {
        println!("  {what:<44} {least:>9.0} {median:>9.0} ns a row {:>6.1}", median / measured.plain.1);
    };
    line("plain f64", measured.plain);
    line("engine, with the bounds of known_to", measured.engine);
    line("engine, the same terms without known_to", measured.engine_without_bounds);
    line("evaluator of single periods, with bounds", measured.evaluator);
    line("the same with reference numbers", measured.reference);
}

fn whole_command(file: &Path, rows: usize) {
    let this = env::current_exe().unwrap();
    let plain = runs(&this, &[AS_PLAIN, text(file)]);
    println!("\nthe whole command, {rows} rows                 least   median  ratio   at work  ratio");
    let line = |what: &str, runs: &[Run]| {
        let ((least, median), (work, _)) = (seconds(runs), at_work(runs));
        let (by_wall, by_work) = (median / seconds(&plain).1, work / at_work(&plain).0);
        println!("  {what:<40} {least:>6.2} s {median:>6.2} s {by_wall:>6.1} {work:>7.2} s {by_work:>6.1}");
    };
    line("plain f64, same reader, two threads", &plain);
    line("accordant settle --each", &runs(&accordant(), &settle(file, &[])));
    line("the same with --json: reasons", &runs(&accordant(), &settle(file, &["--json"])));
    println!("  (ratio of medians of {RUNS} runs; at work: the least time of all processors together)");
}

/// Ten times the rows take ten times as long, and no more memory.
fn linear(rows: usize) {
    println!("\nlinear in rows                                seconds  per million  peak MiB");
    let deep = env::var_os("ACCORDANT_DEEP").is_some_and(|deep| deep != OsStr::new("0"));
    for rows in [rows / 10, rows].into_iter().chain(deep.then_some(rows * 10)) {
        let file = rows_file(rows);
        let all = runs(&accordant(), &settle(&file, &[]));
        let median = seconds(&all).1;
        let peak = all.iter().filter_map(|run| run.peak_mebibytes).fold(0.0, f64::max);
        let per_million = median * MILLION as f64 / rows as f64;
        println!("  {rows:<44} {median:>7.2} {per_million:>12.2} {peak:>9.0}");
    }
}

fn settle<'a>(file: &'a Path, more: &[&'a str]) -> Vec<&'a str> {
    let asked = ["settle", shipped::AGREEMENT, "--period", "2023", "--each", text(file)];
    asked.into_iter().chain(more.iter().copied()).collect()
}

fn runs(program: &Path, arguments: &[&str]) -> Vec<Run> {
    env::set_current_dir(shipped::root()).unwrap();
    (0..RUNS).map(|_| command::run(program, arguments)).collect()
}

fn seconds(runs: &[Run]) -> (f64, f64) {
    spread(runs.iter().map(|run| run.seconds).collect())
}

fn at_work(runs: &[Run]) -> (f64, f64) {
    spread(runs.iter().map(|run| run.at_work.unwrap_or(run.seconds)).collect())
}

/// The least and the middle of some figures.
fn spread(mut figures: Vec<f64>) -> (f64, f64) {
    figures.sort_by(f64::total_cmp);
    (figures[0], figures[figures.len() / 2])
}

fn rows_file(rows: usize) -> PathBuf {
    rows::write(&shipped::root().join("target/bench"), rows)
}

/// The binary beside which this one was built.
fn accordant() -> PathBuf {
    let this = env::current_exe().unwrap();
    this.ancestors().nth(2).unwrap().join("accordant")
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
