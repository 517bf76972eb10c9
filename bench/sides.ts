/** The two that are compared, told apart only by their address, the question's shape and the marks in their streams. */
import { SignJWT } from 'jose';
import type { Job } from './load-generator.ts';

/** Something that streams answers of a wished length. */
export interface Side {
  readonly name: string;
  /** `count` answers of `tokens` tokens, asked by as many users, begun over `spreadMs`. */
  job(tokens: number, count: number, spreadMs: number): Job;
}

/** The model itself, or the bare pipe before it. */
export function plainSide(name: string, port: number): Side {
  return {
    name,
    job: (tokens, count, spreadMs) => ({
      url: `http://127.0.0.1:${port}/v1/chat/completions`,
      body: { model: 'bench/model', stream: true, messages: [{ role: 'user', content: question(tokens) }] },
      authorizations: Array.from({ length: count }, () => 'none'),
      spreadMs,
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
    job: (length, count, spreadMs) => ({
      url: `http://127.0.0.1:${port}/api/ai/chat/stream`,
      body: { message: question(length) },
      authorizations: Array.from({ length: count }, (_, index) => tokens[index % tokens.length] ?? ''),
      spreadMs,
      firstMark: '"type":"token"',
      lastMark: '"type":"stream_end"',
    }),
  };
}

/** The same question, answered when the whole answer is there. */
export function wholeJob(job: Job): Job {
  return { ...job, url: job.url.replace(/\/stream$/, ''), firstMark: '"response"', lastMark: '"message_id"' };
}

function question(tokens: number): string {
  return `${tokens} tokens please.`;
}

function signToken(secret: string, user: string): Promise<string> {
  return new SignJWT({ scope: 'chat' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(user)
    .setIssuedAt()
    .setExpirationTime('4h')
    .sign(new TextEncoder().encode(secret));
}
