/** "What the model saw": the button below an answer; what it opens is only loaded when somebody wants it. */
import type { Message } from '@tradistry/protocol';
import { ScanEye } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Modal } from '../ui/modal.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

const ANALYST = 'tradistry/analyst';
const RequestList = lazy(() => import('./request-list.tsx').then(({ RequestList }) => ({ default: RequestList })));

/** No model was asked for an answer of the analyst by choice. */
export function ModelRequests({ message }: { message: Message }) {
  const [open, setOpen] = useState(false);
  if (message.model_used === ANALYST && message.layer === 'streaming') return null;
  return (
    <>
      <button type="button" className="icon-btn" aria-label="What the model saw" onClick={() => setOpen(true)}>
        <ScanEye aria-hidden className="size-4" />
      </button>
      <Modal
        open={open}
        onClose={() => setOpen(false)}
        title="What the model saw"
        description="The request exactly as it was sent. Nobody but you can see it."
        shape="side"
      >
        <Suspense fallback={<Skeleton lines={8} label="Loading the request" />}>
          <RequestList messageId={message.id} />
        </Suspense>
      </Modal>
    </>
  );
}
