//! The directory: which department each account belongs to, from a list of users as the Entra admin center downloads it.

use hashbrown::HashMap;

/// Departments by user name and by object id.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    departments: HashMap<String, String>,
}

/// Headers of user names, without case, spaces and signs.
const USERS: &[&str] = &["userprincipalname", "upn", "username", "user", "signinname"];
/// Headers of object ids.
const IDS: &[&str] = &["id", "objectid", "userid"];
/// Headers of departments.
const DEPARTMENTS: &[&str] =
    &["department", "abteilung", "team", "unit", "costcenter", "companyname", "office"];

impl Directory {
    /// Reads a CSV with one user a row.
    ///
    /// # Errors
    /// A sentence that says what is missing: a column of users, a column of departments, or every row.
    pub fn parse(text: &str) -> Result<Directory, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let first = text.lines().next().unwrap_or_default();
        let most = |sign: &u8| first.bytes().filter(|byte| byte == sign).count();
        let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(most).unwrap_or(b',');
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
        let header: Vec<String> =
            reader.headers().map_err(|why| why.to_string())?.iter().map(folded).collect();
        let column =
            |names: &[&str]| names.iter().find_map(|name| header.iter().position(|title| title == name));
        let (user, id) = (column(USERS), column(IDS));
        let department = column(DEPARTMENTS).ok_or_else(|| {
            "it has no column `department`; the Entra admin center writes one (Users, Download users)"
                .to_owned()
        })?;
        if user.is_none() && id.is_none() {
            return Err("it has neither a column `userPrincipalName` nor one `id`".to_owned());
        }
        let mut directory = Directory::default();
        for row in reader.records() {
            let row = row.map_err(|why| why.to_string())?;
            let cell = |at: usize| row.get(at).unwrap_or_default().trim();
            let named = cell(department);
            for key in [user, id].into_iter().flatten().map(cell) {
                if !key.is_empty() && !named.is_empty() {
                    directory.departments.insert(signs_in_as(&key.to_lowercase()), named.to_owned());
                }
            }
        }
        match directory.departments.is_empty() {
            true => Err("no user in it has a department".to_owned()),
            false => Ok(directory),
        }
    }

    /// The department of an account; `None` where the list does not tell.
    pub fn department(&self, name: &str, id: &str) -> Option<&str> {
        let find = |key: &str| self.departments.get(&key.to_lowercase()).map(String::as_str);
        find(name).or_else(|| find(id))
    }

    /// The department of an account; `(not told)` where the list does not tell.
    pub fn department_or_none(&self, name: &str, id: &str) -> &str {
        self.department(name, id).unwrap_or("(not told)")
    }
}

fn folded(title: &str) -> String {
    title.chars().filter(|sign| sign.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// A guest stands in the directory as `name_domain#EXT#@tenant`, and signs in as `name@domain`.
fn signs_in_as(name: &str) -> String {
    let guest = name.split_once("#ext#").and_then(|(before, _)| before.rsplit_once('_'));
    guest.map_or_else(|| name.to_owned(), |(local, domain)| format!("{local}@{domain}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read() {
        let check = |text: &str, user: &str, expect: Result<Option<&str>, &str>| {
            let directory = Directory::parse(text);
            let found = directory.as_ref().map(|directory| directory.department(user, "0A-1"));
            match (found, expect) {
                (Ok(found), Ok(expect)) => assert_eq!(found, expect, "{text}"),
                (Err(why), Err(words)) => assert!(why.contains(words), "{why}"),
                (found, expect) => panic!("{text}: {found:?}, not {expect:?}"),
            }
        };
        check("userPrincipalName,department\nAna@x.example,Hall\n", "ana@x.example", Ok(Some("Hall")));
        check(
            "\u{feff}department;User Principal Name\nHall;ana@x.example\n",
            "Ana@x.example",
            Ok(Some("Hall")),
        );
        check("id,department\n0a-1,Hall\n", "ana@x.example", Ok(Some("Hall")));
        check("upn,department\nana@x.example,\nbo@x.example,Hall\n", "ana@x.example", Ok(None));
        check("upn,department\nana_y.example#EXT#@x.example,Hall\n", "ana@y.example", Ok(Some("Hall")));
        check("upn,department\nana@x.example,\"Hall, Linz\"\n", "ana@x.example", Ok(Some("Hall, Linz")));
        check("upn,mail\nana@x.example,a\n", "", Err("no column `department`"));
        check("mail,department\na,Hall\n", "", Err("userPrincipalName"));
        check("upn,department\n", "", Err("no user"));
        check("", "", Err("no column"));
    }
}
