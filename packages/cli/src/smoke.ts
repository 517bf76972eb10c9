/** `tradistry smoke`: one question through the public API of a server, step by step. */
import { ChatError, type Client, collect, type PositionedChunk } from '@tradistry/client';
import { StreamChunk } from '@tradistry/protocol';
import { type Command, CommandError, type Shell, UsageError } from './command.ts';
import { connect } from './connect.ts';

const QUESTION = 'What is my win rate?';
const SESSION_ID = /^[A-Za-z0-9._:-]{1,128}$/;

export const smoke: Command = {
  summary: 'check a running server by asking it one question',
  help: `Usage: tradistry smoke URL

Checks health, asks a question and follows the answer from session_info to stream_end, reads it again by resuming, and
deletes the session that it made. Prints each step; exit code 1 when one fails. Signs in with TRADISTRY_TOKEN, else as the local user.
`,
  options: {},
  async run(args, shell) {
    const [url, ...more] = args.positionals;
    if (url === undefined || more.length > 0)
      throw new UsageError('Name one server: tradistry smoke http://127.0.0.1:3000');
    const client = await connect(shell.env, url);
    const step = createSteps(shell);
    const healthy = await step('health', () => checkHealth(client));
    const asked = await step('ask', () => checkAnswer(client));
    const resumed = asked && (await step('resume', () => checkResume(client, asked)));
    const over = asked && (await step('nothing after the end', () => checkEnd(client, asked)));
    const cleaned = asked && (await step('delete the session', () => deleteSession(client, asked.sessionId)));
    const passed = Boolean(healthy && asked && resumed && over && cleaned);
    shell.stdout.write(passed ? 'All steps passed.\n' : 'Failed.\n');
    return passed ? 0 : 1;
  },
};

interface Step {
  /** What was seen, for the line that is printed. */
  readonly seen: string;
}
interface Asked extends Step {
  readonly streamId: string;
  readonly lastEventId: string;
  readonly sessionId: string;
  readonly response: string;
}

/** Runs a step and prints its line; `null` when it failed. */
function createSteps(shell: Shell) {
  return async <T extends Step>(name: string, run: () => Promise<T>): Promise<T | null> => {
    try {
      const result = await run();
      shell.stdout.write(`ok     ${name}: ${result.seen}\n`);
      return result;
    } catch (error) {
      const known = error instanceof CommandError || error instanceof ChatError;
      shell.stdout.write(`FAILED ${name}: ${known ? error.message : String(error)}\n`);
      return null;
    }
  };
}

async function checkHealth(client: Client): Promise<Step> {
  for (const path of ['/healthz', '/readyz']) await client.request({ method: 'GET', path });
  return { seen: 'alive and ready' };
}

async function checkAnswer(client: Client): Promise<Asked> {
  const started = performance.now();
  const stream = client.chat.stream({ message: QUESTION });
  const chunks: PositionedChunk[] = [];
  let firstToken: number | null = null;
  for await (const chunk of stream) {
    StreamChunk.parse(chunk);
    chunks.push(chunk);
    if (chunk.type === 'token') firstToken ??= performance.now() - started;
  }
  checkOrder(chunks.map(({ type }) => type));
  const { session, response, error } = await collect(streamOf(chunks));
  if (error) throw new CommandError(`the answer failed: ${error.message}`);
  if (response === '' || firstToken === null) throw new CommandError('the answer is empty');
  if (!session || !SESSION_ID.test(session.session_id)) throw new CommandError('session_info names no session');
  const { streamId, lastEventId } = stream;
  if (streamId === null || lastEventId === null) throw new CommandError('the stream has no id to resume by');
  const seen = `${chunks.length} chunks, ${response.length} characters, first token after ${Math.round(firstToken)} ms`;
  return { seen, streamId, lastEventId, sessionId: session.session_id, response };
}

/** `session_info`; then anything; then `done` or `error`, `response_saved`, `stream_end`. */
function checkOrder(types: readonly string[]): void {
  const ends = types.slice(-3).join(' ');
  if (types[0] !== 'session_info') throw new CommandError(`the first chunk is ${types[0]}, not session_info`);
  if (ends !== 'done response_saved stream_end') throw new CommandError(`the last chunks are: ${ends}`);
}

async function checkResume(client: Client, asked: Asked): Promise<Step> {
  const again = await collect(client.chat.resume(asked.streamId));
  if (again.response !== asked.response) throw new CommandError('the replay is not the answer that was streamed');
  return { seen: 'the replay is the same answer' };
}

async function checkEnd(client: Client, { streamId, lastEventId }: Asked): Promise<Step> {
  const rest = await Array.fromAsync(client.chat.resume(streamId, { after: lastEventId }));
  if (rest.length > 0) throw new CommandError(`${rest.length} chunks came after the end`);
  return { seen: 'a cursor at the end gets nothing' };
}

async function deleteSession(client: Client, sessionId: string): Promise<Step> {
  await client.sessions.delete(sessionId);
  return { seen: sessionId };
}

async function* streamOf(chunks: readonly PositionedChunk[]): AsyncGenerator<PositionedChunk> {
  yield* chunks;
}
