import { describe, expect, test } from '@jest/globals';
import { fitPod, type Fit } from '../../src/fit/evaluate.ts';
import { indexCluster } from '../../src/fit/node-index.ts';
import { allCasesFile, casesFile, clusterOf, hasAllCases, readCases, type FitCase } from '../support/fit-cases.ts';

const name = (one: FitCase): string => `${one.id} ${one.themes.join(' ')}`;
const sorted = (list: readonly string[]): string[] => [...list].sort();

/** What we say in the shape of what the scheduler said: only the nodes that it answers for. */
function answersOf(one: FitCase, fit: Fit): Record<string, unknown> {
  const perNode = one.perNode ?? one.perNodeIfUngated ?? {};
  const nodes = fit.nodes.filter((node) => node.name in perNode);
  return Object.fromEntries(
    nodes.map((node) => [node.name, node.fits ? 'fits' : { code: node.code, reasons: sorted(node.reasons) }]),
  );
}

function recorded(one: FitCase): Record<string, unknown> {
  const perNode = one.perNode ?? one.perNodeIfUngated ?? {};
  const nodes = fitPod(one.incoming, indexCluster(clusterOf(one))).nodes;
  return Object.fromEntries(
    Object.entries(perNode).map(([node, reasons]) => {
      // Of a gated pod only the reasons were recorded.
      const code = one.perNodeStatus?.[node]?.code ?? nodes.find((own) => own.name === node)?.code;
      return [node, reasons ? { code, reasons: sorted(reasons) } : 'fits'];
    }),
  );
}

function check(one: FitCase): void {
  const fit = fitPod(one.incoming, indexCluster(clusterOf(one)));
  expect(fit.schedulable).toBe(one.answer.scheduled);
  expect(answersOf(one, fit)).toEqual(recorded(one));
  for (const [node, { plugin }] of Object.entries(one.perNodeStatus ?? {})) {
    // The recording names no plugin for nodes that were never looked at.
    if (plugin) expect(fit.nodes.find((own) => own.name === node)?.plugin).toBe(plugin);
  }
  if (one.answer.node) expect(fit.nodes.find((own) => own.name === one.answer.node)?.fits).toBe(true);
  else expect(fit.message).toBe(one.answer.message ?? '');
  expect(fit.preemption !== undefined).toBe(one.answer.nominatedNode !== undefined);
}

describe('answers as kube-scheduler does', () => {
  test.each(readCases(casesFile).map((one) => [name(one), one] as const))('%s', (_, one) => {
    check(one);
  });
});

const all = hasAllCases ? describe : describe.skip;

all('in all recorded cases', () => {
  test('verdict, reasons, codes, plugins, chosen node and the words of the condition', () => {
    for (const one of readCases(allCasesFile)) check(one);
  });
});

test('nothing is left unchecked where every kind is known', () => {
  for (const one of readCases(casesFile))
    expect(fitPod(one.incoming, indexCluster(clusterOf(one))).couldNotCheck).toEqual([]);
});

test('the order of nodes does not matter', () => {
  for (const one of readCases(casesFile)) {
    const cluster = clusterOf(one);
    const reversed = { ...cluster, nodes: [...cluster.nodes].reverse(), pods: [...(cluster.pods ?? [])].reverse() };
    const byName = ({ nodes }: Fit): unknown => [...nodes].sort((a, b) => (a.name < b.name ? -1 : 1));
    const [there, back] = [cluster, reversed].map((state) => fitPod(one.incoming, indexCluster(state)));
    expect(back && byName(back)).toEqual(there && byName(there));
    expect(back?.message).toBe(there?.message);
  }
});
