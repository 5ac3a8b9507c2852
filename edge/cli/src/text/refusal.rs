//! Why nothing is settled: every reason, with what would help.

use super::wrapped;
use accordant_settlement::Refusal;

/// All refusals of a settlement, each once. What helps against several that follow one another is said once.
pub fn refusals<'r>(all: impl Iterator<Item = &'r Refusal>) -> String {
    let mut seen: Vec<&Refusal> = Vec::new();
    for refusal in all {
        if !seen.contains(&refusal) {
            seen.push(refusal);
        }
    }
    let mut out = String::new();
    for (refusal, next) in seen.iter().zip(seen.iter().skip(1).map(Some).chain([None])) {
        out.push_str(&wrapped("refused: ", &refusal.what));
        if let Some(place) = &refusal.place {
            out.push_str(&wrapped("  ", &format!("{}:{}:{}", place.file, place.line, place.column)));
        }
        if let Some(help) =
            refusal.help.as_ref().filter(|_| next.is_none_or(|next| next.help != refusal.help))
        {
            out.push_str(&wrapped("  help: ", help));
        }
    }
    out
}
