/** What watches over the process from its first moment: the log, metrics, traces, and how users are named there. */
import { createHmac } from 'node:crypto';
import type { Config } from '../config.ts';
import { ensureSecret } from '../http/signing-secret.ts';
import { OPENROUTER_URL } from '../llm/openrouter/options.ts';
import { openWatch, type Watch } from '../telemetry/open-watch.ts';
import { createUserKey } from '../telemetry/user-key.ts';

export interface NamedWatch extends Watch {
  /** As logs and operators see a user. */
  readonly userKey: (userId: string) => string;
}

/** `asked`: whether there are models to be asked. */
export async function startWatch(config: Config, of: { instance: string; asked: boolean }): Promise<NamedWatch> {
  const userKey = createUserKey(config.LOG_USER_IDS === 'hashed' ? userSalt(config) : null);
  const watch = await openWatch({
    models: of.asked ? config.LLM_MODELS : [],
    ...{ instance: of.instance, userKey, now: () => performance.now() },
    traceEndpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
    traceContent: config.OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT,
    providerUrl: config.OPENROUTER_BASE_URL ?? OPENROUTER_URL,
  });
  return { ...watch, userKey };
}

/** By a key of its own, so that a hash in a log is no part of a token. */
function userSalt(config: Config): Buffer {
  const secret = config.LOG_USER_SALT ?? config.JWT_SECRET ?? ensureSecret(config.DATA_DIR);
  return createHmac('sha256', secret).update('keys of users').digest();
}
