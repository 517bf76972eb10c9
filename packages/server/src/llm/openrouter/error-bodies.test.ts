/** What servers of many kinds answer when they fail, as they were seen: each is understood, whatever its shape. */
import { expect, test } from 'vitest';
import type { FailureClass } from '../../chat/model-ports.ts';
import { failureOf, readError } from './failure.ts';

interface Refusal {
  readonly who: string;
  readonly status: number;
  /** JSON, unless it is a text. */
  readonly body: unknown;
  readonly is: FailureClass;
}

const REFUSALS: readonly Refusal[] = [
  anthropic('whose balance is used up', 400, {
    type: 'invalid_request_error',
    message: 'Your credit balance is too low to access the Anthropic API.',
    is: 'payment',
  }),
  anthropic('whose limit is reached', 400, {
    type: 'invalid_request_error',
    message: 'You have reached your specified API usage limits. You will regain access on 2026-12-01.',
    is: 'payment',
  }),
  anthropic('which is overloaded', 529, { type: 'overloaded_error', message: 'Overloaded', is: 'overloaded' }),
  {
    who: 'Google, whose key is wrong',
    status: 400,
    body: [
      { error: { code: 400, message: 'API key not valid. Please pass a valid API key.', status: 'INVALID_ARGUMENT' } },
    ],
    is: 'authentication',
  },
  {
    who: 'xAI, whose key is wrong',
    status: 400,
    body: { code: 'Client specified an invalid argument', error: 'Incorrect API key provided: xa***.' },
    is: 'authentication',
  },
  openai('Azure, which has another kind of model there', 400, {
    code: 'OperationNotSupported',
    message: 'The chatCompletion operation does not work with the specified model, x.',
    is: 'model_gone',
  }),
  openai('Azure, which filtered the question', 400, {
    code: 'content_filter',
    message: "The response was filtered due to Azure OpenAI's content management policy.",
    is: 'content_refused',
  }),
  openai('llama.cpp without templates', 500, {
    type: 'server_error',
    message: 'tools param requires --jinja flag',
    is: 'tools_refused',
  }),
  openai('llama.cpp with little room', 500, {
    type: 'server_error',
    message: 'the request exceeds the available context size.',
    is: 'context_too_long',
  }),
  openai('llama.cpp, whose template takes no prefill', 500, {
    type: 'server_error',
    message: 'Conversation roles must alternate user/assistant/user/assistant/...',
    is: 'prefill_refused',
  }),
  openai('llama.cpp while it loads', 503, { type: 'unavailable_error', message: 'Loading model', is: 'provider_down' }),
  { who: 'LM Studio with nothing loaded', status: 400, body: { error: 'No models loaded.' }, is: 'model_gone' },
  openai('Ollama without the model', 404, {
    type: 'api_error',
    message: 'model "x" not found, try pulling it first',
    is: 'model_gone',
  }),
  openai('Ollama with too much to do', 503, { type: 'api_error', message: 'server busy', is: 'provider_down' }),
  openai('Ollama’s cloud, used up for the week', 429, {
    type: 'api_error',
    message: 'you have reached your weekly usage limit, please upgrade',
    is: 'payment',
  }),
  openai('LiteLLM, which a provider behind refuses', 401, {
    code: '401',
    message: 'litellm.AuthenticationError: OpenAIException - Incorrect API key provided',
    is: 'model_gone',
  }),
  openai('LiteLLM, which does not know the key', 401, {
    code: '401',
    message: 'Authentication Error, Invalid proxy server token passed.',
    is: 'authentication',
  }),
  openai('LiteLLM over its budget', 400, {
    code: '400',
    type: 'budget_exceeded',
    message: 'Budget has been exceeded! Current cost: 0.1, Max budget: 0.05',
    is: 'payment',
  }),
  openai('LiteLLM, whose provider refuses the content', 400, {
    code: '400',
    message: 'litellm.BadRequestError: litellm.ContentPolicyViolationError: filtered',
    is: 'content_refused',
  }),
  {
    who: 'TGI with little room',
    status: 422,
    body: {
      error: 'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens',
    },
    is: 'context_too_long',
  },
  openai('Together with little room', 422, {
    message: 'Input validation error: `inputs` must have less than 8193 tokens. Given: 9000',
    is: 'context_too_long',
  }),
  openai('DeepSeek, which refuses the content', 400, { message: 'Content Exists Risk', is: 'content_refused' }),
  openai('DashScope, which refuses the content', 400, {
    code: 'data_inspection_failed',
    message: 'Input data may contain inappropriate content.',
    is: 'content_refused',
  }),
  openai('Groq, whose model wrote a call that is none', 400, {
    code: 'tool_use_failed',
    message: 'Failed to call a function.',
    is: 'malformed',
  }),
  {
    who: 'Mistral, which repeats what was sent',
    status: 422,
    body: {
      object: 'error',
      message: {
        detail: [{ loc: ['body', 'x'], msg: 'Extra inputs are not permitted', input: 'flagged by a content policy' }],
      },
    },
    is: 'bad_request',
  },
  { who: 'a server of plain words', status: 400, body: 'The prompt is too long.', is: 'context_too_long' },
];

interface Said {
  readonly code?: string;
  readonly type?: string;
  readonly message: string;
  readonly is: FailureClass;
}

function openai(who: string, status: number, { is, ...error }: Said): Refusal {
  return { who, status, body: { error: { param: null, ...error } }, is };
}

function anthropic(who: string, status: number, { is, ...error }: Said): Refusal {
  return { who: `Anthropic, ${who}`, status, body: { type: 'error', error }, is };
}

test.each(REFUSALS)('$who is understood', ({ status, body, is }) => {
  const error = readError(typeof body === 'string' ? body : JSON.stringify(body));
  const asked = { withPrefill: true, withTools: true, begun: false };
  expect(failureOf({ error, status, headers: {}, asked, usage: null }).failureClass).toBe(is);
});
