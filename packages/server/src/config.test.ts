/** The configuration: defaults, every fault at once, secrets from files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, isLocalMode, readConfig } from './config.ts';
import { VARIABLES } from './variables.ts';

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  test('is whole without any variable, on this machine alone and without a model', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      PORT: 3000,
      HOST: '127.0.0.1',
      DATA_DIR: '.data',
      BASE_PATH: '/',
      STREAMING_ENABLED: true,
    });
    expect(config.OPENROUTER_API_KEY).toBeUndefined();
    expect(isLocalMode(config)).toBe(true);
  });

  test('tells every fault at once, each with its variable', () => {
    const wrong = {
      PORT: '70000',
      BASE_PATH: 'no-slash',
      DATABASE_URL: 'mysql://x',
      DATABASE_SCHEMA: 'Robert"; DROP',
      OPENROUTER_BASE_URL: 'localhost',
      LLM_MODELS: ',',
      LLM_IDLE_TIMEOUT_MS: '-1',
      CORS_ORIGINS: 'https://a.example/path',
      TRUST_PROXY: 'everyone',
      AUTH_TOKEN_URL: 'https://elsewhere.example/token',
      STREAMING_ENABLED: 'yes',
      LOG_LEVEL: 'loud',
    };
    const faults = faultsOf(wrong);
    for (const name of Object.keys(wrong))
      expect(faults.filter((fault) => fault.startsWith(`${name}:`))).toHaveLength(1);
    expect(faults).toHaveLength(Object.keys(wrong).length);
  });

  test('counts an empty variable as unset', () => {
    expect(readConfig({ PORT: '', OPENROUTER_API_KEY: '', DATABASE_URL: '' })).toMatchObject({ PORT: 3000 });
  });

  test('reads secrets from files, and not from two places', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tradistry-config-'));
    const file = join(folder, 'key');
    writeFileSync(file, 'sk-from-a-file\n');
    expect(readConfig({ OPENROUTER_API_KEY_FILE: file }).OPENROUTER_API_KEY).toBe('sk-from-a-file');
    expect(faultsOf({ OPENROUTER_API_KEY_FILE: join(folder, 'none') })[0]).toMatch(
      /^OPENROUTER_API_KEY_FILE: .* cannot be read/,
    );
    expect(faultsOf({ OPENROUTER_API_KEY_FILE: file, OPENROUTER_API_KEY: 'x' })[0]).toContain('set twice');
    rmSync(folder, { recursive: true });
  });

  test('refuses to be reachable by others without a way to know them', () => {
    expect(faultsOf({ HOST: '0.0.0.0' })[0]).toContain('JWT_SECRET');
    expect(faultsOf({ HOST: '0.0.0.0', JWT_SECRET: 's'.repeat(32) })).toEqual([]);
    expect(faultsOf({ HOST: '::1' })).toEqual([]);
  });

  test('sorts models by tier and keeps the order within one', () => {
    const { LLM_MODELS } = readConfig({ LLM_MODELS: '2:b/two:free, a/one ,2:c/three,1:d/four' });
    expect(LLM_MODELS).toEqual([
      { tier: 1, id: 'a/one' },
      { tier: 1, id: 'd/four' },
      { tier: 2, id: 'b/two:free' },
      { tier: 2, id: 'c/three' },
    ]);
  });

  test('describes every variable for the documentation', () => {
    for (const variable of Object.values(VARIABLES)) expect(variable.description).toMatch(/\.$/);
  });
});
