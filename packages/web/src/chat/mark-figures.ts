/** Marks figures in a rendered answer that no source was found for. */
import type { ExtraProps } from 'react-markdown';

type Element = NonNullable<ExtraProps['node']>;
type Content = Element['children'][number];

/** A rehype plugin: each of these texts is wrapped, wherever it stands alone between words. */
export function markFigures(figures: readonly string[]) {
  const wanted = pattern(figures);
  return () => (tree: { children: unknown[] }) => {
    // A document's children are those an element may have, but for a doctype, which markdown never makes.
    tree.children = markAll(tree.children as Content[], wanted);
  };
}

function pattern(figures: readonly string[]): RegExp {
  const longestFirst = [...figures].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((figure) => figure.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![\\w.,])(?:${escaped.join('|')})(?!\\w|[.,]\\d)`, 'g');
}

function markAll(children: readonly Content[], figures: RegExp): Content[] {
  return children.flatMap((child): Content[] => {
    if (child.type === 'text') return split(child.value, figures);
    if (child.type !== 'element' || child.tagName === 'code') return [child];
    return [{ ...child, children: markAll(child.children, figures) }];
  });
}

function split(text: string, figures: RegExp): Content[] {
  const pieces: Content[] = [];
  let from = 0;
  for (const match of text.matchAll(figures)) {
    pieces.push({ type: 'text', value: text.slice(from, match.index) }, mark(match[0]));
    from = match.index + match[0].length;
  }
  return [...pieces, { type: 'text', value: text.slice(from) }];
}

function mark(figure: string): Content {
  return {
    type: 'element',
    tagName: 'span',
    properties: { className: ['unverified'], title: 'No source was found for this figure' },
    children: [{ type: 'text', value: figure }],
  };
}
