import { defineRule } from '../../core/rule.ts';
import { appExitsEarly as foresee } from '../foresee/app-exits-early.ts';
import { aftermath, afterRun, crashesOf, crashEvidence, graded } from '../kit/crash.ts';
import { containerText } from '../kit/containers.ts';
import { readLog } from '../kit/crash-remedies.ts';
import { commandText, earlyExitOf, earlyExitReasons, earlyExitRemedies } from '../kit/early-exit.ts';
import { fieldEvidence } from '../kit/evidence.ts';

export const appExitsEarly = defineRule({
  ...foresee.of,
  needs: ['spec', 'status'],
  mayUse: ['events', 'logs', 'owner'],
  foresee,

  *check(facts) {
    const { status, logs, subject, now } = facts;
    for (const crash of crashesOf(facts, 'completed')) {
      const { container } = crash;
      const way = earlyExitOf(container);
      const after = afterRun(crash);
      const policy = container.spec.restartPolicy ?? status.pod.spec?.restartPolicy ?? 'Always';
      yield {
        ...graded(crash, now),
        container,
        detail: way,
        title: `${containerText(container)} ends with exit code 0${after ? ` ${after}` : ''}, and restartPolicy ${policy} starts it again and again`,
        explanation: [
          `The process of ${container.name} ends without an error (exit code 0)${after ? ` ${after}` : ''}, but under restartPolicy ${policy} a container is meant to run for ever.`,
          earlyExitReasons[way],
          aftermath(crash, status, now),
        ].join(' '),
        evidence: [
          ...crashEvidence(crash, logs),
          fieldEvidence('spec', 'spec.restartPolicy', policy),
          fieldEvidence(
            'spec',
            `${container.path}.command`,
            commandText(container) || "not set: the image's own command",
          ),
        ],
        remedies: [...earlyExitRemedies(way, container, subject), ...readLog(crash, subject)].slice(0, 4),
      };
    }
  },
});
