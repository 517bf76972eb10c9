/**
 * Calls of models and tools as attributes of OpenTelemetry's conventions for generative AI. Source:
 * github.com/open-telemetry/semantic-conventions-genai, docs/gen-ai (client-inference.md, execute-tool.md).
 */
import type { Attributes } from '@opentelemetry/api';
import type { PromptMessage } from '../chat/model-ports.ts';
import type { BegunCall, BegunTool, EndedCall, EndedTool } from '../chat/telemetry-ports.ts';

/** What is known when a call begins. */
export function callAttributes(call: BegunCall, of: { conversation: string; content: boolean }): Attributes {
  const { temperature, top_p, max_tokens } = call.settings;
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': call.model,
    'gen_ai.conversation.id': of.conversation,
    'gen_ai.output.type': 'text',
    ...(isStreaming(call) && { 'gen_ai.request.stream': true }),
    ...(temperature !== undefined && { 'gen_ai.request.temperature': temperature }),
    ...(top_p !== undefined && { 'gen_ai.request.top_p': top_p }),
    ...(max_tokens !== undefined && { 'gen_ai.request.max_tokens': max_tokens }),
    'gen_ai.prompt.name': call.prompt.type,
    'gen_ai.prompt.version': String(call.prompt.version),
    'tradistry.layer': call.layer,
    'tradistry.attempt': call.n,
    ...(of.content && { 'gen_ai.input.messages': JSON.stringify(call.messages.map(toMessage)) }),
  };
}

/** What is known when it has ended. */
export function endAttributes(call: Pick<BegunCall, 'layer'>, ended: EndedCall, content: boolean): Attributes {
  const { end, failure, text, firstTokenMs, generation } = ended;
  const usage = end?.usage ?? failure?.usage;
  const finishReason = end?.finishReason ?? 'error';
  return {
    'gen_ai.response.finish_reasons': [finishReason],
    ...(end && { 'gen_ai.response.model': end.model }),
    ...(generation !== null && { 'gen_ai.response.id': generation }),
    ...(isStreaming(call) && firstTokenMs !== null && { 'gen_ai.response.time_to_first_chunk': firstTokenMs / 1000 }),
    ...(usage && {
      'gen_ai.usage.input_tokens': usage.prompt_tokens,
      'gen_ai.usage.output_tokens': usage.completion_tokens,
    }),
    ...(failure && { 'error.type': failure.failureClass }),
    ...(content && {
      'gen_ai.output.messages': JSON.stringify([
        { role: 'assistant', parts: [{ type: 'text', content: text() }], finish_reason: finishReason },
      ]),
    }),
  };
}

/** One plain call says nothing before its end. */
function isStreaming({ layer }: Pick<BegunCall, 'layer'>): boolean {
  return layer !== 'invoke';
}

/** What is known when a tool begins. */
export function toolAttributes({ id, name, arguments: given }: BegunTool, content: boolean): Attributes {
  return {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': name,
    'gen_ai.tool.type': 'function',
    'gen_ai.tool.call.id': id,
    ...(content && { 'gen_ai.tool.call.arguments': given }),
  };
}

/** What is known when it has ended. */
export function toolEndAttributes({ result, failure }: EndedTool, content: boolean): Attributes {
  return {
    ...(failure !== null && { 'error.type': failure }),
    ...(content && result !== null && { 'gen_ai.tool.call.result': result }),
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
