//! Amounts of money and of activity, exact to eight places after the point, as the layouts have them.
//!
//! What is read is a whole number of hundred-millionths. No number passes through a float.

use super::super::rule::{Fixes, Rule, Valued};
use super::{Habits, cleaned, no_value};
use crate::fault::Fault;

/// So many parts make one.
pub const PARTS_OF_ONE: i128 = 100_000_000;
const PLACES: usize = 8;
const WHOLE_DIGITS_MAX: usize = 18;

/// That a comma stands among digits where it may not, or may mean two things.
pub(crate) const DECIMAL_COMMA: &str = "decimal-comma";
/// What programs that write texts put in the place of a minus.
const DASHES: [char; 4] = ['−', '–', '—', '\u{2011}'];

/// Reads an amount; a blank field, or a mark that says nothing, is [`None`].
///
/// # Errors
/// What stands there is no amount, or one that could mean two things.
#[inline]
pub(crate) fn read(field: &[u8], habits: &Habits) -> Result<Valued<Option<i128>>, Fault> {
    match plain(field) {
        Some(amount) => Ok(Valued::plain(Some(amount))),
        None if field.is_empty() => Ok(Valued::plain(None)),
        None => written_otherwise(field, habits),
    }
}

/// Digits, at most eight of them after a point, with or without a minus before them.
#[inline]
fn plain(field: &[u8]) -> Option<i128> {
    let (digits, is_negative) = match field {
        [b'-', digits @ ..] => (digits, true),
        _ => (field, false),
    };
    if digits.is_empty() || digits.len() > WHOLE_DIGITS_MAX {
        return None;
    }
    let mut parts = 0_u64;
    let mut places = None;
    for (at, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                parts = parts * 10 + u64::from(byte - b'0');
                places = places.map(|places| places + 1);
            }
            b'.' if places.is_none() && at > 0 => places = Some(0),
            _ => return None,
        }
    }
    if places == Some(0) {
        return None;
    }
    let missing = PLACES.checked_sub(places.unwrap_or_default())?;
    let amount = i128::from(parts) * i128::from(10_u64.pow(missing as u32));
    Some(if is_negative { -amount } else { amount })
}

#[cold]
fn written_otherwise(field: &[u8], habits: &Habits) -> Result<Valued<Option<i128>>, Fault> {
    let (text, fixes) = cleaned(field);
    if text.is_empty() {
        return Ok(Valued::plain(None));
    }
    if text.eq_ignore_ascii_case("null") {
        return Ok(Valued { value: None, fixes: fixes.and(Rule::NullIsUnsaid) });
    }
    if let Some(fault) = mark(&text, habits) {
        return Err(fault);
    }
    if let Some(fault) = rounded(&text, habits) {
        return Err(fault);
    }
    let mut written = Written { text: &text, fixes, is_negative: false };
    written.strip(habits)?;
    let digits = written.without_commas(habits)?;
    let digits = written.without_spaces(digits);
    let (parts, more) = exact(&digits).unwrap_or_else(|| Err(no_number(field, habits)))?;
    let value = if written.is_negative { -parts } else { parts };
    Ok(Valued { value: Some(value), fixes: written.fixes.with(more) })
}

/// Marks that say why there is no number.
fn mark(text: &str, habits: &Habits) -> Option<Fault> {
    if let Some(fault) = no_value(text, habits) {
        return Some(fault);
    }
    let shown = habits.shown(text.as_bytes());
    let is_dash = |letter: char| letter == '-' || DASHES.contains(&letter);
    // In accounting format the currency stands beside it.
    if text.contains(is_dash)
        && text.trim_matches(|letter| is_dash(letter) || " \u{a0}£()".contains(letter)).is_empty()
    {
        let help = "write 0, or leave the field empty if the amount is not known: spreadsheets show 0 as a dash, other programs mean by it that nothing is known";
        return Some(Fault::new("dash", format!("{shown} may be 0 or not known"), help.to_string()));
    }
    let upper = text.to_ascii_uppercase();
    if matches!(upper.as_str(), "TBC" | "TBA" | "TBD" | "TO BE CONFIRMED" | "TO BE AGREED" | "PENDING") {
        let help = "put in the amount when it is known, or leave the row out until then".to_string();
        return Some(Fault::new("to-be-confirmed", format!("{shown} is not an amount yet"), help));
    }
    if text.chars().all(|letter| letter == '*') || text.starts_with('<') || upper == "SUPPRESSED" {
        let help =
            "ask whoever made the file for the number itself; a hidden number cannot be added".to_string();
        return Some(Fault::new("suppressed", format!("{shown} hides a small number"), help));
    }
    if matches!(upper.as_str(), "N/A" | "NA" | "NONE" | "NAN" | "INF" | "NIL" | "ZERO") {
        let help = "write the amount; 0 if it is nothing".to_string();
        return Some(Fault::new("not-a-number", format!("{shown} is no amount"), help));
    }
    None
}

