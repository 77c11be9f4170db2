import { runChecked } from '@go-actions/action-kit';
import { moduleProxyFiles, type Project } from '@go-actions/test-kit';
import { GOLANGCI } from '../../../actions/lint-gate/src/linters/versions.ts';

const MODULE = 'github.com/golangci/golangci-lint/v2';

/** Acts like golangci-lint as far as FAKE_LINT says: how it ends, and what it writes. Its schema knows one wrong word. */
const MAIN = String.raw`package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// verify refuses a configuration that says so, and notes in FAKE_LINT_ASKED that it was asked.
func verify(config string) {
	if log, err := os.OpenFile(os.Getenv("FAKE_LINT_ASKED"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644); err == nil {
		fmt.Fprintln(log, config)
		log.Close()
	}
	text, err := os.ReadFile(config)
	if err != nil || strings.Contains(string(text), "refused") {
		fmt.Fprintln(os.Stderr, "additional properties 'refused' not allowed")
		os.Exit(3)
	}
}

// custom writes a copy of this program with a name that says what it was built from, or fails as the real one does.
func custom(args []string) {
	flags := map[string]string{}
	for _, arg := range args {
		name, value, _ := strings.Cut(arg, "=")
		flags[name] = value
	}
	text, err := os.ReadFile(".custom-gcl.yml")
	if err != nil || strings.Contains(string(text), "broken") {
		fmt.Fprintln(os.Stderr, "Error: build process: git clone failed")
		os.Exit(3)
	}
	if log, err := os.OpenFile(os.Getenv("FAKE_LINT_ASKED"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644); err == nil {
		fmt.Fprintln(log, "custom", flags["--version"])
		log.Close()
	}
	own, err := os.ReadFile(os.Args[0])
	if err != nil {
		panic(err)
	}
	if err := os.WriteFile(flags["--destination"]+"/"+flags["--name"], own, 0o755); err != nil {
		panic(err)
	}
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "config" {
		verify(strings.TrimPrefix(os.Args[len(os.Args)-1], "--config="))
		return
	}
	if len(os.Args) > 1 && os.Args[1] == "custom" {
		custom(os.Args[2:])
		return
	}
	var path string
	for _, arg := range os.Args {
		if rest, ok := strings.CutPrefix(arg, "--output.json.path="); ok {
			path = rest
		}
	}
	act, detail, _ := strings.Cut(os.Getenv("FAKE_LINT"), " ")
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			panic(err)
		}
	}
	issue := func(file, text string) string {
		return fmt.Sprintf("{\"FromLinter\":\"fake\",\"Text\":%q,\"Pos\":{\"Filename\":%q,\"Line\":3,\"Column\":2}}", text, file)
	}
	switch act {
	case "exit":
		code, _ := strconv.Atoi(detail)
		write("{\"Issues\":[]}")
		os.Exit(code)
	case "config":
		fmt.Fprintln(os.Stderr, "Error: can't load config: unsupported version of the configuration")
		os.Exit(3)
	case "silent":
		os.Exit(0)
	case "invalid":
		write("{\"Issues\":[{\"FromLinter\":")
		os.Exit(1)
	case "old":
		write("{\"Issues\":[" + issue("app.go", "could not import fmt (export data version 5 is greater than maximum supported version 4)") + "]}")
		os.Exit(1)
	case "env":
		write("{\"Issues\":[" + issue("app.go", detail+"="+os.Getenv(detail)) + "]}")
		os.Exit(1)
	case "hang":
		time.Sleep(time.Hour)
	case "kill":
		signal, _ := strconv.Atoi(detail)
		_ = syscall.Kill(os.Getpid(), syscall.Signal(signal))
		time.Sleep(time.Hour)
	case "panic":
		panic("oh no")
	case "flood":
		line := []byte(strings.Repeat("x", 1<<20-1) + "\n")
		for range 100 {
			os.Stdout.Write(line)
			os.Stderr.Write(line)
		}
		write("{\"Issues\":[" + issue("app.go", "found") + "]}")
		os.Exit(1)
	case "commands":
		fmt.Println("::error file=x.go::printed")
		fmt.Fprintln(os.Stderr, "::set-output name=verdict::pass")
		write("{\"Issues\":[" + issue("app.go", "bad\n::error::injected\n::stop-commands::x") + "]}")
		os.Exit(1)
	case "report":
		report, err := os.ReadFile(detail)
		if err != nil {
			panic(err)
		}
		write(string(report))
		os.Exit(1)
	case "many":
		n, _ := strconv.Atoi(detail)
		var list []string
		for i := range n {
			list = append(list, issue(fmt.Sprintf("f%d.go", i%40), fmt.Sprintf("finding %d", i)))
		}
		write("{\"Issues\":[" + strings.Join(list, ",") + "]}")
		os.Exit(1)
	}
}
`;

/** Finds nothing and learns one thing a run. It imports next to nothing: a linter that is kept is built in a cache of its own. */
export const SMALL = String.raw`package main

import "os"

func main() {
	const flag = "--output.json.path="
	for _, arg := range os.Args {
		if len(arg) > len(flag) && arg[:len(flag)] == flag {
			_ = os.WriteFile(arg[len(flag):], []byte("{\"Issues\":[]}"), 0o644)
		}
	}
	if dir := os.Getenv("GOLANGCI_LINT_CACHE"); dir != "" {
		old, _ := os.ReadFile(dir + "/facts/runs-d")
		_ = os.MkdirAll(dir+"/facts", 0o755)
		_ = os.WriteFile(dir+"/facts/runs-d", append(old, 'x'), 0o644)
	}
}
`;

/**
 * Installs a program that carries golangci-lint's build information and does what FAKE_LINT says, through the real go
 * command; returns the folder that PATH needs.
 */
export async function installFakeLinter(project: Project, version = GOLANGCI.version): Promise<string> {
  const env = await serveFakeLinter(project, { version });
  const bin = project.path(`bin-${version}`);
  await runChecked('go', ['install', `${MODULE}/cmd/golangci-lint@${version}`], {
    cwd: project.dir,
    env: { ...env, GOBIN: bin, GOFLAGS: '-modcacherw', GOMODCACHE: project.path('modcache') },
  });
  return bin;
}

/** Nobody listens there: a release archive of the real linter is never fetched, wherever the tests run. */
export const NO_RELEASES = { https_proxy: 'http://127.0.0.1:9' };

/** The environment in which `go install` of golangci-lint gives the fake one. */
export async function serveFakeLinter(
  project: Project,
  { version = GOLANGCI.version, main = MAIN } = {},
): Promise<Record<string, string>> {
  const files = { 'go.mod': `module ${MODULE}\n\ngo 1.24\n`, 'cmd/golangci-lint/main.go': main };
  const proxy = Object.entries(moduleProxyFiles(MODULE, version, files));
  await project.write(Object.fromEntries(proxy.map(([name, content]) => [`proxy/${name}`, content])));
  return { GOPROXY: `file://${project.path('proxy')}`, GOSUMDB: 'off' };
}
