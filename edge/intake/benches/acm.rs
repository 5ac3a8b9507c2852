//! How fast a million rows of contract monitoring are read, checked, hashed and gathered into cells.
//!
//! The baseline does less: it reads the same bytes with the `csv` crate into records, one thread, and hashes them. Run
//! with `cargo bench -p accordant-intake --bench acm`; a number behind it is the number of rows.

use accordant_intake::submission::{Asked, Content, Known, Submission, lines};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::num::NonZeroUsize;
use std::path::Path;
use std::time::{Duration, Instant};

const ROWS: usize = 1_000_000;
const RUNS: usize = 3;

const HEADING: &str = "FINANCIAL_MONTH,FINANCIAL_YEAR,DATE_AND_TIME_DATA_SET_CREATED,REPORTING_TYPE_INDICATOR,\
ORGANISATION_IDENTIFIER_(CODE_OF_PROVIDER),ORGANISATION_SITE_IDENTIFIER_(OF_TREATMENT),\
ORGANISATION_IDENTIFIER_(GP_PRACTICE_RESPONSIBILITY),ORGANISATION_IDENTIFIER_(RESIDENCE_RESPONSIBILITY),\
ORGANISATION_IDENTIFIER_(CODE_OF_COMMISSIONER),GENERAL_MEDICAL_PRACTICE_CODE_(PATIENT_REGISTRATION),\
ACTIVITY_TREATMENT_FUNCTION_CODE,LOCAL_SUB-SPECIALTY_CODE,WARD_CODE,COMMISSIONED_SERVICE_CATEGORY_CODE,SERVICE_CODE,\
SPECIALISED_MENTAL_HEALTH_SERVICE_CATEGORY_CODE,POINT_OF_DELIVERY_CODE,POINT_OF_DELIVERY_FURTHER_DETAIL_CODE,\
POINT_OF_DELIVERY_FURTHER_DETAIL_DESCRIPTION,LOCAL_POINT_OF_DELIVERY_CODE,LOCAL_POINT_OF_DELIVERY_DESCRIPTION,\
LOCAL_CONTRACT_CODE,LOCAL_CONTRACT_CODE_DESCRIPTION,LOCAL_CONTRACT_MONITORING_CODE,\
LOCAL_CONTRACT_MONITORING_DESCRIPTION,CONTRACT_MONITORING_ADDITIONAL_DETAIL,\
CONTRACT_MONITORING_ADDITIONAL_DESCRIPTION,TARIFF_CODE,NATIONAL_TARIFF_INDICATOR,CONTRACT_MONITORING_PLANNED_ACTIVITY,\
CONTRACT_MONITORING_PLANNED_PRICE,CONTRACT_MONITORING_PLANNED_MARKET_FORCES_FACTOR,\
CONTRACT_MONITORING_ACTUAL_ACTIVITY,CONTRACT_MONITORING_ACTUAL_PRICE,CONTRACT_MONITORING_ACTUAL_MARKET_FORCES_FACTOR";

/// A file of the present layout, all columns filled as they usually are.
fn make(rows: usize, path: &Path) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    write!(file, "{HEADING}")?;
    let mut seed = 0x1234_5678_9abc_def1_u64;
    let mut next = |below: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % below
    };
    let points = ["DC", "EL", "OPFASPCL", "OPFUPSPCL"];
    let commissioners = ["03W", "04C", "04V", "QK1"];
    for _ in 0..rows {
        // A line for each practice: some twenty of them, with planned and actual activity, become one cell.
        let (month, site, function) = (next(12) + 1, next(2), 100 + next(20));
        let (point, commissioner) = (points[next(4) as usize], commissioners[next(4) as usize]);
        let (group, practice, planned, actual) = (function % 7 + next(6), next(130), next(40), next(40));
        let price = next(900_000) + 10_000;
        write!(
            file,
            "\n{month},202526,2026-04-12T09:30:00,FREEZE,RWE,RWEA{site},QK1,03W,{commissioner},C82{practice:03},{function},\
             ,WARD{site},21,,,{point},,,{point},Local {point},L{group:02},Service line {group},,,,,FZ{group:02}A,Y,\
             {planned},{}.{:02},1.028343,{actual},{}.{:02},1.028343",
            planned * price / 100,
            price % 100,
            actual * price / 100,
            price % 97
        )?;
    }
    file.flush()
}

fn best(mut run: impl FnMut()) -> Duration {
    let once = |_| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..RUNS).map(once).min().unwrap_or_default()
}

/// The bytes of a file, hashed while they are read.
struct Hashing(File, Sha256);

impl Read for Hashing {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(into)?;
        self.1.update(&into[..read]);
        Ok(read)
    }
}

fn baseline(path: &Path) -> io::Result<usize> {
    let mut reader = csv::Reader::from_reader(Hashing(File::open(path)?, Sha256::new()));
    let mut record = csv::StringRecord::new();
    let mut rows = 0;
    while reader.read_record(&mut record)? {
        rows += 1;
    }
    std::hint::black_box(reader.into_inner().1.finalize());
    Ok(rows)
}

fn main() -> io::Result<()> {
    let rows = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(ROWS);
    let path = std::env::temp_dir().join(format!("accordant-bench-acm-2526-{}.csv", std::process::id()));
    make(rows, &path)?;
    println!("{rows} rows, {} MB", std::fs::metadata(&path)?.len() / 1_000_000);
    let known = Known::default();
    for threads in [1, 2] {
        let threads = NonZeroUsize::new(threads).unwrap_or(NonZeroUsize::MIN);
        let mut said = String::new();
        let time = best(|| {
            let asked = Asked { threads, ..Asked::new("acm_2526.csv", &known) };
            let opened = File::open(&path).map(|file| lines(file, &asked, &mut io::sink()));
            said = match opened {
                Ok(Ok(Submission { report, content: Content::Cells(cells) })) => {
                    format!("{} rows taken into {} cells", report.rows.accepted, cells.len())
                }
                Ok(Ok(_)) => "another kind of file".to_string(),
                Ok(Err(refused)) => refused.to_string(),
                Err(error) => error.to_string(),
            };
        });
        println!("accordant, {threads} threads: {:.2} s; {said}", time.as_secs_f64());
    }
    let time = best(|| {
        std::hint::black_box(baseline(&path).unwrap_or_default());
    });
    println!("baseline `csv` into records and SHA-256, 1 thread: {:.2} s", time.as_secs_f64());
    println!("most memory held: {}", memory());
    std::fs::remove_file(path)
}

/// What the system says of the most memory that this process held, where it says it.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or("not told by this system".to_string(), |text| text.trim().to_string())
}
