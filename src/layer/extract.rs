//! stub
/// stub
#[derive(Clone, Debug)]
pub struct IdentifiedClient(pub crate::rules::client::Client);
/// stub
#[derive(Clone, Debug)]
pub struct PendingClient(pub crate::rules::client_id::ClientId);
/// stub
#[derive(Clone, Debug)]
pub struct OAuthParams(pub crate::rules::parameters::Parameters);
