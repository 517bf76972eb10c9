/** Draws an answer's markdown, block by block: what is final is drawn once. Nothing in it can load or run anything. */
import { type ComponentProps, memo, type ReactNode, useMemo } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { Wide } from '../ui/wide.tsx';
import { closeMarks } from './close-marks.ts';
import { markFigures } from './mark-figures.ts';
import { type Block, splitBlocks } from './split-blocks.ts';

const PLUGINS = [remarkGfm];

/** `growing`: more text will follow, so the end is made readable and shows the caret. `unverified`: figures to mark, one a line. */
export function Markdown(props: { text: string; growing: boolean; unverified: string }) {
  const blocks = useMemo(() => splitBlocks(props.text), [props.text]);
  return (
    <div className="prose min-w-0 wrap-break-word">
      {blocks.map((block, at) => (
        <BlockView
          // biome-ignore lint/suspicious/noArrayIndexKey: a block never changes its place, text only grows
          key={at}
          block={block}
          growing={props.growing && at === blocks.length - 1}
          figures={props.unverified}
        />
      ))}
      {props.growing && blocks.length === 0 && <p className="caret" />}
    </div>
  );
}

/** The kinds of block that hold markdown. */
type Parsed = Exclude<Block['kind'], 'code'>;

interface BlockProps {
  block: Block;
  growing: boolean;
  figures: string;
}

const BlockView = memo(
  function BlockView({ block, growing, figures }: BlockProps) {
    const { kind } = block;
    if (kind === 'code') return <Listing parts={block.parts} growing={growing} />;
    const parts = block.parts.map((part, at) => (
      <Part
        // biome-ignore lint/suspicious/noArrayIndexKey: parts never change their place
        key={at}
        text={growing && at === block.parts.length - 1 ? closeMarks(part) : part}
        figures={figuresIn(part, figures)}
        components={COMPONENTS[kind][at === 0 ? 0 : 1]}
      />
    ));
    return <div className={growing ? 'block growing' : 'block'}>{FRAMES[kind](parts)}</div>;
  },
  (before, after) =>
    before.growing === after.growing &&
    before.figures === after.figures &&
    before.block.kind === after.block.kind &&
    before.block.parts.length === after.block.parts.length &&
    before.block.parts.every((part, at) => part === after.block.parts[at]),
);

/** Lines of code: nothing to parse, and each part is measured by itself. */
function Listing({ parts, growing }: { parts: readonly string[]; growing: boolean }) {
  return (
    <div className={growing ? 'block growing' : 'block'}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: without it nobody could scroll here by keyboard */}
      <pre tabIndex={0}>
        <code>
          {parts.map((part, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts never change their place
            <span key={at} className="block">
              {part}
            </span>
          ))}
        </code>
      </pre>
    </div>
  );
}

interface PartProps {
  text: string;
  /** The unverified figures of this part, one a line. */
  figures: string;
  components: Components;
}

const Part = memo(function Part({ text, figures, components }: PartProps) {
  const rehype = useMemo(() => (figures === '' ? [] : [markFigures(figures.split('\n'))]), [figures]);
  return (
    <ReactMarkdown remarkPlugins={PLUGINS} rehypePlugins={rehype} components={components} disallowedElements={NO_LOADS}>
      {text}
    </ReactMarkdown>
  );
});

const NO_LOADS = ['iframe', 'script', 'style', 'video', 'audio', 'object', 'embed'];

function figuresIn(part: string, figures: string): string {
  if (figures === '') return '';
  return figures
    .split('\n')
    .filter((figure) => part.includes(figure))
    .join('\n');
}

/** Links lead away from the page only, to the web or to mail, and tell the other side nothing. */
function Link({ href, children }: ComponentProps<'a'>) {
  if (!href || !/^(?:https?|mailto):/i.test(href)) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

function Heading({ children }: { children?: ReactNode }) {
  return <h3>{children}</h3>;
}

/** An image would be loaded from elsewhere: its description is shown instead. */
function Image({ alt }: ComponentProps<'img'>) {
  return alt ? <em>{alt}</em> : null;
}

const BASE: Components = {
  a: Link,
  img: Image,
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
  input: ({ checked }) => <span aria-hidden>{checked ? '☑ ' : '☐ '}</span>,
  pre: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <pre tabIndex={0}>{children}</pre>
  ),
  table: ({ children }) => (
    <Wide label="Table" className="-mx-1 px-1">
      <table>{children}</table>
    </Wide>
  ),
};
const bare = ({ children }: { children?: ReactNode }) => <>{children}</>;
const TABLE_HEAD: Components = { ...BASE, table: bare };
const TABLE_ROWS: Components = { ...BASE, table: bare, thead: () => null };
const INLINE: Components = { ...BASE, p: bare };

/** How the first and the further parts of a block are drawn. */
const COMPONENTS: Record<Parsed, readonly [Components, Components]> = {
  markdown: [BASE, BASE],
  table: [TABLE_HEAD, TABLE_ROWS],
  paragraph: [INLINE, INLINE],
};

/** What goes around all parts of a block. */
const FRAMES: Record<Parsed, (parts: ReactNode) => ReactNode> = {
  markdown: (parts) => parts,
  table: (parts) => (
    <Wide label="Table" className="-mx-1 px-1">
      <table>{parts}</table>
    </Wide>
  ),
  paragraph: (parts) => <p>{parts}</p>,
};
