//! Nothing shows a secret (T19).

use tower_cimd::config::Settings;

const SECRETS: [&str; 2] = ["hunter2", "0123456789abcdef0123456789abcdef"];

#[cfg(feature = "redis")]
#[tokio::test]
async fn neither_settings_nor_builder_nor_resolver_show_a_secret() {
    let folder = crate::files::Folder::new();
    folder.write("key", SECRETS[1]);
    let path = folder.write(
        "settings.toml",
        "issuer = \"https://as.example.com\"\n\
         [egress]\nproxy = \"http://user:hunter2@proxy.internal:3128\"\n\
         [store]\nurl = \"redis://:hunter2@redis.internal\"\nkey_file = \"key\"\n",
    );
    let settings = Settings::from_file(path).unwrap();
    let builder = settings.builder().unwrap();
    let mut shown = format!("{settings:?} {builder:?}");
    let resolver = builder.build().unwrap();
    shown += &format!("{resolver:?} {:?}", settings.apply(&resolver));
    for secret in SECRETS {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[cfg(feature = "redis")]
#[test]
fn a_key_that_is_too_short_is_told_with_the_line_that_leads_to_it() {
    let folder = crate::files::Folder::new();
    folder.write("key", "hunter2 is too short\n");
    let path = folder.write(
        "settings.toml",
        "issuer = \"https://as.example.com\"\n[store]\nurl = \"redis://redis.internal\"\n\
         key_file = \"key\"\n",
    );
    let settings = Settings::from_file(&path).unwrap();
    let error = settings.builder().map(drop).unwrap_err().to_string();
    let place = format!("{}:4: store.key_file: ", path.display());
    assert_eq!(error, place + "leads to a key of fewer than 32 bytes");
}

#[test]
fn a_proxy_with_a_password_is_not_repeated() {
    let text = "issuer = \"https://as.example.com\"\n[egress]\nproxy = \"ftp://user:hunter2@x\"";
    let error = text.parse::<Settings>().unwrap_err();
    assert!(!format!("{error} {error:?}").contains(SECRETS[0]));
}
