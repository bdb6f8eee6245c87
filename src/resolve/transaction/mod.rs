//! An authorization request while its user makes up his mind.
//!
//! Between the request and the user's answer lie minutes, a login and a form that anybody could send.
//! [`Transactions::seal`] makes one text of the request, for a hidden field of the consent page, and
//! [`Transactions::open`] takes it back when the form comes: it must be ours, this session's and not
//! too old, and the client is asked for anew and held against what the user was shown (T15).
//!
//! ```
//! use tower_cimd::resolve::transaction::{TransactionError, Transactions};
//! use tower_cimd::rules::parameters::Parameters;
//! use tower_cimd::{CimdClient, Resolver};
//!
//! # fn transactions(resolver: Resolver, secret_of_all_nodes: [u8; 32])
//! # -> Result<Transactions, tower_cimd::resolve::transaction::ShortKey> {
//! let transactions = Transactions::new(resolver, secret_of_all_nodes)?;
//! # Ok(transactions)
//! # }
//!
//! /// GET /authorize: what the form of the consent page carries.
//! fn hidden_field(
//!     transactions: &Transactions,
//!     client: &CimdClient,
//!     parameters: &Parameters,
//!     session: &str,
//! ) -> Result<String, TransactionError> {
//!     transactions.seal(client, parameters, session)
//! }
//!
//! /// POST /consent: what is stored with the code.
//! async fn allowed(
//!     transactions: &Transactions,
//!     sealed: &str,
//!     session: &str,
//! ) -> Result<String, TransactionError> {
//!     let transaction = transactions.open(sealed, session).await?;
//!     Ok(transaction.binding().to_owned())
//! }
//! ```
//!
//! # What it is not
//!
//! * **Not confidential.** Whoever has the text can read the client_id and every parameter, as the
//!   user's browser could before. What proves who a client is (`client_secret`, `client_assertion`)
//!   is left out of it.
//! * **Not single use.** A form that is sent twice opens twice within its lifetime; the session and
//!   the code are what a host uses up.
//! * **Not the user's consent.** It says which request the form is about. That the user pressed the
//!   button is for the session, and for whatever protects its forms against other sites: the text is
//!   as good as a token against cross-site requests only where it is never shown to another site.

mod value;
mod error;
mod letter;
mod transactions;

pub use self::error::{ShortKey, TransactionError};
pub use self::transactions::Transactions;
pub use self::value::{AskAgain, Transaction};
