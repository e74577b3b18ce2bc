import { defineRule } from '../../core/rule.ts';
import { explainExitCode } from '../../facts/exit-codes.ts';
import { siblingsOf } from '../../facts/siblings.ts';
import { readLog, siblingWords } from '../kit/crash-remedies.ts';
import { aftermath, afterRun, crashesOf, crashEvidence, graded } from '../kit/crash.ts';
import { containerText } from '../kit/containers.ts';
import { lostObservation, senderWords, signalRemedies } from '../kit/signals.ts';

export const killedBySignal = defineRule({
  id: 'killed-by-signal',
  title: 'The process dies from a signal',
  topic: 'crash',
  severity: 'critical',
  verdict: 'failing',
  needs: ['spec', 'status'],
  mayUse: ['events', 'logs', 'owner'],

  *check(facts) {
    const { status, events, logs, owner, subject, now } = facts;
    for (const crash of crashesOf(facts, 'lost')) yield lostObservation(crash, status, subject);
    for (const crash of crashesOf(facts, 'signal')) {
      const { container, death } = crash;
      const { exitCode } = death.termination;
      const { signal = 'SIGSYS', meaning } = explainExitCode(exitCode);
      const siblings = siblingWords(siblingsOf(container.name, status, owner, now), subject);
      const parts = [
        `Exit code ${exitCode} stands for ${signal} (128 + ${exitCode - 128}): ${meaning}.`,
        ...senderWords(crash, signal, events),
        siblings.sentence ?? '',
        aftermath(crash, status, now),
      ];
      yield {
        ...graded(crash, now),
        container,
        title: `${containerText(container)} dies from ${signal} (exit code ${exitCode})${afterRun(crash) ? ` ${afterRun(crash)}` : ''}`,
        explanation: parts.filter((part) => part !== '').join(' '),
        evidence: [...crashEvidence(crash, logs), ...siblings.evidence],
        remedies: [...readLog(crash, subject), ...signalRemedies(crash, signal, subject), ...siblings.remedies].slice(
          0,
          4,
        ),
      };
    }
  },
});
