/** The proxies of `deploy/`, for tests: where one is not installed its tests are counted as skipped, and on CI they fail. */
import { describe } from 'vitest';
import { isInstalled } from '../../torture/find-program.ts';
import { startHaproxy } from '../../torture/haproxy.ts';
import { startNginx } from '../../torture/nginx.ts';
import { reservePort } from '../../torture/ports.ts';
import type { Victim } from '../../torture/victim.ts';

export interface StartedProxy {
  readonly http1: string;
  /** By prior knowledge. */
  readonly http2: string;
  readonly victim: Victim;
}

type Start = (folder: string, servers: readonly { port: number }[]) => Promise<StartedProxy>;

async function nginx(folder: string, servers: readonly { port: number }[]): Promise<StartedProxy> {
  const http2Port = await reservePort();
  const victim = await startNginx(folder, servers, http2Port);
  return { victim, http1: `http://127.0.0.1:${victim.port}`, http2: `http://127.0.0.1:${http2Port}` };
}

async function haproxy(folder: string, servers: readonly { port: number }[]): Promise<StartedProxy> {
  const victim = await startHaproxy(folder, servers);
  const url = `http://127.0.0.1:${victim.port}`;
  return { victim, http1: url, http2: url };
}

export const PROXIES = { nginx, haproxy } as const;

export function isWanted(proxy: keyof typeof PROXIES): boolean {
  return isInstalled(proxy) || process.env['CI'] === 'true';
}

/** Runs the suite for each proxy. */
export function describeProxies(name: string, suite: (start: Start) => void): void {
  for (const proxy of ['nginx', 'haproxy'] as const) {
    describe.runIf(isWanted(proxy))(`${name} ${proxy}`, () => suite(PROXIES[proxy]));
  }
}
