/** Deadlines watch content, not bytes: comments and empty deltas are nothing, thoughts and calls of tools are life. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callAndCollect, requestOf } from '../../testing/chat-model.contract.ts';
import { ending, type Script, type Step } from '../../testing/play-script.ts';
import { modelAt } from '../../testing/start-model.ts';
import { startUpstream, type Upstream } from '../../testing/upstream.ts';

const COMMENT = ': OPENROUTER PROCESSING\n\n';
const EMPTY = 'data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}\n\n';
const BREAK = 'data: {"choices":[{"delta":{"content":"\\n"}}]}\n\n';
/** Each short where it is to be met, else beyond what a test takes. */
const PATIENT = { firstTokenTimeoutMs: 50_000, idleTimeoutMs: 50_000, totalTimeoutMs: 50_000 };
const SHORT_FIRST = { ...PATIENT, firstTokenTimeoutMs: 300 };
const SHORT_IDLE = { ...PATIENT, idleTimeoutMs: 300 };

let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(() => upstream.close());

/** Each on a provider's model of its own, so that they can run side by side. */
async function ask(model: string, script: Script, options: Parameters<typeof modelAt>[1]) {
  scripts.set(model, script);
  upstream.script(({ body }) => scripts.get(body.model) ?? []);
  const adapter = modelAt(upstream.url, options);
  const outcome = await callAndCollect(adapter, requestOf({ model }));
  await adapter.close();
  return outcome;
}
const scripts = new Map<string, Script>();

describe.concurrent('a model that says nothing', () => {
  const silences: [string, Step[], string][] = [
    ['at all is given up', [{ hang: true }], 'first_token_timeout'],
    ['but comments is given up', [{ again: COMMENT, everyMs: 20 }], 'first_token_timeout'],
    ['but empty deltas is given up', [{ again: EMPTY, everyMs: 20 }], 'first_token_timeout'],
    ['but malformed events is given up', [{ again: 'data: {"x\n\n', everyMs: 20 }], 'first_token_timeout'],
    ['after its first words is given up', ['Hello', { hang: true }], 'idle_timeout'],
    ['but comments after its first words is given up', ['Hello', { again: COMMENT, everyMs: 20 }], 'idle_timeout'],
    ['but empty deltas after its first words is given up', ['Hello', { again: EMPTY, everyMs: 20 }], 'idle_timeout'],
    ['but line breaks after its first words is given up', ['Hello', { again: BREAK, everyMs: 20 }], 'idle_timeout'],
    ['after a thought is given up', [{ reasoning: 'Hm' }, { hang: true }], 'idle_timeout'],
  ];
  test.each(silences)('%s', async (name, script, failureClass) => {
    const { failure } = await ask(name, script, failureClass === 'idle_timeout' ? SHORT_IDLE : SHORT_FIRST);
    expect(failure?.failureClass).toBe(failureClass);
  });
});

describe.concurrent('a model that speaks', () => {
  const life: [string, string][] = [
    ['words', 'data: {"choices":[{"delta":{"content":"a"}}]}\n\n'],
    ['thoughts', 'data: {"choices":[{"delta":{"content":"","reasoning":"a"}}]}\n\n'],
    [
      'thoughts that are encrypted',
      'data: {"choices":[{"delta":{"reasoning_details":[{"type":"reasoning.encrypted","data":"x"}]}}]}\n\n',
    ],
    [
      'calls of tools',
      'data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"name":"one","arguments":"1"}}]}}]}\n\n',
    ],
  ];
  test.each(life)('in %s lives, until the total time is over', async (name, again) => {
    const options = { ...PATIENT, idleTimeoutMs: 2_000, totalTimeoutMs: 3_000 };
    const { failure } = await ask(name, [{ again, everyMs: 30 }], options);
    expect(failure?.failureClass).toBe('total_timeout');
  });

  test('and is finished is waited for no longer than a moment', async () => {
    const { failure, text } = await ask('finished', ['Hello', { finish: 'stop' }, { hang: true }], PATIENT);
    expect({ failure, text }).toEqual({ failure: null, text: 'Hello' });
  });

  test('and has said [DONE] is not waited for at all', async () => {
    const { failure, text } = await ask('done', ['Hello', ...ending(1), { hang: true }], PATIENT);
    expect({ failure, text }).toEqual({ failure: null, text: 'Hello' });
  });

  test('for ever after its finish reason is cut off, and has answered', async () => {
    const script = ['Hello', { finish: 'stop' }, { again: EMPTY, everyMs: 10 }] as const;
    expect(await ask('endless', script, PATIENT)).toMatchObject({ failure: null, text: 'Hello' });
  });
});
