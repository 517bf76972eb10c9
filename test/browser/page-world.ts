/** What browser tests of the page need: the built page, a real server, a scripted model and a browser. */
import { join } from 'node:path';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { startTestServer, type TestServer } from '../../packages/server/src/testing/start-server.ts';
import { startUpstream, type Upstream } from '../../packages/server/src/testing/upstream.ts';
import { ensurePage } from '../../scripts/build-page.ts';
import { launchBrowser } from './launch.ts';

const ROOT = join(import.meta.dirname, '../..');

interface Visit {
  /** Every user has a journal of their own; a test takes one for itself. */
  readonly user: string;
  /** What they may; absent: `chat`. */
  readonly scope?: string;
  readonly path?: string;
  readonly phone?: boolean;
  readonly dark?: boolean;
  /** Where the page is loaded from, as `http://host:port`; absent: the server itself. */
  readonly origin?: string;
  /** A page of the same browser, beside which this one is another tab; it looks as that one does. */
  readonly beside?: Page;
}

export interface PageWorld {
  readonly server: TestServer;
  readonly upstream: Upstream;
  /** Opens the page as this user, signed in. An error that the page does not catch fails the test that asks `faults`. */
  open(visit: Visit): Promise<Page>;
  /** A browser of its own, signed in to nothing. */
  stranger(options?: BrowserContextOptions): Promise<Page>;
  /** What went wrong in any page so far: uncaught errors, refused loads. */
  readonly faults: string[];
  close(): Promise<void>;
}

export async function startPageWorld(env: Record<string, string> = {}): Promise<PageWorld> {
  await ensurePage(ROOT);
  const upstream = await startUpstream();
  const server = await startTestServer({ OPENROUTER_BASE_URL: upstream.url, OPENROUTER_API_KEY: 'k', ...env });
  const browser = await launchBrowser();
  const faults: string[] = [];

  const newTab = async (context: BrowserContext): Promise<Page> => {
    const page = await context.newPage();
    // Nothing waits longer than it has to; a machine that does much else at the same time is no fault of the page.
    page.setDefaultTimeout(90_000);
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (line) => {
      if (line.type() === 'error' && !line.text().includes('401 (Unauthorized)')) faults.push(line.text());
    });
    return page;
  };
  const stranger = async (options: BrowserContextOptions = {}) => newTab(await browser.newContext(options));
  return {
    server,
    upstream,
    faults,
    stranger,
    async open({ user, scope, path = '/', phone = false, dark = false, origin = server.url, beside }) {
      const look = {
        viewport: phone ? { width: 390, height: 844 } : { width: 1280, height: 800 },
        hasTouch: phone,
        colorScheme: dark ? 'dark' : 'light',
        reducedMotion: 'reduce',
        timezoneId: 'Europe/Berlin',
      } as const;
      const page = await (beside ? newTab(beside.context()) : stranger(look));
      const token = await server.token(user, scope ? { scope } : {});
      await page.addInitScript((value) => sessionStorage.setItem('tradistry.token', value), token);
      await page.goto(origin + path);
      return page;
    },
    async close() {
      await browser.close();
      await server.close();
      await upstream.close();
    },
  };
}

/** Writes a question and sends it with Enter. */
export async function ask(page: Page, question: string): Promise<void> {
  await page.getByLabel('Your question').fill(question);
  await page.getByLabel('Your question').press('Enter');
}

/** The newest answer's text as it is drawn. */
export function lastAnswer(page: Page) {
  return page.locator('article .prose').last();
}

/** Waits until the newest answer is whole and stored. */
export async function answered(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Copy the answer' }).last().waitFor();
}
