import type { KubeObject } from '../core/kubernetes.ts';
import type { LintFinding } from '../core/manifest.ts';
import { stepsOf, valueAt } from '../facts/field-path.ts';
import { isSecretName, mayNameSecret } from '../facts/secret-names.ts';

/** Longer lines are cut: a frame is to be read. */
const longestLine = 400;
export const mask = '•••';
/** What is no secret, whatever its key is called. */
const plain = /^(true|false|null|~|\$\(\w+\)|["']{2})$/;

/**
 * The line of a finding as a frame may show it. What looks like a secret is masked: values of Secrets, of environment variables with such a name, and of keys with such a
 * name, wherever they stand.
 */
export function excerptOf(line: string, finding: LintFinding, object: KubeObject | undefined): string {
  const short = line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
  if (object?.kind === 'Secret' && /^(data|stringData)\b/.test(finding.path)) return maskValues(short, () => true);
  if (finding.rule === 'secret-in-plain' || isSecretName(variableOf(finding, object) ?? '')) {
    return maskValues(short, (key) => key === 'value' || isSecretName(key));
  }
  return mayNameSecret(short) ? maskValues(short, isSecretName) : short;
}

/** The environment variable that a finding is about. */
function variableOf({ path }: LintFinding, object: KubeObject | undefined): string | undefined {
  const at = /^.*\.env\[\d+\]/.exec(path)?.[0];
  const variable = at === undefined ? undefined : valueAt(object, at);
  const name = typeof variable === 'object' && variable !== null && 'name' in variable ? variable.name : undefined;
  return typeof name === 'string' ? name : stepsOf(path).findLast((step) => typeof step === 'string');
}

/** Replaces what stands behind the keys that are chosen, as long as it is a value and no key of its own begins there. */
function maskValues(line: string, chosen: (key: string) => boolean): string {
  return line.replace(
    /(["']?)([\w.-]+)\1(\s*[:=]\s+|\s*=|":\s*)("(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?|[^\s,{}[\]&*|>][^,}\]]*)/g,
    (whole, quote: string, key: string, between: string, value: string) =>
      chosen(key) && !plain.test(value.trim()) ? `${quote}${key}${quote}${between}${mask}` : whole,
  );
}
