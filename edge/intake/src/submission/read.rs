//! A file from its first byte to its report.

use super::contract::{self, Contract};
use super::costs::CostsLayout;
use super::encoding::{Decoding, Encoding, Hashing};
use super::heading::{self, Binding, Sought};
use super::kind::Kind;
use super::layout::{Context, Layout, Records, part};
use super::mapped::{self, MappedLayout};
use super::measures::MeasuresLayout;
use super::notes::Notes;
use super::prints::Prints;
use super::profile::Field;
use super::report::{About, Report, Written};
use super::rule::Warning;
use super::sessions::SessionsLayout;
use super::sniff::{self, Sniffed};
use super::table::Table;
use super::value::calendar::year_of_name;
use super::value::{Habits, Showing};
use super::waits::WaitsLayout;
use super::whole;
use super::workbook::{self, Workbook};
use super::{Asked, Content, Refused, Submission, rejects};
use crate::columns::{self, BoundInput, BoundMapping};
use crate::fault::Fault;
use crate::rows::{Chunk, Form, Rows, RowsProblem, Stopped};
use accordant_activity::TooLarge;
use csv::ByteRecord;
use std::io::{self, Cursor, Read, Seek, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// So many bytes are looked at before the first row is read.
const PREFIX_BYTES: u64 = 256 * 1024;
/// So many bytes of lines are worked on at a time.
const CHUNK_BYTES: usize = 512 * 1024;
/// So many rows of a workbook are worked on at a time.
const RECORDS: usize = 4096;

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
    if let Some(fault) = whole::other_form(&prefix) {
        return Err(Refused::from(fault));
    }
    let encoding = Encoding::of(&prefix);
    let mut text = Vec::new();
    Decoding::new(prefix.as_slice(), encoding).read_to_end(&mut text).map_err(unreadable)?;
    let Sniffed { delimiter, rows_above, binding, sample } = sniff::lines(&text, sought(asked))?;
    let mut about = About {
        file: asked.name,
        bytes: 0,
        sha256: String::new(),
        written: Written::Lines { encoding, delimiter: char::from(delimiter) },
        remarks: whole::above(rows_above),
        nhs_numbers_let_in: false,
        invoice: asked.invoice,
        reads_prices: asked.known.reads_prices,
    };
    let context = context(binding, &sample, delimiter, asked, &mut about)?;
    let names = context.binding.names.clone();
    let decoding = Decoding::new(Cursor::new(prefix).chain(&mut hashing), encoding);
    let form = Form { delimiter, chunk_bytes: CHUNK_BYTES };
    let rows = Rows::open_at(decoding, form, rows_above, names).map_err(Refused::from)?;
    let (notes, content) = dispatch(Source::Lines(rows), &context, asked, rejects)?;
    (about.bytes, about.sha256) = hashing.finish().map_err(unreadable)?;
    let report = Report::new(about, &context.binding, &context.controls, notes).map_err(too_large)?;
    Ok(Submission { report, content })
}

/// Reads a file of any form: lines of text, a workbook or a Parquet file, as its first bytes say.
///
/// # Errors
/// When the file as a whole cannot be read.
pub fn read<R: Read + Seek + Send + 'static>(
    mut reader: R,
    asked: &Asked<'_>,
    rejects: &mut dyn Write,
) -> Result<Submission, Refused> {
    let mut first = Vec::new();
    (&mut reader).take(4).read_to_end(&mut first).map_err(unreadable)?;
    reader.rewind().map_err(unreadable)?;
    match first.as_slice() {
        b"PK\x03\x04" => workbook(reader, asked, rejects),
        b"PAR1" => table(reader, asked, rejects),
        _ => lines(reader, asked, rejects),
    }
}

