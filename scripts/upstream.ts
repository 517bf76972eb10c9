/** `npm run upstream`: the fault server, for any client: what a model does is its name. */
import { parseArgs } from 'node:util';
import {
  type FaultServerOptions,
  startFaultServer,
} from '../packages/server/src/testing/fault-server/start-fault-server.ts';

const USAGE = `npm run upstream [-- --port 3900] [--pace 15] [--models NAME,...]

  --port N   port on 127.0.0.1 (3900; 0 takes a free one)
  --pace N   milliseconds between the pieces of an answer (15)
  --models   names that its list of models has besides
`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3900' },
    pace: { type: 'string', default: '15' },
    models: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(USAGE);
else
  await run({
    port: Number(values.port),
    paceMs: Number(values.pace),
    models: values.models.split(',').filter(Boolean),
  });

async function run(options: FaultServerOptions): Promise<void> {
  const server = await startFaultServer(options);
  process.stdout.write(`A model provider that fails on purpose, at ${server.origin} (which lists its models).

  OPENROUTER_BASE_URL=${server.origin}/v1 LLM_MODELS=fault/cut@table,ok/no-prefill npm start
`);
}
