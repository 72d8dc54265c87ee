//! The portal's headers over the years, and files written under them: quoted or not, sound or not.

use super::invention::Cells;
use super::random::Random;

/// Headers with 44, 55 and 57 columns.
pub const HEADERS: [&str; 3] = [
    "Date (UTC),Request ID,Correlation ID,User ID,User,Username,User type,Cross tenant access type,\
     Incoming token type,Authentication Protocol,Unique token identifier,Client credential type,Application,\
     Application ID ,Resource,Resource ID ,Resource tenant ID,Home tenant ID,Home tenant name,IP address,\
     Location,Status,Sign-in error code,Failure reason,Client app,Device ID,Browser,Operating System,\
     Compliant,Managed,Join Type,Multifactor authentication result,Multifactor authentication auth method,\
     Multifactor authentication auth detail,Authentication requirement,Sign-in identifier,\
     IP address (seen by resource),Autonomous system  number,Flagged for review,Token issuer type,\
     Incoming token type,Token issuer name,Latency,Conditional Access",
    "Date (UTC),Request ID,User agent,Correlation ID,User ID,User,Username,User type,\
     Cross tenant access type,Incoming token type,Authentication Protocol,Unique token identifier,\
     Original transfer method,Client credential type,Token Protection - Sign In Session,\
     Token Protection - Sign In Session StatusCode,Application,Application ID ,Resource,Resource ID ,\
     Resource tenant ID,Home tenant ID,Home tenant name,IP address,Location,Status,Sign-in error code,\
     Failure reason,Client app,Device ID,Browser,Operating System,Compliant,Managed,Join Type,\
     Multifactor authentication result,Multifactor authentication auth method,\
     Multifactor authentication auth detail,Authentication requirement,Sign-in identifier,Session ID,\
     IP address (seen by resource),Through Global Secure Access,Global Secure Access IP address,\
     Autonomous system  number,Flagged for review,Token issuer type,Incoming token type,Token issuer name,\
     Latency,Conditional Access,Managed Identity type,Associated Resource Id,Federated Token Id,\
     Federated Token Issuer",
    "Date (UTC),Request ID,User agent,Correlation ID,User ID,User,Username,User type,\
     Cross tenant access type,Incoming token type,Authentication Protocol,Unique token identifier,\
     Original transfer method,Client credential type,Token Protection - Sign In Session,\
     Token Protection - Sign In Session StatusCode,Application,Application ID ,App owner tenant ID,Resource,\
     Resource ID ,Resource tenant ID,Resource owner tenant ID,Home tenant ID,Home tenant name,IP address,\
     Location,Status,Sign-in error code,Failure reason,Client app,Device ID,Browser,Operating System,\
     Compliant,Managed,Join Type,Multifactor authentication result,Multifactor authentication auth method,\
     Multifactor authentication auth detail,Authentication requirement,Sign-in identifier,Session ID,\
     IP address (seen by resource),Through Global Secure Access,Global Secure Access IP address,\
     Autonomous system  number,Flagged for review,Token issuer type,Incoming token type,Token issuer name,\
     Latency,Conditional Access,Managed Identity type,Associated Resource Id,Federated Token Id,\
     Federated Token Issuer",
];

/// What may be wrong with a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Nothing.
    None,
    /// A cell is missing.
    MissingCell,
    /// There is a cell too many.
    ExtraCell,
    /// A quote within a bare cell.
    QuoteInside,
    /// Text after a closing quote.
    QuoteBefore,
    /// A quote that opens and does not close in its cell.
    Unclosed,
    /// The same in the last cell.
    CutOff,
    /// A NUL byte.
    Nul,
    /// Bytes that are no UTF-8.
    BadBytes,
}

/// How a file is written.
pub struct Style {
    /// A comma or a semicolon.
    pub delimiter: u8,
    /// Whether every cell is quoted.
    pub quote_all: bool,
    /// Whether the file begins with a byte order mark.
    pub mark: bool,
    /// What ends a line.
    pub line_end: &'static str,
    /// Whether empty lines stand between records.
    pub blank_lines: bool,
    /// Whether the last line has an end.
    pub last_end: bool,
}

impl Style {
    /// Any style.
    pub fn any(random: &mut Random) -> Self {
        Self {
            delimiter: if random.chance(10) { b';' } else { b',' },
            quote_all: random.chance(40),
            mark: random.chance(50),
            line_end: if random.chance(50) { "\r\n" } else { "\n" },
            blank_lines: random.chance(20),
            last_end: random.chance(80),
        }
    }

    /// Quotes a cell where it must be, or where the file quotes all.
    fn cell(&self, text: &str) -> Vec<u8> {
        let special = |byte: u8| byte == self.delimiter || matches!(byte, b'"' | b'\r' | b'\n');
        if self.quote_all || text.bytes().any(special) {
            format!("\"{}\"", text.replace('"', "\"\"")).into_bytes()
        } else {
            text.as_bytes().to_vec()
        }
    }

    /// Writes a file of `header` and `rows`, each row with its flaw.
    pub fn file(&self, header: &str, rows: &[(Cells, Flaw)], random: &mut Random) -> Vec<u8> {
        let mut bytes = Vec::new();
        if self.mark {
            bytes.extend(b"\xef\xbb\xbf");
        }
        let names: Vec<&str> = header.split(',').collect();
        bytes.extend(self.line(names.iter().map(|name| self.cell(name)).collect()));
        for (cells, flaw) in rows {
            let value = |name: &&str| {
                let name = name.trim().to_lowercase().replace("  ", " ");
                cells.get(&name).map_or("", String::as_str)
            };
            let mut fields: Vec<Vec<u8>> = names.iter().map(|name| self.cell(value(name))).collect();
            let at = random.below(fields.len());
            match flaw {
                Flaw::None => {}
                Flaw::MissingCell => drop(fields.remove(at)),
                Flaw::ExtraCell => fields.insert(at, Vec::new()),
                Flaw::QuoteInside => fields[at] = b"to\"day".to_vec(),
                Flaw::QuoteBefore => fields[at] = b"\"to\"day".to_vec(),
                Flaw::Unclosed => fields[at] = b"\"today".to_vec(),
                Flaw::CutOff => fields[names.len() - 1] = b"\"today".to_vec(),
                Flaw::Nul => fields[at] = b"to\0day".to_vec(),
                Flaw::BadBytes => fields[at] = b"to\xff\xfeday".to_vec(),
            }
            bytes.extend(self.line(fields));
            if self.blank_lines && random.chance(15) {
                bytes.extend(self.line_end.as_bytes());
            }
        }
        if !self.last_end {
            while bytes.last().is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
                bytes.pop();
            }
        }
        bytes
    }

    fn line(&self, fields: Vec<Vec<u8>>) -> Vec<u8> {
        let mut line = fields.join(&self.delimiter);
        line.extend(self.line_end.as_bytes());
        line
    }
}
