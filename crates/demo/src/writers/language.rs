//! Language: the header and the status words of a portal in another language, as far as public parsers and posts know them.

use crate::outcome::Word;

/// The language of the portal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Spanish.
    Spanish,
    /// French.
    French,
    /// Japanese, of which one name is known; the others are made up.
    Japanese,
}

/// English, Spanish, French; empty where no export was seen.
const NAMES: &[(&str, &str, &str)] = &[
    ("Date (UTC)", "Fecha (UTC)", "Date (UTC)"),
    ("User", "Usuario", "Utilisateur"),
    ("Username", "Nombre de usuario", "Nom d'utilisateur"),
    ("User ID", "Id. de usuario", ""),
    ("User type", "Tipo de usuario", ""),
    ("User agent", "User agent", "Agent utilisateur"),
    ("Correlation ID", "Id. de correlación", ""),
    ("Session ID", "", "ID de session"),
    ("IP address", "Dirección IP", "Adresse IP"),
    ("Location", "Ubicación", "Emplacement"),
    ("Status", "Estado", "Statut"),
    ("Sign-in error code", "", "Code d'erreur de connexion"),
    ("Failure reason", "Motivo del error", ""),
    ("Application", "Aplicación", "Application"),
    ("Application ID ", "", "ID d'application"),
    ("Resource", "Recurso", "Ressource"),
    ("Client app", "Aplicación cliente", "Application cliente"),
    ("Browser", "Explorador", "Navigateur"),
    ("Operating System", "Sistema operativo", "Système d'exploitation"),
    ("Device ID", "", "ID de l'appareil"),
    ("Compliant", "", "Conforme"),
    ("Managed", "", "Géré"),
    ("Authentication requirement", "Requisito de autenticación", "Exigence d\u{2019}authentification"),
    ("Multifactor authentication auth method", "", "Méthode d\u{2019}authentification multifacteur"),
    ("Authentication Protocol", "Protocolo de autenticación", "Protocole d'authentification"),
    ("Client credential type", "Tipo de credencial de cliente", ""),
    ("Autonomous system  number", "Número de sistema autónomo", "Numéro de système autonome"),
    ("Original transfer method", "", "Méthode de transfert d'origine"),
    ("Cross tenant access type", "", "Type d'accès client croisée"),
];

impl Language {
    /// Every language.
    pub const ALL: [Language; 4] =
        [Language::English, Language::Spanish, Language::French, Language::Japanese];

    /// The name of a column; that of the export where it is known, else one that nobody knows.
    pub fn header(self, english: &'static str) -> String {
        let known = NAMES.iter().find(|(name, ..)| *name == english);
        match (self, known) {
            (Language::English, _) => english.to_owned(),
            (Language::Spanish, Some((_, name, _))) | (Language::French, Some((.., name)))
                if !name.is_empty() =>
            {
                (*name).to_owned()
            }
            (Language::Japanese, _) if english == "Sign-in error code" => {
                "サインインのエラー コード".to_owned()
            }
            (Language::Japanese, _) => {
                format!("列 {}", english.len() * 31 + usize::from(english.as_bytes()[0]))
            }
            (_, _) => format!("({})", english.trim()),
        }
    }

    /// The word of the status column.
    pub const fn status(self, word: Word) -> &'static str {
        match (self, word) {
            (Language::English, word) => word.text(),
            (Language::Spanish, Word::Success) => "Correcto",
            (Language::Spanish, Word::Failure) => "Error",
            (Language::Spanish, Word::Interrupted) => "Interrumpido",
            (Language::French, Word::Success) => "Opération réussie",
            (Language::French, Word::Failure) => "Échec",
            (Language::French, Word::Interrupted) => "Interrompu",
            (Language::Japanese, Word::Success) => "成功",
            (Language::Japanese, Word::Failure) => "失敗",
            (Language::Japanese, Word::Interrupted) => "中断",
        }
    }
}
