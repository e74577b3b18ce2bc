/** A ConfigMap or Secret, or a key of one, that an error text says is not there. */
export interface NamedMissing {
  readonly kind: 'ConfigMap' | 'Secret';
  /** Missing where the text gives only the key, as those about volumes do. */
  readonly name?: string;
  readonly key?: string;
}

function kindOf(word: string): 'ConfigMap' | 'Secret' {
  return word.toLowerCase() === 'secret' ? 'Secret' : 'ConfigMap';
}

/**
 * What is missing by the words of the kubelet, in their order: for env `configmap "x" not found` and `couldn't find key k in Secret ns/x`
 * (pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables), for volumes the same first form and `references non-existent secret key: k`
 * (pkg/volume/configmap, pkg/volume/secret). Several may stand in one text. Texts about its caches are no answer and give nothing.
 */
export function missingInText(text: string): NamedMissing[] {
  const found: (NamedMissing & { at: number })[] = [];
  for (const match of text.matchAll(/\b(configmap|secret)s? "([^"]+)" not found/gi)) {
    const [, word = '', name = ''] = match;
    found.push({ kind: kindOf(word), name, at: match.index });
  }
  for (const match of text.matchAll(/couldn't find key (\S+) in (ConfigMap|Secret) [^\s/]+\/([^\s,\]]+)/g)) {
    const [, key = '', word = '', name = ''] = match;
    found.push({ kind: kindOf(word), name, key, at: match.index });
  }
  for (const match of text.matchAll(/references non-existent (config|secret) key: ([^\s,\]]+)/g)) {
    const [, word = '', key = ''] = match;
    found.push({ kind: kindOf(word), key, at: match.index });
  }
  return found.sort((a, b) => a.at - b.at).map(({ at: _at, ...missing }) => missing);
}
