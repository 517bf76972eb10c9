/** Traces: by an exporter of our own where an endpoint is configured, else by whatever the process was started with. */
import { type Tracer, trace } from '@opentelemetry/api';

export interface Tracing {
  readonly tracer: Tracer;
  /** Sends what is still here. */
  close(): Promise<void>;
}

interface TracingOptions {
  /** Of an OTLP collector over HTTP, without `/v1/traces`. */
  readonly endpoint: string | undefined;
  readonly instance: string;
}

const NAME = 'tradistry-chat';
/** A collector that is away may not hold up the end of the process. */
const CLOSE_MS = 3000;

/** Without an endpoint nothing of the SDK is loaded. */
export async function openTracing({ endpoint, instance }: TracingOptions): Promise<Tracing> {
  if (!endpoint) return { tracer: trace.getTracer(NAME), close: async () => undefined };
  const [{ BatchSpanProcessor, TracerProvider }, { OTLPTraceExporter }, { resourceFromAttributes, defaultResource }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, timeoutMillis: CLOSE_MS });
  const provider = new TracerProvider({
    resource: defaultResource().merge(
      resourceFromAttributes({ 'service.name': NAME, 'service.instance.id': instance }),
    ),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  return {
    tracer: provider.getTracer(NAME),
    close: () => provider.shutdown().catch(giveUp),
  };
}

/** Its spans are lost, and nothing else. */
function giveUp(): undefined {
  return undefined;
}
