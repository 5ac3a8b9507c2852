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
const LOOKALIKES: &[(char, &str)] = &[
    ('−', "-"),
    ('–', "-"),
    ('×', "*"),
    ('÷', "/"),
    ('≥', ">="),
    ('≤', "<="),
    ('，', ","),
    ('＋', "+"),
    ('＝', "="),
    ('·', "*"),
    ('∗', "*"),
    (';', ","),
];

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
        refuse_thousands(&found, rest, at)?;
        let (kind, length) = token(rest, at)?;
        found.push(Token { span: Span { start: at, length }, kind });
        at += length;
    }
    Ok(found)
}

/// `2,000` could be one number or two values: it is refused, so that nobody reads the one and signs the other.
fn refuse_thousands(before: &[Token], rest: &[char], at: usize) -> Result<(), FormulaProblem> {
    let Some(Token { span, kind: TokenKind::Number { written, .. } }) = before.last() else { return Ok(()) };
    let is_group = rest.iter().skip(1).take_while(|c| c.is_ascii_digit()).count() == 3;
    let touches = span.start + span.length == at && rest.first() == Some(&',');
    if !touches || !is_group || !written.chars().all(|c| c.is_ascii_digit()) || written.len() > 3 {
        return Ok(());
    }
    let tail =
        rest.iter().skip(1).take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.')).collect::<String>();
    let (joined, apart) = (tail.replace(',', ""), tail.trim_end_matches([',', '.']));
    let what = format!("`{written},{apart}` may be one number or several values");
    let help = format!(
        "a number in a formula has no thousands comma: write {written}{joined}; between values put a comma and a space"
    );
    Err(FormulaProblem {
        span: Span { start: span.start, length: span.length + 1 + apart.len() },
        what,
        help: Some(help),
    })
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
    let help = match (character, meant) {
        (_, Some((_, plain))) => format!("write `{plain}`"),
        ('"' | '\'' | '“' | '”' | '‘' | '’' | '„' | '«' | '»' | '`', _) => {
            "leave it out: names stand without quotes".to_string()
        }
        ('≠' | '!', _) => "write `not a = b`".to_string(),
        ('^', _) => "write a power as a product, such as `x * x`".to_string(),
        ('{' | '}', _) => "write ( and ), or [ and ] round an element".to_string(),
        _ => "a formula holds names, numbers, and + - * / ( ) [ ] , < = >".to_string(),
    };
    let what = format!("`{character}` has no meaning in a formula");
    FormulaProblem { span: Span { start: at, length: 1 }, what, help: Some(help) }
}

fn is_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// A day is four digits, two and two with hyphens, so that it is never taken for a subtraction.
fn date(rest: &[char]) -> Option<(TokenKind, usize)> {
    let text: String = rest.iter().take(10).collect();
    let shaped = text.len() == 10
        && text
            .char_indices()
            .all(|(index, c)| if index == 4 || index == 7 { c == '-' } else { c.is_ascii_digit() });
    let ends = rest.get(10).is_none_or(|next| !is_name(*next));
    if !shaped || !ends {
        return None;
    }
    let date: Date = text.parse().ok()?;
    Some((TokenKind::Date(date), 10))
}

fn number(rest: &[char], at: usize) -> Result<(TokenKind, usize), FormulaProblem> {
    let digits: String = rest.iter().take_while(|c| c.is_ascii_digit() || **c == '.').collect();
    let suffix: String = rest.iter().skip(digits.len()).take_while(|c| is_name(**c) || **c == '%').collect();
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
        help: Some(
            "after the digits stands nothing, %, k, m or bn; a unit stands apart: `6 weeks`".to_string(),
        ),
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
