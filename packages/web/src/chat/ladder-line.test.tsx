import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { LadderLine } from './ladder-line.tsx';
import type { Ladder } from './ladder-words.ts';

const draw = (ladder: Partial<Ladder>) =>
  renderToStaticMarkup(
    <LadderLine ladder={{ by: null, layer: null, warnings: [], tools: [], waiting: false, ...ladder }} />,
  );

describe('the line on the page', () => {
  it('is a plain line where nothing is behind it', () => {
    expect(draw({ by: 'a/model' })).toMatch(/^<p[^>]*><span[^>]*>Answered by a\/model<\/span><\/p>$/);
    expect(draw({})).toBe('');
  });

  it("opens to the server's own words, each once", () => {
    const moved = { type: 'warning' as const, code: 'model_unavailable' as const, message: 'One did not; two does.' };
    const drawn = draw({ by: 'a/two', warnings: [moved, moved] });
    expect(drawn).toMatch(/^<details/);
    expect(drawn.match(/One did not; two does\./g)).toHaveLength(1);
  });

  it('lists the lookups with what became of each', () => {
    const tool = { type: 'tool' as const, name: 'query_trades' };
    const drawn = draw({
      warnings: [{ type: 'warning', code: 'tool_failed', message: 'Searching your notes did not work just now.' }],
      tools: [
        { ...tool, call_id: 'a', status: 'done', summary: 'P&L by weekday: 5 rows' },
        { ...tool, call_id: 'b', status: 'failed', summary: 'Searching your notes did not work.' },
      ],
    });
    expect(drawn.replace(/<[^>]+>/g, '')).toBe(
      '2 lookups in your journal · a lookup did not workDone: P&amp;L by weekday: 5 rowsFailed: Searching your notes did not work.',
    );
  });
});
