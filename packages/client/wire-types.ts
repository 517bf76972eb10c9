/** The wire's types as plain TypeScript, so that the published client needs no Zod, not even for its types. */
import * as protocol from '@tradistry/protocol';
import { z } from 'zod';

/** What the client's own declarations import from the protocol; `Page` is generic and stands below. */
const TYPES = {
  ChatResponse: protocol.ChatResponse,
  ErrorCode: protocol.ErrorCode,
  Fault: protocol.Fault,
  Feedback: protocol.Feedback,
  Message: protocol.Message,
  OptionalChunkType: protocol.OptionalChunkType,
  Problem: protocol.Problem,
  Session: protocol.Session,
  SessionPatch: protocol.SessionPatch,
  StopResponse: protocol.StopResponse,
  StreamChunk: protocol.StreamChunk,
  StreamingChatResponse: protocol.StreamingChatResponse,
};

/** The text of a declaration file. */
export function wireTypes(): string {
  const types = Object.entries(TYPES).map(([name, schema]) => {
    // Zod's document is plain JSON Schema of the few kinds that `print` knows.
    return `export type ${name} = ${print(z.toJSONSchema(schema) as JsonSchema)};\n`;
  });
  const page = 'export interface Page<T> {\n  items: T[];\n  next_cursor: string | null;\n}\n';
  return `/** Generated from the wire contract. */\n${types.join('')}${page}`;
}

interface JsonSchema {
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly type?: string | readonly string[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
}

function print(schema: JsonSchema): string {
  const union = schema.oneOf ?? schema.anyOf;
  if (union) return `(${union.map(print).join(' | ')})`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return `(${schema.enum.map((value) => JSON.stringify(value)).join(' | ')})`;
  if (Array.isArray(schema.type)) return `(${schema.type.map((type) => print({ ...schema, type })).join(' | ')})`;
  return printPlain(schema);
}

function printPlain(schema: JsonSchema): string {
  switch (schema.type) {
    case 'object':
      return printObject(schema);
    case 'array':
      return `${print(schema.items ?? {})}[]`;
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case undefined:
      return 'unknown';
    default:
      throw new Error(`The wire holds a kind of value that has no TypeScript here: ${JSON.stringify(schema)}`);
  }
}

function printObject({ properties, required = [], additionalProperties }: JsonSchema): string {
  if (!properties) {
    return `Record<string, ${typeof additionalProperties === 'object' ? print(additionalProperties) : 'unknown'}>`;
  }
  const fields = Object.entries(properties).map(([name, schema]) =>
    required.includes(name) ? `${name}: ${print(schema)};` : `${name}?: ${print(schema)} | undefined;`,
  );
  return `{ ${fields.join(' ')} }`;
}
