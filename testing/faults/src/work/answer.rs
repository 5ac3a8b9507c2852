//! What a store has answered: a promise that it must keep through anything that happens afterwards.

use std::fmt;
use std::str::FromStr;

use accordant_record::Hash;

/// A promise, as a line that a process that is about to be killed can leave behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// An event stands at this index.
    Recorded {
        /// Its place.
        index: u64,
        /// The hash of its header.
        hash: Hash,
    },
    /// A checkpoint of this size is kept.
    Sealed {
        /// The number of events under it.
        size: u64,
    },
    /// The part of an event is gone.
    Erased {
        /// The event; its first part is meant.
        index: u64,
    },
}

impl fmt::Display for Answer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::Recorded { index, hash } => write!(out, "recorded {index} {hash}"),
            Answer::Sealed { size } => write!(out, "sealed {size}"),
            Answer::Erased { index } => write!(out, "erased {index}"),
        }
    }
}

impl FromStr for Answer {
    type Err = String;

    fn from_str(line: &str) -> Result<Answer, String> {
        let unread = || format!("`{line}` is no answer");
        let number = |text: &str| text.parse().map_err(|_| unread());
        match line.split(' ').collect::<Vec<_>>()[..] {
            ["recorded", index, hash] => {
                Ok(Answer::Recorded { index: number(index)?, hash: hash.parse().map_err(|_| unread())? })
            }
            ["sealed", size] => Ok(Answer::Sealed { size: number(size)? }),
            ["erased", index] => Ok(Answer::Erased { index: number(index)? }),
            _ => Err(unread()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_as_it_was_written_and_half_a_line_is_none() {
        let answers = [
            Answer::Recorded { index: 7, hash: Hash::ZERO },
            Answer::Sealed { size: 8 },
            Answer::Erased { index: 0 },
        ];
        for answer in answers {
            let line = answer.to_string();
            assert_eq!(line.parse(), Ok(answer));
        }
        let line = answers[0].to_string();
        for end in 0..line.len() {
            assert!(line[..end].parse::<Answer>().is_err(), "`{}`", &line[..end]);
        }
    }
}
