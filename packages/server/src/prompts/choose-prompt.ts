/** Which version of the chat prompt a turn gets: by what its question names, else by experiments and the type's strategy. */
import { type Experiment, PromptStrategy, PromptStrategyName } from '@tradistry/protocol';
import type { PinRequest, PromptChoice } from '../chat/prompt-ports.ts';
import type { PromptProposal, PromptQuestion } from '../chat/rendering-ports.ts';
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
  if (asked === null) return { choice: usual(library), pin: pinFor(library.experimentsOf('chat'), userId) };
  const strategy = PromptStrategyName.safeParse(asked);
  if (!strategy.success) return { choice: await named(library, asked), pin: null };
  if (strategy.data === 'A_B_TEST' || strategy.data === 'ADAPTIVE')
    return { choice: usual(library), pin: pinFor(experimentsBy(library, strategy.data), userId) };
  return { choice: await byStrategy(library, strategy.data), pin: null };
}

interface Recalling {
  readonly library: PromptLibrary;
  readonly experiments: Pick<ExperimentStore, 'findPin'>;
}

/** For a turn that goes on: as its session began. Never rejects: what its question named may be gone, and the database away. */
export async function recallPrompt(
  { library, experiments }: Recalling,
  { userId, sessionId, asked }: PromptQuestion & { readonly sessionId: string },
): Promise<PromptChoice> {
  const proposed = asked === null ? null : await proposePrompt(library, { userId, asked }).catch(() => null);
  if (proposed?.pin === null) return proposed.choice;
  const valid = library.experimentsOf('chat').map(({ id }) => id);
  const pinned = valid.length > 0 && (await experiments.findPin(userId, sessionId, valid).catch(() => null));
  return pinned || usual(library);
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
function pinFor(experiments: readonly Experiment[], userId: string): PinRequest | null {
  if (experiments.length === 0) return null;
  const valid = experiments.map(({ id }) => id);
  for (const experiment of experiments) {
    const place = placeUser(experiment, userId);
    if (!place) continue;
    const versions = Object.fromEntries(experiment.variants.map(({ name, version }) => [name, version]));
    return { experiment: { ...place, strategy: strategyOf(experiment), versions }, valid };
  }
  return { experiment: null, valid };
}

function strategyOf({ allocation }: Experiment): 'A_B_TEST' | 'ADAPTIVE' {
  return allocation === 'adaptive' ? 'ADAPTIVE' : 'A_B_TEST';
}
