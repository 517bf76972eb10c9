/** Models that refuse before they begin: statuses, with and without a word on when to come back. */
import { type Behaviours, type Reaction, refusal, type Scene, wholeAnswer } from './behaviour.ts';

/** A clock may be a little off by the time a caller comes back. */
const EARLY_MS = 100;

function tellsWhen(status: number, type: string): (scene: Scene) => Reaction {
  return (scene) => {
    const left = scene.number * 1000 - scene.sinceFirstMs;
    if (left <= EARLY_MS) return wholeAnswer(scene);
    return refusal(status, type, { headers: { 'retry-after': String(Math.ceil(left / 1000)) } });
  };
}

function availability(scene: Scene, said: Record<string, unknown>): Reaction {
  const error = { code: 503, message: 'SECRET of the provider', availability: { code: 'overloaded', ...said } };
  return scene.sinceFirstMs >= scene.number * 1000 - EARLY_MS ? wholeAnswer(scene) : { status: 503, body: { error } };
}

function moderation(): Reaction {
  const metadata = { reasons: ['harassment'], flagged_input: 'SECRET of the provider', provider_name: 'Fault' };
  return { status: 403, body: { error: { code: 403, message: 'SECRET of the provider', metadata } } };
}

function refusal404(): Reaction {
  const message =
    'No endpoints available matching your guardrail restrictions and data policy. Configure: https://openrouter.ai/settings/privacy';
  return { status: 404, body: { error: { code: 404, message } } };
}

const html = '<!doctype html><title>502 Bad Gateway</title><h1>SECRET of the provider</h1>';

export const STATUS_FAULTS: Behaviours = {
  'fault/400': { does: '400: the request is wrong', act: () => refusal(400, null) },
  'fault/401': {
    does: '401: the key is not accepted',
    act: () => ({ status: 401, body: { error: { code: 401, message: 'SECRET of the provider' } } }),
  },
  'fault/401-provider': {
    does: '401: one provider does not accept the key it was given',
    act: () => refusal(401, 'authentication'),
  },
  'fault/403-model': {
    does: '403: the key may not use this model',
    act: () => ({ status: 403, body: { error: { code: 403, message: 'You do not have access to this model.' } } }),
  },
  'fault/404-guardrail': {
    does: '404: no endpoint fits the account’s guardrails and data policy',
    act: () => refusal404(),
  },
  'fault/provider-code': {
    does: '400 whose `provider_code` alone says that the context is too long; lists half of the context that others have',
    contextTokens: 64_000,
    act: () => {
      const metadata = { error_type: 'invalid_request', provider_code: 'context_length_exceeded' };
      return { status: 400, body: { error: { code: 400, message: 'SECRET of the provider', metadata } } };
    },
  },
  'fault/402': { does: '402: the balance is used up', act: () => refusal(402, 'payment_required') },
  'fault/403': { does: '403 with the reasons of a moderation', act: moderation },
  'fault/403-key-limit': {
    does: '403: the key has reached its limit',
    act: () => ({ status: 403, body: { error: { code: 403, message: 'Key limit exceeded (total limit).' } } }),
  },
  'fault/408': { does: '408', act: () => refusal(408, 'timeout') },
  'fault/413': {
    does: '413: more than the provider takes; lists half of the context that others have',
    contextTokens: 64_000,
    act: () => refusal(413, null),
  },
  'fault/422': { does: '422', act: () => refusal(422, null) },
  'fault/429': { does: '429, never a word on when', act: () => refusal(429, null) },
  'fault/429-after-N': {
    does: '429 with `Retry-After`, well when so many seconds have passed',
    number: 2,
    act: tellsWhen(429, 'rate_limit_exceeded'),
  },
  'fault/500': { does: '500', act: () => refusal(500, null) },
  'fault/502': { does: '502', act: () => refusal(502, 'provider_unavailable') },
  'fault/502-html': {
    does: '502 with the HTML page of a proxy',
    act: () => ({ status: 502, text: html, headers: { 'content-type': 'text/html' } }),
  },
  'fault/503': { does: '503', act: () => refusal(503, 'provider_unavailable') },
  'fault/503-after-N': {
    does: '503 with `Retry-After`, well when so many seconds have passed',
    number: 2,
    act: tellsWhen(503, 'provider_overloaded'),
  },
  'fault/504': { does: '504', act: () => refusal(504, 'timeout') },
  'fault/524': { does: '524, as a CDN says it', act: () => refusal(524, null) },
  'fault/529': { does: '529: overloaded', act: () => refusal(529, 'provider_overloaded') },
  'fault/type-over-status': {
    does: '400 whose `error_type` says that the provider is overloaded',
    act: () => refusal(400, 'provider_overloaded'),
  },
  'fault/availability-after-N': {
    does: '503 whose `error.availability` says to come back after so many seconds, and well then',
    number: 2,
    act: (scene) => availability(scene, { retryable: true, retry_after: scene.number }),
  },
  'fault/availability-408': {
    does: '408 whose `error.availability` says that trying again can help',
    act: () => {
      const error = { code: 408, message: 'SECRET of the provider', availability: { retryable: true } };
      return { status: 408, body: { error } };
    },
  },
  'fault/availability-never': {
    does: '503 whose `error.availability` says not to come back, and names another model',
    number: 1e9,
    act: (scene) => availability(scene, { retryable: false, fallback_models: ['ok/prefill'] }),
  },
  'fault/gone': {
    does: '404 for a model that the list still has',
    act: () => refusal(404, null),
  },
  'fault/retired': { does: '404, and the list of models has it not', listed: false, act: () => refusal(404, null) },
  'fault/refused': { does: '403: content refused', act: () => refusal(403, 'content_policy_violation') },
  'fault/context-too-long': {
    does: '400: context too long, whatever is sent; lists half of the context that others have',
    contextTokens: 64_000,
    act: () => refusal(400, 'context_length_exceeded'),
  },
  'fault/small-context': {
    does: 'lists a context of 700 tokens and takes no more than that',
    contextTokens: 700,
    act: (scene) => (scene.prompt.length / 4 > 700 ? refusal(400, 'context_length_exceeded') : wholeAnswer(scene)),
  },
  'fault/html-200': {
    does: '200 with an HTML page',
    act: () => ({ status: 200, text: html, headers: { 'content-type': 'text/html' } }),
  },
  'fault/json-error-200': {
    does: '200 with an error as JSON instead of a stream',
    act: () => ({ ...refusal(502, 'provider_unavailable'), status: 200 }),
  },
  'fault/error-text': {
    does: '500 whose error is a text, no object',
    act: () => ({ status: 500, body: { error: 'SECRET of the provider' } }),
  },
  'fault/no-body': { does: '500 with an empty body', act: () => ({ status: 500, text: '' }) },
};
