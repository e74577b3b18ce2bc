import { severities, type Severity } from '../core/finding.ts';
import type { PodReport } from '../core/report.ts';
import { renderers } from '../render/index.ts';
import type { ParsedArgs } from './args.ts';
import type { ColorMode, OutputFormat } from './flags.ts';
import type { Io } from './io.ts';
import { terminalWidth, useColor } from './terminal.ts';

/** Prints reports in the format that was asked for. `single`: one target was given, so one object is printed. */
export async function printReports(
  reports: readonly PodReport[],
  single: boolean,
  args: ParsedArgs,
  io: Io,
): Promise<void> {
  // The choices of both flags were checked when they were parsed.
  const format = (args.strings.get('output') ?? 'table') as OutputFormat;
  const mode = (args.strings.get('color') ?? 'auto') as ColorMode;
  const render = await renderers[format]();
  const context = {
    width: terminalWidth(io),
    color: useColor(mode, io),
    brief: args.booleans.has('brief'),
  };
  io.stdout(render(reports, context, single));
}

/** 1 where a finding is as bad as `--fail-on` says, else 0. */
export function exitCodeOf(reports: readonly PodReport[], args: ParsedArgs): number {
  const failOn = args.strings.get('fail-on') ?? 'never';
  if (failOn === 'never') return 0;
  const limit = severities.indexOf(failOn as Severity);
  const reached = reports.some(({ findings }) =>
    findings.some(({ severity }) => severities.indexOf(severity) <= limit),
  );
  return reached ? 1 : 0;
}

/** Commands reach the cluster that was asked: what named it on the command line is put into each. */
export function withCommandFlags(report: PodReport, flags: readonly string[]): PodReport {
  if (flags.length === 0) return report;
  const remediation = report.remediation.map((remedy) => {
    const [program = '', ...rest] = remedy.command ?? [];
    return remedy.command && program === 'kubectl' ? { ...remedy, command: [program, ...flags, ...rest] } : remedy;
  });
  return { ...report, remediation };
}
