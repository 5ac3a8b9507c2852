//! What a statement says of itself: which program, which text and which facts (S26).

use crate::load::Alliance;
use accordant_documents::view::Stamp;
use accordant_intake::folder::NamedBytes;
use sha2::{Digest, Sha256};

/// The stamp of a statement of this alliance.
pub fn stamp(alliance: &Alliance) -> Stamp {
    let version = env!("CARGO_PKG_VERSION").to_string();
    if let Some(recorded) = &alliance.recorded {
        return Stamp {
            version,
            agreement_sha256: recorded.agreement_sha256.clone(),
            facts_sha256: recorded.facts_sha256.clone(),
            forecast: recorded.forecast,
            standing: recorded.standing.clone(),
        };
    }
    Stamp {
        version,
        forecast: false,
        standing: Vec::new(),
        agreement_sha256: of_files(&alliance.files.agreement),
        facts_sha256: of_files(&alliance.files.facts),
    }
}

/// As `sha256sum alliance.yaml money.yaml | sha256sum` gives it, so that anyone can compute it without us.
fn of_files(files: &[NamedBytes]) -> String {
    let line = |file: &NamedBytes| format!("{}  {}\n", hexadecimal(&file.bytes), file.name);
    let list: String = files.iter().map(line).collect();
    hexadecimal(list.as_bytes())
}

/// SHA-256 in hexadecimal.
pub fn hexadecimal(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
