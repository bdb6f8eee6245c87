//! Where a request's client_id stands. (stub)
use crate::rules::leg::Leg;
use http::HeaderMap;
/// What the layer read of a request.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// the raw query
    pub query: Option<&'a str>,
    /// the raw form, where the body is one
    pub form: Option<&'a [u8]>,
    /// header fields
    pub headers: &'a HeaderMap,
}
/// The client_id that a request presents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presented<'a> {
    /// none
    Nothing,
    /// no URL-form id among those presented
    Opaque,
    /// exactly one URL-form id
    Url(Located<'a>),
}
/// A URL-form client_id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<'a> {
    /// the decoded text, not yet judged
    pub client_id: std::borrow::Cow<'a, str>,
    /// where it stood
    pub place: Place,
    /// whether a credential (non-empty secret or an assertion) came along
    pub credential: Credential,
}
/// Where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// query
    Query,
    /// form
    Form,
    /// Authorization: Basic
    Basic,
    /// sub of client_assertion
    Assertion,
}
/// Which credential came along. Located, not verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Credential {
    /// none, or an empty secret
    Nothing,
    /// a non-empty secret in Basic
    BasicSecret,
    /// non-empty client_secret in form
    FormSecret,
    /// client_assertion
    Assertion,
}
/// Why a request in which a URL-form id stands is malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LocateError {
    /// repeated
    #[error("{0} is repeated")]
    Repeated(&'static str),
    /// disagree
    #[error("client_ids disagree")]
    Disagreement,
}
impl LocateError {
    /// rule
    pub fn rule(&self) -> &'static str {
        todo!()
    }
    /// which parameter
    pub fn member(&self) -> Option<&'static str> {
        todo!()
    }
}
/// Locates on a leg.
pub fn locate<'a>(leg: Leg, reading: &Reading<'a>) -> Result<Presented<'a>, LocateError> {
    let _ = (leg, reading);
    todo!()
}
/// Whether any place at all, used by the leg or not, holds a URL-form id: decides between pass and refuse for what was not judged.
pub fn guess(method: &http::Method, reading: &Reading<'_>) -> Option<Leg> {
    let _ = (method, reading);
    todo!()
}
