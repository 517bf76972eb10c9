/** A request as it was sent, in parts that a person can read. */

export interface RequestPart {
  readonly title: string;
  readonly text: string;
}

/** The messages, and the rest of the body as JSON. A body that is no such JSON is all rest. */
export function readRequest(body: string): { parts: RequestPart[]; rest: string } {
  const parsed = parse(body);
  if (!isObject(parsed)) return { parts: [], rest: body };
  const { messages, ...rest } = parsed;
  const parts = Array.isArray(messages) ? messages.filter(isObject).map(toPart) : [];
  return { parts, rest: JSON.stringify(rest, null, 2) };
}

const TITLES: Readonly<Record<string, string>> = {
  system: 'Instructions and context',
  user: 'Question',
  assistant: 'Earlier answer',
  tool: 'What was looked up',
};

function toPart({ role, content, tool_calls: calls }: Record<string, unknown>): RequestPart {
  const text = typeof content === 'string' ? content : '';
  const called = calls === undefined ? '' : JSON.stringify(calls, null, 2);
  return {
    title: (calls === undefined ? TITLES[String(role)] : 'What the model wanted to look up') ?? String(role),
    text: [text, called].filter((each) => each !== '').join('\n\n'),
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