/// `1.65E+04`: of such a number a program may have kept the first digits only.
fn rounded(text: &str, habits: &Habits) -> Option<Fault> {
    let (mantissa, exponent) = text.split_once(['e', 'E'])?;
    let is_of_number = |letter: char| {
        letter.is_ascii_digit() || matches!(letter, '.' | '-' | '+') || DASHES.contains(&letter)
    };
    if mantissa.is_empty()
        || exponent.is_empty()
        || !format!("{mantissa}{exponent}").chars().all(is_of_number)
    {
        return None;
    }
    let help = "write all its digits: choose the format `Number` or `General` for the column and save the file again";
    let what = format!("{} may have lost digits", habits.shown(text.as_bytes()));
    Some(Fault::new("digits-lost", what, help.to_string()))
}

/// An amount whose marks are taken off one by one.
struct Written<'t> {
    text: &'t str,
    fixes: Fixes,
    is_negative: bool,
}

impl Written<'_> {
    fn strip(&mut self, habits: &Habits) -> Result<(), Fault> {
        let whole = self.text;
        while let Some((rest, rule)) = outermost(self.text) {
            let turns = matches!(rule, Some(Rule::Brackets | Rule::TrailingMinus | Rule::DashIsMinus) | None);
            if turns && self.is_negative {
                let help = "write one minus before the digits".to_string();
                let what = format!("{} has two signs", habits.shown(whole.as_bytes()));
                return Err(Fault::new("two-signs", what, help));
            }
            self.is_negative |= turns;
            self.text = rest.trim();
            if let Some(rule) = rule {
                self.fixes = self.fixes.and(rule);
            }
        }
        if self.text.contains(['$', '€']) || self.text.ends_with("EUR") || self.text.ends_with("USD") {
            let help = "write the amount in pounds".to_string();
            let what = format!("{} is in another currency", habits.shown(whole.as_bytes()));
            return Err(Fault::new("other-currency", what, help));
        }
        Ok(())
    }

    /// The digits without spaces between thousands, of any width.
    fn without_spaces(&mut self, digits: String) -> String {
        let (whole, places) = digits.split_once('.').unwrap_or((&digits, ""));
        let mut groups = whole.split([' ', '\u{a0}', '\u{2009}', '\u{202f}']);
        let is_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
        let first = groups.next().unwrap_or_default();
        let rest: Vec<&str> = groups.collect();
        let in_thousands = matches!(first.len(), 1..=3)
            && is_digits(first)
            && rest.iter().all(|group| group.len() == 3 && is_digits(group));
        if rest.is_empty() || !in_thousands || !is_digits(places) {
            return digits;
        }
        self.fixes = self.fixes.and(Rule::ThousandsSpace);
        let point = if digits.contains('.') { "." } else { "" };
        format!("{first}{}{point}{places}", rest.concat())
    }

    /// The digits without the commas between thousands.
    fn without_commas(&mut self, habits: &Habits) -> Result<String, Fault> {
        if !self.text.contains(',') {
            return Ok(self.text.to_string());
        }
        let shown = habits.shown(self.text.as_bytes());
        let (whole, places) = self.text.split_once('.').unwrap_or((self.text, ""));
        let mut groups = whole.split(',');
        let first = groups.next().unwrap_or_default();
        let is_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
        let in_thousands = matches!(first.len(), 1..=3)
            && is_digits(first)
            && groups.all(|group| group.len() == 3 && is_digits(group))
            && !places.contains(',');
        let only_once = self.text.matches(',').count() == 1 && !self.text.contains('.');
        if in_thousands && !(habits.is_semicolons && only_once) {
            self.fixes = self.fixes.and(Rule::ThousandsComma);
            return Ok(self.text.replace(',', ""));
        }
        let help = "write a point before the pence, and no comma: `1234.56`".to_string();
        Err(if in_thousands {
            let what = format!("the comma in {shown} may stand before thousands or before pence");
            Fault::new(DECIMAL_COMMA, what, help)
        } else {
            let what = format!("{shown} has a comma that does not stand before three digits");
            Fault::new(DECIMAL_COMMA, what, help)
        })
    }
}

