import { answerClient } from './credential-helper/io/client-request.ts';

const LONGEST_REQUEST = 65_536;

// docker-credential-oidc-registry-login-<id>: the launcher gives the session's folder, the client the command.
const [folder = '', command = ''] = process.argv.slice(2);
const input = command === 'list' ? '' : await readRequest(process.stdin);
const { code, output } = await answerClient({ folder, command, input, env: process.env });
process.exitCode = code;
process.stdout.write(output);

async function readRequest(stdin: NodeJS.ReadStream): Promise<string> {
  let text = '';
  for await (const chunk of stdin.setEncoding('utf8')) text = (text + chunk).slice(0, LONGEST_REQUEST);
  return text;
}
