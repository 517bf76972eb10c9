/**
 * Bodies of the prompt registry, `/api/prompts`. Reading needs the scope `prompts:read`, writing `prompts:write`.
 *
 * A version is never changed: a change is a new version. Labels are pointers at versions; what users get follows
 * `production` unless the type's strategy says otherwise, so moving that label back is the rollback.
 */
import { z } from 'zod';
import { isStorable, PageQuery, userText } from './chat.ts';
import { OptionalChunkType } from './chunks.ts';
import { PromptRef } from './prompt-ref.ts';

/** What prompts are for. `legacy` is the plain one that is left when the chat prompt fails: the ladder's third layer. */
export const PromptType = z.enum(['chat', 'title', 'summary', 'confidence', 'continuation', 'legacy']);
export type PromptType = z.infer<typeof PromptType>;

/**
 * How a version is chosen for a turn. `LATEST_VERSION`: the one that a label names. `BEST_PERFORMANCE`: the one whose figure
 * is surely highest. `A_B_TEST` and `ADAPTIVE`: the one of the user's variant in an experiment that runs.
 */
export const PromptStrategyName = z.enum(['LATEST_VERSION', 'BEST_PERFORMANCE', 'A_B_TEST', 'ADAPTIVE']);
export type PromptStrategyName = z.infer<typeof PromptStrategyName>;

const LABEL = /^[a-z][a-z0-9._-]{0,62}$/;
/** `production` and `latest` are always there; `latest` moves by itself, any other by hand. */
export const PromptLabel = z.string().regex(LABEL, 'must be 1 to 63 of a-z 0-9 . _ -, beginning with a letter');

/** What the model is asked with; absent: as configured. */
export const PromptModelSettings = z
  .object({
    /** A configured model, tried first, unless the user chose one. */
    model: z.string().min(1).max(200),
    temperature: z.number().min(0).max(2),
    top_p: z.number().gt(0).max(1),
    max_tokens: z.int().min(1).max(1_000_000),
  })
  .partial()
  .strict();
export type PromptModelSettings = z.infer<typeof PromptModelSettings>;

/** A question with the answer that it should get; put between the prompt and the conversation, as if it had been said. */
export const PromptExample = z.object({ question: userText(8000), answer: userText(16_000) }).strict();
export type PromptExample = z.infer<typeof PromptExample>;

/** Mustache, rendered in one pass: what a value holds is never read as a template. */
const Template = z
  .string()
  .min(1, 'must not be empty')
  .max(60_000, 'must have at most 60,000 characters')
  .refine(isStorable, 'must not hold NUL characters or lone surrogates')
  // As it comes back from a file that a repository has kept in its own way.
  .transform((template) => template.replaceAll('\r\n', '\n'));

export const NewPromptVersion = z
  .object({
    template: Template,
    examples: z.array(PromptExample).max(20).default([]),
    settings: PromptModelSettings.default({}),
    /** What is different, and why. */
    note: userText(2000)
      .nullish()
      .transform((note) => note ?? null),
    /** The version it was made from; absent: the one that `latest` names. */
    parent: z
      .int()
      .min(1)
      .nullish()
      .transform((parent) => parent ?? null),
  })
  .strict();
export type NewPromptVersion = z.infer<typeof NewPromptVersion>;

export const PromptVersion = z.object({
  type: PromptType,
  version: z.int(),
  template: z.string(),
  examples: z.array(PromptExample),
  settings: PromptModelSettings,
  note: z.string().nullable(),
  /** A user's id, or `tradistry` for the versions that ship with the product. */
  author: z.string(),
  parent: z.int().nullable(),
  created_at: z.string(),
  /** Those that point at it now. */
  labels: z.array(z.string()),
});
export type PromptVersion = z.infer<typeof PromptVersion>;

/** Without what is long. */
export const PromptVersionSummary = PromptVersion.omit({ template: true, examples: true });
export type PromptVersionSummary = z.infer<typeof PromptVersionSummary>;

/** A variable that a type's templates may use. */
export const PromptVariable = z.object({
  name: z.string(),
  description: z.string(),
  /** A template without it is refused. */
  required: z.boolean(),
  /** A list is a section: `{{#name}}...{{.}}...{{/name}}`. */
  list: z.boolean(),
  /** Of each of a list's items; empty: an item is text, `{{.}}`. */
  fields: z.array(z.string()),
  /** Holds what a user or a file wrote: must stand between `<journal>` and `</journal>`. */
  journal: z.boolean(),
});
export type PromptVariable = z.infer<typeof PromptVariable>;

