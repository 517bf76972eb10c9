/** What exists at the provider now: its list of models, read at start and hourly, and what was learned from refusals. */
import type { Logger } from 'pino';
import type { ModelFacts } from '../../chat/model-ports.ts';
import { findListed, type ListedModel, type ModelListing, readModelList } from './model-list.ts';

const HOUR_MS = 3_600_000;
const FIRST_RETRY_MS = 60_000;
/** So many are named where all that were configured are gone. */
const PROPOSED = 5;

export interface CatalogueDeps {
  /** The server's list, parsed. */
  readonly fetchList: (signal: AbortSignal) => Promise<unknown>;
  /** Ids, best first. */
  readonly configured: readonly string[];
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** Wall clock, milliseconds. */
  readonly now: () => number;
}

export interface ModelCatalogue {
  factsOf(model: string): ModelFacts;
  /** The model refused what was asked for; believed for an hour, for providers change. */
  learn(model: string, refused: 'prefill' | 'tools'): void;
  /** For operators: `configured`, or what is wrong with the models. */
  describe(): string;
  /** Where none of the configured ones is left: some that there are. */
  proposals(): readonly string[];
  /** Reads the list now, and hourly from then on; sooner where it could not be read, or has none of the configured ones. Resolves when the first try is over; never rejects. */
  start(): Promise<void>;
  close(): void;
}

export function createModelCatalogue({ fetchList, configured, logger, now }: CatalogueDeps): ModelCatalogue {
  const refusals = new Map<string, number>();
  const closing = new AbortController();
  let listing: ModelListing | null = null;
  /** False: the last try to read the list failed. What it said of a model still holds, but not who is there. */
  let isFresh = false;
  let said = 'configured';
  let timer: NodeJS.Timeout | undefined;

  async function refresh(failures: number): Promise<void> {
    const read = await fetchList(closing.signal).then(
      (body) => readModelList(body, now()),
      () => null,
    );
    if (closing.signal.aborted) return;
    listing = read ?? listing;
    isFresh = read !== null;
    say(describe(read, configured));
    // Where none is left the list may be half of itself, and each answer waits for a better one.
    const isWell =
      read !== null && configured.some((id) => availability(read, findListed(read, id), configured) !== false);
    const wait = isWell ? HOUR_MS : Math.min(FIRST_RETRY_MS * 2 ** failures, HOUR_MS);
    timer = setTimeout(() => void refresh(isWell ? 0 : failures + 1), wait);
    timer.unref();
  }

  function say(words: string): void {
    if (words === said) return;
    if (words === 'configured') logger.info('all configured models are listed by the provider again');
    else logger.warn(`models: ${words}`);
    said = words;
  }

  const refused = (model: string, what: string) => (refusals.get(`${what} ${model}`) ?? 0) > now();
  return {
    factsOf(model) {
      const listed = listing ? findListed(listing, model) : undefined;
      return {
        available: availability(isFresh ? listing : null, listed, configured),
        contextTokens: listed?.contextTokens ?? null,
        maxAnswerTokens: listed?.maxAnswerTokens ?? null,
        takesTools: refused(model, 'tools') ? false : (listed?.takesTools ?? null),
        takesPrefill: refused(model, 'prefill') ? false : (listed?.takesPrefill ?? null),
        usdPerToken: listed?.usdPerToken ?? null,
      };
    },
    learn: (model, what) => void refusals.set(`${what} ${model}`, now() + HOUR_MS),
    describe: () => said,
    proposals: () => (isFresh && listing ? propose(listing, configured) : []),
    start: () => refresh(0),
    close() {
      closing.abort();
      clearTimeout(timer);
    },
  };
}

/**
 * A list of bare names that has none of the configured ones proves nothing: llama.cpp serves its one model under any
 * name. Where nothing is known, `null`.
 */
function availability(
  listing: ModelListing | null,
  listed: ListedModel | undefined,
  configured: readonly string[],
): boolean | null {
  if (!listing) return null;
  if (listed) return listed.unfit === null;
  return listing.rich || configured.some((id) => findListed(listing, id)) ? false : null;
}

function describe(listing: ModelListing | null, configured: readonly string[]): string {
  if (!listing) return 'configured';
  const faults = configured.flatMap((id) => {
    const listed = findListed(listing, id);
    if (!listed) return [`${id} (not listed any more)`];
    return listed.unfit === null ? [] : [`${id} (${listed.unfit})`];
  });
  if (faults.length === 0) return 'configured';
  if (faults.length < configured.length) return `configured; skipped: ${faults.join(', ')}`;
  const instead = propose(listing, configured).join(', ') || 'none that could answer';
  return `none of the configured models can be used: ${faults.join(', ')}; there are now: ${instead}`;
}

/** Those of the vendors that were chosen before come first. */
function propose({ models }: ModelListing, configured: readonly string[]): string[] {
  const vendors = new Set(configured.map(vendorOf));
  const fit = [...models.values()].filter((model) => model.unfit === null && model.takesTools !== false);
  const [near, far] = [true, false].map((wanted) => fit.filter(({ id }) => vendors.has(vendorOf(id)) === wanted));
  return [...(near ?? []), ...(far ?? [])].slice(0, PROPOSED).map(({ id }) => id);
}

function vendorOf(id: string): string {
  return id.split('/')[0] ?? id;
}
