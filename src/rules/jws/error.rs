//! Why a signed text is refused.

use crate::rules::refusal::refusals;

refusals! {
    /// Why a signed text is refused.
    ///
    /// Everything before [`KeyUnknown`](JwsError::KeyUnknown) is found without a key.
    JwsError {
        /// More bytes than [`MAX_BYTES`](crate::rules::assertion::MAX_BYTES).
        Size => "assertion.size", "the assertion is larger than this server reads";
        /// Not three parts with dots between them (RFC 7515 §7.1).
        Parts => "assertion.parts", "the assertion does not have three parts";
        /// A part is not base64url without padding (RFC 7515 §2).
        Base64 => "assertion.base64", "a part of the assertion is not base64url";
        /// The header is not one unambiguous JSON object, or a member of it has another type than it must.
        Header => "assertion.header", "the header of the assertion is not a valid JSON object";
        /// No algorithm, or one that is not accepted: `none`, a MAC, an unknown one.
        Algorithm => "assertion.alg", "the algorithm of the assertion is not accepted";
        /// It demands that an extension be understood, and none is.
        Critical => "assertion.crit", "the assertion has critical header parameters";
        /// Its payload is unencoded (RFC 7797) or compressed.
        PayloadEncoding => "assertion.payload_encoding", "the payload of the assertion is encoded in a way that is not accepted";
        /// No key has its `kid`; or it names none, and no key fits its algorithm.
        KeyUnknown => "assertion.key_unknown", "the client publishes no such key";
        /// Its `kid` is that of a key for something else.
        KeyUnfit => "assertion.key_unfit", "the key of the assertion is not for its algorithm";
        /// No key that may have made the signature made it.
        Signature => "assertion.signature", "the signature of the assertion is not valid";
    }
}
