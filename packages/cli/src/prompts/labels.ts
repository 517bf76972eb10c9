/** What decides which version users get, and who changed it, from the command line. */
import type { PromptAuditEntry, PromptVersion } from '@tradistry/protocol';
import { textOption } from '../command.ts';
import { plainText } from '../plain-text.ts';
import { listItems, type PromptCall, wordsOf } from './call.ts';

export async function moveLabel(call: PromptCall): Promise<number> {
  const [type, label, version] = wordsOf(call, 'label TYPE LABEL VERSION', ['TYPE', 'LABEL', 'VERSION']);
  const of = (name: string) => `/api/prompts/${encodeURIComponent(type)}/${name}`;
  // By number or by label.
  const found = await call.client.request<PromptVersion>({
    method: 'GET',
    path: of(`versions/${encodeURIComponent(version)}`),
  });
  const body = { version: found.version };
  await call.client.request({ method: 'PUT', path: of(`labels/${encodeURIComponent(label)}`), body });
  call.shell.stdout.write(`${label} of ${type} is version ${found.version}\n`);
  return 0;
}

export async function removeLabel(call: PromptCall): Promise<number> {
  const [type, label] = wordsOf(call, 'unlabel TYPE LABEL', ['TYPE', 'LABEL']);
  const path = `/api/prompts/${encodeURIComponent(type)}/labels/${encodeURIComponent(label)}`;
  await call.client.request({ method: 'DELETE', path });
  return 0;
}

/** What is not said stays at the default; the server knows what may be. */
export async function setStrategy(call: PromptCall): Promise<number> {
  const [type, strategy] = wordsOf(call, 'strategy TYPE NAME', ['TYPE', 'NAME']);
  const users = textOption(call.args, 'min-users');
  const body = {
    strategy,
    label: textOption(call.args, 'label'),
    metric: textOption(call.args, 'metric'),
    min_users: users === undefined ? undefined : Number(users),
  };
  await call.client.request({ method: 'PUT', path: `/api/prompts/${encodeURIComponent(type)}/strategy`, body });
  return 0;
}

export async function listAudit(call: PromptCall): Promise<number> {
  const entries = await listItems<PromptAuditEntry>(call, '/api/prompts/audit');
  for (const { at, who, action, subject, details } of entries)
    call.shell.stdout.write(plainText(`${at}  ${who}  ${action}  ${subject}  ${JSON.stringify(details)}\n`));
  return 0;
}
