import { isCause } from '../../core/finding.ts';
import type { LintFinding, LintReport } from '../../core/manifest.ts';
import { messageOf } from './words.ts';

/** JUnit's XML: a suite for every file, a failed case for every problem in it; advice is output of a case that passes, a clean file one passing case. */
export function renderLintJunit(report: LintReport): string {
  const byFile = new Map<string, LintFinding[]>(report.files.map(({ file }) => [file, []]));
  for (const finding of report.findings) byFile.set(finding.file, [...(byFile.get(finding.file) ?? []), finding]);
  const failures = report.findings.filter(({ severity }) => isCause(severity)).length;
  const tests = [...byFile.values()].reduce((sum, findings) => sum + Math.max(1, findings.length), 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="podlife lint" tests="${tests}" failures="${failures}" errors="0">`,
    ...[...byFile].flatMap(([file, findings]) => suite(file, findings)),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(file: string, findings: readonly LintFinding[]): string[] {
  const failures = findings.filter(({ severity }) => isCause(severity)).length;
  const head = `  <testsuite name="${escape(file)}" tests="${Math.max(1, findings.length)}" failures="${failures}" errors="0" skipped="0">`;
  const cases =
    findings.length > 0
      ? findings.flatMap(testCase)
      : [`    <testcase name="no findings" classname="${escape(file)}" file="${escape(file)}"/>`];
  return [head, ...cases, '  </testsuite>'];
}

function testCase(finding: LintFinding): string[] {
  const { rule, file, line, column, severity, stage, object, title, path, fix } = finding;
  const name = `${rule}${object ? ` ${object}` : ''} ${line}:${column}`;
  const text = `${file}:${line}:${column}: ${messageOf(finding)}${path ? `\nfield: ${path}` : ''}${fix ? `\nfix: ${fix.description}` : ''}`;
  const open = `    <testcase name="${escape(name)}" classname="${escape(file)}" file="${escape(file)}" line="${line}">`;
  const inner = isCause(severity)
    ? `      <failure message="${escape(title)}" type="${severity} (${stage})">${escape(text)}</failure>`
    : `      <system-out>${escape(text)}</system-out>`;
  return [open, inner, '    </testcase>'];
}

/** Text as XML takes it: without characters that no XML may hold, escaped or not. */
function escape(text: string): string {
  return text

    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '\ufffd',
    )
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\r/g, '&#13;');
}
