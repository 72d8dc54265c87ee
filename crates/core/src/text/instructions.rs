//! Instructions: which sets of instructions the processor has.

/// The sets of instructions for which the loops over blocks are compiled. The default is the best that the processor has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(target_arch = "x86_64"), allow(dead_code))]
pub(super) enum Instructions {
    /// What every processor of the architecture has.
    Baseline,
    /// Those of x86-64-v3, which count and find bits.
    Wide,
    /// Those of AVX-512, which work on 64 bytes at a time and write the places of bits in one instruction.
    Widest,
}

impl Default for Instructions {
    #[cfg(target_arch = "x86_64")]
    fn default() -> Self {
        // The standard library asks the processor once and remembers the answer.
        use std::arch::is_x86_feature_detected as has;
        let wide = has!("avx2") && has!("bmi1") && has!("bmi2") && has!("popcnt") && has!("lzcnt");
        let widest = wide && has!("avx512f") && has!("avx512bw") && has!("avx512vbmi2");
        match (wide, widest) {
            (_, true) => Instructions::Widest,
            (true, false) => Instructions::Wide,
            (false, false) => Instructions::Baseline,
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn default() -> Self {
        Instructions::Baseline
    }
}
