//! The small parts of a workbook: its list of sheets, and the texts that its cells share.

use super::Listed;
use super::package::{Package, TOO_MUCH, damaged, too_much};
use crate::fault::Fault;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::BTreeMap;
use std::io::{BufRead, Read, Seek};

/// The shared texts of a workbook have no more bytes together.
const STRINGS_BYTES_MAX: usize = 256 << 20;
/// No workbook has more sheets.
const SHEETS_MAX: usize = 1024;

/// The events of a part.
pub(super) struct Events<'r> {
    reader: Reader<Box<dyn BufRead + 'r>>,
    buffer: Vec<u8>,
}

impl<'r> Events<'r> {
    pub(super) fn new(part: Box<dyn BufRead + 'r>) -> Events<'r> {
        Events { reader: Reader::from_reader(part), buffer: Vec::new() }
    }

    /// The next event; a document type, by which a small text could become a long one, is refused.
    pub(super) fn next(&mut self) -> Result<Event<'_>, Fault> {
        self.buffer.clear();
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::DocType(_)) => Err(too_much("it declares a document type")),
            Ok(event) => Ok(event),
            Err(error) if error.to_string().contains(TOO_MUCH) => {
                Err(too_much("a part of it is longer than it says, or has a piece too long"))
            }
            Err(_) => Err(damaged("a part of it is no XML")),
        }
    }
}

/// What an attribute says; [`None`] if there is none.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().with_checks(false).flatten().find(|found| {
        let key = found.key.local_name();
        key.as_ref() == name
    })?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// Whether an attribute says yes.
pub(super) fn says_yes(tag: &BytesStart<'_>, name: &str) -> bool {
    matches!(attribute(tag, name).as_deref(), Some("1" | "true"))
}

/// The character that a reference stands for. There are no others than these without a document type.
pub(super) fn referred(reference: &BytesRef<'_>) -> char {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return letter;
    }
    match reference.as_ref() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => '\u{fffd}',
    }
}

/// The sheets in their order, and whether days are counted from 1904.
pub(super) fn sheets<R: Read + Seek>(package: &mut Package<R>) -> Result<(Vec<Listed>, bool), Fault> {
    let targets = targets(package)?;
    let part = package.part("xl/workbook.xml")?.ok_or_else(|| damaged("its list of sheets is missing"))?;
    let mut events = Events::new(part);
    let mut sheets = Vec::new();
    let mut counts_from_1904 = false;
    loop {
        match events.next()? {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "workbookPr" => counts_from_1904 = says_yes(&tag, "date1904"),
                "sheet" if sheets.len() < SHEETS_MAX => {
                    let name = attribute(&tag, "name").unwrap_or_default();
                    let id = attribute(&tag, "id").unwrap_or_default();
                    let part = targets.get(&id).cloned().unwrap_or_default();
                    let is_hidden = attribute(&tag, "state").is_some_and(|state| state != "visible");
                    sheets.push(Listed { name, part, is_hidden });
                }
                _ => {}
            },
            _ => {}
        }
    }
    Ok((sheets, counts_from_1904))
}

fn targets<R: Read + Seek>(package: &mut Package<R>) -> Result<BTreeMap<String, String>, Fault> {
    let part =
        package.part("xl/_rels/workbook.xml.rels")?.ok_or_else(|| damaged("its list of parts is missing"))?;
    let mut events = Events::new(part);
    let mut targets = BTreeMap::new();
    loop {
        match events.next()? {
            Event::Eof => return Ok(targets),
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "Relationship" => {
                if let (Some(id), Some(target)) = (attribute(&tag, "Id"), attribute(&tag, "Target")) {
                    let is_whole = target.starts_with('/');
                    let target =
                        if is_whole { target } else { format!("xl/{}", target.trim_start_matches("./")) };
                    targets.insert(id, target);
                }
            }
            _ => {}
        }
    }
}

/// The texts that cells share, in their order.
pub(super) fn strings<R: Read + Seek>(package: &mut Package<R>) -> Result<Vec<String>, Fault> {
    let Some(part) = package.part("xl/sharedStrings.xml")? else { return Ok(Vec::new()) };
    let mut events = Events::new(part);
    let (mut strings, mut text) = (Vec::new(), String::new());
    let (mut is_text, mut is_reading_aid, mut bytes) = (false, false, 0_usize);
    loop {
        match events.next()? {
            Event::Eof => return Ok(strings),
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => is_text = !is_reading_aid,
                // How a text is spoken, which some languages note above it.
                "rPh" => is_reading_aid = true,
                _ => {}
            },
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => strings.push(String::new()),
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => is_text = false,
                "rPh" => is_reading_aid = false,
                "si" => {
                    bytes += text.len() + size_of::<String>();
                    strings.push(std::mem::take(&mut text));
                }
                _ => {}
            },
            Event::Text(piece) if is_text => text.push_str(&piece.xml10_content()),
            Event::CData(piece) if is_text => text.push_str(&piece.xml10_content()),
            Event::GeneralRef(reference) if is_text => text.push(referred(&reference)),
            _ => {}
        }
        if bytes + text.len() > STRINGS_BYTES_MAX {
            return Err(too_much("its texts are too long together"));
        }
    }
}
