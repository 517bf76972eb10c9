/** Why an import failed, in words for the person who imported; nothing internal gets through. */
import { Refusal } from '../refusal.ts';
import type { ImportError } from './import-ports.ts';

const DISK_FULL = new Set(['ENOSPC', 'EDQUOT', '53100']);
const INTERNAL: ImportError = {
  code: 'internal',
  message: 'Something went wrong here. Nothing of the file was kept. Import it again.',
};
const DISK_IS_FULL: ImportError = {
  code: 'disk_full',
  message: 'The disk of the server is full. Nothing of the file was kept. Make room and import it again.',
};
const TOO_LARGE: ImportError = {
  code: 'too_large',
  message: 'The file needs more memory than the server has for it. Split it and import the parts.',
};
/** By the server's end, clean or not. */
export const INTERRUPTED: ImportError = {
  code: 'interrupted',
  message: 'The server stopped during the import. Nothing of the file was kept. Import it again.',
};

/** What to tell, and whether it is a fault of ours that belongs in the log. */
export function describeImportError(error: unknown): { told: ImportError; ours: boolean } {
  if (error instanceof Refusal) return { told: { code: error.code, message: error.detail }, ours: false };
  if (typeof error !== 'object' || error === null) return { told: INTERNAL, ours: true };
  if ('name' in error && error.name === 'AbortError') return { told: INTERRUPTED, ours: false };
  // From the worker an error comes as a plain object; these are the only ones whose message is meant for people.
  if ('name' in error && error.name === 'UnreadableFile') return { told: toUnreadable(error), ours: false };
  const code = 'code' in error ? String(error.code) : '';
  if (DISK_FULL.has(code)) return { told: DISK_IS_FULL, ours: true };
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return { told: TOO_LARGE, ours: true };
  return { told: INTERNAL, ours: true };
}

function toUnreadable(error: object): ImportError {
  // What `toPlain` in `worker-thread` makes of an `UnreadableFile`.
  const { code, message, mappingNeeded } = error as ImportError & { mappingNeeded?: ImportError['mapping_needed'] };
  return { code, message, ...(mappingNeeded && { mapping_needed: mappingNeeded }) };
}
