import type { Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import type { SandboxError, SandboxErrorKind } from '../../facts/sandbox-error.ts';
import { advise, changePod, kubectl, kubectlCluster, look } from './remedies.ts';

export interface SandboxWords {
  readonly error: SandboxError;
  readonly node: string;
  readonly runtimeClass: string | undefined;
  readonly subject: Subject;
}

/** The headline and one or two sentences on why the sandbox fails. */
export function sandboxMeaning({ error, node, runtimeClass }: SandboxWords): { title: string; meaning: string } {
  const said = trimmed(error.text);
  const name = error.name ?? '';
  switch (error.kind) {
    case 'runtime-handler':
      return {
        title: `the container runtime of node ${node} has no handler ${name}`,
        meaning: `${runtimeClass ? `RuntimeClass ${runtimeClass}` : 'The RuntimeClass of the pod'} asks for the runtime handler ${name}, which the container runtime of ${node} does not have (${said}).`,
      };
    case 'no-addresses':
      return {
        title: `node ${node} has no free pod address left`,
        meaning: `The network plugin${name ? ` (${name})` : ''} has no address to give to the pod: all addresses of its range on ${node} are taken (${said}).`,
      };
    case 'host-port':
      return {
        title: `host port ${name || 'of the pod'} is already in use on node ${node}`,
        meaning: `The network plugin cannot open the hostPort${name ? ` ${name}` : ''} on ${node}, because something outside the scheduler's knowledge uses it (${said}).`,
      };
    case 'cni-plugin-missing':
      return {
        title: `node ${node} lacks the network plugin ${name}`,
        meaning: `The network configuration of ${node} names the plugin ${name}, and no program of that name is in its plugin directory (${said}).`,
      };
    case 'cni-not-configured':
      return {
        title: `node ${node} has no network configuration for pods`,
        meaning: `The container runtime of ${node} finds no configuration of a network plugin (${said}).`,
      };
    case 'cni-agent-down':
      return {
        title: `the network agent of node ${node} does not answer`,
        meaning: `The network plugin${name ? ` (${name})` : ''} on ${node} does not reach its own agent, which is down or not ready yet (${said}).`,
      };
    case 'cni-unauthorized':
      return {
        title: `the network plugin of node ${node} is refused by the API server`,
        meaning: `The credentials that the network plugin uses on ${node} are not accepted (${said}).`,
      };
    case 'cni':
      return {
        title: `the network of the pod cannot be set up on node ${node}`,
        meaning: `The network plugin${name ? ` ${name}` : ''} fails (${said}).`,
      };
    default:
      return {
        title: `the sandbox of the pod cannot be made on node ${node}`,
        meaning: `${other[error.kind] ?? 'The container runtime fails'} (${said}).`,
      };
  }
}

const other: Partial<Record<SandboxErrorKind, string>> = {
  'sandbox-image':
    'The image of the sandbox itself (the pause image) cannot be pulled by the node; it is set in the configuration of the container runtime',
  'memory-too-small': 'The memory limit of the pod is too small even for the sandbox to start in',
  'no-space': 'The node has no disk space or file handles left',
  'name-reserved': 'An earlier attempt to make the sandbox hangs in the container runtime and blocks its name',
  sysctl: 'A sysctl of the pod cannot be set',
  'user-namespace': 'The node cannot give the pod a user namespace',
  cgroup: "The node cannot make the pod's cgroup",
  devices: 'The dynamic resources (devices) that the pod claims cannot be prepared on the node',
  timeout: 'The container runtime does not answer in time',
};

function trimmed(text: string): string {
  const short = text.replace(/\s+/g, ' ').replace(/[.\s]+$/, '');
  return short.length > 300 ? `${short.slice(0, 299)}…` : short;
}

/** What to do about it. */
export function sandboxRemedies(words: SandboxWords): Remedy[] {
  const { node, subject } = words;
  const common = [
    look(
      `See how ${node} is`,
      'its conditions and events tell of network, disk and runtime',
      kubectlCluster('describe', 'node', node),
    ),
  ];
  return [...ownRemedies(words), ...common, ...describePod(subject)].slice(0, 4);
}

function describePod(subject: Subject): Remedy[] {
  if (!subject.pod) return [];
  return [
    look(
      'See whether it still fails',
      'the kubelet tries again every few seconds',
      kubectl(subject, 'describe', 'pod', subject.pod),
    ),
  ];
}

function ownRemedies({ error, node, runtimeClass, subject }: SandboxWords): Remedy[] {
  const name = error.name ?? '';
  switch (error.kind) {
    case 'runtime-handler':
      return [
        ...(runtimeClass
          ? [
              look(
                `See the handler and the node selector of RuntimeClass ${runtimeClass}`,
                'the handler must be one that the container runtime of the nodes is configured with',
                kubectlCluster('get', 'runtimeclass', runtimeClass, '-o', 'yaml'),
              ),
            ]
          : []),
        advise(
          `Configure the runtime handler ${name} in the container runtime of ${node}, or give the RuntimeClass a scheduling.nodeSelector for the nodes that have it`,
          'the scheduler does not know which nodes have which handler',
        ),
        changePod(subject, ['runtimeClassName'], null, {
          action: 'Remove runtimeClassName, if the default runtime will do',
          why: 'every node has the default runtime',
        }),
      ];
    case 'no-addresses':
      return [
        look(
          `See which pods run on ${node}`,
          'each of them holds an address, those that finished should not',
          kubectlCluster('get', 'pods', '-A', '-o', 'wide', '--field-selector', `spec.nodeName=${node}`),
        ),
        advise(
          `Move pods off ${node}, or give its network plugin a larger range (maxPods of the kubelet must not exceed it)`,
          'the scheduler counts pods and does not know of addresses',
        ),
      ];
    case 'cni-plugin-missing':
    case 'cni-not-configured':
    case 'cni-agent-down':
    case 'cni-unauthorized':
    case 'cni':
      return [
        look(
          `See whether the network plugin's pod on ${node} runs`,
          'it installs the plugin and its configuration on the node',
          kubectlCluster('get', 'pods', '-A', '-o', 'wide', '--field-selector', `spec.nodeName=${node}`),
        ),
        advise(
          `Restart or reinstall the network plugin on ${node}`,
          'the pod needs nothing but a working network; it starts by itself then',
        ),
      ];
    case 'host-port':
      return [advise('Use a Service instead of the hostPort, or another port', 'a program of the node itself uses it')];
    case 'memory-too-small':
      return [
        advise(
          "Raise the pod's memory limit to some Mi at least",
          'the sandbox and the start of a container need a few Mi themselves',
        ),
      ];
    case 'devices':
      return [
        look(
          "See the pod's resource claims",
          'the driver of the device has to run on the node',
          kubectl(subject, 'get', 'resourceclaims'),
        ),
      ];
    case 'sandbox-image':
      return [
        advise(
          `Let ${node} pull the pause image, or configure one that it can pull`,
          'it is pulled with the credentials of the node, not of the pod',
        ),
      ];
    case 'no-space':
      return [advise(`Free disk space or handles on ${node}`, 'the sandbox needs a little of both')];
    default:
      return [advise(`Read the log of the container runtime on ${node}`, 'it says more than the event')];
  }
}
