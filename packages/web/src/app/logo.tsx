/** The name of the house. */
export function Logo() {
  return (
    <span className="flex items-center gap-2 font-serif text-lg font-semibold tracking-tight">
      <svg viewBox="0 0 32 32" aria-hidden="true" className="size-6 text-accent" fill="none" stroke="currentColor">
        <path d="M4 20 11.5 11.5l5.5 5L28 5" strokeWidth="3.2" strokeLinecap="round" strokeLinejoin="round" />
        <path d="M4 27h24" strokeWidth="2.2" strokeLinecap="round" opacity=".45" />
      </svg>
      Tradistry
    </span>
  );
}
