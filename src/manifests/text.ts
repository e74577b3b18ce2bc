import { isUtf8 } from 'node:buffer';

/** A character that YAML forbids, in place of bytes that are no UTF-8: the document that has it is refused, and says why. */
const undecodable = '\ufffe';

/** The text of a file: UTF-8, or UTF-16 where a byte order mark says so. The mark stays, so that the text can be written back as it was. */
export function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
      .swap16()
      .toString('utf16le');
  }
  const text = bytes.toString('utf8');
  return isUtf8(bytes) ? text : text.replaceAll('\ufffd', undecodable);
}

/** Whether a file has an encoding in which podlife does not write. */
export function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
