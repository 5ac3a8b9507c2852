//! How a store under attack is opened: on which disk, with which mechanism switched off, called back at which steps.
//!
//! It will never know what is kept there. Start with [`Opening::new`].

use std::fs::File;
use std::io::Read;
use std::sync::Arc;

use accordant_store::{KeysAt, Mechanism, Randomness, Steps, Store, StoreProblem, Switches, open_switched};

use crate::disk::Disk;

/// A store that is about to be opened.
#[derive(Clone)]
pub struct Opening {
    place: String,
    switches: Switches,
}

impl Opening {
    /// The store of this folder or address, as the product opens it.
    pub fn new(place: &str) -> Opening {
        Opening { place: place.to_owned(), switches: Switches::default() }
    }

    /// With its files on this disk.
    #[must_use]
    pub fn on(mut self, disk: &Disk) -> Opening {
        self.switches.vfs = Some(disk.vfs().to_owned());
        self
    }

    /// Without this mechanism, where one is given.
    #[must_use]
    pub fn without(mut self, off: Option<Mechanism>) -> Opening {
        self.switches.off.extend(off);
        self
    }

    /// With this called at every step.
    #[must_use]
    pub fn stepping(mut self, steps: Steps) -> Opening {
        self.switches.steps = Some(steps);
        self
    }

    /// Opens it.
    ///
    /// # Errors
    /// What the store says.
    pub fn open(&self) -> Result<Box<dyn Store>, StoreProblem> {
        open_switched(&self.place, &KeysAt::Beside, randomness(), self.switches.clone())
    }
}

/// Random bytes of the operating system, as a host hands them in: another life never draws the same.
fn randomness() -> Randomness {
    Arc::new(|bytes| {
        File::open("/dev/urandom")
            .and_then(|mut file| file.read_exact(bytes))
            .map_err(|error| error.to_string())
    })
}