fn workbook<R: Read + Seek>(
    mut reader: R,
    asked: &Asked<'_>,
    rejects: &mut dyn Write,
) -> Result<Submission, Refused> {
    let (bytes, sha256) = Hashing::new(&mut reader).finish().map_err(unreadable)?;
    reader.rewind().map_err(unreadable)?;
    let mut workbook = Workbook::open(reader)?;
    let (chosen, mut remarks) = workbook.choose(asked.sheet)?;
    let counts_from_1904 = workbook.counts_from_1904;
    if counts_from_1904 {
        remarks.push("days are counted from 1904, as the workbook says, and written out".to_string());
    }
    let written = Written::Sheet(workbook.name(chosen).to_string());
    let nothing_fits = workbook.nothing_fits(chosen);
    let mut sheet = workbook.sheet(chosen)?;
    let mut numbers = Vec::new();
    let mut seen = Vec::new();
    while seen.len() < sniff::ROWS_SEEN {
        let Some((number, record)) = sheet.next_row()? else { break };
        numbers.push(number);
        seen.push(record);
    }
    let found = sniff::among(seen, sought(asked));
    let (rows_above, binding, sample) = found.map_err(|(_, fault)| match nothing_fits {
        Some(nothing_fits) if fault.code == heading::NO_KIND => nothing_fits,
        _ => fault,
    })?;
    let remarks = remarks.into_iter().chain(whole::above(rows_above)).collect();
    let mut about = About {
        file: asked.name,
        bytes,
        sha256,
        written,
        remarks,
        nhs_numbers_let_in: false,
        invoice: asked.invoice,
        reads_prices: asked.known.reads_prices,
    };
    let context = context(binding, &sample, b',', asked, &mut about)?;
    if let (true, Kind::Measures | Kind::Csv) = (counts_from_1904, context.binding.kind) {
        return Err(Refused::from(whole::days_from_1904()));
    }
    let columns = context.binding.names.len();
    let mut first: Vec<(u64, ByteRecord)> = numbers.into_iter().skip(rows_above + 1).zip(sample).collect();
    let mut next = || -> Result<Option<Records>, Refused> {
        let mut records = std::mem::take(&mut first);
        while records.len() < RECORDS {
            let Some(record) = sheet.next_row()? else { break };
            records.push(record);
        }
        if counts_from_1904 {
            records.iter_mut().for_each(|(_, record)| workbook::write_days_out(&context.binding, record));
        }
        Ok((!records.is_empty()).then(|| Records::new(columns, records)))
    };
    let source: Source<'_, io::Empty> = Source::Records(&mut next);
    let (notes, content) = dispatch(source, &context, asked, rejects)?;
    about.remarks.extend(whole::hidden("row", sheet.hidden_rows));
    about.remarks.extend(whole::hidden("column", sheet.hidden_columns));
    let report = Report::new(about, &context.binding, &context.controls, notes).map_err(too_large)?;
    Ok(Submission { report, content })
}

fn table<R: Read + Seek + Send + 'static>(
    mut reader: R,
    asked: &Asked<'_>,
    rejects: &mut dyn Write,
) -> Result<Submission, Refused> {
    let (bytes, sha256) = Hashing::new(&mut reader).finish().map_err(unreadable)?;
    reader.rewind().map_err(unreadable)?;
    let mut table = Table::open(reader)?;
    let (_, binding, _) = sniff::among(vec![table.names()], sought(asked)).map_err(|(_, fault)| fault)?;
    if let Some(fault) = table.fraction(|column| binding.reads(column)) {
        return Err(Refused::from(fault));
    }
    let mut first = table.next_rows()?;
    let sample: Vec<ByteRecord> =
        first.iter().take(sniff::ROWS_SEEN).map(|(_, record)| record.clone()).collect();
    let mut about = About {
        file: asked.name,
        bytes,
        sha256,
        written: Written::Parquet,
        remarks: Vec::new(),
        nhs_numbers_let_in: false,
        invoice: asked.invoice,
        reads_prices: asked.known.reads_prices,
    };
    let context = context(binding, &sample, b',', asked, &mut about)?;
    let columns = context.binding.names.len();
    let mut next = || -> Result<Option<Records>, Refused> {
        let held = std::mem::take(&mut first);
        let records = if held.is_empty() { table.next_rows()? } else { held };
        Ok((!records.is_empty()).then(|| Records::new(columns, records)))
    };
    let source: Source<'_, io::Empty> = Source::Records(&mut next);
    let (notes, content) = dispatch(source, &context, asked, rejects)?;
    let report = Report::new(about, &context.binding, &context.controls, notes).map_err(too_large)?;
    Ok(Submission { report, content })
}

/// Where rows come from.
enum Source<'s, R> {
    Lines(Rows<R>),
    /// So many rows at a time.
    Records(&'s mut dyn FnMut() -> Result<Option<Records>, Refused>),
}

