/** What the server found wrong with a form, by field. */
import { ApiError } from '../api/http.ts';

/** The faults of one field, a line each; undefined: none. */
export type FaultsOf = (path: string) => string | undefined;

export function faultsOf(error: unknown): FaultsOf {
  const faults = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  return (path) => {
    const said = faults.filter((fault) => fault.path === path).map(({ message }) => capital(message));
    return said.length > 0 ? said.join('\n') : undefined;
  };
}

/** "must not be empty" as a sentence of its own. */
function capital(message: string): string {
  return `${message.slice(0, 1).toUpperCase()}${message.slice(1)}`;
}
