//! What is unusual about a certificate, and the certificate that has it.

use std::time::{Duration, SystemTime};

use rcgen::string::Ia5String;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CertifiedIssuer, DnType,
    ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, KeyPair, KeyUsagePurpose, NameConstraints,
    SanType,
};

/// What is unusual about a certificate; most of it is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// It ended yesterday.
    Expired,
    /// It begins tomorrow.
    NotYetValid,
    /// It is its own authority.
    SelfSigned,
    /// It is another host's.
    WrongName,
    /// Its one DNS name is this.
    NamedAs(&'static str),
    /// Its name stands in the subject alone.
    NameInSubject,
    /// Another authority signed it, which claims the name of the trusted one.
    UnknownAuthority,
    /// Its issuer is an intermediate authority that the server does not send.
    NoIntermediate,
    /// Its issuer may sign for every name but the host's.
    NameConstraint,
    /// It comes with look-alike authorities that signed each other, and leads to no trusted one.
    Maze,
}

pub(crate) type Issuer = CertifiedIssuer<'static, KeyPair>;

/// The authority that clients trust, or one that looks like it.
pub(crate) fn authority() -> Issuer {
    CertifiedIssuer::self_signed(authority_params("tower-cimd test authority"), generate())
        .expect("the parameters are valid")
}

/// The certificate of `key` for `host`, and what the server sends beside it.
pub(crate) fn chain(
    host: &str,
    flaw: Option<Flaw>,
    key: &KeyPair,
    trusted: &Issuer,
) -> Vec<Certificate> {
    let leaf = leaf_params(host, flaw);
    let signed_by = |issuer: &Issuer| leaf.signed_by(key, issuer).expect("valid parameters");
    match flaw {
        Some(Flaw::SelfSigned) => vec![leaf.self_signed(key).expect("valid parameters")],
        Some(Flaw::UnknownAuthority) => vec![signed_by(&authority())],
        Some(Flaw::NoIntermediate) => vec![signed_by(&intermediate(trusted, None))],
        Some(Flaw::NameConstraint) => {
            let issuer = intermediate(trusted, Some(host));
            vec![signed_by(&issuer), issuer.as_ref().clone()]
        }
        Some(Flaw::Maze) => maze(&leaf, key),
        _ => vec![signed_by(trusted)],
    }
}

fn leaf_params(host: &str, flaw: Option<Flaw>) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let (begins, ends) = match flaw {
        Some(Flaw::Expired) => (SystemTime::now() - 7 * DAY, SystemTime::now() - DAY),
        Some(Flaw::NotYetValid) => (SystemTime::now() + DAY, SystemTime::now() + 7 * DAY),
        _ => (SystemTime::now() - 7 * DAY, SystemTime::now() + 7 * DAY),
    };
    (params.not_before, params.not_after) = (begins.into(), ends.into());
    let name = match flaw {
        Some(Flaw::WrongName) => "another.example",
        Some(Flaw::NamedAs(name)) => name,
        _ => host,
    };
    params.distinguished_name.push(DnType::CommonName, name);
    if flaw != Some(Flaw::NameInSubject) {
        let name = Ia5String::try_from(name).expect("a name is ASCII");
        params.subject_alt_names = vec![SanType::DnsName(name)];
    }
    params
}

/// An authority below `issuer`, which may not sign for `excluded`.
fn intermediate(issuer: &Issuer, excluded: Option<&str>) -> Issuer {
    let mut params = authority_params("tower-cimd intermediate authority");
    params.name_constraints = excluded.map(|host| NameConstraints {
        permitted_subtrees: Vec::new(),
        excluded_subtrees: vec![GeneralSubtree::DnsName(host.to_owned())],
    });
    CertifiedIssuer::signed_by(params, generate(), issuer).expect("valid parameters")
}

/// Authorities of one name and one key each, every one signed by the one before: whoever builds paths by
/// names alone has as many ways as there are orders of them (RUSTSEC-2023-0052).
fn maze(leaf: &CertificateParams, key: &KeyPair) -> Vec<Certificate> {
    let mut authorities: Vec<Issuer> =
        vec![CertifiedIssuer::self_signed(authority_params("maze"), generate()).expect("valid")];
    for _ in 1..MAZE {
        let issuer = &authorities[authorities.len() - 1];
        let next = CertifiedIssuer::signed_by(authority_params("maze"), generate(), issuer);
        authorities.push(next.expect("valid parameters"));
    }
    let last = &authorities[MAZE - 1];
    let leaf = leaf.signed_by(key, last).expect("valid parameters");
    let rest = authorities
        .iter()
        .rev()
        .map(|issuer| issuer.as_ref().clone());
    std::iter::once(leaf).chain(rest).collect()
}

fn authority_params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

pub(crate) fn generate() -> KeyPair {
    KeyPair::generate().expect("the machine has randomness")
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Certificates in a maze. The longest chain that rustls reads has 64 KiB, which is some 100 of these.
const MAZE: usize = 40;
