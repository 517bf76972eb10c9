/** The variants of a new experiment; the first is the control. */
import type { PromptType } from '@tradistry/protocol';
import { Plus, Trash2 } from 'lucide-react';
import type { VariantDraft } from './experiment-draft.ts';
import type { FaultsOf } from './faults-of.ts';
import { TextField } from './text-field.tsx';
import { VersionSelect } from './version-select.tsx';

interface VariantFieldsProps {
  readonly type: PromptType;
  readonly variants: readonly VariantDraft[];
  readonly faults: FaultsOf;
  readonly onChange: (variants: readonly VariantDraft[]) => void;
}

const LEAST = 2;
const MOST = 10;

export function VariantFields({ type, variants, faults, onChange }: VariantFieldsProps) {
  const set = (at: number, change: Partial<VariantDraft>) =>
    onChange(variants.map((variant, n) => (n === at ? { ...variant, ...change } : variant)));
  const add = () =>
    onChange([...variants, { name: `variant-${variants.length}`, version: variants[0]?.version ?? 1, weight: '1' }]);
  return (
    <fieldset className="space-y-3">
      <legend className="label">Variants</legend>
      {variants.map((variant, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a variant is known by its place, and every field is controlled
        <div key={at} className="grid grid-cols-[1fr_5rem_auto] items-end gap-2 md:grid-cols-[1fr_2fr_5rem_auto]">
          <TextField
            label={at === 0 ? 'Control' : `Variant ${at}`}
            value={variant.name}
            fault={faults(`variants.${at}.name`)}
            onChange={(name) => set(at, { name })}
          />
          <div className="max-md:order-last max-md:col-span-3">
            <VersionSelect
              label={`Version of ${variant.name}`}
              type={type}
              value={variant.version}
              onChange={(version) => set(at, { version })}
            />
          </div>
          <TextField
            label="Weight"
            inputMode="decimal"
            value={variant.weight}
            fault={faults(`variants.${at}.weight`)}
            onChange={(weight) => set(at, { weight })}
          />
          <button
            type="button"
            className="icon-btn mb-0.5"
            aria-label={`Remove ${variant.name}`}
            disabled={variants.length <= LEAST}
            onClick={() => onChange(variants.filter((_, n) => n !== at))}
          >
            <Trash2 aria-hidden className="size-4" />
          </button>
        </div>
      ))}
      {faults('variants') && <p className="text-xs text-loss">{faults('variants')}</p>}
      {variants.length < MOST && (
        <button type="button" className="btn" onClick={add}>
          <Plus aria-hidden className="size-4" />
          Add a variant
        </button>
      )}
    </fieldset>
  );
}
