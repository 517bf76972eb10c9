/** What is wrong with a template, found when it is saved and not when a trader asks. */
import type { Fault, PromptType, PromptVariable } from '@tradistry/protocol';
import mustache from 'mustache';
import { PROMPT_VARIABLES } from './variables.ts';

/** As mustache makes them: kind, name, where it begins and ends; of a section its children. */
type Token = readonly [kind: string, name: string, start: number, end: number, children?: readonly Token[]];

/** Where a token stands. */
interface Place {
  readonly known: ReadonlyMap<string, PromptVariable>;
  /** Names that hold here: the type's, and the fields of the lists around. */
  readonly names: ReadonlySet<string>;
  /** Inside a list or value, `{{.}}` is the item itself. */
  readonly inside: boolean;
  readonly template: string;
}

const OPEN = '<journal>';
const CLOSE = '</journal>';

/** All faults at once, `[]` where it can be rendered. */
export function findTemplateFaults(type: PromptType, template: string): Fault[] {
  const variables = PROMPT_VARIABLES[type];
  const parsed = parseTemplate(template);
  if (typeof parsed === 'string') return [toFault(parsed)];
  const known = new Map(variables.map((variable) => [variable.name, variable]));
  const place = { known, names: new Set(known.keys()), inside: false, template };
  const used = new Set<string>();
  const faults = parsed.flatMap((token) => faultsOf(token, place, used));
  const missing = variables.filter(({ name, required }) => required && !used.has(name));
  return [...faults, ...missing.map(({ name }) => `must use {{${name}}}`)].map(toFault);
}

/** The tokens, or what is wrong with the syntax. */
function parseTemplate(template: string): readonly Token[] | string {
  try {
    // mustache types its tokens as `any`; this is what its parser makes.
    return new mustache.Writer().parse(template) as readonly Token[];
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function toFault(message: string): Fault {
  return { path: 'template', message };
}

function faultsOf(token: Token, place: Place, used: Set<string>): string[] {
  const [kind, name] = token;
  switch (kind) {
    case 'text':
    case '!':
      return [];
    case 'name':
    case '&':
      used.add(name);
      return [...unknownName(token, place), ...outsideJournal(token, place)];
    case '#':
    case '^':
      used.add(name);
      return [...unknownName(token, place), ...outsideJournal(token, place), ...sectionFaults(token, place, used)];
    default:
      return [`must not use {{${kind}${name}}}: neither partials nor other delimiters`];
  }
}

function sectionFaults([kind, name, , , children = []]: Token, place: Place, used: Set<string>): string[] {
  const fields = kind === '#' ? (place.known.get(name)?.fields ?? []) : [];
  const within = { ...place, inside: place.inside || kind === '#', names: new Set([...place.names, ...fields]) };
  return children.flatMap((child) => faultsOf(child, within, used));
}

function unknownName([, name]: Token, { names, inside, known }: Place): string[] {
  if (names.has(name) || (name === '.' && inside)) return [];
  const [first] = known.size > 0 ? [[...known.keys()].join(', ')] : ['none'];
  return [`must not use {{${name}}}, which is not known here; known are: ${first}`];
}

/** Stored words are data: a template that lets them stand among the rules would let them be rules. */
function outsideJournal([, name, start]: Token, { known, template }: Place): string[] {
  if (known.get(name)?.journal !== true) return [];
  const before = template.slice(0, start);
  const inside = before.lastIndexOf(OPEN) > before.lastIndexOf(CLOSE) && template.indexOf(CLOSE, start) >= 0;
  return inside ? [] : [`must have {{${name}}} between ${OPEN} and ${CLOSE}`];
}
