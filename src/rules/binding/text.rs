//! A binding as it is written down.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::rules::binding::error::BindingError;
use crate::rules::binding::facet::{Facet, hash};
use crate::rules::binding::sketch::Sketch;
use crate::rules::client_id::ClientId;

/// The first octets of the hash over a whole version.
pub(super) type Whole = [u8; 18];

/// The first octets of the hash of one facet, salted with that of the whole.
pub(super) type Tag = [u8; 9];

/// What a binding holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Binding {
    pub(super) whole: Whole,
    /// A bit for each method that the client may use; the method that it says it uses; one more
    /// than the method that is in use, or 0 where that is not known.
    pub(super) methods: [u8; 3],
    pub(super) sketch: Sketch,
    pub(super) facets: [Tag; Facet::ALL.len()],
    pub(super) redirect_uri: Tag,
    pub(super) key: Tag,
}

/// The longest binding that there is, in bytes: what a column must hold. This version's are of
/// 199, always.
pub const MAX_BYTES: usize = 200;

impl Binding {
    pub(super) fn print(&self, client_id: &ClientId) -> String {
        let mut octets = Vec::with_capacity(OCTETS);
        octets.extend(self.whole);
        let [usable, said, in_use] = self.methods;
        octets.extend([usable, said | in_use << 4]);
        octets.extend(self.sketch.0);
        octets.extend(self.facets.as_flattened());
        octets.extend(self.redirect_uri);
        octets.extend(self.key);
        octets.extend(check_bits(client_id, &octets));
        format!("{VERSION}.{}", URL_SAFE_NO_PAD.encode(octets))
    }

    pub(super) fn read(text: &str, client_id: &ClientId) -> Result<Self, BindingError> {
        let octets = decode(text)?;
        let (body, check) = octets.split_last_chunk().ok_or(BindingError::Damaged)?;
        if *check != check_bits(client_id, body) {
            return Err(BindingError::Damaged);
        }
        take_apart(body).ok_or(BindingError::Damaged)
    }
}

fn decode(text: &str) -> Result<[u8; OCTETS], BindingError> {
    let (version, body) = text.split_once('.').ok_or(BindingError::Damaged)?;
    if version != VERSION {
        return Err(match is_version(version) {
            true => BindingError::UnknownVersion,
            false => BindingError::Damaged,
        });
    }
    let mut octets = [0; OCTETS];
    match URL_SAFE_NO_PAD.decode_slice(body, &mut octets) {
        Ok(OCTETS) => Ok(octets),
        _ => Err(BindingError::Damaged),
    }
}

fn is_version(text: &str) -> bool {
    let number = text.strip_prefix('b').unwrap_or_default();
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

fn take_apart(octets: &[u8]) -> Option<Binding> {
    let mut rest = Rest(octets);
    let whole = rest.take()?;
    let [usable, said_and_in_use] = rest.take()?;
    Some(Binding {
        whole,
        methods: [usable, said_and_in_use & 0xf, said_and_in_use >> 4],
        sketch: Sketch(rest.take()?),
        facets: rest.take_tags()?,
        redirect_uri: rest.take()?,
        key: rest.take()?,
    })
}

struct Rest<'o>(&'o [u8]);

impl Rest<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*first)
    }

    fn take_tags<const N: usize>(&mut self) -> Option<[Tag; N]> {
        let mut tags = [Tag::default(); N];
        for tag in &mut tags {
            *tag = self.take()?;
        }
        Some(tags)
    }
}

/// Of this client and these octets: for mistakes, not against forgery.
fn check_bits(client_id: &ClientId, octets: &[u8]) -> [u8; CHECK] {
    first(&hash("check", [client_id.as_str().as_bytes(), octets]))
}

/// The first octets of a hash.
pub(super) fn first<const N: usize>(hash: &[u8; 32]) -> [u8; N] {
    std::array::from_fn(|at| hash.get(at).copied().unwrap_or_default())
}

/// Changes with every change to the layout, to a facet, or to what goes into its hash.
const VERSION: &str = "b1";

/// In octets.
const CHECK: usize = 3;

const OCTETS: usize =
    size_of::<Whole>() + 2 + 16 + (Facet::ALL.len() + 2) * size_of::<Tag>() + CHECK;

/// Base64 makes four characters of three octets with no bit to spare, so that no two texts are one
/// binding.
const _: () = assert!(OCTETS % 3 == 0 && VERSION.len() + 1 + OCTETS / 3 * 4 <= MAX_BYTES);
