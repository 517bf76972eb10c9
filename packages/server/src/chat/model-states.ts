/** The configured models as this instance sees them: breakers, first tokens, what their provider says of them. */
import type { ModelStates } from '@tradistry/protocol';
import type { ChatDeps } from './deps.ts';

export function modelStates({
  models,
  health,
  model,
}: Pick<ChatDeps, 'models' | 'health' | 'model'>): ModelStates['items'] {
  return models.map(({ id, tier }, index) => {
    const facts = model?.factsOf(id);
    return {
      ...{ id, tier, default: index === 0 },
      circuit: health.stateOf(id),
      first_token_p95_ms: health.slowFirstTokenMs(id),
      available: facts?.available ?? null,
      context_tokens: facts?.contextTokens ?? null,
    };
  });
}
