//! Proof Key for Code Exchange.

use tower_cimd::rules::pkce::{is_code_challenge, is_code_verifier, verify_code_verifier};

/// RFC 7636, Appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

#[test]
fn the_verifier_of_the_specification_has_its_challenge() {
    assert!(verify_code_verifier(CHALLENGE, VERIFIER));
}

#[test]
fn another_verifier_or_challenge_is_not_it() {
    for place in 0..VERIFIER.len() {
        let mut other = VERIFIER.to_owned();
        other.replace_range(
            place..=place,
            if &VERIFIER[place..=place] == "A" {
                "B"
            } else {
                "A"
            },
        );
        assert!(!verify_code_verifier(CHALLENGE, &other), "{other}");
    }
    for place in 0..CHALLENGE.len() {
        let mut other = CHALLENGE.to_owned();
        other.replace_range(
            place..=place,
            if &CHALLENGE[place..=place] == "A" {
                "B"
            } else {
                "A"
            },
        );
        assert!(!verify_code_verifier(&other, VERIFIER), "{other}");
    }
    for challenge in [
        "",
        &CHALLENGE[1..],
        &CHALLENGE[..42],
        &format!("{CHALLENGE}="),
        VERIFIER,
    ] {
        assert!(!verify_code_verifier(challenge, VERIFIER), "{challenge}");
    }
}

/// `plain`: the challenge is the verifier.
#[test]
fn a_challenge_is_never_its_own_verifier() {
    assert!(!verify_code_verifier(CHALLENGE, CHALLENGE));
    assert!(!verify_code_verifier(VERIFIER, VERIFIER));
}

#[test]
fn a_verifier_that_is_too_short_proves_nothing_though_it_hash_right() {
    // SHA-256 of "", in base64url.
    let challenge = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
    assert!(is_code_challenge(challenge));
    assert!(!verify_code_verifier(challenge, ""));
}

#[test]
fn a_challenge_is_of_one_length_and_a_verifier_within_two() {
    for length in 0..=200 {
        let text = "a".repeat(length);
        assert_eq!(is_code_challenge(&text), length == 43, "{length}");
        assert_eq!(
            is_code_verifier(&text),
            (43..=128).contains(&length),
            "{length}"
        );
    }
}
