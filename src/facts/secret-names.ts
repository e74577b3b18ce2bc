// Asked of every line that is shown: plain comparisons, because compiling patterns for them would cost more than all the rest of a frame.
const endings = ['password', 'passwd', 'passphrase', 'passcode', 'pwd', 'secret', 'token', 'credential', 'credentials'];
const shortPass = ['_pass', '.pass', '-pass'];
const kindsOfKey = ['api', 'private', 'access', 'secret', 'encryption', 'signing', 'auth'];
/** Without one of these in it, a text holds no name of a secret. */
const stems = ['pass', 'pwd', 'secret', 'token', 'credential', 'key'];

/** Fields of Kubernetes itself that end like a secret and hold none. */
const harmless =
  /^(automountServiceAccountToken|serviceAccountToken|bootstrapToken|.*(Secret|secret)Key(Ref|Selector)?)$/;

/** Whether a variable or key with such a name most likely holds a password, a token or a key: `DB_PASSWORD`, `apiKey`, `client_secret`. */
export function isSecretName(name: string): boolean {
  const lower = name.toLowerCase();
  const looks = endings.some((ending) => lower.endsWith(ending)) || isPass(name, lower) || isKey(lower);
  return looks && !harmless.test(name);
}

/** False where no name in a text can be that of a secret; true says nothing. */
export function mayNameSecret(text: string): boolean {
  const lower = text.toLowerCase();
  return stems.some((stem) => lower.includes(stem));
}

/** `DB_PASS` and `dbPass`, but not `compass`. */
function isPass(name: string, lower: string): boolean {
  if (!lower.endsWith('pass')) return false;
  return lower === 'pass' || shortPass.some((ending) => lower.endsWith(ending)) || /[a-z0-9]Pass$/.test(name);
}

/** `apiKey` and `api-key`, but not `monkey`. */
function isKey(lower: string): boolean {
  if (!lower.endsWith('key')) return false;
  const before = lower.slice(0, -'key'.length);
  const kind = /[_.-]$/.test(before) ? before.slice(0, -1) : before;
  return kindsOfKey.some((one) => kind.endsWith(one));
}
