import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { TurnErrorNote } from './turn-error.tsx';
import type { TurnError, TurnErrorCode } from './turn-state.ts';

const REMEDIES = { onAgain: () => undefined, onEdit: () => undefined, onSignIn: () => undefined };
const error = (code: TurnErrorCode, more: Partial<TurnError> = {}): TurnError => ({
  ...{ code, message: 'What the server says.', retryable: true, retryAt: null, ...more },
});
const draw = (of: TurnError, remedies: Parameters<typeof TurnErrorNote>[0]['remedies'] = REMEDIES) =>
  renderToStaticMarkup(<TurnErrorNote error={of} remedies={remedies} />);
const buttons = (drawn: string) => [...drawn.matchAll(/<button[^>]*>.*?<\/button>/g)].map(([button]) => button);

describe('what is said of an error', () => {
  it('is a few words, the words of the server, and a way on', () => {
    const drawn = draw(error('provider_timeout'));
    expect(drawn).toContain('The model took too long');
    expect(drawn).toContain('What the server says.');
    expect(buttons(drawn)).toEqual([expect.stringContaining('Try again')]);
  });

  it('counts down while trying again is in vain', () => {
    const [button] = buttons(draw(error('rate_limited', { retryAt: Date.now() + 30_000 })));
    expect(button).toMatch(/ disabled=""/);
    expect(button).toContain('Try again in 30 s');
  });

  it.each([
    ['too_many_streams', 'Too many answers at once', '3 answers are being written for you already.'],
    ['rate_limited', 'Too many questions just now', 'You may ask 60 questions a minute, and have.'],
    ['budget_exhausted', 'The budget for models is used up', 'Your budget of tokens for today is used up.'],
    ['overloaded', 'The server is busy', 'Ask again in a few seconds.'],
  ] as const)('says of %s which limit it is, and when the question can be asked again', (code, title, message) => {
    const drawn = draw(error(code, { message, retryAt: Date.now() + 5_000 }));
    expect(drawn).toContain(title);
    expect(drawn).toContain(message);
    expect(buttons(drawn)).toEqual([expect.stringContaining('Try again in 5 s')]);
  });

  it('offers to change a question that would be refused again', () => {
    const [first, ...others] = buttons(draw(error('content_refused', { retryable: false })));
    expect(first).toContain('Change the question');
    expect(others).toEqual([]);
  });

  it('offers to sign in where that is missing, and to ask again after', () => {
    const drawn = buttons(draw(error('token_expired', { retryable: false })));
    expect(drawn).toEqual([expect.stringContaining('Sign in again'), expect.stringContaining('Try again')]);
  });

  it('offers nothing while the answer runs, and where nothing helps', () => {
    expect(buttons(draw(error('internal'), null))).toEqual([]);
    expect(buttons(draw(error('streaming_disabled', { retryable: false })))).toEqual([]);
  });

  it('has words for the code of a newer server', () => {
    // A code that this page cannot know.
    const newer = error('not_yet_thought_of' as TurnErrorCode);
    expect(buttons(draw(newer))).toHaveLength(1);
    expect(buttons(draw({ ...newer, retryable: false }))).toHaveLength(0);
  });
});
