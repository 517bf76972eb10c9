/** Reads the configuration, starts the server, and turns signals and failures into exit codes and sentences for people. */
import { startApp } from './app.ts';
import { type Config, ConfigError, isLocalMode, readConfig } from './config.ts';
import { StorageError } from './storage-error.ts';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** Signals that come so soon after each other are one wish: npm passes Ctrl-C on to a process that the terminal gave it to already. */
const ONE_WISH_MS = 500;

/** Runs until SIGTERM or SIGINT. Exits 2 for a faulty configuration, 1 when it cannot start. */
export async function main(): Promise<void> {
  const config = readOrExit();
  try {
    const app = await startApp(config);
    stopOnSignal(app.close);
    process.stdout.write(greeting(config, app.address));
  } catch (error) {
    process.stderr.write(`${explain(error, config)}\n`);
    process.exit(1);
  }
}

function readOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}

/** Whoever asks a second time ends the process at once; what was checkpointed is kept. */
function stopOnSignal(close: () => Promise<void>): void {
  let askedAt: number | null = null;
  const onSignal = () => {
    if (askedAt === null) void close().then(() => process.exit(0));
    else if (performance.now() - askedAt > ONE_WISH_MS) process.exit(1);
    askedAt ??= performance.now();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function greeting(config: Config, address: string): string {
  const model =
    config.OPENROUTER_API_KEY || config.OPENROUTER_BASE_URL
      ? `Model: ${config.LLM_MODELS[0]?.id}`
      : 'No language model is configured: the offline analyst answers.';
  const once = isLocalMode(config) ? ' (the address works once; your browser stays signed in)' : '';
  return `\nTradistry Chat is running${once}:\n\n  ${address}\n\n${model}\n`;
}

function explain(error: unknown, config: Config): string {
  if (error instanceof StorageError) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return `Port ${config.PORT} is in use on ${config.HOST}. Stop what runs there, or choose another: PORT=3001 npm start`;
  if (code === 'EACCES')
    return `Port ${config.PORT} may not be opened by this user. Choose one above 1023: PORT=3001 npm start`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `The address ${config.HOST} (HOST) is not one of this machine's.`;
  return `The server could not start: ${error instanceof Error ? error.message : String(error)}`;
}

if (import.meta.main) await main();
