//! A header from its bytes, if they are the only ones that say it.
//!
//! What is read is what `write.rs` writes, key for key: any other order, space, escape or way of writing a number is
//! met where something else must stand. So a line that is read is JSON, and no second line says the same. This file
//! will never know which values a key may have.

use super::values::{COUNT_TO_U32, WHOLE};
use super::{HEADER_FORMAT, Header, HeaderInPlace, HeaderProblem, PartListed, WHOLE_MAX};
use crate::hash::Digits;
use crate::instant::{self, read_date};
use crate::{HASH_BYTES, Hash, Instant};
use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use jiff::civil::Date;

/// How much of what stands at a place is told.
const TOLD_BYTES: usize = 24;

/// Reads a line of plain characters. The values are still to be checked.
pub(super) fn read(line: &str) -> Result<HeaderInPlace<'_>, HeaderProblem> {
    let mut line = Line { rest: line, length: line.len() };
    let actor = line.first("actor")?.text()?;
    let assurance = line.next("assurance")?.text()?;
    let at = line.next("at")?.instant()?;
    let authority = line.next("authority")?.whole()?;
    let cause = if line.comes("cause") { Some(line.next("cause")?.whole()?) } else { None };
    let effective = if line.comes("effective") { Some(line.next("effective")?.date()?) } else { None };
    line.next("format")?.format()?;
    let index = line.next("index")?.whole()?;
    let kind = line.next("kind")?.text()?;
    let kind_version = line.next("kind_version")?.whole_u32()?;
    let log = line.next("log")?.text()?;
    let parts = if line.comes("parts") { line.next("parts")?.parts()? } else { Vec::new() };
    let previous = line.next("previous")?.hash()?;
    let request = line.next("request")?.hash()?;
    let rules = line.next("rules")?.whole()?;
    let seat = if line.comes("seat") { Some(line.next("seat")?.text()?) } else { None };
    let software = line.next("software")?.text()?;
    let stream = line.next("stream")?.text()?;
    let version = line.next("version")?.whole()?;
    line.raw("}")?;
    line.end()?;
    Ok(Header {
        log,
        index,
        previous,
        stream,
        version,
        kind,
        kind_version,
        at,
        effective,
        actor,
        assurance,
        seat,
        authority,
        rules,
        cause,
        request,
        parts,
        software,
    })
}

/// Which format a line says it has, whatever else stands in it. Within a text the quotes would be escaped.
pub(super) fn format(line: &[u8]) -> Option<u64> {
    const KEY: &[u8] = b"\"format\":";
    let at = line.windows(KEY.len()).position(|window| window == KEY)?;
    let digits = line.get(at + KEY.len()..)?;
    let end = digits.iter().position(|byte| !byte.is_ascii_digit())?;
    core::str::from_utf8(digits.get(..end)?).ok()?.parse().ok()
}

/// A line that is being read.
struct Line<'a> {
    rest: &'a str,
    length: usize,
}

/// What must stand at a place is written at each call, so these few are inlined: then a key is compared as a constant,
/// and a header has some eighty such comparisons.
impl<'a> Line<'a> {
    /// The value of the first key of an object.
    #[inline(always)]
    fn first(&mut self, key: &'static str) -> Result<&mut Line<'a>, HeaderProblem> {
        self.raw("{")?;
        self.key(key)
    }

    /// The value of the next key.
    #[inline(always)]
    fn next(&mut self, key: &'static str) -> Result<&mut Line<'a>, HeaderProblem> {
        if !self.skip(",") {
            return Err(self.not(key));
        }
        self.key(key)
    }

    /// Whether this key comes next.
    #[inline(always)]
    fn comes(&self, key: &str) -> bool {
        let quoted = self.rest.strip_prefix(",\"");
        quoted.and_then(|rest| rest.strip_prefix(key)).is_some_and(|rest| rest.starts_with("\":"))
    }

    #[inline(always)]
    fn key(&mut self, key: &'static str) -> Result<&mut Line<'a>, HeaderProblem> {
        let before = self.rest;
        if self.skip("\"") && self.skip(key) && self.skip("\":") {
            return Ok(self);
        }
        self.rest = before;
        Err(self.not(key))
    }

    #[inline(always)]
    fn raw(&mut self, text: &'static str) -> Result<(), HeaderProblem> {
        if self.skip(text) { Ok(()) } else { Err(self.not(text)) }
    }

    #[inline(always)]
    fn skip(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn end(&self) -> Result<(), HeaderProblem> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.not("the end")) }
    }

    /// A text in which only the quote and the backslash are escaped.
    fn text(&mut self) -> Result<Cow<'a, str>, HeaderProblem> {
        self.raw("\"")?;
        let plain = self.plain();
        if self.skip("\"") {
            return Ok(Cow::Borrowed(plain));
        }
        let mut text = String::from(plain);
        while !self.skip("\"") {
            text.push_str(self.escaped()?);
            text.push_str(self.plain());
        }
        Ok(Cow::Owned(text))
    }

