/** One question to two versions at once, about the asker's own journal; nothing of it is kept. */
import { useQuery } from '@tanstack/react-query';
import type { ModelList, PromptOverview } from '@tradistry/protocol';
import { CircleStop, Play } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useServices } from '../app/services.tsx';
import { Choice } from '../ui/choice.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import type { PartProps } from './part-props.ts';
import { TextField } from './text-field.tsx';
import { TrialAnswer } from './trial-answer.tsx';
import { usePromptTypes } from './use-prompts.ts';
import { useTrial } from './use-trial.ts';
import { VersionSelect } from './version-select.tsx';

export function Playground(props: PartProps) {
  const { api } = useServices();
  const types = usePromptTypes();
  const models = useQuery({ queryKey: ['models'], queryFn: ({ signal }) => api.models(signal) });
  const error = types.error ?? models.error;
  if (error) return <ErrorNote error={error} onRetry={() => void Promise.all([types.refetch(), models.refetch()])} />;
  const chat = types.data?.items.find(({ type }) => type === 'chat');
  if (!chat || !models.data) return <Skeleton lines={6} label="Loading the playground" />;
  return <Bench {...props} chat={chat} models={models.data.items} />;
}

interface BenchProps extends PartProps {
  readonly chat: PromptOverview;
  readonly models: ModelList['items'];
}

/** The model that the server would choose. */
const ANY = '';

function Bench({ search, onChange, chat, models }: BenchProps) {
  const [question, setQuestion] = useState('');
  const [model, setModel] = useState(ANY);
  const columns = [useTrial(), useTrial()] as const;
  const left = search.left ?? chat.version;
  const right = search.right ?? chat.labels['latest'] ?? chat.version;
  const versions = [left, right] as const;
  const live = columns.some((column) => column.live);
  const ask = (at: 0 | 1) =>
    columns[at].ask({ version: versions[at], question: question.trim(), ...(model !== ANY && { model }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (question.trim() === '' || live) return;
    ask(0);
    ask(1);
  };
  const choose = (change: { left?: number; right?: number }) =>
    onChange({ view: 'playground', left, right, ...change });
  return (
    <>
      <form onSubmit={submit} aria-label="Playground" className="card space-y-4 p-4 md:p-5">
        <TextField
          label="Question"
          rows={2}
          placeholder="How did I do last month?"
          hint="About your own journal. Nothing of it is kept, and no experiment counts it; what it uses up counts against your limits."
          value={question}
          onChange={setQuestion}
        />
        <div className="grid gap-3 md:grid-cols-3">
          <VersionSelect label="Left" type="chat" value={left} onChange={(version) => choose({ left: version })} />
          <VersionSelect label="Right" type="chat" value={right} onChange={(version) => choose({ right: version })} />
          {models.length > 1 && (
            <Choice
              label="Model"
              value={model}
              options={[[ANY, 'As configured'], ...models.map(({ id }) => [id, id] as const)]}
              onChange={setModel}
            />
          )}
        </div>
        {models.length === 0 && <NoModel />}
        <div className="flex flex-wrap gap-2">
          {/* One button for both: the focus stays on what was pressed. */}
          <button
            type={live ? 'button' : 'submit'}
            className={live ? 'btn' : 'btn btn-primary'}
            disabled={!live && question.trim() === ''}
            onClick={live ? () => columns.map(({ stop }) => stop()) : undefined}
          >
            {live ? <CircleStop aria-hidden className="size-4" /> : <Play aria-hidden className="size-4" />}
            {live ? 'Stop' : 'Ask both'}
          </button>
        </div>
      </form>
      <div className="grid items-start gap-4 md:grid-cols-2">
        {columns.map(({ asked, state }, at) => (
          <TrialAnswer
            key={at === 0 ? 'left' : 'right'}
            side={at === 0 ? 'Left' : 'Right'}
            version={asked ?? versions[at === 0 ? 0 : 1]}
            state={state}
            onAgain={() => ask(at === 0 ? 0 : 1)}
          />
        ))}
      </div>
    </>
  );
}

function NoModel() {
  return (
    <p className="rounded-xl bg-warn-soft px-4 py-3 text-sm">
      No language model is configured here: the offline analyst answers, and it reads no prompt. Both answers will be
      the same, whichever versions you choose.
    </p>
  );
}
