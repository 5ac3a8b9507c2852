//! The pages of a column of codes or of quantities.

use super::super::table::{damaged, guarded};
use super::bits::Packed;
use crate::fault::Fault;
use bytes::Bytes;
use parquet::basic::Encoding;
use parquet::column::page::{Page, PageReader};
use std::collections::BTreeMap;

pub(super) type Pages = Box<dyn PageReader>;

/// A column of codes.
pub(super) struct Keys {
    stream: Stream,
    /// The number of each code of the dictionary.
    numbers: Vec<u32>,
}

/// A column of quantities.
pub(super) struct Quantities {
    stream: Stream,
    dictionary: Vec<i64>,
    /// How many bytes a quantity has that stands by itself.
    width: usize,
}

/// The data pages of a column, one after the other.
struct Stream {
    pages: Pages,
    is_optional: bool,
    /// How many rows of the page are left.
    left: usize,
    values: Values,
}

enum Values {
    /// Places in the dictionary.
    Places(Packed),
    /// The values themselves, from this byte on.
    Plain(Bytes, usize),
}

fn no_dictionary() -> Fault {
    let what = "a column of codes has no dictionary, or too many codes for one".to_string();
    Fault::new("no-dictionary", what, "read the file row by row instead".to_string())
}

fn missing() -> Fault {
    let what = "a value is missing in a column that is needed".to_string();
    Fault::new("missing-value", what, "read the file row by row instead: it says which row".to_string())
}

/// The codes of a dictionary, with which a column begins.
pub(super) fn dictionary_of(pages: &mut dyn PageReader) -> Result<Vec<Vec<u8>>, Fault> {
    match guarded(|| pages.get_next_page())? {
        Some(Page::DictionaryPage { buf, num_values, .. }) => {
            let mut codes = Vec::new();
            let mut at = 0_usize;
            for _ in 0..num_values {
                let length = word(&buf, at).ok_or_else(damaged)? as usize;
                let end =
                    at.checked_add(4).and_then(|start| start.checked_add(length)).ok_or_else(damaged)?;
                codes.push(buf.get(at + 4..end).ok_or_else(damaged)?.to_vec());
                at = end;
            }
            Ok(codes)
        }
        _ => Err(no_dictionary()),
    }
}

impl Keys {
    pub(super) fn new(
        mut pages: Pages,
        is_optional: bool,
        numbering: &BTreeMap<Vec<u8>, u32>,
    ) -> Result<Keys, Fault> {
        let codes = dictionary_of(&mut *pages)?;
        let number = |code: &Vec<u8>| {
            numbering.get(code).copied().ok_or_else(|| {
                let what = format!("the code `{}` has no number", String::from_utf8_lossy(code));
                Fault::new("unknown-code", what, "number every code of the file first".to_string())
            })
        };
        let numbers = codes.iter().map(number).collect::<Result<_, _>>()?;
        Ok(Keys { stream: Stream::new(pages, is_optional), numbers })
    }

    /// Adds the numbers of so many rows.
    pub(super) fn read(&mut self, mut rows: usize, into: &mut Vec<u32>) -> Result<(), Fault> {
        let Keys { stream, numbers } = self;
        while rows > 0 {
            let count = stream.page(rows)?;
            let Values::Places(places) = &mut stream.values else { return Err(no_dictionary()) };
            let mut is_known = true;
            let number = |place: u32| {
                let number = numbers.get(place as usize);
                is_known &= number.is_some();
                number.copied().unwrap_or_default()
            };
            places.fill(count, into, number).filter(|()| is_known).ok_or_else(damaged)?;
            rows -= count;
        }
        Ok(())
    }
}

impl Quantities {
    pub(super) fn new(mut pages: Pages, is_optional: bool) -> Result<Quantities, Fault> {
        let mut dictionary = Vec::new();
        let mut width = 0;
        let first = guarded(|| pages.peek_next_page())?;
        if first.is_some_and(|page| page.is_dict) {
            let Some(Page::DictionaryPage { buf, num_values, .. }) = guarded(|| pages.get_next_page())?
            else {
                return Err(damaged());
            };
            width = if num_values == 0 { 4 } else { buf.len() / num_values as usize };
            for at in 0..num_values as usize {
                dictionary.push(quantity(&buf, at * width, width).ok_or_else(damaged)?);
            }
        }
        Ok(Quantities { stream: Stream::new(pages, is_optional), dictionary, width })
    }

