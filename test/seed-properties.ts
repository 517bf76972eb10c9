/** One seed for all properties, so that a run says the same of the same code; PROPERTY_SEED tries others (`random`: each run its own). */
import fc from 'fast-check';

const seed = process.env['PROPERTY_SEED'] ?? '20261122';
if (seed !== 'random') fc.configureGlobal({ seed: Number(seed) });
