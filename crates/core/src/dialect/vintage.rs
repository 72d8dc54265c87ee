//! Vintages: the header of the portal's CSV over the years, told by its number of columns.

/// The header of 2025-12, the longest.
const LONGEST: &str = "Date (UTC),Request ID,User agent,Correlation ID,User ID,User,Username,User type,Cross tenant access type,Incoming token type,Authentication Protocol,Unique token identifier,Original transfer method,Client credential type,Token Protection - Sign In Session,Token Protection - Sign In Session StatusCode,Application,Application ID ,App owner tenant ID,Resource,Resource ID ,Resource tenant ID,Resource owner tenant ID,Home tenant ID,Home tenant name,IP address,Location,Status,Sign-in error code,Failure reason,Client app,Device ID,Browser,Operating System,Compliant,Managed,Join Type,Multifactor authentication result,Multifactor authentication auth method,Multifactor authentication auth detail,Authentication requirement,Sign-in identifier,Session ID,IP address (seen by resource),Through Global Secure Access,Global Secure Access IP address,Autonomous system  number,Flagged for review,Token issuer type,Incoming token type,Token issuer name,Latency,Conditional Access,Managed Identity type,Associated Resource Id,Federated Token Id,Federated Token Issuer";

/// The English header with this many columns; `None` if no vintage has that number. Each older vintage lacks columns that a newer one
/// added.
pub(super) fn header(columns: usize) -> Option<Vec<String>> {
    let owners = ["App owner tenant ID", "Resource owner tenant ID"];
    let later = [
        "Token Protection - Sign In Session StatusCode",
        "Session ID",
        "Through Global Secure Access",
        "Global Secure Access IP address",
        "Federated Token Id",
        "Federated Token Issuer",
    ];
    let first = [
        "User agent",
        "Original transfer method",
        "Token Protection - Sign In Session",
        "Managed Identity type",
        "Associated Resource Id",
    ];
    let lacks: Vec<&str> = match columns {
        57 => Vec::new(),
        56 => owners[..1].to_vec(),
        55 => owners.to_vec(),
        49 => [&owners[..], &later].concat(),
        44 => [&owners[..], &later, &first].concat(),
        _ => return None,
    };
    Some(LONGEST.split(',').filter(|name| !lacks.contains(name)).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vintages_have_their_widths() {
        for width in [44, 49, 55, 56, 57] {
            assert_eq!(header(width).unwrap().len(), width);
        }
        let token = |width: usize| -> Vec<usize> {
            let header = header(width).unwrap();
            (0..width)
                .filter(|column| header[*column] == "Incoming token type")
                .map(|column| column + 1)
                .collect()
        };
        assert_eq!((token(57), token(55), token(44)), (vec![10, 50], vec![10, 48], vec![9, 41]));
        assert!(header(50).is_none());
    }
}
