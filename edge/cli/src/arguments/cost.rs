//! What may be asked of costs.

use super::record::of_record;
use super::{flag, named, option};
use clap::{Arg, Command};

/// The commands of costs.
pub fn subcommands() -> Vec<Command> {
    vec![
        named("cost", "Costs: the open book, the target with its adjustments, and the outturn")
            .before_help("Examples:\n  accordant cost show\n  accordant cost show 2025-26 --party acute")
            .subcommand(
                of_record(
                    "show",
                    "Shows every line of costs and whether it counts, the actual against the target, and the outturn",
                    "Examples:\n  accordant cost show\n  accordant cost show 2025-26 --party acute --as-at 12",
                )
                .arg(
                    Arg::new("period")
                        .value_name("PERIOD")
                        .help("Which period, such as 2025-26 [default: the latest with costs]"),
                )
                .arg(option("party", "PARTY", "Only this party's lines and outturn, with every month"))
                .arg(flag("months", "Shows the outturn month by month")),
            ),
    ]
}
