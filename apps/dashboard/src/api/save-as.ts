import { type CallOptions, send } from './call.ts';

/** Downloads what the service answers. Not by a link: a key cannot be put into one, and filters must not be. */
export async function saveAs(path: string, name: string, options: CallOptions = {}): Promise<void> {
  const answer = await send('GET', path, options);
  saveBlob(await answer.blob(), name);
}

export function saveBlob(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  Object.assign(document.createElement('a'), { href: address, download: name }).click();
  // The download has begun by then; until then the address has to hold.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
