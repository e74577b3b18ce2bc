import { imagePlatformMismatch } from '../../../src/rules/image/image-platform-mismatch.ts';
import { aNode, aPod, namespace, terminated, waiting } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const image = 'quay.io/shop/web:1';
const arm = aNode('node-a', { status: { nodeInfo: { operatingSystem: 'linux', architecture: 'arm64' } } });
const crashing = (exitCode: number) =>
  aPod({
    containers: [{ name: 'web', image, state: waiting('CrashLoopBackOff'), last: terminated(exitCode), restarts: 3 }],
  });
const log = (text: string) => ({
  apiVersion: 'podlife/v1',
  kind: 'PodLog',
  metadata: { namespace, name: 'web-1' },
  container: 'web',
  previous: true,
  text,
});
const startError =
  'OCI runtime create failed: runc create failed: unable to start container process: exec: "/app": exec format error: unknown';

testRule(imagePlatformMismatch, {
  fires: [
    {
      name: 'CRI-O finds no build in the list',
      objects: [
        aPod({
          status: { phase: 'Pending' },
          containers: [
            {
              name: 'web',
              image,
              state: waiting(
                'ErrImagePull',
                'choosing image instance: no image found in manifest list for architecture arm64, variant "v8", OS linux',
              ),
            },
          ],
        }),
        arm,
      ],
      expect: [{ container: 'web', confidence: 'certain', says: ['linux/arm64', image] }],
    },
    {
      name: 'a node that could not be read',
      objects: [
        aPod({
          status: { phase: 'Pending' },
          containers: [
            { name: 'web', image, state: waiting('ErrImagePull', 'no match for platform in manifest: not found') },
          ],
        }),
      ],
      expect: [{ says: [`Build and push ${image} for the platform of the node as well`, 'no build for node-a'] }],
    },
    {
      name: 'the runtime cannot start it',
      objects: [
        aPod({
          containers: [
            {
              name: 'web',
              image,
              state: waiting('CrashLoopBackOff'),
              last: terminated(128, 'StartError', { message: startError }),
            },
          ],
        }),
      ],
      expect: [{ confidence: 'certain', detail: 'exec-format-error', says: ['/app', 'exec format error'] }],
    },
    {
      name: 'runc says so in the log',
      objects: [crashing(1), log('standard_init_linux.go:228: exec user process caused: exec format error\n'), arm],
      expect: [{ confidence: 'certain', says: ['linux/arm64', 'amd64 nodes'] }],
    },
    {
      name: 'a shell says so of a program that it tried',
      objects: [crashing(126), log('starting\n/bin/sh: ./server: Exec format error\n')],
      expect: [{ confidence: 'likely', says: ['./server'] }],
    },
    {
      name: 'a script without an interpreter line gives the same error',
      objects: [crashing(1), log('exec /entrypoint.sh: exec format error\n')],
      expect: [{ confidence: 'likely', says: ['#!'] }],
    },
    { name: 'recorded: no build in the index', recording: 'thumbnailer', expect: [{ says: ['linux/amd64'] }] },
    {
      name: 'recorded: pulled all the same',
      recording: 'pdf-render',
      expect: [{ container: 'pdf-render', confidence: 'certain', says: ['/bin/busybox'] }],
    },
  ],
  silent: [
    { name: 'an exit for another reason', objects: [crashing(1), log('cannot open config\n')] },
    { name: 'the tag does not exist', recording: 'web-preview' },
    { name: 'a missing program', recording: 'webhooks-consumer' },
  ],
});
