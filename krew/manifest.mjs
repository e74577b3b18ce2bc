/**
 * The manifest of a version out of the template, which is one of krew-release-bot: it is filled in here as the bot does it.
 * `hashes`: sha256 of each archive by its file name.
 */
export function renderManifest(template, version, hashes) {
  const tag = `v${version}`;
  return template
    .replaceAll('{{ .TagName }}', tag)
    .replace(/\{\{addURIAndSha "([^"]+)" \.TagName \}\}/g, (_whole, uri) => {
      const hash = hashes[uri.slice(uri.lastIndexOf('/') + 1)];
      if (hash === undefined) throw new Error(`there is no archive for ${uri}`);
      return `uri: ${uri}\n    sha256: ${hash}`;
    });
}
