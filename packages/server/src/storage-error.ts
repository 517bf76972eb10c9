/** The error of a database that cannot be used, thrown at start and shown as it is. */

/** A database that cannot be used, in words for the person who started the server. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}
