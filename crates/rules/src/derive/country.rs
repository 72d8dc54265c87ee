//! How far apart two countries are at least: what can be said of a journey when only countries are known.

use std::sync::LazyLock;

use hashbrown::HashMap;

/// Circles that cover each country: latitude and longitude of the middle in degrees, radius in kilometres. Made from the outlines of
/// Natural Earth (public domain, 1:10 million): the fewest circles, at most 16, of at most 300 km where possible, each 45 km wider
/// than the points that it must hold, so that no part of a country lies outside all of its circles.
const TABLE: &str = include_str!("../../catalogue/countries.tsv");

const EARTH_RADIUS_KM: f64 = 6371.0;

#[derive(Debug, Clone, Copy)]
struct Circle {
    /// The middle, as a unit vector.
    middle: [f64; 3],
    radius_km: f64,
}

static CIRCLES: LazyLock<HashMap<&'static str, Vec<Circle>>> = LazyLock::new(|| {
    let lines = TABLE.lines().skip(1).filter_map(|line| line.split_once('\t'));
    lines.map(|(country, circles)| (country, circles.split(';').filter_map(circle).collect())).collect()
});

fn circle(text: &str) -> Option<Circle> {
    let mut numbers = text.split(',').map(str::parse::<f64>);
    let (latitude, longitude, radius_km) =
        (numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
    let (latitude, longitude) = (latitude.to_radians(), longitude.to_radians());
    let middle = [latitude.cos() * longitude.cos(), latitude.cos() * longitude.sin(), latitude.sin()];
    Some(Circle { middle, radius_km })
}

/// No two places in these countries are nearer than so many kilometres; 0 for one country, for neighbours, and where a country is
/// not known.
pub fn least_km(one: &str, other: &str) -> f64 {
    if one.eq_ignore_ascii_case(other) {
        return 0.0;
    }
    let of = |country: &str| CIRCLES.get(country.to_ascii_uppercase().as_str());
    let (Some(from), Some(to)) = (of(one), of(other)) else { return 0.0 };
    let pairs = from.iter().flat_map(|from| to.iter().map(move |to| gap_km(from, to)));
    pairs.fold(f64::INFINITY, f64::min).max(0.0)
}

fn gap_km(from: &Circle, to: &Circle) -> f64 {
    let cosine: f64 = from.middle.iter().zip(to.middle).map(|(a, b)| a * b).sum();
    cosine.clamp(-1.0, 1.0).acos() * EARTH_RADIUS_KM - from.radius_km - to.radius_km
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_below_the_true_distances() {
        let check = |one: &str, other: &str, least: f64, most: f64| {
            let (there, back) = (least_km(one, other), least_km(other, one));
            assert!((there - back).abs() < 1e-6, "{one} {other}");
            assert!((least..=most).contains(&there), "{one} {other}: {there}");
        };
        check("DE", "AT", 0.0, 0.0);
        check("DE", "de", 0.0, 0.0);
        check("DE", "FR", 0.0, 0.0);
        // Russia reaches nearly to Alaska, and to the Baltic.
        check("RU", "US", 0.0, 90.0);
        check("RU", "PL", 0.0, 0.0);
        // The shortest ways, measured on a map: about 1,960, 7,300, 8,600 and 10,300 km.
        check("GB", "MT", 1300.0, 1970.0);
        check("AT", "EC", 8000.0, 9700.0);
        check("DE", "JP", 7000.0, 8400.0);
        check("AT", "PY", 9000.0, 10600.0);
        // Small states are covered too; what is not known is next door.
        check("SG", "DE", 9000.0, 10000.0);
        check("DE", "ZZ", 0.0, 0.0);
        check("", "DE", 0.0, 0.0);
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        assert_eq!(CIRCLES.len(), TABLE.lines().count() - 1);
        for line in TABLE.lines().skip(1) {
            let (country, circles) = line.split_once('\t').expect("two columns");
            assert_eq!(CIRCLES[country].len(), circles.split(';').count(), "{country}");
            assert_eq!(country.len(), 2, "{country}");
        }
    }
}