    /// Adds the quantities of so many rows.
    pub(super) fn read(&mut self, mut rows: usize, into: &mut Vec<i64>) -> Result<(), Fault> {
        let Quantities { stream, dictionary, width } = self;
        while rows > 0 {
            let all = stream.left;
            let count = stream.page(rows)?;
            match &mut stream.values {
                Values::Places(places) => {
                    let mut is_known = true;
                    let quantity = |place: u32| {
                        let quantity = dictionary.get(place as usize);
                        is_known &= quantity.is_some();
                        quantity.copied().unwrap_or_default()
                    };
                    places.fill(count, into, quantity).filter(|()| is_known).ok_or_else(damaged)?;
                }
                Values::Plain(bytes, at) => {
                    if all == 0 {
                        *width = bytes.len() / (stream.left + count).max(1);
                    }
                    for _ in 0..count {
                        into.push(quantity(bytes, *at, *width).ok_or_else(damaged)?);
                        *at += *width;
                    }
                }
            }
            rows -= count;
        }
        Ok(())
    }
}

/// A whole number of four or of eight bytes.
fn quantity(bytes: &[u8], at: usize, width: usize) -> Option<i64> {
    let bytes = bytes.get(at..at.checked_add(width)?)?;
    match width {
        4 => Some(i64::from(i32::from_le_bytes(bytes.try_into().ok()?))),
        8 => Some(i64::from_le_bytes(bytes.try_into().ok()?)),
        _ => None,
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

impl Stream {
    fn new(pages: Pages, is_optional: bool) -> Stream {
        Stream { pages, is_optional, left: 0, values: Values::Plain(Bytes::new(), 0) }
    }

    /// Takes so many rows at most of the page, or of the next; says how many.
    fn page(&mut self, rows: usize) -> Result<usize, Fault> {
        while self.left == 0 {
            let (pages, is_optional) = (&mut self.pages, self.is_optional);
            let page = guarded(|| pages.get_next_page())?.ok_or_else(damaged)?;
            let (bytes, count, encoding) = match page {
                Page::DataPage { buf, num_values, encoding, .. } => {
                    let from = if is_optional { levels(&buf, num_values as usize)? } else { 0 };
                    (buf.slice(from..), num_values, encoding)
                }
                Page::DataPageV2 { buf, num_values, encoding, num_nulls, def_levels_byte_len, .. } => {
                    if num_nulls > 0 {
                        return Err(missing());
                    }
                    let from = def_levels_byte_len as usize;
                    (buf.get(from..).map(|_| buf.slice(from..)).ok_or_else(damaged)?, num_values, encoding)
                }
                Page::DictionaryPage { .. } => return Err(damaged()),
            };
            self.left = count as usize;
            self.values = match encoding {
                Encoding::PLAIN => Values::Plain(bytes, 0),
                Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY => {
                    let width = u32::from(*bytes.first().ok_or_else(damaged)?);
                    Values::Places(Packed::new(bytes.slice(1..), width).ok_or_else(damaged)?)
                }
                _ => return Err(no_dictionary()),
            };
        }
        let count = rows.min(self.left);
        self.left -= count;
        Ok(count)
    }
}

/// So many levels are looked at together.
const LEVELS_AT_ONCE: usize = 1 << 16;

/// Where the values begin behind the levels, which say of each row whether it has one; each must.
fn levels(bytes: &Bytes, rows: usize) -> Result<usize, Fault> {
    let length = word(bytes, 0).ok_or_else(damaged)? as usize;
    let end = length.checked_add(4).filter(|end| *end <= bytes.len()).ok_or_else(damaged)?;
    let mut levels = Packed::new(bytes.slice(4..end), 1).ok_or_else(damaged)?;
    let mut all_there = true;
    let mut seen = Vec::new();
    let mut left = rows;
    while left > 0 {
        let count = left.min(LEVELS_AT_ONCE);
        seen.clear();
        levels.fill(count, &mut seen, |level| all_there &= level == 1).ok_or_else(damaged)?;
        left -= count;
    }
    if all_there { Ok(end) } else { Err(missing()) }
}
