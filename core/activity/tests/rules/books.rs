//! Price books made of published files, and small ones made by hand.

use crate::made::{month, scaled};
use accordant_activity::{
    Book, Code, Factor, FactorList, Item, Kind, MarketForces, Months, Particulars, Price, Providers, Year,
};
use accordant_facts::Status;

const PRICES: &str = include_str!("../../../../testing/prices/ntps_apc_2017-18_2018-19.csv");
const MUSCULOSKELETAL: &str =
    include_str!("../../../../testing/prices/nhsps_2025-26_msk_elective_extract.csv");
const FACTORS: &str = include_str!("../../../../testing/prices/mff_2026-27_extract.csv");

/// Which columns price which points of delivery.
const COLUMNS: [(&str, &[&str]); 5] = [
    ("outpatient_procedure_gbp", &["OPPROC", "OPPROCFA", "OPPROCFUP"]),
    ("day_case_or_elective_combined_gbp", &["DC", "EL"]),
    ("day_case_gbp", &["DC"]),
    ("ordinary_elective_gbp", &["EL"]),
    ("non_elective_gbp", &["NEL"]),
];

/// The national tariff of `2017-18` or `2018-19`.
pub fn national(year: &str) -> Book {
    let mut lines = Vec::new();
    for (row, line) in rows(PRICES) {
        for (column, points) in COLUMNS {
            let price = &row[&format!("{column}_{}", year.replace('-', "_"))];
            if !price.is_empty() {
                let priced =
                    |point: &&str| (item(&row["hrg_code"], point), Price { unit: scaled(price), line });
                lines.extend(points.iter().map(priced));
            }
        }
    }
    Book::new(particulars(year, Kind::NationalTariff), lines).unwrap()
}

/// The elective prices of musculoskeletal care in 2025-26.
pub fn musculoskeletal() -> Book {
    let lines = rows(MUSCULOSKELETAL).into_iter().flat_map(|(row, line)| {
        let price = Price { unit: scaled(&row["elective_price_gbp"]), line };
        ["DC", "EL"].map(|point| (item(&row["hrg_code"], point), price))
    });
    Book::new(particulars("2025-26", Kind::PaymentScheme), lines).unwrap()
}

/// The published factors of 2026-27, taken for the year of the prices as an illustration.
pub fn factors(year: &str) -> FactorList {
    let factors = rows(FACTORS).into_iter().map(|(row, line)| {
        (Code::from(row["provider_code"].as_str()), Factor { value: scaled(&row["mff_factor"]), line })
    });
    FactorList {
        name: "market forces factors 2026-27".to_owned(),
        months: months_of(year),
        status: Status::Illustrative,
        source: "NHS England, 2026/27 NHS Payment Scheme".to_owned(),
        hash: String::new(),
        factors: factors.collect(),
    }
}

/// A book of these prices, each as `FZ18K DC 1373` or `FZ18K DC 100 1373` with a function; lines from 2.
pub fn book(particulars: Particulars, prices: &[&str]) -> Book {
    Book::new(particulars, (2..).zip(prices).map(|(line, text)| priced(text, line))).unwrap()
}

pub fn priced(text: &str, line: u32) -> (Item, Price) {
    let parts: Vec<&str> = text.split(' ').collect();
    let (unit, function) = match parts[2..] {
        [unit] => (unit, None),
        [function, unit] => (unit, Some(Code::from(function))),
        _ => panic!("no price: {text}"),
    };
    (Item { function, ..item(parts[0], parts[1]) }, Price { unit: scaled(unit), line })
}

pub fn particulars(year: &str, kind: Kind) -> Particulars {
    Particulars {
        name: format!("prices {year}"),
        kind,
        months: months_of(year),
        providers: Providers::Every,
        market_forces: MarketForces::OnTop,
        status: Status::Real,
        source: "NHS England".to_owned(),
        hash: String::new(),
    }
}

pub fn item(currency: &str, point: &str) -> Item {
    Item { currency: Code::from(currency), point_of_delivery: Code::from(point), function: None }
}

/// A list with the factor of one provider.
pub fn factor(year: &str, provider: &str, value: &str) -> FactorList {
    let factor = Factor { value: scaled(value), line: 2 };
    FactorList {
        name: format!("factors {year}"),
        factors: [(Code::from(provider), factor)].into(),
        ..factors(year)
    }
}

fn months_of(year: &str) -> Months {
    assert_eq!(month(&format!("{year}/1")).year(), Year::parse(year).unwrap());
    Months::of_year(Year::parse(year).unwrap())
}

type Row = std::collections::BTreeMap<String, String>;

/// The rows of a file by their column names, each with its line.
fn rows(text: &str) -> Vec<(Row, u32)> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize::<Row>().map(Result::unwrap);
    rows.zip(2..).collect()
}
