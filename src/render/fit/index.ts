import type { FitReport } from '../../core/fit-report.ts';
import type { RenderContext } from '../context.ts';

export type FitRender = (report: FitReport, context: RenderContext) => string;

/** Every output format of `fit`; each is loaded when it is used. */
export const fitRenderers: Readonly<Record<'table' | 'wide' | 'json' | 'yaml' | 'markdown', () => Promise<FitRender>>> =
  {
    table: async () => (await import('./table.ts')).renderFitTable,
    wide: async () => (await import('./table.ts')).renderFitWide,
    json: async () => (await import('./json.ts')).renderFitJson,
    yaml: async () => (await import('./yaml.ts')).renderFitYaml,
    markdown: async () => (await import('./markdown.ts')).renderFitMarkdown,
  };
