//! What may be asked of price books.

use super::record::{of_record, who};
use super::{named, option};
use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, Command, ValueHint};

/// The commands of price books.
pub fn subcommands() -> Vec<Command> {
    vec![
        named("price", "Adds, lists and shows price books, and shows what a new one changes")
            .before_help(
                "Examples:\n  accordant price add scheme.csv --name \"Payment scheme 2025-26\" --kind scheme \\\n    \
                 --from 2025-04-01 --to 2026-03-31 --factors on-top --source \"NHS Payment Scheme, annex A\"\n  \
                 accordant price list\n  accordant price reprice",
            )
            .subcommand(add())
            .subcommand(of_record(
                "list",
                "Lists every price book and list of market forces factors",
                "Examples:\n  accordant price list --as-at 12",
            ))
            .subcommand(show())
            .subcommand(of_record(
                "reprice",
                "Shows what activity comes to at the prices known before and now",
                "Examples:\n  accordant price reprice\n  accordant price reprice --as-at 12 --json",
            )),
    ]
}

fn show() -> Command {
    of_record(
        "show",
        "Shows the lines of a price book, or of a list of market forces factors",
        "Examples:\n  accordant price show \"Payment scheme 2025-26\"\n  accordant price show 12 --code WF01B --json",
    )
    .arg(Arg::new("book").value_name("BOOK").required(true).help("The book, by its name or entry"))
    .arg(option("code", "CODE", "Only lines of this currency, point of delivery, function or provider"))
    .arg(option("provider", "CODE", "Only what holds for this organisation"))
}

fn add() -> Command {
    of_record(
        "add",
        "Adds a price book, or a list of market forces factors; it is never altered",
        "Examples:\n  accordant price add local.csv --name \"Eye clinics from October\" --kind local \\\n    \
         --stands before-national --from 2025-10-01 --factors within --provider ACUTE --source \"Letter of 3 September\"\n  \
         accordant price add mff.csv --name \"Factors 2025-26\" --kind factors --from 2025-04-01 --source \"Annex D\"",
    )
    .arg(
        Arg::new("file")
            .value_name("FILE")
            .required(true)
            .value_parser(PathBufValueParser::new())
            .value_hint(ValueHint::FilePath)
            .help("CSV: currency, point_of_delivery, treatment_function (if it matters), unit_price; or provider, factor"),
    )
    .arg(option("name", "NAME", "What it is called; no two bear one name").required(true))
    .arg(
        option("kind", "KIND", "national (a tariff up to 2022-23), scheme (from 2023-24), local or factors")
            .value_parser(["national", "scheme", "local", "factors"])
            .required(true),
    )
    .arg(
        option("stands", "HOW", "How local prices stand to national ones")
            .value_parser(["before-national", "where-none-is-national"])
            .required_if_eq("kind", "local"),
    )
    .arg(option("from", "DAY", "The first day on which it holds, the first of a month").required(true))
    .arg(option("to", "DAY", "The last day, the last of a month [default: until another takes its place]"))
    .arg(
        option("factors", "HOW", "How its prices stand to the market forces factor; every price book says so")
            .value_parser(["within", "on-top"]),
    )
    .arg(
        option("provider", "CODE", "An organisation for which it holds [default: every one]")
            .action(ArgAction::Append),
    )
    .arg(option("source", "TEXT", "The publication or letter that it was taken from").required(true))
    .arg(option("replaces", "NAME", "The book that it takes the place of, such as one before a pay award"))
    .args(who())
}
