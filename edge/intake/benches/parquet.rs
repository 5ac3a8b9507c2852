//! How fast twenty million rows of Parquet are priced and gathered by provider, service and month, beside DuckDB.
//!
//! DuckDB (its package for Python) writes the file with its defaults, and then does the same work itself in the same
//! run, on as many threads: a join to the prices, a product and a sum, all in decimals. Both must come to the same
//! penny in every group, or the benchmark fails. Without Python or DuckDB it says so and does nothing. Run with
//! `cargo bench -p accordant-intake --bench parquet`; a number behind it is the number of rows.
#![expect(clippy::expect_used, reason = "a benchmark stops at what it cannot make")]

use accordant_activity::{
    Axes, Block, Book, Bulk, Code, Counted, Item, Kernel, Kind, MarketForces, Month, Months, Particulars,
    Price, Providers, Scaled, Shelf, Tariff, Year,
};
use accordant_facts::Status;
use accordant_intake::Fault;
use accordant_intake::submission::{Dense, NumberedRows, Numbering};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const ROWS: usize = 20_000_000;
const RUNS: usize = 3;
const THREADS: usize = 2;
const GROUPS: u32 = 1_667;
const POINTS: [&str; 3] = ["DC", "EL", "OPPROC"];
const SERVICES: u32 = 40;

/// Writes the file, then prices it: prints the best time in seconds, and writes each group with its sum in pence.
const SCRIPT: &str = r#"
import sys, time
try:
    import duckdb
except ImportError:
    print("DuckDB is not installed for Python"); sys.exit(3)
rows, path, sums, runs, threads = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
db = duckdb.connect()
db.execute(f"SET threads = {threads}")
db.execute("SET enable_progress_bar = false")
db.execute(f"""COPY (SELECT
    'R' || lpad((hash(i) % 60)::VARCHAR, 2, '0') AS provider,
    lpad((hash(i + 1) % 12 + 1)::VARCHAR, 2, '0') AS month,
    'HG' || lpad((hash(i + 2) % 1667)::VARCHAR, 4, '0') AS currency,
    ['DC', 'EL', 'OPPROC'][(hash(i + 3) % 3 + 1)::INTEGER] AS point_of_delivery,
    (hash(i + 4) % 9 + 1)::INTEGER AS quantity
    FROM range({rows}) t(i)) TO '{path}' (FORMAT parquet)""")
if runs == 0: sys.exit(0)
db.execute("""CREATE TABLE prices AS SELECT 'HG' || lpad(g::VARCHAR, 4, '0') AS currency,
    ['DC', 'EL', 'OPPROC'][p + 1] AS point_of_delivery, (g % 40)::INTEGER AS service,
    ((5000 + (g * 37 + p * 1009) % 400000) / 100)::DECIMAL(12, 2) AS price
    FROM range(1667) a(g), range(3) b(p)""")
query = f"""SELECT provider, month, service, sum(quantity * price) AS amount FROM '{path}' JOIN prices
    USING (currency, point_of_delivery) GROUP BY ALL"""
best = None
for _ in range(runs):
    start = time.perf_counter()
    found = db.execute(query).fetchall()
    took = time.perf_counter() - start
    best = took if best is None else min(best, took)
with open(sums, "w") as file:
    for provider, month, service, amount in found:
        file.write(f"{provider} {month} {service} {int(amount * 100)}\n")
import resource
print(f"{best} {duckdb.__version__} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}")
"#;

fn price_pence(group: u32, point: u32) -> i128 {
    i128::from(5000 + (group * 37 + point * 1009) % 400_000)
}

fn items() -> Vec<Counted> {
    let item = |group: u32, point: &str| Item {
        currency: Code::from(format!("HG{group:04}")),
        point_of_delivery: Code::from(point),
        function: None,
    };
    let groups = (0..GROUPS).flat_map(|group| POINTS.map(|point| (group, point)));
    let counted = |(group, point)| {
        let (item, service) = (item(group, point), group % SERVICES);
        Counted { item, tariff: Tariff::National, service }
    };
    groups.map(counted).collect()
}

fn shelf(items: &[Counted]) -> Shelf {
    let year = Year::starting(2025).expect("a year");
    let particulars = Particulars {
        name: "prices of the benchmark".to_string(),
        kind: Kind::PaymentScheme,
        months: Months::of_year(year),
        providers: Providers::Every,
        market_forces: MarketForces::Within,
        status: Status::Illustrative,
        source: "made up".to_string(),
        hash: String::new(),
    };
    let line = |(at, counted): (usize, &Counted)| {
        let at = u32::try_from(at).expect("few prices");
        let unit = Scaled::from_units(price_pence(at / 3, at % 3) * 1_000_000);
        (counted.item.clone(), Price { unit, line: at + 1 })
    };
    let book = Book::new(particulars, items.iter().enumerate().map(line)).expect("a book");
    Shelf::new(vec![book], Vec::new()).expect("a shelf")
}

fn numbered(codes: impl IntoIterator<Item = Vec<u8>>) -> BTreeMap<Vec<u8>, u32> {
    codes.into_iter().zip(0..).collect()
}

type Sums = BTreeMap<(String, String, u32), i128>;

