//! Codes of organisations, treatment functions, points of delivery and tariffs.

use super::super::rule::{Fixes, Rule, Valued};
use super::{Habits, cleaned, no_value};
use crate::fault::Fault;
use std::borrow::Cow;

/// What a code must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Letters and digits, so many of them at least and at most.
    Organisation { shortest: usize, longest: usize },
    /// Three digits.
    TreatmentFunction,
    /// Letters and digits, at most ten.
    PointOfDelivery,
    /// At most fifty characters; what stands before the first `/` may be an HRG.
    Tariff,
    /// `Y` or `N`.
    YesOrNo,
    /// Any text of at most so many characters.
    Text { longest: usize },
}

/// A code: what stands in the file where that will do.
pub(crate) type Coded<'f> = Valued<Cow<'f, [u8]>>;

/// Reads a code; a blank field is [`None`].
///
/// # Errors
/// What stands there is no code of this form, or the mark of a total.
#[inline]
pub(crate) fn read<'f>(form: Form, field: &'f [u8], habits: &Habits) -> Result<Option<Coded<'f>>, Fault> {
    if is_plain(form, field) {
        return Ok(Some(Valued::plain(Cow::Borrowed(field))));
    }
    if field.is_empty() {
        return Ok(None);
    }
    written_otherwise(form, field, habits)
}

#[inline]
fn is_plain(form: Form, field: &[u8]) -> bool {
    let is_code = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    match form {
        Form::Organisation { shortest, longest } => {
            (shortest..=longest).contains(&field.len())
                && field.iter().all(is_code)
                && !is_unsaid(field)
                && !is_total(field)
                && !(longest <= 6 && has_site_zeros(field))
        }
        Form::TreatmentFunction => is_function(field) && field != TOTAL_FUNCTION,
        Form::PointOfDelivery => {
            matches!(field.len(), 1..=10)
                && field.iter().all(is_code)
                && !is_unsaid(field)
                && !is_total(field)
                && field != NOUGHT
        }
        Form::Tariff => {
            matches!(field.len(), 1..=50)
                && field.iter().all(|byte| is_code(byte) || *byte == b'/')
                && !is_unsaid(field)
                && !is_total(field)
                && !has_letter_for_zero(field)
                && field != NOUGHT
        }
        Form::YesOrNo => matches!(field, b"Y" | b"N"),
        Form::Text { longest } => {
            let is_seen = |byte: &u8| matches!(byte, b' '..=b'~');
            field.len() <= longest
                && matches!((field.first(), field.last()), (Some(first), Some(last)) if *first != b' ' && *last != b' ')
                && field.iter().all(is_seen)
                && !field.starts_with(b"#")
                && !is_unsaid(field)
                && !is_total(field)
        }
    }
}

/// Whether a program wrote that nothing stands there.
fn is_unsaid(field: &[u8]) -> bool {
    field.eq_ignore_ascii_case(b"null")
}

/// What a lookup leaves in a cell where it found nothing.
const NOUGHT: &[u8] = b"0";

/// Whether these are three digits of which the first is no nought, as every treatment function has them.
pub(crate) fn is_function(code: &[u8]) -> bool {
    matches!(code, [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'])
}

/// The function under which a file writes the total of all functions.
const TOTAL_FUNCTION: &[u8] = b"999";

/// Whether it is the label of a total. A name that only begins so is one too, for what is counted twice is paid twice;
/// unless it is plainly that of a treatment, such as `Total hip replacement`.
pub(crate) fn is_total(field: &[u8]) -> bool {
    let begins = matches!(field.first(), Some(b'T' | b't' | b'G' | b'g' | b'S' | b's'));
    (begins && starts_as_total(field)) || ends_as_total(field)
}

/// The words for a total; the longer ones of the same beginning first.
const TOTALS: [&[u8]; 6] = [b"GRAND TOTAL", b"SUBTOTAL", b"SUB TOTAL", b"SUB-TOTAL", b"TOTALS", b"TOTAL"];

/// How words end that name what is done to a patient, wholly or in part.
const TREATMENTS: [&[u8]; 8] = [
    b"ECTOMY",
    b"ECTOMIES",
    b"PLASTY",
    b"PLASTIES",
    b"REPLACEMENT",
    b"REPLACEMENTS",
    b"NUTRITION",
    b"IRRADIATION",
];

/// With what begins that which was added up.
const OF: [&[u8]; 9] =
    [b":", b" :", b" - ", b" OF ", b" FOR ", b",", b" (", " \u{2013} ".as_bytes(), " \u{2014} ".as_bytes()];

/// `Grand total`, `Total: acute`, `Total expenditure`.
fn starts_as_total(field: &[u8]) -> bool {
    let Some((total, rest)) = TOTALS.iter().find_map(|word| Some((*word, after(field, word)?))) else {
        return false;
    };
    // `Totally` is another word.
    let is_word = rest.first().is_none_or(|next| !next.is_ascii_alphanumeric());
    let says_of_what = OF.iter().any(|of| after(rest, of).is_some());
    // Of a grand total, or of totals, nothing is the name.
    let may_be_a_name = !matches!(total, b"GRAND TOTAL" | b"TOTALS") && !says_of_what;
    is_word && !(may_be_a_name && names_a_treatment(rest))
}

fn names_a_treatment(text: &[u8]) -> bool {
    let mut words = text.split(|byte| !byte.is_ascii_alphabetic());
    words.any(|word| TREATMENTS.iter().any(|treatment| ends_with(word, treatment)))
}

fn after<'f>(field: &'f [u8], word: &[u8]) -> Option<&'f [u8]> {
    let (start, rest) = field.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then_some(rest)
}

