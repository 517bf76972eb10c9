/** Calls of models as attributes of OpenTelemetry's conventions for generative AI. Source: opentelemetry.io/docs/specs/semconv/gen-ai. */
import type { Attributes } from '@opentelemetry/api';
import type { PromptMessage } from '../chat/model-ports.ts';
import type { BegunCall, EndedCall } from '../chat/telemetry-ports.ts';

/** What is known when a call begins. */
export function callAttributes(call: BegunCall, of: { conversation: string; content: boolean }): Attributes {
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': call.model,
    'gen_ai.conversation.id': of.conversation,
    'gen_ai.output.type': 'text',
    'tradistry.layer': call.layer,
    'tradistry.attempt': call.n,
    ...(of.content && { 'gen_ai.input.messages': JSON.stringify(call.messages.map(toMessage)) }),
  };
}

/** What is known when it has ended. */
export function endAttributes({ end, failure, text }: EndedCall, content: boolean): Attributes {
  const usage = end?.usage ?? failure?.usage;
  return {
    ...(end && { 'gen_ai.response.model': end.model, 'gen_ai.response.finish_reasons': [end.finishReason] }),
    ...(usage && {
      'gen_ai.usage.input_tokens': usage.prompt_tokens,
      'gen_ai.usage.output_tokens': usage.completion_tokens,
    }),
    ...(failure && { 'error.type': failure.failureClass }),
    ...(content && {
      'gen_ai.output.messages': JSON.stringify([
        { role: 'assistant', parts: [{ type: 'text', content: text }], finish_reason: end?.finishReason ?? 'error' },
      ]),
    }),
  };
}

function toMessage(message: PromptMessage) {
  const { role, content } = message;
  if (role === 'tool') return { role, parts: [{ type: 'tool_call_response', id: message.callId, response: content }] };
  const calls = role === 'assistant' ? (message.toolCalls ?? []) : [];
  return {
    role,
    parts: [
      { type: 'text', content },
      ...calls.map(({ id, name, arguments: text }) => ({ type: 'tool_call', id, name, arguments: text })),
    ],
  };
}
