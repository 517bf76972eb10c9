/** A multipart form with one file, streamed to the disk: never more of it in memory than a buffer. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Multipart, MultipartFile } from '@fastify/multipart';
import { type Fault, ImportFields } from '@tradistry/protocol';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Upload } from '../journal/run-import.ts';
import { Refusal } from '../refusal.ts';
import { invalid } from './problem.ts';

const MAX_BYTES = 256 * 1024 * 1024;
const MAX_NAME = 255;
const Mapping = z.record(z.string().max(64), z.string().max(256));

interface Form {
  readonly fields: Map<string, unknown>;
  file: { path: string; name: string } | null;
  /** Of fields that were cut off: what is left of them says something else. */
  readonly faults: Fault[];
}

/** Receives the form of `POST /api/imports`. On a refusal nothing of it is left in `folder`. */
export async function receiveUpload(request: FastifyRequest, folder: string): Promise<Upload> {
  if (!request.isMultipart()) throw notMultipart();
  const form: Form = { fields: new Map(), file: null, faults: [] };
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for await (const part of request.parts({ limits: { fileSize: MAX_BYTES, files: 1 } })) {
      await receivePart(form, part, folder);
    }
    return toUpload(form);
  } catch (error) {
    if (form.file) await rm(form.file.path, { force: true });
    throw toRefusal(error);
  }
}

async function receivePart(form: Form, part: Multipart, folder: string): Promise<void> {
  if (part.type === 'field' && part.valueTruncated)
    form.faults.push({ path: part.fieldname, message: 'is longer than 64 KiB' });
  else if (part.type === 'field') form.fields.set(part.fieldname, part.value);
  else if (part.fieldname === 'file' && form.file === null) await receiveFile(form, part, folder);
  else part.file.resume();
}

async function receiveFile(form: Form, part: MultipartFile, folder: string): Promise<void> {
  form.file = { path: join(folder, randomUUID()), name: toName(part.filename) };
  await pipeline(part.file, createWriteStream(form.file.path, { mode: 0o600 }));
  if (part.file.truncated) throw tooLarge();
}

function toUpload(form: Form): Upload {
  const fields = ImportFields.safeParse(Object.fromEntries(form.fields));
  const mapping = readMapping(form.fields.get('mapping'));
  const faults: Fault[] = [
    ...form.faults,
    ...(form.file ? [] : [{ path: 'file', message: 'is missing: send the export as the form field "file"' }]),
    ...(fields.error?.issues ?? []).map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
    ...(mapping === undefined ? [{ path: 'mapping', message: 'must be a JSON object of texts' }] : []),
  ];
  if (faults.length > 0 || !form.file || !fields.success || mapping === undefined) throw invalid(faults);
  return { path: form.file.path, fileName: form.file.name, fields: fields.data, mapping };
}

/** `undefined`: there is one and it cannot be read. */
function readMapping(text: unknown): Record<string, string> | null | undefined {
  if (text === undefined || text === '') return null;
  try {
    return Mapping.safeParse(JSON.parse(String(text))).data;
  } catch {
    return undefined;
  }
}

function toName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  return last.toWellFormed().replaceAll('\0', '').slice(0, MAX_NAME).toWellFormed() || 'file';
}

function toRefusal(error: unknown): unknown {
  if (error instanceof Refusal || !(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull();
  if ('syscall' in error) return error;
  if (code === 'FST_REQ_FILE_TOO_LARGE') return tooLarge();
  if (code === 'FST_FILES_LIMIT')
    return invalid([{ path: 'file', message: 'is there more than once: import one file at a time' }]);
  if (code === 'FST_FIELDS_LIMIT' || code === 'FST_PARTS_LIMIT')
    return invalid([{ path: '', message: 'The form has too many fields: at most 20 are taken' }]);
  // What the form's parser says of a form that is broken, cut off or not one.
  return code.startsWith('FST_')
    ? error
    : new Refusal('invalid_request', 'The form cannot be read: it is broken or ends too early. Send it again.');
}

function tooLarge(): Refusal {
  return new Refusal('payload_too_large', 'The file is larger than 256 MiB. Split it and import the parts.');
}

function diskFull(): Refusal {
  return new Refusal(
    'overloaded',
    'The disk of the server is full. Nothing was imported. Try again when there is room.',
    {
      retryAfterMs: 60_000,
    },
  );
}

function notMultipart(): Refusal {
  return new Refusal('unsupported_media_type', 'Send the file as multipart/form-data, in the field "file".');
}
