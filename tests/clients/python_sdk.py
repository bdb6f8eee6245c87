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
    caller = f"{urlsplit(client_id).hostname} with mcp:tools"
    async with application.connect("/mcp") as client:
        equal(await call(client, "whoami"), caller)
        first = application.tokens
        assert first.access_token and first.refresh_token

        application.expire()
        equal(await call(client, "whoami"), caller)
        second = application.tokens
        assert second.access_token != first.access_token
        assert second.refresh_token != first.refresh_token
        equal(len(application.opened), 1)  # A refresh asks nobody.

        # A refresh token that was used before ends the grant, and the person is asked again.
        application.expire(refresh_token=first.refresh_token)
        equal(await call(client, "whoami"), caller)
        equal(len(application.opened), 2)


async def a_named_hosts_client_calls_the_other_mount():
    async with Application(*VSCODE).connect("/mcp/admin") as client:
        equal(await call(client, "restart"), "restarted for vscode.dev with mcp:admin")


async def another_hosts_client_is_refused_there_once():
    """The SDK takes some refusals as a reason to authorize anew; this one it must not."""
    application = Application(*CLAUDE_CODE)
    await fails(application, "/mcp/admin")
    assert application.tokens.access_token
    equal(len(application.opened), 1)


async def an_unregistered_redirect_uri_is_refused():
    for redirect_uri in ["http://127.0.0.1:40223/elsewhere", "https://attacker.example/"]:
        application = Application(VSCODE[0], redirect_uri)
        await fails(application, "/mcp")
        # Shown to the person, who is sent nowhere (T16).
        equal(application.answer.status_code, 400)
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
        equal(asked["client_id"], self.client_id)
        equal(asked["resource"], self.provider.context.server_url)
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


def equal(actual, expected):
    assert actual == expected, f"{actual!r} is not {expected!r}"


def parameters(url):
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


asyncio.run(main())
