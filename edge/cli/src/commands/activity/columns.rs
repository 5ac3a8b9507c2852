//! `columns.yaml` as an import needs it: what the columns of a file of its own layout mean.

use crate::load;
use crate::print::message;
use crate::stop::Stop;
use accordant_agreement::Agreement;
use accordant_agreement::problem::Problems;
use accordant_alliance::event::Imported;
use accordant_facts::Status;
use accordant_intake::columns::{self, Mapping};
use accordant_intake::folder::{COLUMNS_FILE, Folder, NamedBytes};
use accordant_intake::period::Period;
use accordant_intake::submission::{Kind, Mapped};
use clap::ArgMatches;
use std::fs;
use std::path::{Path, PathBuf};

/// Files as they were sent: name and bytes, where these are kept.
type SentFiles = Vec<(String, Option<Vec<u8>>)>;

/// A `columns.yaml`, checked against the agreement.
pub struct Columns {
    /// The text, as it is kept beside the file that it explains.
    pub text: NamedBytes,
    mappings: Vec<Mapping>,
    periods: Vec<Period>,
    status: Status,
}

impl Columns {
    /// The one that is named, or that of the folder; nothing where there is none.
    pub fn of(asked: &ArgMatches, folder: &Path, agreement: &Agreement) -> Result<Option<Columns>, Stop> {
        let named = asked.get_one::<PathBuf>("columns").cloned();
        let beside = folder.join(COLUMNS_FILE);
        let Some(path) = named.or_else(|| beside.is_file().then_some(beside)) else { return Ok(None) };
        let bytes = fs::read(&path).map_err(|error| {
            Stop::problem(format!("`{}` cannot be read: {error}", path.display()))
                .help("name a file that says what the columns mean")
        })?;
        Columns::read(NamedBytes { name: path.display().to_string(), bytes }, agreement).map(Some)
    }

    /// Checks the text; its problems are told.
    pub fn read(text: NamedBytes, agreement: &Agreement) -> Result<Columns, Stop> {
        let terms = agreement.terms.as_ref();
        let terms = terms
            .ok_or_else(|| Stop::refusal("the agreement has no money terms, and asks for no figures"))?;
        let periods = load::named_days(&load::periods(agreement));
        let mut problems = Problems::new();
        let mappings = columns::read(&text.name, &text.bytes, terms, &periods, &mut problems);
        let illustrative = agreement.particulars.alliance.illustrative.is_some();
        let status = if illustrative { Status::Illustrative } else { Status::Real };
        if !problems.bar_acceptance() {
            return Ok(Columns { text, mappings, periods, status });
        }
        let name = text.name.clone();
        let files = Folder { agreement: vec![text], facts: Vec::new(), columns: None, counting: None };
        let all: Vec<String> =
            problems.sorted().iter().map(|problem| load::rendered(problem, &files)).collect();
        message(&all.join("\n"));
        Err(Stop::problem(format!("`{name}` has problems, and nothing was imported")))
    }

    /// The files of an import as they were sent, and apart from them the text that explains their columns.
    pub fn of_import(
        files: SentFiles,
        import: &Imported<'_>,
        agreement: &Agreement,
    ) -> Result<(SentFiles, Option<Columns>), Stop> {
        let is_text = |file: &str| import.kind == Kind::Csv.word() && file == COLUMNS_FILE;
        let (explaining, sent): (Vec<_>, Vec<_>) = files.into_iter().partition(|(file, _)| is_text(file));
        let text = explaining.into_iter().find_map(|(name, bytes)| Some(NamedBytes { name, bytes: bytes? }));
        Ok((sent, text.map(|text| Columns::read(text, agreement)).transpose()?))
    }

    /// What it means to a reader of files.
    pub fn mapped(&self) -> Mapped<'_> {
        Mapped { mappings: &self.mappings, periods: &self.periods, status: self.status }
    }
}
