/** Unpacks the Chromium that npm brought into `TMPDIR`; a process of its own, because that variable is the only way to say where. */
import chromium from '@sparticuz/chromium';

await chromium.executablePath();
