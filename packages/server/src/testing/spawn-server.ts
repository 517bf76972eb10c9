/** The server as its own process, for tests that kill it or start it where it cannot. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { UNLIMITED } from './unlimited.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface ServerProcess {
  readonly process: ChildProcess;
  /** The printed address, without its fragment. */
  readonly url: string;
  /** All it printed so far. */
  said(): string;
  /** Ends it by `signal` and waits for its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts `main.ts` and waits for its address. Throws with what it said when it ends before. */
export async function spawnServer(env: Record<string, string>): Promise<ServerProcess> {
  const child = launch(env);
  const { said, ended } = listen(child);
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const found = /http:\/\/[^\s#"]+/.exec(said());
      if (found) resolve(found[0].replace(/\/$/, ''));
    });
    void ended.then((code) => reject(new Error(`the server ended with ${code}: ${said()}`)));
  });
  return {
    process: child,
    url: address,
    said,
    end: async (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

/** Starts `main.ts` where it cannot start, and returns its exit code and all it said. */
export async function runServer(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const { said, ended } = listen(launch(env));
  const code = await ended;
  return { code, said: said() };
}

function launch(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      LOG_LEVEL: 'error',
      EMBEDDINGS_MODEL: 'none',
      ...UNLIMITED,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function listen(child: ChildProcess) {
  let text = '';
  const add = (data: Buffer) => {
    text += data.toString();
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { said: () => text, ended };
}
