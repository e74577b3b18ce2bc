import type { EvidenceItem, Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import type { Siblings } from '../../facts/siblings.ts';
import type { Crash } from './crash.ts';
import { listText } from './containers.ts';
import { fieldEvidence } from './evidence.ts';
import { counted } from './manifest.ts';
import { act, kubectl, kubectlCluster, logsCommand, look, workloadName, workloadRef } from './remedies.ts';

/** The whole log of the instance that died: of the current one if that has ended, else of the one before. */
export function readLog({ container }: Crash, subject: Subject): Remedy[] {
  const command = logsCommand(subject, container.name, container.terminated === undefined);
  if (!command) return [];
  return [
    look(
      `Read the whole log of ${container.name} up to its end`,
      'what the process said last is the best witness there is',
      command,
    ),
  ];
}

/** What the other pods of the owner tell: only one node is bad, or only the newest version is. */
export function siblingWords(
  { onlyOnNode, fineOfOtherVersion }: Siblings,
  subject: Subject,
): { sentence?: string; evidence: EvidenceItem[]; remedies: Remedy[] } {
  if (onlyOnNode) {
    const { node, dying, fine, fineNodes } = onlyOnNode;
    const others = `${counted(fine, 'pod')} on ${fineNodes.length <= 3 ? listText(fineNodes) : `${fineNodes.length} other nodes`}`;
    return {
      sentence: `Only on ${node} it dies (${counted(dying, 'pod')}); the same version runs well in ${others}, so something is different on ${node}.`,
      evidence: [
        fieldEvidence(
          'owner',
          workloadName(subject),
          `pods that die: ${dying} on ${node}; pods that are ready: ${others}`,
        ),
      ],
      remedies: [
        look(
          `Compare ${node} with a node where it runs`,
          'labels, versions and what is installed on it may differ',
          kubectlCluster('describe', 'node', node),
        ),
      ],
    };
  }
  if (fineOfOtherVersion > 0 && ['Deployment', 'StatefulSet', 'DaemonSet'].includes(subject.workload.kind)) {
    const pods = counted(fineOfOtherVersion, 'pod');
    return {
      sentence: `${pods} of the version before ${fineOfOtherVersion === 1 ? 'is' : 'are'} ready, so the last change of ${workloadName(subject)} brought it.`,
      evidence: [fieldEvidence('owner', workloadName(subject), `${pods} of another version ready`)],
      remedies: [
        act(
          `Go back to the version before while you look for the cause`,
          'its pods run',
          kubectl(subject, 'rollout', 'undo', workloadRef(subject)),
          `replaces the new pods of ${workloadName(subject)}`,
        ),
      ],
    };
  }
  return { evidence: [], remedies: [] };
}
