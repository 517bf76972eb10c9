/** The user's settings, with the browser's own zone until they are known. */

import { useQuery } from '@tanstack/react-query';
import type { Settings } from '@tradistry/protocol';
import { useServices } from './services.tsx';

/** The settings query; shared by every page. */
export function useSettingsQuery() {
  const { api } = useServices();
  return useQuery({ queryKey: ['settings'], queryFn: ({ signal }) => api.settings(signal) });
}

export function useSettings(): Settings {
  const { data } = useSettingsQuery();
  return (
    data ?? {
      time_zone: browserZone(),
      currency: 'USD',
      fee_basis: 'net',
      unit: 'trade',
      matching: 'fifo',
      model: null,
    }
  );
}

/** The zone this browser runs in. */
export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
