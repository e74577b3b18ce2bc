import type { Container } from '../core/kubernetes.ts';
import { parseImageReference } from './image-reference.ts';

/** Official images that start one server, with all ports that it listens on as they come (docker-library/docs). */
const portsOfImages: Readonly<Record<string, readonly number[]>> = {
  caddy: [80, 443, 2019],
  httpd: [80],
  mariadb: [3306],
  memcached: [11211],
  mongo: [27017],
  mysql: [3306, 33060],
  nginx: [80],
  postgres: [5432],
  redis: [6379],
  valkey: [6379],
};

/** Variables and words that give such a server other ports, and folders from which it would read of them. */
const otherwise = /port|listen/i;

/**
 * The ports that a container listens on because its image does, and nothing in its spec says otherwise. undefined where that is not known: another image, a command or
 * arguments of its own, a variable that names a port, a file mounted from elsewhere.
 */
export function serverPorts({
  image = '',
  command,
  args,
  env,
  envFrom,
  volumeMounts,
}: Container): readonly number[] | undefined {
  const { registry, repository = '' } = parseImageReference(image) ?? {};
  if (registry !== 'docker.io' || !repository.startsWith('library/')) return undefined;
  const changed =
    (command ?? []).length > 0 ||
    (args ?? []).length > 0 ||
    (envFrom ?? []).length > 0 ||
    (env ?? []).some(({ name, value }) => otherwise.test(`${name} ${value ?? ''}`)) ||
    (volumeMounts ?? []).some(({ mountPath = '' }) => /^\/(etc|usr|docker-entrypoint)/.test(mountPath));
  return changed ? undefined : portsOfImages[repository.replace('library/', '')];
}
