/** People who ask one question after the other, each reading its answer to the end; who is refused asks again a little later. */
import { setTimeout as sleep } from 'node:timers/promises';

const REFUSED_MS = 100;

interface Asked {
  readonly url: string;
  readonly token: string;
}

export interface Crowd {
  /** From now on they ask these, one after the other and round again. */
  ask(...questions: readonly string[]): void;
  /** Waits for the last answers. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** So many at once, no more: what is late keeps one of them waiting, as it does people. */
export function startCrowd({ url, token }: Asked, people: number): Crowd {
  let questions: readonly string[] = [];
  let next = 0;
  let going = true;
  const begun = Promise.withResolvers<void>();

  const person = async () => {
    while (going) {
      const message = questions[next++ % questions.length];
      if (message === undefined) await begun.promise;
      else await read(message);
    }
  };
  const read = async (message: string) => {
    const response = await fetch(`${url}/api/ai/chat/stream`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ message }),
    });
    const text = await response.text();
    if (response.status === 429) return void (await sleep(REFUSED_MS));
    if (response.status !== 200 || !text.includes('stream_end')) throw new Error(`${response.status}: ${text}`);
  };
  const all = Promise.all(Array.from({ length: people }, person));
  // Told by the disposal; until then it is no unhandled rejection.
  all.catch(() => {
    going = false;
  });
  return {
    ask(...asked) {
      questions = asked;
      next = 0;
      begun.resolve();
    },
    async [Symbol.asyncDispose]() {
      going = false;
      begun.resolve();
      await all;
    },
  };
}
