//! What the parser reports, in words for people who write agreements.

/// What stands wrong, what to do about it, and its stable name.
pub(super) struct Saying {
    pub(super) what: &'static str,
    pub(super) help: &'static str,
    pub(super) code: &'static str,
}

const fn syntax(what: &'static str, help: &'static str) -> Saying {
    Saying { what, help, code: "syntax" }
}

const TAB: Saying = Saying {
    what: "a tab is used as indentation",
    help: "use spaces: no two editors agree how wide a tab is",
    code: "tab-indentation",
};

const SPECIAL: Saying = syntax(
    "a value cannot begin with this character",
    "put quotes round the value; in YAML this character has a meaning of its own",
);

/// What the parser says in part, and what we say in its stead; the first that fits is taken.
const SAYINGS: &[(&str, Saying)] = &[
    ("a tab", TAB),
    ("tab cannot", TAB),
    ("tabs disallowed", TAB),
    (
        "mapping values are not allowed",
        syntax(
            "a `:` stands where no key can stand",
            "line a key up with the keys above it; put quotes round a text that holds `: `",
        ),
    ),
    (
        "did not find expected key",
        syntax(
            "this line is not indented like the lines that it belongs to",
            "line it up with the keys above it, and let a list stand under a key of its own",
        ),
    ),
    (
        "did not find expected '-' indicator",
        syntax("this line is not indented like the list above it", "begin it with `-` like the other items"),
    ),
    (
        "invalid indentation in quoted scalar",
        syntax("the quote that opens here is not closed", "close it on the same line"),
    ),
    (
        "unexpected end of stream",
        syntax("the quote that opens here is not closed", "close it on the same line"),
    ),
    (
        "unexpected document indicator",
        syntax("the quote before this line is not closed", "close it on the line on which it opens"),
    ),
    (
        "trailing content after double-quoted",
        syntax("something follows the closing quote", "put the quotes round the whole value"),
    ),
    (
        "unknown escape character",
        syntax("a backslash in double quotes means something else", "write `\\\\`, or use single quotes"),
    ),
    (
        "quoted scalar",
        syntax("the quoted text cannot be read", "write a backslash as `\\\\`, or use single quotes"),
    ),
    (
        "misplaced bracket",
        syntax("a bracket closes that was not opened", "delete it, or put quotes round the text"),
    ),
    (
        "illegal placement of ':'",
        syntax("a `:` stands where no key can stand", "put quotes round a text that holds `: `"),
    ),
    (
        "expected ',' or",
        syntax("a comma or the closing bracket is missing before this", "put a comma between two values"),
    ),
    (
        "expected node content",
        syntax("a value is missing before this", "write the value, or delete the comma that announces it"),
    ),
    (
        "block sequence entries are not allowed",
        syntax(
            "a list cannot begin on the line of its key",
            "begin the list on the next line, each item with `- `",
        ),
    ),
    (
        "only valid inside a block",
        syntax("`-` does not begin an item inside `[ ]` and `{ }`", "leave the `-` out"),
    ),
    (
        "cannot start with '-'",
        syntax("`-` does not begin an item inside `[ ]` and `{ }`", "leave the `-` out"),
    ),
    ("unexpected character", SPECIAL),
    ("simple key expect", syntax("a key without `:`", "write `key: value`, the key on one line")),
    (
        "block scalar",
        syntax(
            "the text block cannot be read",
            "put only `|` or `>` on the first line and indent the text below it",
        ),
    ),
    (
        "handle wasn't declared",
        Saying {
            what: "a tag is not allowed in an agreement",
            help: "delete it, or put quotes round a text that begins with `!`",
            code: "tag",
        },
    ),
    ("tag", syntax("a value cannot begin with `!`", "put quotes round the value")),
    ("anchor", syntax("a value cannot begin with `&` or `*`", "put quotes round the value")),
    ("directive", syntax("a line cannot begin with `%`", "delete the line, or put quotes round the text")),
    (
        "document start",
        syntax(
            "something follows the end of the document",
            "let all lines of the outermost level begin at column 1",
        ),
    ),
    (
        "indentation",
        syntax("this line is indented too little", "indent it further than the key that it belongs to"),
    ),
];

const ANYTHING_ELSE: Saying = syntax(
    "this cannot be read as YAML",
    "compare it with the line before; put quotes round an unusual text",
);

/// Our words for what the parser reports.
pub(super) fn saying(report: &str) -> &'static Saying {
    SAYINGS.iter().find(|(part, _)| report.contains(part)).map_or(&ANYTHING_ELSE, |(_, saying)| saying)
}

/// Our words for indentation by tab, which the parser lets pass in some places.
pub(super) fn tab() -> &'static Saying {
    &TAB
}

/// Whether the parser stopped because brackets stand too deep in one another for it.
pub(super) fn is_too_deep(report: &str) -> bool {
    report.contains("recursion limit")
}

/// Whether the parser met an alias to nothing, which it steps over; we refuse every alias in the same words.
pub(super) fn is_alias(report: &str) -> bool {
    report.contains("unknown anchor")
}
