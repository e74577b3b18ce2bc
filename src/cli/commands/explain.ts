import { readFile } from 'node:fs/promises';
import type { Target } from '../../core/evidence.ts';
import { KnownError } from '../../core/errors.ts';
import type { EvidenceKey } from '../../core/evidence.ts';
import { ObjectReader } from '../../dump/object-reader.ts';
import { parseObjects } from '../../dump/parse.ts';
import { kindNamed } from '../../facts/resources.ts';
import { gather } from '../../kube/gather.ts';
import { explain } from '../../report/explain.ts';
import { rules } from '../../rules/index.ts';
import type { Io } from '../io.ts';

/** Temporary end-to-end path: `explain TARGET -n NS -f FILE -o json`. */
export async function runExplain(args: readonly string[], io: Io): Promise<number> {
  const option = (name: string): string | undefined => {
    const at = args.indexOf(name);
    return at < 0 ? undefined : args[at + 1];
  };
  const file = option('-f');
  if (!file) throw new KnownError('no -f');
  const target = parseTarget(args[0] ?? '', option('-n') ?? 'default');
  const reader = new ObjectReader(parseObjects(await readFile(file), file));
  const snapshot = await gather(reader, target, evidenceNeeds());
  io.stdout(JSON.stringify(explain(snapshot, rules), undefined, 2) + '\n');
  return 0;
}

function evidenceNeeds(): Set<EvidenceKey> {
  return new Set(rules.flatMap((rule) => [...rule.needs, ...(rule.mayUse ?? [])]));
}

function parseTarget(text: string, namespace: string): Target {
  const [kind, name] = text.includes('/') ? text.split('/') : ['pod', text];
  return { kind: kindNamed(kind ?? '') ?? 'Pod', namespace, name: name ?? '' };
}
