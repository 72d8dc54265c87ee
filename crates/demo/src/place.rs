//! Place: an address and where it is said to be. Every address is from a documentation range.

use crate::dice::Dice;

/// An address with its location and network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The address as the export writes it: IPv4, IPv6, or with a redacted tail.
    pub ip: String,
    /// City, may be empty.
    pub city: &'static str,
    /// State, may be empty.
    pub state: &'static str,
    /// Country code of two letters, may be empty.
    pub country: &'static str,
    /// Autonomous system number, from the documentation ranges.
    pub asn: u32,
    /// Latitude and longitude in ten-thousandths of a degree.
    pub position_e4: (i32, i32),
}

/// City, state, country, latitude and longitude.
type Town = (&'static str, &'static str, &'static str, (i32, i32));

/// The towns where the staff live.
const TOWNS: [Town; 8] = [
    ("Hamburg", "Hamburg", "DE", (535_500, 99_900)),
    ("Norderstedt", "Schleswig-Holstein", "DE", (537_000, 100_100)),
    ("Lüneburg", "Niedersachsen", "DE", (532_500, 104_100)),
    ("Bremen", "Bremen", "DE", (530_800, 88_000)),
    ("Wien", "Wien", "AT", (482_100, 163_700)),
    ("Linz", "Oberosterreich", "AT", (483_100, 142_900)),
    ("Sankt Pölten", "Niederosterreich", "AT", (482_000, 156_300)),
    ("Graz", "Steiermark", "AT", (470_700, 154_400)),
];

/// Where strangers come from.
const FAR: [Town; 6] = [
    ("Quito", "Pichincha", "EC", (-1_800, -784_700)),
    ("Lagos", "Lagos", "NG", (65_200, 33_800)),
    ("Ulaanbaatar", "Ulaanbaatar", "MN", (479_200, 1_069_200)),
    ("Asuncion", "Asuncion", "PY", (-252_900, -576_500)),
    ("Minsk", "Minskaya Voblasts'", "BY", (539_000, 275_600)),
    ("", "", "SC", (-46_800, 554_500)),
];

impl Place {
    /// City, state and country in one cell; empty where nothing is known.
    pub fn location(&self) -> String {
        if self.city.is_empty() && self.state.is_empty() && self.country.is_empty() {
            return String::new();
        }
        let mut text = String::with_capacity(self.city.len() + self.state.len() + 6);
        for part in [self.city, ", ", self.state, ", ", self.country] {
            text.push_str(part);
        }
        text
    }

    fn new(town: &Town, ip: String, asn: u32) -> Place {
        Place { ip, city: town.0, state: town.1, country: town.2, asn, position_e4: town.3 }
    }

    /// The same town under another address.
    fn known_as(&self, ip: &str) -> Place {
        Place { ip: ip.to_owned(), ..self.clone() }
    }
}

/// All places that the story needs.
#[derive(Debug)]
pub struct Gazetteer {
    /// The offices: Hamburg, Wien, and the production hall in Linz.
    pub offices: [Place; 3],
    /// Where the company's VPN leaves.
    pub vpn: Place,
    /// Gateways of the mobile carrier.
    pub mobile: Vec<Place>,
    /// Hotels abroad: Osaka, Chicago.
    pub hotels: [Place; 2],
    /// Single hostile addresses.
    pub hostile: Vec<Place>,
    /// A thousand addresses of one distributed attack.
    pub swarm: Vec<Place>,
    /// Oddly written ones: no city, no state, nothing at all, a redacted tail.
    pub odd: [Place; 4],
}

impl Gazetteer {
    /// Lays out all shared places.
    pub fn new() -> Gazetteer {
        let [hamburg, .., linz, _, _] = &TOWNS;
        let wien = &TOWNS[4];
        let office = |town, tail: u8| Place::new(town, format!("203.0.113.{tail}"), 64_496);
        let offices = [office(hamburg, 10), office(wien, 66), office(linz, 129)];
        let odd = [
            Place { city: "", ..offices[0].known_as("198.51.100.245") },
            Place { city: "", state: "", ..offices[0].known_as("198.51.100.246") },
            Place { city: "", state: "", country: "", ..offices[0].known_as("2001:db8:ffff::9") },
            offices[0].known_as("198.51.100.XXX"),
        ];
        Gazetteer {
            vpn: office(hamburg, 200),
            mobile: (200..=239).map(mobile).collect(),
            hotels: [
                Place::new(&("Osaka", "Osaka", "JP", (346_900, 1_355_000)), "192.0.2.21".into(), 64_502),
                Place::new(&("Chicago", "Illinois", "US", (418_800, -876_300)), "192.0.2.44".into(), 64_503),
            ],
            hostile: (0..12).map(hostile).collect(),
            swarm: (0..1000).map(swarm).collect(),
            offices,
            odd,
        }
    }
}

impl Default for Gazetteer {
    fn default() -> Self {
        Gazetteer::new()
    }
}

/// The home of one person; only the first hundred odd-numbered ones fit into the IPv4 range.
pub fn home(person: usize, dice: &mut Dice) -> Place {
    let town = &TOWNS[[0, 0, 0, 1, 2, 3, 4, 4, 5, 6, 7][dice.below(11) as usize]];
    let asn = 64_497 + dice.below(3) as u32;
    let ip = if person % 2 == 1 && person < 398 {
        format!("198.51.100.{}", person / 2 + 1)
    } else {
        format!("2001:db8:{:x}:{:x}::{:x}", 0x1000 + person, dice.below(0xff) + 1, dice.below(0xffff) + 1)
    };
    Place::new(town, ip, asn)
}

fn mobile(tail: u8) -> Place {
    Place::new(&TOWNS[if tail.is_multiple_of(3) { 4 } else { 0 }], format!("198.51.100.{tail}"), 64_501)
}

fn hostile(index: usize) -> Place {
    let asn = [64_506, 64_507, 64_508, 65_540, 65_541][index % 5];
    Place::new(&FAR[index % FAR.len()], format!("192.0.2.{}", 130 + index * 7), asn)
}

fn swarm(index: usize) -> Place {
    let asn = 65_536 + (index % 16) as u32;
    Place::new(&FAR[index % FAR.len()], format!("2001:db8:bad:{:x}::{:x}", index, 0x10 + index * 3), asn)
}
