//! Who signs for the parties: a row for each, with the person and the signed copy that is relied on.
//!
//! Start with [`read`].

use std::path::{Path, PathBuf};

/// The columns, by name; `role`, `email` and `document` may be left out.
pub const COLUMNS: [&str; 6] = ["party", "person", "role", "email", "signed_copy", "document"];
const REQUIRED: [&str; 3] = ["party", "person", "signed_copy"];

/// One who signs for a party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The party, by its name in the agreement.
    pub party: String,
    /// The person's name.
    pub person: String,
    /// What the person is.
    pub role: Option<String>,
    /// Where the person is reached.
    pub email: Option<String>,
    /// The signed copy, in words: its date and where it is kept.
    pub signed_copy: String,
    /// The signed copy itself, as a file.
    pub document: Option<PathBuf>,
}

/// Reads a file of signatories; `documents` is the folder from which its documents are named.
///
/// # Errors
/// Everything that is wrong with it, each with its place and what to do.
pub fn read(file: &str, bytes: &[u8], documents: &Path) -> Result<Vec<Signed>, Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let heading = match reader.headers() {
        Ok(heading) => heading.clone(),
        Err(error) => return Err(vec![format!("{file}: cannot be read: {error}")]),
    };
    let mut problems = wrong_heading(file, &heading);
    let column = |name: &str| heading.iter().position(|known| known == name);
    let mut signed = Vec::new();
    for row in reader.records() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                problems.push(format!("{file}: {error}"));
                continue;
            }
        };
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |name: &str| {
            let text = column(name).and_then(|at| row.get(at)).unwrap_or_default();
            (!text.is_empty()).then(|| text.to_string())
        };
        for name in REQUIRED.iter().filter(|name| column(name).is_some() && cell(name).is_none()) {
            problems.push(format!("{file}:{line}: there is no `{name}`: every row names one"));
        }
        let document = cell("document").map(|name| documents.join(name));
        if let Some(path) = document.as_ref().filter(|path| !path.is_file()) {
            problems.push(format!("{file}:{line}: there is no file `{}`", path.display()));
        }
        signed.push(Signed {
            party: cell("party").unwrap_or_default(),
            person: cell("person").unwrap_or_default(),
            role: cell("role"),
            email: cell("email"),
            signed_copy: cell("signed_copy").unwrap_or_default(),
            document,
        });
    }
    if problems.is_empty() { Ok(signed) } else { Err(problems) }
}

fn wrong_heading(file: &str, heading: &csv::StringRecord) -> Vec<String> {
    let missing = REQUIRED.iter().filter(|name| !heading.iter().any(|known| known == **name));
    let missing = missing.map(|name| format!("{file}:1: the column `{name}` is missing"));
    let unknown = heading.iter().filter(|name| !COLUMNS.contains(name));
    let unknown = unknown
        .map(|name| format!("{file}:1: `{name}` is no column here; the columns are {}", COLUMNS.join(", ")));
    missing.chain(unknown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_party_a_person_and_the_signed_copy() {
        let text = "party,person,signed_copy,note\nicb,,\"paper, 27 March 2025\",x\n";
        let problems = read("signatories.csv", text.as_bytes(), Path::new(".")).unwrap_err();
        assert_eq!(
            problems,
            [
                "signatories.csv:1: `note` is no column here; the columns are party, person, role, email, signed_copy, document",
                "signatories.csv:2: there is no `person`: every row names one",
            ]
        );
    }

    #[test]
    fn a_document_is_named_from_the_folder_of_the_file_and_is_there() {
        let text = "party,person,signed_copy,document\nicb,Amira Khan,paper of 27 March 2025,none.pdf\n";
        let problems = read("s.csv", text.as_bytes(), Path::new("nowhere")).unwrap_err();
        assert_eq!(problems, ["s.csv:2: there is no file `nowhere/none.pdf`"]);
    }
}
