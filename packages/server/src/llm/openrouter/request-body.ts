/** A call as OpenAI-compatible servers read it: headers and body. */
import type { ModelRequest, PromptMessage } from '../../chat/model-ports.ts';
import type { OpenRouterOptions, Routing } from './options.ts';
import type { OptionalField } from './refused-field.ts';

/** What was found out about the server and the model. */
export interface Known {
  /** What the model does not take. */
  readonly refused: ReadonlySet<OptionalField>;
  readonly maxAnswerTokens: number | null;
}

export function headersOf(options: OpenRouterOptions, accept: string): Record<string, string> {
  const { apiKey, referer, title } = options;
  return {
    'Content-Type': 'application/json',
    Accept: accept,
    ...(apiKey && { Authorization: `Bearer ${apiKey}` }),
    ...(referer && { 'HTTP-Referer': referer }),
    ...(title && { 'X-Title': title, 'X-OpenRouter-Title': title }),
  };
}

export function bodyOf(options: OpenRouterOptions, request: ModelRequest, known: Known): Record<string, unknown> {
  const { model, messages, mode, tools, settings = {} } = request;
  const { temperature, top_p } = settings;
  const stream = mode === 'stream';
  const takes = (field: OptionalField) => !known.refused.has(field);
  return {
    model,
    messages: messages.map(toUpstream),
    stream,
    ...(stream && takes('stream_options') && { stream_options: { include_usage: true } }),
    ...(tools.length > 0 && { tools: tools.map((tool) => ({ type: 'function', function: tool })) }),
    ...(temperature !== undefined && takes('temperature') && { temperature }),
    ...(top_p !== undefined && takes('top_p') && { top_p }),
    ...maxTokens(least(options.maxAnswerTokens, settings.max_tokens), known),
    ...(options.namesConversation && { session_id: request.conversation }),
    ...routingOf(options.routing, model),
  };
}

function least(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

/** Never more than the model gives: that would be refused. */
function maxTokens(wanted: number | undefined, { maxAnswerTokens, refused }: Known): Record<string, number> {
  if (wanted === undefined) return {};
  // As OpenAI names it now, and asks for it with its newest models.
  const field = refused.has('max_tokens') ? 'max_completion_tokens' : 'max_tokens';
  return { [field]: Math.min(wanted, maxAnswerTokens ?? wanted) };
}

function toUpstream(message: PromptMessage): Record<string, unknown> {
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.callId, content: message.content };
  if (message.role !== 'assistant' || !message.toolCalls?.length)
    return { role: message.role, content: message.content };
  return {
    role: 'assistant',
    // Beside calls some providers refuse an empty text.
    content: message.content === '' ? null : message.content,
    tool_calls: message.toolCalls.map(({ id, name, arguments: json }) => ({
      id,
      type: 'function',
      function: { name, arguments: json },
    })),
  };
}

function routingOf({ models, ...routing }: Routing, model: string): Record<string, unknown> {
  const provider = providerOf(routing);
  return {
    ...(models.length > 0 && { models: [model, ...models.filter((other) => other !== model)] }),
    ...(Object.keys(provider).length > 0 && { provider }),
  };
}

function providerOf({ order, dataCollection, zeroRetention, maxPrice }: Omit<Routing, 'models'>) {
  const { prompt, completion } = maxPrice;
  return {
    ...(order.length > 0 && { order }),
    ...(dataCollection && { data_collection: dataCollection }),
    ...(zeroRetention && { zdr: true }),
    ...((prompt !== undefined || completion !== undefined) && {
      max_price: { ...(prompt !== undefined && { prompt }), ...(completion !== undefined && { completion }) },
    }),
  };
}
