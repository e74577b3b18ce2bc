import type { LintReport } from '../../core/manifest.ts';
import type { LintRenderContext } from './context.ts';

export type LintRender = (report: LintReport, context: LintRenderContext) => string;
export type LintFormat = 'table' | 'json' | 'yaml' | 'sarif' | 'junit' | 'github' | 'markdown';

/** Every output format of `lint` with its renderer; each is loaded when it is used. */
export const lintRenderers: Readonly<Record<LintFormat, () => Promise<LintRender>>> = {
  table: async () => (await import('./table.ts')).renderLintTable,
  json: async () => (await import('./json.ts')).renderLintJson,
  yaml: async () => (await import('./yaml.ts')).renderLintYaml,
  sarif: async () => (await import('./sarif.ts')).renderLintSarif,
  junit: async () => (await import('./junit.ts')).renderLintJunit,
  github: async () => (await import('./github.ts')).renderLintGithub,
  markdown: async () => (await import('./markdown.ts')).renderLintMarkdown,
};