fn ends_with(word: &[u8], end: &[u8]) -> bool {
    word.len().checked_sub(end.len()).is_some_and(|at| word[at..].eq_ignore_ascii_case(end))
}

/// `RWE Total`, as a pivot table writes it. After a treatment and a comma it is a part of the name:
/// `Hysterectomy, total`.
fn ends_as_total(field: &[u8]) -> bool {
    let at = field.len().saturating_sub(b" TOTAL".len());
    let name = &field[..at];
    ends_with(field, b" TOTAL") && !(name.ends_with(b",") && names_a_treatment(name))
}

fn has_site_zeros(field: &[u8]) -> bool {
    field.len() == 5 && field.ends_with(b"00")
}

/// Whether what should be an HRG, two letters, two digits and a letter, has the letter O among its digits.
fn has_letter_for_zero(field: &[u8]) -> bool {
    match field {
        [a, b, c, d, e, rest @ ..] => {
            let is_digit = |byte: &u8| byte.is_ascii_digit() || *byte == b'O';
            a.is_ascii_alphabetic()
                && b.is_ascii_alphabetic()
                && is_digit(c)
                && is_digit(d)
                && (*c == b'O' || *d == b'O')
                && e.is_ascii_alphabetic()
                && matches!(rest.first(), None | Some(b'/'))
        }
        _ => false,
    }
}

#[cold]
fn written_otherwise<'f>(form: Form, field: &'f [u8], habits: &Habits) -> Result<Option<Coded<'f>>, Fault> {
    let (text, mut fixes) = cleaned(field);
    if text.is_empty() {
        return Ok(None);
    }
    if is_unsaid(text.as_bytes()) {
        return Ok(None);
    }
    if let Some(fault) = no_value(&text, habits) {
        return Err(fault);
    }
    let shown = habits.shown(field);
    if is_total(text.as_bytes()) {
        return Err(total_row(&shown));
    }
    if text.as_bytes() == NOUGHT && matches!(form, Form::PointOfDelivery | Form::Tariff) {
        let help = "write the code; leave a tariff empty if there is none".to_string();
        return Err(Fault::new(
            "not-a-code",
            format!("{shown} is no code: a lookup may have found nothing"),
            help,
        ));
    }
    let mut text = text.into_owned();
    if !matches!(form, Form::Text { .. }) && text.bytes().any(|byte| byte.is_ascii_lowercase()) {
        text.make_ascii_uppercase();
        fixes = fixes.and(Rule::UpperCase);
    }
    let (text, more) = match form {
        Form::Organisation { shortest, longest } => organisation(text, shortest, longest, &shown)?,
        Form::TreatmentFunction => treatment_function(&text, &shown)?,
        Form::PointOfDelivery => (point_of_delivery(text, &shown)?, Fixes::NONE),
        Form::Tariff => tariff(text, &shown)?,
        Form::YesOrNo => yes_or_no(&text, &shown)?,
        Form::Text { longest } => (limited(text, longest, &shown)?, Fixes::NONE),
    };
    Ok(Some(Valued { value: Cow::Owned(text.into_bytes()), fixes: fixes.with(more) }))
}

