import { resourceClaimPending } from '../../../src/rules/scheduling/resource-claim-pending.ts';
import { anEvent } from '../../support/builders.ts';
import { pendingPod } from '../../support/pending.ts';
import { testRule } from '../../support/rule-tester.ts';

const claims = { resourceClaims: [{ name: 'gpu', resourceClaimName: 'shared-gpu' }] };
const template = { resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'one-gpu' }] };
const after =
  ' still not schedulable, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.';

testRule(resourceClaimPending, {
  fires: [
    {
      name: 'no device',
      objects: [
        pendingPod({ message: `0/2 nodes are available: 2 cannot allocate all claims.${after}`, spec: claims }),
      ],
      expect: [{ container: null, detail: 'not-allocated', says: ['shared-gpu'] }],
    },
    {
      name: 'the claim serves as many pods as it may',
      objects: [pendingPod({ message: `0/2 nodes are available: 2 resourceclaim in use.${after}`, spec: claims })],
      expect: [{ says: ['reserved for as many pods as it may serve'] }],
    },
    {
      name: 'its device is on another node',
      objects: [
        pendingPod({
          message: `0/2 nodes are available: 2 resourceclaim not available on the node.${after}`,
          spec: claims,
        }),
      ],
      expect: [{ says: ['allocated already, on nodes that cannot take the pod'] }],
    },
    {
      name: 'the claim is being deleted',
      objects: [
        pendingPod({
          message: `0/2 nodes are available: resourceclaim shared-gpu is being deleted.${after}`,
          spec: claims,
        }),
      ],
      expect: [{ says: ['shared-gpu'] }],
    },
    {
      name: 'no such device class',
      objects: [
        pendingPod({
          message: '0/2 nodes are available: request r0: device class no-such does not exist. not found',
          spec: claims,
        }),
      ],
      expect: [{ detail: 'device-class-missing', says: ['no-such'] }],
    },
    {
      name: 'the claim is not there: nobody says anything',
      objects: [pendingPod({ spec: claims })],
      expect: [{ detail: 'claim', confidence: 'likely', says: ['shared-gpu'] }],
    },
    {
      name: 'the template is not there',
      objects: [
        pendingPod({ spec: template }),
        anEvent(
          'FailedResourceClaimCreation',
          'PodResourceClaim gpu: resource claim template "one-gpu": resourceclaimtemplate.resource.k8s.io "one-gpu" not found',
        ),
      ],
      expect: [{ detail: 'template', confidence: 'certain', says: ['one-gpu', 'does not exist'] }],
    },
    {
      name: 'the claim of a template has not been made',
      objects: [pendingPod({ spec: template })],
      expect: [{ confidence: 'likely', says: ['one-gpu'] }],
    },
    { name: 'recorded: no device', recording: 'diffusion-batch', expect: [{ says: ['upscale-gpu'] }] },
    { name: 'recorded: no template', recording: 'diffusion-srv', expect: [{ says: ['single-gpu'] }] },

    {
      name: 'no device, and its spec names no claim',
      objects: [pendingPod({ message: `0/2 nodes are available: 2 cannot allocate all claims.${after}` })],
      expect: [
        { detail: 'not-allocated', says: ['both nodes cannot give what its ResourceClaim of the pod asks for'] },
      ],
    },
  ],
  silent: [
    {
      name: 'nobody knows how old the pod is',
      objects: [pendingPod({ spec: template, metadata: { creationTimestamp: undefined } })],
    },
    { name: 'no claims', objects: [pendingPod()] },
    { name: 'a moment old', objects: [pendingPod({ created: 2, spec: template })] },
    {
      name: 'made, and another reason',
      objects: [pendingPod({ message: '0/2 nodes are available: 2 Insufficient cpu.', spec: template })],
    },
    { name: 'recorded: something else', recording: 'vision-infer' },
  ],
});
