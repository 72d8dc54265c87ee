//! Cast: the accounts that the story knows by name.

use crate::account::{Credential, Factor, Role};
use crate::part::Part;

/// One named employee.
pub(crate) struct Member {
    /// Display name.
    pub display_name: &'static str,
    /// Local part of the user name.
    pub local: &'static str,
    /// Role.
    pub role: Role,
    /// Part in the story.
    pub part: Part,
    /// First step.
    pub credential: Credential,
    /// Second step.
    pub factor: Factor,
    /// Per-user MFA from before the rollout.
    pub per_user_mfa: bool,
}

macro_rules! members {
    ($($name:literal $local:literal $role:ident $part:ident $credential:ident $factor:ident $per_user:literal;)*) => {
        &[$(Member {
            display_name: $name, local: $local, role: Role::$role, part: Part::$part,
            credential: Credential::$credential, factor: Factor::$factor, per_user_mfa: $per_user,
        }),*]
    };
}

/// The IT team, the admins, and everyone with a part or an odd name.
pub(crate) static MEMBERS: &[Member] = members! {
    "Kerstin Vogt" "kerstin.vogt" It Crowd Key Push true;
    "Omar Haddad" "omar.haddad" It Crowd Password Push true;
    "Lisbeth Berg" "lisbeth.berg" It Crowd Hello Push true;
    "Emre Kaya" "emre.kaya" It Developer Password Push true;
    "Tilda Rosen" "tilda.rosen" It Crowd Password Code true;
    "Janik Pohl" "janik.pohl" It Crowd Hello Push true;
    "Selma Yildirim" "selma.yildirim" It Crowd Password Push true;
    "Ruben Okafor" "ruben.okafor" It Crowd PhoneSignIn Push true;
    "Greta Lindholm" "greta.lindholm" It Crowd Certificate Push true;
    "Mats Brinkmann" "mats.brinkmann" It Unbound Password Push true;
    "Dunja Kovac" "dunja.kovac" It Crowd Password Text true;
    "Philipp Ahrens" "philipp.ahrens" It Crowd Key Push true;
    "Kerstin Vogt (Admin)" "adm-kvogt" Admin Crowd Key Push true;
    "Omar Haddad (Admin)" "adm-ohaddad" Admin Crowd Key Push true;
    "Lisbeth Berg (Admin)" "adm-lberg" Admin Crowd Password Push true;
    "Henrike Falkenberg" "henrike.falkenberg" Staff Cfo Password Call true;
    "Bastian Krüger" "bastian.krueger" Staff StaleAuthenticator Password Push false;
    "Gerda Haas" "gerda.haas" Staff NoPhone Password Push false;
    "Ulf Petersen" "ulf.petersen" Staff NotAllowed Password Code false;
    "Regina Moll" "regina.moll" Staff OnLeave Password Push false;
    "Torben Siewert" "torben.siewert" Staff OnLeave Password Push false;
    "Hatice Arslan" "hatice.arslan" Staff Forced Password Push false;
    "Wolfram Distler" "wolfram.distler" Staff Forced Password Text false;
    "Annika Sommer" "annika.sommer" Staff Forced Password Push false;
    "Tobias Winkler" "tobias.winkler" Staff Exempt Password Push false;
    "Leonie Bauer" "leonie.bauer" Staff LostPhone Password Push false;
    "Samira Nasser" "samira.nasser" Staff NewJoiner Password Push false;
    "Viktor Hahn" "viktor.hahn" Staff Leaver Password Push false;
    "Carla Jiménez" "carla.jimenez" Staff Traveller Password Push true;
    "Henning Voss" "henning.voss" Staff VpnUser Password Push true;
    "Rainer Thiel" "rainer.thiel" Staff OldOutlook Password Push false;
    "Brigitte Kranz" "brigitte.kranz" Staff OldOutlook Password Text false;
    "Egon Matthes" "egon.matthes" Staff OldOutlook Password Push false;
    "Silke Andresen" "silke.andresen" Staff NativeMail Password Push false;
    "Davor Maric" "davor.maric" Staff NativeMail Password Push false;
    "Ingrid Solberg" "ingrid.solberg" Staff NativeMail Password Text false;
    "Dieter Lang" "dieter.lang" Staff StalePhone Password Push false;
    "Jonas Brandt" "jonas.brandt" Staff MailboxRead Password Push true;
    "Marta Kowalski" "marta.kowalski" Staff PasswordKnown Password Push true;
    "Noor Rahimi" "noor.rahimi" Staff Fatigued Password Push true;
    "Elif Şahin" "elif.sahin" Staff FraudReporter Password Push true;
    "Sanne de Vries" "sanne.devries" Staff Proxied Password Push true;
    "Paula Lindner" "paula.lindner" Staff CodePhished Password Push true;
    "Gunnar Eklund" "gunnar.eklund" Staff Guessed Password Push false;
    "Meike Stolz" "meike.stolz" Staff Noncompliant Password Push true;
    "Arne Wulff" "arne.wulff" Staff DrawingUser Password Push false;
    "Petra Zoller" "petra.zoller" Staff DrawingUser Password Push false;
    "Ivo Blazek" "ivo.blazek" Staff DrawingUser Password Code false;
    "Lotte Friis" "lotte.friis" Staff DrawingUser Password Push false;
    "Maren Holst" "maren.holst" Staff PasswordChanged Password Push true;
    "Felix Ammann" "felix.ammann" Staff Outbound Hello Push false;
    "Müller, Jörg" "joerg.mueller" Staff Crowd Password Push true;
    "Siobhán \"Shiv\" O'Rourke" "siobhan.orourke" Staff Crowd Password Push true;
    "王 小雨" "xiaoyu.wang" Staff Crowd Password Push false;
    "佐藤 美咲" "misaki.sato" Staff Crowd Hello Push false;
    "Nadia Petrova 🚲" "nadia.petrova" Staff Crowd Password Push true;
    "Łukasz Żółty" "lukasz.zolty" Staff Crowd Password Code false;
    "d'Aubigny, Renée, Dr. \"techn.\"" "renee.daubigny" Staff Crowd PhoneSignIn Push false;
    "Ole Hansen\n(extern, Halle 2)" "ole.hansen" Staff Crowd Password Push false;
};

