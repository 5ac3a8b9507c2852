//! The folder of an alliance. spec: F1

use accordant_intake::folder::{FILES_MAX, NamedBytes, read, read_file};
use std::fs;
use std::path::{Path, PathBuf};

/// A folder of one test, which is gone at its end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, files: &[&str]) -> Scratch {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("facts")).unwrap();
        for file in files {
            fs::write(folder.join(file), file).unwrap();
        }
        Scratch(folder)
    }

    fn told(&self) -> String {
        let problem = read(&self.0).unwrap_err();
        let what = problem.to_string().replace(&self.0.display().to_string(), "FOLDER");
        format!("{what} > {}", problem.help())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn names(files: &[NamedBytes]) -> Vec<&str> {
    assert!(files.iter().all(|file| file.bytes == file.name.as_bytes()));
    files.iter().map(|file| file.name.as_str()).collect()
}

#[test]
fn the_agreement_comes_first_and_the_rest_by_name() {
    let files = [
        "zones.yaml",
        "alliance.yaml",
        "columns.yaml",
        "counting.yaml",
        "a.yaml",
        ".b.yaml",
        "notes.md",
        "facts.csv",
        "other.csv",
        "facts/b.csv",
        "facts/a.csv",
        "facts/.c.csv",
        "facts/read.me",
    ];
    let scratch = Scratch::new("order", &files);
    let folder = read(&scratch.0).unwrap();
    assert_eq!(names(&folder.agreement), ["alliance.yaml", "a.yaml", "zones.yaml"]);
    assert_eq!(names(&folder.facts), ["facts.csv", "facts/a.csv", "facts/b.csv"]);
    assert_eq!(folder.columns.map(|file| file.name).as_deref(), Some("columns.yaml"));
    assert_eq!(folder.counting.map(|file| file.name).as_deref(), Some("counting.yaml"));
}

#[test]
fn what_is_not_there_is_said() {
    let help = "name the folder in which `alliance.yaml` stands";
    let empty = Scratch::new("empty", &["facts.csv"]);
    assert_eq!(empty.told(), format!("the folder `FOLDER` holds no `alliance.yaml` > {help}"));
    let file = Scratch(empty.0.join("facts.csv"));
    assert_eq!(file.told(), format!("`FOLDER` is no folder > {help}"));
    let nothing = Scratch(empty.0.join("nothing"));
    assert_eq!(
        nothing.told(),
        "there is no `FOLDER` > see how the name is written; a link must lead to something"
    );
}

#[test]
fn a_folder_in_the_place_of_a_file_is_said() {
    let scratch = Scratch::new("folders", &["alliance.yaml"]);
    fs::create_dir(scratch.0.join("a.yaml")).unwrap();
    let wanted =
        "`FOLDER/a.yaml` is no file > put a file of that name there, or give what stands there another name";
    assert_eq!(scratch.told(), wanted);
}

#[test]
fn a_file_that_would_be_left_out_by_its_name_is_said() {
    let scratch = Scratch::new("yml", &["alliance.yaml", "schedule.yml"]);
    assert_eq!(
        scratch.told(),
        "`FOLDER/schedule.yml` ends in `.yml`, and only `.yaml` is read > let its name end in `.yaml`"
    );
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_one_to_nothing_is_said() {
    let scratch = Scratch::new("links", &["alliance.yaml", "facts.csv"]);
    std::os::unix::fs::symlink("facts.csv", scratch.0.join("facts/linked.csv")).unwrap();
    assert_eq!(
        scratch.told(),
        "there is no `FOLDER/facts/linked.csv` > see how the name is written; a link must lead to something"
    );
    fs::remove_file(scratch.0.join("facts/linked.csv")).unwrap();
    std::os::unix::fs::symlink("../facts.csv", scratch.0.join("facts/linked.csv")).unwrap();
    assert_eq!(read(&scratch.0).unwrap().facts[1].bytes, b"facts.csv");
}

#[test]
fn a_long_file_is_not_read_to_its_end() {
    let scratch = Scratch::new("long", &[]);
    let path = scratch.0.join("long.csv");
    fs::write(&path, vec![b'x'; 1_000]).unwrap();
    assert_eq!(read_file(&path, 10).unwrap().len(), 11);
    assert_eq!(read_file(&path, 1_000).unwrap().len(), 1_000);
}

#[test]
fn there_is_a_limit_to_the_number_of_files() {
    let scratch = Scratch::new("many", &["alliance.yaml"]);
    for number in 0..=FILES_MAX {
        fs::write(scratch.0.join(format!("facts/{number}.csv")), "").unwrap();
    }
    let wanted =
        "the folder `FOLDER` holds more than 256 files of one kind > put several of them into one file";
    assert_eq!(scratch.told(), wanted);
}
