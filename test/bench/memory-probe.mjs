// Loaded into the service under measurement: collects garbage when asked, and says what is left.
process.on('message', () => {
  globalThis.gc();
  globalThis.gc();
  process.send(process.memoryUsage());
});
