//! No text makes the reader panic, whatever was done to it.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use accordant_agreement::problem::{Place, Problems, render};
use accordant_agreement::tree::read;

const ROUNDS: usize = 20_000;

const CORPUS: &[&str] = &[
    "accordant: 1\nparties:\n  builder: { role: provider, share: 50% }\n  designer: { role: provider, share: '50%' }\n",
    "lines:\n  - gain: min(50% of overrun, cap)\n    clause: \"7.2\"\n  - [1, 2,000, { a: b }]\n",
    "purpose: |\n  to work as one\n\n  team\nnote: >-\n  é£€ \u{1f600}\n# remark\n...\n---\nx: ~\n",
    "a: &x !!int 4\nb: *x\n<<: { c: d }\n? [k]\n: v\n\"q\\u00e9\\x41\": 'it''s'\n",
    "\u{feff}a:\r\n\t- b\r\n%YAML 1.2\r\n%TAG ! tag:x,2000:\r\n{ a, b: , c: 1,000,000 }\r\n",
];

const PIECES: &[&[u8]] = &[
    b"[",
    b"]",
    b"{",
    b"}",
    b":",
    b": ",
    b"- ",
    b"? ",
    b",",
    b",000",
    b"(",
    b")",
    b"\"",
    b"'",
    b"|\n",
    b">-\n",
    b"#",
    b"\n",
    b"\r",
    b"\t",
    b"  ",
    b"&a ",
    b"*a",
    b"!t ",
    b"!",
    b"%",
    b"@",
    b"`",
    b"---\n",
    b"...\n",
    b"<<",
    b"~",
    b"\\",
    b"\0",
    b"\xff",
    b"\xc3",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
    b"\xf0\x9f\x98\x80",
];

/// The same numbers in every run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).unwrap()).unwrap()
    }
}

#[test]
fn no_mutation_of_the_corpus_makes_the_reader_panic() {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let (mut read_to_the_end, mut refused) = (0, 0);
    for _ in 0..ROUNDS {
        let mut bytes = CORPUS[numbers.below(CORPUS.len())].as_bytes().to_vec();
        for _ in 0..=numbers.below(6) {
            mutate(&mut bytes, &mut numbers);
        }
        let mut problems = Problems::new();
        let tree = read("a.yaml", &bytes, &mut problems);
        let text = String::from_utf8_lossy(&bytes);
        for problem in problems.sorted() {
            let rendered = render(&problem, Some(&text)) + &render(&problem, None);
            assert!(rendered.lines().all(|line| line.chars().count() <= 100), "{rendered}");
            let written = written_at(&problem.place, &text);
            let is_as_written = problem.words.contains('\u{fffd}') || problem.words == written;
            assert!(
                is_as_written || problem.code == "and-more",
                "{problem:?} but written is {written:?} in {text:?}"
            );
        }
        assert!(tree.is_some() || !problems.is_empty(), "nothing was read and nothing was said of {text:?}");
        read_to_the_end += usize::from(tree.is_some());
        refused += usize::from(tree.is_none());
    }
    assert!(
        read_to_the_end > ROUNDS / 20 && refused > ROUNDS / 20,
        "{read_to_the_end} read, {refused} refused"
    );
}

/// What stands at a place, found by counting lines and characters.
fn written_at(place: &Place, text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let line = text.split('\n').nth(usize::try_from(place.line).unwrap() - 1).unwrap_or_default();
    let start = usize::try_from(place.column).unwrap() - 1;
    line.chars().skip(start).take(usize::try_from(place.length).unwrap()).collect()
}

fn mutate(bytes: &mut Vec<u8>, numbers: &mut Numbers) {
    let start = numbers.below(bytes.len() + 1);
    let end = (start + numbers.below(9)).min(bytes.len());
    match numbers.below(4) {
        0 => drop(bytes.drain(start..end)),
        1 => drop(bytes.splice(start..start, PIECES[numbers.below(PIECES.len())].iter().copied())),
        2 => drop(bytes.splice(start..end, PIECES[numbers.below(PIECES.len())].iter().copied())),
        _ => bytes.extend_from_within(start..end),
    }
}
