//! One row, read field by field: what was fixed, what is wrong, what looks odd.

use super::heading::{Binding, REFUSED_BECAUSE};
use super::notes::{Class, Example, Notes, REFUSALS_MAX, Refusal};
use super::profile::Field;
use super::rejects;
use super::rule::{Fixes, Rule, Valued, Warning};
use super::value::code::{self, Form};
use super::value::{Habits, amount, cleaned, decoded, is_blank};
use crate::fault::Fault;
use crate::rows::Row;
use accordant_activity::{Scaled, TooLarge};
use jiff::civil::DateTime;
use std::borrow::Cow;
use std::hash::Hasher;

/// A row while it is read.
pub(crate) struct Reading<'a> {
    pub(crate) binding: &'a Binding,
    pub(crate) habits: &'a Habits,
    pub(crate) number: u32,
    row: Row<'a>,
    noted: &'a mut Noted,
}

/// What is noted of one row; kept from row to row, so that it is not made anew.
#[derive(Debug, Default)]
pub(crate) struct Noted {
    fixes: Vec<(usize, Fixes, String)>,
    faults: Vec<(Option<usize>, Fault)>,
    warnings: Vec<(Warning, Option<usize>)>,
    amounts: Vec<(usize, Option<Scaled>)>,
    made: Option<DateTime>,
    /// Whether what it says of the stage of reporting is told.
    reports: bool,
    /// Whether the row is the total of others, and counts nowhere.
    is_total: bool,
    /// Where the key of the row is put together.
    pub(crate) key: Vec<u8>,
}

impl Noted {
    fn clear(&mut self) {
        self.fixes.clear();
        self.faults.clear();
        self.warnings.clear();
        self.amounts.clear();
        self.key.clear();
        self.made = None;
        self.is_total = false;
        self.reports = false;
    }
}

