//! What one client may ask for at most.

use tower_cimd::Leg;
use tower_cimd::rules::checks::Ceilings;
use tower_cimd::rules::parameters::Parameters;

const DEVICE: &str = "urn:ietf:params:oauth:grant-type:device_code";

fn scopes(scopes: &[&str]) -> Ceilings {
    Ceilings {
        scopes: Some(scopes.iter().map(|&scope| scope.into()).collect()),
        ..Ceilings::default()
    }
}

fn grant_types(types: &[&str]) -> Ceilings {
    Ceilings {
        grant_types: Some(types.iter().map(|&grant| grant.into()).collect()),
        ..Ceilings::default()
    }
}

/// The rule that the request breaks; empty where it breaks none.
fn check(ceilings: &Ceilings, leg: Leg, form: &str, rule: &str) {
    let parameters = Parameters::parse(form.as_bytes());
    let outcome = ceilings.check(leg, (&parameters).into());
    let broken = outcome.map_or_else(|error| error.rule(), |()| "");
    assert_eq!(broken, rule, "{leg:?} {form}");
}

#[test]
fn the_default_sets_no_bound() {
    for leg in Leg::ALL {
        check(&Ceilings::default(), leg, "", "");
        check(
            &Ceilings::default(),
            leg,
            "scope=admin&grant_type=password&response_type=token",
            "",
        );
    }
}

#[test]
fn a_scope_is_within_the_ceiling_on_every_leg_that_has_one() {
    let most = scopes(&["tools", "offline_access"]);
    for leg in [
        Leg::Authorization,
        Leg::PushedAuthorization,
        Leg::DeviceAuthorization,
        Leg::Token,
    ] {
        check(&most, leg, "scope=tools", "");
        check(&most, leg, "scope=offline_access++tools", "");
        check(&most, leg, "scope=tools+admin", "scope.beyond_ceiling");
        check(&most, leg, "scope=Tools", "scope.beyond_ceiling");
        check(
            &most,
            leg,
            "grant_type=refresh_token&scope=admin",
            "scope.beyond_ceiling",
        );
    }
}

/// What is given by default may be more.
#[test]
fn a_grant_begins_with_a_scope_that_is_named() {
    let most = scopes(&["tools"]);
    for leg in [
        Leg::Authorization,
        Leg::PushedAuthorization,
        Leg::DeviceAuthorization,
    ] {
        for none in ["", "scope=", "scope=+"] {
            check(&most, leg, none, "scope.unnamed");
        }
    }
    for begins in [
        "client_credentials",
        "urn:ietf:params:oauth:grant-type:token-exchange",
        "",
    ] {
        check(
            &most,
            Leg::Token,
            &format!("grant_type={begins}"),
            "scope.unnamed",
        );
    }
    check(&most, Leg::Token, "", "scope.unnamed");
}

#[test]
fn what_follows_from_a_grant_needs_no_scope() {
    for follows in ["authorization_code", "refresh_token", DEVICE] {
        check(
            &scopes(&["tools"]),
            Leg::Token,
            &format!("grant_type={follows}"),
            "",
        );
    }
}

#[test]
fn no_scopes_at_all_are_a_ceiling() {
    check(
        &scopes(&[]),
        Leg::Authorization,
        "scope=openid",
        "scope.beyond_ceiling",
    );
}

#[test]
fn a_grant_type_is_within_the_ceiling() {
    let most = grant_types(&["authorization_code"]);
    check(&most, Leg::Token, "grant_type=authorization_code", "");
    check(
        &most,
        Leg::Token,
        "grant_type=refresh_token",
        "grant_type.beyond_ceiling",
    );
    check(
        &most,
        Leg::Token,
        "grant_type=Authorization_code",
        "grant_type.beyond_ceiling",
    );
    check(
        &most,
        Leg::DeviceAuthorization,
        "",
        "grant_type.beyond_ceiling",
    );
    check(&grant_types(&[DEVICE]), Leg::DeviceAuthorization, "", "");
}

#[test]
fn a_response_type_stands_for_its_grant_types() {
    for leg in [Leg::Authorization, Leg::PushedAuthorization] {
        let code = grant_types(&["authorization_code"]);
        check(&code, leg, "response_type=code", "");
        check(
            &code,
            leg,
            "response_type=code+id_token",
            "grant_type.beyond_ceiling",
        );
        check(
            &code,
            leg,
            "response_type=token",
            "grant_type.beyond_ceiling",
        );
        let refresh = grant_types(&["refresh_token"]);
        check(
            &refresh,
            leg,
            "response_type=code",
            "grant_type.beyond_ceiling",
        );
        let both = grant_types(&["authorization_code", "implicit"]);
        check(&both, leg, "response_type=id_token+code", "");
    }
}

/// Whatever it was given must stay revocable.
#[test]
fn revocation_and_introspection_have_no_ceiling() {
    let most = Ceilings {
        scopes: Some(Vec::new()),
        grant_types: Some(Vec::new()),
    };
    for leg in [Leg::Revocation, Leg::Introspection] {
        check(&most, leg, "token=t&scope=admin&grant_type=password", "");
    }
}
