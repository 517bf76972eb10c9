/** What the pages share: the calls, the running turns, who is signed in, what an operator should know. Made once, in `main.tsx`. */
import type { Client } from '@tradistry/client';
import { createContext, use } from 'react';
import type { Api } from '../api/api.ts';
import type { Auth } from '../api/auth.ts';
import type { ReadingTimes } from '../chat/reading-times.ts';
import type { TurnStore } from '../chat/turn-store.ts';
import type { Notices } from './notices.ts';

export interface Services {
  readonly api: Api;
  /** For whoever streams; another one after each sign-in. */
  readonly client: () => Client;
  readonly auth: Auth;
  readonly turns: TurnStore;
  readonly notices: Notices;
  readonly reading: ReadingTimes;
}

export const ServicesContext = createContext<Services | null>(null);

/** Throws outside of the app. */
export function useServices(): Services {
  const services = use(ServicesContext);
  if (!services) throw new Error('The page was drawn outside of its services.');
  return services;
}
