//! What to pass to a server that is to fetch the document from here.

use std::borrow::Cow;
use std::fmt;
use std::net::SocketAddr;
use std::path::Path;

use tower_cimd::ClientId;

/// The same twice: for a server in Rust, and for `cimd explain`.
pub(crate) struct Advice<'a> {
    pub(crate) client_id: &'a ClientId,
    pub(crate) certificate: &'a Path,
    pub(crate) socket: SocketAddr,
}

impl fmt::Display for Advice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Advice { socket, .. } = self;
        let (host, path) = (
            self.client_id.host(),
            self.certificate.display().to_string(),
        );
        let mapping = format!("{host}={socket}");
        let (url, root) = (quoted(self.client_id.as_str()), quoted(&path));
        write!(
            f,
            "\nA server that is to fetch it, in development alone:\n\n    \
             HttpsFetch::builder()\n        \
             .danger_extra_root(&std::fs::read({path:?})?)\n        \
             .danger_map({host:?}, {:?}.parse()?)\n\n\
             What such a server would do with it:\n\n    \
             cimd explain {url} --danger-root {root} --danger-map {}\n",
            socket.to_string(),
            quoted(&mapping),
        )
    }
}

/// One word for a shell: the author of a document is not who pastes the line.
fn quoted(word: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/:.=-_%".contains(&byte);
    match word.bytes().all(is_plain) {
        true => Cow::Borrowed(word),
        false => Cow::Owned(format!("'{}'", word.replace('\'', r"'\''"))),
    }
}
