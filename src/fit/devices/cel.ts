import { parseQuantity } from '../../facts/quantity.ts';

/** A value of the small part of CEL that device selectors are mostly written in. */
export type CelValue = string | number | bigint | boolean | readonly CelValue[] | CelMap;
export interface CelMap {
  readonly [key: string]: CelValue | undefined;
}

type Node =
  | { readonly kind: 'value'; readonly value: CelValue }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Node; readonly key: Node }
  | { readonly kind: 'call'; readonly name: string; readonly target?: Node; readonly args: readonly Node[] }
  | { readonly kind: 'operator'; readonly operator: string; readonly args: readonly Node[] };

/** Evaluates an expression over variables. undefined: it uses what is not known here, or a key that is not there. */
export function evaluateCel(expression: string, variables: CelMap): CelValue | undefined {
  const tokens = tokensOf(expression);
  const parser = tokens && parserOf(tokens);
  const tree = parser?.parse();
  return tree && evaluate(tree, variables);
}

/** Whether an expression is written in the part of CEL that is understood here. */
export function understandsCel(expression: string): boolean {
  const tokens = tokensOf(expression);
  return tokens !== undefined && parserOf(tokens).parse() !== undefined;
}

const token =
  /\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\d+\.\d+|\d+)|([A-Za-z_]\w*)|(&&|\|\||==|!=|<=|>=|[-!<>()[\].,]))/y;

interface Token {
  readonly kind: 'string' | 'number' | 'name' | 'sign';
  readonly text: string;
}

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (text.slice(token.lastIndex).trim() !== '') {
    const match = token.exec(text);
    if (!match) return undefined;
    const [, string, number, name, sign = ''] = match;
    if (string !== undefined) tokens.push({ kind: 'string', text: string.slice(1, -1).replace(/\\(.)/g, '$1') });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'sign', text: sign });
  }
  return tokens;
}

const levels: readonly (readonly string[])[] = [['||'], ['&&'], ['==', '!=', '<', '<=', '>', '>=', 'in']];
const calls = new Set([
  'quantity',
  'semver',
  'compareTo',
  'isGreaterThan',
  'isLessThan',
  'matches',
  'startsWith',
  'endsWith',
  'contains',
  'size',
]);

/** Recursive descent; undefined where the text is not of this grammar. */
function parserOf(tokens: readonly Token[]): { parse(): Node | undefined } {
  let at = 0;
  const take = (...texts: string[]): string | undefined => {
    const next = tokens[at];
    if (!next || next.kind === 'string' || !texts.includes(next.text)) return undefined;
    at++;
    return next.text;
  };
  const binary = (level: number): Node | undefined => {
    const operators = levels[level];
    if (!operators) return unary();
    let left = binary(level + 1);
    for (let operator = take(...operators); left && operator; operator = take(...operators)) {
      const right = binary(level + 1);
      left = right && { kind: 'operator', operator, args: [left, right] };
    }
    return left;
  };
  const unary = (): Node | undefined => {
    const operator = take('!', '-');
    if (!operator) return postfix(primary());
    const arg = unary();
    return arg && { kind: 'operator', operator: operator === '-' ? 'minus' : operator, args: [arg] };
  };
  const list = (end: string): Node[] | undefined => {
    const items: Node[] = [];
    while (!take(end)) {
      if (items.length > 0 && !take(',')) return undefined;
      const item = binary(0);
      if (!item) return undefined;
      items.push(item);
    }
    return items;
  };
  const call = (name: string, target?: Node): Node | undefined => {
    const args = list(')');
    return args && calls.has(name) ? { kind: 'call', name, args, ...(target ? { target } : {}) } : undefined;
  };
  const postfix = (start: Node | undefined): Node | undefined => {
    let node = start;
    while (node) {
      if (take('.')) {
        const name = tokens[at++];
        if (name?.kind !== 'name') return undefined;
        node = take('(')
          ? call(name.text, node)
          : { kind: 'member', of: node, key: { kind: 'value', value: name.text } };
      } else if (take('[')) {
        const key = binary(0);
        node = key && take(']') ? { kind: 'member', of: node, key } : undefined;
      } else return node;
    }
    return undefined;
  };
  const primary = (): Node | undefined => {
    if (take('(')) {
      const inner = binary(0);
      return inner && take(')') ? inner : undefined;
    }
    if (take('[')) {
      const items = list(']');
      return items && { kind: 'list', items };
    }
    const next = tokens[at++];
    if (next?.kind === 'string') return { kind: 'value', value: next.text };
    if (next?.kind === 'number') return { kind: 'value', value: Number(next.text) };
    if (next?.kind !== 'name') return undefined;
    if (next.text === 'true' || next.text === 'false') return { kind: 'value', value: next.text === 'true' };
    return take('(') ? call(next.text) : { kind: 'name', name: next.text };
  };
  return {
    parse() {
      const tree = binary(0);
      return tree && at === tokens.length ? tree : undefined;
    },
  };
}

