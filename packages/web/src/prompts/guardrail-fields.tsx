/** What must not get worse in a new experiment; one that breaks ends it by itself. */
import { EXPERIMENT_METRICS, type PromptType } from '@tradistry/protocol';
import { Plus, Trash2 } from 'lucide-react';
import { Choice } from '../ui/choice.tsx';
import type { GuardrailDraft } from './experiment-draft.ts';
import type { FaultsOf } from './faults-of.ts';
import { metricOptions } from './metric-options.ts';
import { TextField } from './text-field.tsx';

interface GuardrailFieldsProps {
  readonly type: PromptType;
  readonly guardrails: readonly GuardrailDraft[];
  readonly faults: FaultsOf;
  readonly onChange: (guardrails: readonly GuardrailDraft[]) => void;
}

const MOST = 8;

export function GuardrailFields({ type, guardrails, faults, onChange }: GuardrailFieldsProps) {
  const set = (at: number, change: Partial<GuardrailDraft>) =>
    onChange(guardrails.map((guardrail, n) => (n === at ? { ...guardrail, ...change } : guardrail)));
  const options = metricOptions(type);
  const free = options.find(([name]) => guardrails.every(({ metric }) => metric !== name));
  return (
    <fieldset className="space-y-3">
      <legend className="label">Guardrails</legend>
      {guardrails.map(({ metric, tolerance }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a guardrail is known by its place, and every field is controlled
        <div key={at} className="grid grid-cols-[1fr_8rem_auto] items-end gap-2">
          <Choice
            label={`Guardrail ${at + 1}`}
            value={metric}
            options={options}
            onChange={(next) => set(at, { metric: next })}
          />
          <TextField
            label={`Worse by (${EXPERIMENT_METRICS[metric].unit})`}
            inputMode="decimal"
            value={tolerance}
            fault={faults(`guardrails.${at}.tolerance`)}
            onChange={(next) => set(at, { tolerance: next })}
          />
          <button
            type="button"
            className="icon-btn mb-0.5"
            aria-label={`Remove guardrail ${at + 1}`}
            onClick={() => onChange(guardrails.filter((_, n) => n !== at))}
          >
            <Trash2 aria-hidden className="size-4" />
          </button>
        </div>
      ))}
      {faults('guardrails') && <p className="text-xs text-loss">{faults('guardrails')}</p>}
      {guardrails.length < MOST && free && (
        <button
          type="button"
          className="btn"
          onClick={() => onChange([...guardrails, { metric: free[0], tolerance: '0' }])}
        >
          <Plus aria-hidden className="size-4" />
          Add a guardrail
        </button>
      )}
      <p className="text-xs text-quiet">One that is surely worse by more than that ends the experiment by itself.</p>
    </fieldset>
  );
}
