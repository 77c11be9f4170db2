import { ReportReader } from '../../../actions/lint-gate/src/checks/golangci-report.ts';

/** In pieces of `size` bytes, as a file arrives. */
export function readReport(text: string, size = 7) {
  const reader = new ReportReader();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
  return reader.end();
}
