/** What a page shows to whoever may not see it: the scope it needs, and what another would add. */
import { LockKeyhole } from 'lucide-react';
import type { ReactNode } from 'react';
import { Empty } from './empty.tsx';
import { Page } from './page.tsx';

export function Forbidden(props: { title: string; says: string; scope: string; children: ReactNode }) {
  return (
    <Page title={props.title}>
      <div className="card">
        <Empty icon={LockKeyhole} title={props.says}>
          <p>
            It needs a token with the scopes <code className="font-mono">chat {props.scope}</code>; {props.children}.
            Ask whoever runs this server.
          </p>
        </Empty>
      </div>
    </Page>
  );
}
