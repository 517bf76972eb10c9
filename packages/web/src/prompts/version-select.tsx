/** Chooses one version of a type by its number, labels and note. */
import type { PromptType, PromptVersionSummary } from '@tradistry/protocol';
import { Choice } from '../ui/choice.tsx';
import { useAllVersions } from './use-prompts.ts';

interface SelectProps {
  readonly label: string;
  readonly type: PromptType;
  readonly value: number;
  readonly onChange: (version: number) => void;
}

export function VersionSelect({ label, type, value, onChange }: SelectProps) {
  const list = useAllVersions(type);
  const versions = list.data?.pages.flatMap(({ items }) => items) ?? [];
  // One that was not loaded yet is still the one that is chosen.
  const missing = versions.some(({ version }) => version === value)
    ? []
    : [[String(value), `Version ${value}`] as const];
  const options = [...versions.map((each) => [String(each.version), sayVersion(each)] as const), ...missing];
  return (
    <Choice label={label} value={String(value)} options={options} onChange={(chosen) => onChange(Number(chosen))} />
  );
}

const NOTE_LENGTH = 40;

function sayVersion({ version, labels, note }: PromptVersionSummary): string {
  const said = note && note.length > NOTE_LENGTH ? `${note.slice(0, NOTE_LENGTH)}…` : note;
  return [`Version ${version}`, labels.join(', '), said ?? ''].filter((part) => part !== '').join(' · ');
}
