//! Address ranges such as `203.0.113.0/24`.

use std::net::IpAddr;

/// The bits of an address, and how many there are.
fn bits(address: &str) -> Option<(u128, u32)> {
    match address.parse().ok()? {
        IpAddr::V4(address) => Some((u128::from(u32::from(address)), 32)),
        IpAddr::V6(address) => Some((u128::from(address), 128)),
    }
}

/// Whether `address` lies in `network`.
pub fn is_within(address: &str, network: &str) -> bool {
    let (base, length) = network.split_once('/').expect("a network with a length");
    let length: u32 = length.parse().expect("a length");
    match (bits(address), bits(base)) {
        (Some((address, width)), Some((base, other))) if width == other => {
            let free = width - length;
            free == 128 || address >> free == base >> free
        }
        _ => false,
    }
}
