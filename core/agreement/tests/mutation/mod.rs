//! Agreements as careless and as malicious hands would leave them: the shipped and the wrong ones, changed at random
//! by the same numbers in every run.

use std::fs;
use std::path::{Path, PathBuf};

/// The files of one folder, by name.
pub type Folder = Vec<(String, Vec<u8>)>;

/// The most bytes that a changed file may have, so that a round stays short.
const BYTES_MAX: usize = 120_000;

const PIECES: &[&str] = &[
    "[",
    "]",
    "{",
    "}",
    ":",
    ": ",
    "- ",
    ",",
    ", ",
    "(",
    ")",
    "\"",
    "'",
    "#",
    "\n",
    "\n  ",
    "\t",
    "  ",
    "&a ",
    "*a",
    "!t ",
    "|\n",
    "~",
    "null",
    "%",
    "£",
    "−",
    "0",
    "-",
    "/ 0",
    " is ",
    " of ",
    "sum of ",
    "score",
    "provider",
    "the rest",
    "otherwise",
    "by: ",
    "is: ",
    "when: ",
    "\u{0}",
    "\u{202e}",
    "\u{feff}",
    "é",
    "\u{1f600}",
    "...\n",
    "---\n",
    "2014-02-29",
    "9999-12-31",
    "0001-01-01",
    "not published",
    " known to 1",
    "rounded to 0.01, half up",
];

const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "0.0000000000000000000000001",
    "1e9",
    "99999999999999999999999999999999999999999999",
    "100%",
    "-100%",
    "1bn",
    "9999999999bn",
    "1/3",
    "1,000",
    "00",
    ".5",
    "5.",
    "2147483648",
    "18446744073709551616",
];

/// The same numbers in every run (xorshift).
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Numbers {
        Numbers(seed | 1)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    pub fn one_of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// How many rounds a test goes: many more when `ACCORDANT_DEEP` is set.
pub fn rounds(normally: usize, deep: usize) -> usize {
    if std::env::var_os("ACCORDANT_DEEP").is_some() { deep } else { normally }
}

/// Every folder of `agreements` and `testing/wrong`.
pub fn corpus() -> Vec<Folder> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut folders: Vec<PathBuf> = Vec::new();
    for parent in ["agreements", "testing/wrong"] {
        let entries = fs::read_dir(root.join(parent)).expect("the repository has this folder");
        folders.extend(
            entries.map(|entry| entry.expect("an entry can be read").path()).filter(|path| path.is_dir()),
        );
    }
    folders.sort();
    folders.iter().map(|folder| read(folder)).filter(|files| !files.is_empty()).collect()
}

fn read(folder: &Path) -> Folder {
    let mut files = Folder::new();
    for entry in fs::read_dir(folder).expect("a folder can be read") {
        let path = entry.expect("an entry can be read").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_string();
        if name.ends_with(".yaml") && !["columns.yaml", "counting.yaml"].contains(&name.as_str()) {
            files.push((name, fs::read(&path).expect("a file can be read")));
        }
    }
    files.sort();
    files
}

/// One folder of the corpus with one to five changes.
pub fn mutated(corpus: &[Folder], numbers: &mut Numbers) -> Folder {
    let mut folder = corpus[numbers.below(corpus.len())].clone();
    let changes = if numbers.below(2) == 0 { 1 } else { 1 + numbers.below(5) };
    for _ in 0..changes {
        let other = &corpus[numbers.below(corpus.len())];
        let other = &other[numbers.below(other.len())].1;
        let number = numbers.below(folder.len());
        change(&mut folder[number].1, other, numbers);
        folder[number].1.truncate(BYTES_MAX);
    }
    folder
}

