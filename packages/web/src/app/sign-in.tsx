/** What a visitor sees who has not proved who they are: how to get in. */
import { type FormEvent, useState } from 'react';
import type { Auth, AuthState } from '../api/auth.ts';
import { Logo } from './logo.tsx';

type SignedOut = Extract<AuthState, { status: 'signed_out' }>;

export function SignIn({ auth, state }: { auth: Auth; state: SignedOut }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center px-5 py-10">
      <Logo />
      <h1 className="mt-6 font-serif text-3xl leading-tight font-semibold tracking-tight">
        {state.mode === 'local' ? 'Open the address that the terminal printed' : 'Sign in with a token'}
      </h1>
      <p className="mt-3 text-quiet">
        {state.mode === 'local'
          ? 'Your journal is private to this machine. The address that was printed at the start carries a key; open it once, and this browser is let in.'
          : 'This server asks for a token from every visitor.'}
      </p>
      {state.reason && (
        <p role="alert" className="mt-4 rounded-xl bg-loss-soft px-4 py-3 text-sm">
          {state.reason}
        </p>
      )}
      <TokenForm auth={auth} mode={state.mode} />
    </main>
  );
}

function TokenForm({ auth, mode }: { auth: Auth; mode: SignedOut['mode'] }) {
  const [token, setToken] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (token.trim() === '') return;
    setBusy(true);
    await auth.paste(token.trim());
    setBusy(false);
  };
  return (
    <form onSubmit={submit} className="card mt-6 p-4">
      <label className="label" htmlFor="token">
        {mode === 'local' ? 'Or paste a token' : 'Token'}
      </label>
      <p className="mb-2 text-sm text-quiet">
        <code className="rounded bg-sunken px-1.5 py-0.5 font-mono text-[0.9em]">npx tradistry token</code> prints one.
        It is kept until this tab is closed.
      </p>
      <div className="flex gap-2">
        <input
          id="token"
          type="password"
          autoComplete="off"
          spellCheck={false}
          className="field font-mono"
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
        <button type="submit" className="btn btn-primary" disabled={busy || token.trim() === ''}>
          Go in
        </button>
      </div>
    </form>
  );
}
