/** Which providers stop billing when a request is aborted, as OpenRouter documents it. */

const STOP = [
  'openai',
  'azure',
  'anthropic',
  'fireworks',
  'together',
  'deepinfra',
  'deepseek',
  'xai',
  'x-ai',
  'novita',
];
const GO_ON = ['bedrock', 'amazon', 'groq', 'google', 'mistral', 'mistralai', 'perplexity', 'sambanova'];

/** `null` where nothing is known of the provider. */
export function stopsBilling(provider: string): boolean | null {
  const name = provider.toLowerCase();
  if (STOP.some((known) => name.startsWith(known))) return true;
  return GO_ON.some((known) => name.startsWith(known)) ? false : null;
}