function evaluate(node: Node, variables: CelMap): CelValue | undefined {
  switch (node.kind) {
    case 'value':
      return node.value;
    case 'list': {
      const items = node.items.map((item) => evaluate(item, variables));
      return items.every((item) => item !== undefined) ? items : undefined;
    }
    case 'name':
      return variables[node.name];
    case 'member': {
      const [of, key] = [evaluate(node.of, variables), evaluate(node.key, variables)];
      return isMap(of) && typeof key === 'string' && Object.hasOwn(of, key) ? of[key] : undefined;
    }
    case 'call':
      return callOf(
        node.name,
        [...(node.target ? [node.target] : []), ...node.args].map((arg) => evaluate(arg, variables)),
      );
    case 'operator':
      return operatorOf(
        node.operator,
        node.args.map((arg) => evaluate(arg, variables)),
      );
  }
}

function isMap(value: CelValue | undefined): value is CelMap {
  return typeof value === 'object' && !Array.isArray(value);
}

/** `&&` and `||` decide where one side alone does, as in CEL. */
function operatorOf(operator: string, [a, b]: readonly (CelValue | undefined)[]): CelValue | undefined {
  if (operator === '&&') return a === false || b === false ? false : a === true && b === true ? true : undefined;
  if (operator === '||') return a === true || b === true ? true : a === false && b === false ? false : undefined;
  if (a === undefined) return undefined;
  if (operator === '!') return typeof a === 'boolean' ? !a : undefined;
  if (operator === 'minus') return typeof a === 'number' ? -a : undefined;
  if (b === undefined) return undefined;
  if (operator === 'in') return Array.isArray(b) ? b.includes(a) : isMap(b) && typeof a === 'string' && a in b;
  if (operator === '==') return a === b;
  if (operator === '!=') return a !== b;
  if (typeof a === 'object' || typeof b === 'object') return undefined;
  return { '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b }[operator];
}

function callOf(name: string, [a, b]: readonly (CelValue | undefined)[]): CelValue | undefined {
  if (name === 'quantity') return typeof a === 'string' ? parseQuantity(a) : undefined;
  if (name === 'semver') return typeof a === 'string' ? versionKey(a) : undefined;
  if (name === 'size') return typeof a === 'string' || Array.isArray(a) ? a.length : undefined;
  if (a === undefined || b === undefined) return undefined;
  if (name === 'matches') return typeof a === 'string' && typeof b === 'string' ? matches(a, b) : undefined;
  if (typeof a === 'string' && typeof b === 'string') {
    if (name === 'startsWith') return a.startsWith(b);
    if (name === 'endsWith') return a.endsWith(b);
    if (name === 'contains') return a.includes(b);
  }
  const comparable = typeof a === typeof b && (typeof a === 'bigint' || typeof a === 'string');
  if (!comparable) return undefined;
  if (name === 'compareTo') return a < b ? -1 : a > b ? 1 : 0;
  return name === 'isGreaterThan' ? a > b : name === 'isLessThan' ? a < b : undefined;
}

function matches(text: string, pattern: string): boolean | undefined {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    return undefined;
  }
}

/** A version as a text that sorts as the version does; undefined for one with a pre-release part. */
export function versionKey(text: string): string | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(text);
  return match
    ? match
        .slice(1)
        .map((part) => part.padStart(12, '0'))
        .join('.')
    : undefined;
}
