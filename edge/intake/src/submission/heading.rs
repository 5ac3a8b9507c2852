//! Which kind of submission a heading belongs to, and where its columns are.

use super::kind::Kind;
use super::profile::{self, Column, FIELDS, Field, Needs, Profile, bare};
use crate::columns::{self, Mapping};
use crate::fault::{Fault, instead};
use accordant_agreement::problem::in_backticks;

/// Columns that a file of rejected rows has besides its own.
pub const REFUSED_BECAUSE: &str = "refused_because";
/// The row of the file from which a rejected row was taken.
pub const ROW: &str = "row";

/// That a heading fits nothing.
pub(crate) const NO_KIND: &str = "no-kind";

/// The columns of a file, joined to the layout of its kind.
#[derive(Debug, Clone)]
pub(crate) struct Binding {
    pub(crate) kind: Kind,
    columns: [Option<usize>; FIELDS],
    /// The columns of the weekly bands in order, the open one last.
    pub(crate) bands: Vec<usize>,
    /// The columns that a `columns.yaml` explains.
    mapped: Vec<usize>,
    pub(crate) names: Vec<String>,
    /// Columns of the layout that are asked for and not there, and that the file can be read without.
    pub(crate) missing: Vec<&'static str>,
    /// How many columns are read.
    pub(crate) read: usize,
    /// The column that says why an earlier report refused the rows, if these are such rows, mended.
    pub(crate) because: Option<usize>,
}

impl Binding {
    #[inline]
    pub(crate) fn column(&self, field: Field) -> Option<usize> {
        self.columns.get(field as usize).copied().flatten()
    }

    pub(crate) fn name(&self, column: usize) -> &str {
        self.names.get(column).map_or("", String::as_str)
    }

    /// Whether these are the rows that an earlier report refused, mended.
    pub(crate) const fn is_mended(&self) -> bool {
        self.because.is_some()
    }

    /// The names of the columns that are not read, save those that an earlier report added.
    pub(crate) fn unread(&self) -> impl Iterator<Item = &str> {
        let is_added =
            |name: &str| self.is_mended() && [bare(REFUSED_BECAUSE), bare(ROW)].contains(&bare(name));
        let unread = self.names.iter().enumerate().filter(|(at, _)| !self.reads(*at));
        unread.map(|(_, name)| name.as_str()).filter(move |name| !name.is_empty() && !is_added(name))
    }

    /// Whether the column is read.
    pub(crate) fn reads(&self, column: usize) -> bool {
        self.columns.contains(&Some(column)) || self.bands.contains(&column) || self.mapped.contains(&column)
    }
}

/// The kind to which a heading belongs: the one of which most columns stand in it.
///
/// # Errors
/// No kind fits; the fault says which comes nearest, and what it lacks.
pub fn detect(heading: &[String]) -> Result<Kind, Fault> {
    choose(Sought::ANY, heading).map(|binding| binding.kind)
}

/// What a file may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sought<'a> {
    /// The kind that is asked for.
    pub(crate) kind: Option<Kind>,
    /// What the columns of other layouts mean.
    pub(crate) mappings: &'a [Mapping],
}

impl Sought<'_> {
    /// Any kind that has a layout.
    const ANY: Sought<'static> = Sought { kind: None, mappings: &[] };
}

/// Joins the heading to the layout of the kind asked for, or of the one that fits.
pub(crate) fn choose(sought: Sought<'_>, heading: &[String]) -> Result<Binding, Fault> {
    let bare_names: Vec<String> = heading.iter().map(|name| bare(name)).collect();
    if sought.kind == Some(Kind::Csv) {
        return explained(sought.mappings, heading, &bare_names);
    }
    if let Some(kind) = sought.kind {
        return bind(profile::of(kind), heading, &bare_names)
            .map_err(|missing| lacks(kind, &missing, heading));
    }
    let tried = Kind::ALL.map(|kind| (kind, bind(profile::of(kind), heading, &bare_names)));
    let mut best: Option<Binding> = None;
    for (kind, bound) in tried.iter().filter(|(kind, _)| *kind != Kind::Csv) {
        let Ok(bound) = bound else { continue };
        let only_if = profile::of(*kind).only_if;
        let is_it = only_if.is_empty() || only_if.iter().any(|name| bare_names.contains(&bare(name)));
        let is_better = best
            .as_ref()
            .is_none_or(|best| best.read < bound.read || !only_if.is_empty() && best.kind == Kind::Plcm);
        if is_it && is_better {
            best = Some(bound.clone());
        }
    }
    // A layout of the field goes before one that somebody explained.
    best.or_else(|| explained(sought.mappings, heading, &bare_names).ok())
        .ok_or_else(|| nothing_fits(&tried, heading))
}

/// Joins the heading to the mapping that fits.
fn explained(mappings: &[Mapping], heading: &[String], bare_names: &[String]) -> Result<Binding, Fault> {
    if mappings.is_empty() {
        let what = "nothing says what the columns of the file mean".to_string();
        let help = "write a `columns.yaml`; docs/imports.md shows one".to_string();
        return Err(Fault::new("no-mapping", what, help));
    }
    let bound = columns::choose(mappings, None, heading).map_err(|problems| {
        let missing = problems.into_iter().next();
        missing.map_or_else(
            || Fault::new("no-mapping", "no mapping fits the heading".to_string(), None),
            |problem| Fault { code: problem.code, what: problem.what, help: problem.help },
        )
    })?;
    let mapped = bound.columns();
    let mut columns = [None; FIELDS];
    if let Some(place) = columns.get_mut(Field::Period as usize) {
        *place = bound.period_column();
    }
    Ok(Binding {
        kind: Kind::Csv,
        columns,
        bands: Vec::new(),
        read: mapped.len(),
        mapped,
        names: heading.to_vec(),
        missing: Vec::new(),
        because: because(bare_names),
    })
}

