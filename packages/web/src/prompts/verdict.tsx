/** What an experiment comes to, in the words that follow from its numbers, and how far it is. */
import type { ExperimentResults, ExperimentVerdict } from '@tradistry/protocol';
import { useSettings } from '../app/use-settings.ts';
import { dateTime } from '../format/dates.ts';
import { count } from '../format/measures.ts';
import { ProgressBar } from '../ui/progress-bar.tsx';

const TONES: Record<ExperimentVerdict['code'], string> = {
  not_started: '',
  not_enough_data: '',
  no_difference_yet: '',
  winner: 'bg-accent-soft',
  control_wins: 'bg-accent-soft',
  lost_users: 'bg-warn-soft',
  guardrail_broken: 'bg-loss-soft',
};

export function Verdict({ results: { verdict, experiment, as_of } }: { results: ExperimentResults }) {
  const { time_zone } = useSettings();
  const { users, planned_users: planned } = verdict;
  const { reason } = experiment;
  return (
    <section aria-labelledby="verdict" className={`card space-y-3 p-4 md:p-5 ${TONES[verdict.code]}`}>
      <h3 id="verdict" className="text-sm font-semibold text-quiet">
        Verdict
      </h3>
      <p className="font-serif text-lg wrap-break-word">{verdict.text}</p>
      {reason && !verdict.text.startsWith(reason) && <p className="wrap-break-word">{reason}</p>}
      <div className="space-y-1 text-sm text-quiet">
        <div className="max-w-md">
          <ProgressBar label="Users so far, of those planned" value={users} max={planned} />
        </div>
        <p>
          {count(users)} users, {users > planned ? 'more than' : 'of'} about {count(planned)} that were planned
          {as_of && `; answers are counted up to ${dateTime(as_of, time_zone)}`}
        </p>
      </div>
    </section>
  );
}
