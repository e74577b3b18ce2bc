import type { LintFinding } from '../../core/manifest.ts';
import type { RuleMeta } from '../../core/rule.ts';

/** A change of the text of a file: what stands in the range is replaced. */
export interface Replacement {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** What the renderers of `lint` have to know beside the report. */
export interface LintRenderContext {
  /** Columns to fit into. */
  readonly width: number;
  readonly color: boolean;
  /** The version of podlife. */
  readonly version: () => string;
  /** The line of a file that a finding points at, as it may be shown. */
  excerpt(file: string, line: number): string | undefined;
  /** Rules by id. */
  readonly rules: ReadonlyMap<string, RuleMeta>;
  /** The pages of rules, for formats that carry help. */
  readonly pages: ReadonlyMap<string, string>;
  /** What `--fix` would change for a finding, for formats that carry fixes. */
  replacements(finding: LintFinding): readonly Replacement[];
}
