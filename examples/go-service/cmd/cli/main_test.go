package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/beacon/internal/httpapi"
	"example.com/beacon/internal/monitor"
	"example.com/beacon/pkg/beacon"
)

// TestMain lets the test binary play the job that `run` wraps.
func TestMain(m *testing.M) {
	switch os.Getenv("BEACON_TEST_JOB") {
	case "succeed":
		_, _ = os.Stdout.WriteString("done\n")
		os.Exit(0)
	case "fail":
		os.Exit(3)
	}
	os.Exit(m.Run())
}

// service is a real API on a free port whose clock stands still.
func service(t *testing.T) (string, *monitor.Monitor) {
	t.Helper()
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	checks := monitor.New(func() time.Time { return now })
	server := httptest.NewServer(httpapi.New(checks, slog.New(slog.DiscardHandler)).Routes())
	t.Cleanup(server.Close)
	return server.URL, checks
}

// cli runs one command line and returns what it prints.
func cli(ctx context.Context, server string, args ...string) (stdout, stderr string, err error) {
	var out, complaints strings.Builder
	env := func(name string) string { return map[string]string{"BEACON_SERVER": server}[name] }
	err = run(ctx, args, env, terminal{strings.NewReader(""), &out, &complaints})
	return out.String(), complaints.String(), err
}

func TestCommands(t *testing.T) {
	t.Parallel()
	server, _ := service(t)
	steps := []struct {
		args string
		want string
	}{
		{"list", "NAME  STATE  EVERY  LAST SEEN\n"},
		{"put backup 24h 30m", "NAME    STATE  EVERY    LAST SEEN\nbackup  New    24h0m0s  never\n"},
		{"put hourly 1h", "NAME    STATE  EVERY   LAST SEEN\nhourly  New    1h0m0s  never\n"},
		{"ping backup", "NAME    STATE    EVERY    LAST SEEN\nbackup  Healthy  24h0m0s  2026-01-01T12:00:00Z\n"},
		{"rm hourly", ""},
		{"get backup", "NAME    STATE    EVERY    LAST SEEN\nbackup  Healthy  24h0m0s  2026-01-01T12:00:00Z\n"},
		{"-json list", `[
  {
    "name": "backup",
    "every": "24h0m0s",
    "grace": "30m0s",
    "state": "healthy",
    "last_seen": "2026-01-01T12:00:00Z",
    "due": "2026-01-02T12:00:00Z"
  }
]
`},
	}
	for _, step := range steps {
		got, _, err := cli(t.Context(), server, strings.Fields(step.args)...)
		if err != nil {
			t.Fatalf("cli %s: %v", step.args, err)
		}
		if diff := cmp.Diff(step.want, got); diff != "" {
			t.Errorf("cli %s (-want +got):\n%s", step.args, diff)
		}
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	if got, _, err := cli(t.Context(), "", "version"); err != nil || !strings.Contains(got, "go1.") {
		t.Errorf("cli version = %q, %v", got, err)
	}
}

func TestRunReportsOnlySuccess(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GORACE", "atexit_sleep_ms=0") // else the job takes a second to end under the race detector
	server, checks := service(t)
	if _, err := checks.Put(beacon.Check{Name: "job", Every: beacon.Duration(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		job    string
		code   int
		stdout string
		state  beacon.State
	}{
		{job: "fail", code: 3, state: beacon.StateNew},
		{job: "succeed", stdout: "done\n", state: beacon.StateHealthy},
	} {
		t.Setenv("BEACON_TEST_JOB", tt.job)
		stdout, _, err := cli(t.Context(), server, "run", "job", "--", self)
		if (err != nil) != (tt.code != 0) || err != nil && exitCode(err) != tt.code {
			t.Errorf("run %s = %v, want exit code %d", tt.job, err, tt.code)
		}
		status, err := checks.Get("job")
		if err != nil || status.State != tt.state || stdout != tt.stdout {
			t.Errorf("after %s: %v, %v with output %q, want %v with %q", tt.job, status.State, err, stdout, tt.state, tt.stdout)
		}
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	server, _ := service(t)
	tests := []struct {
		name string
		args string
		want string
		code int
	}{
		{name: "no command", args: "", want: "unknown command", code: 2},
		{name: "an unknown command", args: "explode", want: "unknown command", code: 2},
		{name: "too many arguments", args: "list all", want: "wrong number of arguments", code: 2},
		{name: "an unknown flag", args: "-nope", want: "-nope", code: 2},
		{name: "a bad interval", args: "put backup daily", want: "every: time: invalid duration", code: 1},
		{name: "a bad grace", args: "put backup 1h none", want: "grace: time: invalid duration", code: 1},
		{name: "a bad name", args: "put Backup 1h", want: `name "Backup"`, code: 1},
		{name: "a check that does not exist", args: "ping nope", want: "no such check", code: 1},
		{name: "a command that does not exist", args: "run job -- /no/such/program", want: "/no/such/program", code: 1},
		{name: "a bad server", args: "-server=localhost list", want: "base URL", code: 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := cli(t.Context(), server, strings.Fields(tt.args)...)
			if err == nil || !strings.Contains(err.Error(), tt.want) || exitCode(err) != tt.code {
				t.Errorf("cli %s = %v (exit code %d), want %q (%d)", tt.args, err, exitCode(err), tt.want, tt.code)
			}
		})
	}
	var missing *exec.Error
	if _, _, err := cli(t.Context(), server, "run", "job", "--", "no-such-program-anywhere"); !errors.As(err, &missing) {
		t.Errorf("run of an unknown program = %v, want *exec.Error", err)
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	if _, got, err := cli(t.Context(), "", "-help"); err != nil || got != usage {
		t.Errorf("cli -help = %q, %v", got, err)
	}
}
