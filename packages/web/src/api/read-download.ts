/** Reads a download of unknown length to its end and says how far it is. */

/** So much is collected before it is handed to the browser, which keeps large things on disk. */
const PART_BYTES = 4 * 1024 * 1024;

/** Throws in words where it breaks off: what came of it is no file. */
export async function readDownload(response: Response, onBytes: (bytes: number) => void): Promise<Blob> {
  const parts: Blob[] = [];
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let waitingBytes = 0;
  let bytes = 0;
  const put = () => {
    parts.push(new Blob(waiting));
    waiting = [];
    waitingBytes = 0;
  };
  const reader = response.body?.getReader();
  for (let next = await reader?.read().catch(toWords); next?.value; next = await reader?.read().catch(toWords)) {
    waiting.push(next.value);
    waitingBytes += next.value.byteLength;
    bytes += next.value.byteLength;
    onBytes(bytes);
    if (waitingBytes >= PART_BYTES) put();
  }
  put();
  return new Blob(parts, { type: response.headers.get('content-type') ?? '' });
}

function toWords(error: unknown): never {
  if (error instanceof DOMException && error.name === 'AbortError') throw error;
  throw new Error('The download broke off before its end. Try again.', { cause: error });
}

/** The name that the server gave the file, or else `otherwise`. */
export function fileNameOf(response: Response, otherwise: string): string {
  return /filename="([^"/\\]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? otherwise;
}
