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
  expect(of('{{#messages}}{{text}}{{/messages}}{{role}}')).toEqual([
    expect.stringContaining('{{role}}, which is not known'),
  ]);
  expect(of('{{#messages}}{{text}}{{/messages}}{{^messages}}{{text}}{{/messages}}')).toHaveLength(1);
});

test('stored words must stand between the markers, wherever the rules name them', () => {
  expect(faults('title', 'Between <journal> and </journal>: {{question}}<journal>{{answer}}</journal>')).toEqual([
    'must have {{question}} between <journal> and </journal>',
  ]);
  expect(faults('title', '<journal>{{question}}{{answer}}')).toEqual(['must close <journal> by </journal>']);
});

test('markers in a comment are none, and a section may not open or close what it does not close or open', () => {
  const words = '{{question}}{{answer}}';
  expect(faults('title', `{{! <journal> }}${words}{{! </journal> }}`)).toHaveLength(2);
  expect(faults('title', `<journal>${words}</jour{{! }}nal>`)).toEqual([]);
  const around = (inner: string) => faults('summary', `<journal>${inner}</journal>`);
  expect(around('{{#messages}}</journal>{{text}}<journal>{{/messages}}')).toEqual([
    'must have {{messages}} between <journal> and </journal>',
  ]);
  expect(faults('summary', '{{#messages}}<journal>{{text}}{{/messages}}</journal>')).toContain(
    'must have <journal> and </journal> both within {{#messages}} or both around it',
  );
  expect(faults('legacy', '{{now}}{{#hasFacts}}<journal>{{#facts}}{{.}}{{/facts}}</journal>{{/hasFacts}}')).toEqual([]);
});

test('a marker that a value cuts in two is none', () => {
  const template = '{{now}}<jour{{zone}}nal>{{#facts}}{{.}}{{/facts}}</journal>';
  expect(faults('legacy', template)).toContain('must have {{facts}} between <journal> and </journal>');
});

test('what must be used must be shown: not only asked whether it is there', () => {
  const of = (inner: string) => faults('summary', `<journal>${inner}</journal>`);
  for (const inner of ['{{^messages}}none{{/messages}}', '{{#messages}}one{{/messages}}'])
    expect([inner, of(inner)]).toEqual([inner, ['must use {{messages}}']]);
});

test('a list or a record is gone through, not shown as a whole', () => {
  const of = (inner: string) => faults('summary', `<journal>{{#messages}}{{text}}{{/messages}}${inner}</journal>`);
  for (const inner of ['{{messages}}', '{{#messages}}{{.}}{{/messages}}'])
    expect([inner, of(inner)]).toEqual([inner, [expect.stringContaining('as a whole')]]);
});

test('neither lists in lists nor deep nesting: they would take more memory than there is', () => {
  const inner = '{{#allTime}}{{#recent}}{{.}}{{/recent}}{{/allTime}}';
  expect(faults('chat', `<journal>${inner}</journal>`)).toContain(
    'must not have the list {{#recent}} within another list',
  );
  const deep = `${'{{#last}}'.repeat(3000)}{{last}}${'{{/last}}'.repeat(3000)}`;
  expect(faults('continuation', deep)).toEqual([expect.stringContaining('6 deep')]);
});

test('neither partials nor other delimiters', () => {
  expect(faults('continuation', '{{last}}{{> other}}{{=<% %>=}}')).toHaveLength(2);
});
