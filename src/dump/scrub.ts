import type { KubeObject } from '../core/kubernetes.ts';
import { plainSecret } from '../facts/plain-secret.ts';
import { maskArguments, maskSecrets, maskTokens } from '../facts/secret-like.ts';

/** How much was left out of a capture. */
export interface LeftOut {
  /** Values of environment variables. */
  readonly variables: number;
  /** Annotations that repeat the whole object as it was applied. */
  readonly lastApplied: number;
  /** Values of Secrets and of ConfigMaps. */
  readonly secretValues: number;
  readonly configValues: number;
  /** Texts in which something looks like a secret. */
  readonly masked: number;
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Kinds of which nobody asks who changed them last. */
const unmanaged = new Set(['Pod', 'Node', 'Event']);

const secretHeader = /auth|cookie|token|secret|password|key$/i;

type Fields = Readonly<Record<string, unknown>>;

/** Takes out of objects what only their owner should read, and counts it. Names and structure stay. */
export class Scrubber {
  readonly #counts = { variables: 0, lastApplied: 0, secretValues: 0, configValues: 0, masked: 0 };

  get leftOut(): LeftOut {
    return this.#counts;
  }

  noteValues(kind: string, count: number): void {
    if (kind === 'Secret') this.#counts.secretValues += count;
    if (kind === 'ConfigMap') this.#counts.configValues += count;
  }

  noteMasked(): void {
    this.#counts.masked++;
  }

  scrub(object: KubeObject): KubeObject {
    const { metadata = {} } = object;
    const { managedFields: _changes, ...plain } = metadata;
    const scrubbed = this.#fields({ ...object, metadata: unmanaged.has(object.kind ?? '') ? plain : metadata });
    return scrubbed as KubeObject;
  }

  #fields(fields: Fields, within = ''): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(fields).flatMap(([field, value]) => {
        if (field === lastApplied) {
          this.#counts.lastApplied++;
          return [];
        }
        return [[field, this.#value(field, value, within)]];
      }),
    );
  }

  #value(field: string, value: unknown, within: string): unknown {
    if (typeof value === 'string') {
      // The last words of a container are lines of its log.
      return this.#counted(value, within === 'terminated' && field === 'message' ? maskSecrets : maskTokens);
    }
    if (Array.isArray(value)) {
      const items: readonly unknown[] = value;
      if (field === 'command' || field === 'args') return this.#words(items);
      if (field === 'env') return items.map((item) => this.#variable(item));
      if (field === 'httpHeaders') return items.map((item) => this.#header(item));
      return items.map((item) => this.#value(field, item, within));
    }
    return isFields(value) ? this.#fields(value, field) : value;
  }

  #counted(text: string, mask: (text: string) => string): string {
    const safe = mask(text);
    if (safe !== text) this.#counts.masked++;
    return safe;
  }

  #words(words: readonly unknown[]): string[] {
    const plain = words.map(String);
    const safe = maskArguments(plain);
    this.#counts.masked += safe.filter((word, index) => word !== plain[index]).length;
    return safe;
  }

  #variable(variable: unknown): unknown {
    if (!isFields(variable)) return variable;
    if (variable['value'] === undefined) return this.#fields(variable);
    this.#counts.variables++;
    const { name, value } = variable;
    // That a secret stands in clear text is worth knowing; which one is not.
    const isSecret = plainSecret({ name: String(name), value: String(value) }) === 'name';
    return { ...this.#fields(variable), value: isSecret ? '***' : '' };
  }

  #header(header: unknown): unknown {
    if (!isFields(header)) return header;
    if (!secretHeader.test(String(header['name']))) return this.#fields(header);
    this.#counts.masked++;
    return { ...header, value: '' };
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
