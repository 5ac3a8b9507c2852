//! How fast a million rows of contract monitoring are read, checked, hashed, gathered into cells and priced.
//!
//! Both sides of every cell are priced from a book with the market forces factor of the provider on top, and summed by
//! point of delivery and month. The sum of what was done is held against one that is worked out while the file is made.
//! The baseline does less: it reads the same bytes with the `csv` crate into records, one thread, and hashes them. Run
//! with `cargo bench -p accordant-intake --bench acm`; a number behind it is the number of rows.
#![expect(clippy::expect_used, reason = "a benchmark stops at what it cannot make")]

use accordant_activity::{
    Book, Cells, Code, Factor, FactorList, Item, Kind, MarketForces, Months, Particulars, Price, Providers,
    Scaled, Shelf, Side, Year, price,
};
use accordant_facts::Status;
use accordant_intake::submission::{Asked, Content, Known, Submission, lines};
use accordant_money::{Exact, Number};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
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

/// The unit price of a group at a point of delivery, in pence.
fn unit_pence(group: u64, point: usize) -> i128 {
    i128::from(9_000 + group * 137 + point as u64 * 1_009)
}

const POINTS: [&str; 4] = ["DC", "EL", "OPFASPCL", "OPFUPSPCL"];
const GROUPS: u64 = 12;
/// 1.028343, in millionths.
const FACTOR_MILLIONTHS: i128 = 1_028_343;

/// A book with every price, and the factor of the one provider.
fn shelf() -> Shelf {
    let months = Months::of_year(Year::starting(2025).expect("a year"));
    let particulars = Particulars {
        name: "prices of the benchmark".to_string(),
        kind: Kind::PaymentScheme,
        months,
        providers: Providers::Every,
        market_forces: MarketForces::OnTop,
        status: Status::Illustrative,
        source: "made up".to_string(),
        hash: String::new(),
    };
    let places = (0..GROUPS).flat_map(|group| (0..POINTS.len()).map(move |point| (group, point)));
    let line = |((group, point), line): ((u64, usize), u32)| {
        let currency = Code::from(format!("FZ{group:02}A"));
        let item = Item { currency, point_of_delivery: Code::from(POINTS[point]), function: None };
        (item, Price { unit: Scaled::from_units(unit_pence(group, point) * 1_000_000), line })
    };
    let book = Book::new(particulars, places.zip(2..).map(line)).expect("a book");
    let factor = Factor { value: Scaled::from_units(FACTOR_MILLIONTHS * 100), line: 2 };
    let factors = FactorList {
        name: "factors of the benchmark".to_string(),
        months,
        status: Status::Illustrative,
        source: "made up".to_string(),
        hash: String::new(),
        factors: BTreeMap::from([(Code::from("RWE"), factor)]),
    };
    Shelf::new(vec![book], vec![factors]).expect("a shelf")
}

/// Prices both sides and sums what was done by point of delivery and month; nothing if a cell has no price.
fn priced(cells: &Cells, shelf: &Shelf) -> Option<Exact> {
    price(cells, shelf, Side::Planned).whole()?;
    let done = price(cells, shelf, Side::Actual);
    let sums = done.by(|key| (key.point_of_delivery.clone(), key.month));
    let whole = done.whole()?;
    let parts = sums.values().try_fold(Exact::zero(), |sum, part| sum.plus(part)).ok()?;
    (parts == whole).then_some(whole)
}

/// A file of the present layout, all columns filled as they usually are; gives what its activity comes to.
fn make(rows: usize, path: &Path) -> io::Result<Exact> {
    let mut file = BufWriter::new(File::create(path)?);
    write!(file, "{HEADING}")?;
    let mut seed = 0x1234_5678_9abc_def1_u64;
    let mut next = |below: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % below
    };
    let mut millionths_of_pence = 0_i128;
    let commissioners = ["03W", "04C", "04V", "QK1"];
    for _ in 0..rows {
        // A line for each practice: some twenty of them, with planned and actual activity, become one cell.
        let (month, site, function) = (next(12) + 1, next(2), 100 + next(20));
        let (at, commissioner) = (next(4) as usize, commissioners[next(4) as usize]);
        let point = POINTS[at];
        let (group, practice, planned, actual) = (function % 7 + next(6), next(130), next(40), next(40));
        let price = next(900_000) + 10_000;
        millionths_of_pence += i128::from(actual) * unit_pence(group, at) * FACTOR_MILLIONTHS;
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
    file.flush()?;
    Ok(Exact::ratio(millionths_of_pence, 100_000_000).expect("no division by nothing"))
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
    let wanted = make(rows, &path)?;
    let shelf = shelf();
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
                    assert_eq!(priced(&cells, &shelf).as_ref(), Some(&wanted), "every cell has its price");
                    format!("{} rows taken into {} cells and priced", report.rows.accepted, cells.len())
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
