//go:build e2e

package main

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestE2EBinaries builds both programs as a release does and lets one talk to the other.
func TestE2EBinaries(t *testing.T) {
	dir := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-o", dir+string(filepath.Separator), "example.com/beacon/cmd/...")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, output)
	}

	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	service := exec.CommandContext(ctx, filepath.Join(dir, "api"), "-addr=127.0.0.1:0")
	service.Cancel = func() error { return service.Process.Signal(os.Interrupt) }
	stderr, err := service.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := service.Start(); err != nil {
		t.Fatal(err)
	}
	address := ""
	for lines := bufio.NewScanner(stderr); address == "" && lines.Scan(); {
		if found := regexp.MustCompile(`addr=(\S+)`).FindStringSubmatch(lines.Text()); found != nil {
			address = found[1]
		}
	}

	for _, step := range []struct{ args, want string }{
		{"put backup 24h 30m", "backup  New"},
		{"run backup -- go version", "go version"},
		{"list", "backup  Healthy"},
	} {
		args := append([]string{"-server=http://" + address}, strings.Fields(step.args)...)
		output, err := exec.CommandContext(ctx, filepath.Join(dir, "cli"), args...).CombinedOutput()
		if err != nil || !strings.Contains(string(output), step.want) {
			t.Errorf("cli %s = %v, want %q in:\n%s", step.args, err, step.want, output)
		}
	}
	cancel()
	if err := service.Wait(); service.ProcessState.ExitCode() != 0 {
		t.Errorf("the service ended with %v, want a clean shutdown", err)
	}
}
