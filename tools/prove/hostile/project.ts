import type { Files } from '@go-actions/test-kit';

/** A module whose honest verdicts are red: a pass of lint or coverage would be green by accident. */
export const PROJECT: Files = {
  'go.mod': 'module example.com/app\n\ngo 1.24\n',
  'app.go': 'package app\n\nfunc Add(x int) int {\n\tx = x\n\treturn x\n}\n',
  'app_test.go':
    'package app\n\nimport "testing"\n\nfunc TestAdd(t *testing.T) {\n\tif Add(1) != 2 {\n\t\tt.Error("Add")\n\t}\n}\n',
  'cmd/app/main.go': 'package main\n\nfunc main() { println("hello") }\n',
  '.gitignore': '.temp/\n',
  '.temp/.keep': '',
};
