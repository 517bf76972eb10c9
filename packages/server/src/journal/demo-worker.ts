/** The thread that the demo journal is made in: half a second of arithmetic is too long for the event loop. */
import { type DemoOptions, makeDemoJournal } from '@tradistry/journal';
import { answerWith } from './worker-thread.ts';

// The only sender is `makeDemo`, which sends nothing else.
answerWith((options) => makeDemoJournal(options as DemoOptions));
