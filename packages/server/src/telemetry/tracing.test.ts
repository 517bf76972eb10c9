/** Traces as a collector gets them over HTTP: a span for each step of a message's life, with the conventions' names and no words. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { readWhole } from '../testing/read-stream.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { answer, byModel, type Play } from '../testing/upstream.ts';

interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly links?: { readonly traceId: string; readonly spanId: string }[];
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: { key: string; value: Record<string, unknown> }[];
  readonly status: { code?: number };
}

interface Batch {
  resourceSpans: { scopeSpans: { spans: CollectedSpan[] }[]; resource: { attributes: CollectedSpan['attributes'] } }[];
}

/** A collector that takes OTLP as JSON and keeps it. */
async function startCollector() {
  const batches: Batch[] = [];
  const paths: string[] = [];
  const server = createServer(async (request, response) => {
    paths.push(`${request.method} ${request.url} ${request.headers['content-type']}`);
    // The exporter's own shape.
    batches.push((await json(request)) as Batch);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    batches,
    paths,
    spans: () =>
      batches.flatMap((batch) => batch.resourceSpans.flatMap((of) => of.scopeSpans.flatMap(({ spans }) => spans))),
    close: () => server.close(),
  };
}

const attributeOf = (span: CollectedSpan | undefined, key: string) =>
  Object.values(span?.attributes.find((each) => each.key === key)?.value ?? {})[0];

let open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open) await each.close();
  open = [];
});

const WITH_CONTENT = { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true' };
const ONE_FAILS = byModel({ 'a/one': [{ status: 402 }], 'b/two': [answer('CANARY', ' answer.')] });

interface Traced {
  readonly env?: Record<string, string>;
  readonly play?: Play;
  readonly headers?: Record<string, string>;
}

/** Asks one question while traces go to a collector; what the collector has once the server is closed. */
async function trace({ env = {}, play = ONE_FAILS, headers = {} }: Traced = {}) {
  const collector = await startCollector();
  const chat: Chat = await startChat({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, LLM_BREAKER_FAILURES: '0', ...env });
  open.push(collector);
  chat.upstream.script(play);
  await readWhole(await chat.ask({ message: 'CANARY question' }, { headers }));
  await chat.close();
  return collector;
}

test('each step of a message is a span of one trace, and each call of a model has the conventions for it', async () => {
  const collector = await trace();
  expect(collector.paths[0]).toBe('POST /v1/traces application/json');
  const spans = collector.spans();
  const root = spans.find(({ name }) => name === 'turn');
  expect(spans.map(({ name }) => name).toSorted()).toEqual(
    ['chat a/one', 'chat b/two', 'context', 'retrieval', 'save', 'start', 'turn'].toSorted(),
  );
  for (const span of spans) {
    expect(span.traceId).toBe(root?.traceId);
    if (span !== root) expect(span.parentSpanId).toBe(root?.spanId);
    expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano)).toBe(true);
    expect(Math.abs(Number(BigInt(span.startTimeUnixNano) / 1_000_000n) - Date.now())).toBeLessThan(600_000);
  }
  const [failed, answered] = ['a/one', 'b/two'].map((model) => spans.find(({ name }) => name === `chat ${model}`));
  expect([failed?.kind, failed?.status.code, attributeOf(failed, 'error.type')]).toEqual([3, 2, 'payment']);
  expect(attributeOf(answered, 'gen_ai.operation.name')).toBe('chat');
  expect(attributeOf(answered, 'gen_ai.request.model')).toBe('b/two');
  expect(attributeOf(answered, 'gen_ai.request.stream')).toBe(true);
  expect([attributeOf(answered, 'gen_ai.prompt.name'), attributeOf(answered, 'gen_ai.prompt.version')]).toEqual([
    'chat',
    '1',
  ]);
  expect(Number(attributeOf(answered, 'gen_ai.response.time_to_first_chunk'))).toBeGreaterThan(0);
  expect(JSON.stringify(attributeOf(failed, 'gen_ai.response.finish_reasons'))).toContain('error');
  expect(Number(attributeOf(answered, 'gen_ai.usage.output_tokens'))).toBeGreaterThan(0);
  expect(attributeOf(answered, 'server.address')).toBe('127.0.0.1');
  expect([attributeOf(root, 'tradistry.outcome'), attributeOf(root, 'tradistry.fallback_used')]).toEqual([
    'completed',
    true,
  ]);
  expect(JSON.stringify(collector.batches)).not.toContain('CANARY');
  expect(JSON.stringify(collector.batches[0]?.resourceSpans[0]?.resource)).toContain('tradistry-chat');
});

