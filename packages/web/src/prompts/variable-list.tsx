/** What a type's templates may use. */
import type { PromptVariable } from '@tradistry/protocol';

export function VariableList({ variables }: { variables: readonly PromptVariable[] }) {
  return (
    <details className="text-sm">
      <summary className="min-h-8 text-quiet">What a template may use ({variables.length})</summary>
      <dl className="mt-1 divide-y divide-line rounded-lg border border-line">
        {variables.map((variable) => (
          <div key={variable.name} className="px-3 py-2">
            <dt className="font-mono text-xs wrap-anywhere">{sayUse(variable)}</dt>
            <dd className="text-quiet">
              {variable.description}
              {variable.required && ' Needed.'}
              {variable.journal && ' Between <journal> and </journal> only.'}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function sayUse({ name, list, fields }: PromptVariable): string {
  if (!list) return `{{${name}}}`;
  const inside = fields.length > 0 ? fields.map((field) => `{{${field}}}`).join(' ') : '{{.}}';
  return `{{#${name}}} ${inside} {{/${name}}}`;
}
