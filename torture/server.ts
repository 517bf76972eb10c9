/** A Tradistry server as a process that is started again whenever it ends, as any supervisor does. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reservePort } from './ports.ts';
import { createVictim, type Victim } from './victim.ts';

// What `npm start` runs once the page is built; a shell between would take the signals.
const MAIN = fileURLToPath(new URL('../packages/server/src/main.ts', import.meta.url));

interface ServerOptions {
  readonly name: string;
  /** Its log goes here. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** It ended although nobody told it to. */
  readonly onCrash: (why: string) => void;
}

/** Starts one on a port that stays its own. */
export async function startServer({ name, folder, env, onCrash }: ServerOptions): Promise<Victim> {
  const port = await reservePort();
  const server = createVictim({
    ...{ name, port, onCrash },
    command: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', MAIN],
    env: { ...env, PORT: `${port}` },
    logFile: join(folder, `${name}.log`),
    isUp: async () =>
      (await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2000) })).status === 200,
  });
  await server.start();
  return server;
}
