/** `tradistry serve`: the server, in this process. */
import { type Command, UsageError } from './command.ts';

export const serve: Command = {
  summary: 'run the server (npm start does this after building the page)',
  help: `Usage: tradistry serve

Runs the server until Ctrl-C. It is set up by environment variables: docs/configuration.md.
`,
  options: {},
  async run(args) {
    if (args.positionals.length > 0) throw new UsageError('serve takes no arguments. See: tradistry serve --help');
    // Loaded late: the other commands need none of it.
    const { main } = await import('@tradistry/server/main');
    await main();
    return Number(process.exitCode ?? 0);
  },
};
