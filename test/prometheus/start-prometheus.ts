/** A real Prometheus with ports, configuration and data of its own, under the rules of `deploy/` in shortened time. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../torture/find-program.ts';
import { reservePort } from '../../torture/ports.ts';
import { createVictim } from '../../torture/victim.ts';
import { shortenRules } from './shorten-rules.ts';

const RULES = join(import.meta.dirname, '../../deploy/prometheus/rules.yaml');

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

export interface Prometheus {
  query(expr: string): Promise<readonly Sample[]>;
  /** Names of the alerts that fire for a job now. */
  firing(job: string): Promise<string[]>;
  /** Names of all that fired for it at any time. */
  fired(job: string): Promise<string[]>;
  [Symbol.asyncDispose](): Promise<void>;
}

interface PrometheusOptions {
  readonly folder: string;
  readonly divisor: number;
  readonly metricsToken: string;
  /** Where each deployment has its one instance on this machine, or will have it. */
  readonly ports: Readonly<Record<string, number>>;
}

/** Throws where it is not installed. */
export async function startPrometheus(options: PrometheusOptions): Promise<Prometheus> {
  const port = await reservePort();
  const home = mkdtempSync(join(options.folder, 'prometheus-'));
  writeFileSync(join(home, 'rules.yaml'), shortenRules(readFileSync(RULES, 'utf8'), options.divisor));
  writeFileSync(join(home, 'prometheus.yml'), JSON.stringify(toConfig(options)));
  mkdirSync(join(home, 'data'));
  const origin = `http://127.0.0.1:${port}`;
  const victim = createVictim({
    name: 'prometheus',
    command: findProgram('prometheus'),
    args: [
      `--config.file=${join(home, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(home, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    port,
    logFile: join(options.folder, 'prometheus.log'),
    isUp: async () => (await fetch(`${origin}/-/ready`)).ok,
  });
  await victim.start();

  const query = async (expr: string) => {
    const response = await fetch(`${origin}/api/v1/query?${new URLSearchParams({ query: expr })}`);
    if (!response.ok) throw new Error(`${expr}: ${await response.text()}`);
    // Prometheus' own API, whose shape it keeps.
    return ((await response.json()) as { data: { result: Sample[] } }).data.result;
  };
  const namesOf = async (expr: string) => (await query(expr)).map(({ metric }) => metric['alertname'] ?? '').sort();
  return {
    query,
    firing: (job) => namesOf(`group by (alertname) (ALERTS{alertstate="firing", job="${job}"})`),
    fired: (job) => namesOf(`group by (alertname) (count_over_time(ALERTS{alertstate="firing", job="${job}"}[1h]))`),
    [Symbol.asyncDispose]: () => victim[Symbol.asyncDispose](),
  };
}

/** JSON is YAML. */
function toConfig({ metricsToken, ports }: PrometheusOptions): object {
  // A scrape may take as long: a busy machine is no instance that is down.
  const interval = '600ms';
  return {
    global: { scrape_interval: interval, scrape_timeout: interval, evaluation_interval: '300ms' },
    rule_files: ['rules.yaml'],
    scrape_configs: Object.entries(ports).map(([job_name, port]) => ({
      job_name,
      authorization: { credentials: metricsToken },
      static_configs: [{ targets: [`127.0.0.1:${port}`] }],
    })),
  };
}
