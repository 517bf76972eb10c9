/** Unpacks the Chromium that npm brought into `TMPDIR`; a process of its own, because that variable is the only way to say where. */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';

// The package looks for its fonts in fixed places only, and without one no text is drawn at all.
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

await chromium.executablePath();
writeFileSync(join(tmpdir(), 'fonts/fonts.conf'), FONTS);