impl<'a> Reading<'a> {
    pub(crate) fn new(
        binding: &'a Binding,
        habits: &'a Habits,
        row: Row<'a>,
        noted: &'a mut Noted,
    ) -> Reading<'a> {
        noted.clear();
        let number = u32::try_from(row.line()).unwrap_or(u32::MAX);
        Reading { binding, habits, number, row, noted }
    }

    /// What stands in the column of a field; nothing if there is no such column.
    #[inline]
    pub(crate) fn field(&self, field: Field) -> &'a [u8] {
        self.binding.column(field).map_or(&[], |column| self.at(column))
    }

    #[inline]
    pub(crate) fn at(&self, column: usize) -> &'a [u8] {
        let field = self.row.field(column).unwrap_or_default();
        if self.binding.is_mended() { rejects::as_it_stood(field) } else { field }
    }

    /// What stands behind the last column, with a comma before each field; of a row about a patient, nothing.
    pub(crate) fn behind(&self) -> String {
        if self.binding.kind.is_of_patients() {
            return String::new();
        }
        let fields = self.row.fields().skip(self.binding.names.len());
        let mut behind: Vec<Cow<'_, str>> = fields.map(|field| decoded(field).0).collect();
        while behind.last().is_some_and(|field| field.is_empty()) {
            behind.pop();
        }
        behind.iter().map(|field| format!(",{field}")).collect()
    }

    /// Takes a value with its rules, or notes what is wrong with it.
    #[inline]
    pub(crate) fn take<T>(
        &mut self,
        column: Option<usize>,
        read: Result<Valued<T>, Fault>,
        shown: impl FnOnce(&T) -> String,
    ) -> Option<T> {
        match read {
            Ok(valued) => {
                if !valued.fixes.is_none() {
                    let read = self.habits.told(shown(&valued.value));
                    self.noted.fixes.push((column.unwrap_or(usize::MAX), valued.fixes, read));
                }
                Some(valued.value)
            }
            Err(fault) => {
                self.noted.faults.push((column, fault));
                None
            }
        }
    }

    /// A code, if something stands there that is one.
    #[inline]
    pub(crate) fn code(&mut self, field: Field, form: Form) -> Option<Cow<'a, [u8]>> {
        let column = self.binding.column(field);
        match code::read(form, self.field(field), self.habits).transpose()? {
            Ok(valued) if valued.fixes.is_none() => Some(valued.value),
            read => self.take(column, read, |code| String::from_utf8_lossy(code).into_owned()),
        }
    }

    /// A code without which the row says nothing.
    #[inline]
    pub(crate) fn needed_code(&mut self, field: Field, form: Form) -> Option<Cow<'a, [u8]>> {
        let faults = self.noted.faults.len();
        let code = self.code(field, form);
        if code.is_none() && faults == self.noted.faults.len() {
            self.missing(field);
        }
        code
    }

    /// Notes that a needed field is empty.
    #[cold]
    pub(crate) fn missing(&mut self, field: Field) {
        let what = "nothing stands here, and the row says too little without it".to_string();
        let help = match field {
            Field::Year => {
                "write the year such as `202526`, or let the name of the file say it: `acm_2526.csv`"
            }
            Field::Month => "write 1 for April to 12 for March",
            _ => "fill it in; if the row adds up others, leave the row out",
        };
        let help = help.to_string();
        self.noted.faults.push((self.binding.column(field), Fault::new("missing-value", what, help)));
    }

    /// An amount, if one is said; it counts in the control total of its column.
    #[inline]
    pub(crate) fn amount(&mut self, field: Field) -> Option<Scaled> {
        let column = self.binding.column(field)?;
        let Some(value) = self.amount_at(column) else {
            self.control(column, None);
            return None;
        };
        if value.is_some() {
            self.control(column, value);
        }
        value
    }

    /// Counts an amount in the control total of its column; nothing where it cannot be read.
    #[inline]
    pub(crate) fn control(&mut self, column: usize, amount: Option<Scaled>) {
        self.noted.amounts.push((column, amount));
    }

    /// An amount in a column; outer nothing if it cannot be read.
    #[inline]
    pub(crate) fn amount_at(&mut self, column: usize) -> Option<Option<Scaled>> {
        match amount::read(self.at(column), self.habits) {
            Ok(valued) if valued.fixes.is_none() => Some(valued.value.map(Scaled::from_units)),
            read => {
                let shown = |value: &Option<i128>| {
                    value.map_or("nothing".to_string(), |units| Scaled::from_units(units).to_string())
                };
                self.take(Some(column), read, shown).map(|units| units.map(Scaled::from_units))
            }
        }
    }

    pub(crate) fn fix(&mut self, column: Option<usize>, rule: Rule, read: String) {
        self.noted.fixes.push((column.unwrap_or(usize::MAX), Fixes::NONE.and(rule), read));
    }

    pub(crate) fn refuse(&mut self, field: Option<Field>, fault: Fault) {
        let column = field.and_then(|field| self.binding.column(field));
        self.noted.faults.push((column, fault));
    }

    pub(crate) fn refuse_at(&mut self, column: usize, fault: Fault) {
        self.noted.faults.push((Some(column), fault));
    }

    pub(crate) fn warn(&mut self, warning: Warning, field: Option<Field>) {
        let column = field.and_then(|field| self.binding.column(field));
        self.noted.warnings.push((warning, column));
    }

    /// Notes when the file was made.
    pub(crate) fn made(&mut self, moment: DateTime) {
        self.noted.made = Some(moment);
    }

    /// An amount that is looked at only, and stands in no control total; nothing where it cannot be read.
    pub(crate) fn amount_if(&self, field: Field) -> Option<Scaled> {
        let read = amount::read(self.at(self.binding.column(field)?), self.habits);
        read.ok()?.value.map(Scaled::from_units)
    }

    /// Notes what the row says of the stage of reporting.
    pub(crate) fn reports(&mut self) {
        self.noted.reports = true;
    }

    /// Leaves the row out, if nothing is wrong with it: it is the total of others.
    pub(crate) fn leave_out(&mut self) {
        self.noted.is_total = true;
    }

    /// Refuses a row that has other columns than the heading: none of its amounts can be read.
    #[cold]
    pub(crate) fn refuse_shape(&mut self, fields: usize, amounts: &[usize]) {
        let columns = self.binding.names.len();
        if fields == 1 {
            let what = format!("{} stands alone on its line", self.habits.shown(self.at(0)));
            let help =
                "leave the line out if it is a note; otherwise put a comma for every empty field".to_string();
            self.refuse_whole(Fault::new(rejects::NOT_A_ROW, what, help), amounts);
            return;
        }
        let (code, help) = if fields < columns {
            ("too-few-fields", "put a comma for every empty field, also at the end of the row")
        } else {
            ("too-many-fields", "put quotes round the value that holds a comma: all behind it have moved")
        };
        let what = format!("the row has {fields} fields, and the heading {columns}");
        self.refuse_whole(Fault::new(code, what, help.to_string()), amounts);
    }

    /// Refuses a row with bytes of no text, which a damaged file has.
    #[cold]
    pub(crate) fn refuse_nul(&mut self, amounts: &[usize]) {
        let what = "the row holds bytes that are no text".to_string();
        let help = "ask for the file again: it was damaged on its way".to_string();
        self.refuse_whole(Fault::new("nul-bytes", what, help), amounts);
    }

    /// Whether a row that was rejected as a whole says that nobody has mended it.
    pub(crate) fn is_still_to_mend(&self) -> bool {
        self.binding.because.is_some_and(|column| rejects::still_to_mend(self.at(column)).is_some())
    }

    /// Refuses such a row: its cells look whole, and need not stand under their columns.
    #[cold]
    pub(crate) fn refuse_not_mended(&mut self, amounts: &[usize]) {
        let column = self.binding.because;
        let said = column.and_then(|column| rejects::still_to_mend(self.at(column)));
        let what = said.unwrap_or_default().into_owned();
        let help = format!("put each value under its own column, then empty the cell `{REFUSED_BECAUSE}`");
        self.refuse_whole(Fault::new(rejects::NOT_MENDED, what, help), amounts);
    }

    fn refuse_whole(&mut self, fault: Fault, amounts: &[usize]) {
        self.noted.faults.push((None, fault));
        self.noted.amounts.extend(amounts.iter().map(|column| (*column, None)));
    }

    #[inline]
    pub(crate) fn is_refused(&self) -> bool {
        !self.noted.faults.is_empty()
    }

    /// Where the key of the row is put together.
    pub(crate) fn key(&mut self) -> &mut Vec<u8> {
        &mut self.noted.key
    }

    /// Puts what was noted to the notes of its chunk.
    ///
    /// # Errors
    /// When a sum cannot be held.
    pub(crate) fn finish(mut self, notes: &mut Notes) -> Result<(), TooLarge> {
        let class = match (self.noted.faults.is_empty(), self.noted.fixes.is_empty()) {
            (false, _) => Class::Refused,
            (true, false) => Class::Fixed,
            (true, true) => Class::Accepted,
        };
        if self.noted.is_total && class != Class::Refused {
            notes.totals += 1;
            return Ok(());
        }
        notes.last = notes.last.max(self.number);
        notes.tally.add(class);
        for (column, amount) in &self.noted.amounts {
            let control = notes.controls.of(*column);
            match amount {
                Some(amount) => control.add(class, *amount)?,
                None => control.unreadable += 1,
            }
        }
        match class {
            Class::Refused => self.note_faults(notes),
            Class::Fixed | Class::Accepted => self.note_others(notes),
        }
        Ok(())
    }

    #[cold]
    fn note_faults(&mut self, notes: &mut Notes) {
        if self.repeats_heading() {
            let what = "the heading stands here a second time".to_string();
            let help = "leave the row out".to_string();
            self.noted.faults = vec![(None, Fault::new("repeated-heading", what, help))];
        } else if self.is_ruled_off() {
            let what = "the row is a line between the heading and the rows".to_string();
            let help = "leave it out".to_string();
            self.noted.faults = vec![(None, Fault::new(rejects::NOT_A_ROW, what, help))];
        } else if let Some(at) = self.noted.faults.iter().position(|(_, fault)| fault.code == "total-row") {
            let total = self.noted.faults.swap_remove(at);
            self.noted.faults = vec![total];
        } else if let Some(column) = self.says_total() {
            let total = code::total_row(&self.habits.shown(self.at(column)));
            self.noted.faults = vec![(Some(column), total)];
        }
        for (column, fault) in &self.noted.faults {
            *notes.refused_by.entry(fault.code).or_default() += 1;
            if notes.refusals.len() < REFUSALS_MAX {
                let column = column.map(|column| self.binding.name(column).to_string());
                notes.refusals.push(Refusal { row: self.number, column, fault: fault.clone() });
            }
        }
        rejects::write(&mut notes.rejects, self, &self.noted.faults);
    }

    fn note_others(&mut self, notes: &mut Notes) {
        notes.prints.push((self.number, self.print()));
        notes.made = notes.made.max(self.noted.made);
        if self.noted.reports {
            let said = self.field(Field::Reporting).trim_ascii();
            match notes.reporting.get_mut(said) {
                Some(count) => *count += 1,
                None => drop(notes.reporting.insert(said.to_vec(), 1)),
            }
        }
        for (column, fixes, read) in &self.noted.fixes {
            for rule in fixes.rules() {
                let example = || Example {
                    row: self.number,
                    stood: self.habits.shown(self.at(*column)),
                    read: read.clone(),
                };
                notes.fixes.entry((rule, *column)).or_default().add(self.number, example);
            }
        }
        for (warning, column) in &self.noted.warnings {
            let example = || {
                let stood = column.map_or(String::new(), |column| self.habits.shown(self.at(column)));
                Example { row: self.number, stood, read: String::new() }
            };
            let group = notes.warnings.entry((*warning, *column)).or_default();
            group.add(self.number, example);
            if let (Warning::CodeNotListed, Some(column)) = (warning, column) {
                let code = self.at(*column).trim_ascii().to_ascii_uppercase();
                *group.codes.entry(self.habits.shown(&code)).or_default() += 1;
            }
        }
    }

    /// The column that marks the row as one that adds up others.
    fn says_total(&self) -> Option<usize> {
        (0..self.binding.names.len())
            .find(|column| self.binding.reads(*column) && code::is_total(self.at(*column).trim_ascii()))
    }

    fn repeats_heading(&self) -> bool {
        self.each_filled(|column, text| text == self.binding.name(column).trim())
    }

    /// Whether nothing but dashes stands in it, as programs draw a line under a heading.
    fn is_ruled_off(&self) -> bool {
        self.each_filled(|_, text| {
            text.len() > 1 && text.bytes().all(|byte| matches!(byte, b'-' | b'=' | b'_'))
        })
    }

    /// Whether something stands in the row, and this holds of all of it.
    fn each_filled(&self, holds: impl Fn(usize, &str) -> bool) -> bool {
        let filled = (0..self.binding.names.len()).filter(|column| !is_blank(self.at(*column)));
        let mut all = filled.map(|column| holds(column, &cleaned(self.at(column)).0)).peekable();
        all.peek().is_some() && all.all(|holds| holds)
    }

    /// A hash of the whole row; of a row that is mended and sent again, without what was added.
    #[inline]
    fn print(&self) -> u64 {
        let mut hasher = std::hash::DefaultHasher::new();
        let (bytes, ends) = self.row.whole();
        hasher.write(bytes);
        let ends = ends.fold(0_u64, |hash, end| hash.wrapping_mul(0x0100_0000_01b3) ^ end as u64);
        hasher.write_u64(ends);
        hasher.finish()
    }
}