/// Accounts that are no person: display name, local part, role, part.
pub(crate) static MACHINES: &[(&str, &str, Role, Part)] = &[
    ("svc-emergency-alpha", "svc-emergency-alpha", Role::BreakGlass, Part::Alpha),
    ("svc-emergency-bravo", "svc-emergency-bravo", Role::BreakGlass, Part::Bravo),
    ("Info", "info", Role::SharedMailbox, Part::Crowd),
    ("Buchhaltung", "accounting", Role::SharedMailbox, Part::Crowd),
    ("Karriere", "careers", Role::SharedMailbox, Part::Crowd),
    ("Helpdesk", "helpdesk", Role::SharedMailbox, Part::Crowd),
    ("Besprechung Alster", "room-alster", Role::Room, Part::Crowd),
    ("Besprechung Elbe", "room-elbe", Role::Room, Part::Crowd),
    ("Besprechung Prater", "room-prater", Role::Room, Part::Crowd),
    ("Besprechung Donau", "room-donau", Role::Room, Part::Crowd),
    ("Scanner Hamburg 1", "svc-scan-hh-01", Role::Service, Part::ScannerMoved),
    ("Scanner Hamburg 2", "svc-scan-hh-02", Role::Service, Part::ScannerMoved),
    ("Scanner Wien 1", "svc-scan-vie-01", Role::Service, Part::ScannerBroken),
    ("Scanner Linz 1", "svc-scan-lnz-01", Role::Service, Part::ScannerExempt),
    ("CRM Import", "crm-import", Role::Service, Part::CrmImport),
    ("Fax Server", "svc-fax", Role::Service, Part::Fax),
    ("Backup Script", "svc-backup", Role::Service, Part::BackupScript),
    ("Monitoring", "svc-monitoring", Role::Service, Part::Monitoring),
];

/// Guests: display name, home user name, position of the partner.
pub(crate) static GUESTS: &[(&str, &str, usize)] = &[
    ("Agnes Thorne", "agnes.thorne@harbour-legal.example", 0),
    ("Cyril Massey", "cyril.massey@harbour-legal.example", 0),
    ("Priya Raman", "priya.raman@harbour-legal.example", 0),
    ("Dominik Wirth", "dominik.wirth@ostwind-logistik.example", 1),
    ("Jana Prochazka", "jana.prochazka@ostwind-logistik.example", 1),
    ("Kai Ostermann", "kai.ostermann@ostwind-logistik.example", 1),
    ("Nele Brodersen", "nele.brodersen@ostwind-logistik.example", 1),
    ("Hugo Ferrand", "hugo.ferrand@bluepeak-studio.example", 2),
    ("Inès Caron", "ines.caron@bluepeak-studio.example", 2),
    ("Matteo Riva", "matteo.riva@bluepeak-studio.example", 2),
    ("Stine Dahl", "stine.dahl@lakeside-surveys.example", 3),
    ("Oskar Lund", "oskar.lund@lakeside-surveys.example", 3),
    ("Freja Holm", "freja.holm@lakeside-surveys.example", 3),
    ("Rasmus Bak", "rasmus.bak@lakeside-surveys.example", 3),
];
