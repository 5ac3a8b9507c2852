//! A file from its first byte to its report.

use super::contract::{self, Contract};
use super::costs::CostsLayout;
use super::encoding::{Decoding, Encoding, Hashing};
use super::heading::Binding;
use super::kind::Kind;
use super::layout::{Context, Layout, Part, part};
use super::measures::MeasuresLayout;
use super::notes::{Example, Notes};
use super::profile::Field;
use super::report::{About, Report, Written};
use super::rule::Warning;
use super::sniff::{self, Sniffed};
use super::value::calendar::year_of_name;
use super::value::{Habits, Showing};
use super::waits::WaitsLayout;
use super::{Asked, Content, Refused, Submission, rejects};
use crate::fault::Fault;
use crate::rows::{Form, Rows, RowsProblem, Stopped};
use accordant_activity::TooLarge;
use csv::ByteRecord;
use std::collections::HashSet;
use std::io::{Cursor, Read, Write};

/// So many bytes are looked at before the first row is read.
const PREFIX_BYTES: u64 = 256 * 1024;
/// So many bytes of lines are worked on at a time.
const CHUNK_BYTES: usize = 512 * 1024;
/// Rows that stand in the file twice are looked for among so many.
const PRINTS_MAX: usize = 4_000_000;

/// Reads a file of lines.
///
/// # Errors
/// When the file as a whole cannot be read: its heading fits nothing, it holds NHS numbers, it ends too early.
pub fn lines<R: Read + Send>(
    reader: R,
    asked: &Asked<'_>,
    rejects: &mut dyn Write,
) -> Result<Submission, Refused> {
    let mut hashing = Hashing::new(reader);
    let mut prefix = Vec::new();
    (&mut hashing).take(PREFIX_BYTES).read_to_end(&mut prefix).map_err(unreadable)?;
    if let Some(fault) = other_form(&prefix) {
        return Err(Refused::from(fault));
    }
    let encoding = Encoding::of(&prefix);
    let mut text = Vec::new();
    Decoding::new(prefix.as_slice(), encoding).read_to_end(&mut text).map_err(unreadable)?;
    let Sniffed { delimiter, rows_above, binding, sample } = sniff::lines(&text, asked.kind)?;
    let mut about = About {
        file: asked.name,
        bytes: 0,
        sha256: String::new(),
        written: Written::Lines { encoding, delimiter: char::from(delimiter) },
        remarks: above(rows_above),
        nhs_numbers_let_in: false,
        invoice: asked.invoice,
    };
    let context = context(binding, &sample, delimiter, asked, &mut about)?;
    let names = context.binding.names.clone();
    let decoding = Decoding::new(Cursor::new(prefix).chain(&mut hashing), encoding);
    let form = Form { delimiter, chunk_bytes: CHUNK_BYTES };
    let rows = Rows::open_at(decoding, form, rows_above, names).map_err(Refused::from)?;
    let (notes, content) = dispatch(Source::Lines(rows), &context, asked, rejects)?;
    (about.bytes, about.sha256) = hashing.finish().map_err(unreadable)?;
    let report = Report::new(about, &context.binding, context.controls, notes).map_err(too_large)?;
    Ok(Submission { report, content })
}

/// Where rows come from.
pub(crate) enum Source<R> {
    Lines(Rows<R>),
}

fn dispatch<R: Read + Send>(
    source: Source<R>,
    context: &Context,
    asked: &Asked<'_>,
    rejects: &mut dyn Write,
) -> Result<(Notes, Content), Refused> {
    let kind = context.binding.kind;
    match kind {
        Kind::Acm | Kind::Plcm | Kind::DrPlcm | Kind::DePlcm => {
            let year_of_name = year_of_name(asked.name);
            let contract =
                Contract { known: asked.known, year_of_name, is_of_patients: kind.is_of_patients() };
            let whole = run(source, context, &contract, asked, rejects)?;
            Ok((whole.notes, Content::Cells(contract::cells(whole.gathered).map_err(too_large)?)))
        }
        Kind::Rtt => {
            let mut whole = run(source, context, &WaitsLayout, asked, rejects)?;
            let (waits, totals) = whole.gathered.finish()?;
            whole.notes.remarks.extend(left_out(totals.count));
            if totals.unlike.count > 0 {
                let column = context.binding.column(Field::TotalAll);
                whole.notes.warnings.insert((Warning::PartsUnlikeTotal, column), totals.unlike);
            }
            Ok((whole.notes, Content::Waits(waits)))
        }
        Kind::Costs => {
            let whole = run(source, context, &CostsLayout, asked, rejects)?;
            Ok((whole.notes, Content::Costs(whole.gathered)))
        }
        Kind::Measures => {
            let whole = run(source, context, &MeasuresLayout, asked, rejects)?;
            Ok((whole.notes, Content::Measures(whole.gathered)))
        }
    }
}

/// What the rows are joined to, as they come.
struct Whole<'w, G> {
    notes: Notes,
    gathered: G,
    prints: HashSet<u64>,
    rejects: &'w mut dyn Write,
}

