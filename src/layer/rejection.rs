//! stub
/// Why the layer answered instead of the inner service.
#[derive(Clone, Debug)]
pub struct Rejection {
    _private: (),
}
