/** Which version of a prompt a user gets: by what a question names, else by experiments and the type's strategy. */
import { type Experiment, PromptStrategy, PromptStrategyName, type PromptType } from '@tradistry/protocol';
import type { PinRequest, PromptChoice } from '../chat/prompt-ports.ts';
import type { PromptProposal, PromptQuestion, PromptReader } from '../chat/rendering-ports.ts';
import { Refusal } from '../refusal.ts';
import type { ExperimentStore } from './experiment-ports.ts';
import { invalidRef } from './find-version.ts';
import { placeUser } from './place-user.ts';
import type { PromptLibrary } from './prompt-library.ts';

/** From memory; the database is asked only for what a question names. Throws `invalid_request` where that is not there. */
export async function proposePrompt(
  library: PromptLibrary,
  { userId, asked }: PromptQuestion,
): Promise<PromptProposal> {
  if (asked === null) return { choice: usual(library), pin: pinFor('chat', library.experimentsOf('chat'), userId) };
  const strategy = PromptStrategyName.safeParse(asked);
  if (!strategy.success) return { choice: await named(library, asked), pin: null };
  if (strategy.data === 'A_B_TEST' || strategy.data === 'ADAPTIVE')
    return { choice: usual(library), pin: pinFor('chat', experimentsBy(library, strategy.data), userId) };
  return { choice: await byStrategy(library, strategy.data), pin: null };
}

interface Choosing {
  readonly library: PromptLibrary;
  readonly experiments: Pick<ExperimentStore, 'pin'>;
}

/** For a turn that goes on: as its session began. Never rejects: what its question named may be gone, and the database away. */
export async function recallPrompt(
  { library, experiments }: Choosing,
  { userId, sessionId, asked }: PromptQuestion & { readonly sessionId: string },
): Promise<PromptChoice> {
  const proposed = asked === null ? null : await proposePrompt(library, { userId, asked }).catch(() => null);
  if (proposed?.pin === null) return proposed.choice;
  const valid = library.experimentsOf('chat').map(({ id }) => id);
  if (valid.length === 0) return usual(library);
  const pin: PinRequest = { type: 'chat', experiment: null, valid };
  return (await experiments.pin(userId, sessionId, pin).catch(() => null)) ?? usual(library);
}

/** For what is rendered where it is needed: the user's place is settled there too. Never rejects, as `recallPrompt`. */
export async function choosePrompt(
  { library, experiments }: Choosing,
  type: Exclude<PromptType, 'chat'>,
  { userId, sessionId }: PromptReader,
): Promise<PromptChoice> {
  const pin = sessionId === null ? null : pinFor(type, library.experimentsOf(type), userId);
  const pinned = pin && sessionId !== null ? await experiments.pin(userId, sessionId, pin).catch(() => null) : null;
  if (pinned && library.find({ type, version: pinned.version })) return pinned;
  const { strategy } = library.strategyOf(type);
  return { version: library.current(type).version, strategy, experiment: null };
}

/** What a user in no experiment gets. */
function usual(library: PromptLibrary): PromptChoice {
  const { strategy } = library.strategyOf('chat');
  return { version: library.usual('chat').version, strategy, experiment: null };
}

async function byStrategy(library: PromptLibrary, name: 'LATEST_VERSION' | 'BEST_PERFORMANCE'): Promise<PromptChoice> {
  // How versions do changes without anybody changing anything.
  if (name === 'BEST_PERFORMANCE') await library.reload();
  const own = library.strategyOf('chat');
  const strategy = own.strategy === name ? own : PromptStrategy.parse({ strategy: name, label: own.label });
  return { version: library.usual('chat', strategy).version, strategy: name, experiment: null };
}

function experimentsBy(library: PromptLibrary, strategy: 'A_B_TEST' | 'ADAPTIVE'): readonly Experiment[] {
  const found = library
    .experimentsOf('chat')
    .filter((each) => each.status === 'running' && strategyOf(each) === strategy);
  if (found.length > 0) return found;
  throw new Refusal('invalid_request', `No experiment runs that has the strategy ${strategy}.`, {
    errors: [{ path: 'prompt', message: 'must be a strategy that is in use' }],
  });
}

async function named(library: PromptLibrary, asked: string): Promise<PromptChoice> {
  const version = library.labelsOf('chat').get(asked) ?? Number(asked);
  const prompt = Number.isInteger(version) ? await library.fetch({ type: 'chat', version }) : undefined;
  if (!prompt) throw invalidRef('prompt', 'chat', asked);
  return { version, strategy: 'REQUESTED', experiment: null };
}

/** `null`: there is no experiment that the user or one of their conversations could be in. */
function pinFor(type: PromptType, experiments: readonly Experiment[], userId: string): PinRequest | null {
  if (experiments.length === 0) return null;
  const valid = experiments.map(({ id }) => id);
  for (const experiment of experiments) {
    const place = placeUser(experiment, userId);
    if (!place) continue;
    const versions = Object.fromEntries(experiment.variants.map(({ name, version }) => [name, version]));
    return { type, experiment: { ...place, strategy: strategyOf(experiment), versions }, valid };
  }
  return { type, experiment: null, valid };
}

function strategyOf({ allocation }: Experiment): 'A_B_TEST' | 'ADAPTIVE' {
  return allocation === 'adaptive' ? 'ADAPTIVE' : 'A_B_TEST';
}
