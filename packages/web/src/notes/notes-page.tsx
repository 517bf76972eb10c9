/** The trader's notes: written here, searched by words and meaning, and quoted in answers. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { NotebookPen, Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useServices } from '../app/services.tsx';
import { Empty } from '../ui/empty.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Page } from '../ui/page.tsx';
import { ShowMore } from '../ui/show-more.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { AddNote } from './add-note.tsx';
import { NoteItem } from './note-item.tsx';

export function NotesPage() {
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  return (
    <Page title="Notes">
      <AddNote />
      <search className="relative block">
        <Search aria-hidden className="absolute top-3 left-3 size-4 text-quiet md:top-2.5" />
        <input
          type="search"
          aria-label="Search the notes"
          className="field pl-9"
          placeholder="Search the notes"
          value={text}
          maxLength={500}
          onChange={(event) => setText(event.target.value)}
        />
      </search>
      <NoteList q={q} />
    </Page>
  );
}

function NoteList({ q }: { q: string }) {
  const { api } = useServices();
  const list = useInfiniteQuery({
    queryKey: ['notes', q],
    queryFn: ({ pageParam, signal }) => api.notes(q, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (before) => before,
  });
  if (list.isPending) return <Skeleton lines={6} label="Loading the notes" />;
  if (list.isError) return <ErrorNote error={list.error} onRetry={() => void list.refetch()} />;
  const notes = list.data.pages.flatMap(({ items }) => items);
  if (notes.length === 0) {
    return (
      <div className="card">
        <Empty icon={NotebookPen} title={q === '' ? 'No notes yet' : 'No note speaks of that'}>
          {q === '' ? 'Write down what you saw and felt. The chat finds it when it matters.' : 'Try other words.'}
        </Empty>
      </div>
    );
  }
  return (
    <>
      <ul className="space-y-3">
        {notes.map((note) => (
          <NoteItem key={note.id} note={note} />
        ))}
      </ul>
      <ShowMore list={list} of="notes" />
    </>
  );
}
