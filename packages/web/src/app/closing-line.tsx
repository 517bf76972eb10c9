/** The line that closes every page: what this is, how old the data is, what it is not. */
import { useQuery } from '@tanstack/react-query';
import { day } from '../format/dates.ts';
import { useServices } from './services.tsx';
import { useSettings } from './use-settings.ts';

export function ClosingLine() {
  const { api } = useServices();
  const { time_zone } = useSettings();
  const newest = useQuery({ queryKey: ['trades', 'newest'], queryFn: ({ signal }) => api.newestTime(signal) });
  const upTo = newest.data ? `Journal up to ${day(newest.data, time_zone)}. ` : '';
  return (
    <p className="text-center text-xs text-quiet">
      {upTo}Answers are written by AI and can be wrong. No investment advice.
    </p>
  );
}
