/** One turn of a run: asks its question, brings its viewers, stops it if it is to be stopped, and waits for all of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@tradistry/client';
import { ask, type ClientViewer, join, type Viewing } from './client-viewer.ts';
import { type Line, startLine } from './line.ts';
import type { TurnPlan, ViewerPlan } from './plan.ts';
import type { Random } from './random.ts';
import { readRaw } from './raw-reader.ts';
import { createScreen, type Screen } from './screen.ts';
import { createSightings, type Sightings, type Violation } from './sightings.ts';
import { createStory, type Story, toQuestion } from './story.ts';
import type { World } from './world.ts';

export interface Surroundings {
  readonly world: World;
  readonly random: Random;
  readonly violations: Violation[];
  /** Aborts when the run takes too long. */
  readonly signal: AbortSignal;
}

const STRAIGHT = { cutWithin: 0, delayMs: 0, sliced: false };

export class RunningTurn {
  readonly plan: TurnPlan;
  readonly story: Story;
  readonly sightings: Sightings;
  readonly screens: Screen[] = [];
  /** Resolves when every viewer has seen the end or has failed. */
  readonly done: Promise<void>;
  reconnects = 0;
  readonly #around: Surroundings;
  readonly #lines: Line[] = [];
  readonly #tabs: ClientViewer[] = [];
  /** The turn's id, once the server has told it to anyone. */
  readonly #stream = Promise.withResolvers<string>();
  /** The one who asked has seen the end, or will not. */
  readonly #over = Promise.withResolvers<void>();

  /** Begins it; nothing is asked before the plan's time has come. */
  constructor(plan: TurnPlan, around: Surroundings) {
    this.plan = plan;
    this.story = createStory(plan.key, plan.words);
    this.sightings = createSightings(plan.key, around.violations);
    this.#around = around;
    this.done = this.#run();
  }

  cutLines(ms: number): void {
    for (const line of this.#lines) line.kill(ms);
  }

  /** False: there is no such line yet. */
  cutLine(index: number, ms: number): boolean {
    return act(this.#lines, index, (line) => line.kill(ms));
  }

  reopenTab(index: number): boolean {
    return act(this.#tabs, index, (tab) => tab.reopen());
  }

  async #run(): Promise<void> {
    const { signal } = this.#around;
    await sleep(this.plan.asksAfterMs);
    const viewing = this.plan.viewers.map((viewer, index) => this.#view(viewer, index));
    await Promise.race([Promise.all([...viewing, this.#stop()]), aborted(signal)]);
    for (const line of this.#lines) await line[Symbol.asyncDispose]();
  }

  /** Comes when the plan says and stays to the end. */
  async #view(viewer: ViewerPlan, index: number): Promise<void> {
    const asks = index === 0 || viewer.kind === 'twin';
    await this.#due(viewer.joinsAt);
    const streamId = asks ? '' : await Promise.race([this.#stream.promise, this.#over.promise]);
    if (streamId === undefined) return;
    const name = `${this.plan.key} viewer ${index} (${viewer.kind})`;
    const viewing = await this.#open(viewer, name);
    try {
      if (viewer.kind === 'raw')
        await readRaw({ ...viewing, url: `${viewing.baseUrl}/api/ai/chat/streams/${streamId}` });
      else await this.#watch(asks ? ask(viewing, this.#question()) : join(viewing, streamId));
      if (!viewing.screen.ended) this.sightings.report('ending', `${name}: the stream ended without stream_end`);
    } catch (error) {
      const fault = this.#around.signal.aborted ? 'running' : 'error';
      this.sightings.report(fault, `${name}: ${describe(error)} at ${viewing.screen.lastId}`);
    }
    if (index === 0) this.#over.resolve();
  }

  /** Resolves when so much of the text was sent; above 1: after the end. */
  async #due(share: number): Promise<void> {
    if (share === 0) return;
    const reached = share > 1 ? [] : [this.#around.world.model.reached(this.plan.key, share)];
    await Promise.race([...reached, this.#over.promise]);
  }

  async #open(viewer: ViewerPlan, name: string): Promise<Viewing> {
    const { world, signal } = this.#around;
    const random = this.#around.random.fork(name);
    const target = () => chooseServer(world, viewer, random);
    const line = await startLine({ random, manner: viewer.manner, target });
    this.#lines.push(line);
    const screen = createScreen(name, this.sightings);
    this.screens.push(screen);
    const onReconnect = () => {
      this.reconnects += 1;
    };
    return { baseUrl: line.url, token: await world.token(this.plan.key), screen, signal, onReconnect };
  }

  #watch(tab: ClientViewer): Promise<void> {
    this.#tabs.push(tab);
    return tab.done;
  }

  #question() {
    const { key, words } = this.plan;
    const message = toQuestion(key, words);
    return { message, session_id: key, idempotencyKey: key, onStream: this.#stream.resolve };
  }

  /** Stops it from somewhere else, once the plan's share was sent. */
  async #stop(): Promise<void> {
    const { world, random, signal } = this.#around;
    if (this.plan.stopAt === null) return;
    await this.#due(this.plan.stopAt);
    const streamId = await Promise.race([this.#stream.promise, this.#over.promise]);
    if (streamId === undefined) return;
    const target = () => chooseServer(world, { throughNginx: false }, random);
    await using line = await startLine({ random, manner: STRAIGHT, target });
    const token = await world.token(this.plan.key);
    const client = createClient({ baseUrl: line.url, token, retry: { attempts: 100, maxDelayMs: 1000 } });
    await client.chat.stop(streamId, { signal }).catch((error: unknown) => {
      this.sightings.report('error', `stop: ${describe(error)}`);
    });
  }
}

/** Any server will do, dead ones excepted; a frozen one looks alive. */
function chooseServer(world: World, { throughNginx }: { throughNginx: boolean }, random: Random): number | null {
  if (throughNginx && world.nginx) return world.nginx.port;
  const [first, ...rest] = world.servers.filter((server) => server.up).map((server) => server.port);
  return first === undefined ? null : random.pick([first, ...rest]);
}

function act<T>(list: readonly T[], index: number, action: (one: T) => void): boolean {
  const one = list[index % Math.max(list.length, 1)];
  if (one !== undefined) action(one);
  return one !== undefined;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.name} ${'code' in error ? String(error.code) : ''} ${error.message}`;
}
