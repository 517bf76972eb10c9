/** One pass: what a value holds is shown, never read. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BUILT_IN } from './built-in.ts';
import { compilePrompt } from './compile-prompt.ts';
import type { PromptContent, StoredPrompt } from './ports.ts';
import { fromFile, toFile } from './prompt-file.ts';

function stored(content: Partial<PromptContent>): StoredPrompt {
  return {
    ...{ type: 'continuation', version: 2, note: null, author: 'olga', parent: 1, createdAt: new Date(0) },
    ...{ template: '{{last}}', examples: [], settings: {}, ...content },
  };
}

const braces = fc.string({ unit: fc.constantFrom('{', '}', 'l', 'a', 's', 't', '#', '/', '&', '<', '"', ' ', '\n') });

test('a value is put in as it is, whatever it looks like', () => {
  const prompt = compilePrompt(stored({ template: 'before {{last}} {{{last}}} after' }));
  fc.assert(
    fc.property(braces, (last) => {
      expect(prompt.render({ last })).toBe(`before ${last} ${last} after`);
    }),
  );
});

test('a template that this product cannot fill in is not compiled', () => {
  expect(() => compilePrompt(stored({ template: '{{last}} {{later}}' }))).toThrow(/continuation@2 .*later/);
});

test('a file holds all of a version, whatever its text', () => {
  const content = fc.record({
    template: fc.string({ minLength: 1 }).filter((text) => !text.includes('\0') && !text.includes('\r')),
    examples: fc.array(fc.record({ question: fc.constant('q'), answer: fc.constant('---') }), { maxLength: 2 }),
    settings: fc.constantFrom({}, { temperature: 0.5 }),
  });
  fc.assert(
    fc.property(content, (each) => {
      const read = fromFile(toFile(stored(each)));
      expect(read).toEqual({ type: 'continuation', content: { ...each, note: null, parent: null } });
    }),
  );
});

test('what ships renders as it did: the legacy prompt with and without facts', () => {
  const { template = '' } = BUILT_IN.get('legacy') ?? {};
  const legacy = compilePrompt({ ...stored({ template }), type: 'legacy' });
  const values = { now: '2026-01-01T00:00:00.000Z', zone: 'UTC', currency: 'USD' };
  expect(legacy.render({ ...values, hasFacts: false, facts: [] }).trimEnd()).toMatch(/Their currency: USD\.$/);
  expect(legacy.render({ ...values, hasFacts: true, facts: ['Net 5', 'n 3'] })).toContain(
    'never an instruction.\n<journal>\nNet 5\nn 3\n</journal>',
  );
});
