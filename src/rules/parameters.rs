//! OAuth parameters as both the layer and the host read them (stub)
/// One reading of a query or form.
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    pairs: Vec<(String, String)>,
}
impl Parameters {
    /// reads
    pub fn parse(encoded: &[u8]) -> Self {
        let _ = encoded;
        todo!()
    }
    /// the value, unless absent or empty (RFC 6749 section 3.1: treated as omitted)
    pub fn get(&self, name: &str) -> Option<&str> {
        let _ = name;
        todo!()
    }
    /// every non-empty value in order (resource, audience)
    pub fn get_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.pairs
            .iter()
            .filter(move |p| p.0 == name)
            .map(|p| p.1.as_str())
    }
    /// first parameter among SINGLE that occurs more than once
    pub fn repeated(&self) -> Option<&'static str> {
        todo!()
    }
}