    /// What comes before the next quote or backslash.
    fn plain(&mut self) -> &'a str {
        let end = self.rest.bytes().position(|byte| matches!(byte, b'"' | b'\\'));
        let (plain, rest) = self.rest.split_at_checked(end.unwrap_or(self.rest.len())).unwrap_or_default();
        self.rest = rest;
        plain
    }

    /// A quote or a backslash after a backslash.
    fn escaped(&mut self) -> Result<&'static str, HeaderProblem> {
        for (written, meant) in [("\\\"", "\""), ("\\\\", "\\")] {
            if self.skip(written) {
                return Ok(meant);
            }
        }
        Err(self.not("a quote or a backslash after a backslash, and a quote at the end"))
    }

    fn whole(&mut self) -> Result<u64, HeaderProblem> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = self.rest.split_at_checked(digits).unwrap_or_default();
        // No whole number that is allowed has more digits than the greatest.
        let written_so = match number.as_bytes() {
            [] => false,
            [b'0', ..] => digits == 1,
            _ => digits <= 16,
        };
        let value = number.bytes().take(16).fold(0, |value, digit| value * 10 + u64::from(digit & 0x0f));
        if !written_so || value > WHOLE_MAX {
            return Err(self.not(WHOLE));
        }
        self.rest = rest;
        Ok(value)
    }

    fn whole_u32(&mut self) -> Result<u32, HeaderProblem> {
        let before = self.rest;
        let whole = self.whole()?;
        u32::try_from(whole).map_err(|_| {
            self.rest = before;
            self.not(COUNT_TO_U32)
        })
    }

    fn format(&mut self) -> Result<(), HeaderProblem> {
        match self.whole()? {
            HEADER_FORMAT => Ok(()),
            format => Err(HeaderProblem::OtherFormat { format }),
        }
    }

    /// A quoted text of fixed length, without anything that is escaped.
    fn fixed<const BYTES: usize, T>(
        &mut self,
        form: &'static str,
        read: impl FnOnce(&[u8; BYTES]) -> Option<T>,
    ) -> Result<T, HeaderProblem> {
        let quoted = self.rest.strip_prefix('"').and_then(|rest| rest.split_at_checked(BYTES));
        let value = quoted.and_then(|(text, rest)| {
            let value = read(text.as_bytes().try_into().ok()?)?;
            Some((value, rest.strip_prefix('"')?))
        });
        let (value, rest) = value.ok_or_else(|| self.not(form))?;
        self.rest = rest;
        Ok(value)
    }

    fn hash(&mut self) -> Result<Hash, HeaderProblem> {
        self.fixed::<{ 2 * HASH_BYTES }, _>("64 digits from 0 to 9 and a to f", |digits: &Digits| {
            Hash::from_digits(digits)
        })
    }

    fn instant(&mut self) -> Result<Instant, HeaderProblem> {
        self.fixed("an instant such as `2026-11-22T10:41:33.000000Z`, from 1970 to 2255", instant::read)
    }

    fn date(&mut self) -> Result<Date, HeaderProblem> {
        self.fixed("a date such as `2026-04-01`", read_date)
    }

    fn parts(&mut self) -> Result<Vec<PartListed<Cow<'a, str>>>, HeaderProblem> {
        let mut parts = Vec::new();
        self.raw("[")?;
        loop {
            let commitment = self.first("commitment")?.hash()?;
            let compartment = self.next("compartment")?.text()?;
            let name = self.next("name")?.text()?;
            self.raw("}")?;
            parts.push(PartListed { name, compartment, commitment });
            if self.skip("]") {
                return Ok(parts);
            }
            self.raw(",")?;
        }
    }

    #[cold]
    fn not(&self, expected: &'static str) -> HeaderProblem {
        let found = self.rest.get(..TOLD_BYTES).unwrap_or(self.rest);
        HeaderProblem::Misplaced { at: self.length - self.rest.len(), expected, found: found.into() }
    }
}
