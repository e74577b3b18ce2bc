import { parseImageReference } from './image-reference.ts';

/** Official images (docker.io/library) whose configuration names no user, so that their processes start as root. */
const rootImages = new Set(
  (
    'alpine amazonlinux busybox centos debian fedora ubuntu bash buildpack-deps eclipse-temurin openjdk golang gcc rust python node ruby perl php nginx httpd caddy ' +
    'redis postgres mysql mariadb mongo influxdb rabbitmq composer gradle registry docker hello-world'
  ).split(' '),
);

/** Whether an image is known to run as root where nobody says otherwise. */
export function runsAsRoot(image: string): boolean {
  const reference = parseImageReference(image);
  if (!reference || !/^(index\.)?docker\.io$/.test(reference.registry)) return false;
  const name = /^library\/([^/]+)$/.exec(reference.repository)?.[1];
  return name !== undefined && rootImages.has(name) && !/unprivileged|nonroot|rootless/.test(reference.tag ?? '');
}
