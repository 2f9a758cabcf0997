/**
 * Whoever reads standard output and standard error may be gone before the service: a closed terminal, a collector that
 * died. What is written then is lost, and that is all; unheard, the error would end the process in the middle of its work.
 */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
