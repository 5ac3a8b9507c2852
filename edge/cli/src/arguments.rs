//! What may be asked of the program, and how it is asked.

use clap::{Arg, ArgAction, Command, ValueHint, builder::PathBufValueParser, value_parser};
use std::ffi::OsString;

mod activity;
mod cost;
mod export;
mod keeping;
mod measure;
mod price;
mod record;
mod reporting;

/// Examples come before everything else: they are what a newcomer reads.
const TEMPLATE: &str = "{about}\n\n{before-help}Usage: {usage}\n\n{all-args}{after-help}";

/// The whole command line.
pub fn command() -> Command {
    Command::new("accordant")
        .about("Runs an alliance contract: checks the agreement, settles it to the penny, explains every figure")
        .version(env!("CARGO_PKG_VERSION"))
        .help_template("{about}\n\n{before-help}Usage: {usage}\n\nCommands:\n{subcommands}\n\nOptions:\n{options}{after-help}")
        .before_help(
            "Examples:\n  accordant init my-alliance\n  accordant check my-alliance\n  accordant settle my-alliance\n  \
             accordant explain my-alliance owner_gain\n  accordant found my-record --agreement my-alliance --signatories signatories.csv",
        )
        .after_help("Exit codes: 0 done, 1 could not, 2 wrong use, 3 problems, or examples that do not hold")
        .term_width(100)
        .disable_help_subcommand(true)
        .args(globals())
        .arg(flag("licences", "Shows whose data this program carries and under which licences"))
        .subcommands(subcommands())
}

fn globals() -> Vec<Arg> {
    vec![
        flag("json", "Shows the result as JSON").global(true),
        flag("plain", "Shows one fact on each line, without lines, trees and colour").global(true),
        flag("no-input", "Never asks anything; nothing here does").global(true),
        option("as-at", "WHEN", "As it was known at an entry, day or instant of `log`; needs a record")
            .global(true),
        option("on", "DATE", "As it was in effect on that day; needs an alliance with a record").global(true),
    ]
}

fn subcommands() -> Vec<Command> {
    let of_folders = vec![
        named("check", "Checks agreements and tells every problem and warning")
            .before_help(
                "Examples:\n  accordant check\n  accordant check agreements/capital-works agreements/leicester\n  \
                 accordant check harbour --as-at 12\n  accordant check --json",
            )
            .arg(folders()),
        settle(),
        explain(),
        named("examples", "Runs the worked examples of agreements")
            .before_help("Examples:\n  accordant examples\n  accordant examples agreements/capital-works")
            .arg(folders()),
        named("init", "Writes an agreement to start from")
            .before_help("Examples:\n  accordant init my-alliance\n  accordant check my-alliance")
            .arg(folder()),
        named("schema", "Shows the JSON Schema of the language, for editors")
            .before_help("Examples:\n  accordant schema > accordant.schema.json"),
        named("completions", "Shows a script that completes commands in a shell")
            .before_help("Examples:\n  accordant completions bash > /etc/bash_completion.d/accordant")
            .arg(Arg::new("shell").value_name("SHELL").required(true).value_parser(value_parser!(clap_complete::Shell)).help("Which shell")),
    ];
    let of_activity = activity::subcommands()
        .into_iter()
        .chain(reporting::subcommands())
        .chain(price::subcommands())
        .chain(cost::subcommands())
        .chain(export::subcommands());
    let of_records = record::subcommands().into_iter().chain(of_activity).chain(measure::subcommands());
    of_folders.into_iter().chain(of_records).chain(keeping::subcommands()).collect()
}

fn settle() -> Command {
    named("settle", "Settles a period: who pays whom how much, and on what that rests")
        .before_help(
            "Examples:\n  accordant settle agreements/capital-works\n  \
             accordant settle agreements/capital-works --period 2015-16 --party builder\n  \
             accordant settle agreements/capital-works --html statement.html\n  \
             accordant settle --facts - < facts.csv\n  \
             accordant settle --record --to 2025-09",
        )
        .arg(folder())
        .arg(option(
            "period",
            "PERIOD",
            "Which period, such as 2014-15 [default: that of --to, or the latest]",
        ))
        .arg(option("party", "PARTY", "Only this party's block"))
        .arg(path("facts", "FILE", "Facts in this file instead of the folder's; - reads standard input"))
        .arg(
            path("each", "ROWS", "Settles every row of this CSV file on the same terms")
                .conflicts_with_all(["to", "forecast"]),
        )
        .arg(path("html", "FILE", "Writes the statement as one page in which each figure opens its reason"))
        .arg(path("restated", "PATH", "Shows what facts said again in this file or folder change"))
        .args(days())
        .arg(flag("record", "Settles provisionally and keeps the settlement in the record"))
        .args(record::who())
}

/// Which days of a period are meant, and on what is known of them.
fn days() -> [Arg; 2] {
    [
        option("to", "DAY", "The days up to this one, such as 2025-09-30, or 2025-09 for its last day"),
        flag("forecast", "The whole period on what is known and what is expected; needs a record"),
    ]
}

fn explain() -> Command {
    named("explain", "Explains a figure, down to clause, fact and source row")
        .before_help(
            "Examples:\n  accordant explain agreements/capital-works 'provider_gain[builder]'\n  \
             accordant explain agreements/capital-works 2015-16/owner_gain\n  \
             accordant explain agreements/capital-works pool_earned --example between_two_levels\n  \
             accordant explain my-record 'provider_gain[acute]' --to 2025-08",
        )
        .override_usage("accordant explain [OPTIONS] [FOLDER] <FIGURE>")
        .arg(
            // One argument of two values: options may then stand between the folder and the figure.
            Arg::new("asked")
                .value_name("FIGURE")
                .num_args(1..=2)
                .action(ArgAction::Append)
                .value_parser(value_parser!(OsString))
                .value_hint(ValueHint::AnyPath)
                .required_unless_present("each")
                .help("Which figure or fact, such as 2014-15/owner_gain; before it the folder [or here]"),
        )
        .arg(option("period", "PERIOD", "Which period [default: as `settle` takes it]"))
        .args(days().map(|arg| arg.conflicts_with_all(["example", "each"])))
        .arg(option("example", "EXAMPLE", "In this worked example instead of the facts"))
        .arg(path("each", "ROWS", "In a row of this CSV file, settled on the same terms").requires("row"))
        .arg(option("row", "ROW", "What identifies that row").requires("each"))
        .arg(path("facts", "FILE", "Facts in this file instead of the folder's; - reads standard input"))
}

fn named(name: &'static str, about: &'static str) -> Command {
    Command::new(name).about(about).help_template(TEMPLATE)
}

fn folder() -> Arg {
    Arg::new("folder")
        .value_name("FOLDER")
        .value_parser(PathBufValueParser::new())
        .value_hint(ValueHint::DirPath)
        .default_value(".")
        .hide_default_value(true)
        .help("The folder of the alliance [default: here]")
}

fn folders() -> Arg {
    folder().num_args(0..)
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

fn path(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    option(name, value, help).value_parser(PathBufValueParser::new()).value_hint(ValueHint::FilePath)
}
