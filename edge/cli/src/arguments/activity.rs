//! What may be asked of what the parties send, and of the activity that it tells.

use super::record::{of_record, required, who};
use super::{flag, named, option, path};
use clap::builder::PathBufValueParser;
use clap::{Arg, Command, ValueHint, value_parser};

/// The commands of submissions.
pub fn subcommands() -> Vec<Command> {
    vec![import(), imports(), rejects(), activity()]
}

fn entry(help: &'static str) -> Arg {
    required("entry", "ENTRY", help).value_parser(value_parser!(u64))
}

fn import() -> Command {
    of_record(
        "import",
        "Reads a file that a party sends, says what became of every row, and records it",
        "Examples:\n  accordant import acm_m01.csv --check\n  accordant import acm_m01.csv --invoice 1204331.50\n  \
         accordant import acm_m01_final.csv --freeze --rejects to-mend.csv",
    )
    .arg(
        Arg::new("file")
            .value_name("FILE")
            .required(true)
            .value_parser(PathBufValueParser::new())
            .value_hint(ValueHint::FilePath)
            .help("The file as it was sent"),
    )
    .arg(option("kind", "KIND", "What it is: acm, plcm, drplcm, deplcm, rtt, costs, measures, sessions, csv [default: by its heading]"))
    .arg(option("sheet", "NAME", "The sheet of a workbook [default: the first]"))
    .arg(flag("check", "Only says what would become of it; nothing is recorded"))
    .arg(option("invoice", "AMOUNT", "What the invoice of the month says: the rows are held against it"))
    .arg(flag("freeze", "It is final: no later file is taken for its months, or for what it covers"))
    .arg(flag("shorter", "Takes a file that says far less of a month than the one in whose place it comes"))
    .arg(flag("allow-nhs-numbers", "Lets in a file with a column of NHS numbers; none of it is kept, and this is recorded"))
    .arg(path("counting", "FILE", "How its lines are counted [default: counting.yaml of the folder, or as last time]"))
    .arg(path("columns", "FILE", "What the columns of a table of its own layout mean [default: columns.yaml of the folder]"))
    .arg(path("rejects", "FILE", "Writes the refused rows into this file, to be mended and sent again"))
    .args(who())
}

fn imports() -> Command {
    named("imports", "Lists, shows, compares and undoes what was imported")
        .before_help(
            "Examples:\n  accordant imports list\n  accordant imports show 12\n  accordant imports diff 12 15\n  \
             accordant imports undo 15 --reason \"The wrong month was sent\"",
        )
        .subcommand(of_record("list", "Lists every import", "Examples:\n  accordant imports list --as-at 12"))
        .subcommand(
            of_record("show", "Shows the report of an import: rows and money accepted, fixed and refused, and why", "Examples:\n  accordant imports show 12")
                .arg(entry("The import, by its entry")),
        )
        .subcommand(
            of_record("diff", "Shows what a later import says otherwise", "Examples:\n  accordant imports diff 12 15")
                .arg(entry("The earlier import, by its entry"))
                .arg(required("later", "LATER", "The later one, by its entry").value_parser(value_parser!(u64))),
        )
        .subcommand(
            of_record(
                "undo",
                "Lets an import count no longer; what it stood in the place of counts again",
                "Examples:\n  accordant imports undo 15 --reason \"The wrong month was sent\"",
            )
            .arg(entry("The import, by its entry"))
            .arg(option("reason", "TEXT", "Why").required(true))
            .args(who()),
        )
}

fn rejects() -> Command {
    of_record(
        "rejects",
        "Gives the refused rows of an import, to be mended and sent again",
        "Examples:\n  accordant rejects 12 > to-mend.csv\n  accordant import to-mend.csv",
    )
    .arg(entry("The import, by its entry"))
}

fn activity() -> Command {
    named("activity", "Shows what was planned and done, what moved, what may be twice, and the use of rooms")
        .before_help(
            "Examples:\n  accordant activity show\n  accordant activity show --by provider --month 2025-06\n  \
             accordant activity shift --service dermatology\n  accordant activity steps --months 2025-26",
        )
        .subcommand(
            of_record(
                "show",
                "Shows planned and actual activity with what they come to",
                "Examples:\n  accordant activity show --by service",
            )
            .arg(
                option(
                    "by",
                    "WHAT",
                    "service, provider, site, setting, point_of_delivery or month [default: service]",
                )
                .value_parser(["service", "provider", "site", "setting", "point_of_delivery", "month"]),
            )
            .arg(option("month", "MONTH", "Only this month, such as 2025-06")),
        )
        .subcommand(
            of_record(
                "shift",
                "Shows what moved from hospital to the community, by site of treatment, in number and money",
                "Examples:\n  accordant activity shift\n  \
                 accordant activity shift --from 2025-04..2025-09 --to 2026-04..2026-09 --service dermatology\n  \
                 accordant activity shift --service dermatology --svg shift.svg",
            )
            .arg(option("from", "MONTHS", "The earlier months, such as 2025-04..2025-09 [default: a year before]"))
            .arg(option("to", "MONTHS", "The same months of a later year [default: the latest year that is held]"))
            .arg(option("service", "SERVICE", "Only this service"))
            .arg(path("svg", "FILE", "Draws it into this file, site by site").requires("service"))
            .args(read_with()),
        )
        .subcommand(
            of_record(
                "steps",
                "Shows follow-ups beyond plan, and first appointments and tests that may be repeats",
                "Examples:\n  accordant activity steps\n  accordant activity steps --months 2025-04..2025-09",
            )
            .arg(option("months", "MONTHS", "Only these months, such as 2025-04..2025-09 [default: the latest year]"))
            .args(read_with()),
        )
        .subcommand(rooms())
}

fn rooms() -> Command {
    of_record(
        "rooms",
        "Shows in how many of their sessions leased rooms are used, and what the others cost",
        "Examples:\n  accordant activity rooms\n  accordant activity rooms --by party --months 2025-04..2025-09",
    )
    .arg(
        option("by", "WHAT", "Told apart by what [default: site]")
            .value_parser(["site", "room", "party", "month"]),
    )
    .arg(option("months", "MONTHS", "Only these months, such as 2025-04..2025-09 [default: all that are held]"))
}

/// How activity is counted, and what it comes to.
fn read_with() -> Vec<Arg> {
    vec![
        option("money", "WHAT", "At whose prices [default: books where there are any]")
            .value_parser(["books", "files"]),
        path("counting", "FILE", "Sites and steps as this file says [default: as in the last import]"),
    ]
}
