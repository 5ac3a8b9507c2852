//! What may be asked about keeping a record: showing it, matching copies, backups, what is wrong with it.

use super::record::{of_record, required, who};
use super::{flag, named, option, path};
use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, Command, ValueHint, value_parser};

/// The commands that keep a record.
pub fn subcommands() -> Vec<Command> {
    vec![bundle(), verify(), witness(), backup(), restore(), doctor(), erase()]
}

fn place(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    required(name, value, help).value_parser(PathBufValueParser::new()).value_hint(ValueHint::AnyPath)
}

fn bundle() -> Command {
    of_record(
        "bundle",
        "Writes a folder with all that a reader may see, to open in a browser and verify",
        "Examples:\n  accordant bundle ../for-the-auditor\n  accordant bundle ../for-acute --for-party acute",
    )
    .arg(place("to", "TO", "The folder to write, which is not there yet"))
    .arg(option("for-party", "PARTY", "What this party may see [default: what every party may]"))
    .arg(flag("with-names", "Shows the names of people on the pages"))
}

fn verify() -> Command {
    of_record(
        "verify",
        "Verifies the record, or a bundle",
        "Examples:\n  accordant verify\n  accordant verify ../for-the-auditor --keys pinned.txt",
    )
    .arg(
        Arg::new("bundle")
            .value_name("BUNDLE")
            .value_parser(PathBufValueParser::new())
            .value_hint(ValueHint::DirPath)
            .help("A bundle [default: the record of this folder]"),
    )
    .arg(path("keys", "FILE", "The keys that were pinned before, for a bundle"))
    .arg(path("checkpoint", "FILE", "A signed checkpoint that is held").action(ArgAction::Append))
}

fn witness() -> Command {
    let at = || {
        path("at", "FOLDER", "The folder in which the party keeps its matching copies")
            .required(true)
            .value_hint(ValueHint::DirPath)
    };
    let party = || option("for-party", "PARTY", "The party that holds the matching copy").required(true);
    named("witness", "Matching copies: a party countersigns the record with a key of its own")
        .before_help(
            "Examples:\n  accordant witness key acute --to acute-copies\n  accordant witness name acute KEY --for acute\n  \
             accordant witness trust KEY --at acute-copies\n  accordant witness request --for-party acute --to request.txt\n  \
             accordant witness sign request.txt --at acute-copies\n  accordant witness take request.txt.signed",
        )
        .subcommand(
            named("key", "Makes a party's key")
                .before_help("Examples:\n  accordant witness key acute --to acute-copies")
                .arg(required("party", "PARTY", "The party"))
                .arg(path("to", "FOLDER", "The folder in which it is kept").required(true)),
        )
        .subcommand(
            of_record("name", "Names a party's key in the record", "Examples:\n  accordant witness name acute KEY --for acute")
                .arg(required("party", "PARTY", "The party"))
                .arg(required("witness-key", "KEY", "Its key, as `witness key` printed it"))
                .args(who()),
        )
        .subcommand(
            named("trust", "Pins the key of a record, for a party's matching copies")
                .before_help("Examples:\n  accordant witness trust KEY --at acute-copies")
                .arg(required("record-key", "KEY", "The key of the record, as `found` printed it"))
                .arg(at()),
        )
        .subcommand(
            of_record("request", "Writes what a party countersigns", "Examples:\n  accordant witness request --for-party acute --to request.txt")
                .arg(party())
                .arg(path("to", "FILE", "The file to write").required(true)),
        )
        .subcommand(
            named("sign", "Countersigns what continues the party's own copy")
                .before_help("Examples:\n  accordant witness sign request.txt --at acute-copies")
                .arg(place("file", "FILE", "The request"))
                .arg(at()),
        )
        .subcommand(
            of_record("take", "Takes a party's signature up", "Examples:\n  accordant witness take request.txt.signed")
                .arg(place("file", "FILE", "What the party signed")),
        )
        .subcommand(
            named("serve", "Countersigns over HTTP what continues the party's own copy")
                .before_help("Examples:\n  accordant witness serve --at acute-copies --listen 127.0.0.1:7700")
                .arg(at())
                .arg(option("listen", "ADDRESS", "Where to listen [default: 127.0.0.1:7700]")),
        )
        .subcommand(
            of_record("ask", "Asks a party over HTTP for its signature", "Examples:\n  accordant witness ask http://127.0.0.1:7700 --for-party acute")
                .arg(required("url", "URL", "Where the party serves"))
                .arg(party()),
        )
}

fn backup() -> Command {
    of_record(
        "backup",
        "Copies the record while others write, and checks the copy",
        "Examples:\n  accordant backup ../backup --keys ../backup-keys",
    )
    .arg(place("to", "TO", "The folder to write"))
    .arg(
        path("keys", "FOLDER", "The folder for the keys, to be kept apart and for a shorter time")
            .required(true),
    )
}

fn restore() -> Command {
    of_record(
        "restore",
        "Brings a backup back, read-only until it is shown not to be behind",
        "Examples:\n  accordant restore ../backup --keys ../backup-keys --to my-harbour\n  \
         accordant restore --confirm --checkpoint minutes.txt\n  accordant restore --continue --checkpoint minutes.txt",
    )
    .arg(Arg::new("from").value_name("FROM").value_parser(PathBufValueParser::new()).value_hint(ValueHint::DirPath).help("The backup"))
    .arg(path("keys", "FOLDER", "The keys of the backup"))
    .arg(path("to", "FOLDER", "The folder to bring it back to"))
    .arg(flag("confirm", "Shows that nobody knows more than was brought back; then it takes entries again"))
    .arg(flag("continue", "Goes on under a new origin, and says in the record what is lost"))
    .arg(path("checkpoint", "FILE", "A signed checkpoint that somebody holds").action(ArgAction::Append))
    .arg(option("ask", "URL", "A party that holds matching copies").action(ArgAction::Append))
    .args(who())
}

fn doctor() -> Command {
    of_record(
        "doctor",
        "Tells everything that may be wrong with a record, and what to do",
        "Examples:\n  accordant doctor",
    )
}

fn erase() -> Command {
    of_record(
        "erase",
        "Erases free text or personal data of an entry, by two persons",
        "Examples:\n  accordant erase 4 reason --reason spill --basis \"UK GDPR article 17\" --second \"Helen Marsh\"",
    )
    .arg(required("entry", "ENTRY", "The entry").value_parser(value_parser!(u64)))
    .arg(required("part", "PART", "The part, by its name: reason, reply or purpose"))
    .arg(option("reason", "WORD", "spill, request, court-order or retention-ended").required(true))
    .arg(option("basis", "TEXT", "The legal basis").required(true))
    .arg(option("second", "NAME", "The second person who agrees to it").required(true))
    .args(who())
}
