/** A prompt is made to fit the model that is asked, and is never sent to fail where its room is known. */
import { describe, expect, test } from 'vitest';
import { promptParts } from '../testing/prompt-parts.ts';
import { fitContext, fitsModel } from './fit-context.ts';
import type { ChatModel, ModelFacts } from './model-ports.ts';
import type { PromptChoice } from './prompt-ports.ts';
import { checkLength, promptBudget } from './token-budget.ts';

const UNKNOWN: ModelFacts = {
  available: null,
  contextTokens: null,
  maxAnswerTokens: null,
  takesTools: null,
  takesPrefill: null,
  usdPerToken: null,
};

/** Models of so many tokens, by name; a token is a word, and each part of a prompt has `words` of them. */
function world(contexts: Record<string, number | null>, words = 1) {
  const counted: string[] = [];
  const model: Pick<ChatModel, 'factsOf'> = {
    factsOf: (name) => ({ ...UNKNOWN, contextTokens: contexts[name] ?? null }),
  };
  const long = (text: string) => `${text} ${'word '.repeat(words - 1)}`.trim();
  return {
    counted,
    deps: {
      // Only what is known of models is asked here.
      model: model as ChatModel,
      models: Object.keys(contexts).map((id) => ({ id, tier: 1 })),
      tokens: {
        async count(texts: readonly string[]) {
          counted.push(...texts);
          return texts.join(' ').split(/\s+/).filter(Boolean).length;
        },
        close: async () => undefined,
      },
      prompts: {
        renderChat: (
          _choice: PromptChoice,
          { notes, lastTrades, positions, leftOut = '' }: ReturnType<typeof promptParts>['prompt'],
        ) => {
          const said = [...notes.map(({ text }) => text), ...lastTrades.map(({ symbol }) => symbol)].map(long);
          return { system: [...said, ...positions, leftOut].join(' '), examples: [], settings: {} };
        },
      },
    },
  };
}

const PARTS = promptParts({ rounds: 2, notes: 2, trades: 2 });
const PROMPT: PromptChoice = { version: 1, strategy: 'LATEST_VERSION', experiment: null };
const to = (model: string, ...beside: string[]) => ({ model, beside, prompt: PROMPT });

describe('a prompt', () => {
  test('that cannot be too long is not even counted', async () => {
    const { deps, counted } = world({ roomy: 128_000 });
    const fitted = await fitContext(deps, PARTS, to('roomy'));
    expect([fitted.fits, fitted.trimmed, counted]).toEqual([true, null, []]);
    expect(fitted.messages.map(({ role }) => role)).toEqual([
      'system',
      'user',
      'assistant',
      'user',
      'assistant',
      'user',
    ]);
  });

  test('that is too long is trimmed for the model that has too little room, and for no other', async () => {
    const { deps } = world({ small: 4_096, roomy: 128_000 }, 1_000);
    const small = await fitContext(deps, PARTS, to('small'));
    expect(small).toMatchObject({ fits: true, trimmed: '4 earlier messages and 2 notes' });
    expect(small.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect((await fitContext(deps, PARTS, to('roomy'))).trimmed).toBe(null);
  });

  test('makes room for what is sent beside it', async () => {
    const { deps } = world({ small: 4_096 }, 900);
    const alone = await fitContext(deps, PARTS, to('small'));
    const beside = await fitContext(deps, PARTS, to('small', 'word '.repeat(1_500)));
    expect(beside.parts.prompt.lastTrades.length).toBeLessThan(alone.parts.prompt.lastTrades.length);
    expect(beside.fits).toBe(true);
  });

  test('of which not even the least fits is not to be sent', async () => {
    const { deps } = world({ small: 4_096 });
    const question = 'word '.repeat(5_000);
    expect((await fitContext(deps, { ...PARTS, question }, to('small'))).fits).toBe(false);
  });

  test('goes as the least of it to a model whose room nobody knows', async () => {
    const { deps } = world({ unknown: null });
    const question = 'word '.repeat(50_000);
    const fitted = await fitContext(deps, { ...PARTS, question }, to('unknown'));
    expect([fitted.fits, fitted.messages.length]).toEqual([true, 2]);
    expect(fitted.trimmed).not.toBe(null);
  });
});

describe('the room for a prompt', () => {
  test.each([
    ['of a large model leaves some for the answer, and a margin', { contextTokens: 128_000 }, 105_318],
    ['of a small model leaves a quarter for the answer', { contextTokens: 8_192 }, 5_222],
    ['of a model with short answers leaves no more than those', { contextTokens: 8_192, maxAnswerTokens: 512 }, 6_528],
    ['of a model whose room nobody told is cautious', {}, 10_444],
  ])('%s', (_name, facts, tokens) => {
    expect(promptBudget({ ...UNKNOWN, ...facts })).toBe(tokens);
  });

  test('counts what each message takes beside its text', async () => {
    const { deps } = world({ small: 4_096 });
    const words = (count: number) => Array.from({ length: count }, () => 'word');
    expect(await fitsModel(deps, 'small', [words(2_600).join(' ')])).toBe(true);
    // 2,000 words in as many messages.
    expect(await fitsModel(deps, 'small', words(2_000))).toBe(false);
  });

  test('is not looked at where there is no model', async () => {
    const { deps } = world({});
    expect(await fitsModel({ ...deps, model: null }, 'any', ['word '.repeat(1e6)])).toBe(true);
  });
});

describe('a question', () => {
  const long = 'word '.repeat(6_000);

  test('that no model can take is refused, with what to do', async () => {
    const { deps } = world({ small: 8_192, smaller: 4_096 });
    await expect(checkLength(deps, long)).rejects.toMatchObject({
      code: 'context_too_long',
      detail:
        'Your question is about 6,000 tokens long, and the models here take at most 2,222. Shorten it, or ask in parts.',
    });
  });

  test.each([
    ['that one model can take', { small: 8_192, roomy: 128_000 }],
    ['where the room of one model is not known', { small: 8_192, unknown: null }],
    ['where there are no models', {}],
  ])('%s is let through', async (_name, contexts) => {
    await expect(checkLength(world(contexts).deps, long)).resolves.toBeUndefined();
  });

  test('is not counted where it cannot be too long', async () => {
    const { deps, counted } = world({ small: 8_192 });
    await checkLength(deps, 'word '.repeat(400));
    expect(counted).toEqual([]);
  });

  test('is let through where all models are gone: then the analyst answers', async () => {
    const { deps } = world({ small: 8_192 });
    const gone = { factsOf: () => ({ ...UNKNOWN, available: false, contextTokens: 8_192 }) } as unknown as ChatModel;
    await expect(checkLength({ ...deps, model: gone }, long)).resolves.toBeUndefined();
  });
});
