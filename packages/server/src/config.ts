/** The one place that knows the environment: read once at start, every fault at once. */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { VARIABLES } from './variables.ts';

/** What the server was told, checked. */
export type Config = { readonly [Name in keyof typeof VARIABLES]: z.output<(typeof VARIABLES)[Name]['schema']> };

/** Every fault of the environment at once, one line each, with the variable's name. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The configuration is not usable:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/** Reads and checks the environment. Throws `ConfigError` with all faults. An empty variable counts as unset. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(VARIABLES)) {
    const raw = 'secret' in variable ? readSecret(env, name, faults) : env[name] || undefined;
    const parsed = variable.schema.safeParse(raw);
    if (parsed.success) values[name] = parsed.data;
    else faults.push(...parsed.error.issues.map((issue) => `${name}: ${issue.message}`));
  }
  // Each value was parsed by the schema of its own name, which is what `Config` says.
  const config = values as unknown as Config;
  if (faults.length === 0) faults.push(...findContradictions(config));
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

/** True where only this machine can connect. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** One local user with every scope, instead of tokens from elsewhere. */
export function isLocalMode(config: Config): boolean {
  return !config.JWT_SECRET && !config.JWT_JWKS_URL;
}

function readSecret(env: Readonly<Record<string, string | undefined>>, name: string, faults: string[]) {
  const value = env[name] || undefined;
  const file = env[`${name}_FILE`];
  if (!file) return value;
  if (value) faults.push(`${name}: is set twice, as ${name} and as ${name}_FILE; keep one`);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    faults.push(`${name}_FILE: the file ${file} cannot be read`);
    return undefined;
  }
}

function findContradictions(config: Config): string[] {
  const faults: string[] = [];
  if (isLocalMode(config) && !isLoopback(config.HOST)) {
    faults.push(`HOST: ${config.HOST} is reachable from other machines, so JWT_SECRET or JWT_JWKS_URL must be set`);
  }
  if (config.JWT_SECRET && config.JWT_JWKS_URL)
    faults.push('JWT_SECRET: cannot be combined with JWT_JWKS_URL; keep one');
  return faults;
}
