const secret =
  /(?:pass(?:word|wd|phrase|code)|pwd|secret|token|credentials?|(?:^|[_.-])pass|(?:api|private|access|secret|encryption|signing|auth)[_.-]?key|(?:secret|private)[_.-]?access[_.-]?key)$/i;
/** `dbPass`, but not `compass`. */
const camelPass = /[a-z0-9]Pass$/;

/** Fields of Kubernetes itself that end like a secret and hold none. */
const harmless =
  /^(automountServiceAccountToken|serviceAccountToken|bootstrapToken|.*(Secret|secret)Key(Ref|Selector)?)$/;

/** Whether a variable or key with such a name most likely holds a password, a token or a key: `DB_PASSWORD`, `apiKey`, `client_secret`. */
export function isSecretName(name: string): boolean {
  return (secret.test(name) || camelPass.test(name)) && !harmless.test(name);
}
