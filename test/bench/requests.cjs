// What Node itself costs for the requests of one `explain`, without a line of podlife: the floor under its number.
// Usage: node requests.cjs SERVER CA-FILE PATH...
const { readFileSync } = require('node:fs');
const { Agent, get } = require('node:https');
const { createSecureContext } = require('node:tls');

const [, , server, ca, ...paths] = process.argv;
const secureContext = createSecureContext({ ca: readFileSync(ca) });
const agent = new Agent({ keepAlive: true, maxSockets: 4, secureContext });
let open = paths.length;
for (const path of paths) {
  get(`${server}${path}`, { agent }, (response) => {
    response.resume();
    // As podlife does: connections are not closed one by one.
    response.on('end', () => --open || process.exit());
  });
}
