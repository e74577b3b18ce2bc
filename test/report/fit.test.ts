import { describe, expect, test } from '@jest/globals';
import type { Pod } from '../../src/core/kubernetes.ts';
import { applyEdits, type Edit } from '../../src/fit/edits.ts';
import { fitPod } from '../../src/fit/evaluate.ts';
import { indexCluster } from '../../src/fit/node-index.ts';
import type { Keeper } from '../../src/report/fit-patches.ts';
import { aNode } from '../support/builders.ts';
import { casesFile, clusterOf, readCases } from '../support/fit-cases.ts';
import { fitReportOf } from '../support/fit-report.ts';
import { onNode, pendingPod, taintedNode } from '../support/pending.ts';

const gpu = { key: 'gpu', value: 'true', effect: 'NoSchedule' };
const nothing = {
  pods: [],
  namespaces: [],
  claims: [],
  volumes: [],
  storageClasses: [],
  priorityClasses: [],
  disruptionBudgets: [],
  csiNodes: [],
  csiDrivers: [],
  storageCapacities: [],
  volumeAttachments: [],
  resourceClaims: [],
  resourceSlices: [],
  deviceClasses: [],
};

function deployment(template: Pick<Pod, 'spec'>): Keeper {
  return {
    kind: 'Deployment',
    name: 'web',
    namespace: 'shop',
    templatePath: 'spec.template.spec',
    template,
    isDraft: false,
  };
}

function sized(name: string, cpu: string): ReturnType<typeof aNode> {
  return aNode(name, { status: { allocatable: { cpu, memory: '8Gi', pods: '110' } } });
}

describe('changes are aimed at what the user keeps', () => {
  test('a list that the template does not have is added as a whole', () => {
    const pod = pendingPod();
    const report = fitReportOf(
      pod,
      { ...nothing, nodes: [taintedNode('node-a', gpu)] },
      { keeper: deployment({ spec: { containers: [{ name: 'web' }] } }) },
    );
    expect(report.smallestChange).toMatchObject({
      action: 'tolerate gpu=true:NoSchedule',
      nodes: ['node-a'],
      patch: { target: 'Deployment/web', op: 'add', path: '/spec/template/spec/tolerations' },
      risk: 'restarts the pods of Deployment/web',
    });
    expect(report.smallestChange?.command?.slice(0, 6)).toEqual([
      'kubectl',
      '-n',
      'shop',
      'patch',
      'deployment/web',
      '--type=json',
    ]);
  });

  test('containers are found by their names, and a request that the template does not state is stated', () => {
    const pod = pendingPod({ requests: { cpu: '4' } });
    const template = { spec: { containers: [{ name: 'sidecar' }, { name: 'web' }] } };
    const report = fitReportOf(pod, { ...nothing, nodes: [sized('node-a', '2')] }, { keeper: deployment(template) });
    expect(report.smallestChange?.patch).toEqual({
      target: 'Deployment/web',
      op: 'add',
      path: '/spec/template/spec/containers/1/resources',
      value: { requests: { cpu: '2' } },
    });
  });

  test('what only the pod has cannot be taken from the template', () => {
    const pod = pendingPod({ spec: { nodeSelector: { disk: 'ssd' } } });
    const cluster = { ...nothing, nodes: [aNode('node-a')] };
    const report = fitReportOf(pod, cluster, { keeper: deployment({ spec: { containers: [{ name: 'web' }] } }) });
    const own = report.nodes[0]?.changes.find(({ side }) => side === 'pod');
    expect(own).toMatchObject({ commands: [], patches: [], command: null });
  });

  test('a pod that nobody owns may be given a toleration, and nothing else', () => {
    const pod = pendingPod({ spec: { nodeSelector: { disk: 'ssd' } } });
    const report = fitReportOf(pod, { ...nothing, nodes: [aNode('node-a'), taintedNode('node-b', gpu)] });
    const [a] = report.nodes;
    expect(a?.changes.find(({ side }) => side === 'pod')).toMatchObject({
      command: null,
      risk: 'Pod/web-1 has to be deleted and created again',
    });
    const tolerant = fitReportOf(pendingPod(), { ...nothing, nodes: [taintedNode('node-b', gpu)] });
    expect(tolerant.smallestChange?.command).toContain('pod/web-1');
    expect(tolerant.smallestChange?.risk).toBe('none');
  });

  test('nodes are changed with the words of kubectl', () => {
    const nodes = [aNode('node-a', { spec: { unschedulable: true } }), taintedNode('node-b', gpu), aNode('node-c')];
    const pod = pendingPod({ spec: { nodeSelector: { disk: 'ssd' } } });
    const report = fitReportOf(pod, { ...nothing, nodes });
    const commands = report.nodes.map(({ changes }) => changes.find(({ side }) => side === 'node')?.commands);
    expect(commands[0]).toContainEqual(['kubectl', 'uncordon', 'node-a']);
    expect(commands[1]).toContainEqual(['kubectl', 'taint', 'nodes', 'node-b', 'gpu:NoSchedule-']);
    expect(commands[2]).toEqual([['kubectl', 'label', 'nodes', 'node-c', 'disk=ssd', '--overwrite']]);
  });

  test('a pod that nobody would make again is not deleted', () => {
    const hosted = { hostNetwork: true, containers: [{ name: 'web', ports: [{ containerPort: 80, hostPort: 80 }] }] };
    const there = onNode('bare', 'node-a', { spec: hosted });
    const report = fitReportOf(pendingPod({ spec: hosted }), { ...nothing, nodes: [aNode('node-a')], pods: [there] });
    const moved = report.nodes[0]?.changes.find(({ side }) => side === 'other-pods');
    expect(moved).toMatchObject({ command: null, risk: 'nobody makes pod bare again: it is gone for good' });
  });
});

