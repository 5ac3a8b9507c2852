//! What may be asked of what is due, and of queries about what was sent.

use super::record::{of_record, required, who};
use super::{flag, named, option};
use clap::{Arg, ArgGroup, Command, value_parser};

/// The commands of reporting.
pub fn subcommands() -> Vec<Command> {
    vec![calendar(), query()]
}

fn calendar() -> Command {
    of_record(
        "calendar",
        "Shows which returns are missing, late or still to come, by the agreed working days",
        "Examples:\n  accordant calendar\n  accordant calendar --from 2025-10 --to 2025-12\n  \
         accordant calendar --party acute --as-at 2026-01-31",
    )
    .arg(option("from", "MONTH", "The first month, such as 2025-04 [default: the first of the term]"))
    .arg(option("to", "MONTH", "The last month [default: the present one, or the last of the term]"))
    .arg(option("party", "PARTY", "Only what this party owes"))
}

fn query_number() -> Arg {
    required("query", "QUERY", "The query, by the entry that raised it").value_parser(value_parser!(u64))
}

fn query() -> Command {
    named("query", "Asks about a row that another party sent, answers, and closes what was asked")
        .before_help(
            "Examples:\n  accordant query raise --file-entry 12 --row 340 --amount 1,204.50 \\\n    \
             --reason \"Counted twice, see row 338\" --for icb\n  \
             accordant query reply 15 --text \"It was; a credit follows\" --for acute\n  \
             accordant query close 15 --credit 1,204.50 --for acute\n  accordant query list",
        )
        .subcommand(raise())
        .subcommand(
            of_record(
                "reply",
                "Answers a query; the party that sent the row does",
                "Examples:\n  accordant query reply 15 --text \"It was counted twice\" --for acute",
            )
            .arg(query_number())
            .arg(option("text", "TEXT", "The answer").required(true))
            .args(who()),
        )
        .subcommand(close())
        .subcommand(
            of_record(
                "list",
                "Lists the queries, open ones first",
                "Examples:\n  accordant query list\n  accordant query list --open --as-at 2026-01-31",
            )
            .arg(flag("open", "Only those that are open")),
        )
        .subcommand(
            of_record(
                "show",
                "Shows a query: the row as it was sent, what was said, and how it ended",
                "Examples:\n  accordant query show 15",
            )
            .arg(query_number()),
        )
}

fn raise() -> Command {
    of_record(
        "raise",
        "Asks about a row that another party sent",
        "Examples:\n  accordant query raise --file-entry 12 --row 340 --amount 1,204.50 --reason \"Counted twice\" --for icb",
    )
    .arg(
        option("file-entry", "ENTRY", "The import in which the row stands, by its entry")
            .required(true)
            .value_parser(value_parser!(u64)),
    )
    .arg(option("row", "ROW", "The row of the file").required(true).value_parser(value_parser!(u64)))
    .arg(option("amount", "AMOUNT", "How much money is in question, such as 1,204.50"))
    .arg(option("reason", "TEXT", "What is asked").required(true))
    .args(who())
}

fn close() -> Command {
    of_record(
        "close",
        "Closes a query: with a credit, taken back, or with the answer accepted",
        "Examples:\n  accordant query close 15 --credit 1,204.50 --for acute\n  \
         accordant query close 16 --withdrawn --for icb\n  accordant query close 17 --accepted --for icb",
    )
    .arg(query_number())
    .arg(option(
        "credit",
        "AMOUNT",
        "The party that sent the row credits so much, and sends it with a later file",
    ))
    .arg(flag("withdrawn", "The party that asked takes the query back"))
    .arg(flag("accepted", "The party that asked accepts the answer, and the row stands"))
    .group(ArgGroup::new("end").args(["credit", "withdrawn", "accepted"]).required(true))
    .args(who())
}
