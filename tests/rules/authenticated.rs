//! `rules::authenticated`: that a client has proven to be itself.

use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::authenticated::Authenticated;

#[test]
fn nobody_is_authenticated_by_none() {
    for method in AuthMethod::ALL {
        let made = Authenticated::new(*method).map(|authenticated| authenticated.method());
        let expected = (*method != AuthMethod::None).then_some(*method);
        assert_eq!(made, expected, "{method:?}");
    }
}

#[test]
fn a_key_is_named_where_there_is_one() {
    let by_certificate = Authenticated::new(AuthMethod::TlsClientAuth).unwrap();
    assert_eq!(by_certificate.key_thumbprint(), None);
    let by_key = Authenticated::new(AuthMethod::PrivateKeyJwt).unwrap();
    assert_eq!(by_key.with_key([7; 32]).key_thumbprint(), Some(&[7; 32]));
}
