//! What stands in a snapshot.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::rules::client::{Client, Provenance, Terms};
use crate::rules::freshness::StaleRules;
use crate::rules::media_type::MediaType;
use crate::rules::publication::Publication;
use crate::rules::wire::{Reader, Writer};

/// The raw document and the facts of its transport. No verdict: each reader judges it anew.
#[derive(Debug)]
pub(super) struct Record<'t> {
    pub(super) client_id: &'t str,
    pub(super) publication: Publication,
    pub(super) provenance: Provenance,
    pub(super) terms: Terms,
}

/// Writes down `client`.
pub(super) fn write(client: &Client) -> Vec<u8> {
    let (terms, publication) = (client.terms(), client.publication());
    let mut writer = Writer::default();
    writer.bytes(client.client_id().as_str().as_bytes());
    // For whoever wants to know. Nothing follows from it, because the document is judged anew.
    writer.array(client.rule_set());
    writer.bytes(served_as(publication.media_type()).as_bytes());
    let fetched_at = client.fetched_at();
    writer.time(terms.asked_at.min(fetched_at));
    writer.time(fetched_at);
    // What the operator supplies may be fresh for longer, and needs no snapshot.
    let within_a_day = |time: SystemTime| time.clamp(fetched_at, fetched_at + LONGEST);
    writer.time(within_a_day(client.fresh_until()));
    writer.time(within_a_day(terms.usable_until.max(client.fresh_until())));
    writer.bytes(publication.body());
    writer.finish()
}

/// Reads what [`write`] wrote; `None` for anything else.
pub(super) fn read(octets: &[u8]) -> Option<Record<'_>> {
    let mut reader = Reader::new(octets);
    let client_id = reader.text()?;
    reader.array::<32>()?;
    let media_type = HeaderValue::from_bytes(reader.bytes()?).ok()?;
    let [asked_at, fetched_at, fresh_until, usable_until] = read_times(&mut reader)?;
    let body = Bytes::copy_from_slice(reader.bytes()?);
    reader.end()?;
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, media_type)]);
    Some(Record {
        client_id,
        publication: Publication::receive(StatusCode::OK, &headers, body).ok()?,
        provenance: Provenance {
            fetched_at,
            fresh_until,
        },
        terms: Terms {
            asked_at,
            usable_until,
        },
    })
}

/// In the order in which they come about, and none beyond the day for which anything is used.
fn read_times(reader: &mut Reader<'_>) -> Option<[SystemTime; 4]> {
    let times = [
        reader.time()?,
        reader.time()?,
        reader.time()?,
        reader.time()?,
    ];
    let [_, fetched_at, _, usable_until] = times;
    let longest = usable_until.duration_since(fetched_at).ok()?;
    (times.is_sorted() && longest <= LONGEST).then_some(times)
}

/// A valid document is JSON or, where a rule says so, `text/plain`; more is not asked of it.
fn served_as(media_type: Option<&MediaType>) -> &'static str {
    match media_type.is_some_and(MediaType::is_json) {
        true => "application/json",
        false => "text/plain",
    }
}

/// Octets beside the client_id and the document.
pub(super) const AROUND: usize = 3 * size_of::<u32>() + 32 + "application/json".len() + 4 * 8;

const LONGEST: Duration = StaleRules::LONGEST_ON_ERROR;
