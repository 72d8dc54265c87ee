//! Tenant: the directory of Northwind Engineering and those of its partners.

use crate::dice::Dice;
use crate::guid::Guid;

/// A partner organisation with a directory of its own.
#[derive(Clone, Debug)]
pub struct Partner {
    /// Its name.
    pub name: &'static str,
    /// Its tenant id.
    pub id: Guid,
}

/// The home tenant.
#[derive(Clone, Debug)]
pub struct Tenant {
    /// Its name.
    pub name: &'static str,
    /// Its tenant id.
    pub id: Guid,
    /// The domain that every tenant is born with.
    pub initial_domain: &'static str,
    /// Four guests' organisations, and the service provider.
    pub partners: [Partner; 5],
}

impl Tenant {
    /// Northwind Engineering, its ids taken from the dice.
    pub fn northwind(dice: &mut Dice) -> Tenant {
        let id = dice.guid();
        let names =
            ["Harbour Legal", "Ostwind Logistik", "Bluepeak Studio", "Lakeside Surveys", "Cloudcare Partner"];
        let partners = names.map(|name| Partner { name, id: dice.guid() });
        Tenant {
            name: "Northwind Engineering",
            id,
            initial_domain: "northwindexample.onmicrosoft.com",
            partners,
        }
    }
}
