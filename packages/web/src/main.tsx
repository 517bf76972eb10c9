/** Starts the page: finds where it lives, makes its services, draws it. */

import { QueryClient } from '@tanstack/react-query';
import { createClient } from '@tradistry/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createApi } from './api/api.ts';
import { createAuth } from './api/auth.ts';
import { ApiError, createHttp } from './api/http.ts';
import { App } from './app/app.tsx';
import { createNotices } from './app/notices.ts';
import { createPageRouter } from './app/router.tsx';
import { takeKey } from './app/take-key.ts';
import { applyTheme } from './app/theme.ts';
import { newId } from './chat/new-id.ts';
import { nextFrame } from './chat/next-frame.ts';
import { createPendingQuestions } from './chat/pending-questions.ts';
import { createReadingTimes } from './chat/reading-times.ts';
import { createTurnStore } from './chat/turn-store.ts';

const basePath = document.querySelector('base')?.getAttribute('href') ?? '/';
const base = new URL(basePath, location.origin).href;

const auth = createAuth({
  base,
  fetch: (url, init) => fetch(url, init),
  takeKey: () => takeKey(location, history),
  storage: sessionStorage,
  now: () => Date.now(),
});
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) =>
        failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
    },
  },
});
/** Asks anew. A first answer that is still on its way would be taken as new enough, so it is called off before. */
async function refresh(queryKey: string[]): Promise<void> {
  await queries.cancelQueries({ queryKey });
  await queries.invalidateQueries({ queryKey });
}
const notices = createNotices(sessionStorage);
const newClient = () =>
  createClient({
    baseUrl: base,
    token: auth.token,
    // An open page is not given up on: its user says when. At ten seconds an attempt this is most of an hour.
    retry: { attempts: 300 },
    onNotice: notices.tell,
  });
let client = newClient();
const turns = createTurnStore({
  client: () => client,
  changed: (sessionId) => {
    for (const queryKey of [['messages', sessionId], ['session', sessionId], ['sessions']]) void refresh(queryKey);
  },
  nextFrame,
  pending: createPendingQuestions(sessionStorage),
  newKey: newId,
  now: () => Date.now(),
});
auth.subscribe(() => {
  if (auth.state().status !== 'ready') return;
  // Whoever has come in now is not answered under the token of who was here before.
  client = newClient();
  turns.restore();
});
const api = createApi(createHttp(base, auth));
const reading = createReadingTimes({
  now: () => performance.now(),
  visible: document.visibilityState === 'visible',
  tell: api.tellReading,
});
document.addEventListener('visibilitychange', () => reading.show(document.visibilityState === 'visible'));
const services = { api, auth, client: () => client, turns, notices, reading };
const router = createPageRouter(new URL(base).pathname);

applyTheme();
void auth.start();
// The printed address opened in a tab that has the page already changes only the fragment.
window.addEventListener('hashchange', () => void auth.start());

const place = document.getElementById('root');
if (!place) throw new Error('The page has no place to be drawn in.');
createRoot(place).render(
  <StrictMode>
    <App services={services} queries={queries} router={router} />
  </StrictMode>,
);
