// server-everything behind a WebSocket: the same server, on a transport that is nothing but the package `ws`, one
// JSON-RPC message a text frame. PORT is the port; the subprotocol `mcp` is taken where it is offered.
import { WebSocketServer } from 'ws';
import { createServer } from './node_modules/@modelcontextprotocol/server-everything/dist/server/index.js';

class WebSocketTransport {
  constructor(socket) {
    this.socket = socket;
    this.sessionId = crypto.randomUUID();
  }
  async start() {
    this.socket.on('message', (data) => this.onmessage?.(JSON.parse(data)));
    this.socket.on('close', () => this.onclose?.());
    this.socket.on('error', (error) => this.onerror?.(error));
  }
  async send(message) {
    this.socket.send(JSON.stringify(message));
  }
  async close() {
    this.socket.close();
  }
}

const port = Number(process.env.PORT);
const listener = new WebSocketServer({
  port,
  path: '/mcp',
  handleProtocols: (offered) => offered.has('mcp') && 'mcp',
});
listener.on('connection', async (socket) => {
  const { server, cleanup } = createServer();
  const transport = new WebSocketTransport(socket);
  await server.connect(transport);
  server.server.onclose = () => cleanup(transport.sessionId);
});
listener.on('listening', () => console.error(`listening on port ${port}`));
