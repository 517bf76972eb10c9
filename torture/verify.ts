/** After a run: what every viewer showed against what is stored, and what the model was asked against what was due. */
import { createClient, type Message } from '@tradistry/client';
import type { TurnRow } from './audit.ts';
import type { RunningTurn } from './running-turn.ts';
import type { Violation } from './sightings.ts';
import type { World } from './world.ts';

const EPOCH_STRIDE = 2 ** 32;

/** How often the turn changed hands: each new owner begins an epoch. */
export function takeoversOf(turn: RunningTurn): number {
  return Math.floor(turn.sightings.lastId / EPOCH_STRIDE);
}

/** Holds one turn against the stored messages, and reports what differs. */
export async function verifyTurn(world: World, turn: RunningTurn): Promise<void> {
  const { report } = turn.sightings;
  const messages = await readMessages(world, turn.plan.key).catch((error: unknown) => {
    report('error', `its messages cannot be read: ${String(error)}`);
    return null;
  });
  if (!messages) return;
  const roles = messages.map(({ role }) => role).join();
  if (roles !== 'user,assistant') report('rows', `the session has the messages ${roles}`);
  const answer = messages.find(({ role }) => role === 'assistant');
  if (!answer) return;
  checkStored(turn, answer);
  checkScreens(turn, answer.content);
  checkCalls(world, turn);
}

function checkStored({ plan, story, sightings }: RunningTurn, { status, content }: Message): void {
  const stopped = status === 'stopped' && plan.stopAt !== null;
  if (status !== 'complete' && !stopped) sightings.report('stored', `the answer is ${status}`);
  if (!story.isBeginning(content)) sightings.report('stored', `not the story: ...${strayingPart(story, content)}`);
  else if (status === 'complete' && content.length !== story.length) {
    sightings.report('lost', `${content.length} of ${story.length} units are stored of a complete answer`);
  }
}

/** Around the first unit that is not the story's. */
function strayingPart(story: RunningTurn['story'], content: string): string {
  let good = 0;
  for (let step = content.length; step >= 1; step = Math.floor(step / 2)) {
    while (good + step <= content.length && story.isBeginning(content.slice(0, good + step))) good += step;
  }
  return JSON.stringify(content.slice(Math.max(good - 40, 0), good + 40));
}

function checkScreens({ screens, sightings }: RunningTurn, stored: string): void {
  for (const [index, { text, ended }] of screens.entries()) {
    if (!ended || text === stored) continue;
    const fault = text.length < stored.length ? 'lost' : text.length > stored.length ? 'doubled' : 'stored';
    sightings.report(fault, `screen ${index} shows ${text.length} units, ${stored.length} are stored, or others`);
  }
}

/** One call for the first owner and at most one for each that took over; none goes on after the end. */
function checkCalls(world: World, turn: RunningTurn): void {
  const calls = world.model.callsFor(turn.plan.key);
  const due = 1 + takeoversOf(turn);
  const { report } = turn.sightings;
  if (calls.length > due) report('calls', `${calls.length} model calls, ${due} were due`);
  if (calls.length === 0) report('calls', 'the model was never asked');
  for (const [n, { strayed, from, ended }] of calls.entries()) {
    if (strayed) report('calls', `call ${n} was to continue what is not the beginning of its story, ${from} units`);
    if (!ended) report('calls', `call ${n} is still open`);
  }
}

async function readMessages(world: World, key: string): Promise<readonly Message[]> {
  const port = world.servers[0]?.port;
  const client = createClient({ baseUrl: `http://127.0.0.1:${port}`, token: await world.token(key) });
  return (await client.sessions.messages(key)).items;
}

/** The last word of the database on all turns of a world. */
export function verifyRows(rows: readonly TurnRow[], turns: readonly RunningTurn[], violations: Violation[]): void {
  const known = new Set(turns.map(({ plan }) => plan.key));
  for (const row of rows) {
    const report = (fault: Violation['fault'], detail: string) =>
      violations.push({ turn: row.session_id, fault, detail });
    if (!known.delete(row.session_id)) continue;
    if (row.status !== 'ended') report('running', `still ${row.status} in the database, epoch ${row.epoch}`);
    if (row.questions !== 1 || row.answers !== 1 || row.turns !== 1) {
      report('rows', `${row.questions} questions, ${row.answers} answers, ${row.turns} turns in the database`);
    }
  }
  for (const turn of known) violations.push({ turn, fault: 'rows', detail: 'no turn in the database' });
}
