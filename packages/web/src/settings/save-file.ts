/** Hands a file to the browser's downloads. */
export interface NamedFile {
  readonly name: string;
  readonly content: Blob;
}

/** The address lives on for the download that has just begun. */
const KEPT_MS = 60_000;

export function saveFile({ name, content }: NamedFile): void {
  const address = URL.createObjectURL(content);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
