import type { PodSpec } from '../../core/kubernetes.ts';
import type { Remedy } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { podSpecOf } from '../../facts/pod-status.ts';
import { mountedAt, programSource, programText, volumeText } from '../../facts/program.ts';
import { startFailures, type StartFailure } from '../../facts/start-failure.ts';
import { commandNotExecutable as foresee } from '../foresee/command-not-executable.ts';
import { containerText } from '../kit/containers.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise, changeContainer, changeVolume } from '../kit/remedies.ts';
import { commandEvidence, inspectEntrypoint, sourceText, startObservation, triesText } from '../kit/start.ts';

/** rwxr-xr-x, as the number that the API takes. */
const executable = 0o755;

export const commandNotExecutable = defineRule({
  ...foresee.of,
  needs: ['status'],
  mayUse: ['events', 'logs', 'owner'],
  foresee,

  *check(facts) {
    const { status, subject } = facts;
    const pod = podSpecOf(status);
    for (const failure of startFailures(facts)) {
      if (failure.kind !== 'not-executable') continue;
      const { container, path } = failure;
      const program = programText(container, path);
      const common = startObservation(failure);
      const directory = failure.detail === 'directory';
      const mounted = mountedAt(container, pod, program);
      yield {
        ...common,
        detail: directory ? 'directory' : 'permission',
        title: `${containerText(container)} cannot start: ${program} ${directory ? 'is a directory' : 'may not be executed (permission denied)'}`,
        explanation: `${sourceText(container, path, true)} calls ${program}, ${reasonText(failure, pod)}.${triesText(failure)}`,
        evidence: [...common.evidence, ...commandEvidence(container), ...modeEvidence(mounted)],
        remedies: remedies(subject, failure, pod),
      };
    }
  },
});

function filesOf(mounted: ReturnType<typeof mountedAt>): { field: 'configMap' | 'secret'; mode: number } | undefined {
  const { configMap, secret } = mounted?.volume ?? {};
  if (configMap) return { field: 'configMap', mode: configMap.defaultMode ?? 0o644 };
  return secret ? { field: 'secret', mode: secret.defaultMode ?? 0o644 } : undefined;
}

function modeEvidence(mounted: ReturnType<typeof mountedAt>): ReturnType<typeof fieldEvidence>[] {
  const files = filesOf(mounted);
  if (!mounted || !files) return [];
  return [fieldEvidence('spec', `spec.volumes[${mounted.volume.name}].${files.field}.defaultMode`, octal(files.mode))];
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

function reasonText({ container, path, detail }: StartFailure, pod: PodSpec): string {
  const program = programText(container, path);
  if (detail === 'directory') return 'which is a directory and no program';
  const mounted = mountedAt(container, pod, program);
  const files = filesOf(mounted);
  if (mounted && files) {
    return `which comes from ${volumeText(mounted.volume)} mounted at ${mounted.mount.mountPath}; its files have mode ${octal(files.mode)}, and without the x bit none can be executed`;
  }
  const user = container.spec.securityContext?.runAsUser ?? pod.securityContext?.runAsUser;
  const who = user === undefined ? 'the user that the container runs as' : `user ${user}, as whom the container runs,`;
  const where = mounted ? ` (it lies on ${volumeText(mounted.volume)})` : '';
  return `and ${who} may not execute it${where}: the file lacks the x bit, a folder above it is closed, or its file system is mounted noexec`;
}

function remedies(subject: Subject, failure: StartFailure, pod: PodSpec): Remedy[] {
  const { container, path, detail } = failure;
  const program = programText(container, path);
  if (container.kind === 'ephemeral')
    return [
      advise('Start another debug container with a program that can be executed', 'one that exists cannot be changed'),
    ];
  const source = programSource(container, path);
  const field = source === 'args' ? 'args' : 'command';
  if (detail === 'directory') {
    return [
      advise(`Name the program inside ${program} in ${field}`, 'a directory cannot be executed'),
      inspectEntrypoint(container),
    ];
  }
  const mounted = mountedAt(container, pod, program);
  const files = filesOf(mounted);
  const script = /\.(?:sh|bash)$/.test(program) && source !== 'image';
  return [
    ...(mounted && files
      ? [
          changeVolume(
            subject,
            { name: mounted.volume.name, index: mounted.index },
            [files.field, 'defaultMode'],
            executable,
            {
              action: `Set defaultMode of volume ${mounted.volume.name} to 0755`,
              why: `the files of ${volumeText(mounted.volume)} are then executable`,
            },
          ),
        ]
      : [
          mounted
            ? advise(
                `Set the x bit of ${program} on ${volumeText(mounted.volume)} (chmod +x) for the user that runs it`,
                'the volume keeps the mode of the file',
              )
            : advise(
                `Set the x bit of ${program} (chmod +x, before the image is built) for the user that runs it`,
                'the mode of the file is part of the image',
              ),
        ]),
    ...(script
      ? [
          changeContainer(subject, container, [field], ['sh', ...(container.spec[field] ?? [program])], {
            action: `Or run it with a shell: sh ${program}`,
            why: 'a script that a shell reads needs no x bit, only a shell in the image',
          }),
        ]
      : []),
    inspectEntrypoint(container),
  ];
}
