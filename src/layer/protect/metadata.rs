//! The metadata documents, served.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use serde_json::Value;
use tower_service::Service;

use crate::layer::protect::access;
use crate::layer::protect::body::MetadataBody;
use crate::rules::protected_resource::ProtectedResourceMetadata;

/// Serves one metadata document to clients of any origin.
///
/// GET and HEAD are answered with the document, which may be cached for five minutes; OPTIONS, the
/// preflight of browsers, with what clients of MCP send, `MCP-Protocol-Version` among them; anything
/// else with 405. It looks at no path: mount it where
/// [`ResourceIdentifier::metadata_path`](crate::rules::protected_resource::ResourceIdentifier::metadata_path)
/// says.
///
/// ```
/// use axum::Router;
/// use tower_cimd::layer::protect::MetadataService;
/// use tower_cimd::rules::issuer::Issuer;
/// use tower_cimd::rules::protected_resource::ProtectedResourceMetadata;
///
/// # fn app() -> Result<Router, Box<dyn std::error::Error>> {
/// let issuer = Issuer::parse("https://as.example.com")?;
/// let metadata = ProtectedResourceMetadata::new("https://mcp.example.com/mcp".parse()?, issuer);
/// let path = metadata.resource().metadata_path();
/// let app = Router::new().route_service(&path, MetadataService::of(&metadata));
/// # Ok(app)
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct MetadataService {
    document: Bytes,
}

impl MetadataService {
    /// Serves the metadata of a protected resource.
    pub fn of(metadata: &ProtectedResourceMetadata) -> Self {
        Self::json(&metadata.to_json())
    }

    /// Serves any other document, such as the metadata of an authorization server that has none
    /// yet: mount it at [`Issuer::metadata_path`](crate::rules::issuer::Issuer::metadata_path),
    /// inside of an [`AdvertiseLayer`](crate::AdvertiseLayer).
    pub fn json(document: &Value) -> Self {
        MetadataService {
            document: document.to_string().into(),
        }
    }

    fn document(&self, method: &Method) -> Response<MetadataBody> {
        let body = match *method == Method::HEAD {
            true => MetadataBody::default(),
            false => self.document.clone().into(),
        };
        let mut response = Response::new(body);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(LIFETIME));
        headers.insert(CONTENT_LENGTH, HeaderValue::from(self.document.len()));
        response
    }
}

impl<B> Service<Request<B>> for MetadataService {
    type Response = Response<MetadataBody>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let method = request.method();
        let mut response = match *method {
            Method::GET | Method::HEAD => self.document(method),
            Method::OPTIONS => access::preflight(),
            _ => refused(),
        };
        access::open(response.headers_mut());
        ready(Ok(response))
    }
}

fn refused() -> Response<MetadataBody> {
    let mut response = Response::new(MetadataBody::default());
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    let allowed = HeaderValue::from_static("GET, HEAD, OPTIONS");
    response.headers_mut().insert(ALLOW, allowed);
    response
}

/// Not longer: clients must soon see another authorization server.
const LIFETIME: &str = "public, max-age=300";
