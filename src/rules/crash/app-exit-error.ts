import { defineRule } from '../../core/rule.ts';
import { explainExitCode } from '../../facts/exit-codes.ts';
import { logHint } from '../../facts/log-hints.ts';
import { siblingsOf } from '../../facts/siblings.ts';
import { startFailures } from '../../facts/start-failure.ts';
import { aftermath, afterRun, crashesOf, crashEvidence, graded, lastWords } from '../kit/crash.ts';
import { containerText } from '../kit/containers.ts';
import { hintWords } from '../kit/log-hints.ts';
import { readLog, siblingWords } from '../kit/crash-remedies.ts';

export const appExitError = defineRule({
  id: 'app-exit-error',
  title: 'The process exits with an error',
  topic: 'crash',
  severity: 'critical',
  verdict: 'failing',
  needs: ['spec', 'status'],
  mayUse: ['events', 'logs', 'owner', 'services'],

  *check(facts) {
    const { spec, status, logs, owner, services, subject, now } = facts;
    // A program that could not be executed at all has rules of its own, even where only the log says so.
    const unstarted = new Set(startFailures(facts).map(({ container }) => container.name));
    for (const crash of crashesOf(facts, 'exit')) {
      const { container, death } = crash;
      if (unstarted.has(container.name)) continue;
      const hint = logHint(lastWords(crash, logs));
      const told = hint ? hintWords({ hint, container, spec, subject, services }) : undefined;
      const siblings = siblingWords(siblingsOf(container.name, status, owner, now), subject);
      const { exitCode } = death.termination;
      const after = afterRun(crash);
      const parts = [
        `The process of ${container.name} ends by itself with exit code ${exitCode}${after ? ` ${after}` : ''} (${explainExitCode(exitCode).meaning}).`,
        told?.sentence,
        siblings.sentence,
        aftermath(crash, status, now),
      ];
      yield {
        ...graded(crash, now),
        container,
        title: `${containerText(container)} exits with ${exitCode}${told ? `: ${told.title}` : after ? ` ${after}` : ''}`,
        explanation: parts.filter((part) => part).join(' '),
        evidence: [...crashEvidence(crash, logs), ...(told?.evidence ?? []), ...siblings.evidence],
        remedies: [...(told?.remedies ?? []), ...siblings.remedies, ...readLog(crash, subject)].slice(0, 4),
      };
    }
  },
});
