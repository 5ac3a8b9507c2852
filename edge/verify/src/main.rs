//! The binary `accordant-verify`: arguments to one call of the library to text.
//!
//! It opens no network connection and asks no server. What is checked stands in the library; start there.

use accordant_verify::{Asked, Held, Pinned, Wanted, face, verify};
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const NOT_VERIFIED: u8 = 1;
const WRONG_USE: u8 = 2;
const NO_BUNDLE: u8 = 3;

const HELP: &str = "\
Checks an exported bundle of an alliance's record, without any network

Examples:
  accordant-verify bundle --keys my-keys.txt
  accordant-verify bundle --keys my-keys.txt --checkpoint kept-in-may.txt

Usage: accordant-verify BUNDLE --keys FILE [--checkpoint FILE]... [OPTIONS]

Options:
  --keys FILE           Your own file of keys; never one that came with the bundle
  --checkpoint FILE     States of the record that you have kept, signed or as on paper; may be given again
  --require-witnesses   Not verified unless a commissioner and a provider confirm it
  --json                Shows the result as JSON
  --help, --version     Shows this, or the version

The file of keys has one line for each:
  origin ORIGIN                 the record that is to be checked, first
  log VKEY                      a key with which the host signs
  commissioner VKEY [PARTY]     a key with which a commissioner confirms its copy
  provider VKEY [PARTY]         a key with which a provider other than the host confirms its copy

Exit codes: 0 verified, 1 not verified, 2 wrong use, 3 the folder cannot be read as a bundle
";

fn main() -> ExitCode {
    match arguments(env::args_os().skip(1)) {
        Ok(Command::Show(text)) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Ok(Command::Verify(arguments)) => run(&arguments).unwrap_or_else(|wrong| wrong_use(&wrong)),
        Err(wrong) => wrong_use(&wrong),
    }
}

fn wrong_use(what: &str) -> ExitCode {
    eprintln!("wrong use: {what}\n  help: `accordant-verify --help` shows how it is asked");
    ExitCode::from(WRONG_USE)
}

enum Command {
    Show(String),
    Verify(Arguments),
}

struct Arguments {
    bundle: PathBuf,
    keys: PathBuf,
    checkpoints: Vec<PathBuf>,
    confirmation: Wanted,
    shape: Shape,
}

enum Shape {
    Words,
    Json,
}

fn arguments(given: impl Iterator<Item = OsString>) -> Result<Command, String> {
    let (mut bundle, mut keys, mut checkpoints) = (None, None, Vec::new());
    let (mut confirmation, mut shape) = (Wanted::Told, Shape::Words);
    let mut given = given;
    while let Some(argument) = given.next() {
        let mut file =
            |option: &str| given.next().map(PathBuf::from).ok_or(format!("`{option}` needs a file"));
        match argument.to_str() {
            Some("--help") => return Ok(Command::Show(HELP.to_string())),
            Some("--version") => {
                return Ok(Command::Show(format!("accordant-verify {}\n", env!("CARGO_PKG_VERSION"))));
            }
            Some("--keys") if keys.is_none() => keys = Some(file("--keys")?),
            Some("--checkpoint") => checkpoints.push(file("--checkpoint")?),
            Some("--require-witnesses") => confirmation = Wanted::Required,
            Some("--json") => shape = Shape::Json,
            Some(option) if option.starts_with('-') => {
                return Err(format!("`{option}` is not known, or was given twice"));
            }
            _ if bundle.is_none() => bundle = Some(PathBuf::from(argument)),
            _ => return Err(format!("`{}` is a second bundle: check one at a time", argument.display())),
        }
    }
    let bundle = bundle.ok_or("say which bundle is to be checked")?;
    let keys = keys.ok_or("say with `--keys` on which keys you rely: a bundle cannot vouch for itself")?;
    Ok(Command::Verify(Arguments { bundle, keys, checkpoints, confirmation, shape }))
}

fn run(arguments: &Arguments) -> Result<ExitCode, String> {
    let keys = arguments.keys.display();
    let text =
        String::from_utf8(read(&arguments.keys)?).map_err(|_| format!("`{keys}` is no text in UTF-8"))?;
    let pinned = Pinned::read(&text).map_err(|problem| format!("`{keys}`: {problem}"))?;
    let held = arguments.checkpoints.iter().map(|path| {
        let content = read(path)?;
        Ok(Held { name: path.display().to_string(), content })
    });
    let held: Vec<Held> = held.collect::<Result<_, String>>()?;
    let asked =
        Asked { held: &held, confirmation: arguments.confirmation, ..Asked::of(&arguments.bundle, &pinned) };
    let report = match verify(&asked) {
        Ok(report) => report,
        Err(unreadable) => {
            eprintln!("no bundle: {unreadable}");
            return Ok(ExitCode::from(NO_BUNDLE));
        }
    };
    match arguments.shape {
        Shape::Json => println!("{:#}", report.as_json()),
        Shape::Words => print!("{}", face::in_words(&report, &pinned)),
    }
    Ok(if report.is_verified() { ExitCode::SUCCESS } else { ExitCode::from(NOT_VERIFIED) })
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("`{}` cannot be read: {error}", path.display()))
}
