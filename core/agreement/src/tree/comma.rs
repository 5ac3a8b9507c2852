//! A value that an unquoted comma cut in two: `2,000` in `{ }` and `[ ]` says `2`, and then something else.

use super::source::Source;

/// A formula in parentheses is not searched further for its end, in characters; else much text would take much longer.
const FORMULA_CHARACTERS_MAX: usize = 1_000;

/// Where the value that was cut probably ends, if the comma at `end` stands inside a number or inside parentheses.
///
/// `start` to `end` is the value as it was read.
pub(super) fn meant_end(source: &Source, start: usize, end: usize) -> Option<usize> {
    if source.at(end) != Some(',') {
        return None;
    }
    let read = source.slice(start, end);
    if depth(read) > 0 { end_of_parentheses(source, start, end) } else { end_of_number(source, read, end) }
}

/// How many parentheses are open.
fn depth(characters: &[char]) -> usize {
    characters.iter().fold(0, |depth, character| deepen(depth, *character))
}

fn deepen(depth: usize, character: char) -> usize {
    match character {
        '(' => depth + 1,
        ')' => depth.saturating_sub(1),
        _ => depth,
    }
}

fn end_of_parentheses(source: &Source, start: usize, end: usize) -> Option<usize> {
    let mut depth = depth(source.slice(start, end));
    let mut position = end;
    while depth > 0 {
        if position - end > FORMULA_CHARACTERS_MAX {
            return None;
        }
        let character =
            source.at(position).filter(|character| !matches!(character, '\n' | '{' | '}' | '[' | ']'))?;
        depth = deepen(depth, character);
        position += 1;
    }
    Some(piece_end(source, position))
}

/// `2` and then `,000`, perhaps several times, without a space: one number to a reader, several values to YAML.
fn end_of_number(source: &Source, read: &[char], end: usize) -> Option<usize> {
    let digits = read.iter().rev().take_while(|character| character.is_ascii_digit()).count();
    let is_fraction = read.iter().rev().nth(digits) == Some(&'.');
    if !(1..=3).contains(&digits) || is_fraction {
        return None;
    }
    let mut meant = None;
    let mut position = end;
    while source.at(position) == Some(',') && is_group(source, position + 1) {
        position = piece_end(source, position + 1);
        meant = Some(position);
    }
    meant
}

/// Exactly three digits: the thousands of a number.
fn is_group(source: &Source, start: usize) -> bool {
    let digits =
        source.slice(start, start + 4).iter().take_while(|character| character.is_ascii_digit()).count();
    digits == 3
}

/// The end of what stands up to the next comma, bracket or line, without the spaces before that.
fn piece_end(source: &Source, start: usize) -> usize {
    let mut end = start;
    let mut position = start;
    while let Some(character) = source.at(position) {
        if matches!(character, ',' | '{' | '}' | '[' | ']' | '\n' | '#') {
            break;
        }
        position += 1;
        if !character.is_whitespace() {
            end = position;
        }
    }
    end
}
