//! Translations: the headers of portals in other languages.

/// Header names of portals in other languages and the English name (source: public parsers and support threads).
const TRANSLATIONS: &[(&str, &str)] = &[
    ("fecha (utc)", "date (utc)"),
    ("usuario", "user"),
    ("nombre de usuario", "username"),
    ("nom d'utilisateur", "username"),
    ("id. de usuario", "user id"),
    ("tipo de usuario", "user type"),
    ("agent utilisateur", "user agent"),
    ("id. de correlación", "correlation id"),
    ("id de session", "session id"),
    ("dirección ip", "ip address"),
    ("adresse ip", "ip address"),
    ("ubicación", "location"),
    ("emplacement", "location"),
    ("estado", "status"),
    ("statut", "status"),
    ("code d'erreur de connexion", "sign-in error code"),
    ("サインインのエラー コード", "sign-in error code"),
    ("motivo del error", "failure reason"),
    ("aplicación", "application"),
    ("id d'application", "application id"),
    ("recurso", "resource"),
    ("ressource", "resource"),
    ("aplicación cliente", "client app"),
    ("application cliente", "client app"),
    ("explorador", "browser"),
    ("navigateur", "browser"),
    ("sistema operativo", "operating system"),
    ("système d'exploitation", "operating system"),
    ("id de l'appareil", "device id"),
    ("conforme", "compliant"),
    ("géré", "managed"),
    ("requisito de autenticación", "authentication requirement"),
    ("exigence d'authentification", "authentication requirement"),
    ("méthode d'authentification multifacteur", "multifactor authentication auth method"),
    ("protocolo de autenticación", "authentication protocol"),
    ("protocole d'authentification", "authentication protocol"),
    ("tipo de credencial de cliente", "client credential type"),
    ("número de sistema autónomo", "autonomous system number"),
    ("numéro de système autonome", "autonomous system number"),
    ("méthode de transfert d'origine", "original transfer method"),
    ("type d'accès client croisée", "cross tenant access type"),
];

/// Header keys, with those of other languages translated to English.
pub(super) fn translated(keys: &[String]) -> Vec<String> {
    let english =
        |key: &String| TRANSLATIONS.iter().find(|(name, _)| name == key).map(|(_, english)| *english);
    keys.iter().map(|key| english(key).map_or_else(|| key.clone(), str::to_owned)).collect()
}
