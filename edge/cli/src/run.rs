//! From the arguments to the command that they name, and from its end to the exit code.

use crate::commands;
use crate::print::{Face, Form, data, message};
use crate::recorded::Reading;
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
    let reading = Reading::of(asked)?;
    match name {
        "check" => commands::check::run(asked, face, reading),
        "examples" => commands::examples::run(asked, face, reading),
        "explain" => commands::explain::run(asked, face, reading),
        "init" => commands::init::run(asked, face),
        "settle" => commands::settle::run(asked, face, reading),
        "schema" => commands::schema::run(),
        "completions" => commands::completions::run(asked),
        "measure" => of_measures(asked, face, reading),
        name => of_record(name, asked, face, reading),
    }
}

/// The commands of measures: they read a folder and a record alike.
fn of_measures(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    use commands::measure;
    match asked.subcommand() {
        Some(("list", asked)) => measure::list::run(asked, face, reading),
        Some(("show", asked)) => measure::show::run(asked, face, reading),
        Some(("score", asked)) => measure::score::run(asked, face, reading),
        Some(("rebase", asked)) => measure::rebase::run(asked, face),
        Some(("spc", asked)) => measure::spc::run(asked, face, reading),
        _ => Err(Stop::wrong_use("`measure` is not said with what to do")
            .help("`accordant measure --help` lists what it does")),
    }
}

/// The commands of an alliance that has a record.
fn of_record(name: &str, asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    use commands::{activity, cost, export, price, record, reporting};
    match (name, asked.subcommand()) {
        ("found", _) => record::found::run(asked, face),
        ("import", _) => activity::import::run(asked, face),
        ("imports", Some(("list", asked))) => activity::imports::list(asked, face, reading),
        ("imports", Some(("show", asked))) => activity::imports::show(asked, face),
        ("imports", Some(("diff", asked))) => activity::diff::run(asked, face),
        ("imports", Some(("undo", asked))) => activity::undo::run(asked, face),
        ("rejects", _) => activity::imports::rejects(asked),
        ("activity", Some(("show", asked))) => activity::show::run(asked, face, reading),
        ("export", _) => export::run(asked, face, reading),
        ("cost", Some(("show", asked))) => cost::show::run(asked, face, reading),
        ("calendar", _) => reporting::calendar::run(asked, face, reading),
        ("query", Some((name, asked))) => query(name, asked, face, reading),
        ("activity", Some(("shift", asked))) => activity::shift::run(asked, face, reading),
        ("activity", Some(("rooms", asked))) => activity::rooms::run(asked, face, reading),
        ("activity", Some(("steps", asked))) => activity::steps::run(asked, face, reading),
        ("price", Some(("add", asked))) => price::add::run(asked, face),
        ("price", Some(("list", asked))) => price::list::run(asked, face, reading),
        ("price", Some(("show", asked))) => price::show::run(asked, face, reading),
        ("price", Some(("reprice", asked))) => price::reprice::run(asked, face, reading),
        ("facts", Some(("add", asked))) => record::add_facts::run(asked, face),
        ("facts", Some(("list", asked))) => record::list_facts::list(asked, face, reading),
        ("facts", Some(("show", asked))) => record::list_facts::show(asked, face, reading),
        ("open", _) => record::challenge::open_period(asked, face),
        ("challenge", _) => record::challenge::run(asked, face),
        ("pay", _) => record::pay::run(asked, face),
        ("fund", _) => record::fund::run(asked, face, reading),
        ("witness", Some((name, asked))) => witness(name, asked, face),
        ("backup", _) => record::backup::run(asked, face),
        ("restore", _) => record::restore::run(asked, face),
        ("doctor", _) => record::doctor::run(asked, face),
        ("erase", _) => record::erase::run(asked, face),
        ("bundle", _) => record::bundle::run(asked, face),
        ("verify", _) => record::verify::run(asked, face),
        ("balances", _) => record::balances::run(asked, face, reading),
        ("bridge", _) => record::bridge::run(asked, face, reading),
        ("log", _) => record::log::run(asked, face, reading),
        ("show", _) => record::show::run(asked, face, reading),
        ("person", Some(("add", asked))) => record::people::add(asked, face),
        (
            group @ ("facts" | "person" | "witness" | "imports" | "activity" | "price" | "cost" | "query"),
            None,
        ) => Err(Stop::wrong_use(format!("`{group}` is not said with what to do"))
            .help(format!("`accordant {group} --help` lists what it does"))),
        (other, _) => Err(Stop::fault(format!("the command `{other}` is named but not made"))),
    }
}

fn query(name: &str, asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    use commands::reporting::query;
    match name {
        "raise" => query::raise(asked, face),
        "reply" => query::reply(asked, face),
        "close" => query::close(asked, face),
        "list" => query::list(asked, face, reading),
        "show" => query::show(asked, face, reading),
        other => Err(Stop::fault(format!("the command `query {other}` is named but not made"))),
    }
}

fn witness(name: &str, asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    use commands::record::witness;
    match name {
        "key" => witness::key(asked, face),
        "name" => witness::name(asked, face),
        "trust" => witness::trust(asked, face),
        "request" => witness::request(asked, face),
        "sign" => witness::sign(asked, face),
        "take" => witness::take(asked, face),
        "serve" => witness::serves(asked),
        "ask" => witness::ask(asked, face),
        other => Err(Stop::fault(format!("the command `witness {other}` is named but not made"))),
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
