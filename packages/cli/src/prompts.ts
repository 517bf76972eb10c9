/** `tradistry prompts`: the registry and its experiments from the command line. */
import { type Command, UsageError } from './command.ts';
import { connect } from './connect.ts';
import type { PromptCall } from './prompts/call.ts';
import { evaluate } from './prompts/evaluate.ts';
import { experiments } from './prompts/experiments.ts';
import { exportFiles, importFiles } from './prompts/files.ts';
import { listAudit, moveLabel, removeLabel, setStrategy } from './prompts/labels.ts';
import { tryVersions } from './prompts/try-versions.ts';
import { diffVersions, listPrompts, listVersions, saveVersion, showVersion } from './prompts/versions.ts';

type Subcommand = (call: PromptCall) => Promise<number>;

const SUBCOMMANDS: Readonly<Record<string, Subcommand>> = {
  list: ({ words, ...call }) => (words.length === 0 ? listPrompts : listVersions)({ words, ...call }),
  show: showVersion,
  diff: diffVersions,
  save: saveVersion,
  label: moveLabel,
  unlabel: removeLabel,
  strategy: setStrategy,
  audit: listAudit,
  export: exportFiles,
  import: importFiles,
  try: tryVersions,
  experiments,
  eval: evaluate,
};

const TEXT = { type: 'string' } as const;

export const prompts: Command = {
  summary: 'see and change prompts, and what experiments with them come to',
  help: `Usage: tradistry prompts COMMAND

  list [TYPE]               types with their labels; of one type its versions
  show TYPE VERSION         a version, by number or label
  diff TYPE FROM TO         what changed between two versions
  save TYPE FILE [--note N] a template as a new version
  label TYPE LABEL VERSION  point a label at a version; production back is the rollback
  unlabel TYPE LABEL        remove a label of your own
  strategy TYPE NAME        LATEST_VERSION [--label L], or
                            BEST_PERFORMANCE [--label L] [--metric M] [--min-users N]
  audit                     who changed what, newest first
  export FOLDER             all versions as files
  import FOLDER             versions from files; what is here already makes nothing new
  try VERSION [VERSION] QUESTION
                            ask your own journal with one version of chat, or two after each other; nothing is kept
  eval VERSION              ask the demo journal with a version of chat: figures right, wrong, refused

  experiments                       all of them
  experiments ID                    what one has come to
  experiments create FILE           a draft from JSON: type, name, hypothesis, variants, primary_metric ...
  experiments start ID              users come in from now on
  experiments weights ID NAME=N...  for users who come from now on
  experiments end ID [--winner V] [--reason R]
                                    a winner becomes production

  --note N     of save: what is different, and why
  --model M    of try and eval: the model to ask

TYPE is chat, legacy, continuation, title, summary or confidence.
`,
  options: { note: TEXT, model: TEXT, label: TEXT, metric: TEXT, 'min-users': TEXT, winner: TEXT, reason: TEXT },
  async run(args, shell) {
    const [name = '', ...words] = args.positionals;
    const subcommand = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
    if (!subcommand) throw new UsageError('Say what to do: tradistry prompts list. See: tradistry prompts --help');
    return subcommand({ client: await connect(shell.env), words, args, shell });
  },
};
