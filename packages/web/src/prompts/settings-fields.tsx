/** What a version's model is asked with; an empty field: as configured. */
import type { PromptModelSettings } from '@tradistry/protocol';
import type { FaultsOf } from './faults-of.ts';
import { TextField } from './text-field.tsx';

const NAMES = ['model', 'temperature', 'top_p', 'max_tokens'] as const satisfies readonly (keyof PromptModelSettings)[];
const LABELS: Record<(typeof NAMES)[number], string> = {
  model: 'Model',
  temperature: 'Temperature',
  top_p: 'Top p',
  max_tokens: 'Most tokens',
};

/** As it stands in the fields. */
export type SettingsText = Readonly<Record<(typeof NAMES)[number], string>>;

export function settingsText({ model, temperature, top_p, max_tokens }: PromptModelSettings): SettingsText {
  const text = (value: string | number | undefined) => String(value ?? '');
  return { model: text(model), temperature: text(temperature), top_p: text(top_p), max_tokens: text(max_tokens) };
}

export function readSettings({ model, ...numbers }: SettingsText): PromptModelSettings {
  const given = Object.entries(numbers).filter(([, text]) => text.trim() !== '');
  return {
    ...(model.trim() !== '' && { model: model.trim() }),
    ...Object.fromEntries(given.map(([name, text]) => [name, Number(text)])),
  };
}

interface SettingsFieldsProps {
  readonly settings: SettingsText;
  readonly faults: FaultsOf;
  readonly onChange: (settings: SettingsText) => void;
}

export function SettingsFields({ settings, faults, onChange }: SettingsFieldsProps) {
  return (
    <fieldset>
      <legend className="label">Settings</legend>
      <div className="grid grid-cols-2 gap-3 md:grid-cols-4">
        {NAMES.map((name) => (
          <TextField
            key={name}
            label={LABELS[name]}
            value={settings[name]}
            placeholder="as configured"
            fault={faults(`settings.${name}`)}
            {...(name !== 'model' && { inputMode: 'decimal' })}
            onChange={(value) => onChange({ ...settings, [name]: value })}
          />
        ))}
      </div>
    </fieldset>
  );
}
