// A CPU profile of V8 as a flame graph after Brendan Gregg: one SVG that needs no script, a box per function and stack, as wide as
// its share of the time; place and figures in its tooltip. Nothing tells where the source lay on the machine that was measured.
// Own code, because what draws a static SVG is no longer kept up, and what is kept up draws pages with megabytes of script.
const [WIDTH, ROW, CHARACTER] = [1200, 17, 6.6];
/** Narrower boxes are left out; their time stays part of what they were called by. */
const NARROWEST = 1;
const COLOURS = { ours: [95, 45, 62], node: [205, 55, 72], v8: [0, 0, 78], package: [32, 80, 66] };

/** Where the code of a frame lies: whose it is, and the file within. */
function placeOf({ url }) {
  const packaged = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\/(.*)$/.exec(url);
  if (packaged !== null) return { kind: 'package', owner: packaged[1], file: packaged[2] };
  const own = /\/((?:libs|apps)\/[^/]+|prisma|test\/bench)\/(?:dist\/)?(.*)$/.exec(url);
  if (own !== null) return { kind: 'ours', owner: own[1], file: own[2] };
  if (url.startsWith('node:')) return { kind: 'node', owner: 'node', file: url };
  return { kind: 'v8', owner: 'V8', file: '' };
}

/** The samples as a tree: what was called by what, and for how long. @param profile as `Profiler.stop` gives it */
export function callTree(profile) {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const selfTime = new Map();
  profile.samples.forEach((id, i) =>
    selfTime.set(id, (selfTime.get(id) ?? 0) + Math.max(0, profile.timeDeltas[i])),
  );
  const frameOf = ({ functionName, url, lineNumber }) => {
    const place = placeOf({ url });
    return { ...place, name: functionName || '(anonymous)', line: lineNumber + 1 };
  };
  const root = {
    key: '',
    frame: { name: 'all', owner: '', file: '', kind: 'v8' },
    self: 0,
    callees: new Map(),
  };
  const merge = (node, into) => {
    const frame = frameOf(node.callFrame);
    if (frame.name === '(idle)') return;
    const key = `${frame.name} ${frame.owner} ${frame.file} ${frame.line}`;
    const entry = into.callees.get(key) ?? { key, frame, self: 0, callees: new Map() };
    into.callees.set(key, entry);
    entry.self += selfTime.get(node.id) ?? 0;
    for (const id of node.children ?? []) merge(nodes.get(id), entry);
  };
  for (const id of profile.nodes[0].children ?? []) merge(nodes.get(id), root);
  return total(root);
}

function total(entry) {
  entry.time = entry.self;
  for (const callee of entry.callees.values()) entry.time += total(callee).time;
  return entry;
}

/** Time by itself, in parts of the whole, by whatever `nameOf` says of a frame; the most first. */
export function selfTimes(tree, nameOf) {
  const times = new Map();
  const add = ({ frame, self, callees }) => {
    if (self > 0) times.set(nameOf(frame), (times.get(nameOf(frame)) ?? 0) + self / tree.time);
    for (const callee of callees.values()) add(callee);
  };
  add(tree);
  return [...times].sort(([, a], [, b]) => b - a);
}

const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** The same shade for the same file, so that an eye can follow it through two pictures. */
function colourOf({ kind, owner, file }) {
  let hash = 0;
  for (const c of owner + file) hash = (hash * 31 + c.charCodeAt(0)) >>> 0;
  const [hue, saturation, light] = COLOURS[kind];
  return `hsl(${hue + (hash % 25) - 12},${saturation}%,${light + ((hash >> 8) % 13) - 6}%)`;
}

/** @param tree see `callTree` */
export function flameGraph(tree, title) {
  const boxes = [];
  let deepest = 0;
  const scale = WIDTH / tree.time;
  const draw = (entry, x, depth) => {
    const width = entry.time * scale;
    if (width < NARROWEST) return;
    deepest = Math.max(deepest, depth);
    boxes.push({ ...entry, x, width, depth });
    let at = x;
    for (const callee of [...entry.callees.values()].sort((a, b) => (a.key < b.key ? -1 : 1))) {
      draw(callee, at, depth + 1);
      at += callee.time * scale;
    }
  };
  draw(tree, 0, 0);
  const height = (deepest + 3) * ROW;
  const box = ({ frame, x, width, depth, time, self }) => {
    const y = height - (depth + 1) * ROW;
    const percent = (part) => `${((100 * part) / tree.time).toFixed(1)}%`;
    const where = frame.file === '' ? frame.owner : `${frame.owner} ${frame.file}:${frame.line}`;
    const tip = `${frame.name}\n${where}\n${percent(time)}, by itself ${percent(self)}`;
    const label = frame.kind === 'v8' ? frame.name : `${frame.name} · ${frame.owner}`;
    const room = Math.floor((width - 4) / CHARACTER);
    const shown = room < 3 ? '' : label.length <= room ? label : `${label.slice(0, room - 1)}…`;
    const text = shown === '' ? '' : `<text x="${(x + 2).toFixed(1)}" y="${y + 12}">${escaped(shown)}</text>`;
    return `<g><title>${escaped(tip)}</title><rect x="${x.toFixed(1)}" y="${y}" width="${Math.max(0.5, width - 0.5).toFixed(1)}" height="${ROW - 1}" fill="${colourOf(frame)}"/>${text}</g>`;
  };
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="monospace" font-size="11">
<rect width="100%" height="100%" fill="#fff"/>
<text x="4" y="14" font-size="13">${escaped(title)}</text>
${boxes.map(box).join('\n')}
</svg>
`;
}
