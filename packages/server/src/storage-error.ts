/** What can be wrong with a database: it cannot be used at start, or does not answer now. */

/** A database that cannot be used, in words for the person who started the server. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

const NETWORK_CODES = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'];
/** Connection exceptions, a server that starts or stops or gave our transaction up, no connection left, a standby not in charge yet. */
const AWAY_STATES = /^(08...|57P..|25P0[34]|53300|25006)$/;
const AWAY_WORDS = /timeout exceeded when trying to connect|Connection terminated|not queryable|took too long/;

/** No connection, or PostgreSQL starting or stopping: nobody knows what became of the statement. Otherwise it was refused. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return NETWORK_CODES.includes(code) || AWAY_STATES.test(code) || AWAY_WORDS.test(error.message);
}
