//! Checks an exported bundle and nothing else.

fn main() {}
