//! `init`: an agreement to start from, which checks clean and settles.

use crate::print::{Face, data};
use crate::stop::{Ended, Stop};
use crate::text::sheet::Sheet;
use clap::ArgMatches;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

const FILES: [(&str, &str); 2] = [
    ("alliance.yaml", include_str!("../starter/alliance.yaml")),
    ("facts.csv", include_str!("../starter/facts.csv")),
];

/// Writes the files, and overwrites none.
pub fn run(asked: &ArgMatches, face: Face) -> Result<Ended, Stop> {
    let folder = asked.get_one::<PathBuf>("folder").map_or(Path::new("."), PathBuf::as_path);
    for (name, _) in FILES {
        if fs::symlink_metadata(folder.join(name)).is_ok() {
            let what =
                format!("`{}` is there already, and nothing is overwritten", folder.join(name).display());
            return Err(Stop::refusal(what).help("name another folder: `accordant init FOLDER`"));
        }
    }
    fs::create_dir_all(folder).map_err(|error| cannot(folder, &error))?;
    for (name, text) in FILES {
        let path = folder.join(name);
        let opened = OpenOptions::new().write(true).create_new(true).open(&path);
        opened.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| cannot(&path, &error))?;
    }
    data(&written(folder).shown(face));
    Ok(Ended::Done)
}

fn written(folder: &Path) -> Sheet {
    let mut sheet = Sheet::default();
    for (name, _) in FILES {
        sheet.text(format!("wrote {}", folder.join(name).display()));
    }
    sheet.heading("Next");
    for command in ["check", "examples", "settle"] {
        sheet.command(format!("accordant {command} {}", folder.display()));
    }
    sheet
}

fn cannot(path: &Path, error: &std::io::Error) -> Stop {
    let help = match error.kind() {
        ErrorKind::PermissionDenied => "see whether you may write there",
        _ => "name a folder that can be written",
    };
    Stop::fault(format!("`{}` cannot be written: {error}", path.display())).help(help)
}
