/** How a version of a prompt is named in a request. */
import { z } from 'zod';

/** A version by its number or by a label. */
export const PromptRef = z
  .string()
  .regex(/^([1-9]\d{0,8}|[a-z][a-z0-9._-]{0,62})$/, 'must be a version number or a label');

/** As a question may name it: a version, or the strategy by which one is chosen. */
export const PromptWish = z
  .string()
  .regex(
    /^([1-9]\d{0,8}|[a-z][a-z0-9._-]{0,62}|LATEST_VERSION|BEST_PERFORMANCE|A_B_TEST|ADAPTIVE)$/,
    'must be a version number, a label or a strategy',
  );
