/**
 * Debian's Prometheus, under the rules of `deploy/` with a minute as 0.75 s, scrapes real servers in front of the fault server:
 * each alert comes of its own fault, alone, and goes with it. Each fault has a deployment of its own, with no past.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type FaultServer,
  startFaultServer,
} from '../../packages/server/src/testing/fault-server/start-fault-server.ts';
import { type ServerProcess, spawnServer } from '../../packages/server/src/testing/spawn-server.ts';
import { TEST_SECRET } from '../../packages/server/src/testing/start-server.ts';
import { copyTemplateFolder } from '../../packages/server/src/testing/test-database.ts';
import { answer, startUpstream } from '../../packages/server/src/testing/upstream.ts';
import { type Viewer, view } from '../../packages/server/src/testing/viewer.ts';
import { reservePort } from '../../torture/ports.ts';
import { startCrowd } from './crowd.ts';
import { isPrometheusWanted } from './promtool.ts';
import { type Prometheus, startPrometheus } from './start-prometheus.ts';

/** So long a test may go on waiting for its alert, on a machine that does much else. */
const PATIENT = { timeout: 300_000 };

interface Deployment extends ServerProcess, AsyncDisposable {
  kill(): Promise<void>;
}

/** Prometheus looks no more often itself. */
const nextLook = () => sleep(200);
const METRICS_TOKEN = 'a-token-that-only-tests-know';
const WELL = 'How was July? ask/1=ok/prefill ask/2=ok/prefill';

/** Nobody gives up on a model that says nothing more. */
const ENDLESS = { LLM_IDLE_TIMEOUT_MS: '600000', LLM_TOTAL_TIMEOUT_MS: '600000' };
/** 200,000 characters. */
const LONG = Array.from({ length: 10 }, () => 'What a month that was. '.repeat(870));

/** One in so many is asked in a way that meets the fault. */
const oneIn = (count: number, bad: string) => [...Array.from({ length: count - 1 }, () => WELL), bad];

/** Many where most of the time is waiting; else few, who do not make a busy machine late, which is a fault of its own. */
const peopleFor = (faults: readonly string[]) => (faults.some((each) => /slow|pause/.test(each)) ? 8 : 3);

/** What is asked while the fault lasts, by the alert that it is to ring. */
const FAULTS: Readonly<Record<string, readonly string[]>> = {
  TradistryErrorRateHigh: ['Q ask/1=fault/refused', 'Q ask/1=fault/cut ask/2=fault/402'],
  TradistrySuccessRateLow: ['Q ask/1=fault/402 ask/2=fault/402'],
  TradistryFallbackRateHigh: ['Q ask/1=fault/402 ask/2=ok/prefill'],
  // Two of 41 are below 5 %, and one of 20 is not above: however few fit a window, no threshold is passed.
  TradistryAvailabilityBudgetBurning: oneIn(40, 'Q ask/1=fault/refused'),
  TradistrySuccessBudgetBurning: oneIn(45, 'Q ask/1=fault/402 ask/2=fault/402'),
  TradistryFirstTokenSlow: ['Q ask/1=fault/slow-first-1s'],
  TradistryFirstTokenBudgetBurning: oneIn(6, 'Q ask/1=fault/slow-first-3s'),
  TradistryGapBudgetBurning: oneIn(10, 'Q ask/1=fault/pause-6000ms'),
};

