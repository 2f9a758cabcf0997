// Records what the processor is busy with, between two moments. Preloaded (`--import`) into a process that was forked, it does so
// when told by its parent: start-up and warm-up are then no part of the profile, and the process needs to know nothing of it.
import { Session } from 'node:inspector/promises';

const SAMPLE_EVERY_US = 200;

export async function record() {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_US });
  await session.post('Profiler.start');
  return async () => {
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    return profile;
  };
}

/** Records a child that was forked with `--import` of this file. */
export async function recordChild(child) {
  child.send('profile: start');
  return () =>
    new Promise((resolve) => {
      child.on('message', ({ profile }) => profile !== undefined && resolve(profile));
      child.send('profile: stop');
    });
}

if (process.send !== undefined) {
  let stop;
  process.on('message', async (message) => {
    if (message === 'profile: start') stop = record();
    if (message === 'profile: stop') process.send({ profile: await (await stop)() });
  });
  // Whoever hears the parent does not for that reason go on living.
  process.channel.unref();
}
