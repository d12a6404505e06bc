// Sends requests to an MCP server with the official SDK's client and prints the results, both as one JSON list.
// Arguments: streamableHttp, sse or ws, and the address; the requests come from standard input.
import { text } from 'node:stream/consumers';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { WebSocketClientTransport } from '@modelcontextprotocol/sdk/client/websocket.js';
import { ResultSchema } from '@modelcontextprotocol/sdk/types.js';

const transports = {
  streamableHttp: StreamableHTTPClientTransport,
  sse: SSEClientTransport,
  ws: WebSocketClientTransport,
};
const [mode, url] = process.argv.slice(2);
// The Inspector's own capabilities: the server offers its tools by them.
const client = new Client(
  { name: 'kopru-tests', version: '1.0.0' },
  { capabilities: { roots: { listChanged: true } } },
);
await client.connect(new transports[mode](new URL(url)));
const results = [];
for (const request of JSON.parse(await text(process.stdin)))
  results.push(await client.request(request, ResultSchema)); // as they came: it names no member
console.log(JSON.stringify(results));
await client.close();
