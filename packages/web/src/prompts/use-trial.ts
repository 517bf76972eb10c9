/** One column of the playground: asks, shows what comes, and ends with the page. */
import type { Trial } from '@tradistry/client';
import { useEffect, useRef, useState } from 'react';
import { useServices } from '../app/services.tsx';
import { nextFrame } from '../chat/next-frame.ts';
import { isLive } from '../chat/turn-state.ts';
import { followTrial, NEW_TRIAL, type TrialState } from './follow-trial.ts';

export interface TrialColumn {
  /** The version that was asked, whichever is chosen now; `null`: none so far. */
  readonly asked: number | null;
  /** `null`: nothing was asked so far. */
  readonly state: TrialState | null;
  readonly live: boolean;
  ask(trial: Pick<Trial, 'question' | 'model'> & { readonly version: number }): void;
  stop(): void;
}

export function useTrial(): TrialColumn {
  const { client } = useServices();
  const [state, setState] = useState<TrialState | null>(null);
  const [asked, setAsked] = useState<number | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const ask: TrialColumn['ask'] = (trial) => {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    let newest = NEW_TRIAL;
    let drawn = true;
    const draw = () => {
      drawn = true;
      if (running.current === abort) setState(newest);
    };
    setState(newest);
    setAsked(trial.version);
    const stream = client().chat.try({ ...trial, include: ['tool', 'figure'], signal: abort.signal });
    void followTrial(stream, {
      signal: abort.signal,
      now: () => Date.now(),
      onUpdate: (next) => {
        newest = next;
        if (drawn) nextFrame(draw);
        drawn = false;
      },
    });
  };
  return { asked, state, live: state !== null && isLive(state.turn), ask, stop: () => running.current?.abort() };
}
