/**
 * Opens connections that are read at the pace of the event loop. What comes between two reads waits in the kernel and is
 * read as one: a token then costs half of a read, of a run through the parsers and of a write, or less.
 */
import type { Socket } from 'node:net';
import { buildConnector } from 'undici';
import { createReadPace, type ReadPace } from './read-pace.ts';

/** After a request, so many reads are not paced: headers, comments and the first words. */
const FIRST_READS = 8;

export type Connector = ReturnType<typeof buildConnector>;

/** `timeoutMs` bounds the handshake. One answer a connection, over HTTP/1.1: what is stopped is stopped by closing it. */
export function createPacedConnector(timeoutMs: number, pace = createReadPace()): Connector {
  // A stream that may hold nothing stops its handle after each read, until it is asked for more. undici passes it on.
  const options = { timeout: timeoutMs, allowH2: false, highWaterMark: 0 };
  const open = buildConnector(options);
  return (options, callback) =>
    open(options, (...opened) => {
      const [, socket] = opened;
      if (socket) paceReads(socket, pace);
      callback(...opened);
    });
}

/** Node asks for more by `_read`, which every stream may implement as it likes: this one waits for the pace. */
export function paceReads(socket: Socket, pace: ReadPace): void {
  const read = socket._read;
  let written = 0;
  let first = FIRST_READS;
  let size = 0;
  let waits = false;
  const readOn = () => {
    waits = false;
    if (!socket.destroyed) read.call(socket, size);
  };
  const readPaced = (wanted: number) => {
    size = wanted;
    if (socket.bytesWritten !== written) {
      written = socket.bytesWritten;
      first = FIRST_READS;
    }
    if (first > 0) {
      first -= 1;
      readOn();
    } else if (!waits) {
      // Records of TLS that one read brought come one by one, and more is asked for after each.
      waits = true;
      pace.soon(readOn);
    }
  };
  // A function that is written where it is assigned to a property V8 makes in the old heap (0040).
  socket._read = readPaced;
}
