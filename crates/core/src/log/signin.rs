//! Typed records: one sign-in, and the iterator that reads all of a file.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::content::input::Input;
use crate::field::Field;
use crate::field::status::{Code, Status};
use crate::log::batch::Batch;
use crate::log::chunk::{CHUNK_BYTES, Chunks};
use crate::log::chunk_reader::ChunkReader;
use crate::log::extent::Border;
use crate::log::ledger::Problem;
use crate::text::fault::Fault;
use crate::text::layout::Layout;
use crate::text::time::Time;
use crate::text::words::flag;

macro_rules! sign_in {
    (text { $($text:ident $text_field:ident)* } flags { $($flag:ident $flag_field:ident)* } numbers { $($number:ident $number_field:ident)* }) => {
        /// One sign-in, as one row tells it. Text is trimmed; empty means absent.
        #[derive(Debug, Clone, PartialEq)]
        pub struct SignIn {
            /// Its row; the header is row 1.
            pub row: u64,
            /// When it was made.
            pub time: Time,
            /// What became of it, decided by the code.
            pub status: Status,
            /// Whether it was interactive; `None` if neither the file nor the row says.
            pub interactive: Option<bool>,
            /// Whether it is a user's, and not a service principal's or managed identity's.
            pub is_user: bool,
            $(#[doc = concat!("The field `", stringify!($text), "`.")] pub $text: String,)*
            $(#[doc = concat!("The field `", stringify!($flag), "`; `None` where it is absent.")] pub $flag: Option<bool>,)*
            $(#[doc = concat!("The field `", stringify!($number), "`; `None` where it is absent or no number.")] pub $number: Option<i64>,)*
        }

        impl SignIn {
            /// The sign-in of one row of a batch.
            pub fn from_row(batch: &Batch, index: usize, row: u64) -> SignIn {
                SignIn {
                    row,
                    time: batch.times()[index],
                    status: batch.statuses()[index],
                    interactive: batch.row(index).interactive(),
                    is_user: batch.row(index).is_user(),
                    $($text: batch.cell_text(index, Field::$text_field),)*
                    $($flag: flag(&batch.cell_text(index, Field::$flag_field)),)*
                    $($number: batch.cell_text(index, Field::$number_field).parse().ok(),)*
                }
            }
        }
    };
}

sign_in! {
    text {
        request_id RequestId correlation_id CorrelationId session_id SessionId unique_token_id UniqueTokenId
        user_id UserId user User display_name DisplayName user_type UserType sign_in_identifier SignInIdentifier
        app App app_id AppId resource Resource resource_id ResourceId app_owner_tenant AppOwnerTenantId
        resource_owner_tenant ResourceOwnerTenantId resource_tenant ResourceTenantId home_tenant HomeTenantId
        home_tenant_name HomeTenantName tenant TenantId cross_tenant CrossTenant client_app ClientApp
        user_agent UserAgent protocol Protocol transfer_method TransferMethod incoming_token IncomingToken
        client_credential ClientCredential ip Ip resource_ip ResourceIp city City state State country Country
        status_word Status reason Reason device_id DeviceId device_name DeviceName os Os browser Browser
        trust_type TrustType requirement Requirement mfa_result MfaResult mfa_method MfaMethod mfa_detail MfaDetail
        steps Steps requirement_policies RequirementPolicies ca_status CaStatus policies Policies
        service_principal_id ServicePrincipalId service_principal ServicePrincipalName
        token_issuer_type TokenIssuerType token_issuer TokenIssuerName token_protection TokenProtection
        global_secure_access_ip GlobalSecureAccessIp risk_state RiskState risk_level RiskLevel
    }
    flags { compliant Compliant managed Managed global_secure_access GlobalSecureAccess flagged Flagged }
    numbers { code Code asn Asn token_protection_code TokenProtectionCode latency_ms Latency }
}

impl SignIn {
    /// What the catalogue knows of its code.
    pub fn error_code(&self) -> Option<&'static crate::field::catalogue::ErrorCode> {
        Code::parse(&self.code?.to_string()).entry
    }
}

/// Every sign-in of one file in its order; malformed rows are problems. Copies are not merged (see [`crate::log::scan`]).
pub struct SignIns {
    input: Input,
    reader: ChunkReader,
    next: u64,
    chunk: u64,
    lines: u64,
    ready: VecDeque<Result<SignIn, Problem>>,
}

impl SignIns {
    /// Reads a recognised log. Files that are not logs yield nothing.
    pub fn new(input: Input) -> SignIns {
        let reader = ChunkReader::new(input.shape.clone(), Arc::default());
        let next = if input.is_log() { input.start } else { u64::MAX };
        SignIns { reader, next, chunk: 0, lines: 0, ready: VecDeque::new(), input }
    }

    fn read_chunk(&mut self) -> std::io::Result<()> {
        let chunks = Chunks::new(&self.input, CHUNK_BYTES);
        let start = (self.next < chunks.limit(self.chunk)).then_some(self.next);
        let (extent, read) = self.reader.read(&chunks, 0, self.chunk, Border::At(start))?;
        self.chunk += 1;
        if start.is_some() {
            self.next = extent.end;
            self.collect(read.base);
            self.lines += u64::from(extent.lines);
        }
        Ok(())
    }

    fn collect(&mut self, base: u64) {
        let mut found = Vec::new();
        for one in std::mem::take(&mut self.reader.batch.structure.broken) {
            found.push((one.ordinal, Err((base + u64::from(one.start), one.fault))));
        }
        self.reader.batch.read_times();
        self.reader.batch.read_statuses();
        let first = if self.input.layout == Layout::Json { 1 } else { 2 };
        for index in 0..self.reader.batch.len() {
            let place = self.reader.batch.structure.rows[index];
            let entry = match self.fault(index) {
                Some(fault) => Err((base + self.reader.batch.raw_start(index), fault)),
                None => Ok(SignIn::from_row(
                    &self.reader.batch,
                    index,
                    self.lines + first + u64::from(place.ordinal),
                )),
            };
            found.push((place.ordinal, entry));
        }
        found.sort_by_key(|(ordinal, _)| *ordinal);
        let lines = self.lines;
        self.ready.extend(found.into_iter().map(|(ordinal, entry)| {
            let row = lines + first + u64::from(ordinal);
            entry.map_err(|(offset, fault)| Problem { file: 0, row, offset, fault, detail: String::new() })
        }));
    }

    fn fault(&self, index: usize) -> Option<Fault> {
        if self.reader.batch.times()[index] == Time::MIN {
            return Some(Fault::BadDate);
        }
        let silent = [Field::Code, Field::Status]
            .iter()
            .all(|field| self.reader.batch.cell_text(index, *field).is_empty());
        silent.then_some(Fault::NoStatus)
    }
}

impl Iterator for SignIns {
    type Item = std::io::Result<Result<SignIn, Problem>>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() && self.next < self.input.source.length() {
            if let Err(error) = self.read_chunk() {
                self.next = u64::MAX;
                return Some(Err(error));
            }
        }
        self.ready.pop_front().map(Ok)
    }
}
