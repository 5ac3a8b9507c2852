//! The clock and the randomness, as values: a program has those of its machine, a test has its own.

use accordant_record::Instant;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Says what time it is.
pub trait Clock: Send + Sync {
    /// Now, as far as this clock knows.
    fn now(&self) -> Result<Instant, String>;
}

/// Draws random bytes.
pub trait Randomness: Send + Sync {
    /// Fills the bytes.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), String>;
}

/// All that a host takes from the world beside its store.
#[derive(Clone)]
pub struct World {
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// What nobody can guess.
    pub randomness: Arc<dyn Randomness>,
    /// What the headers call the program that wrote them.
    pub software: String,
}

impl World {
    /// The clock and the randomness of this machine.
    pub fn of_this_machine(software: &str) -> World {
        World {
            clock: Arc::new(SystemClock),
            randomness: Arc::new(SystemRandomness),
            software: software.to_string(),
        }
    }

    /// So many random bytes.
    pub(crate) fn random<const N: usize>(&self) -> Result<[u8; N], String> {
        let mut bytes = [0; N];
        self.randomness.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// The same randomness as a store draws it.
    pub(crate) fn draw(&self) -> accordant_store::Randomness {
        let randomness = Arc::clone(&self.randomness);
        Arc::new(move |bytes: &mut [u8]| randomness.fill(bytes))
    }

    /// An opaque reference to a person.
    pub(crate) fn reference(&self) -> Result<String, String> {
        let bytes: [u8; 16] = self.random()?;
        Ok(format!("person/{}", hexadecimal(&bytes)))
    }
}

/// The clock of this machine.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Result<Instant, String> {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_err(|_| "the clock of this machine stands before 1970".to_string())?;
        let micros = i64::try_from(since.as_micros()).ok().and_then(Instant::from_micros);
        micros.ok_or_else(|| "the clock of this machine stands past the year 2255".to_string())
    }
}

/// The randomness of this machine.
#[derive(Debug, Clone, Copy)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), String> {
        getrandom::fill(bytes).map_err(|error| format!("no randomness can be had: {error}"))
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
