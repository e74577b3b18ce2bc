import type { DocumentProblem, Fix } from '../../core/manifest.ts';
import { similarNames } from '../similar.ts';
import { apiKind, apiVersionsOf, groupOf, isBuiltInGroup, kindsOf, type ApiKind } from './api-versions.ts';

/** Kinds whose fields are the same under the new apiVersion, so that nothing but the version has to change. */
const sameFields = new Set([
  'CronJob',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'PriorityClass',
  'Lease',
  'RuntimeClass',
  'StorageClass',
]);

/** What the API server says of apiVersion and kind of an object before it looks at anything else. `minor`: that of Kubernetes. */
export function apiProblems(apiVersion: string, kind: string, minor: number): DocumentProblem[] {
  const known = apiKind(apiVersion, kind);
  if (known) return passing(known, minor);
  const group = groupOf(apiVersion);
  if (!isBuiltInGroup(group) || /v\d+alpha\d+$/.test(apiVersion)) return [];
  const [meantKind] = kindsOf(apiVersion).filter((one) => one.toLowerCase() === kind.toLowerCase());
  const versions = apiVersionsOf(kind);
  if (versions.length > 0) return [wrongVersion(apiVersion, kind, versions)];
  const similar = meantKind ?? similarNames(kind, kindsOf(apiVersion))[0];
  // The tables know every kind of a stable version, and not all of those that come and go before.
  if (similar === undefined && kindsOf(apiVersion).length > 0 && !/(^|\/)v\d+$/.test(apiVersion)) return [];
  return [unknownKind(apiVersion, kind, similar, meantKind !== undefined)];
}

function passing(
  { apiVersion, kind, since, deprecated, removed, replacement }: ApiKind,
  minor: number,
): DocumentProblem[] {
  if (since !== undefined && since > minor) {
    return [
      {
        rule: 'field-too-new',
        stage: 'rejected',
        path: 'apiVersion',
        title: `${kind} in ${apiVersion} needs Kubernetes 1.${since}`,
        explanation: `The API server of Kubernetes 1.${minor} does not serve ${kind} in ${apiVersion} yet.`,
      },
    ];
  }
  if (removed === undefined || deprecated === undefined || minor < deprecated) return [];
  const gone = minor >= removed;
  const instead = replacement ? `Use ${replacement}.` : 'Nothing takes its place.';
  return [
    {
      rule: 'removed-api',
      stage: gone ? 'rejected' : 'advice',
      path: 'apiVersion',
      title: gone
        ? `${apiVersion} ${kind} is gone since Kubernetes 1.${removed}`
        : `${apiVersion} ${kind} is deprecated and goes with Kubernetes 1.${removed}`,
      explanation: gone
        ? `No API server from 1.${removed} on serves ${kind} in ${apiVersion}, so it answers "the server could not find the requested resource". ${instead}`
        : `It is deprecated since 1.${deprecated} and not served from 1.${removed} on. ${instead}`,
      ...(replacement && sameFields.has(kind) ? { fix: setField('apiVersion', replacement) } : {}),
    },
  ];
}

function wrongVersion(apiVersion: string, kind: string, versions: readonly string[]): DocumentProblem {
  const [only, ...more] = versions;
  return {
    rule: 'removed-api',
    stage: 'rejected',
    path: 'apiVersion',
    title: `${kind} is in ${versions.join(' and ')}, not in ${apiVersion}`,
    explanation: `No API server serves ${kind} in ${apiVersion}; it answers "the server could not find the requested resource".`,
    ...(only !== undefined && more.length === 0 ? { fix: setField('apiVersion', only) } : {}),
  };
}

function unknownKind(apiVersion: string, kind: string, similar: string | undefined, certain: boolean): DocumentProblem {
  const hint = similar === undefined ? '' : ` (did you mean ${similar}?)`;
  return {
    rule: 'removed-api',
    stage: 'rejected',
    path: 'kind',
    title: `${apiVersion} has no kind ${kind}${hint}`,
    explanation:
      `No API server serves ${kind} in ${apiVersion}; kubectl says "no matches for kind".` +
      (certain ? ' Kinds are told apart by upper and lower case.' : ''),
    ...(certain && similar !== undefined ? { fix: setField('kind', similar) } : {}),
  };
}

function setField(path: string, value: string): Fix {
  return { description: `Write ${value}`, edits: [{ kind: 'set', path, value }] };
}
