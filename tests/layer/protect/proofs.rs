//! Proofs of possession: what a verifier needs for DPoP (RFC 9449) or client certificates.

use http::request::Parts;
use tower_cimd::layer::protect::{PresentedToken, Scheme, TokenError};
use tower_cimd::resolve::BoxFuture;
use tower_cimd::rules::access_token::TokenClaims;
use tower_cimd::{ProtectLayer, TokenVerifier};

use super::{bearing, call, claims, metadata, refused, serving};
use crate::rig::{ask, with};

/// Takes a bound token with a proof that names the request, and an unbound one as it is.
#[derive(Debug)]
struct Bound;

impl TokenVerifier for Bound {
    fn verify<'a>(
        &'a self,
        token: &'a PresentedToken,
        parts: &'a Parts,
    ) -> BoxFuture<'a, Result<TokenClaims, TokenError>> {
        let proof = format!("{} {}", parts.method, parts.uri);
        let is_proven = parts
            .headers
            .get("dpop")
            .is_some_and(|field| *field == *proof);
        let verified = match (token.as_str(), token.scheme()) {
            ("bound", Scheme::Dpop) if is_proven => Ok(claims()),
            ("bound", Scheme::Dpop) => Err(TokenError::Proof { rule: "dpop.htm" }),
            // RFC 9449 §7.2: a bound token is not taken as any bearer's.
            ("good", Scheme::Bearer) => Ok(claims()),
            _ => Err(TokenError::invalid()),
        };
        Box::pin(std::future::ready(verified))
    }

    fn dpop_algorithms(&self) -> &[&'static str] {
        &["ES256"]
    }
}

async fn status(authorization: &str, proof: Option<&str>) -> u16 {
    let mut request = bearing(&[authorization]);
    if let Some(proof) = proof {
        request = with(request, "dpop", proof);
    }
    let server = serving(ProtectLayer::new(&metadata(), Bound));
    ask(&server, request).await.status.as_u16()
}

#[tokio::test]
async fn the_verifier_sees_the_scheme_and_the_head_of_the_request() {
    assert_eq!(status("DPoP bound", Some("POST /mcp")).await, 200);
    assert_eq!(status("dpop bound", Some("POST /mcp")).await, 200);
    assert_eq!(status("DPoP bound", Some("GET /mcp")).await, 401);
    assert_eq!(status("DPoP bound", None).await, 401);
    assert_eq!(status("Bearer bound", Some("POST /mcp")).await, 401);
    assert_eq!(status("Bearer good", None).await, 200);
}

#[tokio::test]
async fn a_proof_is_refused_by_the_verifiers_own_rule() {
    let server = serving(ProtectLayer::new(&metadata(), Bound));
    let answer = ask(&server, bearing(&["DPoP bound"])).await;
    refused(&answer, 401, Some("invalid_dpop_proof"), "dpop.htm");
}

#[tokio::test]
async fn a_verifier_may_be_shared() {
    let shared: std::sync::Arc<dyn TokenVerifier> = std::sync::Arc::new(Bound);
    for _ in 0..2 {
        let layer = ProtectLayer::new(&metadata(), std::sync::Arc::clone(&shared));
        let server = serving(layer);
        assert_eq!(ask(&server, call()).await.status, 200);
        let answer = ask(&server, bearing(&[])).await;
        let challenges = answer.headers.get_all("www-authenticate").iter();
        assert_eq!(challenges.count(), 2);
    }
}
