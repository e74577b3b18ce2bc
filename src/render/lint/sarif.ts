import type { LintFinding, LintReport } from '../../core/manifest.ts';
import type { RuleMeta } from '../../core/rule.ts';
import { cleanDeep } from '../text/clean.ts';
import type { LintRenderContext, Replacement } from './context.ts';
import { levelOf, messageOf } from './words.ts';

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** SARIF 2.1.0, for code scanning: the rules that found something with their pages, results with regions, fixes and fingerprints. */
export function renderLintSarif(report: LintReport, context: LintRenderContext): string {
  const ids = [...new Set(report.findings.map(({ rule }) => rule))].sort();
  const notes = [
    ...report.failedRules.map(({ rule, error }) => ({
      level: 'error',
      message: { text: `rule ${rule} failed: ${error}` },
    })),
    ...report.couldNotCheck.map(({ what, why }) => ({
      level: 'warning',
      message: { text: `${what} could not be checked: ${why}` },
    })),
  ];
  const log = {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'podlife',
            informationUri: 'https://podlife.dev',
            semanticVersion: context.version(),
            rules: ids.map((id) => descriptor(id, context)),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: report.failedRules.length === 0,
            ...(notes.length > 0 ? { toolExecutionNotifications: notes } : {}),
          },
        ],
        results: report.findings.map((finding) => result(finding, ids.indexOf(finding.rule), context)),
      },
    ],
  };
  return `${JSON.stringify(cleanDeep(log), undefined, 2)}\n`;
}

function descriptor(id: string, { rules, pages }: LintRenderContext): unknown {
  const rule: RuleMeta | undefined = rules.get(id);
  const page = pages.get(id);
  const title = rule?.title ?? id;
  return {
    id,
    name: id.replace(/(^|-)(\w)/g, (_match, _dash, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `${title}.` },
    fullDescription: { text: firstParagraph(page) ?? `${title}.` },
    help: { text: page ?? `${title}.`, ...(page === undefined ? {} : { markdown: page }) },
    ...(rule
      ? { defaultConfiguration: { level: levelOf(rule.severity) }, properties: { tags: ['kubernetes', rule.topic] } }
      : {}),
  };
}

/** What stands below the first heading of a page. */
function firstParagraph(page: string | undefined): string | undefined {
  const [, text] = /^## What it means\n+([\s\S]+?)(?:\n\n|\n#|$)/m.exec(page ?? '') ?? [];
  return text?.replace(/\s+/g, ' ').trim();
}

function result(finding: LintFinding, ruleIndex: number, context: LintRenderContext): unknown {
  const { rule, severity, stage, file, object, path, fingerprint, fix } = finding;
  const artifactLocation = { uri: uriOf(file) };
  const replacements = context.replacements(finding);
  const snippet = context.excerpt(file, finding.line);
  return {
    ruleId: rule,
    ruleIndex,
    level: levelOf(severity),
    message: { text: messageOf(finding) },
    locations: [
      {
        physicalLocation: {
          artifactLocation,
          region: { ...region(finding), ...(snippet === undefined ? {} : { snippet: { text: snippet } }) },
        },
        ...(object
          ? { logicalLocations: [{ fullyQualifiedName: path ? `${object}.${path}` : object, kind: 'object' }] }
          : {}),
      },
    ],
    partialFingerprints: { 'podlife/v1': fingerprint },
    ...(fix && replacements.length > 0
      ? {
          fixes: [
            {
              description: { text: fix.description },
              artifactChanges: [
                {
                  artifactLocation,
                  replacements: replacements.map((one) => ({
                    deletedRegion: region(one),
                    insertedContent: { text: one.text },
                  })),
                },
              ],
            },
          ],
        }
      : {}),
    properties: { severity, stage },
  };
}

function region({ line, column, endLine, endColumn }: LintFinding | Replacement): Readonly<Record<string, number>> {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** A path as a URI: relative to where the run took place, or a file: URI. */
function uriOf(file: string): string {
  const path = file.replace(/\\/g, '/').split('/').map(encodeURIComponent).join('/');
  if (path.startsWith('/')) return `file://${path}`;
  return path.replace(/^(\.\/)+/, '').replace(/^([A-Za-z])%3A\//, 'file:///$1:/');
}
