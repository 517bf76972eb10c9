/** The addresses of the page, below wherever the server says it lives. */
import { createRootRoute, createRoute, createRouter, Link, lazyRouteComponent } from '@tanstack/react-router';
import { ChatPage, NewChatPage } from '../chat/chat-page.tsx';
import { readSearch } from '../journal/journal-search.ts';
import { readOpsSearch } from '../ops/ops-search.ts';
import { readPromptsSearch } from '../prompts/prompts-search.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { onlyKnown } from './only-known.ts';
import { Shell } from './shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });
const routes = [
  createRoute({ getParentRoute: () => root, path: '/', component: NewChatPage }),
  createRoute({ getParentRoute: () => root, path: '/chat/$sessionId', component: ChatPage }),
  createRoute({
    getParentRoute: () => root,
    path: '/journal',
    validateSearch: onlyKnown(readSearch),
    component: lazyRouteComponent(() => import('../journal/journal-page.tsx'), 'JournalPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/notes',
    component: lazyRouteComponent(() => import('../notes/notes-page.tsx'), 'NotesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/import',
    component: lazyRouteComponent(() => import('../imports/import-page.tsx'), 'ImportPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/prompts',
    validateSearch: onlyKnown(readPromptsSearch),
    component: lazyRouteComponent(() => import('../prompts/prompts-page.tsx'), 'PromptsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/operations',
    validateSearch: onlyKnown(readOpsSearch),
    component: lazyRouteComponent(() => import('../ops/ops-page.tsx'), 'OpsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings',
    component: lazyRouteComponent(() => import('../settings/settings-page.tsx'), 'SettingsPage'),
  }),
] as const;

const BROKEN = new Error('This page could not be shown. Try again; if that does not help, reload it.');

/** `basepath` begins with a slash. */
export function createPageRouter(basepath: string) {
  return createRouter({
    routeTree: root.addChildren(routes),
    basepath,
    defaultPreload: 'intent',
    defaultPendingComponent: Pending,
    // What was thrown is a fault of ours, and not in words for people.
    defaultErrorComponent: ({ reset }) => (
      <div className="mx-auto max-w-xl p-6">
        <ErrorNote error={BROKEN} onRetry={reset} />
      </div>
    ),
    scrollRestoration: false,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}

function Pending() {
  return (
    <div className="mx-auto max-w-5xl p-6">
      <Skeleton lines={8} label="Loading the page" />
    </div>
  );
}

function NotFound() {
  return (
    <div className="mx-auto max-w-xl px-5 py-16 text-center">
      <h1 className="page-title">There is no such page</h1>
      <p className="mt-2 text-quiet">The address may be old, or mistyped.</p>
      <Link to="/" className="btn btn-primary mt-5">
        To the chat
      </Link>
    </div>
  );
}
