//! Writes the page of a worked example: `example_page FOLDER [EXAMPLE] > page.html`.

use accordant_agreement::{SourceFile, check};
use accordant_documents::page::statement_page;
use accordant_documents::view::{Stamp, StatementView};
use accordant_settlement::settle_example;
use std::{env, error::Error, fs, io};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().ok_or("name a folder")?;
    let named = arguments.next();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".yaml") && name != "columns.yaml" {
            files.push((name.clone(), fs::read(format!("{folder}/{name}"))?));
        }
    }
    files.sort();
    let files: Vec<SourceFile<'_>> = files.iter().map(|(name, bytes)| SourceFile { name, bytes }).collect();
    let agreement = check(&files).agreement.ok_or("the agreement does not check")?;
    let mut examples = agreement.examples.iter();
    let example = examples.find(|example| named.as_ref().is_none_or(|name| example.name == *name));
    let settlement =
        settle_example(&agreement, example.ok_or("there is no such example")?).ok_or("no money terms")?;
    let stamp = Stamp {
        version: env!("CARGO_PKG_VERSION").to_string(),
        agreement_sha256: "not computed here".to_string(),
        facts_sha256: "not computed here".to_string(),
        forecast: false,
        standing: Vec::new(),
    };
    let view = StatementView::of_settlement(&agreement, &settlement, stamp);
    io::Write::write_all(&mut io::stdout(), statement_page(&view, agreement.terms.as_ref()).as_bytes())?;
    Ok(())
}
