//! The kinds of devices that people got in with: computer, phone, or a device that nobody manages.

use entrasift_core::text::words::fold_word;

/// The kinds of devices that somebody signed in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct DeviceKinds {
    /// A computer.
    pub desktop: bool,
    /// A phone or a tablet.
    pub phone: bool,
    /// Neither compliant, managed nor joined.
    pub unmanaged: bool,
}

impl DeviceKinds {
    /// By the name of the operating system.
    pub(super) fn from_system(name: &str) -> DeviceKinds {
        let name = fold_word(name);
        let is = |systems: &[&str]| systems.iter().any(|system| name.starts_with(system));
        DeviceKinds {
            desktop: is(&["windows", "macos", "linux", "ubuntu", "chromeos"]) && !is(&["windowsphone"]),
            phone: is(&["ios", "ipados", "android", "windowsphone"]),
            unmanaged: false,
        }
    }

    /// Adds the kinds of another device.
    pub fn add(&mut self, other: DeviceKinds) {
        self.desktop |= other.desktop;
        self.phone |= other.phone;
        self.unmanaged |= other.unmanaged;
    }

    /// Its words in the JSON, ascending.
    pub fn kinds(self) -> impl Iterator<Item = &'static str> {
        self.by_word().into_iter().filter(|(is, _)| *is).map(|(_, word)| word)
    }

    /// The words of the kinds that are missing.
    pub fn missing(self) -> impl Iterator<Item = &'static str> {
        self.by_word().into_iter().filter(|(is, _)| !*is).map(|(_, word)| word)
    }

    fn by_word(self) -> [(bool, &'static str); 3] {
        [(self.desktop, "desktop"), (self.phone, "phone"), (self.unmanaged, "unmanaged")]
    }
}
