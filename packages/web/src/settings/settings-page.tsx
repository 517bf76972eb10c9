/** How figures are computed and said, which model answers, and how the page looks. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Settings, SettingsPatch } from '@tradistry/protocol';
import { useEffect, useState } from 'react';
import { useServices } from '../app/services.tsx';
import { type Theme, useTheme } from '../app/theme.ts';
import { browserZone, useSettingsQuery } from '../app/use-settings.ts';
import { Choice } from '../ui/choice.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Page } from '../ui/page.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { isZone, TimeZoneField } from '../ui/time-zone-field.tsx';
import { YourData } from './your-data.tsx';

export function SettingsPage() {
  const settings = useSettingsQuery();
  return (
    <Page title="Settings">
      {settings.isPending && <Skeleton lines={8} label="Loading the settings" />}
      {settings.isError && <ErrorNote error={settings.error} onRetry={() => void settings.refetch()} />}
      {settings.data && <Form settings={settings.data} />}
      <Look />
      <YourData />
    </Page>
  );
}

const UNITS = [
  ['trade', 'Trade: from flat to flat'],
  ['pair', 'Pair: one matched lot'],
  ['strategy', 'Strategy: option legs opened together'],
] as const;
const BASES = [
  ['net', 'Net: after commissions and fees'],
  ['gross', 'Gross: before them'],
] as const;
const MATCHINGS = [
  ['fifo', 'FIFO: first in, first out'],
  ['average', 'Average cost'],
] as const;

function Form({ settings }: { settings: Settings }) {
  const { api } = useServices();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (patch: SettingsPatch) => api.patchSettings(patch),
    onSuccess: async (saved) => {
      queries.setQueryData(['settings'], saved);
      await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'settings' });
    },
  });
  return (
    <section aria-labelledby="figures-settings" className="card space-y-5 p-4 md:p-6">
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="figures-settings" className="section-title">
          Figures and answers
        </h2>
        <p aria-live="polite" className="text-sm text-quiet">
          {save.isPending ? 'Saving' : save.isSuccess ? 'Saved.' : ''}
        </p>
      </div>
      {save.isError && <ErrorNote error={save.error} />}
      <div className="grid gap-5 md:grid-cols-2">
        <Zone value={settings.time_zone} onSave={(time_zone) => save.mutate({ time_zone })} />
        <Currency value={settings.currency} onSave={(currency) => save.mutate({ currency })} />
        <Choice
          label="Fee basis"
          value={settings.fee_basis}
          options={BASES}
          onChange={(fee_basis) => save.mutate({ fee_basis })}
        />
        <Choice
          label="Unit of a figure"
          value={settings.unit}
          options={UNITS}
          onChange={(unit) => save.mutate({ unit })}
        />
        <Choice
          label="Matching"
          hint="Which lots a closing fill takes. A change makes all trades again."
          value={settings.matching}
          options={MATCHINGS}
          onChange={(matching) => save.mutate({ matching })}
        />
        <ModelChoice value={settings.model} onSave={(model) => save.mutate({ model })} />
      </div>
    </section>
  );
}

/** Saved as soon as what is written is a zone. */
function Zone({ value, onSave }: { value: string; onSave: (zone: string) => void }) {
  const [zone, setZone] = useState(value);
  useEffect(() => setZone(value), [value]);
  const here = browserZone();
  return (
    <div>
      <TimeZoneField
        label="Time zone"
        hint="Days, weekdays and hours are those of this zone."
        value={zone}
        onChange={(next) => {
          setZone(next);
          if (next !== value && isZone(next) && next.includes('/')) onSave(next);
          else if (next === 'UTC' && next !== value) onSave(next);
        }}
      />
      {here !== value && (
        <button
          type="button"
          className="min-h-8 text-xs text-accent underline underline-offset-2"
          onClick={() => onSave(here)}
        >
          Take this browser's: {here}
        </button>
      )}
    </div>
  );
}

function Currency({ value, onSave }: { value: string; onSave: (currency: string) => void }) {
  const known = [
    'USD',
    'EUR',
    'GBP',
    'CHF',
    'JPY',
    'CAD',
    'AUD',
    'HKD',
    'SGD',
    'INR',
    'SEK',
    'NOK',
    'DKK',
    'PLN',
    'NZD',
    'ZAR',
    'BRL',
    'MXN',
  ];
  const options = (known.includes(value) ? known : [value, ...known]).map((code) => [code, code] as const);
  return <Choice label="Currency" value={value} options={options} onChange={onSave} />;
}

function ModelChoice({ value, onSave }: { value: string | null; onSave: (model: string | null) => void }) {
  const { api } = useServices();
  const models = useQuery({ queryKey: ['models'], queryFn: ({ signal }) => api.models(signal) });
  if (models.isPending) return <Skeleton lines={2} label="Loading the models" />;
  if (models.isError) return <ErrorNote error={models.error} onRetry={() => void models.refetch()} />;
  const { items } = models.data;
  const best = items.find((model) => model.default)?.id;
  if (items.length === 0 || (items.length === 1 && best === 'tradistry/analyst')) {
    return (
      <div>
        <p className="label">Model</p>
        <p className="text-sm text-quiet">
          No language model is configured: the offline analyst answers. Set OPENROUTER_API_KEY, or OPENROUTER_BASE_URL
          for a server of your own, and start again.
        </p>
      </div>
    );
  }
  return (
    <Choice
      label="Model"
      hint="Tried first; the others stand in when it fails."
      value={value ?? ''}
      options={[['', `The best configured${best ? ` (${best})` : ''}`], ...items.map(({ id }) => [id, id] as const)]}
      onChange={(model) => onSave(model === '' ? null : model)}
    />
  );
}

const THEME_OPTIONS: readonly (readonly [Theme, string])[] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

function Look() {
  const [theme, setTheme] = useTheme();
  return (
    <section aria-labelledby="look" className="card p-4 md:p-6">
      <h2 id="look" className="section-title mb-3">
        Look
      </h2>
      <Segmented label="Theme" value={theme} options={THEME_OPTIONS} onChange={setTheme} />
    </section>
  );
}
