/** The worker thread that PGlite blocks instead of the server: opens the folder and serves it on a Unix socket. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

const { folder, socketPath } = workerData as { folder: string; socketPath: string };

// A first start that is killed half-way leaves only this folder, which the next one throws away.
if (!existsSync(folder)) {
  const making = `${folder}.new`;
  rmSync(making, { recursive: true, force: true });
  const first = await PGlite.create({ dataDir: making });
  await first.close();
  renameSync(making, folder);
}

const db = await PGlite.create({ dataDir: folder, extensions: { vector } });
const server = new PGLiteSocketServer({ db, path: socketPath, maxConnections: 8 });
await server.start();
parentPort?.postMessage('ready');
parentPort?.once('message', async () => {
  await server.stop();
  await db.close();
  parentPort?.postMessage('closed');
});
