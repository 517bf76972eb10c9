/** The kinds of passages that a question asks for by name: "in my playbooks", "what did you tell me", "what I asked". */
import type { PassageKind } from '@tradistry/protocol';

const KINDS: readonly (readonly [PassageKind, RegExp])[] = [
  ['playbook', /\bplay ?books?\b/iu],
  [
    'answer',
    /\b(?:you|your)\b.*\b(?:told|tell|said|say|answer(?:ed)?|advi[sc]ed?|suggest(?:ed)?|recommend(?:ed)?)\b/iu,
  ],
  ['question', /\b(?:i|have i|did i)\b.*\b(?:ask(?:ed)?) you\b|\bmy (?:earlier |last |former )?questions?\b/iu],
  ['note', /\b(?:notes?|noted|journal(?:ed|led)?|diary|wrote|written|write)\b/iu],
];

/** None: whichever fits. */
export function readKinds(question: string): readonly PassageKind[] {
  return KINDS.flatMap(([kind, pattern]) => (pattern.test(question) ? [kind] : []));
}
