//! A batch of facts as an event and a state keep it: in the words of the record, which most readers pass over.
//!
//! Start with [`Given`].

use super::facts::unread;
use super::{FactLine, FactLineProblem, Imported, Received, Standing};
use accordant_facts::Fact;
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;
use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// A batch of facts in the words in which it was written, with the little of it that is asked for again and again.
///
/// It is written as its words alone. Equal if these are.
#[derive(Debug, Clone)]
pub struct Given {
    /// The batch by its content; see [`Received::batch`].
    pub batch: String,
    /// Whether it says what happened or what is expected.
    pub standing: Standing,
    /// Who sent it, or where it was found, in words.
    pub source: String,
    /// The names of the files as they were given.
    pub files: Vec<String>,
    /// How many of its facts are new or changed.
    pub count: usize,
    /// How the files were read, where they are a submission.
    pub import: Option<Box<Imported<'static>>>,
    words: Box<str>,
}

impl Given {
    /// Writes a batch.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which none is known to be.
    pub fn write(received: &Received<'_>) -> Result<Given, FactLineProblem> {
        let words = serde_json::to_string(received).map_err(|error| unread(&error))?;
        Ok(Given::new(received, words.as_str()))
    }

    /// Reads a batch, with the facts that it says.
    ///
    /// # Errors
    /// When the words are not those of a batch.
    pub fn read(words: &str) -> Result<(Given, Vec<Fact>), FactLineProblem> {
        let received = read(words)?;
        let given = Given::new(&received, words);
        Ok((given, facts(received)?))
    }

    /// All that it says.
    ///
    /// # Errors
    /// When the words are not those of a batch, which reading them would have found.
    pub fn received(&self) -> Result<Received<'_>, FactLineProblem> {
        read(&self.words)
    }

    /// The facts that it says.
    ///
    /// # Errors
    /// When the words are not those of a batch, which reading them would have found.
    pub fn facts(&self) -> Result<Vec<Fact>, FactLineProblem> {
        self.received().and_then(facts)
    }

    fn new(received: &Received<'_>, words: &str) -> Given {
        Given {
            batch: received.batch.to_string(),
            standing: received.standing,
            source: received.source.to_string(),
            files: received.files.iter().map(|file| file.name.to_string()).collect(),
            count: received.facts.len(),
            import: received.import.clone().map(|import| Box::new(import.into_owned())),
            words: Box::from(words),
        }
    }
}

fn read(words: &str) -> Result<Received<'_>, FactLineProblem> {
    serde_json::from_str(words).map_err(|error| unread(&error))
}

fn facts(received: Received<'_>) -> Result<Vec<Fact>, FactLineProblem> {
    let mut file: Option<Arc<str>> = None;
    // Facts of one file share its name.
    let read = |line: FactLine<'_>| {
        let fact = line.read(file.as_ref())?;
        file = Some(Arc::clone(&fact.at.file));
        Ok(fact)
    };
    received.facts.into_iter().map(read).collect()
}

impl PartialEq for Given {
    fn eq(&self, other: &Given) -> bool {
        self.words == other.words
    }
}

impl Eq for Given {}

impl Serialize for Given {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let words: &RawValue = serde_json::from_str(&self.words).map_err(S::Error::custom)?;
        words.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Given, D::Error> {
        let words = Box::<RawValue>::deserialize(deserializer)?;
        let received = read(words.get()).map_err(D::Error::custom)?;
        Ok(Given::new(&received, words.get()))
    }
}
