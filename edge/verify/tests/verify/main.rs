//! What the verifier must find, and what it must not: on bundles that no code of ours made, checked by two programs.

mod attacks;
mod bundle;
mod cases;
mod command;
mod flips;
mod keys;
mod python;
