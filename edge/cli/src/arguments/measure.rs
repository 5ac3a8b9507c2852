//! What may be asked of measures, and of any fact month by month.

use super::record::{of_record, required, who};
use super::{flag, named, option, path};
use accordant_measures::spc::Profile;
use clap::{Arg, ArgAction, Command, ValueHint, value_parser};
use std::ffi::OsString;

/// The command of measures.
pub fn subcommands() -> Vec<Command> {
    vec![
        named("measure", "Measures: what they are, what they reached, and whether a change is more than noise")
            .before_help(
                "Examples:\n  accordant measure list agreements/harbour\n  accordant measure score agreements/harbour\n  \
                 accordant measure spc agreements/harbour waiting_18 --target 65% --svg waiting.svg",
            )
            .subcommand(list())
            .subcommand(show())
            .subcommand(score())
            .subcommand(spc())
            .subcommand(rebase()),
    ]
}

fn list() -> Command {
    named("list", "Lists the measures with their latest values, levels and scores")
        .before_help("Examples:\n  accordant measure list agreements/harbour")
        .arg(super::folder())
        .arg(to())
}

fn show() -> Command {
    named("show", "Shows a measure: its definition, levels and weight, and its facts month by month")
        .before_help("Examples:\n  accordant measure show agreements/harbour waiting_18")
        .override_usage("accordant measure show [OPTIONS] [FOLDER] <NAME>")
        .arg(
            folder_and("NAME", "Which measure, such as waiting_18; before it the folder [or here]")
                .required(true),
        )
        .arg(to())
}

/// Up to which day values are asked for.
fn to() -> Arg {
    option("to", "DAY", "Year to date up to this day or month [default: as far as facts reach]")
}

fn score() -> Command {
    named("score", "Shows value, level, points and weight, and what each value that pays says of itself")
        .before_help(
            "Examples:\n  accordant measure score agreements/harbour\n  \
             accordant measure score agreements/harbour --period 2026-27 --significance 1%",
        )
        .arg(super::folder())
        .arg(option("period", "PERIOD", "Which period, such as 2026-27 [default: the latest with facts]"))
        .arg(to())
        .arg(
            option("significance", "SHARE", "How unlikely a value must be to be more than noise")
                .default_value("5%"),
        )
}

fn spc() -> Command {
    named("spc", "Reads a measure or fact month by month: what changed, and what is ordinary variation")
        .before_help(
            "Examples:\n  accordant measure spc agreements/harbour waiting_18 --target 65%\n  \
             accordant measure spc agreements/harbour falls_admissions --good down --svg falls.svg\n  \
             accordant measure spc agreements/harbour --numerator at_home_91 --denominator discharged --good up\n  \
             accordant measure spc agreements/harbour 'activity[dermatology]' --rebase 2026-04='A new clinic opened'",
        )
        .override_usage(
            "accordant measure spc [OPTIONS] [FOLDER] <MEASURE OR FACT>\n       \
             accordant measure spc [OPTIONS] [FOLDER] --numerator <FACT> --denominator <FACT>",
        )
        .arg(folder_and("WHAT", "Which measure or fact, such as waiting_18; before it the folder [or here]"))
        .arg(option("numerator", "FACT", "With --denominator: the one fact over the other").requires("denominator"))
        .arg(option("denominator", "FACT", "With --numerator: the one fact over the other").requires("numerator"))
        .arg(
            option("profile", "PROFILE", "By whose rules it is read: ptd, mdc, mdc-6, mdcspc, powerbi")
                .value_parser(Profile::NAMES)
                .hide_possible_values(true)
                .default_value("mdc"),
        )
        .arg(
            option("good", "WAY", "Which way is better: up, down or neither [default: as the measure says, else neither]")
                .value_parser(["up", "down", "neither"])
                .hide_possible_values(true),
        )
        .arg(option("target", "VALUE", "What is to be reached, such as 65%"))
        .arg(
            option("baseline", "MONTHS", "The limits rest on so many months from the beginning of each phase [default: all]")
                .value_parser(value_parser!(u64)),
        )
        .arg(
            option("rebase", "MONTH=REASON", "Tries out that it is another process from this month on, and records nothing; may be said again")
                .action(ArgAction::Append),
        )
        .arg(path("svg", "FILE", "Writes the chart as a picture into this file"))
}

fn rebase() -> Command {
    of_record(
        "rebase",
        "Records that from a month on a chart is that of another process, and why; or withdraws that",
        "Examples:\n  accordant measure rebase waiting_18 --from 2026-01 --reason \"A new clinic opened\"\n  \
         accordant measure rebase waiting_18 --from 2026-01 --withdraw --reason \"It opened in March\"",
    )
    .arg(required(
        "measure",
        "MEASURE",
        "Which measure or fact, such as waiting_18 or 'activity[dermatology]'",
    ))
    .arg(option("from", "MONTH", "The first month that is read anew, such as 2026-01").required(true))
    .arg(option("reason", "TEXT", "Why").required(true))
    .arg(flag("withdraw", "Withdraws the rebase from that month; it stays in the record"))
    .args(who())
}

/// One argument of two values, so that options may stand between the folder and the name.
fn folder_and(name: &'static str, help: &'static str) -> Arg {
    Arg::new("asked")
        .value_name(name)
        .num_args(1..=2)
        .action(ArgAction::Append)
        .value_parser(value_parser!(OsString))
        .value_hint(ValueHint::AnyPath)
        .help(help)
}
