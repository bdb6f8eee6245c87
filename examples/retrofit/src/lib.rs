//! The authorization server of a small company, as it would have been written before there were client_ids
//! in the form of URLs; and what it took to have it accept them.
//!
//! # Before
//!
//! Acme keeps people's notes. Programs that use them in people's names are registered by hand, in a table of
//! its SQLite database. The server does what such servers do: login and sessions, a consent page, codes
//! that are bound to their request, PKCE, refresh tokens that rotate, revocation, introspection, and a
//! document that says where everything is (RFC 8414).
//!
//! | room | what |
//! |---|---|
//! | [`clock`], [`random`] | the world, which a test can hold still |
//! | `scope`, `client`, `asked` | what is allowed, to whom, and what was asked for |
//! | `refusal`, `incoming` | an answer that is none, and a request, read once |
//! | [`store`], [`seed`] | the database, one file for each table |
//! | [`app`] | what the endpoints share |
//! | `identify` | which client sends a request |
//! | `page`, `endpoint` | what people see, and what they and programs call |
//! | [`server`] | all of it behind one router |
//!
//! # After
//!
//! Every line that CIMD has added ends in `// CIMD`, or stands between `// CIMD {` and `// }`. A test counts
//! them: there are fewer than thirty. Without them the program still compiles, and is the server that was
//! there before; the tests play both side by side, and no registered client can tell them apart.
//!
//! | where | what was added |
//! |---|---|
//! | [`server`] | [`CimdLayer`](tower_cimd::CimdLayer) on the three endpoints where a client_id arrives, [`AdvertiseLayer`](tower_cimd::AdvertiseLayer) on the metadata |
//! | [`store`], `clients` | the table answers for the clients that it has, so that they stay as they are; where it cannot answer, nobody is fetched |
//! | `incoming`, `identify`, `client` | the client that the layer has found, as one of the server's own kind |
//! | `asked` | what the client was like when it was allowed, beside everything else that a code is bound to |
//! | `endpoint`, `issue` | whether it is still like that when it comes for its tokens |
//! | `main.rs` | the resolver |
//!
//! What the layer reads, it reads by rules of its own. So two things are refused in its words, though with the
//! status that was there before: a form of more than 64 KiB, and a request that presents a URL as client_id and
//! repeats a parameter. The tests name both.
//!
//! Such a client may read, and nothing more. It is shown by its host, with what
//! [`ConsentView`](tower_cimd::rules::consent::ConsentView) has to say about it. It never gets into the table
//! of clients: a row there is somebody's decision.

pub mod clock;
pub mod random;
mod scope;
mod refusal;
mod incoming;
mod client;
mod asked;
pub mod store;
pub mod seed;
pub mod app;
mod identify;
mod page;
mod endpoint;
pub mod server;
