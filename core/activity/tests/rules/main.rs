//! What cells, prices, plans and shifts do.

mod cells;
mod latest;
mod made;
mod values;
