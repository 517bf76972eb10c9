/** The check on documentation must be able to fail: one planted fault of each kind. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findDocFaults } from './check-docs.ts';

const named = {
  scripts: ['check', 'test'],
  help: 'Usage: tradistry COMMAND\n\n  ask   ask your journal\n',
  variables: ['DATA_DIR'],
};

function check(readme: string): string[] {
  const root = mkdtempSync(join(tmpdir(), 'tradistry-docs-'));
  try {
    mkdirSync(join(root, 'docs'));
    writeFileSync(join(root, 'docs/page.md'), '# A page, of `ours`\n\n## Twice\n\n## Twice\n');
    writeFileSync(join(root, 'README.md'), readme);
    return findDocFaults(root, named);
  } finally {
    rmSync(root, { recursive: true });
  }
}

test.each([
  ['[a](docs/other.md)', 'the link docs/other.md leads nowhere'],
  ['[a](docs/page.md#three)', 'the link docs/page.md#three leads nowhere'],
  ['[a](#nothing)', 'the link #nothing leads nowhere'],
  ['![a](docs/images/none.png)', 'the link docs/images/none.png leads nowhere'],
  ['`npm run nothing`', 'there is no npm run nothing'],
  ['```\nnpm start\n```', 'there is no npm run start'],
  ['`npx tradistry sell`', 'there is no npx tradistry sell'],
  ['`NO_SUCH_THING=1`', 'no variable is called NO_SUCH_THING'],
  ['`docs/none.md`', 'there is no docs/none.md'],
])('%j is found', (readme, fault) => {
  expect(check(readme)).toEqual([`README.md: ${fault}`]);
});

test.each([
  '# Here\n[a](#here) [b](docs/page.md#a-page-of-ours) [c](docs/page.md#twice-1) [d](https://example.com/x)',
  '`npm run check`, `npm test`, `npx tradistry ask "why"`, `DATA_DIR=x`, `docs/page.md`',
  '```js\nconst link = list[0](docs);\n```',
])('%j passes', (readme) => {
  expect(check(readme)).toEqual([]);
});
