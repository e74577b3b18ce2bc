import {
  isNotReadyTaint,
  isPressureTaint,
  taintText,
  unschedulableTaint,
  untoleratedTaints,
} from '../../facts/tolerations.ts';
import { pointer } from '../edits.ts';
import { nodePorts, portConflicts } from '../plugins/node-ports.ts';
import { movingAll } from './moving.ts';
import { nodeEdit, podEdit, type Fixer, type Step } from './fix.ts';

export const uncordon: Fixer = ({ node }) => {
  const plugin = 'NodeUnschedulable';
  const taint = (node.node.spec?.taints ?? []).findIndex(({ key }) => key === unschedulableTaint.key);
  return [
    [
      {
        plugin,
        side: 'node',
        action: `uncordon ${node.name}`,
        why: 'it takes no new pods as long as it is cordoned',
        size: 1.5,
        edits: [
          nodeEdit(node, 'remove', '/spec/unschedulable'),
          // The node controller takes the taint away with the cordon; pods that tolerate it do not wait for that.
          ...(taint < 0
            ? []
            : [{ ...nodeEdit(node, 'remove', pointer('spec', 'taints', taint)), companion: true as const }]),
        ],
      },
    ],
    [
      {
        plugin,
        side: 'pod',
        action: `tolerate ${taintText(unschedulableTaint)}`,
        why: 'a cordon keeps out what does not tolerate it',
        size: 4,
        edits: [podEdit('add', '/spec/tolerations/-', { ...unschedulableTaint, operator: 'Exists' })],
      },
    ],
  ];
};

export const dropNodeName: Fixer = ({ incoming }) => [
  [
    {
      plugin: 'NodeName',
      side: 'pod',
      action: 'drop spec.nodeName',
      why: `it binds the pod to ${incoming.spec.nodeName ?? ''}`,
      size: 1,
      edits: [podEdit('remove', '/spec/nodeName')],
    },
  ],
];

/** One toleration a taint, or the taints away. Taints that the control plane sets by itself would come back. */
export const taints: Fixer = ({ incoming, node }) => {
  const all = node.node.spec?.taints ?? [];
  const wrong = untoleratedTaints(all, incoming.spec.tolerations);
  const passing = wrong.filter((taint) => isNotReadyTaint(taint) || isPressureTaint(taint));
  const tolerate = wrong.map((taint): Step => {
    const { key, value, effect } = taint;
    return {
      plugin: 'TaintToleration',
      side: 'pod',
      action: `tolerate ${taintText(taint)}`,
      why: passing.includes(taint)
        ? `the node is in trouble: ${key} goes away by itself when it has recovered`
        : `${node.name} is kept for pods that tolerate it`,
      size: passing.includes(taint) ? 6 : 1,
      edits: [
        podEdit(
          'add',
          '/spec/tolerations/-',
          value ? { key, operator: 'Equal', value, effect } : { key, operator: 'Exists', effect },
        ),
      ],
    };
  });
  // Positions from the end, so that none moves before its turn.
  const remove = [...wrong].reverse().map((taint): Step => ({
    plugin: 'TaintToleration',
    side: 'node',
    action: `remove taint ${taintText(taint)} from ${node.name}`,
    why: 'then every pod may use the node',
    size: 2,
    edits: [nodeEdit(node, 'remove', pointer('spec', 'taints', all.indexOf(taint)))],
  }));
  return passing.length > 0 ? [tolerate] : [tolerate, remove];
};

/** Gives up the ports that are taken, or moves their holders. */
export const hostPorts: Fixer = (obstacle) => {
  const { incoming, node } = obstacle;
  const conflicts = portConflicts(incoming, node);
  const taken = new Set(conflicts.map(({ port }) => `${port.port}/${port.protocol}`));
  const { spec } = incoming;
  const drop = (['containers', 'initContainers'] as const).flatMap((list) =>
    (spec[list] ?? []).flatMap(({ name, ports = [], restartPolicy }, at): Step[] => {
      if (list === 'initContainers' && restartPolicy !== 'Always') return [];
      return ports.flatMap(({ hostPort, protocol = 'TCP' }, port): Step[] => {
        if (!hostPort || !taken.has(`${hostPort}/${protocol}`)) return [];
        return [
          {
            plugin: 'NodePorts',
            side: 'pod',
            action: `drop hostPort ${hostPort} of container ${name}`,
            why: 'another pod on the node has it',
            size: 2,
            edits: [podEdit('remove', pointer('spec', list, at, 'ports', port, 'hostPort'))],
          },
        ];
      });
    }),
  );
  const [first, ...others] = drop;
  // On the host's network the API server sets every host port again.
  const hosted = spec.hostNetwork ? [{ ...podEdit('remove', '/spec/hostNetwork'), companion: true as const }] : [];
  const dropped = first ? [[{ ...first, edits: [...first.edits, ...hosted] }, ...others]] : [];
  const moved = movingAll(nodePorts, obstacle, [...new Set(conflicts.map(({ holder }) => holder))]);
  return moved ? [...dropped, moved] : dropped;
};
