// What an application brings along for the TypeScript SDK, with a memory instead of a disk.

import { randomUUID } from 'node:crypto';

export class Provider {
  opened = 0;
  #secret = randomUUID();
  #stored = {};

  constructor(clientId, redirectUrl) {
    this.clientMetadataUrl = clientId;
    this.redirectUrl = redirectUrl;
    this.clientMetadata = { redirect_uris: [redirectUrl] };
  }

  redirectToAuthorization(url) {
    this.opened += 1;
    this.authorizationUrl = url;
  }

  /** Makes the access token useless, so that the next call refreshes it; returns what was there. */
  expire() {
    const before = this.tokens();
    this.saveTokens({ ...before, access_token: 'expired' });
    return before;
  }

  state = () => this.#secret;
  tokens = () => this.#stored.tokens;
  saveTokens = (tokens) => { this.#stored.tokens = tokens; };
  clientInformation = () => this.#stored.client;
  saveClientInformation = (client) => { this.#stored.client = client; };
  codeVerifier = () => this.#stored.verifier;
  saveCodeVerifier = (verifier) => { this.#stored.verifier = verifier; };
  discoveryState = () => this.#stored.discovery;
  saveDiscoveryState = (discovery) => { this.#stored.discovery = discovery; };
  invalidateCredentials = (scope) => { if (scope !== 'client') delete this.#stored[scope]; };
}
