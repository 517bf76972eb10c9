/** Errors are logged without what somebody may have said in them. */
import { expect, test } from 'vitest';
import { createLogger, describeError } from './create-logger.ts';

function log(error: unknown): string {
  const lines: string[] = [];
  const logger = createLogger('trace', { write: (line: string) => void lines.push(line) });
  logger.error({ err: error }, 'what happened');
  return lines.join('');
}

test("PostgreSQL's errors are told by what is ours: code, table and constraint, no values", () => {
  const error = Object.assign(
    new Error('new row for relation "messages" violates check constraint "messages_role_check"'),
    {
      ...{ code: '23514', severity: 'ERROR', table: 'messages', constraint: 'messages_role_check' },
      ...{ detail: 'Failing row contains (alice, CANARY question).', where: 'CANARY', internalQuery: 'CANARY' },
    },
  );
  const said = log(error);
  expect(said).toContain('messages_role_check');
  expect(said).toContain('create-logger.test.ts');
  expect(said).not.toContain('CANARY');
});

test('what a message quotes is left out of message, stack and causes', () => {
  const parse = (text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch (error) {
      return error;
    }
  };
  const syntax = new Error('invalid input syntax for type uuid: "CANARY "quoted" \n CANARY"');
  const caused = new Error('could not be read', { cause: parse('CANARY is no JSON') });
  expect(log(syntax) + log(caused)).not.toContain('CANARY');
  expect(log(caused)).toContain('could not be parsed');
});

test('an error that goes round in a circle ends, and what is no error is not told', () => {
  const error = new Error('round');
  error.cause = error;
  expect(describeError(error)).toMatchObject({ message: 'round', cause: { message: 'round' } });
  expect(log('CANARY')).not.toContain('CANARY');
});
