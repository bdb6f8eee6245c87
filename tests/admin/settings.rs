//! What is no setting is an error.

use tower_cimd::admin::{Admin, AdminError, GuardedAdmin};

use crate::rig::{Rig, guard};

fn admin() -> GuardedAdmin {
    Admin::new(Rig::new().resolver.operator()).guard(guard)
}

#[tokio::test]
async fn a_key_has_32_bytes() {
    assert_eq!(admin().key([0; 31]).build().unwrap_err(), AdminError::Key);
    assert!(admin().key([0; 32]).build().is_ok());
}

#[tokio::test]
async fn an_origin_is_as_browsers_write_it() {
    let check = |origin: &str, expected: bool| {
        let built = admin().origin(origin).build();
        assert_eq!(built.is_ok(), expected, "{origin}");
        assert!(built.is_ok() || built.unwrap_err() == AdminError::Origin);
    };
    check("https://as.example.com", true);
    check("http://127.0.0.1:3000", true);
    check("https://as.example.com/", false);
    check("https://as.example.com:443", false);
    check("https://AS.example.com", false);
    check("as.example.com", false);
    check("null", false);
    check("data:,a", false);
    check("", false);
}