/** The fixed part of a type's strategy; experiments come on top while they run. */
export const PromptStrategy = z.discriminatedUnion('strategy', [
  z.object({ strategy: z.literal('LATEST_VERSION'), label: PromptLabel.default('production') }).strict(),
  z
    .object({
      strategy: z.literal('BEST_PERFORMANCE'),
      /** One that says something of the type. */
      metric: z.enum(['success', 'helpful', 'confidence', 'agreement']).default('helpful'),
      /** A version with fewer users is not in question. */
      min_users: z.int().min(10).max(1_000_000).default(100),
      /** Only versions that a label names are in question; while none has enough users, the one of this label. */
      label: PromptLabel.default('production'),
    })
    .strict(),
]);
export type PromptStrategy = z.infer<typeof PromptStrategy>;

/** One type with all that decides what its users get. */
export const PromptOverview = z.object({
  type: PromptType,
  labels: z.record(z.string(), z.int()),
  strategy: PromptStrategy,
  /** What a user outside all experiments gets now. */
  version: z.int(),
  variables: z.array(PromptVariable),
});
export type PromptOverview = z.infer<typeof PromptOverview>;

export const PromptLabelMove = z.object({ version: z.int().min(1) }).strict();

/** Two versions of a type, line by line. */
export const PromptDiff = z.object({
  type: PromptType,
  from: z.int(),
  to: z.int(),
  lines: z.array(z.object({ change: z.enum(['same', 'removed', 'added']), text: z.string() })),
  settings: z.object({ from: PromptModelSettings, to: PromptModelSettings }),
  examples: z.object({ from: z.array(PromptExample), to: z.array(PromptExample) }),
});
export type PromptDiff = z.infer<typeof PromptDiff>;
export const PromptDiffQuery = z.object({ from: PromptRef, to: PromptRef });

/**
 * The body of `POST /api/prompts/try`: a question about the caller's own journal, answered with one version as a stream that
 * ends without `response_saved`: it is no chat and in no figure of an experiment, and it ends with its connection.
 */
export const PromptTrial = z
  .object({
    /** Only this type's prompts are asked questions. */
    type: z.literal('chat').default('chat'),
    version: z.union([z.int().min(1).max(999_999_999), PromptRef]).transform(String),
    question: userText(32_000),
    model: z.string().min(1).max(200).optional(),
    include: z.array(OptionalChunkType).max(3).default([]),
  })
  .strict();
export type PromptTrial = z.infer<typeof PromptTrial>;

/** A version as a file: a JSON head, a line `---`, the template. `path` is relative, for example `chat/003.prompt`. */
export const PromptFile = z
  .object({ path: z.string().min(1).max(200), content: z.string().max(1_000_000).refine(isStorable, 'must be text') })
  .strict();
export type PromptFile = z.infer<typeof PromptFile>;
export const PromptFiles = z.object({ files: z.array(PromptFile).max(1000) }).strict();
export type PromptFiles = z.infer<typeof PromptFiles>;

/** What an import made. A file whose version is here already, whatever its number, is `known`. */
export const PromptImportReport = z.object({
  files: z.array(
    z.object({ path: z.string(), type: PromptType, version: z.int(), outcome: z.enum(['created', 'known']) }),
  ),
});
export type PromptImportReport = z.infer<typeof PromptImportReport>;

/** Who changed what, and when; newest first. */
export const PromptAuditEntry = z.object({
  id: z.string(),
  at: z.string(),
  /** A user's id; `tradistry` for what the product did by itself. */
  who: z.string(),
  action: z.enum([
    'version_saved',
    'label_moved',
    'label_removed',
    'strategy_set',
    'experiment_made',
    'experiment_changed',
    'experiment_started',
    'experiment_stopped',
    'experiment_rolled_back',
    'weights_set',
  ]),
  /** `chat@3`, or an experiment's id. */
  subject: z.string(),
  details: z.record(z.string(), z.unknown()),
});
export type PromptAuditEntry = z.infer<typeof PromptAuditEntry>;

export const PromptAuditQuery = PageQuery.extend({
  /** Only what happened to it. */
  subject: z.string().max(100).optional(),
});
export type PromptAuditQuery = z.infer<typeof PromptAuditQuery>;
