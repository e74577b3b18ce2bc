import { runAsNonRoot } from '../../../src/rules/start/run-as-non-root.ts';
import { anEvent, aPod, waiting } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const refused = (message: string, own = {}, pod = {}) =>
  aPod({
    spec: { securityContext: pod },
    status: { phase: 'Pending' },
    containers: [
      { name: 'web', image: 'redis:7', securityContext: own, state: waiting('CreateContainerConfigError', message) },
    ],
  });
const rootImage = 'container has runAsNonRoot and image will run as root (pod: "web-1_shop(uid)", container: web)';
const named =
  'container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root (pod: "web-1_shop(uid)", container: web)';
const zero = 'container\'s runAsUser breaks non-root policy (pod: "web-1_shop(uid)", container: web)';

testRule(runAsNonRoot, {
  fires: [
    {
      name: 'the image runs as root',
      objects: [refused(rootImage, {}, { runAsNonRoot: true })],
      expect: [
        { container: 'web', detail: 'root-image', says: ['spec.securityContext.runAsNonRoot', 'redis:7', 'runAsUser'] },
      ],
    },
    {
      name: 'the image names its user',
      objects: [refused(named, { runAsNonRoot: true })],
      expect: [{ detail: 'named-user', says: ['app'], command: 'docker run --rm --entrypoint id redis:7 app' }],
    },
    {
      name: 'the spec asks for root',
      objects: [refused(zero, { runAsNonRoot: true }, { runAsUser: 0 })],
      expect: [{ detail: 'run-as-user-0', says: ['spec.securityContext.runAsUser', 'contradict'] }],
    },
    {
      name: 'a debug container',
      objects: [
        aPod({
          spec: {
            securityContext: { runAsNonRoot: true },
            ephemeralContainers: [{ name: 'debug', image: 'busybox' }],
          },
          status: {
            ephemeralContainerStatuses: [{ name: 'debug', state: waiting('CreateContainerConfigError', rootImage) }],
          },
        }),
      ],
      expect: [
        { container: 'debug', severity: 'warning', says: ['--profile=restricted'], saysNot: ['runAsNonRoot: false'] },
      ],
    },
    {
      name: 'only the event tells',
      objects: [
        aPod({ status: { phase: 'Pending' }, containers: [{ name: 'web', state: waiting('ContainerCreating') }] }),
        anEvent('Failed', `Error: ${rootImage}`, { container: 'web' }),
      ],
      expect: [{ detail: 'root-image' }],
    },
    {
      name: 'user 0 of the container itself',
      objects: [refused(zero, { runAsNonRoot: true, runAsUser: 0 })],
      expect: [{ detail: 'run-as-user-0', says: ['securityContext.runAsUser'] }],
    },
    {
      name: 'the pod sets both, and the status tells of a Windows account',
      objects: [
        refused(
          'container\'s runAsUserName (ContainerAdministrator) which will be regarded as root identity and will break non-root policy (pod: "web-1_shop(uid)", container: web)',
          {},
          { runAsNonRoot: true },
        ),
      ],
      expect: [{ detail: 'run-as-user-0', says: ['runAsUserName', 'administrator'], saysNot: ['asks for root'] }],
    },
    { name: 'recorded: root', recording: 'audit-log', expect: [{ container: 'audit' }] },
    { name: 'recorded: a name', recording: 'ldap-sync', expect: [{ container: 'sync', says: ['appuser'] }] },
  ],
  silent: [
    { name: 'a missing Secret', objects: [refused('secret "x" not found', { runAsNonRoot: true })] },
    { name: 'it runs', objects: [aPod({ spec: { securityContext: { runAsNonRoot: true } } })] },
    { name: 'a program that may not write', recording: 'landing-page' },
  ],
});
