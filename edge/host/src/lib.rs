//! Load, decide, append: the only clock and the only randomness that reach the record.
