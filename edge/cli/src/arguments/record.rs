//! What may be asked of an alliance with a record.

use super::{flag, named, option, path};
use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, Command, ValueHint, value_parser};

/// The commands of a record.
pub fn subcommands() -> Vec<Command> {
    vec![found(), facts(), open(), challenge(), pay(), fund(), balances(), bridge(), log(), show(), person()]
}

/// Who asks, and for whom.
pub fn who() -> Vec<Arg> {
    vec![
        option("as", "NAME", "The person who asks [default: who founded it here, or ACCORDANT_AS]"),
        option("for", "PARTY", "The party for which the person speaks [default: the only one]"),
        option("key", "KEY", "The key of the request: the same key has one effect and one answer"),
        option("seen", "ENTRIES", "How many entries you had seen: what came since is told, not overwritten")
            .value_parser(value_parser!(u64)),
    ]
}

pub(super) fn of_record(name: &'static str, about: &'static str, examples: &'static str) -> Command {
    named(name, about).before_help(examples).arg(in_folder())
}

fn in_folder() -> Arg {
    path("in", "FOLDER", "The folder of the alliance [default: here]").value_hint(ValueHint::DirPath)
}

pub(super) fn required(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).value_name(value).required(true).help(help)
}

fn number(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    option(name, value, help).value_parser(value_parser!(u64))
}

fn found() -> Command {
    named("found", "Founds an alliance: the parties adopt an agreement, and its record begins")
        .before_help(
            "Examples:\n  accordant found my-record --agreement agreements/harbour \\\n    \
             --signatories agreements/harbour/signatories.csv",
        )
        .arg(super::folder().help("The folder of the record, made if there is none [default: here]"))
        .arg(path("agreement", "FOLDER", "The folder of the agreement").required(true))
        .arg(path("signatories", "FILE", "Who signs for each party, and on which signed copy it relies"))
        .arg(option(
            "effective",
            "DAY",
            "The first day on which the agreement holds [default: that of its term]",
        ))
        .args(who())
}

fn facts() -> Command {
    named("facts", "Adds facts to the record, and shows what is known")
        .before_help(
            "Examples:\n  accordant facts add month-1.csv --source \"Returns of month 1\"\n  \
             accordant facts add again.csv --restates \"Coding audit of June\"\n  accordant facts list\n  \
             accordant facts show 'activity[ophthalmology]'",
        )
        .subcommand(
            of_record("add", "Adds the facts of files", "Examples:\n  accordant facts add facts/*.csv")
                .arg(
                    Arg::new("files")
                        .value_name("FILE")
                        .num_args(1..)
                        .required(true)
                        .value_parser(PathBufValueParser::new())
                        .value_hint(ValueHint::FilePath)
                        .help("Files of facts in the documented form; - reads standard input"),
                )
                .arg(option("source", "TEXT", "Who sent them, or where they were found [default: the files]"))
                .arg(flag("forecast", "They say what is expected, and serve until what happened is known"))
                .arg(option("restates", "REASON", "They say again what was said otherwise, for this reason"))
                .arg(
                    option("total", "NAME=SUM", "What the sender says that the facts of a name come to")
                        .action(ArgAction::Append),
                )
                .args(who()),
        )
        .subcommand(of_record("list", "Lists what came in", "Examples:\n  accordant facts list --as-at 3"))
        .subcommand(
            of_record(
                "show",
                "Shows every value that a fact was said to have",
                "Examples:\n  accordant facts show 'activity[ophthalmology]' --on 2025-05-01",
            )
            .arg(required("fact", "FACT", "The fact, with or without its index")),
        )
}

fn open() -> Command {
    of_record("open", "Opens a period for settling", "Examples:\n  accordant open 2025-26")
        .arg(required("period", "PERIOD", "The period, such as 2025-26"))
        .args(who())
}

fn challenge() -> Command {
    of_record(
        "challenge",
        "Challenges a settlement, or one figure of it",
        "Examples:\n  accordant challenge 5 --figure 'provider_gain[acute]' --reason \"Month 3 is missing\" --for acute",
    )
    .arg(required("entry", "ENTRY", "The settlement, by its entry").value_parser(value_parser!(u64)))
    .arg(option("figure", "FIGURE", "The figure [default: all of it]"))
    .arg(option("reason", "TEXT", "Why").required(true))
    .args(who())
}

fn pay() -> Command {
    of_record(
        "pay",
        "Records what a settlement makes due on account, or trues up",
        "Examples:\n  accordant settle --record --to 2025-09\n  accordant pay 2025-26 --day 2025-10-20",
    )
    .arg(required("period", "PERIOD", "The period, such as 2025-26"))
    .arg(option("day", "DAY", "The day on which it is paid").required(true))
    .args(who())
}

