/** What a template is refused for, and what it is not. */
import type { PromptType } from '@tradistry/protocol';
import { expect, test } from 'vitest';
import { BUILT_IN } from './built-in.ts';
import { findTemplateFaults } from './template-faults.ts';

const faults = (type: PromptType, template: string) => findTemplateFaults(type, template).map(({ message }) => message);

test('what ships has none', () => {
  for (const [type, { template }] of BUILT_IN) expect([type, faults(type, template)]).toEqual([type, []]);
});

test('syntax that mustache cannot read is one fault, in words', () => {
  expect(faults('title', '{{#question}} and no end')).toEqual([expect.stringContaining('cannot be read')]);
});

test('an unknown name is told with those that are known', () => {
  expect(faults('continuation', '{{last}} {{constructor}}')).toEqual([
    'must not use {{constructor}}, which is not known here; known are: last',
  ]);
});

test('fields hold inside their list, and the item itself inside a section alone', () => {
  const of = (inner: string) => faults('summary', `<journal>${inner}</journal>`);
  expect(of('{{#messages}}{{role}}{{text}}{{/messages}}')).toEqual([]);
  expect(of('{{#messages}}{{.}}{{/messages}}{{role}}')).toHaveLength(1);
  expect(of('{{^messages}}{{text}}{{/messages}}')).toHaveLength(1);
});

test('stored words must stand between the markers, wherever the rules name them', () => {
  expect(faults('title', 'Between <journal> and </journal>: {{question}}<journal>{{answer}}</journal>')).toEqual([
    'must have {{question}} between <journal> and </journal>',
  ]);
  expect(faults('title', '<journal>{{question}}{{answer}}')).toHaveLength(2);
});

test('neither partials nor other delimiters', () => {
  expect(faults('continuation', '{{last}}{{> other}}{{=<% %>=}}')).toHaveLength(2);
});