fn dispatch<R: Read + Send>(
    source: Source<'_, R>,
    context: &Context,
    asked: &Asked<'_>,
    rejects: &mut dyn Write,
) -> Result<(Notes, Content), Refused> {
    let (mut notes, content) = content(source, context, asked, rejects)?;
    if !asked.is_held {
        whole::some_rows(&notes)?;
    }
    notes.remarks.extend(whole::may_be_cut(&notes));
    Ok((notes, content))
}

fn content<R: Read + Send>(
    source: Source<'_, R>,
    context: &Context,
    asked: &Asked<'_>,
    rejects: &mut dyn Write,
) -> Result<(Notes, Content), Refused> {
    let kind = context.binding.kind;
    match kind {
        Kind::Acm | Kind::Plcm | Kind::DrPlcm | Kind::DePlcm => {
            let contract = Contract { known: asked.known, is_of_patients: kind.is_of_patients() };
            let (mut notes, gathered) = run(source, context, &contract, asked, rejects)?;
            notes.remarks.extend(whole::reporting(&notes, context));
            Ok((notes, Content::Cells(contract::cells(gathered).map_err(too_large)?)))
        }
        Kind::Rtt => {
            let (mut notes, gathered) = run(source, context, &WaitsLayout, asked, rejects)?;
            let (waits, totals) = gathered.finish()?;
            // Of a function whose row was refused, a total says more than the others come to.
            let are_checked = notes.tally.refused == 0;
            notes.remarks.extend(whole::left_out(notes.totals, are_checked));
            if are_checked && totals.count > 0 {
                let column = context.binding.column(Field::TotalAll);
                notes.warnings.insert((Warning::PartsUnlikeTotal, column), totals);
            }
            Ok((notes, Content::Waits(waits)))
        }
        Kind::Costs => {
            let (mut notes, mut gathered) = run(source, context, &CostsLayout, asked, rejects)?;
            gathered.sort_by_key(|cost| cost.row);
            notes.warn_of_twice(gathered.iter().map(|cost| (cost.row, cost.place())));
            Ok((notes, Content::Costs(gathered)))
        }
        Kind::Measures => {
            let (notes, mut gathered) =
                run(source, context, &MeasuresLayout { known: asked.known }, asked, rejects)?;
            gathered.sort_by_key(|value| value.row);
            Ok((notes, Content::Measures(gathered)))
        }
        Kind::Csv => {
            let bound = bound(&context.binding, asked)?;
            let layout = MappedLayout { bound, mapped: asked.mapped, file: Arc::from(asked.name) };
            let (notes, gathered) = run(source, context, &layout, asked, rejects)?;
            Ok((notes, Content::Facts(mapped::once(gathered)?)))
        }
        Kind::Sessions => {
            let (mut notes, mut gathered) = run(source, context, &SessionsLayout, asked, rejects)?;
            gathered.sort_by_key(|(_, sessions)| sessions.row);
            notes.warn_of_twice(gathered.iter().map(|(when, sessions)| (sessions.row, sessions.place(when))));
            Ok((notes, Content::Sessions(gathered.into_iter().map(|(_, sessions)| sessions).collect())))
        }
    }
}

/// What the file may be.
pub(super) const fn sought<'a>(asked: &Asked<'a>) -> Sought<'a> {
    Sought { kind: asked.kind, mappings: asked.mapped.mappings }
}

/// The mapping that explains the columns of a file of its own layout.
fn bound<'a>(binding: &Binding, asked: &Asked<'a>) -> Result<BoundMapping<'a>, Refused> {
    columns::choose(asked.mapped.mappings, None, &binding.names).map_err(|_| {
        let what = "the columns of the file cannot be found any more".to_string();
        Refused::from(Fault::new("no-mapping", what, None))
    })
}

/// What the rows are joined to, as they come.
struct Whole<'w> {
    notes: Notes,
    prints: Prints,
    rejects: &'w mut dyn Write,
}

