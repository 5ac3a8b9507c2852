//! One process, many alliances: each record is opened once and shared by all who ask.

use crate::HostProblem;
use crate::alliance::Alliance;
use crate::folder::{Engine, KEYS, Marker, engine_wanted, is_recorded, keys_file, location, make_private};
use crate::request::{Answer, Request};
use crate::signing::Signing;
use crate::world::{Randomness, SystemRandomness, World, hexadecimal};
use accordant_store::{KeysAt, Store};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Holds the records of many alliances.
pub struct Host {
    pub(crate) world: World,
    /// Stores by location: many alliances may share one database.
    stores: Mutex<BTreeMap<String, Arc<dyn Store>>>,
    pub(crate) open: Mutex<BTreeMap<PathBuf, Arc<Alliance>>>,
    #[cfg(feature = "switches")]
    asks_after_restoring: bool,
}

impl Host {
    /// A host that takes clock and randomness from this world.
    pub fn new(world: World) -> Host {
        Host {
            world,
            stores: Mutex::new(BTreeMap::new()),
            open: Mutex::new(BTreeMap::new()),
            #[cfg(feature = "switches")]
            asks_after_restoring: true,
        }
    }

    /// A host that writes to a restored record without asking whether others know of more. For tests alone.
    #[cfg(feature = "switches")]
    #[must_use]
    pub fn without_asking(self) -> Host {
        Host { asks_after_restoring: false, ..self }
    }

    #[cfg(feature = "switches")]
    const fn asks_after_restoring(&self) -> bool {
        self.asks_after_restoring
    }

    #[cfg(not(feature = "switches"))]
    #[expect(clippy::unused_self, reason = "the same call as with the feature, which the compiler removes")]
    const fn asks_after_restoring(&self) -> bool {
        true
    }

    /// Opens the record of a folder, or hands out the one that is open.
    ///
    /// # Errors
    /// When the folder is no recorded alliance, or its record cannot be opened.
    pub fn open(&self, folder: &Path) -> Result<Arc<Alliance>, HostProblem> {
        let folder = absolute(folder)?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(alliance) = open.get(&folder) {
            return Ok(Arc::clone(alliance));
        }
        let mut marker = Marker::read(&folder)?;
        marker.restored &= self.asks_after_restoring();
        let store = self.store(&folder, marker.engine)?;
        let mut alliance = Alliance::open(self.world.clone(), store, folder.clone(), marker)?;
        alliance.erase_on_opening();
        let alliance = Arc::new(alliance);
        open.insert(folder, Arc::clone(&alliance));
        Ok(alliance)
    }

    /// Founds an alliance in a folder that holds none: makes its record and its key, and records the founding.
    ///
    /// # Errors
    /// When the folder holds a record, or the founding is refused; then nothing is left behind.
    pub fn found(
        &self,
        folder: &Path,
        slug: &str,
        request: &Request,
    ) -> Result<(Arc<Alliance>, Answer), HostProblem> {
        fs::create_dir_all(folder)
            .map_err(|error| HostProblem::Fault(format!("`{}` cannot be made: {error}", folder.display())))?;
        let folder = absolute(folder)?;
        if is_recorded(&folder) {
            return Err(HostProblem::Folder {
                what: format!("`{}` holds the record of an alliance already", folder.display()),
                help: "found another alliance in another folder".to_string(),
            });
        }
        // The one who founds is known by a reference from the first entry on.
        let request =
            &Request { actor: self.world.reference().map_err(HostProblem::Fault)?, ..request.clone() };
        Alliance::would_found(&self.world, request)?;
        let engine = engine_wanted();
        let token: [u8; 4] = self.world.random().map_err(HostProblem::Fault)?;
        let origin = format!("{slug}-{}/1", hexadecimal(&token));
        Signing::make(&self.world, &folder, &origin)?;
        let marker = Marker { format: 1, origin, engine, restored: false };
        let store = self.store(&folder, engine)?;
        make_private(&keys_file(&folder, &keys()))?;
        let alliance = Arc::new(Alliance::open(self.world.clone(), store, folder.clone(), marker.clone())?);
        let answer = alliance.submit(request.clone())?;
        marker.write(&folder)?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.insert(folder, Arc::clone(&alliance));
        Ok((alliance, answer))
    }

    fn store(&self, folder: &Path, engine: Engine) -> Result<Arc<dyn Store>, HostProblem> {
        let location = location(folder, engine)?;
        let mut stores = self.stores.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(store) = stores.get(&location) {
            return Ok(Arc::clone(store));
        }
        let store: Arc<dyn Store> = Arc::from(accordant_store::open(&location, &keys(), self.world.draw())?);
        stores.insert(location, Arc::clone(&store));
        Ok(store)
    }
}

/// The folder by one name, however it was asked for.
pub(crate) fn absolute(folder: &Path) -> Result<PathBuf, HostProblem> {
    fs::canonicalize(folder).map_err(|error| HostProblem::Folder {
        what: format!("the folder `{}` cannot be opened: {error}", folder.display()),
        help: "name a folder that there is".to_string(),
    })
}

/// Where the keys of the parts are kept: apart from the record where the environment says so.
pub(crate) fn keys() -> KeysAt {
    std::env::var(KEYS).map_or(KeysAt::Beside, KeysAt::Place)
}

/// A new key for a request: whoever keeps it can ask again and get the same answer.
///
/// # Errors
/// When no randomness can be had.
pub fn new_key() -> Result<String, String> {
    let mut bytes = [0; 16];
    SystemRandomness.fill(&mut bytes)?;
    Ok(hexadecimal(&bytes))
}
