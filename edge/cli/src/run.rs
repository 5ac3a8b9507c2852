//! From the arguments to the command that they name, and from its end to the exit code.

use crate::commands;
use crate::print::{Face, Form, data, message};
use crate::stop::{DONE, Ended, Stop, WRONG_USE};
use clap::ArgMatches;
use std::process::ExitCode;

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let asked = std::env::args_os();
    // Licences stand before any command, and clap would ask for one.
    if asked.len() == 2 && std::env::args_os().nth(1).is_some_and(|argument| argument == "--licences") {
        data(&commands::licences::text());
        return ExitCode::from(DONE);
    }
    let arguments = match crate::arguments::command().try_get_matches_from(asked) {
        Ok(arguments) => arguments,
        Err(said) => return told(&said),
    };
    match dispatch(&arguments) {
        Ok(ended) => ExitCode::from(ended.code()),
        Err(stop) => {
            message(&stop.to_string());
            ExitCode::from(stop.code())
        }
    }
}

/// Help and the version are data; anything else that clap says is wrong use.
fn told(said: &clap::Error) -> ExitCode {
    if said.use_stderr() {
        message(&said.to_string());
        return ExitCode::from(WRONG_USE);
    }
    data(&said.to_string());
    ExitCode::from(DONE)
}

fn dispatch(arguments: &ArgMatches) -> Result<Ended, Stop> {
    if arguments.get_flag("licences") {
        return Err(Stop::wrong_use("`--licences` stands alone").help("write `accordant --licences`"));
    }
    let Some((name, asked)) = arguments.subcommand() else {
        return Err(Stop::wrong_use("no command is named").help("`accordant --help` lists them"));
    };
    let face = Face::new(form(asked)?);
    without_record(asked)?;
    match name {
        "check" => commands::check::run(asked, face),
        "examples" => commands::examples::run(asked, face),
        "explain" => commands::explain::run(asked, face),
        "init" => commands::init::run(asked, face),
        "settle" => commands::settle::run(asked, face),
        "schema" => commands::schema::run(),
        "completions" => commands::completions::run(asked),
        other => Err(Stop::fault(format!("the command `{other}` is named but not made"))),
    }
}

fn form(asked: &ArgMatches) -> Result<Form, Stop> {
    match (asked.get_flag("json"), asked.get_flag("plain")) {
        (true, true) => Err(Stop::wrong_use("`--json` and `--plain` are two forms of one thing")
            .help("leave one of them out")),
        (true, false) => Ok(Form::Json),
        (false, true) => Ok(Form::Plain),
        (false, false) => Ok(Form::Laid),
    }
}

/// A folder of files has no past: what it says today is all that is known.
fn without_record(asked: &ArgMatches) -> Result<(), Stop> {
    for name in ["as-at", "on"] {
        if asked.get_one::<String>(name).is_some() {
            let what = format!(
                "`--{name}` asks a record what was known or in effect, and a plain folder keeps none"
            );
            return Err(Stop::wrong_use(what).help("leave it out: a folder says only what its files say now"));
        }
    }
    Ok(())
}
