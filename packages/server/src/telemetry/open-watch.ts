/** Everything that watches over the process: metrics, traces, what the chat tells of itself. One for each app. */
import type { Attributes } from '@opentelemetry/api';
import { Registry } from 'prom-client';
import type { Telemetry } from '../chat/telemetry-ports.ts';
import type { ConfiguredModel } from '../model-list.ts';
import type { QueueStats } from '../ops/ports.ts';
import { createTelemetry } from './create-telemetry.ts';
import { openTracing } from './open-tracing.ts';
import { createProcessMetrics, type ProcessSources } from './process-metrics.ts';
import { createPromptMetrics, type PromptMetrics } from './prompt-metrics.ts';
import { createQueueMetrics } from './queue-metrics.ts';
import { createTurnMetrics } from './turn-metrics.ts';

interface WatchOptions {
  readonly models: readonly ConfiguredModel[];
  readonly instance: string;
  readonly userKey: (userId: string) => string;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Of an OTLP collector; none: no exporter of our own. */
  readonly traceEndpoint: string | undefined;
  /** Whether traces hold what is said and answered. */
  readonly traceContent: boolean;
  /** Where models are asked. */
  readonly providerUrl: string;
}

export interface Watch {
  readonly telemetry: Telemetry;
  readonly prompts: PromptMetrics;
  readonly metrics: { readonly contentType: string; read(): Promise<string> };
  /** From here on the metrics have the process and its queues, too. Called once. */
  observe(sources: ProcessSources, queues: QueueStats): void;
  close(): Promise<void>;
}

export async function openWatch(options: WatchOptions): Promise<Watch> {
  const { models, instance, userKey, now, traceEndpoint, traceContent, providerUrl } = options;
  const registry = new Registry();
  const tracing = await openTracing({ endpoint: traceEndpoint, instance });
  const metrics = createTurnMetrics(registry, models);
  let stop: (() => void) | null = null;
  return {
    telemetry: createTelemetry({
      ...{ tracer: tracing.tracer, metrics, userKey, now, content: traceContent },
      provider: providerOf(providerUrl),
    }),
    prompts: createPromptMetrics(registry),
    metrics: { contentType: registry.contentType, read: () => registry.metrics() },
    observe(sources, queues) {
      stop = createProcessMetrics(registry, sources);
      createQueueMetrics(registry, queues);
    },
    async close() {
      stop?.();
      await tracing.close();
    },
  };
}

function providerOf(url: string): Attributes {
  const { hostname, port, protocol } = new URL(url);
  const openRouter = hostname === 'openrouter.ai' || hostname.endsWith('.openrouter.ai');
  return {
    'gen_ai.provider.name': openRouter ? 'openrouter' : hostname,
    'server.address': hostname,
    'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
  };
}
