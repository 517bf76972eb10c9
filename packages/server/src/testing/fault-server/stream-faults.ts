/** Models that say amid the stream that they fail, or end it as if all were well. */
import { ending } from '../play-script.ts';
import { type Behaviours, endsBy, toPieces } from './behaviour.ts';
import { ANSWER } from './document.ts';

const SECRET = 'SECRET of the provider';
const BEGUN = 'data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}\n\n';

const nothing = (does: string, ...steps: Parameters<typeof endsBy>[1][]) => ({ does, act: () => steps });

export const STREAM_FAULTS: Behaviours = {
  'fault/error-number': endsBy('an error event with a number for its code', {
    error: { code: 502, message: SECRET, metadata: { error_type: 'provider_unavailable' } },
  }),
  'fault/error-string': endsBy('an error event with a text for its code', {
    error: { code: 'server_error', message: SECRET },
  }),
  'fault/error-overloaded': endsBy('an error event by which the provider is overloaded', {
    error: { code: 'provider_overloaded', message: SECRET, metadata: { error_type: 'provider_overloaded' } },
  }),
  'fault/error-availability': endsBy('an error event whose `availability` says to come back after a second', {
    error: { code: 503, message: SECRET, availability: { code: 'overloaded', retryable: true, retry_after: 1 } },
  }),
  'fault/error-empty-choices': endsBy('an error event beside an empty list of choices, then the end', {
    raw: `data: {"error":{"code":500,"message":"${SECRET}"},"choices":[]}\n\ndata: [DONE]\n\n`,
  }),
  'fault/error-alone': endsBy('an error event with nothing else in it, then `[DONE]`', {
    raw: `data: {"error":{"code":500,"message":"${SECRET}"}}\n\ndata: [DONE]\n\n`,
  }),
  'fault/error-as-text': endsBy('an error event whose error is a text', {
    raw: `data: {"error":"${SECRET}"}\n\ndata: [DONE]\n\n`,
  }),
  'fault/error-in-choice': endsBy('the error stands in the choice', {
    raw: `data: {"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error","error":{"code":502,"message":"${SECRET}"}}]}\n\ndata: [DONE]\n\n`,
  }),
  'fault/error-named': endsBy('an event called `error`', {
    raw: `event: error\ndata: {"error":{"code":529,"message":"${SECRET}"}}\n\n`,
  }),
  'fault/error-vllm': endsBy('an error without the field for it, as vLLM says it, then `[DONE]`', {
    raw: `data: {"object":"error","message":"${SECRET}","type":"x","code":500}\n\ndata: [DONE]\n\n`,
  }),
  'fault/error-detail': endsBy('an error in `detail`, as FastAPI says it, then `[DONE]`', {
    raw: `data: {"detail":"${SECRET}"}\n\ndata: [DONE]\n\n`,
  }),
  'fault/error-type': endsBy('an error by its `type` alone, then `[DONE]`', {
    raw: `data: {"type":"error","message":"${SECRET}"}\n\ndata: [DONE]\n\n`,
  }),
  'fault/error-line': endsBy('a line of a proxy that is no event, then `[DONE]`', {
    raw: `upstream connect error ${SECRET}\n\ndata: [DONE]\n\n`,
  }),
  'fault/error-named-text': endsBy('an event called `error` that is no JSON, then `[DONE]`', {
    raw: `event: error\ndata: ${SECRET}\n\ndata: [DONE]\n\n`,
  }),
  'fault/error-mid-refused': endsBy('an error event by which the content is refused', {
    error: { code: 403, message: SECRET, metadata: { error_type: 'content_policy_violation' } },
  }),
  'fault/finish-error': endsBy('the finish reason `error`, and nothing else', { finish: 'error' }, 'DONE'),
  'fault/finish-resource': endsBy(
    'the finish reason `insufficient_system_resource`',
    ...ending(1, 'insufficient_system_resource'),
  ),
  'fault/finish-error-stop': endsBy('the finish reason `error`, and then `stop`', { finish: 'error' }, ...ending(1)),
  'fault/native-error': endsBy(
    '`stop`, which the provider itself calls an error',
    {
      raw: 'data: {"choices":[{"delta":{},"finish_reason":"stop","native_finish_reason":"MALFORMED_FUNCTION_CALL"}]}\n\n',
    },
    'DONE',
  ),
  'fault/native-safety': endsBy(
    '`stop`, which the provider itself calls a matter of safety',
    { raw: 'data: {"choices":[{"delta":{},"finish_reason":"stop","native_finish_reason":"SAFETY"}]}\n\n' },
    'DONE',
  ),
  'fault/native-length': endsBy(
    '`stop`, which the provider itself calls the end of its length',
    { raw: 'data: {"choices":[{"delta":{},"finish_reason":"stop","native_finish_reason":"MAX_TOKENS"}]}\n\n' },
    'DONE',
  ),
  'fault/content-filter': endsBy('the finish reason `content_filter`', ...ending(1, 'content_filter')),
  'fault/length': endsBy('the finish reason `length`: the model may say no more', ...ending(1, 'length')),
  'fault/empty': nothing('the finish reason `stop` without a word', ...ending(0)),
  'fault/empty-done': nothing('`[DONE]` without a word', 'DONE'),
  'fault/empty-stream': nothing('a stream without any event'),
  'fault/whitespace': nothing('white space, then the finish reason `stop`', '\n', ' \n', ...ending(2)),
  'fault/usage-only': nothing('a usage chunk and `[DONE]`', ...ending(0).slice(1)),
  'fault/role-only': nothing('an empty delta and the finish reason `stop`', { raw: BEGUN }, ...ending(0)),
  'fault/reasoning-only': nothing('thinks, says nothing, stops', { reasoning: 'SECRET thought. ' }, ...ending(3)),
  'fault/reasoning-silence': nothing('thinks, then falls silent', { reasoning: 'SECRET thought. ' }, { hang: true }),
  'fault/malformed-only': nothing('nothing but malformed events', { raw: 'data: {"choices":[{"LEAK\n\n' }, 'DONE'),
  'fault/plain-only': {
    does: 'breaks every stream at once; a call without streaming is well',
    act: () => [{ cut: true }],
    actPlain: ({ kept }) => {
      const pieces = toPieces(ANSWER.slice(kept));
      return [...pieces, ...ending(pieces.length)];
    },
  },
};
