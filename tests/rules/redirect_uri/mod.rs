//! `rules::redirect_uri`.

mod presented;
mod registered;
