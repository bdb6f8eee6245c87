"""requests-oauthlib, which names itself by Basic with an empty secret: `requests_oauthlib.py SERVER`."""

import base64
import os
import sys

import requests

# What it demands for a server on loopback.
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"

from oauthlib.oauth2 import InvalidGrantError
from requests_oauthlib import OAuth2Session

SERVER = sys.argv[1]
CLIENT_ID = "https://vscode.dev/oauth/client-metadata.json"
REDIRECT_URI = "http://127.0.0.1:40323/"


def main():
    server = requests.get(f"{SERVER}/.well-known/oauth-authorization-server").json()
    session = OAuth2Session(CLIENT_ID, redirect_uri=REDIRECT_URI, scope=["mcp:tools"], pkce="S256")
    sent = []
    session.hooks["response"].append(lambda response, **_: sent.append(response.request))

    url, _ = session.authorization_url(server["authorization_endpoint"], resource=f"{SERVER}/mcp")
    callback = requests.get(url, allow_redirects=False).headers["location"]
    first = session.fetch_token(server["token_endpoint"], authorization_response=callback)
    # The client_id is in the header alone, and not encoded as RFC 6749 §2.3.1 has it.
    credentials = base64.b64encode(f"{CLIENT_ID}:".encode()).decode()
    equal(sent[-1].headers["authorization"], f"Basic {credentials}")
    assert "client_id" not in sent[-1].body
    equal(call(first), 200)

    second = session.refresh_token(server["token_endpoint"], client_id=CLIENT_ID)
    assert second["access_token"] != first["access_token"]
    assert second["refresh_token"] != first["refresh_token"]
    equal(call(second), 200)

    try:
        session.fetch_token(server["token_endpoint"], authorization_response=callback)
    except InvalidGrantError:
        equal(call(second), 401)
    else:
        raise AssertionError("a code was good twice")


def call(token):
    about = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "tests", "version": "0"}}
    headers = {"accept": "application/json, text/event-stream", "authorization": f"Bearer {token['access_token']}"}
    body = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": about}
    with requests.post(f"{SERVER}/mcp", headers=headers, json=body, stream=True) as answer:
        return answer.status_code


def equal(actual, expected):
    assert actual == expected, f"{actual!r} is not {expected!r}"


main()