/// Prices the file from its first byte on.
fn priced(path: &Path, items: &[Counted], shelf: &Shelf) -> Sums {
    let keys = ["provider", "month", "currency", "point_of_delivery"];
    let dense = Dense::open(File::open(path).expect("the file"), &keys, "quantity").expect("its columns");
    let codes = dense.codes().expect("its dictionaries");
    let text = |code: &Vec<u8>| String::from_utf8_lossy(code).into_owned();
    let providers: Vec<Code> = codes[0].iter().map(|code| Code::from(text(code))).collect();
    let year = Year::starting(2025).expect("a year");
    let months: Vec<Month> =
        codes[1].iter().filter_map(|code| Month::new(year, text(code).parse().ok()?)).collect();
    let numbering: Numbering = vec![
        numbered(codes[0].iter().cloned()),
        numbered(codes[1].iter().cloned()),
        numbered((0..GROUPS).map(|group| format!("HG{group:04}").into_bytes())),
        numbered(POINTS.map(|point| point.as_bytes().to_vec())),
    ];
    let axes = Axes { providers: &providers, months: &months, items, services: SERVICES };
    let kernel = Kernel::new(shelf, axes).expect("a kernel");
    let next = AtomicUsize::new(0);
    let worked = || {
        let mut bulk = kernel.nothing();
        let mut places: Vec<u32> = Vec::new();
        while let Some(group) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < dense.groups()) {
            let take = |rows: NumberedRows<'_>| -> Result<(), Fault> {
                let [providers, months, groups, points] = rows.keys else { return Ok(()) };
                places.clear();
                places.extend(groups.iter().zip(points).map(|(group, point)| group * 3 + point));
                let block = Block { providers, months, items: &places, quantities: rows.quantities };
                kernel.add(block, &mut bulk).expect("numbers that are known");
                Ok(())
            };
            dense.read_group(group, &numbering, take).expect("rows");
        }
        bulk
    };
    let bulks: Vec<Bulk> = thread::scope(|scope| {
        let started: Vec<_> = (0..THREADS).map(|_| scope.spawn(worked)).collect();
        started.into_iter().map(|thread| thread.join().expect("a thread")).collect()
    });
    let bulk = bulks.iter().skip(1).fold(bulks[0].clone(), |sum, more| sum.plus(more).expect("a sum"));
    let mut sums = Sums::new();
    for (provider, code) in providers.iter().enumerate() {
        for (month, name) in codes[1].iter().enumerate() {
            for service in 0..SERVICES {
                let amount = kernel.amount(&bulk, (provider, month, service as usize), 0).expect("a sum");
                let pence: i128 = pence(&amount.terminating().expect("a decimal"));
                if pence != 0 {
                    sums.insert((code.to_string(), text(name), service), pence);
                }
            }
        }
    }
    sums
}

fn pence(text: &str) -> i128 {
    Scaled::parse(text).expect("an amount").units() / 1_000_000
}

fn main() {
    let rows = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(ROWS);
    let folder = std::env::temp_dir();
    let path = folder.join(format!("accordant-bench-{}.parquet", std::process::id()));
    let sums = folder.join(format!("accordant-bench-{}.sums", std::process::id()));
    let duckdb = |runs: usize| {
        let mut command = Command::new("python3");
        command.args(["-c", SCRIPT, &rows.to_string()]).arg(&path).arg(&sums);
        command.args([runs.to_string(), THREADS.to_string()]).output()
    };
    let told = match duckdb(RUNS) {
        Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout).into_owned(),
        Ok(output) => {
            let why = [output.stdout, output.stderr].concat();
            return println!("nothing is measured: {}", String::from_utf8_lossy(&why).trim());
        }
        Err(error) => return println!("nothing is measured: python3 cannot be started: {error}"),
    };
    let items = items();
    let shelf = shelf(&items);
    let mut best = Duration::MAX;
    let mut found = Sums::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        found = priced(&path, &items, &shelf);
        best = best.min(start.elapsed());
    }
    let theirs = std::fs::read_to_string(&sums).expect("the sums of DuckDB");
    let theirs: Sums = theirs.lines().map(sum_of).collect();
    assert_eq!(found.len(), theirs.len(), "the groups are not the same");
    assert!(found == theirs, "a group does not come to the same penny");
    let bytes = std::fs::metadata(&path).map_or(0, |file| file.len() / 1_000_000);
    let mut words = told.lines().last().unwrap_or_default().split_whitespace();
    let theirs: f64 = words.next().and_then(|word| word.parse().ok()).expect("the time of DuckDB");
    let (version, memory) = (words.next().unwrap_or("?"), words.next().unwrap_or("?"));
    println!("{rows} rows, {bytes} MB, {} groups to the same penny, {THREADS} threads", found.len());
    println!("accordant:     {:.2} s, {}", best.as_secs_f64(), own_memory());
    println!("DuckDB {version}: {theirs:.2} s, {memory} MB");
    println!("ratio:         {:.1}", theirs / best.as_secs_f64());
    let _ = (std::fs::remove_file(path), std::fs::remove_file(sums));
}

fn sum_of(line: &str) -> ((String, String, u32), i128) {
    let words: Vec<&str> = line.split(' ').collect();
    let number = |at: usize| words[at].parse::<i128>().expect("a number");
    let service = u32::try_from(number(2)).expect("a service");
    ((words[0].to_string(), words[1].to_string(), service), number(3))
}

/// What the system says of the most memory that this process held, where it says it.
fn own_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or("memory not told by this system".to_string(), |text| text.trim().to_string())
}
