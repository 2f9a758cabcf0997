import { SANDBOX_NUMBERS, sandboxErrorNumber, startDqeSandbox } from 'nestjs-dqe-idmobile/testing';
import { readEnvironment } from './environment.js';

const sandbox = await startDqeSandbox(readEnvironment(process.env));

// The client secret is not printed: it may be one somebody uses elsewhere.
process.stdout.write(`DQE ID Mobile sandbox on ${sandbox.url}
  licence       ${sandbox.licence}
  partner name  ${sandbox.partnerName}
Some numbers (all in TESTING.md of nestjs-dqe-idmobile):
  0600001001  Camille Martin, Orange: scores at once
  0600001003  Hugo Bernard, Orange: asks for consent
  ${sandboxErrorNumber('13')}  error 13; any error NN: 06000000NN
  ${SANDBOX_NUMBERS.documentedExample}  the documented example
  ${SANDBOX_NUMBERS.consentPendingThrice}  consent, then pending 3 times
`);

function stop(): void {
  sandbox.close().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  });
}

process.once('SIGINT', stop);
process.once('SIGTERM', stop);
