//! What cells, prices, plans and shifts do.

mod books;
mod cells;
mod counting;
mod latest;
mod made;
mod plans;
mod prices;
mod values;
