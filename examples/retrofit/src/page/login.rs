//! The login page.

use axum::response::Response;

use crate::page::{escape, frame};

pub(crate) fn page(csrf: &str, return_to: &str, refused: bool) -> Response {
    let (csrf, return_to) = (escape(csrf), escape(return_to));
    let refused = match refused {
        true => "<p class=notice role=alert>That is not a name and its password.</p>",
        false => "",
    };
    let main = format!(
        "<h1>Sign in</h1>{refused}<form method=post action=/login>\
         <input type=hidden name=csrf value=\"{csrf}\">\
         <input type=hidden name=return_to value=\"{return_to}\">\
         <label>Name <input name=name autocomplete=username required autofocus></label>\
         <label>Password <input name=password type=password autocomplete=current-password required>\
         </label><button>Sign in</button></form>"
    );
    frame("Sign in", &main)
}
