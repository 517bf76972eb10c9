/** The page, once it is known who is asking. */
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { ErrorNote } from '../ui/error-note.tsx';
import { Logo } from './logo.tsx';
import type { createPageRouter } from './router.tsx';
import { type Services, ServicesContext } from './services.tsx';
import { SignIn } from './sign-in.tsx';

interface AppProps {
  readonly services: Services;
  readonly queries: QueryClient;
  readonly router: ReturnType<typeof createPageRouter>;
}

export function App({ services, queries, router }: AppProps) {
  const { auth } = services;
  const state = useSyncExternalStore(auth.subscribe, auth.state);
  if (state.status === 'checking') {
    return (
      <p role="status" className="sr-only">
        Loading
      </p>
    );
  }
  if (state.status === 'unreachable') {
    return (
      <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-6 px-5">
        <Logo />
        <ErrorNote
          error={new Error('The server cannot be reached. Check that it is running.')}
          onRetry={() => void auth.start()}
        />
      </main>
    );
  }
  if (state.status === 'signed_out') return <SignIn auth={auth} state={state} />;
  return (
    <ServicesContext value={services}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ServicesContext>
  );
}
