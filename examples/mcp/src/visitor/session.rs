//! rmcp's own client, as a program out there uses it.

use rmcp::model::CallToolRequestParams;
use rmcp::service::{ClientInitializeError, RunningService};
use rmcp::transport::StreamableHttpClientTransport;
use rmcp::transport::auth::{AuthClient, AuthorizationManager, AuthorizationRequest, OAuthState};
use rmcp::transport::streamable_http_client::StreamableHttpClientTransportConfig;
use rmcp::{RoleClient, ServiceExt};

use crate::Failure;
use crate::visitor::Browser;

/// A client with the URL of its document for client_id.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub client_id: String,
    pub redirect_uri: String,
    pub browser: Browser,
}

/// What a client holds after its user has consented.
pub struct Session {
    resource: String,
    manager: AuthorizationManager,
}

impl Visitor {
    pub fn new(client_id: &str, redirect_uri: &str) -> Result<Self, Failure> {
        Ok(Visitor {
            client_id: client_id.to_owned(),
            redirect_uri: redirect_uri.to_owned(),
            browser: Browser::new()?,
        })
    }

    /// Discovers the authorization server of `resource`, asks there, and exchanges the code for tokens.
    pub async fn authorize(&self, resource: &str) -> Result<Session, Failure> {
        let mut state = OAuthState::new(resource, Some(http()?)).await?;
        let request =
            AuthorizationRequest::new(&self.redirect_uri).with_client_metadata_url(&self.client_id);
        state.start_authorization(request).await?;
        let url = state.get_authorization_url().await?;
        let back = self.browser.allow(&url).await?;
        state.handle_callback_url(&back).await?;
        Ok(Session {
            resource: resource.to_owned(),
            manager: state.into_authorization_manager().ok_or("not authorized")?,
        })
    }
}

impl Session {
    pub async fn access_token(&self) -> Result<String, Failure> {
        Ok(self.manager.get_access_token().await?)
    }

    /// Exchanges the refresh token for new ones.
    pub async fn refresh(&self) -> Result<(), Failure> {
        self.manager.refresh_token().await?;
        Ok(())
    }

    /// Connects to the MCP server and calls one tool.
    pub async fn call(self, tool: &'static str) -> Result<String, Failure> {
        let client = self.connect().await?;
        let answer = client.call_tool(CallToolRequestParams::new(tool)).await?;
        let text = answer.content.iter().find_map(|content| content.as_text());
        let text = text.map(|text| text.text.clone()).ok_or("no text")?;
        client.cancel().await?;
        Ok(text)
    }

    async fn connect(self) -> Result<RunningService<RoleClient, ()>, Failure> {
        let client = AuthClient::new(http()?, self.manager);
        let config = StreamableHttpClientTransportConfig::with_uri(self.resource);
        let transport = StreamableHttpClientTransport::with_client(client, config);
        match ().serve(transport).await {
            // What the server answered, without the names of types around it.
            Err(ClientInitializeError::TransportError { error, .. }) => Err(error.error),
            connected => Ok(connected?),
        }
    }
}

fn http() -> Result<reqwest::Client, Failure> {
    Ok(reqwest::Client::builder().no_proxy().build()?)
}
