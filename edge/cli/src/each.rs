//! One row after another settled on the same terms.

use crate::load::Alliance;
use crate::print::Face;
use crate::stop::{Ended, Stop};
use std::path::Path;

/// Settles every row of a file (F9).
pub fn run(_alliance: &Alliance, _rows: &Path, _face: &Face) -> Result<Ended, Stop> {
    Err(Stop::fault("rows cannot be settled one after another in this version"))
}
