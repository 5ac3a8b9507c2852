//! What may be asked of an export.

use super::path;
use super::record::of_record;
use crate::commands::export::Named;
use clap::builder::EnumValueParser;
use clap::{Arg, ArgGroup, Command};

/// The command that exports.
pub fn subcommands() -> Vec<Command> {
    vec![
        of_record(
            "export",
            "Writes what the record holds as a table that other programs read",
            "Examples:\n  accordant export --xlsx alliance.xlsx\n  accordant export --csv facts.csv facts\n  \
             accordant export --xlsx rooms.xlsx rooms forecasts\n  \
             accordant export --parquet activity.parquet activity --as-at 12\n  accordant export --csv - costs",
        )
        .arg(
            Arg::new("what")
                .value_name("TABLE")
                .num_args(0..)
                .value_parser(EnumValueParser::<Named>::new())
                .help("Which tables: a workbook has a sheet for each [default: all], another file holds one"),
        )
        .arg(path("csv", "FILE", "Lines of text with commas; - writes them to standard output"))
        .arg(path("xlsx", "FILE", "A workbook"))
        .arg(path("parquet", "FILE", "A Parquet file, with amounts as DECIMAL"))
        .group(ArgGroup::new("form").args(["csv", "xlsx", "parquet"]).required(true)),
    ]
}
