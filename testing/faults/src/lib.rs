//! A disk that fails on purpose, and processes that are killed on purpose. It serves tests alone.