fn bridge() -> Command {
    of_record(
        "bridge",
        "Shows why figures moved between two points: data, price, activity, allocation, text",
        "Examples:\n  accordant bridge 12 30\n  accordant bridge 2026-05-03 --figure 'gain[acute]' --period 2025-26",
    )
    .arg(required("earlier", "FROM", "The earlier point of the record: an entry, a day or an instant"))
    .arg(Arg::new("later").value_name("TO").help("The later point [default: now, or --as-at]"))
    .arg(option("period", "PERIOD", "The period [default: that of --to, or the latest that changed]"))
    .arg(option("figure", "FIGURE", "Only this posted figure, and the facts that it reads"))
    .arg(option("to", "DAY", "Year to date up to this day or month [default: the whole period]"))
    .arg(flag("forecast", "With what is expected, where what happened is not known"))
}

fn fund() -> Command {
    let moving = |name: &'static str, about: &'static str, examples: &'static str| {
        of_record(name, about, examples)
            .arg(required("pool", "POOL", "The pool or fund"))
            .arg(required("amount", "AMOUNT", "How much, such as 1,250.00"))
            .arg(option("day", "DAY", "The day on which it holds").required(true))
            .arg(option("purpose", "TEXT", "What for").required(true))
            .args(who())
    };
    let party = |help: &'static str| option("party", "PARTY", help).required(true);
    of_record(
        "fund",
        "Shows what the pools hold, and moves money of them",
        "Examples:\n  accordant fund\n  accordant fund commit alliance_fund 25,000.00 --day 2026-05-01 --purpose Scanner\n  \
         accordant fund journal > fund.journal",
    )
    .subcommand(
        moving("paid-in", "Records what was paid in", "Examples:\n  accordant fund paid-in alliance_fund 10,000.00 --party icb --day 2026-04-10 --purpose Grant")
            .arg(party("Who paid: a party, or outside")),
    )
    .subcommand(moving("commit", "Sets money aside", "Examples:\n  accordant fund commit alliance_fund 25,000.00 --day 2026-05-01 --purpose Scanner"))
    .subcommand(
        moving("release", "Frees what was set aside", "Examples:\n  accordant fund release alliance_fund 5,000.00 --commitment 7 --day 2026-06-01 --purpose Cheaper")
            .arg(number("commitment", "ENTRY", "The commitment, by its entry").required(true)),
    )
    .subcommand(
        moving("spend", "Records what was spent", "Examples:\n  accordant fund spend alliance_fund 20,000.00 --party acute --commitment 7 --day 2026-06-01 --purpose Scanner")
            .arg(party("Who received it: a party, or outside"))
            .arg(number("commitment", "ENTRY", "The commitment that it comes out of, by its entry")),
    )
    .subcommand(
        of_record("carry", "Carries the balance over the year end in the agreed way", "Examples:\n  accordant fund carry alliance_fund --day 2026-03-31 --purpose \"Year end\"")
            .arg(required("pool", "POOL", "The pool or fund"))
            .arg(option("day", "DAY", "The last day of the year").required(true))
            .arg(option("purpose", "TEXT", "What for").required(true))
            .args(who()),
    )
    .subcommand(of_record("journal", "Shows the pools as a plain-text accounting journal", "Examples:\n  accordant fund journal | hledger -f - balance"))
}

fn balances() -> Command {
    of_record(
        "balances",
        "Shows what each party owes each other at a month's end, for the agreement of balances",
        "Examples:\n  accordant balances 2025-26 --month 9",
    )
    .arg(required("period", "PERIOD", "The period, such as 2025-26"))
    .arg(
        option("month", "MONTH", "The month of the year, from 1 [default: 12]")
            .value_parser(value_parser!(u8).range(1..=12)),
    )
}

fn log() -> Command {
    of_record(
        "log",
        "Lists what happened: when, what, for whom and by whom",
        "Examples:\n  accordant log\n  accordant log --as-at 2026-05-03",
    )
}

fn show() -> Command {
    of_record(
        "show",
        "Shows the alliance in effect, one entry, the agreement's text, or who may speak",
        "Examples:\n  accordant show\n  accordant show --on 2026-04-01\n  accordant show 5\n  accordant show agreement\n  accordant show money.yaml\n  accordant show people",
    )
    .arg(Arg::new("what").value_name("ENTRY|agreement|FILE|people").help(
        "An entry by its number, the agreement's text in force or one file of it, or people [default: the alliance]",
    ))
}

fn person() -> Command {
    named("person", "People who may speak for a party")
        .before_help("Examples:\n  accordant person add acute \"Rosa Lind\" --from 2026-01-05 --under \"Letter of 4 January 2026\" --for acute")
        .subcommand(
            of_record("add", "Gives a further person authority to speak for a party", "Examples:\n  accordant person add acute \"Rosa Lind\" --from 2026-01-05 --under \"Letter of 4 January 2026\"")
                .arg(required("party", "PARTY", "The party"))
                .arg(required("name", "NAME", "The person"))
                .arg(option("role", "TEXT", "What the person is"))
                .arg(option("email", "ADDRESS", "Where the person is reached"))
                .arg(option("from", "DAY", "The first day of the authority").required(true))
                .arg(option("to", "DAY", "The last day, if there is one"))
                .arg(option("under", "TEXT", "The letter or minute that gives it").required(true))
                .args(who()),
        )
}
