// The conformance suite of the MCP project for authorization servers: `conformance.mjs SERVER`.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { follow, freePort } from './browser.mjs';

const SERVER = process.argv[2];
const MODULES = new URL('../node_modules/', import.meta.url);
const SUITE = fileURLToPath(new URL('@modelcontextprotocol/conformance/dist/index.js', MODULES));

// The suite's redirect_uri is `http://127.0.0.1:<port>/callback`, which this client has.
const CLIENT = 'https://claude.ai/oauth/claude-code-client-metadata';

const port = await freePort();
const asked = ['--url', SERVER, '--client-id', CLIENT, '--resource', `${SERVER}/mcp`, '--port', port];
const stdio = ['ignore', 'pipe', 'inherit'];
const suite = spawn(process.execPath, [SUITE, 'authorization', ...asked], { stdio });
const seen = follow(suite.stdout);
const [code] = await once(suite, 'close');
console.log(seen.text);
assert.equal(code, 0);
assert.match(seen.text, /^Total: 3 passed, 0 failed$/m);
