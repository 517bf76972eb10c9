/** What is wrong with a template, found when it is saved and not when a trader asks. */
import type { Fault, PromptType, PromptVariable } from '@tradistry/protocol';
import mustache from 'mustache';
import { PROMPT_VARIABLES } from './variables.ts';

/** As mustache makes them: kind, name or text, where it begins and ends; of a section its children. */
type Token = readonly [kind: string, name: string, start: number, end: number, children?: readonly Token[]];

/** Where a token stands. */
interface Place {
  /** What `{{.}}` is here. */
  readonly item: 'nothing' | 'text' | 'record';
  /** Names of the records around. */
  readonly fields: ReadonlySet<string>;
  /** The variable of stored words around; `null`: none. */
  readonly stored: string | null;
  readonly inList: boolean;
  readonly depth: number;
}

/** What was seen on the way, from the template's beginning. */
interface Walk {
  readonly known: ReadonlyMap<string, PromptVariable>;
  readonly shown: Set<string>;
  /** The template's own words so far, comments left out. */
  text: string;
}

const OPEN = '<journal>';
const CLOSE = '</journal>';
/** Rendering calls itself once for each level. */
const MOST_LEVELS = 6;
const TOP: Place = { item: 'nothing', fields: new Set(), stored: null, inList: false, depth: 0 };

/** All faults at once, `[]` where it can be rendered. */
export function findTemplateFaults(type: PromptType, template: string): Fault[] {
  const variables = PROMPT_VARIABLES[type];
  const parsed = parseTemplate(template);
  if (typeof parsed === 'string') return [toFault(parsed)];
  const known = new Map(variables.map((variable) => [variable.name, variable]));
  const walk: Walk = { known, shown: new Set(), text: '' };
  const faults = parsed.flatMap((token) => faultsOf(token, TOP, walk));
  if (isOpen(walk)) faults.push(`must close ${OPEN} by ${CLOSE}`);
  const missing = variables.filter(({ name, required }) => required && !walk.shown.has(name));
  return [...new Set([...faults, ...missing.map(({ name }) => `must use {{${name}}}`)])].map(toFault);
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

function faultsOf(token: Token, place: Place, walk: Walk): string[] {
  const [kind, name] = token;
  switch (kind) {
    case 'text':
      walk.text += name;
      return [];
    case '!':
      return [];
    case 'name':
    case '&':
      // What is cut in two by a value is no marker.
      walk.text += ' ';
      return valueFaults(name, place, walk);
    case '#':
    case '^':
      return sectionFaults(token, place, walk);
    default:
      return [`must not use {{${kind}${name}}}: neither partials nor other delimiters`];
  }
}

function valueFaults(name: string, place: Place, walk: Walk): string[] {
  if (!isKnown(name, place, walk)) return [unknown(name, walk)];
  const variable = place.fields.has(name) ? undefined : walk.known.get(name);
  if (variable?.list || variable?.fields.length || (name === '.' && place.item === 'record'))
    return [`must not show {{${name}}} as a whole: go through it by {{#name}}...{{/name}}`];
  walk.shown.add(name);
  const stored = variable ? variable.journal && name : place.stored;
  return stored && !isOpen(walk) ? [outside(stored)] : [];
}

function sectionFaults([kind, name, , , children = []]: Token, place: Place, walk: Walk): string[] {
  if (!isKnown(name, place, walk)) return [unknown(name, walk)];
  if (place.depth === MOST_LEVELS) return [`must not have sections within sections more than ${MOST_LEVELS} deep`];
  const wasOpen = isOpen(walk);
  const within = kind === '#' ? insideOf(name, place, walk) : { ...place, depth: place.depth + 1 };
  const faults = children.flatMap((child) => faultsOf(child, within, walk));
  // A section may be left out, or come many times: what it opens it must close, and the other way about.
  if (isOpen(walk) !== wasOpen)
    faults.push(`must have ${OPEN} and ${CLOSE} both within {{${kind}${name}}} or both around it`);
  const variable = walk.known.get(name);
  // Lists in lists multiply: a few of them would be more than any memory holds.
  if (variable?.list && place.inList) faults.push(`must not have the list {{#${name}}} within another list`);
  if (kind === '#' && (!variable?.list || children.some(isValue))) walk.shown.add(name);
  return faults;
}

function insideOf(name: string, { fields, stored, inList, depth }: Place, { known }: Walk): Place {
  const variable = fields.has(name) ? undefined : known.get(name);
  return {
    item: variable?.fields.length ? 'record' : 'text',
    fields: new Set([...fields, ...(variable?.fields ?? [])]),
    stored: variable?.journal ? name : stored,
    inList: inList || variable?.list === true,
    depth: depth + 1,
  };
}

function isValue([kind, , , , children = []]: Token): boolean {
  return kind === 'name' || kind === '&' || (kind === '#' && children.some(isValue));
}

function isKnown(name: string, { item, fields }: Place, { known }: Walk): boolean {
  return name === '.' ? item !== 'nothing' : fields.has(name) || known.has(name);
}

function unknown(name: string, { known }: Walk): string {
  return `must not use {{${name}}}, which is not known here; known are: ${[...known.keys()].join(', ')}`;
}

/** Stored words are data: a template that lets them stand among the rules would let them be rules. */
function outside(name: string): string {
  return `must have {{${name}}} between ${OPEN} and ${CLOSE}`;
}

function isOpen({ text }: Walk): boolean {
  return text.lastIndexOf(OPEN) > text.lastIndexOf(CLOSE);
}
