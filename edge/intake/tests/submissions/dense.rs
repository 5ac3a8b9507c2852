//! Rows of Parquet as numbers: a file of 20,000 rows written by DuckDB with its defaults, three groups of rows.
//!
//! Row `i` has the provider `R(i % 7)`, one of three points of delivery, the quantity `i % 1000` and `many`, three
//! times `i`; in the column `gap` one value is missing.

use super::fuzz::{Numbers, altered};
use accordant_intake::Fault;
use accordant_intake::submission::{Dense, NumberedRows, Numbering};
use std::io::Cursor;

const FILE: &[u8] = include_bytes!("dense.parquet");
const ROWS: u64 = 20_000;

/// The rows as texts and quantities, or the short name of the fault.
fn read(file: &[u8], keys: &[&str], quantity: &str) -> Result<Vec<(Vec<String>, i64)>, &'static str> {
    let code = |fault: Fault| fault.code;
    let dense = Dense::open(Cursor::new(file.to_vec()), keys, quantity).map_err(code)?;
    let codes: Vec<Vec<Vec<u8>>> =
        dense.codes().map_err(code)?.into_iter().map(|codes| codes.into_iter().collect()).collect();
    let numbering: Numbering = codes.iter().map(|codes| codes.iter().cloned().zip(0..).collect()).collect();
    let mut found = Vec::new();
    for group in 0..dense.groups() {
        let take = |rows: NumberedRows<'_>| -> Result<(), Fault> {
            for (row, quantity) in rows.quantities.iter().enumerate() {
                let texts = rows.keys.iter().zip(&codes).map(|(numbers, codes)| {
                    String::from_utf8_lossy(&codes[numbers[row] as usize]).into_owned()
                });
                found.push((texts.collect(), *quantity));
            }
            Ok(())
        };
        dense.read_group(group, &numbering, take).map_err(code)?;
    }
    Ok(found)
}

#[test]
fn every_row_comes_with_its_codes_and_its_quantity() {
    let points = ["DC", "EL", "OPPROC"];
    let found = read(FILE, &["provider", "point_of_delivery"], "quantity").unwrap();
    assert_eq!(found.len() as u64, ROWS);
    for (i, (codes, quantity)) in found.into_iter().enumerate() {
        let wanted = vec![format!("R{}", i % 7), points[i % 3].to_string()];
        assert_eq!((codes, quantity), (wanted, i as i64 % 1000));
    }
    let many = read(FILE, &["provider"], "many").unwrap();
    assert!(many.iter().enumerate().all(|(i, (_, quantity))| *quantity == i as i64 * 3));
}

#[test]
fn a_missing_value_or_a_missing_column_is_said_and_never_nought() {
    assert_eq!(read(FILE, &["gap"], "quantity"), Err("missing-value"));
    assert_eq!(read(FILE, &["provider"], "amount"), Err("missing-column"));
    assert_eq!(read(&FILE[..FILE.len() / 2], &["provider"], "quantity"), Err("damaged-parquet"));
}

#[test]
fn a_damaged_file_is_a_fault_and_no_panic() {
    let mut numbers = Numbers(0xdec0_de5e_ed00);
    let cases = if std::env::var_os("ACCORDANT_DEEP").is_some() { 20_000 } else { 60 };
    for _ in 0..cases {
        let file = altered(FILE, &mut numbers);
        let _ = read(&file, &["provider", "point_of_delivery"], "quantity");
    }
}
