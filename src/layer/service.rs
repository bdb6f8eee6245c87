//! stub
/// The layer.
#[derive(Clone, Debug)]
pub struct CimdLayer {
    resolver: crate::resolve::Resolver,
}
/// The service.
#[derive(Clone, Debug)]
pub struct Cimd<S> {
    inner: S,
}
