// Reads the drawings in a folder with the tools of other makers, and fails where one of them objects:
// bpmn-moddle reads BPMN strictly (a warning is a fault), bpmnlint holds it to its recommended rules (a warning is a
// fault too), Mermaid parses its own. Called by run.sh.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { BpmnModdle } from 'bpmn-moddle';
import { JSDOM } from 'jsdom';

const require = createRequire(import.meta.url);
const Linter = require('bpmnlint/lib/linter');
const NodeResolver = require('bpmnlint/lib/resolver/node-resolver');

const window = new JSDOM('').window;
Object.assign(globalThis, { window, document: window.document });
const { default: mermaid } = await import('mermaid');

/** The objections to a BPMN text. */
async function bpmn(text) {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(text);
  const faults = warnings.map(warning => warning.message);
  const drawn = rootElement.diagrams[0].plane.planeElement.length;
  if (drawn === 0) faults.push('nothing is drawn');
  // Its rules remember what they have seen: each text has a linter of its own.
  const linter = new Linter({ resolver: new NodeResolver(), config: { extends: 'bpmnlint:recommended' } });
  for (const [rule, reports] of Object.entries(await linter.lint(rootElement))) {
    faults.push(...reports.map(report => `${rule}: ${report.id}: ${report.message}`));
  }
  return faults;
}

/** The objections to a Mermaid text. */
async function flowchart(text) {
  try {
    const { diagramType } = await mermaid.parse(text);
    return diagramType === 'flowchart-v2' ? [] : [`it is taken for a ${diagramType}`];
  } catch (fault) {
    return [String(fault)];
  }
}

const readers = { bpmn, mermaid: flowchart };
const folder = process.argv[2];
let passed = 0;
let failed = 0;
for (const name of readdirSync(folder).sort()) {
  const faults = await readers[name.split('.').pop()](readFileSync(join(folder, name), 'utf8'));
  faults.length === 0 ? passed++ : failed++;
  console.log(`${faults.length === 0 ? 'well' : 'FAULT'}  ${name}`, ...faults.map(fault => `\n       ${fault}`));
}
console.log(`drawings: ${passed} passed, ${failed} failed`);
// A folder without drawings is a test that did not run.
process.exit(failed === 0 && passed > 0 ? 0 : 1);
