import type { Remedy } from '../../core/finding.ts';
import { probeHost } from '../../facts/probes.ts';
import { advise } from './remedies.ts';
import {
  change,
  changePort,
  changeScheme,
  giveMoreTime,
  grpcRemedies,
  handlerOf,
  lookAtAnswer,
  lookAtLog,
  otherWayRound,
  raiseTimeout,
  refusedRemedies,
  replaceCommand,
  runCommand,
  usePassingCheck,
  type ProbeTrouble,
} from './probe-fixes.ts';

export type { ProbeTrouble } from './probe-fixes.ts';

/** What to do about a probe that fails, by why it fails: the change that mends it first where it is known, looking first where it is not. */
export function probeRemedies(trouble: ProbeTrouble): Remedy[] {
  const byDetail = remediesOf(trouble);
  return byDetail.length > 0 ? byDetail.slice(0, 4) : [...lookAtLog(trouble), ...lookAtAnswer(trouble)];
}

function remediesOf(trouble: ProbeTrouble): Remedy[] {
  const { container, probe, diagnosis } = trouble;
  const { command: program = 'the program' } = diagnosis;
  switch (diagnosis.detail) {
    case 'wrong-port':
      return [...changePort(trouble), ...otherWayRound(trouble)];
    case 'wrong-path':
      return [
        ...usePassingCheck(trouble),
        ...lookAtAnswer(trouble),
        advise(
          `Point the ${probe.type} probe at a path that ${container.name} serves, or serve ${probe.probe.httpGet?.path || '/'}`,
          'only answers from 200 to 399 count as healthy',
          'new rollout',
        ),
      ];
    case 'server-error':
      return [
        ...lookAtLog(trouble),
        ...lookAtAnswer(trouble),
        advise(
          `Mend what ${container.name} reports, or keep dependencies out of its ${probe.type} check`,
          `a ${probe.type} probe that fails with a dependency fails in every replica at once`,
        ),
      ];
    case 'auth':
      return [
        ...usePassingCheck(trouble),
        advise(
          `Serve ${probe.probe.httpGet?.path || '/'} without a login, or probe a path that needs none`,
          'the kubelet sends no credentials',
          'new rollout',
        ),
      ];
    case 'timeout':
      return [
        raiseTimeout(trouble),
        ...lookAtLog(trouble),
        advise(
          'Make the check cheaper: no dependencies, no start of a heavy program',
          `it has to be done within timeoutSeconds, every ${probe.timing.period} s`,
        ),
      ];
    case 'connection-refused':
      return refusedRemedies(trouble);
    case 'wrong-scheme':
      return [changeScheme(trouble)];
    case 'command-missing':
      return [
        ...replaceCommand(trouble),
        advise(
          `Or add ${program} to the image of ${container.name}`,
          'the command runs inside the container',
          'new image',
        ),
      ];
    case 'command-failed':
      return [...runCommand(trouble), ...lookAtLog(trouble)];
    case 'dns':
      return [
        change(trouble, [handlerOf(probe.probe), 'host'], null, {
          action: `Remove host ${probeHost(probe.probe) ?? ''} from the ${probe.type} probe`,
          why: 'without a host the pod itself is asked; whether another server is up is not what this probe is for',
        }),
      ];
    case 'grpc':
      return grpcRemedies(trouble);
    case 'too-early':
      return [giveMoreTime(trouble), ...lookAtLog(trouble)];
    default:
      return [];
  }
}
