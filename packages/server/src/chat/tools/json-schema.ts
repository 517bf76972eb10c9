/** A tool's arguments as JSON Schema for models: derived from the Zod schema, then cut to what helps a model to write them. */
import { z } from 'zod';

type Json = string | number | boolean | null | readonly Json[] | JsonObject;
interface JsonObject {
  readonly [key: string]: Json;
}

// Zod checks these all the same; in every request they would cost tokens without making arguments better.
const LEFT_OUT = ['$schema', 'additionalProperties', 'pattern', 'minItems', 'maxItems', 'minLength', 'maxLength'];
/** A part that stood before is named from this many characters on, and not written again. */
const WORTH_NAMING = 120;

/** Of arguments as they are sent, defaults not yet filled in. Throws for a schema that JSON Schema cannot say. */
export function toJsonSchema(schema: z.ZodType): Readonly<Record<string, unknown>> {
  // Zod's JSON Schema is plain JSON.
  const whole = z.toJSONSchema(schema, { io: 'input' }) as unknown as JsonObject;
  return nameRepeats(prune(whole), new Map());
}

/** Below `properties` the keys are names of arguments, not words of JSON Schema. */
function prune(node: JsonObject): JsonObject {
  const kept = Object.entries(node).filter(([key, value]) => !isNoise(key, value));
  return Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      key === 'properties' && isObject(value) ? mapValues(value, pruneAny) : pruneAny(value),
    ]),
  );
}

function pruneAny(node: Json): Json {
  if (isList(node)) return node.map(pruneAny);
  return isObject(node) ? prune(node) : node;
}

function isNoise(key: string, value: Json): boolean {
  if (LEFT_OUT.includes(key)) return true;
  if (key === 'default') return typeof value === 'object';
  return (key === 'maximum' || key === 'minimum') && Math.abs(Number(value)) >= Number.MAX_SAFE_INTEGER;
}

/** `seen`: the long parts that stood before, by their text, and the name of the argument. */
function nameRepeats(node: JsonObject, seen: Map<string, string>): JsonObject {
  return mapValues(node, (value, key) => {
    if (key === 'properties' && isObject(value))
      return mapValues(value, (child, name) => nameArgument(child, seen, name));
    if (isList(value)) return value.map((each) => (isObject(each) ? nameRepeats(each, seen) : each));
    return isObject(value) ? nameRepeats(value, seen) : value;
  });
}

function nameArgument(node: Json, seen: Map<string, string>, name: string): Json {
  if (!isObject(node)) return node;
  const alternatives = node['anyOf'];
  if (alternatives !== undefined && isList(alternatives)) return nameAlternatives(node, alternatives, seen);
  const text = JSON.stringify(node);
  const before = seen.get(text);
  if (before !== undefined) return { type: node['type'] ?? 'object', description: `the same as ${before}` };
  if (text.length >= WORTH_NAMING) seen.set(text, name);
  // What a list is of may be asked for again by itself.
  const { items } = node;
  if (text.length >= WORTH_NAMING && items !== undefined && isObject(items))
    seen.set(JSON.stringify(items), `one of ${name}`);
  return nameRepeats(node, seen);
}

/** Alternatives that all stood before, as texts, become one sentence. */
function nameAlternatives(node: JsonObject, alternatives: readonly Json[], seen: Map<string, string>): JsonObject {
  const named = alternatives.map((each) => seen.get(JSON.stringify(each)));
  if (named.some((name) => name === undefined)) return nameRepeats(node, seen);
  return { type: 'string', description: named.join(', or ') };
}

function mapValues(node: JsonObject, change: (value: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, change(value, key)]));
}

function isObject(node: Json): node is JsonObject {
  return typeof node === 'object' && node !== null && !isList(node);
}

// Array.isArray does not narrow readonly arrays.
function isList(node: Json): node is readonly Json[] {
  return Array.isArray(node);
}
