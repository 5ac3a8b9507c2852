//! Numbers that look random and are the same for the same seed (splitmix64).
//!
//! The generator of agreements has its own; it would bring the whole language of money into these small tests.

/// A sequence that its seed fixes.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The sequence of a seed.
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// Any number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number below `count`, which is above zero.
    pub fn below(&mut self, count: u64) -> u64 {
        self.number() % count
    }

    /// One of two.
    pub fn coin(&mut self) -> bool {
        self.number() & 1 == 1
    }
}
