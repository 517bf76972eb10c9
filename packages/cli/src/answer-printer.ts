/** Prints an answer as it grows. */
import type { PositionedChunk } from '@tradistry/client';
import type { Shell } from './command.ts';
import { plainText } from './plain-text.ts';

export interface AnswerPrinter {
  /** Prints what the chunk adds. */
  print(chunk: PositionedChunk): void;
  /** A message beside the answer, on its own line of stderr. */
  note(text: string): void;
  /** Ends the last line. */
  end(): void;
}

/** A terminal cannot take text back: where a crash rewound the answer and it went on differently, it is printed again. */
export function createAnswerPrinter(shell: Shell): AnswerPrinter {
  let answer = '';
  let printed = '';
  const write = (text: string) => {
    shell.stdout.write(plainText(text));
    printed += text;
  };
  const midLine = () => printed !== '' && !printed.endsWith('\n');
  return {
    print: (chunk) => {
      if (chunk.type !== 'token') return;
      answer = answer.slice(0, chunk.at) + chunk.content;
      if (chunk.at === printed.length) write(chunk.content);
      else if (answer.startsWith(printed)) write(answer.slice(printed.length));
      else if (!printed.startsWith(answer)) {
        shell.stdout.write('\n\n(The answer was interrupted. Again from the start:)\n\n');
        printed = '';
        write(answer);
      }
    },
    note: (text) => {
      shell.stderr.write(`${shell.stdout.isTTY && midLine() ? '\n' : ''}${plainText(text)}\n`);
    },
    end: () => {
      if (midLine()) shell.stdout.write('\n');
    },
  };
}
