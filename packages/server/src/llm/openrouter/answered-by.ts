/** Tells whether OpenRouter fell back to another of the models that it was given, by the name that stands in the answer. */

/** The one of `others` that answers instead of `asked`; `null`: it is `asked`, in whichever version or variant. */
export function answeredBy(said: string, asked: string, others: readonly string[]): string | null {
  const candidates = others.filter((other) => other !== asked);
  const exact = candidates.find((other) => other === said);
  if (exact) return exact;
  if (isVersionOf(said, asked)) return null;
  return candidates.find((other) => isVersionOf(said, other)) ?? null;
}

/** `openai/gpt-4o-2024-08-06` is one of `openai/gpt-4o`, and so is `openai/gpt-4o` of `openai/gpt-4o:free`. */
function isVersionOf(said: string, model: string): boolean {
  return (
    said === model || (/^[-:]/.test(said.slice(model.length)) && said.startsWith(model)) || model.startsWith(`${said}:`)
  );
}