fn because(bare_names: &[String]) -> Option<usize> {
    bare_names.iter().position(|name| *name == bare(REFUSED_BECAUSE))
}

type Tried = (Kind, Result<Binding, Vec<&'static str>>);

fn bind(profile: &Profile, heading: &[String], bare_names: &[String]) -> Result<Binding, Vec<&'static str>> {
    let mut columns = [None; FIELDS];
    let (mut needed, mut missing) = (Vec::new(), Vec::new());
    let mut read = 0;
    for column in profile.columns {
        let found = position(column, bare_names);
        match (found, column.needs) {
            (Some(_), _) => read += 1,
            (None, Needs::Column) => needed.extend(column.names.first()),
            (None, Needs::Warns) => missing.extend(column.names.first()),
            (None, Needs::Nothing) => {}
        }
        if let Some(place) = columns.get_mut(column.field as usize) {
            *place = found;
        }
    }
    if !needed.is_empty() {
        return Err(needed);
    }
    // The first of the bands is counted already.
    let bands = if profile.kind == Kind::Rtt { bands(bare_names) } else { Vec::new() };
    read += bands.len().saturating_sub(1);
    Ok(Binding {
        kind: profile.kind,
        columns,
        bands,
        mapped: Vec::new(),
        names: heading.to_vec(),
        missing,
        read,
        because: because(bare_names),
    })
}

fn position(column: &Column, bare_names: &[String]) -> Option<usize> {
    column.names.iter().find_map(|name| {
        let name = bare(name);
        bare_names.iter().position(|found| *found == name)
    })
}

/// The columns of the weekly bands, if they follow one another from the first week on.
fn bands(bare_names: &[String]) -> Vec<usize> {
    let mut bands = Vec::new();
    let find = |name: &str| bare_names.iter().position(|found| found.starts_with(name));
    for week in 0.. {
        let Some(column) = find(&format!("GT{week:02}TO{:02}WEEK", week + 1)) else {
            bands.extend(find(&format!("GT{week:02}WEEK")));
            break;
        };
        bands.push(column);
    }
    bands
}

/// A column that stands twice: which is meant cannot be known.
pub(crate) fn twice(binding: &Binding) -> Option<Fault> {
    let bare_names: Vec<String> = binding.names.iter().map(|name| bare(name)).collect();
    let repeated = bare_names
        .iter()
        .enumerate()
        .find(|(at, name)| binding.reads(*at) && bare_names.iter().filter(|other| other == name).count() > 1);
    repeated.map(|(at, _)| {
        let what = format!("the column {} stands twice", in_backticks(binding.name(at)));
        Fault::new("duplicate-column", what, "leave one of them out".to_string())
    })
}

/// The column of NHS numbers, if there is one.
pub(crate) fn nhs_number(heading: &[String]) -> Option<usize> {
    heading.iter().position(|name| {
        let name = bare(name);
        (name.contains("NHSNUMBER") || name.contains("NHSNO"))
            && !name.contains("STATUS")
            && !name.contains("INDICATOR")
    })
}

fn lacks(kind: Kind, missing: &[&'static str], heading: &[String]) -> Fault {
    let what = format!("the file lacks {} for {kind}", listed(missing));
    let help = match missing {
        [only] => instead(only, heading.iter().map(String::as_str)),
        _ => "name the columns in the first row as the layout does".to_string(),
    };
    Fault::new("missing-column", what, help)
}

fn nothing_fits(tried: &[Tried], heading: &[String]) -> Fault {
    let found = |kind: Kind, missing: &[&str]| {
        let columns = profile::of(kind).columns;
        let needed = columns.iter().filter(|column| column.needs == Needs::Column).count();
        (needed.saturating_sub(missing.len()), std::cmp::Reverse(missing.len()))
    };
    let nearest = tried
        .iter()
        .filter_map(|(kind, bound)| bound.as_ref().err().map(|missing| (*kind, missing)))
        .max_by_key(|(kind, missing)| found(*kind, missing))
        .filter(|(kind, missing)| found(*kind, missing).0 > 0);
    let what = "the heading fits no kind of submission".to_string();
    let help = match nearest {
        Some((kind, missing)) => {
            let names = if missing.len() == 1 { "name that column so" } else { "name those columns so" };
            format!("it comes nearest to {kind}, and lacks {}: {names}", listed(missing))
        }
        None if heading.first().is_some_and(|name| heading.len() == 1 && name.contains(',')) => {
            "take off the quotes round each line: within them all its commas are one value".to_string()
        }
        None if heading.len() <= 1 => {
            "name the columns in the first row, with commas between them".to_string()
        }
        None => format!(
            "name the columns as a layout does, or say in `columns.yaml` what they mean; it begins with {}",
            listed(&heading.iter().take(3).map(String::as_str).collect::<Vec<_>>())
        ),
    };
    Fault::new(NO_KIND, what, help)
}

fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
