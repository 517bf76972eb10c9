/** Chooses how a type's versions are chosen, outside experiments. */
import { decidingMetrics, type PromptOverview, type PromptStrategy } from '@tradistry/protocol';
import { useState } from 'react';
import { useServices } from '../app/services.tsx';
import { Choice } from '../ui/choice.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Modal } from '../ui/modal.tsx';
import { METRIC_NAMES, STRATEGY_NAMES } from './say-strategy.ts';
import { TextField } from './text-field.tsx';
import { useSave } from './use-save.ts';

type Best = Extract<PromptStrategy, { strategy: 'BEST_PERFORMANCE' }>;

// Object.entries forgets which keys it was given.
const STRATEGIES = Object.entries(STRATEGY_NAMES) as [PromptStrategy['strategy'], string][];
const METRICS = Object.entries(METRIC_NAMES) as [Best['metric'], string][];
const MIN_USERS = 100;

export function StrategyDialog({ overview, onClose }: { overview: PromptOverview; onClose: () => void }) {
  const { api } = useServices();
  const now = overview.strategy;
  const best = now.strategy === 'BEST_PERFORMANCE' ? now : null;
  const [strategy, setStrategy] = useState(now.strategy);
  const [label, setLabel] = useState(now.label);
  const metrics = METRICS.filter(([name]) => decidingMetrics(overview.type).includes(name));
  const [metric, setMetric] = useState<Best['metric']>(best?.metric ?? metrics[0]?.[0] ?? 'success');
  const [users, setUsers] = useState(String(best?.min_users ?? MIN_USERS));
  const save = useSave(
    () =>
      api.setStrategy(
        overview.type,
        strategy === 'LATEST_VERSION' ? { strategy, label } : { strategy, label, metric, min_users: Number(users) },
      ),
    onClose,
  );
  const labels = Object.keys(overview.labels).map((name) => [name, name] as const);
  return (
    <Modal
      open
      onClose={onClose}
      title={`Strategy of ${overview.type}`}
      description="What users outside experiments get"
    >
      <form onSubmit={save.submit} className="space-y-4">
        <Choice label="Users get" value={strategy} options={STRATEGIES} onChange={setStrategy} />
        {strategy === 'BEST_PERFORMANCE' && (
          <>
            <Choice
              label="Best by"
              hint="By its lower bound, so that five lucky answers beat nothing."
              value={metric}
              options={metrics}
              onChange={setMetric}
            />
            <TextField label="With so many users at least" value={users} inputMode="numeric" onChange={setUsers} />
          </>
        )}
        <Choice
          label={strategy === 'LATEST_VERSION' ? 'Label' : 'While there is none, the label'}
          value={label}
          options={labels}
          onChange={setLabel}
        />
        {save.error && <ErrorNote error={save.error} />}
        <button type="submit" className="btn btn-primary" disabled={save.isPending}>
          {save.isPending ? 'Saving' : 'Save the strategy'}
        </button>
      </form>
    </Modal>
  );
}
