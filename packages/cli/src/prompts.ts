/** `tradistry prompts`: the registry and its experiments from the command line. */
import { type Command, UsageError } from './command.ts';
import { connect } from './connect.ts';
import type { PromptCall } from './prompts/call.ts';
import { evaluate } from './prompts/evaluate.ts';
import { listExperiments, showExperiment } from './prompts/experiments.ts';
import { exportFiles, importFiles } from './prompts/files.ts';
import { diffVersions, listPrompts, listVersions, moveLabel, saveVersion, showVersion } from './prompts/versions.ts';

type Subcommand = (call: PromptCall) => Promise<number>;

const SUBCOMMANDS: Readonly<Record<string, Subcommand>> = {
  list: ({ words, ...call }) => (words.length === 0 ? listPrompts : listVersions)({ words, ...call }),
  show: showVersion,
  diff: diffVersions,
  save: saveVersion,
  label: moveLabel,
  export: exportFiles,
  import: importFiles,
  experiments: ({ words, ...call }) => (words.length === 0 ? listExperiments : showExperiment)({ words, ...call }),
  eval: evaluate,
};

export const prompts: Command = {
  summary: 'see and change prompts, and what experiments with them come to',
  help: `Usage: tradistry prompts COMMAND

  list [TYPE]               types with their labels; of one type its versions
  show TYPE VERSION         a version, by number or label
  diff TYPE FROM TO         what changed between two versions
  save TYPE FILE [--note N] a template as a new version
  label TYPE LABEL VERSION  point a label at a version; production back is the rollback
  export FOLDER             all versions as files
  import FOLDER             versions from files; what is here already makes nothing new
  experiments [ID]          experiments; of one what it has come to
  eval VERSION              ask the demo journal with a version of chat: figures right, wrong, refused

  --note N     of save: what is different, and why
  --model M    of eval: the model to ask

TYPE is chat, legacy, continuation, title, summary or confidence.
`,
  options: { note: { type: 'string' }, model: { type: 'string' } },
  async run(args, shell) {
    const [name = '', ...words] = args.positionals;
    const subcommand = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
    if (!subcommand) throw new UsageError('Say what to do: tradistry prompts list. See: tradistry prompts --help');
    return subcommand({ client: await connect(shell.env), words, args, shell });
  },
};
