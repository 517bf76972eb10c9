/** The connection to Valkey over a line that breaks: refused at once while it is away, back by itself. */
import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { type BreakableLine, startBreakableLine } from '../testing/breakable-line.ts';
import { connectValkey, type Valkey } from './connect-valkey.ts';

const redisUrl = inject('redisUrl');

describe.runIf(redisUrl)('the connection to Valkey', () => {
  let line: BreakableLine;
  let valkey: Valkey;

  beforeEach(async () => {
    line = await startBreakableLine(Number(new URL(redisUrl ?? '').port || 6379));
  });
  afterEach(async () => {
    valkey.close();
    await line[Symbol.asyncDispose]();
  });

  const open = () => {
    valkey = connectValkey({
      url: `redis://127.0.0.1:${line.port}`,
      prefix: `test:${randomUUID()}`,
      logger: pino({ level: 'silent' }),
    });
    return valkey;
  };
  /** Resolves at the next change to `ready`. */
  const turns = (ready: boolean) =>
    new Promise<void>((resolve) => {
      if (valkey.ready === ready) resolve();
      const leave = valkey.watch((now) => {
        if (now !== ready) return;
        leave();
        resolve();
      });
    });

  test('refuses commands while the server is away, from the start, and takes them once it is there', async () => {
    line.cut();
    const { client } = open();
    expect(valkey.ready).toBe(false);
    await expect(client.get('x')).rejects.toThrow();
    const replies = await client.pipeline().set('x', 1).get('x').exec();
    expect(replies).toEqual([[expect.any(Error)], [expect.any(Error)]]);
    line.mend();
    await turns(true);
    expect(await client.ping()).toBe('PONG');
  });

  test('refuses what was under way when the line breaks, never sends it again, and comes back by itself', async () => {
    const { client } = open();
    await turns(true);
    const counter = valkey.key('counter');
    const told: boolean[] = [];
    valkey.watch((ready) => told.push(ready));
    await client.incr(counter);
    line.fallSilent();
    const lost = client.incr(counter);
    line.cut();
    await expect(lost).rejects.toThrow();
    await expect(client.incr(counter)).rejects.toThrow();
    line.mend();
    await turns(true);
    expect(await client.incr(counter)).toBe(2);
    expect(told).toEqual([false, true]);
    await client.del(counter);
  });

  test('takes a server that says nothing for one that is away', async () => {
    const { client } = open();
    await turns(true);
    line.fallSilent();
    await expect(client.ping()).rejects.toThrow();
    await turns(false);
    line.mend();
    await turns(true);
    expect(await client.ping()).toBe('PONG');
  });

  test('lets commands that block wait on a connection of their own, while others go on', async () => {
    const { client } = open();
    const blocking = valkey.openBlocking();
    await Promise.all([turns(true), new Promise((resolve) => blocking.once('ready', resolve))]);
    const list = valkey.key('list');
    const waiting = blocking.blpop(list, 2);
    await client.lpush(list, 'news');
    expect(await waiting).toEqual([list, 'news']);
  });

  test('tries no more once it is closed, and tells nobody', async () => {
    const { client } = open();
    const blocking = valkey.openBlocking();
    await Promise.all([turns(true), new Promise((resolve) => blocking.once('ready', resolve))]);
    const told: boolean[] = [];
    valkey.watch((ready) => told.push(ready));
    const ended = Promise.all([client, blocking].map((one) => new Promise((resolve) => one.once('end', resolve))));
    valkey.close();
    await ended;
    expect([line.tried, told]).toEqual([2, []]);
    await expect(client.ping()).rejects.toThrow();
  });
});
