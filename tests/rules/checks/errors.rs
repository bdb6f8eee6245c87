//! The kinds of failed checks.

use std::collections::HashSet;

use tower_cimd::rules::checks::CheckError;

#[test]
fn each_rule_has_a_name_of_its_own() {
    let names: HashSet<_> = CheckError::ALL.iter().map(|kind| kind.rule()).collect();
    assert_eq!(names.len(), CheckError::ALL.len());
    for name in names {
        assert!(
            name.bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'_' | b'.')),
            "{name}"
        );
    }
}

/// RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E.
#[test]
fn each_is_told_in_characters_that_may_be_told() {
    for kind in CheckError::ALL {
        let told = kind.description();
        assert!(
            told.bytes()
                .all(|byte| matches!(byte, 0x20..=0x21 | 0x23..=0x5b | 0x5d..=0x7e)),
            "{told}"
        );
        assert_eq!(kind.to_string(), told);
    }
}

/// RFC 6749 §4.1.2.1, §5.2, RFC 8707 §2, RFC 9101 §6, RFC 9449 §5, OpenID Connect Core §3.1.2.6.
#[test]
fn each_has_a_code_that_is_registered() {
    const CODES: [&str; 12] = [
        "invalid_request",
        "invalid_grant",
        "unsupported_response_type",
        "unsupported_grant_type",
        "unauthorized_client",
        "invalid_scope",
        "invalid_target",
        "request_uri_not_supported",
        "request_not_supported",
        "invalid_request_uri",
        "invalid_request_object",
        "interaction_required",
    ];
    for kind in CheckError::ALL {
        let code = kind.error();
        assert!(
            CODES.contains(&code) || code == "invalid_dpop_proof",
            "{code}"
        );
    }
}

/// RFC 6749 §3.1.2.4, and T1.
#[test]
fn what_is_wrong_with_the_way_back_is_never_told_on_it() {
    let of_the_way =
        |kind: &&CheckError| matches!(kind.parameter(), "redirect_uri" | "request" | "prompt");
    for kind in CheckError::ALL.iter().filter(of_the_way) {
        let demanded = *kind == CheckError::SignedRequestRequired;
        assert_eq!(kind.is_redirectable(), demanded, "{kind:?}");
    }
}