/// That the row adds up other rows.
pub(crate) fn total_row(shown: &str) -> Fault {
    let help =
        "leave the row out: with its parts it would count twice; if they are not in the file, ask for them, and if it \
         only bears the name, write the name without that word"
            .to_string();
    Fault::new("total-row", format!("{shown} marks a row that adds up others"), help)
}

fn organisation(
    text: String,
    shortest: usize,
    longest: usize,
    shown: &str,
) -> Result<(String, Fixes), Fault> {
    if longest <= 6
        && has_site_zeros(text.as_bytes())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
    {
        let organisation = text.get(..3).unwrap_or_default().to_string();
        return Ok((organisation, Fixes::NONE.and(Rule::SiteZerosDropped)));
    }
    if !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'E' | b'+'));
        let help = if is_number {
            "a spreadsheet has made a number of the code: write it as text, such as `15E00`"
        } else {
            "write the code of the organisation, not its name"
        };
        return Err(Fault::new("not-a-code", format!("{shown} is no organisation code"), help.to_string()));
    }
    if !(shortest..=longest).contains(&text.len()) {
        let help = format!("correct the code: it has {shortest} to {longest} letters and digits");
        return Err(Fault::new("code-length", format!("{shown} has {} characters", text.len()), help));
    }
    Ok((text, Fixes::NONE))
}

fn treatment_function(text: &str, shown: &str) -> Result<(String, Fixes), Fault> {
    let mut fixes = Fixes::NONE;
    let prefixes = ["C_", "IP_", "AP_", "NP_", "IP", "AP", "NP"];
    let mut rest = text;
    if let Some(found) = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix)) {
        rest = found;
        fixes = fixes.and(Rule::PrefixDropped);
    }
    if let Some(found) = rest.strip_suffix(".0") {
        rest = found;
        fixes = fixes.and(Rule::PointZeroDropped);
    }
    let mut code = rest.to_string();
    let is_group = matches!(rest.as_bytes(), [b'X', b'0', digit] if digit.is_ascii_digit());
    if rest.contains('O') && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'O') {
        code = rest.replace('O', "0");
        fixes = fixes.and(Rule::LetterOForZero);
    }
    if !is_group && !is_function(code.as_bytes()) {
        let help = "write the three digits of the treatment function, such as `100`".to_string();
        return Err(Fault::new("not-a-code", format!("{shown} is no treatment function"), help));
    }
    if code.as_bytes() == TOTAL_FUNCTION {
        return Err(total_row(shown));
    }
    Ok((code, fixes))
}

fn point_of_delivery(text: String, shown: &str) -> Result<String, Fault> {
    if text.len() <= 10 && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Ok(text);
    }
    let help = "write the code, such as `DC` or `OPFASPCL`, of at most ten letters and digits".to_string();
    Err(Fault::new("not-a-code", format!("{shown} is no point of delivery"), help))
}

fn tariff(text: String, shown: &str) -> Result<(String, Fixes), Fault> {
    let text = limited(text, 50, shown)?;
    if !has_letter_for_zero(text.as_bytes()) {
        return Ok((text, Fixes::NONE));
    }
    let mended = text
        .char_indices()
        .map(|(at, letter)| if matches!(at, 2 | 3) && letter == 'O' { '0' } else { letter });
    Ok((mended.collect(), Fixes::NONE.and(Rule::LetterOForZero)))
}

fn yes_or_no(text: &str, shown: &str) -> Result<(String, Fixes), Fault> {
    let (letter, fixes) = match text {
        "Y" | "N" => (text, Fixes::NONE),
        "YES" | "TRUE" | "1" => ("Y", Fixes::NONE.and(Rule::YesOrNo)),
        "NO" | "FALSE" | "0" => ("N", Fixes::NONE.and(Rule::YesOrNo)),
        _ => {
            let help = "write `Y` or `N`".to_string();
            return Err(Fault::new("not-yes-or-no", format!("{shown} is neither yes nor no"), help));
        }
    };
    Ok((letter.to_string(), fixes))
}

fn limited(text: String, longest: usize, shown: &str) -> Result<String, Fault> {
    if text.chars().count() <= longest {
        return Ok(text);
    }
    let what = format!("{shown} has more than {longest} characters");
    Err(Fault::new("code-length", what, format!("write at most {longest} characters")))
}
