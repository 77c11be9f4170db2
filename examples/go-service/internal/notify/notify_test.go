package notify

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/beacon/internal/monitor"
	"example.com/beacon/pkg/beacon"
)

var down = monitor.Transition{
	From: beacon.StateHealthy,
	Status: beacon.Status{
		Check: beacon.Check{Name: "backup", Every: beacon.Duration(time.Hour)},
		State: beacon.StateDown,
		Due:   time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC),
	},
}

const downJSON = `{"from":"healthy","status":{"name":"backup","every":"1h0m0s","grace":"0s","state":"down","due":"2026-01-01T12:00:00Z"}}`

func TestWebhookSignsTheBody(t *testing.T) {
	t.Parallel()
	var body, signature string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		bytes, _ := io.ReadAll(r.Body)
		body, signature = string(bytes), r.Header.Get(SignatureHeader)
	}))
	defer server.Close()
	hook := Webhook{URL: server.URL, Secret: "key", Client: server.Client()}
	if err := hook.Notify(t.Context(), down); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(downJSON, body); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
	if want := Sign("key", []byte(downJSON)); signature != want {
		t.Errorf("signature %q, want %q", signature, want)
	}
}

func TestSign(t *testing.T) {
	t.Parallel()
	// The first test vector that RFC 4231 gives for HMAC-SHA256, 4.3.
	want := "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
	if got := Sign("Jefe", []byte("what do ya want for nothing?")); got != want {
		t.Errorf("Sign() = %s, want %s", got, want)
	}
}

func TestWebhookErrors(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	tests := []struct{ name, url, want string }{
		{name: "an answer that is no success", url: server.URL, want: "404 Not Found"},
		{name: "nobody there", url: "http://127.0.0.1:1", want: "connect"},
		{name: "no URL at all", url: "http://[", want: "missing ']'"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := Webhook{URL: tt.url, Client: server.Client()}.Notify(t.Context(), down)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Notify() = %v, want %s", err, tt.want)
			}
		})
	}
}

func TestLogWarnsOfBadNews(t *testing.T) {
	t.Parallel()
	var output strings.Builder
	log := Log{Logger: slog.New(slog.NewTextHandler(&output, nil))}
	up := monitor.Transition{From: beacon.StateDown, Status: beacon.Status{State: beacon.StateHealthy}}
	if err := errors.Join(log.Notify(t.Context(), down), log.Notify(t.Context(), up)); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"level=WARN", "check=backup from=healthy to=down", "level=INFO", "from=down to=healthy"} {
		if !strings.Contains(output.String(), part) {
			t.Errorf("log is %q, want it to contain %q", output.String(), part)
		}
	}
}

type notifierFunc func() error

func (f notifierFunc) Notify(context.Context, monitor.Transition) error { return f() }

func TestAllGoesOnAfterAFailure(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	told := false
	all := All{
		notifierFunc(func() error { return broken }),
		notifierFunc(func() error { told = true; return nil }),
	}
	if err := all.Notify(t.Context(), down); !errors.Is(err, broken) || !told {
		t.Errorf("Notify() = %v, second told: %v; want broken and true", err, told)
	}
}
