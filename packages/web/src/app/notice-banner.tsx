/** Says once what is wrong on the way to the server, in words for whoever runs it. */
import { TriangleAlert, X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useServices } from './services.tsx';

export function NoticeBanner() {
  const { notices } = useServices();
  const notice = useSyncExternalStore(notices.subscribe, notices.get);
  return (
    <div role="status">
      {notice && (
        <div className="flex items-start gap-2 bg-warn-soft px-4 py-2 text-sm text-warn">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <p className="min-w-0 flex-1 wrap-break-word">
            <span className="font-semibold">For whoever runs this server: </span>
            {notice.message}
          </p>
          <button type="button" className="icon-btn -my-1 text-warn" aria-label="Put away" onClick={notices.putAway}>
            <X aria-hidden className="size-4" />
          </button>
        </div>
      )}
    </div>
  );
}
