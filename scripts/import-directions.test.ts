/** The check on import directions must be able to fail: one planted violation of each kind. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findForbiddenImports } from './import-directions.ts';

function check(file: string, code: string): string[] {
  const root = mkdtempSync(join(tmpdir(), 'tradistry-imports-'));
  try {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), code);
    return findForbiddenImports(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

const server = 'packages/server/src';

describe('an import against the direction of the houses is found', () => {
  test.each([
    ['protocol/src/a.ts', "import { match } from '@tradistry/journal';"],
    ['protocol/src/a.ts', "import { readFileSync } from 'node:fs';"],
    ['journal/src/a.ts', "import type { Chunk } from '@tradistry/protocol';"],
    ['journal/src/a.ts', "import { readFileSync } from 'node:fs';"],
    ['client/src/a.ts', "import { app } from '@tradistry/server/main';"],
    ['client/src/a.ts', "import { Buffer } from 'node:buffer';"],
    ['web/src/a.tsx', "import { match } from '@tradistry/journal';"],
    ['web/src/a.tsx', "import { config } from '../../server/src/config.ts';"],
    ['client/src/a.ts', "import { serve } from './testing/serve.ts';"],
    ['cli/src/a.ts', "import { match } from '@tradistry/journal';"],
    ['server/src/http/a.ts', "import { pool } from '../db/database.ts';"],
    ['server/src/http/a.ts', "import { model } from '../llm/open-router.ts';"],
    ['server/src/http/a.ts', "import { log } from '../log/memory-log.ts';"],
    ['server/src/http/a.ts', "import { sql } from 'kysely';"],
    ['server/src/http/routes/a.ts', "export { pool } from '../../db/database.ts';"],
    ['server/src/chat/a.ts', "import { reply } from '../http/reply.ts';"],
    ['server/src/chat/a.ts', "import type { FastifyRequest } from 'fastify';"],
    ['server/src/chat/a.ts', "import { createMemoryLog } from '../log/memory-log.ts';"],
    ['server/src/chat/a.ts', "const store = await import('../db/turn-store.ts');"],
    ['server/src/chat/a.ts', "import { analyst } from '../journal/analyst.ts';"],
    ['server/src/journal/a.ts', "new Worker(new URL('../embed/worker.ts', import.meta.url));"],
    ['server/src/prompts/a.ts', "import { sql } from 'kysely';"],
    ['server/src/rag/a.ts', "import { embed } from '../embed/local.ts';"],
    ['server/src/ops/a.ts', "import { createOpsStore } from '../db/ops-store.ts';"],
    ['server/src/chat/a.ts', "import { Counter } from 'prom-client';"],
    ['server/src/llm/a.ts', "import { trace } from '@opentelemetry/api';"],
    ['server/src/telemetry/a.ts', "import { runTurn } from '../chat/run-turn.ts';"],
    ['server/src/db/a.ts', "import { runTurn } from '../chat/run-turn.ts';"],
    ['server/src/llm/a.ts', "import { pool } from '../db/database.ts';"],
    ['server/src/main.ts', "import { openEmbedded } from './db/embedded.ts';"],
    ['server/src/config.ts', "import { createApp } from './app.ts';"],
    ['server/src/app.ts', "import { copyTemplateFolder } from './testing/test-database.ts';"],
  ])('%s: %s', (file, code) => {
    expect(check(`packages/${file}`, code)).toEqual([expect.stringContaining(`packages/${file}: must not import`)]);
  });
});

describe('an import along the direction of the houses passes', () => {
  test.each([
    [`${server}/http/routes/a.ts`, "import { runTurn } from '../../chat/run-turn.ts';"],
    [`${server}/chat/a.ts`, "import type { TradeEngine } from '../journal/trade-ports.ts'; import './b.ts';"],
    [`${server}/chat/a.ts`, "import { matchFills } from '@tradistry/journal';"],
    [
      `${server}/db/a.ts`,
      "import type { TurnStore } from '../chat/turn-store-ports.ts'; import { sql } from 'kysely';",
    ],
    [`${server}/app.ts`, "import { openPool } from './db/database.ts'; import Fastify from 'fastify';"],
    [`${server}/chat/a.test.ts`, "import { createMemoryLog } from '../log/memory-log.ts';"],
    ['packages/cli/src/a.ts', "import { readConfig } from '@tradistry/server/config';"],
    ['packages/web/src/a.tsx', "import { createClient } from '@tradistry/client';"],
    ['packages/web/src/a.tsx', "// import { match } from '@tradistry/journal';"],
  ])('%s: %s', (file, code) => {
    expect(check(file, code)).toEqual([]);
  });
});

test('a file outside every house is found', () => {
  expect(check(`${server}/billing/a.ts`, '')).toEqual([expect.stringContaining('belongs to no house')]);
});

test.each(['utils.ts', 'string-helpers.ts', 'common/text.ts', 'session-manager.ts'])(
  'the vague name %s is found',
  (name) => {
    expect(check(`${server}/chat/${name}`, '')).toEqual([expect.stringContaining('name it after what it exports')]);
  },
);
