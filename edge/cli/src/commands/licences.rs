//! `--licences`: whose data this program carries.

const TABLE: &str = include_str!("../../../../LICENSES/data.md");
const NOTICES: [&str; 2] = [
    include_str!("../../../../LICENSES/OGL-UK-3.0.md"),
    include_str!("../../../../LICENSES/US-government-work.md"),
];

/// The table of vendored data, then the notices that it names.
pub fn text() -> String {
    let parts: Vec<&str> = [TABLE].into_iter().chain(NOTICES).map(str::trim_end).collect();
    format!("{}\n", parts.join("\n\n"))
}
