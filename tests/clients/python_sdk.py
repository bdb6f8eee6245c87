"""The Python SDK as an MCP client that is known by a URL: `python_sdk.py SERVER`."""

import asyncio
import sys
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit

import httpx2
from mcp import Client
from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider, TokenStorage
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import OAuthClientMetadata

SERVER = sys.argv[1]

# Neither document lists these ports: a native client takes whichever is free (RFC 8252 §7.3).
VSCODE = ("https://vscode.dev/oauth/client-metadata.json", "http://127.0.0.1:40223/")
CLAUDE_CODE = ("https://claude.ai/oauth/claude-code-client-metadata", "http://localhost:40224/callback")


async def main():
    await all_the_way(*VSCODE)
    await all_the_way(*CLAUDE_CODE)
    await a_named_hosts_client_calls_the_other_mount()
    await another_hosts_client_is_refused_there_once()
    await an_unregistered_redirect_uri_is_refused()


async def all_the_way(client_id, redirect_uri):
    application = Application(client_id, redirect_uri)
    async with application.connect("/mcp") as client:
        assert await call(client, "whoami") == f"{client_id} with mcp:tools"
        first = application.tokens
        assert first.access_token and first.refresh_token

        application.expire()
        assert await call(client, "whoami") == f"{client_id} with mcp:tools"
        second = application.tokens
        assert second.access_token != first.access_token
        assert second.refresh_token != first.refresh_token
        assert len(application.opened) == 1, "a refresh asks nobody"

        # A refresh token that was used before ends the grant, and the person is asked again.
        application.expire(refresh_token=first.refresh_token)
        assert await call(client, "whoami") == f"{client_id} with mcp:tools"
        assert len(application.opened) == 2


async def a_named_hosts_client_calls_the_other_mount():
    client_id, redirect_uri = VSCODE
    async with Application(client_id, redirect_uri).connect("/mcp/admin") as client:
        assert await call(client, "restart") == f"restarted for {client_id} with mcp:admin"


async def another_hosts_client_is_refused_there_once():
    """The SDK takes some refusals as a reason to authorize anew; this one it must not."""
    application = Application(*CLAUDE_CODE)
    await fails(application, "/mcp/admin")
    assert application.tokens.access_token
    assert len(application.opened) == 1


async def an_unregistered_redirect_uri_is_refused():
    for redirect_uri in ["http://127.0.0.1:40223/elsewhere", "https://attacker.example/"]:
        application = Application(VSCODE[0], redirect_uri)
        await fails(application, "/mcp")
        # Shown to the person, who is sent nowhere (T16).
        assert application.answer.status_code == 400
        assert "location" not in application.answer.headers
        assert "redirect_uri" in application.answer.text


async def call(client, name):
    result = await client.call_tool(name, {})
    return result.content[0].text


async def fails(application, path):
    try:
        async with application.connect(path) as client:
            await call(client, "whoami")
    except Exception:
        return
    raise AssertionError(f"{application.client_id} called {path}")


class Application(TokenStorage):
    """What an application brings along: a memory, and the person's browser."""

    def __init__(self, client_id, redirect_uri):
        self.client_id, self.redirect_uri = client_id, redirect_uri
        self.tokens = self.client = self.answer = self.provider = None
        self.opened = []

    @asynccontextmanager
    async def connect(self, path):
        self.provider = OAuthClientProvider(
            SERVER + path,
            OAuthClientMetadata(redirect_uris=[self.redirect_uri]),
            storage=self,
            redirect_handler=self.open,
            callback_handler=self.callback,
            client_metadata_url=self.client_id,
        )
        async with httpx2.AsyncClient(auth=self.provider) as http:
            async with Client(streamable_http_client(SERVER + path, http_client=http)) as client:
                yield client

    def expire(self, **changes):
        """Makes the next call refresh the tokens that are there, or those of `changes`."""
        self.provider.context.current_tokens = self.tokens.model_copy(update=changes)
        self.provider.context.token_expiry_time = 1

    async def open(self, url):
        """Opens an authorization URL, and goes no further than the redirect."""
        self.opened.append(url)
        asked = parameters(url)
        assert asked["client_id"] == self.client_id and asked["resource"].startswith(f"{SERVER}/mcp")
        async with httpx2.AsyncClient(follow_redirects=False) as browser:
            self.answer = await browser.get(url)

    async def callback(self):
        location = self.answer.headers["location"]
        assert location.startswith(f"{self.redirect_uri}?")
        back = parameters(location)
        return AuthorizationCodeResult(code=back["code"], state=back["state"], iss=back["iss"])

    async def get_tokens(self):
        return self.tokens

    async def set_tokens(self, tokens):
        self.tokens = tokens

    async def get_client_info(self):
        return self.client

    async def set_client_info(self, client_info):
        self.client = client_info


def parameters(url):
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


asyncio.run(main())
