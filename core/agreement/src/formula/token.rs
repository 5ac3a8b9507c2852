//! A formula cut into numbers, names and signs.

use super::{FormulaProblem, Span};
use accordant_money::Exact;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use jiff::civil::Date;

/// The smallest piece of a formula.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub span: Span,
    pub kind: TokenKind,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind {
    Number { value: Exact, written: String },
    Date(Date),
    Name(String),
    Sign(&'static str),
    Currency(&'static str),
}

const SIGNS: &[&str] = &["<=", ">=", "<", ">", "=", "+", "-", "*", "/", "(", ")", "[", "]", ","];
const CURRENCIES: &[(char, &str)] = &[('£', "GBP"), ('€', "EUR"), ('$', "USD")];
const LOOKALIKES: &[(char, &str)] = &[('−', "-"), ('–', "-"), ('×', "*"), ('÷', "/"), ('≥', ">="), ('≤', "<=")];

/// Cuts a formula into tokens.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, FormulaProblem> {
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&character) = characters.get(at) {
        if character.is_whitespace() {
            at += 1;
            continue;
        }
        let rest = characters.get(at..).unwrap_or_default();
        let (kind, length) = token(rest, at)?;
        found.push(Token { span: Span { start: at, length }, kind });
        at += length;
    }
    Ok(found)
}

fn token(rest: &[char], at: usize) -> Result<(TokenKind, usize), FormulaProblem> {
    let first = rest.first().copied().unwrap_or(' ');
    if first.is_ascii_digit() {
        return date(rest).map_or_else(|| number(rest, at), Ok);
    }
    if first.is_ascii_alphabetic() || first == '_' {
        let name: String = rest.iter().take_while(|c| is_name(**c)).collect();
        let length = name.len();
        return Ok((TokenKind::Name(name), length));
    }
    if let Some((_, code)) = CURRENCIES.iter().find(|(sign, _)| *sign == first) {
        return Ok((TokenKind::Currency(code), 1));
    }
    let two: String = rest.iter().take(2).collect();
    SIGNS
        .iter()
        .find(|sign| two.starts_with(**sign))
        .map(|sign| (TokenKind::Sign(sign), sign.len()))
        .ok_or_else(|| strange(first, at))
}

fn strange(character: char, at: usize) -> FormulaProblem {
    let meant = LOOKALIKES.iter().find(|(sign, _)| *sign == character);
    FormulaProblem {
        span: Span { start: at, length: 1 },
        what: format!("`{character}` has no meaning in a formula"),
        help: meant.map(|(_, plain)| format!("write `{plain}`")),
    }
}

fn is_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// A day is four digits, two and two with hyphens, so that it is never taken for a subtraction.
fn date(rest: &[char]) -> Option<(TokenKind, usize)> {
    let text: String = rest.iter().take(10).collect();
    let shaped = text.len() == 10
        && text.char_indices().all(|(index, c)| if index == 4 || index == 7 { c == '-' } else { c.is_ascii_digit() });
    let ends = rest.get(10).is_none_or(|next| !is_name(*next));
    if !shaped || !ends {
        return None;
    }
    let date: Date = text.parse().ok()?;
    Some((TokenKind::Date(date), 10))
}

fn number(rest: &[char], at: usize) -> Result<(TokenKind, usize), FormulaProblem> {
    let digits: String = rest.iter().take_while(|c| c.is_ascii_digit() || **c == '.').collect();
    let suffix: String =
        rest.iter().skip(digits.len()).take_while(|c| is_name(**c) || **c == '%').collect();
    let written = format!("{digits}{suffix}");
    let span = Span { start: at, length: written.chars().count() };
    let value = Exact::parse_decimal(&digits).ok_or_else(|| FormulaProblem {
        span,
        what: format!("`{written}` is not a number"),
        help: Some("write a number such as 12, 0.5, 40% or 2.5m".to_string()),
    })?;
    let scaled = scale(value, &suffix).ok_or_else(|| FormulaProblem {
        span,
        what: format!("`{written}` is not a number"),
        help: Some("after the digits stands nothing, %, k, m or bn; a unit stands apart: `6 weeks`".to_string()),
    })?;
    Ok((TokenKind::Number { value: scaled, written }, span.length))
}

/// A number with its suffix: `%` divides by one hundred, `k`, `m` and `bn` multiply.
fn scale(value: Exact, suffix: &str) -> Option<Exact> {
    use accordant_money::Number;
    let factor = match suffix {
        "" => return Some(value),
        "%" => Exact::ratio(1, 100)?,
        "k" => Exact::from_i128(1_000),
        "m" => Exact::from_i128(1_000_000),
        "bn" => Exact::from_i128(1_000_000_000),
        _ => return None,
    };
    value.times(&factor).ok()
}
