/** The log: JSON lines, and errors without what somebody may have said in them. */
import pino, { type Logger } from 'pino';

/** To standard error unless told otherwise. */
export function createLogger(level: string, destination: pino.DestinationStream = pino.destination(2)): Logger {
  return pino(
    {
      level,
      // Tokens and cookies; what reads forms logs the headers of each.
      redact: ['*.headers'],
      serializers: { err: describeError, error: describeError },
    },
    destination,
  );
}

interface Described {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: Described;
  readonly errors?: Described[];
  readonly [fact: string]: unknown;
}

/** Of what PostgreSQL tells of an error, what names our own things. `detail`, `where` and the like hold what was to be stored. */
const FACTS = ['code', 'severity', 'schema', 'table', 'column', 'constraint', 'routine', 'syscall', 'failureClass'];
const DEEPEST = 4;
const MOST_SAID = 500;

/** Type, message, code, stack and cause; what messages quote is left out of them. */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error' };
  const described: Described = {
    type: error.name,
    message: withoutQuotes(error),
    stack: framesOf(error),
    ...Object.fromEntries(FACTS.flatMap((name) => factOf(error, name))),
    ...(error.cause instanceof Error &&
      depth < DEEPEST && { cause: describeError(error.cause, depth + 1) as Described }),
  };
  return described;
}

/** `invalid input syntax for type uuid: "..."`, `Unexpected token 'H', "Hello"... is not valid JSON`: both quote what came in. */
function withoutQuotes({ name, message }: Error): string {
  if (name === 'SyntaxError') return 'text that could not be parsed';
  // From the first to the last: what is quoted may hold quotes itself.
  return message.replace(/".*"/s, '"…"').slice(0, MOST_SAID);
}

/** Where it was thrown. A stack begins with the message, which may have several lines. */
function framesOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}

function factOf(error: Error, name: string): [string, unknown][] {
  const value = (error as unknown as Record<string, unknown>)[name];
  return typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [];
}
