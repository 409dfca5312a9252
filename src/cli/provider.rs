//! The provider that officials sign in with, as the settings say.

use anyhow::{Context, anyhow};

use crate::config::Config;
use crate::texts::Texts;
use crate::web::{Provider, Registration};

/// The provider, if the settings name one. It is not asked yet: it may be away while we begin.
pub(super) fn open(config: &Config) -> anyhow::Result<Option<Provider>> {
    let Some(oidc) = &config.oidc else { return Ok(None) };
    let unread =
        |setting, path: &std::path::Path| format!("{setting} names {}, which cannot be read", path.display());
    let secret = std::fs::read_to_string(&oidc.client_secret)
        .with_context(|| unread("REDRESS_OIDC_CLIENT_SECRET_FILE", &oidc.client_secret))?;
    let ca = match &oidc.ca {
        Some(path) => Some(std::fs::read(path).with_context(|| unread("REDRESS_OIDC_CA", path))?),
        None => None,
    };
    let name = Texts { en: oidc.name.clone(), ru: oidc.name_ru.clone(), kk: oidc.name_kk.clone() };
    let registration = Registration {
        issuer: &oidc.issuer,
        client: &oidc.client_id,
        secret: &secret,
        name: &name,
        ca: ca.as_deref(),
    };
    let provider = Provider::new(&registration);
    provider.map(Some).map_err(|why| anyhow!("the settings REDRESS_OIDC_… cannot be used: {why}"))
}
