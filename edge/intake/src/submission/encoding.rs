//! The bytes of a file as text in UTF-8 with line feeds, and their hash while they pass.

use sha2::{Digest, Sha256};
use std::io::{self, Read};

/// Passes bytes on, and keeps their number and their SHA-256.
pub(crate) struct Hashing<R> {
    reader: R,
    sha256: Sha256,
    bytes: u64,
}

impl<R: Read> Hashing<R> {
    pub(crate) fn new(reader: R) -> Hashing<R> {
        Hashing { reader, sha256: Sha256::new(), bytes: 0 }
    }

    /// Reads what is left; the number of bytes of the whole and their hash, in figures to the base of sixteen.
    pub(crate) fn finish(mut self) -> io::Result<(u64, String)> {
        io::copy(&mut self.reader, &mut Counted { sha256: &mut self.sha256, bytes: &mut self.bytes })?;
        let hash = self.sha256.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok((self.bytes, hash))
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(into)?;
        self.sha256.update(into.get(..read).unwrap_or_default());
        self.bytes += read as u64;
        Ok(read)
    }
}

struct Counted<'a> {
    sha256: &'a mut Sha256,
    bytes: &'a mut u64,
}

impl io::Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.sha256.update(bytes);
        *self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How the text of a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8; a field far down that is none is Windows-1252, which a report then names.
    Utf8,
    /// Windows-1252 in the fields that are not UTF-8.
    Windows1252,
    /// The same, with carriage returns alone between the lines.
    CarriageReturns,
    /// UTF-16, the lower byte first.
    Utf16Little,
    /// UTF-16, the higher byte first.
    Utf16Big,
}

impl Encoding {
    /// Its name in a report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Windows1252 => "Windows-1252",
            Self::CarriageReturns => "UTF-8, carriage returns between lines",
            Self::Utf16Little | Self::Utf16Big => "UTF-16",
        }
    }

    /// What the first bytes of a file tell.
    pub(crate) fn of(prefix: &[u8]) -> Encoding {
        match prefix {
            [0xff, 0xfe, ..] => return Self::Utf16Little,
            [0xfe, 0xff, ..] => return Self::Utf16Big,
            _ => {}
        }
        let pairs = prefix.len() / 2;
        let nuls = |parity: usize| prefix.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
        if pairs > 0 && nuls(1) * 10 > pairs * 8 {
            return Self::Utf16Little;
        }
        if pairs > 0 && nuls(0) * 10 > pairs * 8 {
            return Self::Utf16Big;
        }
        let has = |byte: u8| prefix.contains(&byte);
        match str::from_utf8(prefix) {
            _ if has(b'\r') && !has(b'\n') => Self::CarriageReturns,
            // The end may stand in the middle of a character.
            Err(error) if error.error_len().is_some() => Self::Windows1252,
            _ => Self::Utf8,
        }
    }
}

/// Text of any encoding as UTF-8.
pub(crate) struct Decoding<R> {
    reader: R,
    encoding: Encoding,
    /// Bytes that wait for the rest of their character.
    held: Vec<u8>,
    /// Text that was not asked for yet.
    ready: Vec<u8>,
    given: usize,
}

impl<R: Read> Decoding<R> {
    pub(crate) fn new(reader: R, encoding: Encoding) -> Decoding<R> {
        Decoding { reader, encoding, held: Vec::new(), ready: Vec::new(), given: 0 }
    }

    /// Makes more text ready; says whether there is some.
    fn refill(&mut self) -> io::Result<bool> {
        self.ready.clear();
        self.given = 0;
        while self.ready.is_empty() {
            let before = self.held.len();
            let read = (&mut self.reader).take(64 * 1024).read_to_end(&mut self.held)?;
            let has_ended = read == 0;
            if has_ended && before == 0 {
                return Ok(false);
            }
            self.decode(has_ended);
            if has_ended {
                self.held.clear();
                return Ok(!self.ready.is_empty());
            }
        }
        Ok(true)
    }

    fn decode(&mut self, has_ended: bool) {
        let is_little = self.encoding == Encoding::Utf16Little;
        let unit = |pair: &[u8]| match pair {
            [low, high] if is_little => u16::from_le_bytes([*low, *high]),
            [high, low] => u16::from_be_bytes([*high, *low]),
            _ => 0xfffd,
        };
        let mut units: Vec<u16> = self.held.chunks(2).map(unit).collect();
        let mut left = 0;
        if !has_ended {
            if self.held.len() % 2 == 1 {
                units.pop();
                left = 1;
            }
            if units.last().is_some_and(|unit| (0xd800..0xdc00).contains(unit)) {
                units.pop();
                left += 2;
            }
        }
        let text: String = char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{fffd}')).collect();
        self.ready.extend_from_slice(text.as_bytes());
        let from = self.held.len() - left;
        self.held.drain(..from);
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.encoding {
            Encoding::Utf8 | Encoding::Windows1252 => self.reader.read(into),
            Encoding::CarriageReturns => {
                let read = self.reader.read(into)?;
                let bytes = into.get_mut(..read).unwrap_or_default();
                bytes.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
                Ok(read)
            }
            Encoding::Utf16Little | Encoding::Utf16Big => {
                if self.given == self.ready.len() && !self.refill()? {
                    return Ok(0);
                }
                let rest = self.ready.get(self.given..).unwrap_or_default();
                let count = rest.len().min(into.len());
                for (place, byte) in into.iter_mut().zip(rest) {
                    *place = *byte;
                }
                self.given += count;
                Ok(count)
            }
        }
    }
}
