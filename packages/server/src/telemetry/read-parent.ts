/** The span that a request comes from, by W3C Trace Context: https://www.w3.org/TR/trace-context/. */
import { type Context, createTraceState, isSpanContextValid, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { TraceHeaders } from '../chat/telemetry-ports.ts';

/** Version, trace, span, flags; versions to come may say more. */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Without a parent where none is named, or none that can be read. */
export function readParent({ traceparent, tracestate }: TraceHeaders): Context {
  const [, version, traceId = '', spanId = '', flags = '', more] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  const parent = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  if (!isSpanContextValid(parent) || (version === '00' && more !== undefined)) return ROOT_CONTEXT;
  const traceState = tracestate === undefined ? {} : { traceState: createTraceState(tracestate) };
  return trace.setSpanContext(ROOT_CONTEXT, { ...parent, ...traceState });
}
