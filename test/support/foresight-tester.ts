import { lintingRule, type Rule } from '../../src/core/rule.ts';
import { testLint } from './lint-tester.ts';

/** Tests the half of a rule that foresees in manifests what its other half finds on live pods. */
export function testForesight(rule: Rule, cases: Parameters<typeof testLint>[1]): void {
  const linting = lintingRule(rule);
  if (!linting) throw new Error(`${rule.id} foresees nothing`);
  testLint(linting, cases);
}

/** A Deployment `web` in namespace `shop` with these lines in the pod spec and in its only container, indented as they stand there. */
export function aDeployment(pod: string, container = '', more: { labels?: string; spec?: string } = {}): string {
  const indent = (text: string, by: number): string =>
    text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => `${' '.repeat(by)}${line}\n`)
      .join('');
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
${indent(more.spec ?? '', 2)}  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
${indent(more.labels ?? 'app: web', 8)}    spec:
${indent(pod, 6)}      containers:
        - name: web
          image: example.com/web:1
${indent(container, 10)}`;
}

/** An object of namespace `shop`. */
export function anObject(kind: string, name: string, rest = '', apiVersion = 'v1'): string {
  return `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: shop\n${rest}\n`;
}
