import type { PodReport } from '../core/report.ts';
import type { RenderContext } from './context.ts';

export type Render = (reports: readonly PodReport[], context: RenderContext, single: boolean) => string;

/** Every output format of reports with its renderer; each is loaded when it is used. */
export const renderers: Readonly<Record<'table' | 'wide' | 'json' | 'yaml' | 'markdown', () => Promise<Render>>> = {
  table: async () => {
    const { renderTable } = await import('./table.ts');
    return (reports, context) => renderTable(reports, context);
  },
  wide: async () => {
    const { renderTable } = await import('./table.ts');
    return (reports, context) => renderTable(reports, context, true);
  },
  json: async () => {
    const { documentOf, renderJson } = await import('./json.ts');
    return (reports, _context, single) => renderJson(documentOf(reports, single));
  },
  yaml: async () => {
    const [{ renderYaml }, { documentOf }] = await Promise.all([import('./yaml.ts'), import('./json.ts')]);
    return (reports, _context, single) => renderYaml(documentOf(reports, single));
  },
  markdown: async () => {
    const { renderMarkdown } = await import('./markdown.ts');
    return (reports) => renderMarkdown(reports);
  },
};
