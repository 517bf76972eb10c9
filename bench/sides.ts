/** The two that are compared, told apart only by their address, the question's shape and the marks in their streams. */
import { SignJWT } from 'jose';
import type { Job } from './load-generator.ts';

/** Something that streams answers of a wished length. */
export interface Side {
  readonly name: string;
  /** Each chunk of text says where in the answer it stands. */
  readonly saysPlace: boolean;
  /** As many answers as `wanted` says, asked by as many users. */
  job(wanted: Wanted): Job;
}

/** So many answers, begun evenly over `spreadMs`, each of so many tokens at so many milliseconds apart. */
export interface Wanted {
  readonly streams: number;
  readonly tokens: number;
  readonly intervalMs: number;
  readonly spreadMs: number;
}

/** The model itself, or the bare pipe before it. */
export function plainSide(name: string, port: number): Side {
  return {
    name,
    saysPlace: false,
    job: (wanted) => ({
      url: `http://127.0.0.1:${port}/v1/chat/completions`,
      body: { model: 'bench/model', stream: true, messages: [{ role: 'user', content: question(wanted) }] },
      authorizations: Array.from({ length: wanted.streams }, () => 'none'),
      spreadMs: wanted.spreadMs,
      firstMark: '"content":"',
      lastMark: 'data: [DONE]',
    }),
  };
}

/** The project's server. */
export async function projectSide(port: number, secret: string, users: number): Promise<Side> {
  const tokens = await Promise.all(Array.from({ length: users }, (_, index) => signToken(secret, `bench-${index}`)));
  return {
    name: 'tradistry',
    saysPlace: true,
    job: (wanted) => ({
      url: `http://127.0.0.1:${port}/api/ai/chat/stream`,
      body: { message: question(wanted) },
      authorizations: Array.from({ length: wanted.streams }, (_, index) => tokens[index % tokens.length] ?? ''),
      spreadMs: wanted.spreadMs,
      firstMark: '"type":"token"',
      lastMark: '"type":"stream_end"',
    }),
  };
}

/** The project's server, asked by one user who has a journal: each question is another, as people's are. */
export async function journalSide(port: number, secret: string, user: string): Promise<Side> {
  const side = await projectSide(port, secret, 0);
  const authorization = await signToken(secret, user);
  let asked = 0;
  return {
    name: side.name,
    saysPlace: side.saysPlace,
    job(wanted) {
      asked += 1;
      const body = { message: `What did I write on term${asked} and my stop? ${question(wanted)}` };
      return { ...side.job(wanted), body, authorizations: [authorization] };
    },
  };
}

/** The same question, answered when the whole answer is there. */
export function wholeJob(job: Job): Job {
  return { ...job, url: job.url.replace(/\/stream$/, ''), firstMark: '"response"', lastMark: '"message_id"' };
}

function question({ tokens, intervalMs }: Wanted): string {
  return `${tokens} tokens please, one each ${intervalMs} ms.`;
}

/** For four hours. */
export function signToken(secret: string, user: string, scope = 'chat'): Promise<string> {
  return new SignJWT({ scope })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(user)
    .setIssuedAt()
    .setExpirationTime('4h')
    .sign(new TextEncoder().encode(secret));
}
