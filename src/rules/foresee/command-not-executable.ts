import type { KeyToPath, PodSpec, VolumeMount, Volume } from '../../core/kubernetes.ts';
import { defineForesight } from '../../core/rule.ts';
import { mountedAt, volumeText } from '../../facts/program.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { changeVolume } from '../kit/remedies.ts';

export const commandNotExecutable = defineForesight({
  of: {
    id: 'command-not-executable',
    title: 'The program of the container may not be executed',
    topic: 'start',
    severity: 'critical',
    verdict: 'failing',
  },
  stage: 'start',
  needs: ['spec'],

  *check({ spec, subject }) {
    for (const container of spec.containers) {
      const [program = ''] = container.spec.command ?? [];
      const mounted = mountedAt(container, spec.spec, program);
      const file = mounted && fileOf(mounted.volume, mounted.mount, program);
      if (!mounted || !file || (file.mode & 0o111) !== 0 || runsWindows(spec.spec)) continue;
      const { volume, index, mount } = mounted;
      const mode = file.mode.toString(8).padStart(4, '0');
      const path = `${container.path}.command[0]`;
      yield {
        container,
        path,
        detail: 'permission',
        title: `container ${container.name} cannot start: ${program} may not be executed (mode ${mode})`,
        explanation: `${program} comes from ${volumeText(volume)} mounted at ${mount.mountPath}; its files have mode ${mode}, and without an x bit none can be executed, not even by root.`,
        evidence: [
          fieldEvidence('spec', path, program),
          fieldEvidence('spec', `${spec.path}.volumes[${index}].${file.field}.defaultMode`, mode),
        ],
        remedies: [
          changeVolume(subject, { name: volume.name, index }, [file.field, 'defaultMode'], 0o755, {
            action: `Set defaultMode of volume ${volume.name} to 0755`,
            why: `the files of ${volumeText(volume)} are then executable`,
          }),
        ],
      };
    }
  },
});

function runsWindows({ os }: PodSpec): boolean {
  return os?.name === 'windows';
}

/** The mode that a file of a ConfigMap or Secret gets, 0644 where nobody says otherwise; undefined for other volumes. */
function fileOf(
  { configMap, secret }: Volume,
  { mountPath, subPath, subPathExpr }: VolumeMount,
  program: string,
): { field: 'configMap' | 'secret'; mode: number } | undefined {
  const source = configMap ?? secret;
  if (!source || subPathExpr) return undefined;
  const below = program.slice(mountPath.replace(/\/+$/, '').length + 1);
  const name = [subPath, below].filter(Boolean).join('/');
  const item = source.items?.find(({ path }: KeyToPath) => path === name);
  return { field: configMap ? 'configMap' : 'secret', mode: item?.mode ?? source.defaultMode ?? 0o644 };
}
