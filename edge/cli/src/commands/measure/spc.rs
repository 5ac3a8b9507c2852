//! `measure spc`: a measure or fact month by month, and what of it is more than ordinary variation.

use super::rebase::Decided;
use super::series::{Monthly, quotient, what};
use super::{folder_and_name, rebase, spc_json, spc_text};
use crate::load::{self, Alliance};
use crate::print::{Face, data, message};
use crate::recorded::Reading;
use crate::stop::{Ended, Stop};
use accordant_documents::chart::{ChartView, svg};
use accordant_measures::spc::{
    Baseline, Chart, Direction, Profile, Rebase, Series, SpcProblem, TargetFrom, chart,
};
use accordant_money::{Exact, Number};
use clap::ArgMatches;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// Reads the series and shows it.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let text = |name: &str| asked.get_one::<String>(name).map(String::as_str);
    let over = text("numerator").zip(text("denominator"));
    let (folder, name) = match (over, folder_and_name(asked)) {
        // Only a folder can stand beside the two facts.
        (Some(_), (here, Some(folder))) if here == Path::new(".") => (PathBuf::from(folder), None),
        (Some(_), (_, Some(other))) => {
            return Err(Stop::wrong_use(format!("`{other}` stands beside `--numerator`"))
                .help("name a measure or fact, or two facts with `--numerator` and `--denominator`"));
        }
        (_, (folder, name)) => (folder.to_path_buf(), name),
    };
    let alliance = load::alliance(&folder, None, reading)?;
    let what = match (over, name) {
        (Some((above, below)), _) => quotient(&alliance, above, below)?,
        (None, Some(name)) => what(&alliance, name)?,
        (None, None) => {
            return Err(Stop::wrong_use("nothing is named that could be charted")
                .help("name a measure or fact: `accordant measure list` shows the measures"));
        }
    };
    let monthly = Monthly::of(&alliance, what)?;
    let profile = profile(text("profile").unwrap_or("mdc"))?;
    let decided = rebase::in_force(&alliance, &monthly);
    let tried = tried(asked)?;
    let series = series(asked, &monthly, &decided, &tried)?;
    let chart = chart(&series, &profile).map_err(|problems| told(&problems))?;
    let (about, source) = (monthly.about(), monthly.source(&alliance));
    let view = ChartView {
        name: &monthly.what.name,
        about: &about,
        source: &source,
        unit: monthly.what.unit.as_ref(),
        series: &series,
        chart: &chart,
        profile: &profile,
    };
    if let Some(file) = asked.get_one::<PathBuf>("svg") {
        drawn(&view, file)?;
    }
    data(&if face.is_json() {
        spc_json::document(&view, &decided, &tried)
    } else {
        spc_text::shown(&view, &monthly, &decided.lost, face)
    });
    Ok(Ended::Done)
}

fn drawn(view: &ChartView<'_>, file: &Path) -> Result<(), Stop> {
    let picture = svg::picture(view)
        .ok_or_else(|| Stop::refusal("no month has a value, so there is nothing to draw"))?;
    std::fs::write(file, picture)
        .map_err(|error| Stop::fault(format!("`{}` cannot be written: {error}", file.display())))?;
    message(&format!("wrote {}\n", file.display()));
    Ok(())
}

/// A profile by its name.
pub fn profile(name: &str) -> Result<Profile, Stop> {
    Profile::named(name).ok_or_else(|| {
        Stop::wrong_use(format!("there is no profile `{name}`"))
            .help(format!("it is one of {}", Profile::NAMES.join(", ")))
    })
}

/// The months as they are read by everyone who asks for nothing else: by what was decided and recorded.
pub fn plainly(alliance: &Alliance, monthly: &Monthly<'_>, profile: &Profile) -> Option<(Series, Chart)> {
    let series = Series {
        points: monthly.points(),
        rebases: rebase::in_force(alliance, monthly).rebases(),
        baseline: Baseline::WholePhase,
        direction: monthly.what.direction,
        targets: Vec::new(),
    };
    let chart = chart(&series, profile).ok()?;
    Some((series, chart))
}

/// The rebases that are only tried out.
fn tried(asked: &ArgMatches) -> Result<Vec<Rebase>, Stop> {
    let rebases = asked.get_many::<String>("rebase").unwrap_or_default();
    rebases.map(|text| read_rebase(text)).collect()
}

fn series(
    asked: &ArgMatches,
    monthly: &Monthly<'_>,
    decided: &Decided<'_>,
    tried: &[Rebase],
) -> Result<Series, Stop> {
    let direction = match asked.get_one::<String>("good").map(String::as_str) {
        Some("up") => Direction::Increase,
        Some("down") => Direction::Decrease,
        Some(_) => Direction::Neutral,
        None => monthly.what.direction,
    };
    let target = asked.get_one::<String>("target").map(|text| value(text, "--target")).transpose()?;
    let first = monthly.months.first().map(|month| month.first);
    let targets = target.zip(first).map(|(value, from)| TargetFrom { from, value });
    let mut rebases = decided.rebases();
    // What is tried out from a month takes the place of what was decided from it.
    rebases.retain(|rebase| tried.iter().all(|other| other.date != rebase.date));
    rebases.extend(tried.iter().map(labelled));
    rebases.sort_by_key(|rebase| rebase.date);
    let months = asked.get_one::<u64>("baseline").and_then(|months| usize::try_from(*months).ok());
    Ok(Series {
        points: monthly.points(),
        rebases,
        baseline: months.map_or(Baseline::WholePhase, Baseline::First),
        direction,
        targets: targets.into_iter().collect(),
    })
}

/// `65%`, `0.65` or `1,200`.
pub fn value(text: &str, argument: &str) -> Result<Exact, Stop> {
    let plain = text.replace(',', "");
    let (digits, parts) = plain.strip_suffix('%').map_or((plain.as_str(), 1), |digits| (digits, 100));
    let read =
        Exact::parse_decimal(digits.trim()).and_then(|value| value.divided_by(&Exact::from_i128(parts)).ok());
    read.ok_or_else(|| {
        Stop::wrong_use(format!("`{text}` is no number"))
            .help(format!("write `{argument}` as 65%, 0.65 or 1,200"))
    })
}

/// `2026-04=A new clinic opened`.
fn read_rebase(text: &str) -> Result<Rebase, Stop> {
    let wrong = || {
        Stop::wrong_use(format!("`{text}` is no month with a reason"))
            .help("write `--rebase 2026-04=\"A new clinic opened\"`")
    };
    let (month, reason) = text.split_once('=').ok_or_else(wrong)?;
    let date: Date = format!("{}-01", month.trim()).parse().map_err(|_| wrong())?;
    Ok(Rebase { date, reason: reason.trim().to_string() })
}

/// So that nobody takes what was tried out for what was decided. Without a reason it is refused, label or not.
fn labelled(tried: &Rebase) -> Rebase {
    if tried.reason.is_empty() {
        return tried.clone();
    }
    Rebase { reason: format!("{} (not recorded)", tried.reason), ..tried.clone() }
}

fn told(problems: &[SpcProblem]) -> Stop {
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let stop = Stop::wrong_use(said.join("; "));
    problems.first().map_or(stop.clone(), |problem| stop.help(problem.help()))
}
