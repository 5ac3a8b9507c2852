//! The named baseline: this one scheme in `f64`, as an analyst would write it for the years 2022 and 2023.
//!
//! It knows no bounds, gives no reasons and reads no agreement; it rounds as floats do. It serves comparison alone.

use accordant_intake::rows::{Chunk, Row, Rows};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Write as _};
use std::num::NonZeroUsize;
use std::path::Path;

/// What a year says for everyone.
#[derive(Clone, Copy)]
pub struct Year {
    pub sequestration: f64,
    /// The part of a loss that the public health emergency relieved everywhere.
    pub least_relief: f64,
}

pub const YEAR_2022: Year = Year { sequestration: 0.02, least_relief: 1.0 };
pub const YEAR_2023: Year = Year { sequestration: 0.02, least_relief: 5.0 / 12.0 };

#[derive(Clone, Copy, PartialEq)]
pub enum Track {
    A,
    B,
    C,
    D,
    E,
    Enhanced,
}

#[derive(Clone, Copy)]
pub struct Aco {
    pub track: Track,
    pub benchmark: f64,
    pub expenditure: f64,
    pub headcount: f64,
    pub minimum_rate: f64,
    pub quality: f64,
    pub met_standard: bool,
    pub met_alternative: bool,
    pub relief: f64,
}

/// What an organisation earns or, if negative, owes; nothing where that depends on its revenue, which nobody knows.
pub fn settle(aco: &Aco, year: Year) -> Option<f64> {
    let saving = aco.benchmark - aco.expenditure;
    if saving >= 0.0 { Some(gain(aco, saving, year)) } else { loss(aco, -saving, year).map(|loss| -loss) }
}

fn gain(aco: &Aco, saving: f64, year: Year) -> f64 {
    if saving / aco.benchmark < minimum_rate(aco) {
        return 0.0;
    }
    let (max_share, cap) = match aco.track {
        Track::A | Track::B => (0.4, 0.10),
        Track::C | Track::D | Track::E => (0.5, 0.10),
        Track::Enhanced => (0.75, 0.20),
    };
    let share = match (aco.met_standard, aco.met_alternative) {
        (true, _) => max_share,
        (false, true) => max_share * aco.quality,
        (false, false) => 0.0,
    };
    (saving * share * (1.0 - year.sequestration)).min(aco.benchmark * cap)
}

fn loss(aco: &Aco, overspend: f64, year: Year) -> Option<f64> {
    let scored = if aco.met_standard || aco.met_alternative { aco.quality } else { 0.0 };
    let (rate, cap, by_revenue) = match aco.track {
        Track::A | Track::B => return Some(0.0),
        Track::C => (0.3, 0.01, true),
        Track::D => (0.3, 0.02, true),
        Track::E => (0.3, 0.04, true),
        Track::Enhanced => ((1.0 - 0.75 * scored).clamp(0.4, 0.75), 0.15, false),
    };
    if overspend / aco.benchmark < minimum_rate(aco) {
        return Some(0.0);
    }
    let relieved = aco.relief.abs();
    let at_rate = overspend * rate;
    let limited = at_rate.min(aco.benchmark * cap);
    if relieved > 0.0 && relieved >= limited - 3.0 {
        return Some(0.0);
    }
    if by_revenue && relieved + 3.0 < year.least_relief * at_rate {
        return None;
    }
    Some((limited - relieved).max(0.0))
}

/// One-sided tracks read the table, two-sided ones chose; below 5,000 people, and where it was chosen, it is stated.
fn minimum_rate(aco: &Aco) -> f64 {
    const FLAT: [f64; 5] = [0.0, 0.005, 0.01, 0.015, 0.02];
    let one_sided = matches!(aco.track, Track::A | Track::B);
    if aco.headcount < 5000.0 || (!one_sided && FLAT.contains(&aco.minimum_rate)) {
        return aco.minimum_rate;
    }
    const TABLE: [(f64, f64); 10] = [
        (5_000.0, 0.039),
        (6_000.0, 0.036),
        (7_000.0, 0.034),
        (8_000.0, 0.032),
        (9_000.0, 0.031),
        (10_000.0, 0.030),
        (15_000.0, 0.027),
        (20_000.0, 0.025),
        (50_000.0, 0.022),
        (60_000.0, 0.020),
    ];
    for pair in TABLE.windows(2) {
        let ((from, high), (to, low)) = (pair[0], pair[1]);
        if aco.headcount < to {
            return high + (low - high) * (aco.headcount - from) / (to - from - 1.0);
        }
    }
    0.020
}

/// Where the columns stand in a file.
pub struct Columns([usize; 10]);

impl Columns {
    pub fn of(heading: &[String]) -> Columns {
        let names = ["ACO_ID", "Current_Track", "ABtotBnchmk", "ABtotExp", "N_AB", "MinSavPerc", "QualScore"];
        let more = ["Met_QPS", "Met_AltQPS", "DisAdj"];
        let mut places = [usize::MAX; 10];
        for (place, name) in places.iter_mut().zip(names.iter().chain(&more)) {
            *place = heading.iter().position(|column| column == name).unwrap_or(usize::MAX);
        }
        Columns(places)
    }

    pub fn identity<'r>(&self, row: &Row<'r>) -> &'r str {
        self.text(row, 0)
    }

    pub fn read(&self, row: &Row<'_>) -> Aco {
        Aco {
            track: match self.text(row, 1) {
                "A" => Track::A,
                "B" => Track::B,
                "C" => Track::C,
                "D" => Track::D,
                "E" => Track::E,
                _ => Track::Enhanced,
            },
            benchmark: self.number(row, 2),
            expenditure: self.number(row, 3),
            headcount: self.number(row, 4),
            minimum_rate: self.number(row, 5) / 100.0,
            quality: self.number(row, 6) / 100.0,
            met_standard: self.text(row, 7) == "1",
            met_alternative: self.text(row, 8) == "1",
            relief: self.number(row, 9),
        }
    }

    fn text<'r>(&self, row: &Row<'r>, column: usize) -> &'r str {
        str::from_utf8(row.field(self.0[column]).unwrap_or_default()).unwrap().trim()
    }

    /// Nothing and the marks for it count as 0, which is asked of relief alone.
    fn number(&self, row: &Row<'_>, column: usize) -> f64 {
        self.text(row, column).trim_end_matches('%').parse().unwrap_or(0.0)
    }
}

/// The whole command: the same reader, two threads, and lines of the same form.
pub fn command(file: &Path, year: Year) {
    let rows = Rows::open(File::open(file).unwrap()).unwrap();
    let columns = Columns::of(rows.heading());
    let work = |mut chunk: Chunk<'_>| {
        let mut text = String::with_capacity(1 << 20);
        while let Some(row) = chunk.next_row() {
            let aco = columns.read(&row);
            text.push_str(columns.identity(&row));
            match settle(&aco, year) {
                Some(amount) => writeln!(text, ",{amount:.2},,,,0.00,,,,,").unwrap(),
                None => text.push_str(",,,,,,,,,not known,\n"),
            }
        }
        text
    };
    let mut out = io::stdout().lock();
    rows.each_chunk(NonZeroUsize::new(2).unwrap(), work, |text| out.write_all(text.as_bytes())).unwrap();
}
