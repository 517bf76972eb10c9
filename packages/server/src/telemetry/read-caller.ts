/** The span that a request comes from, by W3C Trace Context: https://www.w3.org/TR/trace-context/. */
import {
  type Context,
  createTraceState,
  isSpanContextValid,
  type Link,
  ROOT_CONTEXT,
  type SpanContext,
  trace,
} from '@opentelemetry/api';
import type { TraceHeaders } from '../chat/telemetry-ports.ts';

/** Version, trace, span, flags; versions to come may say more. */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

export interface Caller {
  readonly parent: Context;
  readonly links: Link[];
}

/**
 * A parent decides whether its children are recorded: a proxy of ours may. The span of anybody else is only linked, and ours
 * is recorded like any other; OpenTelemetry calls that a public endpoint.
 */
export function readCaller(headers: TraceHeaders | null): Caller {
  const context = headers && readSpan(headers);
  if (!context) return { parent: ROOT_CONTEXT, links: [] };
  return headers.fromProxy
    ? { parent: trace.setSpanContext(ROOT_CONTEXT, context), links: [] }
    : { parent: ROOT_CONTEXT, links: [{ context }] };
}

/** `null` where none is named, or none that can be read. */
function readSpan({ traceparent, tracestate }: TraceHeaders): SpanContext | null {
  const [, version, traceId = '', spanId = '', flags = '', more] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  const parent = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  if (!isSpanContextValid(parent) || (version === '00' && more !== undefined)) return null;
  return { ...parent, ...(tracestate !== undefined && { traceState: createTraceState(tracestate) }) };
}
