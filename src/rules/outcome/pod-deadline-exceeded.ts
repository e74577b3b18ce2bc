import { defineRule } from '../../core/rule.ts';
import { withReason } from '../../facts/events.ts';
import { formatSpan, formatTime, secondsBetween } from '../../facts/time.ts';
import { containerText } from '../kit/containers.ts';
import { eventEvidence, fieldEvidence, logEvidence } from '../kit/evidence.ts';
import { changePod, logsCommand, look } from '../kit/remedies.ts';

export const podDeadlineExceeded = defineRule({
  id: 'pod-deadline-exceeded',
  title: 'The pod ran past its own deadline and was stopped',
  topic: 'outcome',
  severity: 'critical',
  verdict: 'failing',
  needs: ['spec', 'status'],
  mayUse: ['events', 'logs'],

  *check({ spec, status, events, logs, subject, now }) {
    const seen = withReason(events, 'DeadlineExceeded').filter(
      ({ object }) => object.kind === 'Pod' || object.kind === '',
    );
    if (status.reason !== 'DeadlineExceeded' && seen.length === 0) return;
    if (status.phase === 'Succeeded') return;
    const seconds = spec.spec.activeDeadlineSeconds;
    const deadline = seconds === undefined ? 'its deadline' : `${seconds} s (activeDeadlineSeconds)`;
    const unfinished = status.containers.filter(
      ({ kind, terminated }) => kind !== 'ephemeral' && terminated?.reason !== 'Completed',
    );
    const names = unfinished.map(containerText).join(', ');
    const end = seconds === undefined || status.started === undefined ? undefined : status.started + seconds * 1000;
    const stopping = status.phase === 'Failed' ? '' : ' Its containers are being stopped now.';
    yield {
      // Exit codes of containers that were stopped for it, or that failed before, explain less.
      weight: 50,
      title: `the pod was stopped because it ran longer than ${seconds === undefined ? 'its deadline' : `its ${deadline}`}`,
      explanation:
        `The pod may be active for ${seconds === undefined ? 'the time of its deadline' : `${formatSpan(seconds)}, counted from when the kubelet took it on (pulling images counts, waiting for a node does not)`}` +
        `${end === undefined ? '' : `, so its time was over at ${formatTime(end)}`}; ${names ? `${names} had not finished by then` : 'it had not finished by then'}. ` +
        `The kubelet then stops every container and fails the pod, whatever the exit codes are (137 and 143 come from the stop).${stopping}`,
      evidence: [
        ...(seconds === undefined ? [] : [fieldEvidence('spec', 'spec.activeDeadlineSeconds', String(seconds))]),
        ...(status.started === undefined
          ? []
          : [
              {
                ...fieldEvidence(
                  'status',
                  'status.startTime',
                  `${formatSpan(secondsBetween(status.started, now))} ago`,
                ),
                time: formatTime(status.started),
              },
            ]),
        ...(status.reason
          ? [
              fieldEvidence(
                'status',
                'status.reason',
                status.message ? `${status.reason}: ${status.message}` : status.reason,
              ),
            ]
          : []),
        ...seen.slice(-1).map(eventEvidence),
        ...unfinished.slice(0, 1).flatMap(({ name }) => logEvidence(logs, name)),
      ],
      remedies: [
        ...(seconds === undefined
          ? []
          : [
              changePod(subject, ['activeDeadlineSeconds'], seconds * 2, {
                action: `Raise activeDeadlineSeconds (to ${seconds * 2}, to begin with) if the work takes that long`,
                why: `${seconds} s were not enough`,
              }),
            ]),
        ...unfinished.slice(0, 1).flatMap(({ name }) => {
          const command = logsCommand(subject, name, false);
          return command ? [look(`Read how far ${name} had got`, 'it may hang instead of being slow', command)] : [];
        }),
      ],
    };
  },
});
