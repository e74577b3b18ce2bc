import type { KubeObject } from '../../src/core/kubernetes.ts';
import type { BundleFacts } from '../../src/core/manifest.ts';
import { lintingRule, type Rule } from '../../src/core/rule.ts';
import { lintFile, type LintedFileText } from '../../src/cli/lint-file.ts';
import { bundled } from '../../src/facts/bundle-index.ts';
import { parseDocuments } from '../../src/manifests/document.ts';
import { lintReport, type LintContext } from '../../src/report/lint.ts';
import { decodable } from '../../src/report/lint-object.ts';
import { chosenRules, type RuleChoice } from '../../src/report/lint-rules.ts';
import { rules as allRules } from '../../src/rules/index.ts';
import type { LintReport } from '../../src/core/manifest.ts';

const newest = '1.36';

export interface LintOptions {
  readonly rules?: readonly Rule[];
  readonly choice?: Partial<RuleChoice>;
  readonly bundle?: Partial<BundleFacts>;
  readonly version?: string;
}

/** What of the objects of some files is kept to resolve references. */
export function bundledObjects(texts: Readonly<Record<string, string>>, version: string): KubeObject[] {
  return Object.entries(texts).flatMap(([file, text]) =>
    parseDocuments(text, file).flatMap((document) =>
      document.objects.flatMap(({ object, templatePath }) =>
        [bundled(decodable(object, version), templatePath)].filter((one) => one !== undefined),
      ),
    ),
  );
}

/** What the rules are given beside a file. */
export function contextFor(texts: Readonly<Record<string, string>>, options: LintOptions = {}): LintContext {
  const { version = newest } = options;
  const rules = (options.rules ?? allRules).flatMap((rule) => lintingRule(rule) ?? []);
  const objects = bundledObjects(texts, version);
  const choice = { enabled: new Set<string>(), ignored: new Set<string>(), severities: new Map(), ...options.choice };
  return {
    rules: chosenRules(rules, choice),
    known: new Set(rules.map(({ id }) => id)),
    bundle: { objects, complete: new Set(), ...options.bundle },
    namespace: 'default',
  };
}

/** Lints some files by their texts. */
export function lintTexts(
  texts: Readonly<Record<string, string>>,
  options: LintOptions = {},
): { report: LintReport; files: readonly LintedFileText[] } {
  const context = contextFor(texts, options);
  const files = Object.entries(texts).map(([file, text]) =>
    lintFile({ file, text, documents: parseDocuments(text, file), problems: [] }, context, options.version ?? newest),
  );
  return { report: lintReport(files.map(({ linted }) => linted)), files };
}

/** `RULE@LINE:COLUMN` of every finding. */
export function placesOf({ findings }: LintReport): string[] {
  return findings.map(({ rule, line, column }) => `${rule}@${line}:${column}`);
}
