// Archives whose bytes depend on nothing but what is in them: entries sorted by name, one time, one owner, no links.
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';

/** 1980-01-01T00:00:00Z, the oldest that a zip can hold; seconds since 1970. */
const time = 315532800;

/** Entries are `{ name, mode, bytes }`; folders come from the names. */
function withFolders(entries) {
  const folders = new Set();
  for (const { name } of entries) {
    const parts = name.split('/').slice(0, -1);
    parts.forEach((_, index) => folders.add(`${parts.slice(0, index + 1).join('/')}/`));
  }
  const all = [...entries, ...[...folders].map((name) => ({ name, mode: 0o755, bytes: Buffer.alloc(0) }))];
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function tarGz(entries) {
  const blocks = withFolders(entries).flatMap(({ name, mode, bytes }) => [
    tarHeader(name, mode, bytes.length),
    bytes,
    Buffer.alloc((512 - (bytes.length % 512)) % 512),
  ]);
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]), { level: 6 });
}

function tarHeader(name, mode, size) {
  if (Buffer.byteLength(name) > 100) throw new Error(`${name} is too long for the archive`);
  const header = Buffer.alloc(512);
  const octal = (value, width) => `${value.toString(8).padStart(width - 1, '0')}\0`;
  header.write(name, 0);
  header.write(octal(mode, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(size, 12), 124);
  header.write(octal(time, 12), 136);
  header.write(' '.repeat(8), 148);
  header.write(name.endsWith('/') ? '5' : '0', 156);
  header.write('ustar\u000000', 257);
  header.write('root', 265);
  header.write('root', 297);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  return header;
}

export function zip(entries) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const { name, mode, bytes } of withFolders(entries)) {
    const packed = name.endsWith('/') ? bytes : deflateRawSync(bytes, { level: 6 });
    const [local, central] = [Buffer.alloc(30), Buffer.alloc(46)];
    const method = name.endsWith('/') ? 0 : 8;
    // Version, flags, method, time, date (1980-01-01), checksum, sizes, length of the name: the same in both headers.
    const common = Buffer.alloc(26);
    [20, 0, method, 0, 0x21].forEach((value, index) => common.writeUInt16LE(value, index * 2));
    [crc32(bytes), packed.length, bytes.length].forEach((value, index) => common.writeUInt32LE(value, 10 + index * 4));
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    local.writeUInt32LE(0x04034b50, 0);
    common.copy(local, 4);
    central.writeUInt32LE(0x02014b50, 0);
    // Made on Unix, so that the mode counts.
    central.writeUInt16LE((3 << 8) | 20, 4);
    common.copy(central, 6);
    central.writeUInt32LE((((name.endsWith('/') ? 0o040000 : 0o100000) | mode) << 16) >>> 0, 38);
    central.writeUInt32LE(offset, 42);
    parts.push(local, Buffer.from(name), packed);
    directory.push(central, Buffer.from(name));
    offset += local.length + Buffer.byteLength(name) + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length / 2, 8);
  end.writeUInt16LE(directory.length / 2, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
