//! Registrable domains, by the Public Suffix List.

/// Whether the list is compiled in, for which there is the feature `public-suffix`.
pub(crate) const COMPILED: bool = cfg!(feature = "public-suffix");

/// The registrable domain of a host in lower case: the public suffix that it is below, and one label.
///
/// The private section of the list counts, so that `a.github.io` and `b.github.io` are two. A name below
/// no suffix of the list is below its last label (the list's own default). `None` for what is a public
/// suffix itself, and everywhere where the list is not compiled in.
#[cfg(feature = "public-suffix")]
pub(crate) fn of(host: &str) -> Option<&str> {
    psl::domain_str(host)
}

#[cfg(not(feature = "public-suffix"))]
pub(crate) fn of(_: &str) -> Option<&str> {
    None
}
