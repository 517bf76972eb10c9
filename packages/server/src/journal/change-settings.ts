/** Changes a user's settings; another way of matching makes all their trades anew. */
import type { Settings, SettingsPatch } from '@tradistry/protocol';
import { Refusal } from '../refusal.ts';
import type { JournalDeps } from './journal-deps.ts';
import { matchBooks } from './match-books.ts';

type Deps = Pick<JournalDeps, 'settings' | 'accounts' | 'books' | 'queue' | 'models'>;

/** With `matching` given, done when every trade is matched that way. */
export async function changeSettings(deps: Deps, userId: string, patch: SettingsPatch): Promise<Settings> {
  if (patch.model && !deps.models.includes(patch.model)) throw notAllowed(patch.model, deps.models);
  if (!patch.matching) return deps.settings.patchSettings(userId, patch);
  return deps.queue.run(userId, async () => {
    const settings = await deps.settings.patchSettings(userId, patch);
    for (const account of await deps.accounts.listAccounts(userId)) {
      await matchBooks(deps, { userId, accountId: account.id });
    }
    return settings;
  });
}

function notAllowed(model: string, models: readonly string[]): Refusal {
  const choice = models.length ? `Choose one of: ${models.join(', ')}.` : 'No language model is configured here.';
  return new Refusal('model_not_allowed', `The model ${model} is not configured here. ${choice}`, {
    errors: [{ path: 'model', message: 'must be one of the configured models' }],
    models: [...models],
  });
}
