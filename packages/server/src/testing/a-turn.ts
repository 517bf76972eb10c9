/** A turn for tests below the server, with its log in memory. */
import { createTurn, type Turn } from '../chat/turn.ts';
import { createMemoryLog } from '../log/memory-log.ts';
import { SILENT_TRACE } from './silent-telemetry.ts';

/** `startedAt` is also when it was leased last. */
export function aTurn({ streamId = 's', startedAt = 0 }: { streamId?: string; startedAt?: number } = {}): Turn {
  const log = createMemoryLog();
  log.appendMark({ type: 'session_info', session_id: 'x', status: 'processing' });
  return createTurn({
    ...{ userId: 'u', epoch: 0, kept: '', startedAt, begunAt: startedAt, streaming: true, log },
    trace: SILENT_TRACE,
    started: { joined: false, streamId, sessionId: 'x', questionId: 'q', answerId: 'a', title: '' },
    prompt: { version: 1, strategy: 'LATEST_VERSION', experiment: null },
    request: { message: 'q', session_id: 'x', context_limit: 10, include: [] },
  });
}