fn run<L: Layout, R: Read + Send>(
    source: Source<'_, R>,
    context: &Context,
    layout: &L,
    asked: &Asked<'_>,
    rejects: &mut dyn Write,
) -> Result<(Notes, L::Gathered), Refused> {
    let mut whole = Whole { notes: Notes::default(), prints: Prints::default(), rejects };
    // As many as there are threads: whoever works takes one, and puts it back.
    let idle: Mutex<Vec<L::Gathered>> = Mutex::new(Vec::new());
    let idle_now = || idle.lock().unwrap_or_else(PoisonError::into_inner);
    match source {
        Source::Lines(rows) => {
            let work = |mut chunk: Chunk<'_>| {
                let mut gathered = idle_now().pop().unwrap_or_default();
                let notes = part(context, layout, &mut chunk, &mut gathered);
                idle_now().push(gathered);
                notes
            };
            let take = |notes: Result<Notes, TooLarge>| whole.take(context, notes.map_err(too_large)?);
            rows.each_chunk(asked.threads, work, take).map_err(|stopped| match stopped {
                Stopped::Rows(problem) => Refused::from(problem),
                Stopped::Sink(refused) => refused,
            })?;
        }
        Source::Records(next) => {
            let mut gathered = L::Gathered::default();
            while let Some(mut records) = next()? {
                let notes = part(context, layout, &mut records, &mut gathered).map_err(too_large)?;
                whole.take(context, notes)?;
            }
            idle_now().push(gathered);
        }
    }
    let mut all = L::Gathered::default();
    for gathered in idle.into_inner().unwrap_or_else(PoisonError::into_inner) {
        L::absorb(&mut all, gathered).map_err(too_large)?;
    }
    Ok((whole.finish(), all))
}

impl Whole<'_> {
    fn take(&mut self, context: &Context, mut notes: Notes) -> Result<(), Refused> {
        for (row, print) in std::mem::take(&mut notes.prints) {
            self.prints.add(row, print);
        }
        let rejected = std::mem::take(&mut notes.rejects);
        if !rejected.is_empty() {
            if self.notes.tally.refused == 0 {
                self.rejects.write_all(&rejects::heading(&context.binding)).map_err(unwritable)?;
            }
            self.rejects.write_all(&rejected).map_err(unwritable)?;
        }
        self.notes.join(notes).map_err(too_large)
    }

    fn finish(mut self) -> Notes {
        let twice = self.prints.twice();
        if twice.count > 0 {
            self.notes.warnings.insert((Warning::DuplicateRow, None), twice);
        }
        self.notes.remarks.extend(self.prints.remark());
        self.notes
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
                "leave the column out: nothing here needs it; or let it in by `--allow-nhs-numbers`, which the \
                        report will say"
                    .to_string();
            return Err(Refused::from(Fault::new("nhs-numbers", what, help)));
        }
        about.nhs_numbers_let_in = true;
    }
    let showing = if binding.kind.is_of_patients() { Showing::Shape } else { Showing::Open };
    let order = sniff::order(&binding, sample);
    let mut habits = Habits {
        is_semicolons: delimiter == b';',
        order,
        year_of_name: year_of_name(asked.name),
        states_no_factors: false,
        showing,
    };
    habits.states_no_factors = sniff::states_no_factors(&binding, sample, &habits);
    let fields: &[Field] = match binding.kind {
        Kind::Acm => {
            &[Field::PlannedActivity, Field::PlannedPrice, Field::ActualActivity, Field::ActualPrice]
        }
        Kind::Plcm | Kind::DrPlcm | Kind::DePlcm => &[Field::ActualActivity, Field::ActualPrice],
        Kind::Rtt => &[Field::TotalAll],
        Kind::Costs => &[Field::Amount],
        Kind::Sessions => &[Field::Available, Field::Used, Field::Amount],
        Kind::Measures | Kind::Csv => &[],
    };
    let mut controls: Vec<usize> = fields.iter().filter_map(|field| binding.column(*field)).collect();
    if binding.kind == Kind::Csv {
        let bound = bound(&binding, asked)?;
        let figures = bound.inputs().iter().filter(|input| mapped::is_figure(input.kind()));
        controls.extend(figures.filter_map(BoundInput::value_column));
        // Several inputs may be read from one column, each in rows of its own.
        controls.sort_unstable();
        controls.dedup();
    }
    Ok(Context { binding, habits, controls })
}

pub(super) fn unreadable(error: std::io::Error) -> Refused {
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
