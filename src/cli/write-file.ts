import { chmod, open, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { KnownError } from '../core/errors.ts';

/** Replaces the text of a file in its own encoding, in one step: whoever reads it sees the old text or the new one. */
export async function replaceText(file: string, text: string): Promise<void> {
  try {
    const target = await realpath(file);
    const { mode } = await stat(target);
    const beside = `${target}.podlife-${process.pid}`;
    try {
      await writeFile(beside, encoded(text, await firstBytes(target)), { flag: 'wx' });
      await chmod(beside, mode);
      await rename(beside, target);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
  } catch (error) {
    throw new KnownError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The text in the encoding that the mark at the start of the file says. */
function encoded(text: string, head: Buffer): Buffer {
  const plain = text.replace(/^\ufeff/, '');
  if (head[0] === 0xff && head[1] === 0xfe) return Buffer.from(`\ufeff${plain}`, 'utf16le');
  if (head[0] === 0xfe && head[1] === 0xff) return Buffer.from(`\ufeff${plain}`, 'utf16le').swap16();
  const mark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? '\ufeff' : '';
  return Buffer.from(mark + plain, 'utf8');
}

/** Whether the text of a file is still the one that was read: somebody may have changed it meanwhile. */
export async function isUnchanged(file: string, text: string): Promise<boolean> {
  const head = await firstBytes(file);
  return (await readFile(file)).equals(encoded(text, head));
}