describe('what the report says', () => {
  test('a running pod is placed anew', () => {
    const report = fitReportOf(pendingPod(), { ...nothing, nodes: [aNode('node-a')] }, { node: 'node-a' });
    expect(report.summary).toBe('shop/web-1 is on node-a; if it were placed anew, 1 of 1 node can take it');
  });

  test('where the condition says something else', () => {
    const said = '0/1 nodes are available: 1 Insufficient cpu.';
    const report = fitReportOf(pendingPod(), { ...nothing, nodes: [aNode('node-a')] }, { said });
    expect(report).toMatchObject({ schedulable: true, said, message: '' });
    expect(report.summary).toBe(
      'shop/web-1 is pending: the scheduler said that no node takes it, and 1 of 1 node can take it now',
    );
  });

  test('another scheduler is named', () => {
    const pod = pendingPod({ spec: { schedulerName: 'volcano' } });
    const { couldNotCheck } = fitReportOf(pod, { ...nothing, nodes: [aNode('node-a')] });
    expect(couldNotCheck.map(({ what }) => what)).toEqual(['scheduler volcano']);
  });

  test('of very many nodes some of each kind are searched for changes, and that is said', () => {
    const nodes = Array.from({ length: 300 }, (_, at) =>
      at % 3 === 0 ? taintedNode(`t-${at}`, gpu) : sized(`s-${at}`, '1'),
    );
    const report = fitReportOf(pendingPod({ requests: { cpu: '2' } }), { ...nothing, nodes });
    const searched = report.nodes.filter(({ changes }) => changes.length > 0);
    expect(searched).toHaveLength(100);
    expect(new Set(searched.map(({ plugin }) => plugin)).size).toBe(2);
    expect(report.couldNotCheck).toEqual([{ what: 'changes', why: 'looked for on 100 of the 300 nodes that refuse' }]);
  });

  test('all reasons, where they are asked for', () => {
    const node = { ...sized('node-a', '1'), spec: { taints: [gpu] } };
    const pod = pendingPod({ requests: { cpu: '2' } });
    const plugins = (all: boolean): (string | null)[] =>
      fitReportOf(pod, { ...nothing, nodes: [node] }, {}, all).nodes.flatMap(({ plugin, refusals }) =>
        refusals ? refusals.map((one) => one.plugin) : [plugin],
      );
    expect(plugins(false)).toEqual(['TaintToleration']);
    expect(plugins(true)).toEqual(['TaintToleration', 'NodeResourcesFit']);
  });
});

describe('in the recorded cases', () => {
  const refused = readCases(casesFile).filter((one) => !one.answer.scheduled && !one.incoming.spec?.schedulingGates);

  test.each(refused.map((one) => [one.id, one] as const))(
    '%s: the patches of the owner let its next pod in',
    (_, one) => {
      const cluster = clusterOf(one);
      const template = { spec: { ...one.incoming.spec } };
      const keeper: Keeper = { ...deployment(template), templatePath: 'spec' };
      const { smallestChange: change } = fitReportOf(one.incoming, cluster, { keeper });
      if (!change || change.side !== 'pod' || change.patches.length === 0) return;
      const edits = change.patches.map(({ op, path, value }): Edit => ({
        target: { kind: 'incoming' },
        op,
        path,
        value,
      }));
      const next = applyEdits({ ...one.incoming, ...template }, cluster, edits);
      expect(fitPod(next.pod, indexCluster(next.cluster)).nodes.some(({ fits }) => fits)).toBe(true);
    },
  );
});
