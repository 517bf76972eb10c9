/** Experiments in a real browser, against the real server: verdicts beside the numbers that they follow from, and what is done with them. */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedExperiment } from '../../packages/server/src/testing/seed-experiment.ts';
import { copyTemplateFolder } from '../../packages/server/src/testing/test-database.ts';
import { findFaults } from './find-faults.ts';
import { type PageWorld, startPageWorld } from './page-world.ts';

const EDITOR = { user: 'olga', scope: 'chat prompts:read prompts:write' };
const EARLY = '3f0c8f9e-6c1b-4f0e-9d2a-1d6a5a1f0001';
const DECIDED = '3f0c8f9e-6c1b-4f0e-9d2a-1d6a5a1f0002';
const LOST = '3f0c8f9e-6c1b-4f0e-9d2a-1d6a5a1f0003';
const BROKEN = '3f0c8f9e-6c1b-4f0e-9d2a-1d6a5a1f0004';
const GUARDED = { guardrails: [{ metric: 'error' as const, tolerance: 0.02 }] };

const look = (users: number, wide: number) => ({
  users,
  differences: [{ variant: 'candidate', difference: 0.02, lower: 0.02 - wide, upper: 0.02 + wide }],
});

const folder = copyTemplateFolder();
let world: PageWorld;
beforeAll(async () => {
  await seedExperiment(folder, {
    id: EARLY,
    definition: { ...GUARDED, name: 'Brief answers', namespace: { name: 'default', from: 0, to: 0.3 } },
    arms: { control: { users: 100, helpful: 50, errors: 1 }, candidate: { users: 112, helpful: 60, errors: 1 } },
    looks: [look(20, 1), look(60, 0.5), look(120, 0.35)],
  });
  await seedExperiment(folder, {
    id: DECIDED,
    definition: { ...GUARDED, name: 'Longer answers', namespace: { name: 'default', from: 0.5, to: 1 } },
    arms: {
      control: { users: 3000, helpful: 1500, errors: 30 },
      candidate: { users: 3000, helpful: 1800, errors: 30 },
    },
  });
  await seedExperiment(folder, {
    id: LOST,
    definition: { name: 'Answers with charts', namespace: { name: 'default', from: 0.3, to: 0.4 } },
    arms: {
      control: { users: 1000, helpful: 500, errors: 10 },
      candidate: { users: 1000, helpful: 500, errors: 10, unexposed: 300 },
    },
  });
  await seedExperiment(folder, {
    id: BROKEN,
    definition: { ...GUARDED, name: 'Bolder answers', namespace: { name: 'default', from: 0.4, to: 0.5 } },
    arms: { control: { users: 1000, helpful: 500, errors: 10 }, candidate: { users: 1000, helpful: 500, errors: 200 } },
  });
  world = await startPageWorld({ DATA_DIR: folder });
  await saveCandidate();
  await answerOutside();
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

/** An answer to be counted has all experiments looked at; one that was asked for by its version is in none of them. */
async function answerOutside(): Promise<void> {
  const headers = { authorization: `Bearer ${await world.server.token(EDITOR.user, EDITOR)}` };
  const json = { message: 'How am I doing?', prompt: '1' };
  await (await world.server.call('/api/ai/chat/stream', { json, headers })).text();
}

/** Version 2, which the experiments are with. */
async function saveCandidate(): Promise<void> {
  const headers = { authorization: `Bearer ${await world.server.token(EDITOR.user, EDITOR)}` };
  const shipped = await world.server.call('/api/prompts/chat/versions/1', { headers });
  const { template } = (await shipped.json()) as { template: string };
  await world.server.call('/api/prompts/chat/versions', { json: { template: `Briefly. ${template}` }, headers });
}

/** What a page shows in the end. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 60_000 });

test('one with too few users says so by number, with intervals, shares and guardrails', async () => {
  const page = await world.open({ ...EDITOR, path: '/prompts?view=experiments' });
  await page.getByRole('link', { name: /Brief answers/ }).click();
  await page.getByText('Not enough data: 212 of about 900 users.').waitFor();
  await page.getByText(/^212 users, of about 900 that were planned/).waitFor();
  const variants = page.getByRole('region', { name: 'Table of variants' }).getByRole('row');
  expect(await variants.nth(1).getByRole('cell').allTextContents()).toEqual([
    ...['control (control)', '1', '50%', '10650%', '10047.2%', '100'],
    expect.stringMatching(/^50%/),
  ]);
  const run = page.getByRole('region', { name: 'As users came in' });
  await run.getByText('As a table').click();
  const looks = run.getByRole('region', { name: 'candidate as users came in' }).getByRole('row');
  expect(await looks.count()).toBe(5);
  expect(await looks.last().textContent()).toMatch(/^20.*−98\.0 points to \+102\.0 points$/);
  await page.getByText('As a table').first().click();
  const rows = page.getByRole('region', { name: 'Table of differences' }).getByRole('row');
  expect(await rows.nth(1).textContent()).toMatch(/candidatehelpful\+3\.6 points.*too few users to say/);
  expect(await rows.nth(2).textContent()).toMatch(/candidateerror guardrail.*holds/);
  await page.context().close();
});

test('one that is decided names the winner; ended with it, its version is production', async () => {
  const page = await world.open({ ...EDITOR, path: `/prompts?view=experiments&experiment=${DECIDED}` });
  await page.getByText(/^candidate is better than control in helpful .* from 6,000 users\.$/).waitFor();
  await page.getByText('surely better').first().waitFor();
  await page.getByRole('button', { name: 'Weights' }).click();
  await page.getByLabel('candidate').fill('3');
  await page.getByRole('button', { name: 'Set the weights' }).click();
  await page.getByRole('heading', { name: 'Weights over time' }).waitFor();
  await page.getByRole('button', { name: 'End it' }).click();
  await page.getByLabel('Winner').selectOption('candidate');
  await page.getByRole('dialog').getByRole('button', { name: 'End it' }).click();
  await page.getByText('candidate was chosen.').first().waitFor();
  await page.getByRole('region', { name: 'What happened' }).getByText('Experiment ended').waitFor();
  await page.getByRole('radio', { name: 'Versions' }).check();
  await page.getByText('Users get version 2: the one labelled production.').waitFor();
  await page.context().close();
});

test('one that loses users raises the alarm, before any verdict', async () => {
  const page = await world.open({ ...EDITOR, path: `/prompts?view=experiments&experiment=${LOST}` });
  await page.getByText(/^Users are missing: control has 1,000 where about 850 were due, candidate has 700/).waitFor();
  await page
    .getByRole('alert')
    .getByText(/something loses them on their way/)
    .waitFor();
  await page.context().close();
});

test('one whose guardrail broke was rolled back by itself, and says so with its numbers', async () => {
  const page = await world.open({ ...EDITOR, path: `/prompts?view=experiments&experiment=${BROKEN}` });
  await page.getByText('rolled back', { exact: true }).waitFor();
  await page
    .getByText(/^The guardrail error broke: candidate less control lies between .*It was rolled back\.$/)
    .waitFor();
  const happened = page.getByRole('region', { name: 'Table of changes' });
  expect(await happened.textContent()).toMatch(/tradistryExperiment rolled back by a guardrail/);
  expect(await page.getByRole('button', { name: 'End it' }).count()).toBe(0);
  await page.context().close();
});

test('one is made, with what is wrong said beside the field, and started', async () => {
  const page = await world.open({ ...EDITOR, path: '/prompts?view=experiments' });
  await page.getByRole('button', { name: 'New experiment' }).click();
  await page.getByLabel('Hypothesis').fill('Verse is liked.');
  await page.getByLabel('Range from').fill('0.5');
  const before = world.faults.length;
  await page.getByRole('button', { name: 'Save as a draft' }).click();
  const name = page.getByLabel('Name', { exact: true });
  await soon(() => name.getAttribute('aria-invalid')).toBe('true');
  world.faults.splice(before);
  await name.fill('Verse');
  await page.getByRole('button', { name: 'Save as a draft' }).click();
  await page.getByText('The experiment has not begun.').waitFor();
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Start it' }).click();
  await page.getByText('Not enough data: 0 of about 900 users.').waitFor();
  await page.context().close();
});

test('what is closed gives the focus back to what opened it', async () => {
  const page = await world.open({ ...EDITOR, path: '/prompts?view=experiments' });
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  await page.getByRole('link', { name: /Brief answers/ }).click();
  await soon(focused).toBe('Brief answers');
  await page.getByRole('button', { name: 'All experiments' }).click();
  await soon(focused).toMatch(/^Brief answers.*running/);
  await page.getByRole('button', { name: 'New experiment' }).click();
  await soon(focused).toBe('New experiment');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await soon(focused).toBe('New experiment');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON');
  await page.getByRole('link', { name: /Brief answers/ }).click();
  await page.getByText('Not enough data').waitFor();
  await page.goBack();
  await soon(focused).toMatch(/^Brief answers.*running/);
  // Who goes on elsewhere is not called back.
  await page.getByRole('link', { name: /Brief answers/ }).click();
  await page.getByRole('radio', { name: 'Changes' }).check();
  await page.getByRole('region', { name: 'Table of changes' }).waitFor();
  await soon(() => page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('radio');
  await page.context().close();
});

test('a prompt of another type has its own versions and metrics to choose among', async () => {
  const page = await world.open({ ...EDITOR, path: '/prompts?view=experiments&experiment=new' });
  await page.getByLabel('Prompt', { exact: true }).selectOption('title');
  const metrics = await page.getByLabel('Decided by').locator('option').allTextContents();
  expect(metrics.map((said) => said.split(':')[0])).toEqual([
    ...['success', 'error', 'duration', 'tokens', 'cost', 'length'],
  ]);
  await page.getByLabel('Name', { exact: true }).fill('Shorter names');
  await page.getByLabel('Hypothesis').fill('They are enough.');
  await page.getByRole('button', { name: 'Save as a draft' }).click();
  await page.getByText('The experiment has not begun.').waitFor();
  await page.getByRole('columnheader', { name: 'Titles' }).waitFor();
  expect(await findFaults(page)).toEqual([]);
  await page.context().close();
});

test('axe finds nothing wrong with those that have something to show, their tables open', async () => {
  for (const dark of [false, true]) {
    for (const id of [EARLY, DECIDED, LOST, BROKEN]) {
      const page = await world.open({ ...EDITOR, path: `/prompts?view=experiments&experiment=${id}`, dark });
      await page.getByRole('region', { name: 'Table of variants' }).waitFor();
      for (const summary of await page.locator('details > summary').all()) await summary.click();
      expect([id, await findFaults(page)]).toEqual([id, []]);
      await page.context().close();
    }
  }
});

test('on a phone nothing is wider than the screen', async () => {
  const page = await world.open({ ...EDITOR, path: `/prompts?view=experiments&experiment=${EARLY}`, phone: true });
  await page.getByRole('region', { name: 'Table of variants' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.context().close();
});

test('no page failed on the way', () => {
  expect(world.faults).toEqual([]);
});