/// The text within its outermost mark, and the rule; without a rule, a minus before the digits, which is as it should
/// be.
fn outermost(text: &str) -> Option<(&str, Option<Rule>)> {
    if let Some(rest) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        return Some((rest, Some(Rule::Brackets)));
    }
    // The second is a pound sign in UTF-8 that a program took for Windows-1252.
    let currency = ["£", "Â£", "GBP", "gbp"]
        .iter()
        .find_map(|sign| text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)));
    if let Some(rest) = currency {
        return Some((rest, Some(Rule::CurrencySign)));
    }
    if let Some(rest) = text.strip_prefix('-') {
        return Some((rest, None));
    }
    if let Some(rest) = text.strip_prefix(DASHES) {
        return Some((rest, Some(Rule::DashIsMinus)));
    }
    if let Some(rest) = text.strip_suffix('-').or_else(|| text.strip_suffix(DASHES)) {
        return Some((rest, Some(Rule::TrailingMinus)));
    }
    text.strip_prefix('+').map(|rest| (rest, Some(Rule::PlusSign)))
}

/// The digits as hundred-millionths, and the rules needed; [`None`] if they are no number.
fn exact(text: &str) -> Option<Result<(i128, Fixes), Fault>> {
    let (whole, places) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(places) || whole.is_empty() && places.is_empty() {
        return None;
    }
    let mut fixes = Fixes::NONE;
    let digits = format!("{whole}{places}");
    let digits = digits.trim_start_matches('0');
    // Where the point stands among the digits.
    let point = digits.len() as i64 - places.len() as i64;
    if point > WHOLE_DIGITS_MAX as i64 && !digits.is_empty() {
        let help = format!("look for digits too many: before the point stand at most {WHOLE_DIGITS_MAX}");
        return Some(Err(Fault::new("amount-too-large", format!("`{text}` is too large"), help)));
    }
    let kept = usize::try_from(point + PLACES as i64).ok();
    let (parts, rest) = match kept {
        None => (0, digits),
        Some(kept) if kept >= digits.len() => {
            let zeros = if digits.is_empty() { 0 } else { kept - digits.len() };
            (whole_number(digits)?.checked_mul(10_i128.checked_pow(zeros as u32)?)?, "")
        }
        Some(kept) => (whole_number(digits.get(..kept)?)?, digits.get(kept..)?),
    };
    let is_cut = rest.bytes().any(|digit| digit != b'0');
    if is_cut {
        fixes = fixes.and(Rule::PlacesBeyondEight);
    }
    let up = is_cut && kept.is_some() && rounds_up(rest, parts);
    Some(Ok((parts + i128::from(up), fixes)))
}

/// Half to even.
fn rounds_up(rest: &str, kept: i128) -> bool {
    match rest.as_bytes() {
        [b'5', more @ ..] if more.iter().all(|digit| *digit == b'0') => kept % 2 == 1,
        [first, ..] => *first >= b'5',
        [] => false,
    }
}

fn whole_number(digits: &str) -> Option<i128> {
    if digits.is_empty() { Some(0) } else { digits.parse().ok() }
}

fn no_number(field: &[u8], habits: &Habits) -> Fault {
    let shown = habits.shown(field);
    let text = cleaned(field).0;
    let is_percent = text.ends_with('%');
    let has_letters =
        text.contains(['O', 'o', 'l', 'I']) && text.contains(|letter: char| letter.is_ascii_digit());
    let ends = |mark: &str| {
        let rest = text.len().checked_sub(mark.len()).and_then(|at| text.split_at_checked(at));
        rest.is_some_and(|(digits, end)| {
            end.eq_ignore_ascii_case(mark) && digits.trim_end().ends_with(|last: char| last.is_ascii_digit())
        })
    };
    let help = if text.contains('\u{fffd}') {
        "a sign was lost on the way, perhaps that of the currency: write the digits alone"
    } else if is_percent {
        "write an amount, not a percentage"
    } else if ends("CR") || ends("DR") {
        "write a minus where the amount is a credit, and no letters"
    } else if ["K", "M", "BN", "MN", "THOUSAND", "MILLION"].into_iter().any(ends) {
        "write the amount with all its digits"
    } else if has_letters {
        "write digits: a letter stands where 0 or 1 may be meant"
    } else {
        "write an amount such as `1234.56`; if the columns have moved, put quotes round the value that holds a comma"
    };
    Fault::new("not-a-number", format!("{shown} is no amount"), help.to_string())
}
