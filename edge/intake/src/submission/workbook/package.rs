//! The package that a workbook is: a zip archive, read within limits.

use crate::fault::Fault;
use memchr::memrchr2;
use std::io::{self, BufRead, BufReader, Read, Seek};
use zip::ZipArchive;

/// No part of a workbook unpacks to more bytes: a full sheet of forty columns has fewer.
const PART_BYTES_MAX: u64 = 4 << 30;
/// What unpacks to more than this many bytes must not be more than so many times its size packed.
const SMALL_BYTES: u64 = 16 << 20;
const TIMES_MAX: u64 = 300;
/// No workbook has more parts.
const PARTS_MAX: usize = 4096;
/// No tag and no text between two tags is longer: a cell holds 32,767 characters.
const PIECE_BYTES_MAX: usize = 1 << 20;

/// The parts of a workbook.
pub(crate) struct Package<R> {
    archive: ZipArchive<R>,
}

impl<R: Read + Seek> Package<R> {
    pub(super) fn open(reader: R) -> Result<Package<R>, Fault> {
        let mut archive = ZipArchive::new(reader).map_err(|_| damaged("its list of parts cannot be read"))?;
        if archive.len() > PARTS_MAX {
            return Err(too_much("it has too many parts"));
        }
        let names: Vec<Vec<u8>> = archive.file_names_raw().map(<[u8]>::to_vec).collect();
        let holds = |word: &[u8]| {
            names.iter().any(|name| name.to_ascii_lowercase().windows(word.len()).any(|part| part == word))
        };
        if holds(b"vbaproject.bin") || holds(b"macrosheets/") {
            let help = "save it as `.xlsx`, which holds no macros, or as CSV".to_string();
            return Err(Fault::new("macros", "the workbook holds macros".to_string(), help));
        }
        if holds(b"encryptedpackage") {
            let help = "save it without a password".to_string();
            return Err(Fault::new("password", "the workbook has a password".to_string(), help));
        }
        if holds(b"mimetype") && holds(b"content.xml") {
            let what = "the file is a spreadsheet in the form of OpenDocument".to_string();
            return Err(Fault::new("another-form", what, "save it as `.xlsx` or as CSV".to_string()));
        }
        if !holds(b"xl/workbook") {
            let help = "unpack it first, and send the file of rows".to_string();
            return Err(Fault::new("no-workbook", "the file is packed, and no workbook".to_string(), help));
        }
        if holds(b"xl/workbook.bin") {
            let help = "save it as `.xlsx` or as CSV".to_string();
            return Err(Fault::new("another-form", "the workbook is in the binary form".to_string(), help));
        }
        for at in 0..archive.len() {
            let part = archive.by_index_raw(at).map_err(|_| damaged("a part cannot be read"))?;
            let (packed, unpacked) = (part.compressed_size(), part.size());
            let is_bomb = unpacked > SMALL_BYTES && unpacked / TIMES_MAX > packed;
            if unpacked > PART_BYTES_MAX || is_bomb {
                return Err(too_much("a part of it unpacks to far more than its size"));
            }
        }
        Ok(Package { archive })
    }

    /// A part to be read; [`None`] if there is none of that name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Box<dyn BufRead + '_>>, Fault> {
        let name = name.trim_start_matches('/');
        let found =
            self.archive.file_names_raw().position(|known| known.eq_ignore_ascii_case(name.as_bytes()));
        let Some(at) = found else { return Ok(None) };
        let part = self.archive.by_index(at).map_err(|_| damaged("a part cannot be unpacked"))?;
        // What a part says of its own size may be a lie, so it is counted too.
        let limit = part.size().min(PART_BYTES_MAX);
        Ok(Some(Box::new(BufReader::with_capacity(
            64 * 1024,
            Limited { reader: part, left: limit, piece: 0 },
        ))))
    }
}

/// Passes on no more bytes than were announced, and no piece between two tags that is too long.
struct Limited<R> {
    reader: R,
    left: u64,
    /// How many bytes have come since a tag began or ended.
    piece: usize,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(into)?;
        let bytes = into.get(..read).unwrap_or_default();
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| io::Error::other(TOO_MUCH))?;
        self.piece = match memrchr2(b'<', b'>', bytes) {
            Some(at) => read - at,
            None => self.piece + read,
        };
        if self.piece > PIECE_BYTES_MAX { Err(io::Error::other(TOO_MUCH)) } else { Ok(read) }
    }
}

/// By this a reader of XML tells that a limit was met.
pub(super) const TOO_MUCH: &str = "more than the limits of a workbook";

pub(super) fn damaged(what: &str) -> Fault {
    let help = "open it in a spreadsheet and save it again, or send it as CSV".to_string();
    Fault::new("damaged-workbook", format!("the workbook is damaged: {what}"), help)
}

pub(super) fn too_much(what: &str) -> Fault {
    let help = "send it as CSV; ask who made it if you did not expect this".to_string();
    Fault::new("workbook-too-large", format!("the workbook is not read: {what}"), help)
}
