import type { StartStage } from '../../facts/start-stage.ts';
import { checkText, probeOf, timingText } from '../../facts/probes.ts';
import { formatSpan, secondsBetween } from '../../facts/time.ts';

import { containerText } from './containers.ts';

/** What a stage of the start is called, what happens in it, and what comes next. */
export function stageWords(stage: StartStage, now: number): { title: string; sentence: string; next: string } {
  const span = stage.since === undefined ? '' : ` for ${formatSpan(secondsBetween(stage.since, now))}`;
  const { container, step } = stage;
  const who = container ? containerText(container) : 'the pod';
  const which = step ? ` (${step.number} of ${step.of})` : '';
  switch (stage.stage) {
    case 'scheduling':
      return words(
        'it waits for a node',
        `The scheduler has had it${span} and has not chosen a node yet`,
        'Then the kubelet of the node sets it up.',
      );
    case 'accepting':
      return words(
        'its node is about to take it on',
        `It has had a node${span}, and the kubelet there has not taken it on yet`,
        'Its volumes and its network come next.',
      );
    case 'sandbox':
      return words(
        'its node prepares it',
        `The kubelet has been mounting its volumes and setting up its sandbox and network${span}`,
        'Its first container starts after that.',
      );
    case 'pulling':
      return words(
        `the image of ${who} is being pulled`,
        `The node has been pulling the image of ${who}${which}${span}`,
        'The container starts as soon as it is there.',
      );
    case 'init':
      return words(
        `${who}${which} is running`,
        `${capital(who)}${which} has been running${span}`,
        'What comes after it starts when it exits with 0.',
      );
    case 'creating':
      return words(
        `${who} is being created`,
        `${capital(who)}${which} is being created and started`,
        'It has failed nothing so far.',
      );
    case 'conditions':
      return words(
        'its containers are ready',
        `All containers have been ready${span}, the pod as a whole is not yet`,
        'The kubelet or a readiness gate has the last word.',
      );
    default:
      return probeWords(stage, span, now);
  }
}

function words(title: string, sentence: string, next: string): { title: string; sentence: string; next: string } {
  return { title, sentence: `${sentence}.`, next };
}

function probeWords(
  { stage, container, nextAt }: StartStage,
  span: string,
  now: number,
): { title: string; sentence: string; next: string } {
  const type = stage === 'startup-probe' ? 'startup' : 'readiness';
  if (!container) return words('it is starting', `It has been starting${span}`, '');
  const probe = probeOf(container, type);
  const who = containerText(container);
  if (!probe)
    return words(
      `${who} has just started`,
      `${capital(who)} has been running${span}`,
      'It counts as ready as soon as the kubelet has seen it run.',
    );
  const left = nextAt === undefined ? 0 : secondsBetween(now, nextAt);
  const next =
    left > 0
      ? `It is first asked in ${formatSpan(left)}: the initial delay is ${formatSpan(probe.timing.firstCheck)} from the start of the container.`
      : `It is asked ${timingText(probe.timing).replace(/^first after [^,]*, /, '')}, and one success${probe.timing.successThreshold > 1 ? ` after another, ${probe.timing.successThreshold} in all,` : ''} is enough.`;
  return words(
    `${who} runs and waits for its ${type} probe`,
    `${capital(who)} has been running${span}; its ${type} probe (${checkText(probe.probe)}) has not passed yet and nothing says that it failed`,
    next,
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
