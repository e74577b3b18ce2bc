import type { Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import { formatSpan } from '../../facts/time.ts';
import { describeClaim, type StuckClaim } from './claims.ts';
import { advise, kubectlCluster, look } from './remedies.ts';
import { firstLine, shortened } from './text.ts';

/** Who should make the volume: by the class, else by the event or the annotations of the claim. */
export function provisionerOf({ storageClass, object, event }: StuckClaim): string {
  const annotations = object?.metadata?.annotations ?? {};
  const said = /external provisioner '([^']+)'|no volume plugin matched name: (\S+)/.exec(event?.message ?? '');
  return (
    storageClass?.provisioner ??
    said?.[1] ??
    said?.[2] ??
    annotations['volume.kubernetes.io/storage-provisioner'] ??
    annotations['volume.beta.kubernetes.io/storage-provisioner'] ??
    'of its class'
  );
}

/** Kubernetes has no plugin of that name: it was once part of it and has been removed, or the name is wrong. */
export function isRemoved({ event }: StuckClaim): boolean {
  return /no volume plugin matched/.test(event?.message ?? '');
}

/** The provisioner's error in one line. */
export function failureText(stuck: StuckClaim): string {
  if (isRemoved(stuck)) return `Kubernetes has no provisioner ${provisionerOf(stuck)}`;
  const message = (stuck.event?.message ?? '').replace(
    /^[Ff]ailed to provision volume with StorageClass "[^"]*": /,
    '',
  );
  return shortened(firstLine(message), 140).replace(/\.$/, '');
}

/** What became of the request for a volume. */
export function provisioningText(stuck: StuckClaim): string {
  const provisioner = provisionerOf(stuck);
  const { className = 'of the claim' } = stuck;
  const ofClass = `StorageClass ${className}`;
  if (isRemoved(stuck)) {
    return `${ofClass} names the provisioner ${provisioner}, and this Kubernetes has no plugin of that name: the built-in ones have been removed in favour of CSI drivers. Until the claim has a volume the pod cannot be placed.`;
  }
  if (stuck.kind === 'failed') {
    return `The provisioner ${provisioner} of ${ofClass} was asked for the volume and answered with an error. It tries again by itself; until it succeeds the pod cannot be placed.`;
  }
  const since = stuck.age === undefined ? '' : ` for ${formatSpan(stuck.age)}`;
  return `${ofClass} leaves making the volume to ${provisioner}, and nothing has been heard of it${since}: it has written no event about the claim, neither that it works on it nor an error. That is so when the driver is not installed in the cluster or does not run.`;
}

/** How the volume comes to be made. */
export function provisioningRemedies(subject: Subject, stuck: StuckClaim): Remedy[] {
  const provisioner = provisionerOf(stuck);
  const describe = describeClaim(subject, stuck.claim.claimName);
  const classes = look(
    'See which StorageClasses there are',
    'another one may have a provisioner that works',
    kubectlCluster('get', 'storageclasses'),
  );
  const again = 'the claim has to be deleted and made again';
  if (isRemoved(stuck)) {
    return [
      advise(
        `Use a StorageClass with a CSI driver instead of ${provisioner}`,
        'the class of a claim cannot be changed, and nothing provisions for this one',
        again,
      ),
      classes,
    ];
  }
  if (stuck.kind === 'failed')
    return [
      advise(
        'Remove what the error names (rights, quota, parameters of the class, zone)',
        'the provisioner tries again by itself',
      ),
      describe,
      classes,
    ];
  return [
    look(
      'See which CSI drivers are installed',
      `${provisioner} should be among them`,
      kubectlCluster('get', 'csidrivers'),
    ),
    advise(
      `Install the driver ${provisioner}, or start its controller again`,
      'it makes the volume as soon as it runs',
    ),
    advise('Or use a StorageClass whose driver runs here', 'the class of a claim cannot be changed', again),
    classes,
  ];
}
