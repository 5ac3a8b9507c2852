//! `schema`: the JSON Schema of the language.

use crate::print::data;
use crate::stop::{Ended, Stop};

/// Shows the schema.
pub fn run() -> Result<Ended, Stop> {
    data(&accordant_agreement::schema::json_schema());
    Ok(Ended::Done)
}
