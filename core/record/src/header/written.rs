//! A header as JSON: the keys in their order, each value in the one way in which it is written.
//!
//! The same list of keys is read and written, so the two cannot part. This file will never know which values a key may
//! have.

use super::{HEADER_FORMAT, Header, HeaderProblem, PartListed};
use crate::instant::read_date;
use crate::{Hash, Instant};
use alloc::borrow::Cow;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<'a> {
    #[serde(borrow)]
    actor: Cow<'a, str>,
    #[serde(borrow)]
    assurance: Cow<'a, str>,
    at: Text<Instant>,
    authority: Whole,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cause: Option<Whole>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    effective: Option<Text<Date>>,
    format: Whole,
    index: Whole,
    #[serde(borrow)]
    kind: Cow<'a, str>,
    kind_version: Whole,
    #[serde(borrow)]
    log: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    parts: Vec<WrittenPart<'a>>,
    previous: Text<Hash>,
    request: Text<Hash>,
    rules: Whole,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    seat: Option<Cow<'a, str>>,
    #[serde(borrow)]
    software: Cow<'a, str>,
    #[serde(borrow)]
    stream: Cow<'a, str>,
    version: Whole,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPart<'a> {
    commitment: Text<Hash>,
    #[serde(borrow)]
    compartment: Cow<'a, str>,
    #[serde(borrow)]
    name: Cow<'a, str>,
}

/// What a header of any format says of its format.
#[derive(Deserialize)]
struct Format {
    format: u64,
}

pub(super) fn write(header: &Header) -> Vec<u8> {
    let parts = header.parts.iter().map(|part| WrittenPart {
        commitment: Text(part.commitment),
        compartment: Cow::Borrowed(&part.compartment),
        name: Cow::Borrowed(&part.name),
    });
    let written = Written {
        actor: Cow::Borrowed(&header.actor),
        assurance: Cow::Borrowed(&header.assurance),
        at: Text(header.at),
        authority: Whole(header.authority),
        cause: header.cause.map(Whole),
        effective: header.effective.map(Text),
        format: Whole(HEADER_FORMAT),
        index: Whole(header.index),
        kind: Cow::Borrowed(&header.kind),
        kind_version: Whole(u64::from(header.kind_version)),
        log: Cow::Borrowed(&header.log),
        parts: parts.collect(),
        previous: Text(header.previous),
        request: Text(header.request),
        rules: Whole(header.rules),
        seat: header.seat.as_deref().map(Cow::Borrowed),
        software: Cow::Borrowed(&header.software),
        stream: Cow::Borrowed(&header.stream),
        version: Whole(header.version),
    };
    // Texts and whole numbers under fixed keys can always be written.
    serde_json::to_vec(&written).unwrap_or_default()
}

pub(super) fn read(line: &[u8]) -> Result<Header, HeaderProblem> {
    let written: Written<'_> = serde_json::from_slice(line).map_err(|error| unreadable(&error))?;
    if written.format.0 != HEADER_FORMAT {
        return Err(HeaderProblem::OtherFormat { format: written.format.0 });
    }
    let kind_version = u32::try_from(written.kind_version.0).map_err(|_| HeaderProblem::Value {
        key: "kind_version",
        rule: "a whole number from 0 to 4294967295",
    })?;
    let parts = written.parts.into_iter().map(|part| PartListed {
        name: part.name.into_owned(),
        compartment: part.compartment.into_owned(),
        commitment: part.commitment.0,
    });
    Ok(Header {
        log: written.log.into_owned(),
        index: written.index.0,
        previous: written.previous.0,
        stream: written.stream.into_owned(),
        version: written.version.0,
        kind: written.kind.into_owned(),
        kind_version,
        at: written.at.0,
        effective: written.effective.map(|date| date.0),
        actor: written.actor.into_owned(),
        assurance: written.assurance.into_owned(),
        seat: written.seat.map(Cow::into_owned),
        authority: written.authority.0,
        rules: written.rules.0,
        cause: written.cause.map(|cause| cause.0),
        request: written.request.0,
        parts: parts.collect(),
        software: written.software.into_owned(),
    })
}

/// Which format a header says it has, whatever else stands in it.
pub(super) fn format(line: &[u8]) -> Option<u64> {
    serde_json::from_slice(line).ok().map(|written: Format| written.format)
}

fn unreadable(error: &serde_json::Error) -> HeaderProblem {
    let says = error.to_string();
    let what = says.rsplit_once(" at line ").map_or(says.as_str(), |(what, _)| what);
    HeaderProblem::Unreadable { at: error.column().saturating_sub(1), what: what.to_string() }
}

/// A whole number. That it is not too large is checked with the other values.
struct Whole(u64);

impl Serialize for Whole {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0)
    }
}

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Whole, D::Error> {
        struct AsWhole;
        impl de::Visitor<'_> for AsWhole {
            type Value = Whole;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a whole number")
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Whole, E> {
                Ok(Whole(number))
            }
        }
        deserializer.deserialize_u64(AsWhole)
    }
}

/// A value that is written as a text of its own form.
struct Text<T>(T);

trait Form: Sized {
    const FORM: &'static str;
    fn read(text: &str) -> Option<Self>;
    fn written<T>(&self, then: impl FnOnce(&str) -> T) -> T;
}

impl Form for Hash {
    const FORM: &'static str = "64 digits from 0 to 9 and a to f";
    fn read(text: &str) -> Option<Hash> {
        text.parse().ok()
    }
    fn written<T>(&self, then: impl FnOnce(&str) -> T) -> T {
        self.with_digits(then)
    }
}

impl Form for Instant {
    const FORM: &'static str = "an instant such as `2026-11-22T10:41:33.000000Z`, from 1970 to 2255";
    fn read(text: &str) -> Option<Instant> {
        text.parse().ok()
    }
    fn written<T>(&self, then: impl FnOnce(&str) -> T) -> T {
        then(&self.to_string())
    }
}

impl Form for Date {
    const FORM: &'static str = "a date such as `2026-04-01`";
    fn read(text: &str) -> Option<Date> {
        read_date(text)
    }
    fn written<T>(&self, then: impl FnOnce(&str) -> T) -> T {
        then(&self.to_string())
    }
}

impl<T: Form> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.written(|text| serializer.serialize_str(text))
    }
}

impl<'de, T: Form> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text<T>, D::Error> {
        struct AsText<T>(core::marker::PhantomData<T>);
        impl<T: Form> de::Visitor<'_> for AsText<T> {
            type Value = Text<T>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(T::FORM)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text<T>, E> {
                let read = T::read(text).map(Text);
                read.ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_str(AsText(core::marker::PhantomData))
    }
}
