/** What exists at the provider now: read from lists of every kind, learned from refusals, told to operators. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type CatalogueDeps, createModelCatalogue, type ModelCatalogue } from './model-catalogue.ts';

const HOUR = 3_600_000;
const TODAY = Date.parse('2026-03-01T12:00:00Z');

const opened: ModelCatalogue[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
  vi.useRealTimers();
});

/** A provider whose list is what `lists` has next; the last one again and again. */
async function catalogueOf(lists: unknown[], configured = ['a/one', 'b/two']) {
  const clock = { now: TODAY };
  const said: string[] = [];
  const next = [...lists];
  const deps: CatalogueDeps = {
    configured,
    logger: {
      info: (words: unknown) => said.push(`info: ${words}`),
      warn: (words: unknown) => said.push(String(words)),
    },
    now: () => clock.now,
    fetchList: async () => {
      const list = next.length > 1 ? next.shift() : next[0];
      if (list instanceof Error) throw list;
      return list;
    },
  };
  const catalogue = createModelCatalogue(deps);
  opened.push(catalogue);
  await catalogue.start();
  return { catalogue, clock, said };
}

const listed = (id: string, rest: object = {}) => ({
  id,
  context_length: 128_000,
  supported_parameters: ['tools'],
  architecture: { output_modalities: ['text'] },
  ...rest,
});

describe('a list that says what models can do', () => {
  test('is believed about what it names, and about what it does not name', async () => {
    const one = listed('a/one', { top_provider: { context_length: 64_000, max_completion_tokens: 8_000 } });
    const { catalogue, said } = await catalogueOf([{ data: [one] }]);
    expect(catalogue.factsOf('a/one')).toEqual({
      available: true,
      contextTokens: 64_000,
      maxAnswerTokens: 8_000,
      takesTools: true,
      takesPrefill: null,
      usdPerToken: null,
    });
    expect(catalogue.factsOf('b/two').available).toBe(false);
    expect(catalogue.describe()).toBe('configured; skipped: b/two (not listed any more)');
    expect(said).toEqual(['models: configured; skipped: b/two (not listed any more)']);
  });

  test.each([
    ['writes no text', { architecture: { output_modalities: ['image'] } }, 'it writes no text'],
    ['has too little room', { context_length: 2_048 }, 'it has room for 2048 tokens only'],
    ['has been retired', { expiration_date: '2026-02-28' }, 'it has been retired'],
  ])('a model that %s is skipped, and named', async (_name, rest, why) => {
    const { catalogue } = await catalogueOf([{ data: [listed('a/one', rest), listed('b/two')] }]);
    expect(catalogue.factsOf('a/one').available).toBe(false);
    expect(catalogue.describe()).toBe(`configured; skipped: a/one (${why})`);
  });

  test('says what a token costs, and whether a model takes a prefill, where it does', async () => {
    const one = listed('a/one', { pricing: { completion: '0.000002' }, supported_parameters: ['assistant_prefill'] });
    const { catalogue } = await catalogueOf([{ data: [one, listed('b/two', { pricing: { completion: '-1' } })] }]);
    expect(catalogue.factsOf('a/one')).toMatchObject({ usdPerToken: 0.000002, takesPrefill: true });
    expect(catalogue.factsOf('b/two')).toMatchObject({ usdPerToken: null, takesPrefill: null });
    catalogue.learn('a/one', 'prefill');
    expect(catalogue.factsOf('a/one').takesPrefill).toBe(false);
  });

  test('a model that retires later is still in use', async () => {
    const { catalogue } = await catalogueOf([
      { data: [listed('a/one', { expiration_date: '2027-01-01' }), listed('b/two')] },
    ]);
    expect(catalogue.describe()).toBe('configured');
  });

  test('when all are gone, that is said, and what there is instead: those of the same vendors first', async () => {
    const others = [
      listed('c/x'),
      listed('a/new'),
      listed('d/deaf', { supported_parameters: [] }),
      listed('e/small', { context_length: 99 }),
    ];
    const { catalogue } = await catalogueOf([{ data: others }]);
    expect(catalogue.describe()).toBe(
      'none of the configured models can be used: a/one (not listed any more), b/two (not listed any more); there are now: a/new, c/x',
    );
  });

  test.each(['a/one:nitro', 'a/one:floor', 'a/one:online'])(
    '%s is the model that is listed without its route',
    async (id) => {
      const { catalogue } = await catalogueOf([{ data: [listed('a/one')] }], [id]);
      expect(catalogue.factsOf(id)).toMatchObject({ available: true, contextTokens: 128_000 });
    },
  );

  test('a free variant is a model of its own', async () => {
    const { catalogue } = await catalogueOf([{ data: [listed('a/one')] }], ['a/one:free']);
    expect(catalogue.factsOf('a/one:free').available).toBe(false);
  });
});

