//! The rules of the measures, one file for each part, and the comparison with programs that we did not write.

mod charts;
mod kept;
mod laws;
mod made;
mod published;
mod rates;
mod signals;
mod small_numbers;
mod waiting;
