/** The examples of a version: questions with the answers that they should get. */
import type { PromptExample } from '@tradistry/protocol';
import { Plus, Trash2 } from 'lucide-react';
import type { FaultsOf } from './faults-of.ts';
import { TextField } from './text-field.tsx';

interface ExampleFieldsProps {
  readonly examples: readonly PromptExample[];
  readonly faults: FaultsOf;
  readonly onChange: (examples: readonly PromptExample[]) => void;
}

const MOST = 20;

export function ExampleFields({ examples, faults, onChange }: ExampleFieldsProps) {
  const set = (at: number, change: Partial<PromptExample>) =>
    onChange(examples.map((example, n) => (n === at ? { ...example, ...change } : example)));
  return (
    <fieldset className="space-y-3">
      <legend className="label">Examples</legend>
      {examples.map(({ question, answer }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an example is known by its place, and every field is controlled
        <div key={at} className="space-y-2 rounded-lg border border-line p-3">
          <TextField
            label={`Question ${at + 1}`}
            value={question}
            fault={faults(`examples.${at}.question`)}
            onChange={(next) => set(at, { question: next })}
          />
          <TextField
            label={`Answer ${at + 1}`}
            rows={2}
            value={answer}
            fault={faults(`examples.${at}.answer`)}
            onChange={(next) => set(at, { answer: next })}
          />
          <button type="button" className="btn btn-quiet" onClick={() => onChange(examples.filter((_, n) => n !== at))}>
            <Trash2 aria-hidden className="size-4" />
            Remove example {at + 1}
          </button>
        </div>
      ))}
      {examples.length < MOST && (
        <button type="button" className="btn" onClick={() => onChange([...examples, { question: '', answer: '' }])}>
          <Plus aria-hidden className="size-4" />
          Add an example
        </button>
      )}
    </fieldset>
  );
}
