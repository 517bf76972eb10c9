/** The palette's list under its headings, or the one thing that is being read. */
import type { SearchHit } from '@tradistry/protocol';
import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { day } from '../format/dates.ts';
import { type Entry, groupsOf } from './entries.ts';
import { MatchedText } from './matched-text.tsx';
import type { PaletteState } from './use-palette.ts';

export function Found({ palette, listId }: { palette: PaletteState; listId: string }) {
  const { reading, said, byMeaning } = palette;
  if (reading) return <Reader hit={reading} onBack={palette.putAway} />;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto pb-[env(safe-area-inset-bottom)]">
      <div id={listId} role="listbox" aria-label="Places, chats and journal" className="p-2">
        {groupsOf(palette.entries).map(({ title, entries }) => (
          // biome-ignore lint/a11y/useSemanticElements: in a listbox a group is what holds options
          <div key={title} role="group" aria-label={title}>
            <p aria-hidden className="px-3 pt-2 pb-1 text-xs font-semibold text-quiet">
              {title}
            </p>
            {entries.map((entry) => (
              <Option key={entry.id} entry={entry} palette={palette} listId={listId} />
            ))}
          </div>
        ))}
      </div>
      <p
        role="status"
        className={palette.count > 0 && said.includes('found in') ? 'sr-only' : 'px-5 pb-4 text-sm text-quiet'}
      >
        {said}
      </p>
      {!byMeaning && (
        <p className="px-5 pb-4 text-xs text-quiet">Searched by words alone: meaning is not to be had now.</p>
      )}
    </div>
  );
}

function Option({ entry, palette, listId }: { entry: Entry; palette: PaletteState; listId: string }) {
  const active = palette.active === entry.id;
  const own = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) own.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, which keeps the focus
    // biome-ignore lint/a11y/useFocusableInteractive: the input points at it by aria-activedescendant
    <div
      ref={own}
      id={`${listId}-${entry.id}`}
      role="option"
      aria-selected={active}
      className="min-h-11 cursor-default rounded-lg px-3 py-2 text-sm aria-selected:bg-sunken"
      onPointerMove={() => palette.setActive(entry.id)}
      onClick={() => palette.choose(entry)}
    >
      {entry.kind === 'command' ? <CommandLine entry={entry} /> : <HitLines hit={entry.hit} />}
    </div>
  );
}

function CommandLine({ entry }: { entry: Extract<Entry, { kind: 'command' }> }) {
  const { icon: Icon, label } = entry.command;
  return (
    <span className="flex items-center gap-2.5">
      <Icon aria-hidden className="size-4 shrink-0 text-quiet" />
      {label}
    </span>
  );
}

const KINDS: Readonly<Record<SearchHit['kind'], string>> = {
  note: 'Note',
  trade: 'Trade',
  playbook: 'Playbook',
  question: 'Question',
  answer: 'Answer',
};

function HitLines({ hit }: { hit: SearchHit }) {
  return (
    <>
      <span className="block truncate text-xs text-quiet">{aboutOf(hit)}</span>
      <span className="line-clamp-3 wrap-break-word">
        <MatchedText hit={hit} whole={false} />
      </span>
    </>
  );
}

function aboutOf({ kind, title, date, symbols, session_id }: SearchHit): string {
  // Of a note the title is how its text begins, which stands below.
  const named = session_id !== null || kind === 'playbook' ? [title] : [];
  return [KINDS[kind], day(date, 'UTC'), ...symbols, ...named].join(' · ');
}

function Reader({ hit, onBack }: { hit: SearchHit; onBack: () => void }) {
  return (
    <section aria-label={KINDS[hit.kind]} className="min-h-0 flex-1 space-y-2 overflow-y-auto p-4 text-sm">
      {/* biome-ignore lint/a11y/noAutofocus: what was read before is gone */}
      <button type="button" autoFocus className="btn btn-quiet -ml-2 px-2" onClick={onBack}>
        <ArrowLeft aria-hidden className="size-4" />
        Back to what was found
      </button>
      <p className="text-quiet">{aboutOf(hit)}</p>
      <p className="whitespace-pre-wrap wrap-break-word">
        <MatchedText hit={hit} whole />
      </p>
    </section>
  );
}
