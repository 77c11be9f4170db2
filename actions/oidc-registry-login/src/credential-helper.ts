import { answerClient } from './credential-helper/io/client-request.ts';

// docker-credential-oidc-registry-login-<id>: the launcher gives the session's folder, the client the command.
const [folder = '', command = ''] = process.argv.slice(2);
let input = '';
if (command !== 'list')
  for await (const chunk of process.stdin.setEncoding('utf8')) input = (input + chunk).slice(0, 65_536);
const { code, output } = await answerClient({ folder, command, input, env: process.env });
process.exitCode = code;
process.stdout.write(output);
