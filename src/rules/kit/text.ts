/** Text of somebody else in one line, short enough for a sentence. */
export function shortened(text: string, most = 80): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

export function firstLine(text: string): string {
  return text.split('\n', 1).join('');
}
