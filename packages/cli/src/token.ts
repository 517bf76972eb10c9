/** `tradistry token`: prints a token for curl and other programs. */
import { readConfig } from '@tradistry/server/config';
import { type Command, textOption, UsageError } from './command.ts';
import { LOCAL_USER, signToken } from './sign-token.ts';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

export const token: Command = {
  summary: 'print a token for curl and other programs',
  help: `Usage: tradistry token [--user ID] [--scope S] [--plan P] [--expires TIME]

  --user ID       whom the token is for (local)
  --scope S       what it may, space-separated (all: "${LOCAL_USER.scope}")
  --plan P        the plan whose limits hold for them (RATE_LIMIT_PLANS)
  --expires TIME  how long it is good for: 30s, 15m, 1h, 7d (1h)

Signs with JWT_SECRET, or with the secret of the server's data folder (DATA_DIR).
`,
  options: {
    user: { type: 'string' },
    scope: { type: 'string' },
    plan: { type: 'string' },
    expires: { type: 'string' },
  },
  async run(args, shell) {
    if (args.positionals.length > 0) throw new UsageError('token takes no arguments. See: tradistry token --help');
    const claims = {
      user: textOption(args, 'user') ?? LOCAL_USER.user,
      scope: textOption(args, 'scope') ?? LOCAL_USER.scope,
      plan: textOption(args, 'plan') ?? null,
      seconds: parseSeconds(textOption(args, 'expires') ?? '1h'),
    };
    if (claims.user === '') throw new UsageError('--user must not be empty.');
    shell.stdout.write(`${await signToken(readConfig(shell.env), claims)}\n`);
    return 0;
  },
};

/** Seconds of a text such as `15m`. Throws `UsageError`. */
function parseSeconds(text: string): number {
  const [, count, unit] = /^([1-9]\d{0,5})([smhd])$/.exec(text) ?? [];
  if (!count || !unit) throw new UsageError(`--expires must be a time such as 30s, 15m, 1h or 7d, not "${text}".`);
  return Number(count) * (SECONDS[unit] ?? 1);
}
