/** `tradistry prompts eval`: a version of the chat prompt on the demo journal, before any trader sees it. */
import type { Client } from '@tradistry/client';
import type { ChatResponse, DemoStatus, PromptVersion, TradeResult } from '@tradistry/protocol';
import { CommandError, textOption } from '../command.ts';
import { plainText } from '../plain-text.ts';
import { type PromptCall, wordsOf } from './call.ts';
import { type Grade, gradeAnswer } from './grade-answer.ts';
import { type EvalQuestion, QUESTIONS } from './questions.ts';

interface Graded {
  readonly question: string;
  readonly grade: Grade;
  readonly expected: string | null;
  readonly answer: ChatResponse;
}

/** Asks as whoever the token is of; makes their demo journal where they have nothing. */
export async function evaluate(call: PromptCall): Promise<number> {
  const [ref] = wordsOf(call, 'eval VERSION', ['VERSION']);
  const { client, shell } = call;
  const path = `/api/prompts/chat/versions/${encodeURIComponent(ref)}`;
  const { version } = await client.request<PromptVersion>({ method: 'GET', path });
  await requireDemo(client);
  const model = textOption(call.args, 'model');
  const graded: Graded[] = [];
  for (const question of QUESTIONS) {
    const each = await askAndGrade(client, question, { prompt: String(version), ...(model && { model }) });
    graded.push(each);
    shell.stderr.write(
      plainText(`${each.grade.padEnd(8)} ${each.question}${each.expected ? ` (${each.expected})` : ''}\n`),
    );
  }
  shell.stdout.write(summarise(`chat@${version}`, graded));
  return 0;
}

/** Figures of somebody's own trades among them would make another test of it. */
async function requireDemo(client: Client): Promise<void> {
  const { present, empty } = await client.request<DemoStatus>({ method: 'GET', path: '/api/demo' });
  if (present) return;
  if (!empty)
    throw new CommandError('This user has trades of their own. Evaluate as another: see tradistry token --user.');
  await client.request({ method: 'POST', path: '/api/demo' });
}

async function askAndGrade(
  client: Client,
  { question, query }: EvalQuestion,
  how: { prompt: string; model?: string },
): Promise<Graded> {
  const expected = query && (await figureOf(client, query));
  const body = { message: question, ...how };
  const answer = await client.request<ChatResponse>({ method: 'POST', path: '/api/ai/chat', body });
  // Later questions, and the next version, would find this answer among earlier chats.
  await client.request({ method: 'DELETE', path: `/api/ai/chat/sessions/${encodeURIComponent(answer.session_id)}` });
  const wanted = expected === null ? null : { figure: expected, isShare: query?.metric === 'win_rate' };
  return { question, expected, answer, grade: gradeAnswer(answer.response, wanted) };
}

async function figureOf(client: Client, { metric, more }: NonNullable<EvalQuestion['query']>): Promise<string> {
  const body = { metrics: [metric], ...more };
  const { rows } = await client.request<TradeResult>({ method: 'POST', path: '/api/analytics/query', body });
  const figure = rows[0]?.metrics[metric];
  if (figure == null) throw new CommandError(`The demo journal has no ${metric}.`);
  return String(figure);
}

function summarise(name: string, graded: readonly Graded[]): string {
  const count = (grade: Grade) => graded.filter((each) => each.grade === grade).length;
  const answers = graded.map(({ answer }) => answer);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const words = sum(answers.map(({ response }) => response.split(/\s+/).length)) / graded.length;
  const tokens = sum(answers.map(({ usage }) => usage?.total_tokens ?? 0));
  const costs = answers.flatMap(({ usage }) => usage?.cost_usd ?? []);
  const cost = costs.length > 0 ? `${sum(costs).toFixed(4)} USD` : 'not told';
  const models = [...new Set(answers.map(({ model_used }) => model_used))].join(', ');
  const seconds = sum(answers.map(({ processing_time_ms }) => processing_time_ms)) / graded.length / 1000;
  return plainText(`${name} by ${models}, ${graded.length} questions
  right    ${count('right')}
  wrong    ${count('wrong')}
  refused  ${count('refused')}
  length   ${words.toFixed(0)} words on average
  time     ${seconds.toFixed(1)} s on average
  tokens   ${tokens}
  cost     ${cost}
`);
}