describe('a request that is part of a trace', () => {
  const CALLER = { trace: '4bf92f3577b34da6a3ce929d0e0e4736', span: '00f067aa0ba902b7' };
  const parentOf = async (traceparent: string, env: Record<string, string> = { TRUST_PROXY: '127.0.0.1' }) => {
    const collector = await trace({ env, headers: { traceparent, tracestate: 'vendor=1' } });
    const root = collector.spans().find(({ name }) => name === 'turn');
    const links = root?.links?.map(({ traceId, spanId }) => ({ trace: traceId, span: spanId }));
    return root && { trace: root.traceId, span: root.parentSpanId, links };
  };

  test.each(['00-T-S-01', '00-T-S-03', 'cc-T-S-01-more'])('by a proxy of ours has its turn there: %s', async (form) => {
    expect(await parentOf(form.replace('T', CALLER.trace).replace('S', CALLER.span))).toMatchObject(CALLER);
  });

  test.each(['00', '01'])(
    'by anybody else is linked, and traced like any other, whatever it wants: %s',
    async (flags) => {
      const root = await parentOf(`00-${CALLER.trace}-${CALLER.span}-${flags}`, {});
      expect(root?.trace).toMatch(/^[0-9a-f]{32}$/);
      expect(root).toMatchObject({ span: undefined, links: [CALLER] });
      expect(root?.trace).not.toBe(CALLER.trace);
    },
  );

  test('by a proxy of ours is not traced where that does not want it', async () => {
    expect(await parentOf(`00-${CALLER.trace}-${CALLER.span}-00`)).toBe(undefined);
  });

  test.each([
    `ff-${CALLER.trace}-${CALLER.span}-01`,
    `00-${CALLER.trace}-${CALLER.span}-01-more`,
    `00-${'0'.repeat(32)}-${CALLER.span}-01`,
    `00-${CALLER.trace.toUpperCase()}-${CALLER.span}-01`,
    'nonsense',
  ])('in a way that nobody can read has a trace of its own: %s', async (traceparent) => {
    const parent = await parentOf(traceparent);
    expect(parent?.trace).toMatch(/^[0-9a-f]{32}$/);
    expect([parent?.trace === CALLER.trace, parent?.span]).toEqual([false, undefined]);
  });
});

describe('a tool that a model calls', () => {
  const call = (name: string, given: string) => ({
    delta: { tool_calls: [{ index: 0, id: 'call-1', type: 'function', function: { name, arguments: given } }] },
  });
  const looksUp = (given: string) => {
    const step = [call('query_trades', given), { finish: 'tool_calls' }, 'DONE'] as const;
    return byModel({ 'a/one': [step, answer('Found it.')] });
  };
  const GIVEN = JSON.stringify({ metrics: ['pnl'], filters: { symbols: ['CANARY'] } });

  test('is a span of its own, without what it was asked and what it found', async () => {
    const collector = await trace({ play: looksUp(GIVEN) });
    const span = collector.spans().find(({ name }) => name === 'execute_tool query_trades');
    const root = collector.spans().find(({ name }) => name === 'turn');
    expect([span?.kind, span?.parentSpanId, span?.status.code ?? 0]).toEqual([1, root?.spanId, 0]);
    expect(
      ['gen_ai.operation.name', 'gen_ai.tool.name', 'gen_ai.tool.type'].map((key) => attributeOf(span, key)),
    ).toEqual(['execute_tool', 'query_trades', 'function']);
    expect(attributeOf(span, 'gen_ai.tool.call.id')).toBeTypeOf('string');
    expect(JSON.stringify(collector.batches)).not.toContain('CANARY');
  });

  test('says both where somebody asked for that', async () => {
    const collector = await trace({ play: looksUp(GIVEN), env: WITH_CONTENT });
    const span = collector.spans().find(({ name }) => name === 'execute_tool query_trades');
    expect(attributeOf(span, 'gen_ai.tool.call.arguments')).toBe(GIVEN);
    expect(String(attributeOf(span, 'gen_ai.tool.call.result'))).not.toBe('undefined');
  });
});

test('words are in them where somebody asked for that, and only in the calls', async () => {
  const collector = await trace({ env: { ...WITH_CONTENT, LOG_USER_IDS: 'hashed' } });
  const answered = collector.spans().find(({ name }) => name === 'chat b/two');
  expect(String(attributeOf(answered, 'gen_ai.input.messages'))).toContain('CANARY question');
  expect(String(attributeOf(answered, 'gen_ai.output.messages'))).toContain('CANARY answer.');
  const root = collector.spans().find(({ name }) => name === 'turn');
  expect(JSON.stringify(root)).not.toContain('CANARY');
  expect(attributeOf(root, 'user.id')).toMatch(/^u_[0-9a-f]{16}$/);
});

test('a collector that is away costs no answer', async () => {
  const chat = await startChat({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
  const chunks = await readWhole(await chat.ask({ message: 'Hello?' }));
  expect(chunks.at(-1)?.chunk.type).toBe('stream_end');
  await chat.close();
});
