//! Why nothing is settled: every reason, with what would help.

use super::wrapped;
use accordant_settlement::Refusal;

/// All refusals of a settlement, each once.
pub fn refusals<'r>(all: impl Iterator<Item = &'r Refusal>) -> String {
    let mut seen: Vec<&Refusal> = Vec::new();
    let mut out = String::new();
    for refusal in all {
        if seen.contains(&refusal) {
            continue;
        }
        seen.push(refusal);
        out.push_str(&wrapped("refused: ", &refusal.what));
        if let Some(place) = &refusal.place {
            out.push_str(&wrapped("  ", &format!("{}:{}:{}", place.file, place.line, place.column)));
        }
        if let Some(help) = &refusal.help {
            out.push_str(&wrapped("  help: ", help));
        }
    }
    out
}
