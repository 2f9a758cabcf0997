import { execFileSync } from 'node:child_process';

/** Of which commit a result is, in a few words; said where files that it knows were changed. */
export function commitNow() {
  const git = (...words) => execFileSync('git', words, { encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
  return `${git('rev-parse', '--short', 'HEAD')}${changed ? ', with uncommitted changes' : ''}`;
}
