/** The files of `deploy/` for Prometheus and Grafana: they are read by the real tool, and name only what a real server has. */
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { startTestServer } from '../../packages/server/src/testing/start-server.ts';
import { dashboardExpressions } from '../../scripts/dashboard.ts';
import { checkRules, isPrometheusWanted, promtool } from './promtool.ts';
import { shortenRules } from './shorten-rules.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const RULES = read('deploy/prometheus/rules.yaml');
const ALERTS = [...RULES.matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name);

describe.runIf(isPrometheusWanted)('promtool', () => {
  test('finds nothing wrong with the configuration', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tradistry-prometheus-'));
    cpSync('deploy/prometheus', folder, { recursive: true });
    // What an operator puts there.
    writeFileSync(join(folder, 'tradistry-metrics-token'), 'a-token-of-sixteen-or-more');
    try {
      expect(promtool('check', 'config', join(folder, 'prometheus.yml'))).toContain('SUCCESS');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('sees each alert come of its own fault, alone, and go with it', () => {
    const files = globSync('deploy/prometheus/tests/*.yaml');
    expect(files).not.toEqual([]);
    promtool('test', 'rules', ...files);
    const tested = files.map(read).join('\n');
    expect(ALERTS.filter((name) => !tested.includes(`"${name}"`))).toEqual([]);
  });

  test('parses every expression of the dashboard', () => {
    const rules = dashboardExpressions().map((expr, n) => ({ record: `panel${n}`, expr }));
    expect(checkRules(JSON.stringify({ groups: [{ name: 'dashboard', rules }] }))).toContain(
      `${rules.length} rules found`,
    );
  });

  test('takes the rules in shortened time', () => {
    const shortened = shortenRules(RULES, 100);
    expect(shortened).toContain('[6000ms]');
    expect(shortened).not.toMatch(/\[\d+[smh]\]|(for|interval): \d+[smh]\n/);
    expect(checkRules(shortened)).toContain('SUCCESS');
  });
});

test('each alert has an entry of the runbook, and each entry its alert', () => {
  expect([...RULES.matchAll(/runbook: docs\/runbook\.md#(\w+)/g)].map(([, anchor]) => anchor)).toEqual(
    ALERTS.map((name) => name.toLowerCase()),
  );
  expect([...read('docs/runbook.md').matchAll(/^## (\w+)$/gm)].map(([, name]) => name).sort()).toEqual(
    [...ALERTS].sort(),
  );
});

describe('a real server', () => {
  test('has every metric that rules and dashboard ask for, with the edges of the objectives', async () => {
    const redisUrl = inject('redisUrl');
    await using server = await startTestServer({
      METRICS_TOKEN: 'a-token-of-sixteen-or-more',
      ...(redisUrl && { REDIS_URL: redisUrl }),
    });
    await (await server.call('/api/ai/chat/stream', { json: { message: 'How am I doing?' } })).text();
    const scraped = await server.call('/metrics', { headers: { authorization: 'Bearer a-token-of-sixteen-or-more' } });
    const text = await scraped.text();
    const known = [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name);
    const asked = [RULES, ...dashboardExpressions()].join('\n').matchAll(/(?<!:)\btradistry_\w+/g);
    const names = new Set([...asked].map(([name]) => name.replace(/_(bucket|sum|count)$/, '')));
    const absent = redisUrl ? [] : ['tradistry_valkey_up'];
    expect([...names].filter((name) => !known.includes(name))).toEqual(absent);
    expect(text).toMatch(/^tradistry_stream_time_to_first_token_seconds_bucket\{le="2.56"\} 1$/m);
    expect(text).toMatch(/^tradistry_stream_longest_gap_seconds_bucket\{le="5.12"\} \d+$/m);
  });

  test('counts streams in series that are there before the first of their kind', async () => {
    await using server = await startTestServer({ METRICS_TOKEN: 'a-token-of-sixteen-or-more' });
    const scraped = await server.call('/metrics', { headers: { authorization: 'Bearer a-token-of-sixteen-or-more' } });
    const counts = (await scraped.text()).matchAll(/^tradistry_stream_duration_seconds_count\{(.*)\} 0$/gm);
    expect([...counts].map(([, labels]) => labels).sort()).toEqual(
      ['completed', 'degraded', 'failed', 'partial', 'stopped'].flatMap((outcome) => [
        `outcome="${outcome}",fallback="false"`,
        `outcome="${outcome}",fallback="true"`,
      ]),
    );
  });
});
