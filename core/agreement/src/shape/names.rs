//! Which words an author may give as a name.

pub use crate::formula::RESERVED as RESERVED_WORDS;

/// Whether the word is built like a name: ASCII letters, digits and `_`, not beginning with a digit.
///
/// A name must also be none of [`RESERVED_WORDS`].
pub fn is_name(word: &str) -> bool {
    let starts_well = word.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    starts_well && word.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

/// Whether the word is a name that may have an element, or two, in brackets behind it: `gain[builder]`.
pub(super) fn is_figure(word: &str) -> bool {
    let Some((name, rest)) = word.split_once('[') else { return is_name(word) };
    let Some(elements) = rest.strip_suffix(']') else { return false };
    is_name(name) && elements.split(',').all(|element| is_name(element.trim()))
}

/// The nearest name that a word can be turned into: other characters become `_`.
pub(super) fn made_into_name(word: &str) -> alloc::string::String {
    let cleaned: alloc::string::String = word
        .trim()
        .chars()
        .map(|character| if character.is_ascii_alphanumeric() { character } else { '_' })
        .collect();
    let is_usable = is_name(&cleaned) && !RESERVED_WORDS.contains(&cleaned.as_str());
    if is_usable { cleaned } else { alloc::format!("the_{cleaned}") }
}