describe.runIf(isPrometheusWanted)('an alert', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tradistry-alerts-'));
  let ports: Record<string, number>;
  let provider: FaultServer;
  let prometheus: Prometheus;
  beforeAll(async () => {
    const jobs = [...Object.keys(FAULTS), 'TradistryDown', 'TradistryMemoryHigh', 'TradistryRefusing'];
    ports = Object.fromEntries(await Promise.all(jobs.map(async (job) => [job, await reservePort()] as const)));
    provider = await startFaultServer({ port: 0, paceMs: 0 });
    prometheus = await startPrometheus({ folder, divisor: 80, metricsToken: METRICS_TOKEN, ports });
  });
  afterAll(async () => {
    await prometheus[Symbol.asyncDispose]();
    await provider.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const token = new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('alice')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(TEST_SECRET));

  async function startDeployment(job: string, dataDir: string, more: Record<string, string> = {}): Promise<Deployment> {
    const server = await spawnServer({
      ...{ PORT: String(ports[job]), DATA_DIR: dataDir, JWT_SECRET: TEST_SECRET, METRICS_TOKEN },
      ...{ OPENROUTER_BASE_URL: `${provider.origin}/v1`, OPENROUTER_API_KEY: 'k', LLM_MODELS: 'ask/1,ask/2' },
      // One person asks for all, and a model is well again as soon as the question says so.
      ...{ RATE_LIMIT_REQUESTS_PER_MINUTE: '0', RATE_LIMIT_STREAMS_PER_USER: '0', LLM_BREAKER_FAILURES: '0' },
      ...{ RATE_LIMIT_VIEWERS_PER_USER: '0', CONNECTIONS_PER_ADDRESS: '0', ...more },
    });
    const kill = async () => void (server.process.exitCode === null && (await server.end('SIGKILL')));
    return { ...server, kill, [Symbol.asyncDispose]: kill };
  }
  /** Waits until just these fire. */
  async function untilFiring(job: string, ...alerts: readonly string[]): Promise<void> {
    while ((await prometheus.firing(job)).join() !== alerts.join()) await nextLook();
  }

  test.each(Object.entries(FAULTS))('%s', PATIENT, async (alert, faults) => {
    using data = temporaryData();
    await using server = await startDeployment(alert, data.folder);
    await using crowd = startCrowd({ url: server.url, token: await token }, peopleFor(faults));
    crowd.ask(...faults);
    await untilFiring(alert, alert);
    crowd.ask(WELL);
    await untilFiring(alert);
    expect(await prometheus.fired(alert)).toEqual([alert]);
  });

  test('TradistryRefusing', PATIENT, async () => {
    const alert = 'TradistryRefusing';
    using data = temporaryData();
    await using upstream = await startUpstream();
    upstream.script(['Well, ', { hang: true }]);
    const at = { OPENROUTER_BASE_URL: upstream.url, RATE_LIMIT_STREAMS: '2', ...ENDLESS };
    await using server = await startDeployment(alert, data.folder, at);
    const reader = startReader(server, await token);
    for (const _ of [1, 2]) await reader.ask();
    await using crowd = startCrowd({ url: server.url, token: await token }, 2);
    crowd.ask(WELL);
    await untilFiring(alert, alert);
    upstream.script(answer('Fine.'));
    await reader.stopAll();
    await untilFiring(alert);
    expect(await prometheus.fired(alert)).toEqual([alert]);
  });

  test('TradistryMemoryHigh', PATIENT, async () => {
    const alert = 'TradistryMemoryHigh';
    using data = temporaryData();
    await using upstream = await startUpstream();
    upstream.script(['Well, ', ...LONG, { hang: true }]);
    // The heap may be 4 GiB, and questions are refused from 3 % of that on: full for the alert, and far from it for the process.
    const small = { NODE_OPTIONS: '--max-old-space-size=4096', OVERLOAD_HEAP_PERCENT: '3' };
    const at = { OPENROUTER_BASE_URL: upstream.url, ...small, ...ENDLESS };
    await using server = await startDeployment(alert, data.folder, at);
    const reader = startReader(server, await token);
    for (; (await prometheus.firing(alert)).join() !== alert; await nextLook()) await reader.ask();
    await reader.stopAll();
    await untilFiring(alert);
    expect(await prometheus.fired(alert)).toEqual([alert]);
  });

  test('TradistryDown', PATIENT, async () => {
    const alert = 'TradistryDown';
    using data = temporaryData();
    await using server = await startDeployment(alert, data.folder);
    while ((await prometheus.query(`up{job="${alert}"} == 1`)).length === 0) await nextLook();
    await server.kill();
    await untilFiring(alert, alert);
    await using _again = await startDeployment(alert, data.folder);
    await untilFiring(alert);
    expect(await prometheus.fired(alert)).toEqual([alert]);
  });
});

/** Somebody who reads answers that do not end until they are stopped. */
function startReader({ url }: ServerProcess, token: string) {
  const headers = { authorization: `Bearer ${token}` };
  const asking = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' } };
  const viewers: Viewer[] = [];
  return {
    /** Resolves once its first words are there, or it was refused. */
    async ask(): Promise<void> {
      const body = JSON.stringify({ message: 'Tell me everything.' });
      const response = await fetch(`${url}/api/ai/chat/stream`, { ...asking, body });
      if (!response.ok) return;
      const viewer = await view(Promise.resolve(response));
      viewers.push(viewer);
      await viewer.until('Well, ');
    },
    /** One after the other: a server that stores them all at once answers nobody meanwhile, which is a fault of its own. */
    async stopAll(): Promise<void> {
      for (const { streamId, done } of viewers) {
        await fetch(`${url}/api/ai/chat/streams/${streamId}/stop`, { method: 'POST', headers });
        await done;
        await nextLook();
      }
    },
  };
}

function temporaryData(): { folder: string } & Disposable {
  const folder = copyTemplateFolder();
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
