// Reads one JSON document a line, writes its canonical form a line.
import canonicalize from 'canonicalize';
import { createInterface } from 'node:readline';

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(canonicalize(JSON.parse(line)) + '\n');
}