fn change(bytes: &mut Vec<u8>, other: &[u8], numbers: &mut Numbers) {
    match numbers.below(14) {
        0 => flip(bytes, numbers),
        1 => drop(bytes.drain(a_line(bytes, numbers))),
        2 => {
            let line = bytes[a_line(bytes, numbers)].to_vec();
            insert(bytes, &line, numbers);
        }
        3 => swap_words(bytes, numbers),
        4 => replace_word(bytes, &other[a_word(other, numbers)], numbers),
        5 => insert_line(bytes, &other[a_line(other, numbers)], numbers),
        6 => replace_word(bytes, numbers.one_of(NUMBERS).as_bytes(), numbers),
        7 => nest(bytes, numbers),
        8 => insert(bytes, numbers.one_of(PIECES).as_bytes(), numbers),
        9 => replace_word(bytes, numbers.one_of(PIECES).as_bytes(), numbers),
        10 => indent(bytes, numbers),
        _ => other_digit(bytes, numbers),
    }
}

fn flip(bytes: &mut [u8], numbers: &mut Numbers) {
    let at = numbers.below(bytes.len());
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1 << numbers.below(8);
    }
}

/// A line with its line feed.
fn a_line(bytes: &[u8], numbers: &mut Numbers) -> std::ops::Range<usize> {
    let at = numbers.below(bytes.len());
    let start =
        bytes.get(..at).unwrap_or_default().iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let rest = bytes.get(start..).unwrap_or_default();
    let length = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
    start..start + length
}

/// Letters, digits and what may stand within a number, from a random place on.
fn a_word(bytes: &[u8], numbers: &mut Numbers) -> std::ops::Range<usize> {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'%' | b'-');
    let from = numbers.below(bytes.len());
    let start = bytes.iter().skip(from).position(is_word).map_or(bytes.len(), |at| from + at);
    let length = bytes.iter().skip(start).take_while(|byte| is_word(byte)).count();
    start..start + length
}

fn swap_words(bytes: &mut Vec<u8>, numbers: &mut Numbers) {
    let word = bytes[a_word(bytes, numbers)].to_vec();
    let range = a_word(bytes, numbers);
    let replaced: Vec<u8> = bytes.splice(range, word.iter().copied()).collect();
    if let Some(at) = bytes.windows(word.len().max(1)).position(|window| window == word) {
        bytes.splice(at..at + word.len(), replaced);
    }
}

fn replace_word(bytes: &mut Vec<u8>, by: &[u8], numbers: &mut Numbers) {
    let range = a_word(bytes, numbers);
    bytes.splice(range, by.iter().copied());
}

fn insert(bytes: &mut Vec<u8>, piece: &[u8], numbers: &mut Numbers) {
    let at = numbers.below(bytes.len() + 1);
    bytes.splice(at..at, piece.iter().copied());
}

fn insert_line(bytes: &mut Vec<u8>, line: &[u8], numbers: &mut Numbers) {
    let at = a_line(bytes, numbers).start;
    bytes.splice(at..at, line.iter().copied());
}

/// Brackets round a word, up to three hundred deep.
fn nest(bytes: &mut Vec<u8>, numbers: &mut Numbers) {
    let depth = 1 << numbers.below(9);
    let (open, close) = numbers.one_of(&[
        &("(", ")"),
        &("[", "]"),
        &("{ a: ", " }"),
        &("- ", ""),
        &("-(", ")"),
        &("not ", ""),
    ]);
    let range = a_word(bytes, numbers);
    let word = bytes[range.clone()].to_vec();
    let nested = [open.repeat(depth).into_bytes(), word, close.repeat(depth).into_bytes()].concat();
    bytes.splice(range, nested);
}

fn other_digit(bytes: &mut [u8], numbers: &mut Numbers) {
    let from = numbers.below(bytes.len());
    if let Some(digit) = bytes.iter_mut().skip(from).find(|byte| byte.is_ascii_digit()) {
        *digit = b"0123456789"[numbers.below(10)];
    }
}

fn indent(bytes: &mut Vec<u8>, numbers: &mut Numbers) {
    let at = a_line(bytes, numbers).start;
    if numbers.below(2) == 0 {
        bytes.splice(at..at, b"  ".iter().copied());
    } else if bytes.get(at) == Some(&b' ') {
        bytes.remove(at);
    }
}
