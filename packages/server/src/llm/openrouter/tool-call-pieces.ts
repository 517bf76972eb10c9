/** Puts tool calls together from the pieces in which they arrive: only `index` is certain, the rest may be late or repeated. */
import { ModelFailure, type ToolCall } from '../../chat/model-ports.ts';
import { WORDS } from './failure.ts';

const MOST_CALLS = 64;
const LONGEST_ARGUMENTS = 256 * 1024;
/** Longer arguments are not looked at again with each piece. */
const LONGEST_COMPARED = 8 * 1024;

interface Building {
  readonly index: number | null;
  id: string;
  name: string;
  arguments: string;
}

interface Piece {
  readonly index?: unknown;
  readonly id?: unknown;
  readonly function?: { readonly name?: unknown; readonly arguments?: unknown } | null;
}

export class ToolCallPieces {
  readonly #calls: Building[] = [];
  #length = 0;

  get any(): boolean {
    return this.#calls.length > 0;
  }

  /** True: there was something in them. Throws `malformed` past all bounds. */
  add(pieces: readonly unknown[]): boolean {
    const before = this.#length;
    for (const piece of pieces) {
      if (typeof piece === 'object' && piece !== null) this.#addPiece(piece);
    }
    return this.#length > before;
  }

  /** Those that have a name, in order; `newId` names the ones that came without an id. */
  complete(newId: () => string): ToolCall[] {
    return this.#calls
      .filter((call) => call.name !== '')
      .toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0))
      .map((call) => ({ id: call.id || newId(), name: plainName(call.name), arguments: call.arguments || '{}' }));
  }

  #addPiece(piece: Piece): void {
    const id = typeof piece.id === 'string' ? piece.id : '';
    const name = typeof piece.function?.name === 'string' ? piece.function.name : '';
    const text = toText(piece.function?.arguments);
    if (id === '' && name === '' && text === '') return;
    const call = this.#callOf({ index: typeof piece.index === 'number' ? piece.index : null, id, name, text });
    if (id !== '') call.id = id;
    // Some servers repeat the name with every piece, a few send it in pieces.
    if (name !== '' && call.name !== name && call.arguments === '') call.name += name;
    call.arguments += text;
    this.#length += id.length + name.length + text.length;
    if (this.#length > LONGEST_ARGUMENTS || this.#calls.length > MOST_CALLS)
      throw new ModelFailure('malformed', WORDS.malformed);
  }

  /** Some servers give all calls the same index, or none, and the same id, or none: then the name tells them apart, or a whole call before. */
  #callOf({ index, id, name, text }: { index: number | null; id: string; name: string; text: string }): Building {
    const last = this.#calls.findLast((call) => (index === null ? true : call.index === index));
    const known = id === '' ? last : (this.#calls.find((call) => call.id === id && call.index === index) ?? last);
    const otherId = known && id !== '' && known.id !== '' && known.id !== id && name !== '';
    if (known && !otherId && !(name !== '' && isOver(known, { name, text }))) return known;
    const made = { index, id: '', name: '', arguments: '' };
    this.#calls.push(made);
    return made;
  }
}

/** Whether a piece with a name begins another call: whoever has arguments has its whole name already. */
function isOver(known: Building, next: { name: string; text: string }): boolean {
  if (known.arguments === '') return false;
  return known.name !== next.name || (next.text.startsWith('{') && isWhole(known.arguments));
}

function isWhole(json: string): boolean {
  if (!json.endsWith('}') || json.length > LONGEST_COMPARED) return false;
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}

/** Of gpt-oss some servers leave the harmony format's own words around it: `functions.query_trades<|channel|>json`. */
function plainName(name: string): string {
  return name.replace(/^functions\./, '').replace(/<\|.*$/s, '');
}

/** JSON text; a few servers send the object itself. */
function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : '';
}
