// mcp-remote, by which programs that speak to local servers reach others: `mcp_remote.mjs SERVER`.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

import { follow, freePort } from './browser.mjs';

const SERVER = process.argv[2];
const REMOTE = fileURLToPath(new URL('../node_modules/mcp-remote/dist/proxy.js', import.meta.url));
const CLIENT = 'https://mcp-remote.example.com/client.json';

const memory = mkdtempSync(`${tmpdir()}/mcp-remote-`);
try {
  assert.equal(await opened(), 1);
  assert.equal(await opened(), 0, 'it remembers its tokens');
} finally {
  rmSync(memory, { recursive: true });
}

/** Calls a tool by a new mcp-remote, and tells how often it had to open the browser. */
async function opened() {
  const port = String(await freePort());
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [REMOTE, `${SERVER}/mcp`, port, '--allow-http', '--client-metadata-url', CLIENT],
    // The person's browser is ours, whatever there is on a desktop.
    env: { BROWSER: '/bin/false', DISPLAY: '', HOME: memory, MCP_REMOTE_CONFIG_DIR: memory, PATH: process.env.PATH },
    stderr: 'pipe',
  });
  const seen = follow(transport.stderr);
  const client = new Client({ name: 'tower-cimd tests', version: '0.0.0' });
  await client.connect(transport);
  const result = await client.callTool({ name: 'whoami', arguments: {} });
  assert.equal(result.content[0].text, 'mcp-remote.example.com with mcp:tools', seen.text);
  await client.close();
  return seen.urls().length;
}
