import type { Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import { act, changePod, kubectl } from './remedies.ts';

/** A command that makes a pull secret from the login that `docker login` has stored. */
export function pullSecretCommand(subject: Subject, name: string): string[] {
  const file = '--from-file=.dockerconfigjson=.docker/config.json';
  return kubectl(subject, 'create', 'secret', 'docker-registry', name, file);
}

/** How to give pods a login for a registry: make the Secret, name it. */
export function createPullSecret(subject: Subject, registry: string, why: string, name = 'registry-login'): Remedy[] {
  return [
    act(
      `Create Secret ${name} from a docker login to ${registry} (in your home directory)`,
      why,
      pullSecretCommand(subject, name),
      'none: nothing uses it yet',
    ),
    changePod(subject, ['imagePullSecrets'], [{ name }], {
      action: `Name ${name} in imagePullSecrets`,
      why: 'the kubelet uses only the logins that the pod names (or its ServiceAccount, for pods made from then on)',
    }),
  ];
}
