import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Markdown } from './markdown.tsx';

const html = (text: string, unverified = '') =>
  renderToStaticMarkup(<Markdown text={text} growing={false} unverified={unverified} />);

describe('an answer on the page', () => {
  it('marks figures without a source, and only whole ones', () => {
    const marked = html('You made $120 on 12 trades, not $1,200.', '$120\n12');
    expect(marked.match(/class="unverified"[^>]*>[^<]*/g)?.map((mark) => mark.replace(/.*>/, ''))).toEqual([
      '$120',
      '12',
    ]);
  });

  it('loads nothing and runs nothing that its text asks for', () => {
    const drawn = html(
      '![the chart](https://evil.example/x.png) <img src=x onerror=alert(1)> <script>alert(1)</script>',
    );
    expect(drawn).not.toMatch(/<img|<script|onerror="/i);
    expect(drawn).toContain('the chart');
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '/api/account', '//evil.example', 'vbscript:x'])(
    'makes no link of %s',
    (href) => {
      expect(html(`[here](${href})`)).not.toContain('href');
    },
  );

  it('opens links of the web elsewhere, and tells them nothing', () => {
    expect(html('[here](https://example.com)')).toMatch(/target="_blank" rel="noopener noreferrer nofollow"/);
  });

  it('draws a long table as one, with one head', () => {
    const rows = Array.from({ length: 60 }, (_, at) => `| ${at} |`).join('\n');
    const drawn = html(`| n |\n|---|\n${rows}`);
    expect(drawn.match(/<table/g)).toHaveLength(1);
    expect(drawn.match(/<thead/g)).toHaveLength(1);
    expect(drawn.match(/<td/g)).toHaveLength(60);
  });
});
