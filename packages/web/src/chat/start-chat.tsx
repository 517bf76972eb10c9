/** An empty chat: what can be asked, or where a first journal comes from. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FileUp, FlaskConical } from 'lucide-react';
import { useServices } from '../app/services.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

const SUGGESTIONS = [
  'How did I do last month?',
  'What is my win rate by weekday?',
  'Which symbols cost me the most this year?',
  'Compare my long and short trades',
  'What is my worst losing streak?',
  'What did I write about overtrading?',
];

export function StartChat({ onAsk }: { onAsk: (question: string) => void }) {
  const { api } = useServices();
  const demo = useQuery({ queryKey: ['demo'], queryFn: ({ signal }) => api.demo(signal) });
  return (
    <div className="mx-auto flex min-h-full w-full max-w-3xl flex-col justify-center px-4 py-8 md:px-8">
      <p className="font-serif text-3xl leading-tight font-semibold tracking-tight text-balance md:text-4xl">
        {demo.data?.empty ? 'Your journal is empty.' : 'Ask your journal.'}
      </p>
      <p className="mt-2 max-w-xl text-quiet">
        {demo.data?.empty
          ? 'Bring in your trades, or look around in a year of made-up ones.'
          : 'Every figure in an answer is computed from your trades, and shown with the trades behind it.'}
      </p>
      <div className="mt-7">
        {demo.isPending && <Skeleton lines={4} label="Looking at your journal" />}
        {demo.isError && <ErrorNote error={demo.error} onRetry={() => void demo.refetch()} />}
        {demo.data?.empty && <FirstSteps />}
        {demo.data && !demo.data.empty && <Suggestions onAsk={onAsk} />}
      </div>
    </div>
  );
}

function Suggestions({ onAsk }: { onAsk: (question: string) => void }) {
  return (
    <ul className="grid gap-2 sm:grid-cols-2" aria-label="Suggested questions">
      {SUGGESTIONS.map((question) => (
        <li key={question}>
          <button
            type="button"
            onClick={() => onAsk(question)}
            className="card min-h-12 w-full px-4 py-3 text-left text-sm transition-colors hover:border-edge hover:bg-accent-soft"
          >
            {question}
          </button>
        </li>
      ))}
    </ul>
  );
}

function FirstSteps() {
  const { api } = useServices();
  const queries = useQueryClient();
  const add = useMutation({ mutationFn: api.addDemo, onSuccess: () => queries.invalidateQueries() });
  return (
    <div className="space-y-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Link
          to="/import"
          className="card flex items-start gap-3 p-4 transition-colors hover:border-edge hover:bg-accent-soft"
        >
          <FileUp aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" />
          <span>
            <span className="block font-medium">Import a broker file</span>
            <span className="block text-sm text-quiet">Tradovate, tastytrade, or any CSV</span>
          </span>
        </Link>
        <button
          type="button"
          disabled={add.isPending}
          onClick={() => add.mutate()}
          className="card flex items-start gap-3 p-4 text-left transition-colors hover:border-edge hover:bg-accent-soft disabled:opacity-60"
        >
          <FlaskConical aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" />
          <span>
            <span className="block font-medium">
              {add.isPending ? 'Making the demo journal' : 'Try the demo journal'}
            </span>
            <span className="block text-sm text-quiet">A year of trades and notes; gone in one click</span>
          </span>
        </button>
      </div>
      {add.isError && <ErrorNote error={add.error} onRetry={() => add.mutate()} />}
    </div>
  );
}