fn run<L: Layout, R: Read + Send>(
    source: Source<R>,
    context: &Context,
    layout: &L,
    asked: &Asked<'_>,
    rejects: &mut dyn Write,
) -> Result<Part<L::Gathered>, Refused> {
    let gathered = L::Gathered::default();
    let mut whole = Whole { notes: Notes::default(), gathered, prints: HashSet::new(), rejects };
    match source {
        Source::Lines(rows) => {
            let work = |mut chunk: crate::rows::Chunk<'_>| part(context, layout, &mut chunk);
            let take = |part: Result<_, TooLarge>| whole.take::<L>(context, part.map_err(too_large)?);
            rows.each_chunk(asked.threads, work, take).map_err(|stopped| match stopped {
                Stopped::Rows(problem) => Refused::from(problem),
                Stopped::Sink(refused) => refused,
            })?;
        }
    }
    Ok(Part { notes: whole.notes, gathered: whole.gathered })
}

impl<G> Whole<'_, G> {
    fn take<L: Layout<Gathered = G>>(&mut self, context: &Context, mut part: Part<G>) -> Result<(), Refused> {
        for (row, print) in std::mem::take(&mut part.notes.prints) {
            if self.prints.len() < PRINTS_MAX && !self.prints.insert(print) {
                let example = || Example { row, stood: String::new(), read: String::new() };
                self.notes.warnings.entry((Warning::DuplicateRow, None)).or_default().add(row, example);
            }
        }
        let rejected = std::mem::take(&mut part.notes.rejects);
        if !rejected.is_empty() {
            if self.notes.tally.refused == 0 {
                self.rejects.write_all(&rejects::heading(&context.binding)).map_err(unwritable)?;
            }
            self.rejects.write_all(&rejected).map_err(unwritable)?;
        }
        self.notes.join(part.notes).map_err(too_large)?;
        L::absorb(&mut self.gathered, part.gathered).map_err(too_large)
    }
}

fn context(
    binding: Binding,
    sample: &[ByteRecord],
    delimiter: u8,
    asked: &Asked<'_>,
    about: &mut About<'_>,
) -> Result<Context, Refused> {
    if let Some(column) = sniff::nhs_numbers(&binding, sample) {
        if !asked.allows_nhs_numbers {
            let what = format!("the column `{}` holds NHS numbers", binding.name(column));
            let help =
                "leave the column out: nothing here needs it; or let it in by the switch, which the report \
                        will say"
                    .to_string();
            return Err(Refused::from(Fault::new("nhs-numbers", what, help)));
        }
        about.nhs_numbers_let_in = true;
    }
    let showing = if binding.kind.is_of_patients() { Showing::Shape } else { Showing::Open };
    let order = sniff::order(&binding, sample);
    let habits = Habits { is_semicolons: delimiter == b';', order, showing };
    let controls: &[Field] = match binding.kind {
        Kind::Acm => {
            &[Field::PlannedActivity, Field::PlannedPrice, Field::ActualActivity, Field::ActualPrice]
        }
        Kind::Plcm | Kind::DrPlcm | Kind::DePlcm => &[Field::ActualActivity, Field::ActualPrice],
        Kind::Rtt => &[Field::TotalAll],
        Kind::Costs => &[Field::Amount],
        Kind::Measures => &[],
    };
    Ok(Context { binding, habits, controls })
}

fn left_out(totals: usize) -> Option<String> {
    match totals {
        0 => None,
        1 => Some("1 row is the total of all functions; it is checked and left out".to_string()),
        more => Some(format!("{more} rows are totals of all functions; they are checked and left out")),
    }
}

fn above(rows: usize) -> Vec<String> {
    match rows {
        0 => Vec::new(),
        1 => vec!["1 row above the heading was passed over".to_string()],
        rows => vec![format!("{rows} rows above the heading were passed over")],
    }
}

/// What the first bytes say that cannot be lines of text.
fn other_form(prefix: &[u8]) -> Option<Fault> {
    let starts = |bytes: &[u8]| prefix.starts_with(bytes);
    let (what, help) = if starts(&[0xd0, 0xcf, 0x11, 0xe0]) {
        ("the file is a workbook in the form of before 2007", "save it as `.xlsx` or as CSV")
    } else if starts(&[0x1f, 0x8b]) {
        ("the file is packed", "unpack it first")
    } else if starts(b"%PDF") {
        ("the file is a PDF", "ask for the table as CSV or as a workbook")
    } else if prefix.trim_ascii_start().starts_with(b"<") {
        ("the file is a page of the web or XML, whatever its name says", "save it as CSV or as a workbook")
    } else if prefix.trim_ascii_start().starts_with(b"{") {
        ("the file is JSON", "send it as CSV")
    } else {
        return None;
    };
    Some(Fault::new("another-form", what.to_string(), help.to_string()))
}

fn unreadable(error: std::io::Error) -> Refused {
    Refused::from(RowsProblem::Unreadable(error))
}

fn unwritable(error: std::io::Error) -> Refused {
    let what = format!("the rejected rows cannot be written: {error}");
    Refused::from(Fault::new("unwritable", what, "see whether the folder may be written to".to_string()))
}

fn too_large(_: TooLarge) -> Refused {
    let what = "a sum of the file is too large to be held exactly".to_string();
    Refused::from(Fault::new("too-large", what, "look for an amount with digits too many".to_string()))
}
