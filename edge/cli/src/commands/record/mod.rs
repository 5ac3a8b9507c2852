//! Commands of an alliance that has a record. Each is one call to the host and the words around it.

pub mod add_facts;
mod agreement;
pub mod backup;
pub mod balances;
pub mod bridge;
pub mod bundle;
pub mod challenge;
pub mod doctor;
pub mod erase;
pub mod found;
pub mod fund;
pub mod list_facts;
pub mod log;
pub mod pay;
pub mod people;
pub mod restore;
pub mod settle;
pub mod show;
pub mod verify;
pub mod witness;
