import { expect, test } from 'vitest';
import { BEHAVIOURS, behaviourOf, listedNames } from './behaviours.ts';
import { readModelName } from './model-name.ts';

test('every name that the fault server lists is one it plays, and plays as it says', () => {
  for (const { name, behaviour } of listedNames()) expect([name, behaviourOf(name)]).toEqual([name, behaviour]);
  expect(listedNames().length).toBeGreaterThan(Object.keys(BEHAVIOURS).length);
});

test('a name says the place, the number, how often and for how long', () => {
  expect(readModelName('fault/cut-once@table')).toMatchObject({ key: 'fault/cut', position: 'table', times: 1 });
  expect(readModelName('fault/pause-600ms@code')).toMatchObject({ key: 'fault/pause-Nms', number: 600 });
  expect(readModelName('fault/503-for-60s')).toMatchObject({ key: 'fault/503', number: null, seconds: 60 });
  expect(readModelName('fault/429-after-2~b')).toMatchObject({ key: 'fault/429-after-N', number: 2 });
  expect(readModelName('fault/cut@nowhere')).toBeNull();
  expect(readModelName('vendor/model')).toBeNull();
});
