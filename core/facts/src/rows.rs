//! Rows of files as people read them: a fact of a year may rest on thousands.

use accordant_money::group;
use alloc::borrow::Cow;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

/// So many rows, or rows from one number to another, are named of each file.
const NAMED: usize = 8;

/// The first rows of each file, and how many more there are: `acm.csv 2-31, 40 and 3,112 rows more; prices line 2`.
///
/// What is not written as rows of files, with numbers at its end, is left as it is.
pub fn rows_in_short(rows: &str) -> Cow<'_, str> {
    let parts: Vec<Cow<'_, str>> = rows.split("; ").map(part_in_short).collect();
    if parts.iter().all(|part| matches!(part, Cow::Borrowed(_))) {
        return Cow::Borrowed(rows);
    }
    Cow::Owned(parts.join("; "))
}

/// Whether the rows name their files themselves, as those of several sources do: `a.csv 2-4; prices line 7`.
pub fn rows_name_their_files(source: &str, rows: &str) -> bool {
    source.split_once("; ").is_some_and(|(first, _)| rows.starts_with(first))
}

fn part_in_short(part: &str) -> Cow<'_, str> {
    let items: Vec<&str> = part.split(", ").collect();
    // The first stands behind the name of the file.
    let of_rows = items.iter().skip(1).rev().take_while(|item| count(item).is_some()).count();
    let named = items.len().saturating_sub(of_rows).saturating_add(NAMED.saturating_sub(1));
    let left: u64 = items.iter().skip(named).filter_map(|item| count(item)).sum();
    if left == 0 {
        return Cow::Borrowed(part);
    }
    let first: Vec<&str> = items.into_iter().take(named).collect();
    let word = if left == 1 { "row" } else { "rows" };
    Cow::Owned(format!("{} and {} {word} more", first.join(", "), group(&left.to_string())))
}

/// How many rows `7` or `7-12` are; nothing for anything else.
fn count(item: &str) -> Option<u64> {
    let number = |text: &str| -> Option<u64> {
        if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
    };
    match item.split_once('-') {
        Some((first, last)) => number(last)?.checked_sub(number(first)?)?.checked_add(1),
        None => number(item).map(|_| 1),
    }
}

#[cfg(test)]
mod tests {
    use super::{rows_in_short, rows_name_their_files};

    #[test]
    fn rows_of_several_sources_name_their_files() {
        assert!(rows_name_their_files("a.csv; prices", "a.csv 2-4; prices line 7"));
        assert!(!rows_name_their_files("a.csv", "2-4"));
        assert!(!rows_name_their_files("a letter; and its answer", "2-4"));
    }

    #[test]
    fn of_many_rows_the_first_are_named_and_the_others_counted() {
        for whole in [
            "7",
            "rows 61 to 72",
            "a.csv 2-31, 40",
            "a.csv 1, 3, 5, 7, 9, 11, 13, 15",
            "a, b, c, d, e, f, g, h, i, j",
        ] {
            assert_eq!(rows_in_short(whole), whole);
        }
        assert_eq!(
            rows_in_short("1, 3, 5, 7, 9, 11, 13, 15, 17"),
            "1, 3, 5, 7, 9, 11, 13, 15 and 1 row more"
        );
        assert_eq!(
            rows_in_short("a.csv 1, 3, 5, 7, 9, 11, 13, 15-16, 20-1019, 1021; prices line 2; b, c.csv 4"),
            "a.csv 1, 3, 5, 7, 9, 11, 13, 15-16 and 1,001 rows more; prices line 2; b, c.csv 4"
        );
    }
}
