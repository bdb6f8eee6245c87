//! What is published, and by whom.

/// The client_id of Visual Studio Code.
pub(crate) const VSCODE: &str = "https://vscode.dev/oauth/client-metadata.json";

/// The document that it publishes there.
pub(crate) const VSCODE_DOCUMENT: &[u8] =
    include_bytes!("../../../tests/documents/vscode.dev--client-metadata.json");