describe('a list of bare names', () => {
  test('that has none of the configured ones proves nothing', async () => {
    const { catalogue } = await catalogueOf([{ data: [{ id: 'the-one-that-is-loaded' }] }]);
    expect(catalogue.factsOf('a/one').available).toBe(null);
  });

  test('that has one of them is believed about the other', async () => {
    const { catalogue } = await catalogueOf([{ data: [{ id: 'a/one', max_model_len: 32_768 }] }]);
    expect(catalogue.factsOf('a/one')).toMatchObject({ available: true, contextTokens: 32_768, takesTools: null });
    expect(catalogue.factsOf('b/two').available).toBe(false);
  });

  test('may be a plain array, and name models by their newest', async () => {
    const { catalogue } = await catalogueOf([[{ id: 'llama3:latest' }]], ['llama3']);
    expect(catalogue.factsOf('llama3').available).toBe(true);
  });
});

describe('where there is no list', () => {
  const none: [string, unknown][] = [
    ['it is empty', { data: [] }],
    ['it failed', new Error('away')],
    ['it is something else', { object: 'list' }],
    ['it is a text', '<html>'],
    ['it is nothing', null],
    ['its entries are nothing', { data: [null, 3, {}, { id: 7 }] }],
  ];
  test.each(none)('because %s, nothing is skipped', async (_name, list) => {
    const { catalogue, said } = await catalogueOf([list]);
    expect(catalogue.factsOf('a/one')).toEqual({
      available: null,
      contextTokens: null,
      maxAnswerTokens: null,
      takesTools: null,
      takesPrefill: null,
      usdPerToken: null,
    });
    expect(catalogue.describe()).toBe('configured');
    expect(said).toEqual([]);
  });

  test('odd entries harm no others', async () => {
    const odd = { id: 'x', context_length: 'many', supported_parameters: 'tools', top_provider: null, architecture: 3 };
    const { catalogue } = await catalogueOf([{ data: [odd, listed('a/one'), listed('b/two')] }], ['a/one', 'x']);
    expect(catalogue.factsOf('x')).toMatchObject({ available: true, contextTokens: null, takesTools: null });
  });
});

describe('as time goes by', () => {
  test('the list is read again after an hour, and a change is told once', async () => {
    vi.useFakeTimers();
    const both = { data: [listed('a/one'), listed('b/two')] };
    const { catalogue, said } = await catalogueOf([{ data: [listed('a/one')] }, both, both]);
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(catalogue.factsOf('b/two').available).toBe(true);
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(said).toEqual([
      'models: configured; skipped: b/two (not listed any more)',
      'info: all configured models are listed by the provider again',
    ]);
  });

  test('a list that could not be read is asked for again soon, and less and less often', async () => {
    vi.useFakeTimers();
    const { catalogue } = await catalogueOf([new Error('away'), new Error('away'), { data: [listed('b/two')] }]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(catalogue.factsOf('a/one').available).toBe(null);
    await vi.advanceTimersByTimeAsync(119_000);
    expect(catalogue.factsOf('a/one').available).toBe(null);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(catalogue.factsOf('a/one').available).toBe(false);
  });

  test('a list that has none of the configured ones is read again soon as well', async () => {
    vi.useFakeTimers();
    const { catalogue } = await catalogueOf([{ data: [listed('c/three')] }, { data: [listed('a/one')] }]);
    expect(catalogue.factsOf('a/one').available).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(catalogue.factsOf('a/one').available).toBe(true);
  });

  test('a list that is lost later skips nothing any more, and what it said of a model still holds', async () => {
    vi.useFakeTimers();
    const { catalogue } = await catalogueOf([{ data: [listed('a/one')] }, new Error('away')]);
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(catalogue.factsOf('b/two').available).toBe(null);
    expect(catalogue.factsOf('a/one')).toMatchObject({ available: null, contextTokens: 128_000, takesTools: true });
    expect(catalogue.describe()).toBe('configured');
  });

  test('what a model refused is known for an hour, whatever the list says', async () => {
    const { catalogue, clock } = await catalogueOf([{ data: [listed('a/one'), listed('b/two')] }]);
    catalogue.learn('a/one', 'prefill');
    catalogue.learn('a/one', 'tools');
    expect(catalogue.factsOf('a/one')).toMatchObject({ takesPrefill: false, takesTools: false });
    expect(catalogue.factsOf('b/two')).toMatchObject({ takesPrefill: null, takesTools: true });
    clock.now += HOUR;
    expect(catalogue.factsOf('a/one')).toMatchObject({ takesPrefill: null, takesTools: true });
  });

  test('once closed, nothing is asked for or told any more', async () => {
    vi.useFakeTimers();
    const { catalogue, said } = await catalogueOf([
      { data: [listed('a/one'), listed('b/two')] },
      { data: [listed('c/x')] },
    ]);
    catalogue.close();
    await vi.advanceTimersByTimeAsync(2 * HOUR);
    expect(said).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
