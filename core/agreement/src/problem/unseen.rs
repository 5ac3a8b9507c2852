//! Characters that cannot be seen, or that change how what stands around them is seen.

/// Whether a text that people sign must not hold the character: what they see would not be what it says.
///
/// Line feed and tab are seen as space and are not among them.
pub(crate) fn is_unseen(character: char) -> bool {
    let breaks_line_only_in_some_editors = matches!(character, '\u{85}' | '\u{2028}' | '\u{2029}');
    let has_no_width = matches!(character, '\u{200b}' | '\u{2060}' | '\u{feff}');
    let turns_direction = matches!(
        character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    let is_no_character = matches!(character, '\u{fffe}' | '\u{ffff}');
    (character.is_control() && !matches!(character, '\n' | '\t'))
        || breaks_line_only_in_some_editors
        || has_no_width
        || turns_direction
        || is_no_character
}

/// The character, or one that stands still in its stead.
pub(crate) fn as_seen(character: char) -> char {
    match character {
        '\n' | '\t' => ' ',
        unseen if is_unseen(unseen) => char::REPLACEMENT_CHARACTER,
        seen => seen,
    }
}
