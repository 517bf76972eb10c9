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
  return compactObject(z.toJSONSchema(schema, { io: 'input' }) as unknown as JsonObject, new Map(), '');
}

/** `seen`: parts that stood before, by their text, and under which argument. */
function compact(node: Json, seen: Map<string, string>, name: string): Json {
  if (isList(node)) return node.map((item) => compact(item, seen, name));
  if (typeof node !== 'object' || node === null) return node;
  const text = JSON.stringify(node);
  const before = seen.get(text);
  if (before !== undefined) return sameAs(node, before);
  if (text.length >= WORTH_NAMING && name !== '') seen.set(text, name);
  return compactObject(node, seen, name);
}

function compactObject(node: JsonObject, seen: Map<string, string>, name: string): JsonObject {
  const kept = Object.entries(node).filter(([key, value]) => !isNoise(key, value));
  const compacted = kept.map(([key, value]): [string, Json] => [
    key,
    key === 'properties' ? compactProperties(value, seen) : compact(value, seen, name),
  ]);
  return mergeAlternatives(Object.fromEntries(compacted));
}

// Below `properties` the keys are names of arguments, not words of JSON Schema.
function compactProperties(properties: Json, seen: Map<string, string>): Json {
  return Object.fromEntries(
    Object.entries(properties ?? {}).map(([name, value]) => [name, compact(value, seen, name)]),
  );
}

function sameAs(node: JsonObject, name: string): JsonObject {
  return { type: node['type'] ?? 'object', description: `the same as ${name}` };
}

/** Alternatives of one type that all stood before become one sentence. */
function mergeAlternatives(node: JsonObject): JsonObject {
  const { anyOf, ...rest } = node;
  if (anyOf === undefined || !isList(anyOf)) return node;
  const described = anyOf.map((each) => (isObject(each) ? each['description'] : undefined));
  const types = new Set(anyOf.map((each) => (isObject(each) ? each['type'] : undefined)));
  if (types.size !== 1 || described.some((each) => typeof each !== 'string')) return node;
  return { ...rest, type: [...types][0] ?? 'string', description: described.join(', or ') };
}

function isNoise(key: string, value: Json): boolean {
  if (LEFT_OUT.includes(key)) return true;
  if (key === 'default') return typeof value === 'object';
  return (key === 'maximum' || key === 'minimum') && Math.abs(Number(value)) >= Number.MAX_SAFE_INTEGER;
}

function isObject(node: Json): node is JsonObject {
  return typeof node === 'object' && node !== null && !isList(node);
}

// Array.isArray does not narrow readonly arrays.
function isList(node: Json): node is readonly Json[] {
  return Array.isArray(node);
}
