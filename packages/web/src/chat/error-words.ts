/** What an error means to the one who asked, and what helps: one entry for each code. */
import type { TurnError, TurnErrorCode } from './turn-state.ts';

/** What a person does about it; `again`: nothing but asking once more. */
export type Remedy = 'again' | 'edit' | 'choose_model' | 'sign_in';

interface ErrorWords {
  /** A few words; the server's own sentence follows them. */
  readonly title: string;
  /** `null`: nothing helps. */
  readonly remedy: Remedy | null;
}

const ERROR_WORDS: Readonly<Record<TurnErrorCode, ErrorWords>> = {
  invalid_request: { title: 'That question cannot be sent', remedy: 'edit' },
  model_not_allowed: { title: 'The chosen model is not offered here', remedy: 'choose_model' },
  token_missing: { title: 'You are not signed in', remedy: 'sign_in' },
  token_invalid: { title: 'Your sign-in is not accepted any more', remedy: 'sign_in' },
  token_expired: { title: 'Your sign-in has ended', remedy: 'sign_in' },
  forbidden: { title: 'You may not ask here', remedy: 'sign_in' },
  streaming_disabled: { title: 'Answers are switched off here', remedy: null },
  not_found: { title: 'This is not there any more', remedy: null },
  conflict: { title: 'That is not possible now', remedy: null },
  turn_in_progress: { title: 'Another answer is still being written', remedy: 'again' },
  stream_expired: { title: 'This answer is no longer kept for watching', remedy: null },
  payload_too_large: { title: 'The question is too long', remedy: 'edit' },
  unsupported_media_type: { title: 'That question cannot be sent', remedy: null },
  idempotency_mismatch: { title: 'The question was changed on its way', remedy: 'edit' },
  content_refused: { title: 'The model would not answer this', remedy: 'edit' },
  context_too_long: { title: 'The question does not fit the model', remedy: 'edit' },
  rate_limited: { title: 'Too many questions just now', remedy: 'again' },
  too_many_streams: { title: 'Too many answers at once', remedy: 'again' },
  budget_exhausted: { title: 'The budget for models is used up', remedy: 'again' },
  internal: { title: 'Something went wrong', remedy: 'again' },
  answer_not_saved: { title: 'The answer could not be saved', remedy: 'again' },
  provider_error: { title: 'The model failed', remedy: 'again' },
  model_unavailable: { title: 'The model is not available', remedy: 'choose_model' },
  overloaded: { title: 'The server is busy', remedy: 'again' },
  provider_unavailable: { title: 'The model cannot be reached', remedy: 'again' },
  interrupted: { title: 'The answer was interrupted', remedy: 'again' },
  provider_timeout: { title: 'The model took too long', remedy: 'again' },
  connection_lost: { title: 'The server cannot be reached', remedy: 'again' },
  // A hotel's sign-in page or a gateway: it may be gone in a moment.
  unexpected_response: { title: 'Something else answered in place of the server', remedy: 'again' },
  called_off: { title: 'You called your question off', remedy: 'again' },
  unconfirmed: { title: 'Your question may not have come through', remedy: 'again' },
};

/** What to say and to offer; of a newer server's code nothing is known but what it says of itself. */
export function errorWords({ code, retryable }: Pick<TurnError, 'code' | 'retryable'>): ErrorWords {
  const known: ErrorWords | undefined = ERROR_WORDS[code];
  return known ?? { title: ERROR_WORDS.internal.title, remedy: retryable ? 'again' : null };
}
