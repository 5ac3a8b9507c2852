//! A report in words, for people who never heard how a record is kept.
//!
//! This file will never know how something was checked. Start with [`in_words`].

use crate::{Confirmation, Finding, Pinned, Report};
use accordant_record::Instant;
use std::fmt::Write;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Letters that turn the direction of what follows.
const TURNING: [char; 11] = [
    '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}',
    '\u{2067}', '\u{2068}', '\u{2069}',
];

/// The whole report: what was found, how much was looked at, and the verdict last.
pub fn in_words(report: &Report, pinned: &Pinned) -> String {
    let mut text = String::new();
    for (word, findings) in [("problem", &report.problems), ("note", &report.remarks)] {
        for finding in findings {
            text.push_str(&found(word, finding));
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    let counts = &report.counts;
    let events = number(counts.events, "event");
    let days = report.recorded.map(|(first, last)| (day(first), day(last)));
    let recorded = match days {
        None => String::new(),
        Some((first, last)) if first == last => format!(", recorded on {first}"),
        Some((first, last)) => format!(", recorded from {first} to {last}"),
    };
    // Writing to a string cannot fail.
    let _ = writeln!(text, "The record of {}: {events}{recorded}.", pinned.origin);
    let parts = number(counts.disclosed, "part");
    let _ = writeln!(text, "{parts} shown, {} withheld, {} erased.", counts.withheld, counts.erased);
    for line in verdict(report) {
        let _ = writeln!(text, "{line}");
    }
    text
}

fn found(word: &str, finding: &Finding) -> String {
    let line = finding.line.map_or(String::new(), |line| format!(":{line}"));
    let help = finding.what.help().map_or(String::new(), |help| format!("  help: {help}\n"));
    let said = visible(&format!("{word}: {}{line}: {}", finding.file, finding.what));
    format!("{said}\n{help}")
}

/// What a bundle says may not move about on the reader's screen, nor pass for a line of ours.
fn visible(text: &str) -> String {
    let mut visible = String::new();
    for letter in text.chars() {
        if letter.is_control() || TURNING.contains(&letter) {
            visible.extend(letter.escape_unicode());
        } else {
            visible.push(letter);
        }
    }
    visible
}

fn verdict(report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    if report.is_verified() {
        lines.push(format!("Verified. {}", confirmed(report)));
        for less in report.confirmations.iter().filter(|by| Some(by.size) < largest(report)) {
            lines.push(format!("{} holds a matching copy of the first {}.", less.party, events(less.size)));
        }
        lines.push(compared(report.held_matching));
    } else {
        let problems = number(report.problems.len(), "problem");
        lines.push(format!("NOT VERIFIED: {problems}. Do not rely on this bundle until they are explained."));
    }
    lines.push("A record cannot show what was never entered in it.".to_string());
    lines
}

fn largest(report: &Report) -> Option<u64> {
    report.confirmations.iter().map(|by| by.size).max()
}

/// Since when nothing was altered, and who says so besides the host.
fn confirmed(report: &Report) -> String {
    let Some(size) = largest(report) else {
        return "Nothing contradicts the host's signature, but no party confirms that it holds a matching copy."
            .to_string();
    };
    let by: Vec<&Confirmation> = report.confirmations.iter().filter(|by| by.size == size).collect();
    let what = match usize::try_from(size) {
        Ok(size) if size == report.counts.events => "Nothing".to_string(),
        _ => format!("Nothing in the first {}", events(size)),
    };
    // All of them confirm it since the day on which the last of them signed.
    let last = by.iter().map(|by| by.at).max().and_then(instant);
    let since = last.map_or(String::new(), |at| format!(" since {}", day(at)));
    let hold = if by.len() == 1 { "holds" } else { "hold" };
    format!("{what} has been altered{since}; {} {hold} a matching copy.", named(&by))
}

fn compared(held: usize) -> String {
    match held {
        0 => "You compared it with no earlier state of your own.".to_string(),
        1 => "It continues the state that you have kept.".to_string(),
        held => format!("It continues the {held} states that you have kept."),
    }
}

fn named(by: &[&Confirmation]) -> String {
    let names: Vec<&str> = by.iter().map(|by| by.party.as_str()).collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_string(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

fn events(size: u64) -> String {
    if size == 1 { "event".to_string() } else { format!("{size} events") }
}

fn number(count: usize, of: &str) -> String {
    if count == 1 { format!("1 {of}") } else { format!("{count} {of}s") }
}

fn instant(seconds: u64) -> Option<Instant> {
    Instant::from_micros(i64::try_from(seconds).ok()?.checked_mul(1_000_000)?)
}

/// The day in UTC, as people write it.
fn day(at: Instant) -> String {
    let written = at.to_string();
    let piece =
        |range| written.get(range).and_then(|digits: &str| digits.parse::<usize>().ok()).unwrap_or_default();
    let month = MONTHS.get(piece(5..7).wrapping_sub(1)).copied().unwrap_or_default();
    format!("{} {month} {}", piece(8..10), piece(0..4))
}
