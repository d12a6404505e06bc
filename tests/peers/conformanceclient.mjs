// The client that the official conformance suite starts for each of its scenarios: a host of kopru-bridge, which is
// all that speaks to the suite's server. It knows nothing of the scenarios: it lists the tools, calls each with values
// made from its schema, and accepts what it is asked with the defaults. KOPRU_BRIDGE names the program, the last
// argument is the server's address.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';

const client = new Client(
  { name: 'kopru-conformance', version: '1.0.0' },
  { capabilities: { elicitation: { form: { applyDefaults: true } } } },
);
client.setRequestHandler(ElicitRequestSchema, async () => ({ action: 'accept', content: {} }));
await client.connect(
  new StdioClientTransport({ command: process.env.KOPRU_BRIDGE, args: ['http', '--url', process.argv.at(-1)] }),
);

const examples = { string: 'text', number: 1.5, integer: 2, boolean: true, array: [], object: {} };
const { tools } = client.getServerCapabilities()?.tools ? await client.listTools() : { tools: [] };
for (const tool of tools) {
  const names = tool.inputSchema.required ?? Object.keys(tool.inputSchema.properties ?? {});
  const values = names.map((name) => [name, examples[tool.inputSchema.properties[name].type]]);
  const result = await client.callTool({ name: tool.name, arguments: Object.fromEntries(values) });
  if (result.isError) throw new Error(`${tool.name}: ${JSON.stringify(result.content)}`);
}
await client.close();
